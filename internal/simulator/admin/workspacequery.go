// SPDX-License-Identifier: MPL-2.0

package admin

import (
	"encoding/json"
	"slices"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// maxQueryDepth bounds how deep a query nests.
const maxQueryDepth = 20

// workspaceQuery is one node of the query of "Get list of workspaces".
type workspaceQuery struct {
	match func(world.Workspace) bool
}

// parseWorkspaceQuery reads an object, which must have exactly one of the
// documented operators.
func parseWorkspaceQuery(raw json.RawMessage, depth int) (*workspaceQuery, string) {
	var node map[string]json.RawMessage
	if depth > maxQueryDepth || json.Unmarshal(raw, &node) != nil || len(node) == 0 {
		return nil, "query must be an object with one of and, nor, field, searchWorkspaces, features, policies"
	}

	switch {
	case len(node) == 1 && node["and"] != nil:
		return parseOperands(node["and"], depth, func(operands []*workspaceQuery, w world.Workspace) bool {
			return !slices.ContainsFunc(operands, func(q *workspaceQuery) bool { return !q.match(w) })
		})
	case len(node) == 1 && node["nor"] != nil:
		return parseOperands(node["nor"], depth, func(operands []*workspaceQuery, w world.Workspace) bool {
			return !slices.ContainsFunc(operands, func(q *workspaceQuery) bool { return q.match(w) })
		})
	case len(node) == 1 && node["field"] != nil:
		return parseField(node["field"])
	case node["searchWorkspaces"] != nil && (len(node) == 1 || len(node) == 2 && node["value"] != nil):
		var term string
		if json.Unmarshal(node["searchWorkspaces"], &term) != nil {
			return nil, "searchWorkspaces must be a text"
		}

		return &workspaceQuery{func(w world.Workspace) bool {
			return wire.ContainsFold(w.Name, term) || wire.ContainsFold(w.HostURL, term)
		}}, ""
	case len(node) == 1 && (node["features"] != nil || node["policies"] != nil):
		// The workspaces of the simulator have neither features nor policies.
		return &workspaceQuery{func(world.Workspace) bool { return false }}, ""
	default:
		return nil, "query must hold exactly one of and, nor, field, searchWorkspaces, features, policies"
	}
}

func parseOperands(raw json.RawMessage, depth int, combine func([]*workspaceQuery, world.Workspace) bool) (*workspaceQuery, string) {
	var nodes []json.RawMessage
	if json.Unmarshal(raw, &nodes) != nil {
		return nil, "and and nor take a list of queries"
	}

	operands := make([]*workspaceQuery, 0, len(nodes))

	for _, node := range nodes {
		operand, problem := parseWorkspaceQuery(node, depth+1)
		if problem != "" {
			return nil, problem
		}

		operands = append(operands, operand)
	}

	return &workspaceQuery{func(w world.Workspace) bool { return combine(operands, w) }}, ""
}

func parseField(raw json.RawMessage) (*workspaceQuery, string) {
	var field struct {
		Name   string   `json:"name"`
		Values []string `json:"values"`
	}

	if json.Unmarshal(raw, &field) != nil {
		return nil, "field must have a name and values"
	}

	if _, known := workspaceField(world.Workspace{}, field.Name); !known {
		return nil, "field: the simulator knows no field " + field.Name + " of workspaces"
	}

	return &workspaceQuery{func(w world.Workspace) bool {
		value, _ := workspaceField(w, field.Name)

		// Documented: without values the operator does nothing.
		return len(field.Values) == 0 || slices.Contains(field.Values, value)
	}}, ""
}

func workspaceField(w world.Workspace, name string) (value string, known bool) {
	switch name {
	case "id":
		return w.ID, true
	case "attributes.name":
		return w.Name, true
	case "attributes.type":
		return w.Type, true
	case "attributes.typeKey":
		return w.TypeKey, true
	case "attributes.hostUrl":
		return w.HostURL, true
	case "attributes.status":
		return w.Status, true
	case "attributes.owner":
		return w.Owner, true
	case "attributes.realm":
		return w.Realm, true
	default:
		return "", false
	}
}
