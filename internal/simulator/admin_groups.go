// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"net/http"
	"strings"
	"time"
	"unicode/utf8"
)

var newGroupFields = []parameter{{name: "name", required: true}, {name: "description"}}

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

func newWireGroup(group *groupView) wireGroup {
	form := wireGroup{
		ID: group.id, Name: group.name, Description: group.description, DirectoryID: group.directory,
		ManagedBy: "admins", ExternalSynced: group.synced,
	}

	if group.synced {
		form.ManagedBy = "external"
	}

	form.ManagementAccess.Readable = true
	form.ManagementAccess.Modifiable = !group.synced
	form.ManagementAccess.Deletable = !group.synced && !group.grantsDefaultRole() && !group.grantsAdmin()

	return form
}

// groupOperations are the operations about groups.
func groupOperations(w *World) []*operation {
	var groupUpdate bool

	w.Do(func(_ time.Time, s *state) { groupUpdate = s.groupUpdate })

	return []*operation{
		{
			method: "GET", path: pathGroups + "/count",
			query: groupCountParameters, serve: within(w, (*call).countGroups, knownOrg, knownDirectory),
			family: familyV2,
		},
		{
			method: "GET", path: pathGroups + "/stats",
			serve:  within(w, (*call).groupStats, knownOrg, knownDirectory),
			family: familyV2,
		},
		{
			method: "POST", path: pathGroups + "/search",
			body: groupSearchFields, serve: within(w, (*call).searchGroups, knownOrg, knownDirectory),
			family: familyV2,
			lists:  true, live: livePage(nil), example: true,
		},
		{
			method: "POST", path: pathGroups,
			change: true,
			body:   newGroupFields, serve: within(w, (*call).createGroup, knownOrg, knownDirectory),
			family: familyBare,
		},
		{
			method: "GET", path: pathGroup,
			serve:  within(w, (*call).getGroup, knownOrg, knownDirectory),
			family: familyV2,
		},
		{
			method: "PATCH", path: pathGroup,
			change: true,
			body:   groupUpdateFields, serve: within(w, (*call).updateGroup, knownOrg, knownDirectory),
			family: familyBare,
			off:    !groupUpdate,
		},
		{
			method: "DELETE", path: pathGroup,
			change: true,
			serve:  within(w, (*call).deleteGroup, knownOrg, knownDirectory),
			family: familyBare,
		},
	}
}

// createGroup makes a group. The answer has no body, and so no ID.
func (c *call) createGroup() answer {
	directoryID := c.request.PathValue("directoryId")
	name := c.text("name")

	if strings.TrimSpace(name) == "" || utf8.RuneCountInString(name) > maxGroupName {
		return fail(http.StatusBadRequest, codeInvalidBody, "Bad request", "The name must have 1 to 255 characters.")
	}

	if _, taken := c.state.truth.byName[groupName{directoryID, strings.ToLower(name)}]; taken {
		return fail(http.StatusConflict, codeConflict, "Conflict", "A group with this name already exists.")
	}

	record := c.state.newRecord(directoryID, Group{Name: name, Description: c.text("description")})
	c.state.change(c.now, func(v *view) { v.createGroup(record) })
	c.state.record(c.now, ActionGroupCreated, c.state.keyActor(), groupObject(record))

	return only(http.StatusCreated)
}

// group finds the group of the path, as it really is.
func (c *call) group() (*groupView, *answer) {
	id, directoryID := c.request.PathValue("groupId"), c.request.PathValue("directoryId")

	group, ok := c.state.truth.byID[id]
	if !ok || directoryID != allDirectories && group.directory != directoryID {
		return nil, new(fail(http.StatusNotFound, codeUnknownGroup, "Group not found", "There is no group "+id+" in this directory."))
	}

	return group, nil
}

func (c *call) getGroup() answer {
	group, refusal := c.group()
	if refusal != nil {
		return *refusal
	}

	form := newWireGroup(group)
	users, resources := len(group.members), group.resources()
	form.Counts = &wireCounts{Resources: &resources, Users: &users}

	return succeed(wireData[wireGroup]{form})
}

// deleteGroup deletes a group with its members and roles.
func (c *call) deleteGroup() answer {
	group, refusal := c.group()
	if refusal != nil {
		return *refusal
	}

	switch {
	case group.synced:
		return fail(http.StatusForbidden, codeManagedGroup, "Forbidden", "The group is synced from an identity provider.")
	case group.grantsDefaultRole():
		return fail(http.StatusForbidden, codeDefaultGroup, "Forbidden", "The group grants a default role.")
	case group.grantsAdmin():
		return fail(http.StatusForbidden, codeAdminGroup, "Forbidden", "The group grants admin access.")
	}

	c.state.change(c.now, func(v *view) { v.deleteGroup(group.id) })
	c.state.record(c.now, ActionGroupDeleted, c.state.keyActor(), groupObject(group.groupRecord))

	return only(http.StatusNoContent)
}

func (c *call) groupStats() answer {
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

	directoryID := c.request.PathValue("directoryId")

	for _, group := range c.state.index.sorted {
		if directoryID != allDirectories && group.directory != directoryID {
			continue
		}

		stats.Totals.All++

		if group.synced {
			stats.Totals.Synced++
		} else {
			stats.Totals.Managed++
		}
	}

	stats.Types = []byType{{stats.Totals.All, "GROUP"}}

	return succeed(stats)
}
