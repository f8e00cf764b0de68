// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"maps"
	"net/http"
	"slices"
	"strings"
)

const workspacesPage = organizationPages + "api-group-workspaces/"

// Workspace is one app on one site, such as Jira at example.atlassian.net.
type Workspace struct {
	// ID is the ARI by which roles are assigned.
	ID string
	// Name is the site's name.
	Name string
	// Type and TypeKey identify the app.
	Type, TypeKey string
	// HostURL is the host of the app. It may be empty.
	HostURL string
	// Status is "online", "offline" or "deprecated".
	Status string
	// Owner and Realm are texts of the answer. They may be empty.
	Owner, Realm string
	// StatusDetails, Regions and Labels are lists of texts; nil if the answer does not say them.
	StatusDetails, Regions, Labels []string
	// Capacity and Usage are numbers of people; nil if the answer does not say them.
	Capacity, Usage *int
	// Sandbox is "CHILD" for a sandbox of another workspace, or "NONE". It may be empty.
	Sandbox string
	// CreatedAt is a time, and CreatedBy the ARI of an account. They may be empty.
	CreatedAt, CreatedBy string
	// Entitlements are the plans for the workspace; nil if the answer does not say them.
	Entitlements []Entitlement
}

// Entitlement is a plan for a product. Live answers have been seen without a plan.
type Entitlement struct {
	// Key is the product, such as "jira-software".
	Key string
	// Plan and PlanKey are the plan. They may be empty.
	Plan, PlanKey string
}

// workspacesPerPage is the maximum page size of workspaces.
const workspacesPerPage = 1000

var queryWorkspaces = documented(Operation{
	ID: "queryWorkspacesV2", Method: http.MethodPost, Path: v2 + "/workspaces", Scope: "read:workspaces:admin", Source: workspacesPage,
})

// Workspaces lists the organization's workspaces. It is an error if the answer counts more of them than it lists, because a
// missing workspace would count as a product that does not exist.
//
// POST /admin/v2/orgs/{orgId}/workspaces, pages of up to 1000; a cursor stands alone in the body
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-workspaces/
func (c *Client) Workspaces(ctx context.Context, organizationID string) iter.Seq2[Workspace, error] {
	type body struct {
		Cursor string `json:"cursor,omitempty"`
		Limit  int    `json:"limit,omitempty"`
	}
	r := request{operation: queryWorkspaces, elements: []string{organizationID}, body: body{Limit: workspacesPerPage}}
	return countedPagesOf(ctx, c, r, func(cursor string) request {
		next := r
		next.body = body{Cursor: cursor}
		return next
	}, wireWorkspace.workspace, func(w Workspace) string { return w.ID }, &countOf{things: "workspaces", by: "meta.total"})
}

type wireWorkspace struct {
	ID         string `json:"id"`
	Attributes struct {
		Name    string `json:"name"`
		Type    string `json:"type"`
		TypeKey string `json:"typeKey"`
		HostURL string `json:"hostUrl"`
		Status  string `json:"status"`
		Owner   string `json:"owner"`
		Realm   string `json:"realm"`

		// What follows is only shown, so a form that Atlassian does not document must not hide the workspace.
		StatusDetails perhaps[[]string] `json:"statusDetails"`
		Regions       perhaps[[]string] `json:"regions"`
		Labels        perhaps[[]string] `json:"labels"`
		Capacity      perhaps[*int]     `json:"capacity"`
		Usage         perhaps[*int]     `json:"usage"`
		Sandbox       perhaps[struct {
			Type string `json:"type"`
		}] `json:"sandbox"`
		CreatedAt perhaps[string] `json:"createdAt"`
		CreatedBy perhaps[string] `json:"createdBy"`
	} `json:"attributes"`
	Relationships perhaps[map[string]json.RawMessage] `json:"relationships"`
}

// perhaps is a value of an answer that counts as missing if it has another form than the documented one.
type perhaps[V any] struct{ value V }

// UnmarshalJSON never fails.
func (p *perhaps[V]) UnmarshalJSON(data []byte) error {
	var value V
	if json.Unmarshal(data, &value) == nil {
		p.value = value
	}
	return nil
}

type wireEntitlement struct {
	Type       string `json:"type"`
	Attributes struct {
		Key     string `json:"key"`
		Plan    string `json:"plan"`
		PlanKey string `json:"planKey"`
	} `json:"attributes"`
}

// entitlements are those among the relationships of a workspace: lists of entitlements, features and policies by a kind whose names
// Atlassian does not document. They are nil if there is no such list, or if one of them cannot be read: some are not all.
func (w *wireWorkspace) entitlements() []Entitlement {
	var found []Entitlement
	for _, kind := range slices.Sorted(maps.Keys(w.Relationships.value)) {
		var related []wireEntitlement
		named := strings.HasPrefix(strings.ToLower(kind), "entitlement")
		if err := json.Unmarshal(w.Relationships.value[kind], &related); err != nil || related == nil {
			if named {
				return nil
			}
			continue // policies and features, of whose fields nothing is needed
		}
		if named && found == nil {
			found = []Entitlement{}
		}
		for _, one := range related {
			if strings.EqualFold(one.Type, "entitlement") || named && one.Type == "" {
				found = append(found, Entitlement(one.Attributes))
			}
		}
	}
	return found
}

// complete refuses a workspace without an ID, because no role could be assigned on it.
func (w *wireWorkspace) complete() error {
	if w.ID == "" {
		return errors.New("a workspace has no ID")
	}
	return nil
}

func (w wireWorkspace) workspace() Workspace {
	a := w.Attributes
	return Workspace{
		ID: w.ID, Name: a.Name, Type: a.Type, TypeKey: a.TypeKey, HostURL: a.HostURL, Status: a.Status, Owner: a.Owner, Realm: a.Realm,
		StatusDetails: a.StatusDetails.value, Regions: a.Regions.value, Labels: a.Labels.value, Capacity: a.Capacity.value, Usage: a.Usage.value,
		Sandbox: a.Sandbox.value.Type, CreatedAt: a.CreatedAt.value, CreatedBy: a.CreatedBy.value, Entitlements: w.entitlements(),
	}
}
