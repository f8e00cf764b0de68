// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"net/http"
)

var membershipFields = []parameter{{name: "accountId", required: true}}

// membershipOperations are the operations about the members of groups.
func membershipOperations(w *World) []*operation {
	return []*operation{
		{
			method: "POST", path: pathGroup + "/memberships",
			change: true,
			body:   membershipFields, serve: within(w, (*call).addMember, knownOrg, knownDirectory),
			family: familyBare,
		},
		{
			method: "DELETE", path: pathGroup + "/memberships/{accountId}",
			change: true,
			serve:  within(w, (*call).removeMember, knownOrg, knownDirectory),
			family: familyBare,
		},
	}
}

// addMember adds a person to a group. Atlassian answers 409 for two reasons
// without saying which: a member already, or no seat left.
func (c *call) addMember() answer {
	group, refusal := c.writableGroup()
	if refusal != nil {
		return *refusal
	}

	member, refusal := c.memberOf(group, c.text("accountId"))
	if refusal != nil {
		return *refusal
	}

	if c.state.refusesOrgAdmins(group) {
		return only(http.StatusForbidden)
	}

	if group.hasMember(member) || c.state.seatsExceededBy(group.roles, member) {
		return fail(http.StatusConflict, codeConflict, "Conflict",
			"The user is already in the group or you've exceeded your user limit for an app that the group grants access to.")
	}

	c.state.change(c.now, func(v *view) { v.addMember(group.id, member) })

	return only(http.StatusNoContent)
}

// removeMember takes a person out of a group. What Atlassian answers for
// someone who is not in the group is not documented; 404 is unverified.
func (c *call) removeMember() answer {
	group, refusal := c.writableGroup()
	if refusal != nil {
		return *refusal
	}

	member, refusal := c.memberOf(group, c.request.PathValue("accountId"))
	if refusal != nil {
		return *refusal
	}

	if !group.hasMember(member) {
		return fail(http.StatusNotFound, codeUnknownUser, "User not found", "The user is not in the group.")
	}

	c.state.change(c.now, func(v *view) { v.removeMember(group.id, member) })

	return only(http.StatusNoContent)
}

// writableGroup finds the group of the path, unless it is synced from an
// identity provider, which alone may change it then.
func (c *call) writableGroup() (*groupView, *answer) {
	group, refusal := c.group()
	if refusal != nil {
		return nil, refusal
	}

	if group.synced {
		return nil, new(fail(http.StatusForbidden, codeManagedGroup, "Forbidden", "The group is synced from an identity provider."))
	}

	return group, nil
}

// memberOf finds a person by account ID, and in the directory of the group.
func (c *call) memberOf(group *groupView, accountID string) (*account, *answer) {
	member, ok := c.state.byAccount[accountID]
	if !ok || !c.state.visible(member, group.directory) {
		return nil, new(fail(http.StatusNotFound, codeUnknownUser, "User not found", "There is no user "+accountID+" in the directory of the group."))
	}

	return member, nil
}
