// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"net/url"
	"strings"
)

const (
	groupsPage = organizationPages + "api-group-groups/"
	group      = directory + "/groups/{groupId}"
)

// Group is a group of a directory.
type Group struct {
	// ID is a bare UUID.
	ID string
	// DirectoryID is the group's directory.
	DirectoryID string
	// Name is unique in its directory, without regard to case.
	Name string
	// Description may be empty.
	Description string
	// ManagedBy is "external", "admins", "team-members" or "open".
	ManagedBy string
	// ExternalSynced marks groups that come from an identity provider. They refuse changes.
	ExternalSynced bool
	// Readable, Modifiable and Deletable are what the API key may do. Unverified: that an answer without them means "may".
	Readable, Modifiable, Deletable bool
	// Users and Resources count members, and resources with roles. They are nil if the request did not ask for them.
	Users, Resources *int
}

// GroupSearch filters groups. Empty fields do not filter. GroupNames exclude GroupIDs and SearchTerm.
type GroupSearch struct {
	// GroupIDs takes at most 10 IDs.
	GroupIDs []string
	// GroupNames takes at most 100 names. A name matches as a whole, without regard to case.
	GroupNames []string
	// AccountIDs takes at most 10 members.
	AccountIDs []string
	// ResourceIDs takes at most 20 ARIs.
	ResourceIDs []string
	// RoleIDs takes at most 10 IDs.
	RoleIDs []string
	// SearchTerm is a part of a name.
	SearchTerm string
	// ExpandCounts asks for Users and Resources.
	ExpandCounts bool
	// Limit is the page size, 1 to 100. 0 means 100.
	Limit int
}

// NewGroup is a group to create.
type NewGroup struct {
	// Name is required.
	Name string
	// Description may be empty.
	Description string
}

type wireGroup struct {
	ID               string `json:"id"`
	DirectoryID      string `json:"directoryId"`
	Name             string `json:"name"`
	Description      string `json:"description"`
	ManagedBy        string `json:"managedBy"`
	ExternalSynced   bool   `json:"externalSynced"`
	ManagementAccess struct {
		Readable   *bool `json:"readable"`
		Modifiable *bool `json:"modifiable"`
		Deletable  *bool `json:"deletable"`
	} `json:"managementAccess"`
	Counts struct {
		Users     *int `json:"users"`
		Resources *int `json:"resources"`
	} `json:"counts"`
}

// complete refuses a group without an ID.
func (w *wireGroup) complete() error {
	if bareID(w.ID) == "" {
		return errors.New("a group has no ID")
	}
	return nil
}

func (w wireGroup) group() Group {
	access := w.ManagementAccess
	return Group{
		ID: bareID(w.ID), DirectoryID: w.DirectoryID, Name: w.Name, Description: w.Description,
		ManagedBy: w.ManagedBy, ExternalSynced: w.ExternalSynced,
		Readable: allowed(access.Readable), Modifiable: allowed(access.Modifiable), Deletable: allowed(access.Deletable),
		Users: w.Counts.Users, Resources: w.Counts.Resources,
	}
}

func allowed(said *bool) bool { return said == nil || *said }

// bareID is the UUID of a group. The ID may also be an ARI such as ari:cloud:identity::group/UUID.
func bareID(id string) string { return id[strings.LastIndexByte(id, '/')+1:] }

type wireGroupSearch struct {
	Cursor      string   `json:"cursor,omitempty"`
	Limit       int      `json:"limit"`
	GroupIDs    []string `json:"groupIds,omitempty"`
	GroupNames  []string `json:"groupNames,omitempty"`
	AccountIDs  []string `json:"accountIds,omitempty"`
	ResourceIDs []string `json:"resourceIds,omitempty"`
	RoleIDs     []string `json:"roleIds,omitempty"`
	SearchTerm  string   `json:"searchTerm,omitempty"`
	Expand      []string `json:"expand,omitempty"`
}

var searchDirectoryGroups = documented(Operation{ID: "searchDirectoryGroups", Method: http.MethodPost, Path: directory + "/groups/search", Source: groupsPage})

// SearchGroups lists the groups of a directory that match. An empty search matches all.
//
// POST /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/search, pages of up to 100
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-groups/
func (c *Client) SearchGroups(ctx context.Context, organizationID, directoryID string, search GroupSearch) iter.Seq2[Group, error] {
	body := wireGroupSearch{
		Limit: limitOrMax(search.Limit), GroupIDs: search.GroupIDs, GroupNames: search.GroupNames, AccountIDs: search.AccountIDs,
		ResourceIDs: search.ResourceIDs, RoleIDs: search.RoleIDs, SearchTerm: search.SearchTerm,
	}
	if search.ExpandCounts {
		body.Expand = []string{"counts.users", "counts.resources"}
	}
	r := request{operation: searchDirectoryGroups, elements: []string{organizationID, directoryID}, body: body, refusal: search.refusal()}
	return pagesOf(ctx, c, r, func(cursor string) request {
		further := body
		further.Cursor = cursor // unverified: that a further page needs no filters, so they are sent again
		next := r
		next.body = further
		return next
	}, wireGroup.group, func(g Group) string { return g.ID })
}

var getGroup = documented(Operation{ID: "getGroup", Method: http.MethodGet, Path: group, Source: groupsPage})

// Group reads a group with its counts. Unlike a search, it shows a new group at once.
//
// GET /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/{groupId}
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-groups/
func (c *Client) Group(ctx context.Context, organizationID, directoryID, groupID string) (Group, error) {
	return readOne(ctx, c, request{operation: getGroup, elements: []string{organizationID, directoryID, groupID}}, wireGroup.group)
}

var getGroupsCount = documented(Operation{ID: "getGroupsCount", Method: http.MethodGet, Path: directory + "/groups/count", Source: groupsPage})

// CountGroups counts the groups of a directory. With a search it counts those that match its RoleIDs and ResourceIDs. It does not send
// other fields.
//
// GET /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/count
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-groups/
func (c *Client) CountGroups(ctx context.Context, organizationID, directoryID string, searches ...GroupSearch) (int, error) {
	query := url.Values{}
	for _, search := range searches {
		for name, values := range map[string][]string{"roleIds": search.RoleIDs, "resourceIds": search.ResourceIDs} {
			for _, value := range values {
				query.Add(name, value)
			}
		}
	}
	return c.count(ctx, request{operation: getGroupsCount, elements: []string{organizationID, directoryID}, query: query})
}

var createGroup = documented(Operation{
	ID: "createGroup", Method: http.MethodPost, Path: directory + "/groups", Source: groupsPage,
	Repeat: Once, Success: http.StatusCreated, Empty: true, Meanings: writeMeaningsWith("A group with this name exists already"),
})

// CreateGroup creates a group. The answer is empty: the caller has to find the ID by the name, which searches show only after a
// second or two. If the name is taken, without regard to case, it is a conflict.
//
// POST /admin/v2/orgs/{orgId}/directories/{directoryId}/groups
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-groups/
func (c *Client) CreateGroup(ctx context.Context, organizationID, directoryID string, newGroup NewGroup) error {
	body := struct {
		Name        string `json:"name"`
		Description string `json:"description,omitempty"`
	}{newGroup.Name, newGroup.Description}
	return c.do(ctx, request{operation: createGroup, elements: []string{organizationID, directoryID}, body: body}, nil)
}

var deleteGroup = documented(Operation{
	ID: "deleteGroup", Method: http.MethodDelete, Path: group, Source: groupsPage,
	Repeat: Idempotent, Success: http.StatusNoContent, Empty: true, Meanings: writeMeanings,
})

// DeleteGroup deletes a group, with its memberships and roles. Atlassian refuses to delete groups that are synced, that are the
// default group of an app, or that grant administration.
//
// DELETE /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/{groupId}
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-groups/
func (c *Client) DeleteGroup(ctx context.Context, organizationID, directoryID, groupID string) error {
	return c.do(ctx, request{operation: deleteGroup, elements: []string{organizationID, directoryID, groupID}}, nil)
}
