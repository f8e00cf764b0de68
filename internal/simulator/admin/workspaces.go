// SPDX-License-Identifier: MPL-2.0

package admin

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

var workspaceFields = []wire.Parameter{
	{Name: "cursor", Nullable: true},
	{Name: "limit", Kind: wire.KindNumber, Max: 1000},
	{Name: "query", Kind: wire.KindAny, Nullable: true},
	{Name: "sort", Kind: wire.KindAny, Nullable: true},
}

type wireWorkspace struct {
	ID         string                  `json:"id"`
	Type       string                  `json:"type"`
	Attributes wireWorkspaceAttributes `json:"attributes"`
	Links      wire.SelfLink           `json:"links"`
	// Relationships are lists by kind. Unverified: that the kind of entitlements
	// is called entitlement.
	Relationships map[string][]wireEntitlement `json:"relationships"`
}

type wireEntitlement struct {
	ID         string `json:"id"`
	Type       string `json:"type"`
	Attributes struct {
		Key     string  `json:"key"`
		Plan    *string `json:"plan"`
		PlanKey *string `json:"planKey"`
	} `json:"attributes"`
}

type wireSandbox struct {
	Type string `json:"type"`
}

type wireWorkspaceAttributes struct {
	Name      string       `json:"name"`
	Type      string       `json:"type"`
	TypeKey   string       `json:"typeKey"`
	HostURL   *string      `json:"hostUrl"`
	Status    string       `json:"status"`
	Owner     *string      `json:"owner"`
	Realm     string       `json:"realm"`
	Capacity  *int         `json:"capacity"`
	Usage     *int         `json:"usage"`
	Regions   []string     `json:"regions"`
	Sandbox   *wireSandbox `json:"sandbox,omitempty"`
	CreatedAt *string      `json:"createdAt,omitempty"`
	CreatedBy *string      `json:"createdBy,omitempty"`
}

type wireWorkspacePage struct {
	wire.Page[wireWorkspace]
	Meta struct {
		PageSize   int `json:"pageSize"`
		StartIndex int `json:"startIndex"`
		EndIndex   int `json:"endIndex"`
		Total      int `json:"total"`
	} `json:"meta"`
}

type workspaceSort struct {
	Field string `json:"field"`
	Order string `json:"order"`
}

// workspaceOperations are the operations about workspaces.
func workspaceOperations(w *world.World) []*wire.Operation {
	return []*wire.Operation{
		{
			Method: "POST", Path: pathOrgV2 + "/workspaces",
			Scope: "read:workspaces:admin",
			Body:  workspaceFields, Serve: within(w, (*call).queryWorkspaces, knownOrg),
			Family: wire.FamilyWorkspaces, Codes: map[int]string{http.StatusBadRequest: wire.CodeInvalidResource}, CursorCode: wire.CodeInvalidResource,
			Lists: true, Live: wire.LivePage(liveWorkspace),
		},
	}
}

// queryWorkspaces lists the apps of the organization. A cursor must be the only
// field of the body. Unverified: links.next is the bare cursor, although the
// documentation calls it a URL.
func (c *call) queryWorkspaces() wire.Answer {
	if cursor, given := c.Values["cursor"]; given && string(cursor) != "null" && len(c.Values) > 1 {
		return c.badQuery("next to a cursor no other property may be present")
	}

	at, err := c.Page(20)
	if err != nil {
		return c.InvalidCursor()
	}

	found, problem := c.findWorkspaces(at)
	if problem != "" {
		return c.badQuery(problem)
	}

	places := map[string]string{}
	for i, workspace := range found {
		places[workspace.ID] = world.SequenceKey(i + 1)
	}

	page, next := wire.SlicePage(found, func(w world.Workspace) string { return places[w.ID] }, at)

	var form wireWorkspacePage

	form.Links = wire.CursorLinks(at, next)
	form.Data = []wireWorkspace{}

	for _, workspace := range page {
		form.Data = append(form.Data, c.wireWorkspace(workspace))
	}

	form.Meta.PageSize, form.Meta.Total = at.Limit, len(found)

	if len(page) > 0 {
		form.Meta.StartIndex = slices.IndexFunc(found, func(w world.Workspace) bool { return w.ID == page[0].ID })
		form.Meta.EndIndex = form.Meta.StartIndex + len(page) - 1
	}

	return wire.OK(form)
}

func (c *call) badQuery(problem string) wire.Answer {
	c.Violate(problem)

	return wire.Fail(http.StatusBadRequest, wire.CodeInvalidResource, "Bad request", problem)
}

// findWorkspaces returns the workspaces that the query selects, in the
// requested order.
func (c *call) findWorkspaces(at wire.Cursor) (found []world.Workspace, problem string) {
	var query *workspaceQuery
	if raw, given := at.Query["query"]; given && string(raw) != "null" {
		parsed, problem := parseWorkspaceQuery(raw, 0)
		if problem != "" {
			return nil, problem
		}

		query = parsed
	}

	var sorts []workspaceSort
	if raw, given := at.Query["sort"]; given && json.Unmarshal(raw, &sorts) != nil {
		return nil, "sort must be a list of objects with field and order"
	}

	for _, sort := range sorts {
		if _, known := workspaceField(world.Workspace{}, sort.Field); !known || sort.Order != "asc" && sort.Order != "desc" {
			return nil, "sort must name a field, such as attributes.name, and an order: asc or desc"
		}
	}

	for _, workspace := range c.state.Workspaces {
		if query == nil || query.match(workspace) {
			found = append(found, workspace)
		}
	}

	slices.SortStableFunc(found, func(a, b world.Workspace) int {
		for _, sort := range sorts {
			left, _ := workspaceField(a, sort.Field)
			right, _ := workspaceField(b, sort.Field)

			if order := cmp.Compare(left, right); order != 0 {
				if sort.Order == "desc" {
					return -order
				}

				return order
			}
		}

		return 0
	})

	return found, ""
}

func (c *call) wireWorkspace(w world.Workspace) wireWorkspace {
	return wireWorkspace{
		ID: w.ID, Type: "workspace",
		Attributes: wireWorkspaceAttributes{
			Name: w.Name, Type: w.Type, TypeKey: w.TypeKey, HostURL: orNothing(w.HostURL), Status: w.Status, Owner: orNothing(w.Owner), Realm: w.Realm,
			Capacity: orNothing(w.Capacity), Usage: orNothing(w.Usage), Regions: append([]string{}, w.Regions...),
			Sandbox: &wireSandbox{Type: w.Sandbox}, CreatedAt: orNothing(w.CreatedAt), CreatedBy: orNothing(w.CreatedBy),
		},
		Links:         wire.SelfLink{Self: c.Address("/admin/v2/orgs/" + c.state.ID + "/workspaces/" + w.ID)},
		Relationships: map[string][]wireEntitlement{"entitlement": wireEntitlements(w)},
	}
}

func wireEntitlements(w world.Workspace) []wireEntitlement {
	forms := make([]wireEntitlement, len(w.Entitlements))

	for i, entitlement := range w.Entitlements {
		form := &forms[i]
		form.ID, form.Type = world.Derive(w.ID, "entitlement", entitlement.Key), "entitlement"
		form.Attributes.Key = entitlement.Key
		form.Attributes.Plan, form.Attributes.PlanKey = orNothing(entitlement.Plan), orNothing(entitlement.PlanKey)
	}

	return forms
}

// orNothing is null for a value that there is not.
func orNothing[V comparable](value V) *V {
	var none V
	if value == none {
		return nil
	}

	return &value
}
