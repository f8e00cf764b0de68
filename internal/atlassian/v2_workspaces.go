// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"errors"
	"iter"
	"net/http"
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
	} `json:"attributes"`
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
	return Workspace{ID: w.ID, Name: a.Name, Type: a.Type, TypeKey: a.TypeKey, HostURL: a.HostURL, Status: a.Status, Owner: a.Owner, Realm: a.Realm}
}
