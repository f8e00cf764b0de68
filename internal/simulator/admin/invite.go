// SPDX-License-Identifier: MPL-2.0

package admin

import (
	"net/http"
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

var inviteFields = []wire.Parameter{
	{Name: "additionalGroups", Kind: wire.KindStrings},
	{Name: "emails", Kind: wire.KindStrings, MinItems: 1, Max: 25, Required: true},
	{Name: "notificationText"},
	{Name: "permissionRules", Kind: wire.KindAny},
	{Name: "sendNotification", Kind: wire.KindBool},
}

// invitableRoles are the roles that "Invite users to an organization" documents.
var invitableRoles = []string{
	"atlassian/user", "atlassian/admin", "atlassian/guest", "atlassian/contributor", "atlassian/customer",
	"atlassian/basic", "atlassian/stakeholder", "atlassian/viewer",
}

// The error codes of invitations.
const (
	codeNotPaid      = "ADMIN-UAM-402-1"
	codeNoSuchTarget = "ADMIN-UAM-404-1"
)

type invitation struct {
	AdditionalGroups []string `json:"additionalGroups"`
	Emails           []string `json:"emails"`
	NotificationText string   `json:"notificationText"`
	PermissionRules  []struct {
		Resource *string `json:"resource"`
		Role     *string `json:"role"`
	} `json:"permissionRules"`
	SendNotification bool `json:"sendNotification"`
}

type wireInvited struct {
	Email   string             `json:"email"`
	ID      string             `json:"id,omitempty"`
	Results []wireInviteResult `json:"results"`
}

type wireInviteResult struct {
	Groups []wireInvitedGroup `json:"groupAssignmentResult"`
	Roles  []wireInvitedRole  `json:"roleAssignmentResult"`
}

type wireInviteStatus struct {
	Status string  `json:"status"`
	Reason *string `json:"statusReason"`
}

type wireInvitedGroup struct {
	Group string `json:"group"`
	wireInviteStatus
}

type wireInvitedRole struct {
	Resource string `json:"resource"`
	Role     string `json:"role"`
	wireInviteStatus
}

func inviteOperations(w *world.World) []*wire.Operation {
	return []*wire.Operation{{
		Method: "POST", Path: pathOrgV2 + "/users/invite",
		Change: true,
		Body:   inviteFields, Serve: within(w, (*call).invite, knownOrgOfRoles),
		Family: wire.FamilyV2, Codes: userRoleCodes,
	}}
}

// invite invites people. Unverified: that an invitation to nothing is refused,
// that one to an unknown group or resource invites nobody, and that one from
// which no address gets anything because no seat is free is a conflict.
func (c *call) invite() wire.Answer {
	if c.state.Unpaid {
		return wire.Fail(http.StatusPaymentRequired, codeNotPaid, "Payment required", "You don't have a paid subscription to be eligible to perform this request.")
	}

	given, err := wire.Decode[invitation](c.Values)
	if err != nil {
		c.Violate("permissionRules must be a list of objects")

		return c.refuseInvitation("permissionRules must be a list of objects with resource and role")
	}

	wanted, refusal := c.wantedInvitation(given)
	if refusal != nil {
		return *refusal
	}

	if c.overbooked(wanted) {
		return wire.Fail(http.StatusConflict, codeNoSeat, "License limit exceeded", "You've exceeded your user limit for an app included in the invitation.")
	}

	status := http.StatusOK
	data := []wireInvited{}

	for _, invited := range c.state.Invite(c.now, wanted) {
		if invited.Partial() {
			status = http.StatusPartialContent
		}

		data = append(data, newWireInvited(wanted, invited))
	}

	answer := wire.OK(struct {
		Data []wireInvited `json:"data"`
	}{data})
	answer.Status = status

	return answer
}

func (c *call) refuseInvitation(problem string) wire.Answer {
	return wire.Fail(http.StatusBadRequest, codeBadRoleRequest, "Bad request", problem)
}

// wantedInvitation checks what a request asks for.
func (c *call) wantedInvitation(given invitation) (world.Invitation, *wire.Answer) {
	wanted := world.Invitation{
		Emails: given.Emails, Groups: given.AdditionalGroups,
		SendNotification: given.SendNotification, NotificationText: given.NotificationText,
	}

	for _, email := range given.Emails {
		if local, host, found := strings.Cut(email, "@"); !found || local == "" || host == "" {
			return wanted, new(c.refuseInvitation(email + " is not an email address"))
		}
	}

	if len(given.AdditionalGroups)+len(given.PermissionRules) == 0 {
		return wanted, new(c.refuseInvitation("give permissionRules or additionalGroups"))
	}

	for _, rule := range given.PermissionRules {
		if rule.Resource == nil || rule.Role == nil || !slices.Contains(invitableRoles, *rule.Role) {
			return wanted, new(wire.Fail(http.StatusBadRequest, codeRoleOfResource, "Invalid role for resource", "Give a resource and one of "+strings.Join(invitableRoles, ", ")+"."))
		}

		role := world.Role{Resource: *rule.Resource, Role: *rule.Role}
		if !c.state.KnowsResource(role.Resource) && !grantsNothing(role.Resource) {
			return wanted, new(wire.Fail(http.StatusNotFound, codeNoSuchTarget, "Resource not found", "There is no resource "+role.Resource+" in this organization."))
		}

		wanted.Roles = append(wanted.Roles, role)
	}

	for _, id := range given.AdditionalGroups {
		if _, known := c.state.Truth.ByID[id]; !known {
			return wanted, new(wire.Fail(http.StatusNotFound, codeNoSuchUser, "Group not found", "There is no group "+id+" in this organization."))
		}
	}

	return wanted, nil
}

// overbooked reports whether the seats are too few for anything in the
// invitation, for everybody.
func (c *call) overbooked(wanted world.Invitation) bool {
	for _, email := range wanted.Emails {
		account, known := c.state.ByEmail[strings.ToLower(email)]
		if !known {
			account = c.state.Stranger(email)
		}

		for _, role := range wanted.Roles {
			if !c.state.SeatsExceededBy([]world.Role{role}, account) {
				return false
			}
		}

		for _, id := range wanted.Groups {
			if !c.state.SeatsExceededBy(c.state.Truth.ByID[id].Roles, account) {
				return false
			}
		}
	}

	return true
}

func newWireInvited(wanted world.Invitation, invited world.Invited) wireInvited {
	result := wireInviteResult{Groups: []wireInvitedGroup{}, Roles: []wireInvitedRole{}}

	for i, reason := range invited.Groups {
		result.Groups = append(result.Groups, wireInvitedGroup{wanted.Groups[i], newInviteStatus(reason)})
	}

	for i, reason := range invited.Roles {
		result.Roles = append(result.Roles, wireInvitedRole{wanted.Roles[i].Resource, wanted.Roles[i].Role, newInviteStatus(reason)})
	}

	form := wireInvited{Email: invited.Email, Results: []wireInviteResult{result}}
	if invited.Account != nil {
		form.ID = invited.Account.ID
	}

	return form
}

func newInviteStatus(reason string) wireInviteStatus {
	if reason == "" {
		return wireInviteStatus{Status: "INVITED"}
	}

	return wireInviteStatus{"ERROR", &reason}
}
