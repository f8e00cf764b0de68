// SPDX-License-Identifier: MPL-2.0

package admin

import (
	"net/http"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

var membershipFields = []wire.Parameter{{Name: "accountId", Required: true}}

// membershipOperations are the operations about the members of groups.
func membershipOperations(w *world.World) []*wire.Operation {
	return []*wire.Operation{
		{
			Method: "POST", Path: pathGroup + "/memberships",
			Change: true,
			Body:   membershipFields, Serve: within(w, (*call).addMember, knownOrg, knownDirectory),
			Family: wire.FamilyBare,
		},
		{
			Method: "DELETE", Path: pathGroup + "/memberships/{accountId}",
			Change: true,
			Serve:  within(w, (*call).removeMember, knownOrg, knownDirectory),
			Family: wire.FamilyBare,
		},
	}
}

// addMember adds a person to a group. Atlassian answers 409 for two reasons
// without saying which: the user is a member already, or no seat is left.
func (c *call) addMember() wire.Answer {
	group, refusal := c.writableGroup()
	if refusal != nil {
		return *refusal
	}

	member, refusal := c.memberOf(group, c.Text("accountId"))
	if refusal != nil {
		return *refusal
	}

	if c.state.RefusesOrgAdmins(group) {
		return wire.NoBody(http.StatusForbidden)
	}

	if group.HasMember(member) || c.state.SeatsExceededBy(group.Roles, member) {
		return wire.Fail(http.StatusConflict, wire.CodeConflict, "Conflict",
			"The user is already in the group or you've exceeded your user limit for an app that the group grants access to.")
	}

	c.state.LogEvent(c.now, world.ActionMemberAdded, c.state.KeyActor(), world.GroupObject(group.GroupRecord), world.UserObject(member))
	c.state.Change(c.now, func(v *world.View) { v.AddMember(group.ID, member) })

	return wire.NoBody(http.StatusNoContent)
}

// removeMember removes a person from a group. Unverified: the answer for a user
// who is not in the group is 404. It is not documented.
func (c *call) removeMember() wire.Answer {
	group, refusal := c.writableGroup()
	if refusal != nil {
		return *refusal
	}

	member, refusal := c.memberOf(group, c.Request.PathValue("accountId"))
	if refusal != nil {
		return *refusal
	}

	if !group.HasMember(member) {
		return wire.Fail(http.StatusNotFound, wire.CodeUnknownUser, "User not found", "The user is not in the group.")
	}

	c.state.LogEvent(c.now, world.ActionMemberRemoved, c.state.KeyActor(), world.GroupObject(group.GroupRecord), world.UserObject(member))
	c.state.Change(c.now, func(v *world.View) { v.RemoveMember(group.ID, member) })

	return wire.NoBody(http.StatusNoContent)
}

// writableGroup finds the group of the path, unless it is synced. Only the
// identity provider can change a synced group.
func (c *call) writableGroup() (*world.GroupView, *wire.Answer) {
	group, refusal := c.group()
	if refusal != nil {
		return nil, refusal
	}

	if group.Synced {
		return nil, new(wire.Fail(http.StatusForbidden, wire.CodeManagedGroup, "Forbidden", "The group is synced from an identity provider."))
	}

	return group, nil
}

// memberOf finds a person of the directory of a group by account ID.
func (c *call) memberOf(group *world.GroupView, accountID string) (*world.Account, *wire.Answer) {
	member, ok := c.state.ByAccount[accountID]
	if !ok || !c.state.Visible(c.state.Truth, member, group.Directory) {
		return nil, new(wire.Fail(http.StatusNotFound, wire.CodeUnknownUser, "User not found", "There is no user "+accountID+" in the directory of the group."))
	}

	return member, nil
}
