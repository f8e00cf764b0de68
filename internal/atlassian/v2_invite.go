// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"errors"
	"net/http"
	"strings"
)

// MaxInvited is how many addresses one invitation takes.
const MaxInvited = 25

// Invitation is what people are invited to. All addresses get the same.
type Invitation struct {
	// Emails takes at most [MaxInvited] addresses.
	Emails []string
	// Groups are IDs of groups, in any directory.
	Groups []string
	// Roles are roles on apps.
	Roles []InvitedRole
	// SendNotification sends an e-mail with NotificationText.
	SendNotification bool
	NotificationText string
}

// InvitedRole is a role on a resource.
type InvitedRole struct {
	// ResourceID is the resource's ARI, and RoleID an ID such as "atlassian/user".
	ResourceID, RoleID string
}

// Invited is what became of an invitation for one address.
type Invited struct {
	// Email is the address. AccountID may be empty.
	Email, AccountID string
	// Results are those for all groups and roles.
	Results []InviteResult
}

// InviteResult is what became of one group or one role of an invitation.
type InviteResult struct {
	// GroupID is the group. It is empty for a role.
	GroupID string
	// Role is the role. It is empty for a group.
	Role InvitedRole
	// Status is "INVITED" or "ERROR". Atlassian may add values.
	Status string
	// Reason says why it is an error. It may be empty.
	Reason string
}

// The documented statuses: that of what was given, and that of what was not.
const (
	inviteStatusInvited = "INVITED"
	inviteStatusError   = "ERROR"
)

// Given reports whether the address has the group or the role.
func (r InviteResult) Given() bool { return strings.EqualFold(r.Status, inviteStatusInvited) }

// Refused reports whether the address certainly has not got the group or the role by the invitation. A status that is not documented, and
// none, say neither.
func (r InviteResult) Refused() bool { return strings.EqualFold(r.Status, inviteStatusError) }

type wireInvited struct {
	Email   string `json:"email"`
	ID      string `json:"id"`
	Results []struct {
		Groups []struct {
			Group  string `json:"group"`
			Status string `json:"status"`
			Reason string `json:"statusReason"`
		} `json:"groupAssignmentResult"`
		Roles []struct {
			Resource string `json:"resource"`
			Role     string `json:"role"`
			Status   string `json:"status"`
			Reason   string `json:"statusReason"`
		} `json:"roleAssignmentResult"`
	} `json:"results"`
}

// wireInvitations is the answer. It may lack addresses, and every text may be null.
type wireInvitations struct {
	Data list[wireInvited] `json:"data"`
}

func (w *wireInvitations) complete() error {
	if !w.Data.present {
		return errors.New("it does not say who was invited")
	}
	return nil
}

func (w wireInvited) invited() Invited {
	invited := Invited{Email: w.Email, AccountID: w.ID}
	for _, result := range w.Results {
		for _, g := range result.Groups {
			invited.Results = append(invited.Results, InviteResult{GroupID: bareID(g.Group), Status: g.Status, Reason: g.Reason})
		}
		for _, r := range result.Roles {
			invited.Results = append(invited.Results, InviteResult{Role: InvitedRole{r.Resource, r.Role}, Status: r.Status, Reason: r.Reason})
		}
	}
	return invited
}

type wireInviteRule struct {
	Resource string `json:"resource"`
	Role     string `json:"role"`
}

type wireInvitation struct {
	Emails           []string         `json:"emails"`
	AdditionalGroups []string         `json:"additionalGroups,omitempty"`
	PermissionRules  []wireInviteRule `json:"permissionRules,omitempty"`
	SendNotification bool             `json:"sendNotification"`
	NotificationText string           `json:"notificationText,omitempty"`
}

// A second invitation may send a second e-mail, and may undo what was done since. So the client sends it once, and the caller searches
// to settle a lost answer. It answers with 200, or with 206 if a part of it failed. Both have the same body.
var inviteUsers = documented(Operation{
	ID: "inviteUsers", Method: http.MethodPost, Path: v2 + "/users/invite", Source: usersPage, Repeat: Once, Success: http.StatusOK,
	Meanings: map[int]string{
		http.StatusBadRequest:      "The request may be malformed, or contain invalid characters",
		http.StatusPaymentRequired: "The organization has no paid subscription, which invitations by the API need",
		http.StatusForbidden:       "The API key is not allowed to do this",
		http.StatusNotFound:        "The organization, a resource, a role or a group could not be found",
		http.StatusConflict:        "The user limit of an app in the invitation is exceeded",
	},
})

// InviteUsers invites people to the organization. A success does not say that everything was given: that is in the results. An address
// that the result lacks may or may not have been invited.
//
// POST /admin/v2/orgs/{orgId}/users/invite
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-users/
func (c *Client) InviteUsers(ctx context.Context, organizationID string, invitation Invitation) ([]Invited, error) {
	body := wireInvitation{
		Emails: invitation.Emails, AdditionalGroups: invitation.Groups,
		SendNotification: invitation.SendNotification, NotificationText: invitation.NotificationText,
	}
	for _, role := range invitation.Roles {
		body.PermissionRules = append(body.PermissionRules, wireInviteRule{role.ResourceID, role.RoleID})
	}
	var answer wireInvitations
	r := request{operation: inviteUsers, elements: []string{organizationID}, body: body, refusal: maxValues("emails", invitation.Emails, MaxInvited)}
	if err := c.do(ctx, r, &answer); err != nil {
		return nil, err
	}
	invited := make([]Invited, 0, len(answer.Data.items))
	for _, w := range answer.Data.items {
		invited = append(invited, w.invited())
	}
	return invited, nil
}
