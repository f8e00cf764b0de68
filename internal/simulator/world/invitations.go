// SPDX-License-Identifier: MPL-2.0

package world

import (
	"slices"
	"strings"
	"time"
)

// Invitation is what people were invited to in one request. The world remembers
// every request, so that a test sees who was invited twice.
type Invitation struct {
	Emails           []string
	Groups           []string // IDs
	Roles            []Role
	SendNotification bool
	NotificationText string
	At               time.Time
}

// Invited is what became of an invitation for one address.
type Invited struct {
	Email   string
	Account *Account // nil: nothing of the invitation was given, and there was no account
	Groups  []string // reasons for which groups were not given, in the order of the invitation; empty: given
	Roles   []string // the same for roles
}

// Failed reports whether some of the invitation was not given.
func (i Invited) Failed() bool {
	given := func(reason string) bool { return reason == "" }

	return !slices.ContainsFunc(i.Groups, given) && !slices.ContainsFunc(i.Roles, given)
}

// Partial reports whether a role or a group was not given.
func (i Invited) Partial() bool {
	return slices.ContainsFunc(slices.Concat(i.Groups, i.Roles), func(reason string) bool { return reason != "" })
}

// invitationState is who was invited, and whether invitations are possible.
type invitationState struct {
	// Unpaid says that no subscription of the organization is paid for.
	Unpaid      bool
	Invitations []Invitation
}

var invitationPart = part{
	seed: func(s *State, org Organization) error {
		s.Unpaid = org.Unpaid

		return nil
	},
	describe: func(s *State, org *Organization) { org.Unpaid = s.Unpaid },
}

// Reasons for which a role or a group is not given to an invited person. All
// texts are unverified.
const (
	reasonNoSeat   = "You've exceeded your user limit for the app."
	reasonSynced   = "The group is synced from an identity provider."
	reasonAdmins   = "The group takes no new members."
	reasonInactive = "The account is not active."
)

// Invite invites people. The groups and the resources of the roles must be
// known. People with a membership keep it, and a suspended one stays suspended.
// Unverified: both, and that an address to which nothing was given is not added
// to the directory.
func (s *State) Invite(now time.Time, invitation Invitation) []Invited {
	invitation.At = now
	s.Invitations = append(s.Invitations, invitation)

	results := make([]Invited, 0, len(invitation.Emails))

	for _, email := range invitation.Emails {
		results = append(results, s.inviteOne(now, email, invitation))
	}

	return results
}

func (s *State) inviteOne(now time.Time, email string, invitation Invitation) Invited {
	account, known := s.ByEmail[strings.ToLower(email)]
	if !known {
		account, _ = s.newAccount(User{Email: email}) // the address has been checked
	}

	result := Invited{Email: email}
	given := false

	for _, id := range invitation.Groups {
		group := s.Truth.ByID[id]

		reason := s.refusesInvited(account, group)
		if reason == "" {
			s.joinInvited(now, account, group.Directory, !known && !given)
			s.Change(now, func(v *View) { v.AddMember(id, account) })

			given = true
		}

		result.Groups = append(result.Groups, reason)
	}

	for _, role := range invitation.Roles {
		reason := ""

		switch {
		case account.Lifecycle != LifecycleActive:
			reason = reasonInactive
		case s.SeatsExceededBy([]Role{role}, account):
			reason = reasonNoSeat
		}

		if reason == "" {
			s.joinInvited(now, account, s.invitedTo(role), !known && !given)

			if s.KnowsResource(role.Resource) {
				s.Change(now, func(v *View) { v.GiveRole(account, role) })
			}

			given = true
		}

		result.Roles = append(result.Roles, reason)
	}

	if given {
		s.LogEvent(now, ActionUserInvited, s.KeyActor(), UserObject(account))
	}

	if known || given {
		result.Account = account
	}

	return result
}

// invitedTo is the directory that an invitation with a role adds people to: the
// directory of the app. A resource that grants nothing still names the site.
func (s *State) invitedTo(role Role) string {
	if directory := s.DirectoryOf(role.Resource); directory != "" {
		return directory
	}

	for _, workspace := range s.Workspaces {
		if CloudID(workspace.ID) == CloudID(role.Resource) {
			return workspace.Directory
		}
	}

	return s.Directories[0].ID
}

// joinInvited makes an invited person a member of a directory, and a new
// account known.
func (s *State) joinInvited(now time.Time, account *Account, directoryID string, isNew bool) {
	if isNew {
		s.admit(account)
	}

	s.Change(now, func(v *View) { v.Join(account, directoryID) })
}

// refusesInvited says why a group does not take an invited person. It is empty
// if the group does.
func (s *State) refusesInvited(account *Account, group *GroupView) string {
	switch {
	case account.Lifecycle != LifecycleActive:
		return reasonInactive
	case group.Synced:
		return reasonSynced
	case s.RefusesOrgAdmins(group):
		return reasonAdmins
	case !group.HasMember(account) && s.SeatsExceededBy(group.Roles, account):
		return reasonNoSeat
	default:
		return ""
	}
}

// SetPaidPlan says whether a subscription of the organization is paid for.
// Without one, people cannot be invited by the API.
func (w *World) SetPaidPlan(paid bool) {
	_, leave := w.enter()
	defer leave()

	w.state.Unpaid = !paid
}

// Invitations are all requests that invited people since the start.
func (w *World) Invitations() []Invitation {
	_, leave := w.enter()
	defer leave()

	return slices.Clone(w.state.Invitations)
}

// TimesInvited is how often each address was invited since the start.
func (w *World) TimesInvited() map[string]int {
	times := map[string]int{}

	for _, invitation := range w.Invitations() {
		for _, email := range invitation.Emails {
			times[strings.ToLower(email)]++
		}
	}

	return times
}
