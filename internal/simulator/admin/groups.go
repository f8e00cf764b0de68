// SPDX-License-Identifier: MPL-2.0

package admin

import (
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

var newGroupFields = []wire.Parameter{{Name: "name", Required: true}, {Name: "description"}}

type wireCounts struct {
	Resources *int `json:"resources,omitempty"`
	Users     *int `json:"users,omitempty"`
}

type wireGroup struct {
	ID               string      `json:"id"`
	Name             string      `json:"name"`
	Description      string      `json:"description"`
	DirectoryID      string      `json:"directoryId"`
	ManagedBy        string      `json:"managedBy"`
	ExternalSynced   bool        `json:"externalSynced"`
	Counts           *wireCounts `json:"counts,omitempty"`
	ManagementAccess struct {
		Readable   bool `json:"readable"`
		Modifiable bool `json:"modifiable"`
		Deletable  bool `json:"deletable"`
	} `json:"managementAccess"`
}

func newWireGroup(group *world.GroupView) wireGroup {
	form := wireGroup{
		ID: group.ID, Name: group.Name, Description: group.Description, DirectoryID: group.Directory,
		ManagedBy: "admins", ExternalSynced: group.Synced,
	}

	if group.Synced {
		form.ManagedBy = "external"
	}

	form.ManagementAccess.Readable = true
	form.ManagementAccess.Modifiable = !group.Synced
	form.ManagementAccess.Deletable = !group.Synced && !group.GrantsDefaultRole() && !group.GrantsAdmin()

	return form
}

// groupOperations are the operations about groups.
func groupOperations(w *world.World) []*wire.Operation {
	var groupUpdate bool

	w.Do(func(_ time.Time, s *world.State) { groupUpdate = s.GroupUpdate })

	return []*wire.Operation{
		{
			Method: "GET", Path: pathGroups + "/count",
			Query: groupCountParameters, Serve: within(w, (*call).countGroups, knownOrg, knownDirectory),
			Family: wire.FamilyV2,
		},
		{
			Method: "GET", Path: pathGroups + "/stats",
			Serve:  within(w, (*call).groupStats, knownOrg, knownDirectory),
			Family: wire.FamilyV2,
		},
		{
			Method: "POST", Path: pathGroups + "/search",
			Body: groupSearchFields, Serve: within(w, (*call).searchGroups, knownOrg, knownDirectory),
			Family: wire.FamilyV2,
			Lists:  true, Live: wire.LivePage(nil), Example: true,
		},
		{
			Method: "POST", Path: pathGroups,
			Change: true,
			Body:   newGroupFields, Serve: within(w, (*call).createGroup, knownOrg, knownDirectory),
			Family: wire.FamilyBare,
		},
		{
			Method: "GET", Path: pathGroup,
			Serve:  within(w, (*call).getGroup, knownOrg, knownDirectory),
			Family: wire.FamilyV2,
		},
		{
			Method: "PATCH", Path: pathGroup,
			Change: true,
			Body:   groupUpdateFields, Serve: within(w, (*call).updateGroup, knownOrg, knownDirectory),
			Family: wire.FamilyBare,
			Off:    !groupUpdate,
		},
		{
			Method: "DELETE", Path: pathGroup,
			Change: true,
			Serve:  within(w, (*call).deleteGroup, knownOrg, knownDirectory),
			Family: wire.FamilyBare,
		},
	}
}

// createGroup creates a group. The answer has no body and therefore no ID.
func (c *call) createGroup() wire.Answer {
	directoryID := c.Request.PathValue("directoryId")
	name := c.Text("name")

	if strings.TrimSpace(name) == "" || utf8.RuneCountInString(name) > world.MaxGroupName {
		return wire.Fail(http.StatusBadRequest, wire.CodeInvalidBody, "Bad request", "The name must have 1 to 255 characters.")
	}

	if _, taken := c.state.Truth.Named(directoryID, name); taken {
		return wire.Fail(http.StatusConflict, wire.CodeConflict, "Conflict", "A group with this name already exists.")
	}

	record := c.state.NewGroupRecord(directoryID, world.Group{Name: name, Description: c.Text("description")})
	c.state.Change(c.now, func(v *world.View) { v.CreateGroup(record) })
	c.state.LogEvent(c.now, world.ActionGroupCreated, c.state.KeyActor(), world.GroupObject(record))

	return wire.NoBody(http.StatusCreated)
}

// group finds the group of the path. It shows the truth, not what the searches
// show.
func (c *call) group() (*world.GroupView, *wire.Answer) {
	id, directoryID := c.Request.PathValue("groupId"), c.Request.PathValue("directoryId")

	group, ok := c.state.Truth.ByID[id]
	if !ok || directoryID != world.AllDirectories && group.Directory != directoryID {
		return nil, new(wire.Fail(http.StatusNotFound, wire.CodeUnknownGroup, "Group not found", "There is no group "+id+" in this directory."))
	}

	return group, nil
}

func (c *call) getGroup() wire.Answer {
	group, refusal := c.group()
	if refusal != nil {
		return *refusal
	}

	form := newWireGroup(group)
	users, resources := len(group.Members), group.Resources()
	form.Counts = &wireCounts{Resources: &resources, Users: &users}

	return wire.OK(wire.Data[wireGroup]{Data: form})
}

// deleteGroup deletes a group with its members and roles.
func (c *call) deleteGroup() wire.Answer {
	group, refusal := c.group()
	if refusal != nil {
		return *refusal
	}

	switch {
	case group.Synced:
		return wire.Fail(http.StatusForbidden, wire.CodeManagedGroup, "Forbidden", "The group is synced from an identity provider.")
	case group.GrantsDefaultRole():
		return wire.Fail(http.StatusForbidden, wire.CodeDefaultGroup, "Forbidden", "The group grants a default role.")
	case group.GrantsAdmin():
		return wire.Fail(http.StatusForbidden, wire.CodeAdminGroup, "Forbidden", "The group grants admin access.")
	}

	c.state.Change(c.now, func(v *world.View) { v.DeleteGroup(group.ID) })
	c.state.LogEvent(c.now, world.ActionGroupDeleted, c.state.KeyActor(), world.GroupObject(group.GroupRecord))

	return wire.NoBody(http.StatusNoContent)
}

func (c *call) groupStats() wire.Answer {
	type byType struct {
		Count int    `json:"count"`
		Type  string `json:"type"`
	}

	var stats struct {
		Totals struct {
			All     int `json:"all"`
			Managed int `json:"managed"`
			Synced  int `json:"synced"`
		} `json:"totals"`
		Types []byType `json:"types"`
	}

	directoryID := c.Request.PathValue("directoryId")

	for _, group := range c.state.Index.Sorted {
		if directoryID != world.AllDirectories && group.Directory != directoryID {
			continue
		}

		stats.Totals.All++

		if group.Synced {
			stats.Totals.Synced++
		} else {
			stats.Totals.Managed++
		}
	}

	stats.Types = []byType{{stats.Totals.All, "GROUP"}}

	return wire.OK(stats)
}
