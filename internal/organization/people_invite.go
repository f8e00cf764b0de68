// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// InvitedRole is a role on an app that an invitation gives.
type InvitedRole = atlassian.InvitedRole

// InviteResult is what became of one group or one role of an invitation.
type InviteResult = atlassian.InviteResult

// Invitation is what a person is invited to.
type Invitation struct {
	// Groups are IDs of groups, and Roles are roles on apps. Both may be empty, but not at once.
	Groups []string
	Roles  []InvitedRole
	// SendNotification sends an e-mail with NotificationText.
	SendNotification bool
	NotificationText string
}

// maxInvitationTries bounds how often an address is invited whose invitation left no trace.
const maxInvitationTries = 2

// Invite invites a person and waits until the directory shows the account. People who are invited to the same at the same time travel
// together, up to 25 to a request. Nobody is invited twice: where an answer was lost, the search decides, and only an address that it
// does not show after the time that it may lag is invited once more.
//
// A [PartialInvitationError] comes with the account: the person is invited, and some of the invitation was not given, or it is not known
// whether it was. Every other error may come with an account as well, of which only the ID may be known: then the person may have been
// invited.
func (p *People) Invite(ctx context.Context, directoryID, email string, invitation Invitation) (Account, error) {
	var lost error
	for try := 1; try <= maxInvitationTries; try++ {
		answer, _, err := p.invitations.Get(invitationKey(invitation, try)).Get(ctx, email)
		switch {
		case err != nil:
			return Account{}, err
		case answer.refused != nil:
			return Account{}, answer.refused
		case answer.lost == nil:
			return p.acknowledged(ctx, directoryID, email, answer.Invited)
		}
		account, err := p.awaitInvitee(ctx, max(p.pace.Visible, p.pace.Granted), directoryID, email)
		switch {
		case err == nil:
			return account, &PartialInvitationError{Email: email, Lost: answer.lost}
		case !errors.Is(err, reading.ErrNotYet):
			return Account{}, answer.lost
		}
		lost = answer.lost
	}
	return Account{}, fmt.Errorf("%w; Atlassian's search does not show %s in directory %s", lost, Word(email), directoryID)
}

// acknowledged settles an invitation that Atlassian has answered.
func (p *People) acknowledged(ctx context.Context, directoryID, email string, answer atlassian.Invited) (Account, error) {
	var failed []InviteResult
	for _, result := range answer.Results {
		if !result.Given() {
			failed = append(failed, result)
		}
	}
	if len(failed) == len(answer.Results) {
		return Account{}, &NotInvitedError{Email: email, Failed: failed}
	}
	account, err := p.awaitInvitee(ctx, p.pace.Visible, directoryID, email)
	if err != nil {
		unseen := &meaning.NotVisibleError{What: fmt.Sprintf("the invitation of %s to directory %s", Word(email), directoryID), Err: err}
		if errors.Is(err, reading.ErrNotYet) {
			unseen.Err = nil
		}
		return Account{AccountID: answer.AccountID, Email: email}, unseen
	}
	if len(failed) > 0 {
		return account, &PartialInvitationError{Email: email, Failed: failed}
	}
	return account, nil
}

// awaitInvitee waits until the directory shows an account with an address, and lays it over what the run has read.
func (p *People) awaitInvitee(ctx context.Context, limit time.Duration, directoryID, email string) (Account, error) {
	account, err := p.inDirectory.Get(directoryID).inviteeWatch.WaitAtMost(ctx, limit, sameAddress(email), func(_ Account, shown bool) (bool, error) {
		return shown, nil
	})
	if err == nil {
		p.noteAccount(directoryID, account)
	}
	return account, err
}

// noteAccount makes an account the answer for the rest of the run.
func (p *People) noteAccount(directoryID string, account Account) {
	for _, id := range []string{directoryID, everyDirectory} {
		d := p.inDirectory.Get(id)
		d.accountList.Wrote(account)
		d.accountsByID.Wrote(account)
		d.accountsByEmail.Wrote(account)
	}
}

// invitationKey is the same for invitations that can travel together. Who is invited once more travels apart.
func invitationKey(invitation Invitation, try int) string {
	key, _ := json.Marshal(struct { // it has no value that cannot be encoded
		Invitation

		Try int
	}{invitation, try})
	return string(key)
}

// invited is what is known of one address after a request.
type invited struct {
	atlassian.Invited

	// refused says why nobody was invited.
	refused error
	// lost says why it is not known whether the person was.
	lost error
}

func (p *People) newInviting(key string) *reading.Collector[string, invited] {
	var invitation Invitation
	_ = json.Unmarshal([]byte(key), &invitation) // it is what invitationKey has written
	return reading.NewCollector(atlassian.MaxInvited, p.pace.Invitations, func(ctx context.Context, emails []string) (map[string]invited, error) {
		return p.sendInvitations(ctx, invitation, emails), nil
	})
}

// sendInvitations sends one request. What goes wrong is an answer, and not an error: the collector keeps it, so that no address is sent
// twice. Where Atlassian refuses a request as malformed, which invites nobody, one address may be the reason, so each half is sent alone.
func (p *People) sendInvitations(ctx context.Context, invitation Invitation, emails []string) map[string]invited {
	answers, err := p.client.InviteUsers(ctx, p.id, atlassian.Invitation{
		Emails: emails, Groups: invitation.Groups, Roles: invitation.Roles,
		SendNotification: invitation.SendNotification, NotificationText: invitation.NotificationText,
	})
	result := make(map[string]invited, len(emails))
	if half := len(emails) / 2; half > 0 && atlassian.IsBadRequest(err) && !atlassian.IsOutcomeUnknown(err) {
		for _, part := range [][]string{emails[:half], emails[half:]} {
			for email, answer := range p.sendInvitations(ctx, invitation, part) {
				result[email] = answer
			}
		}
		return result
	}
	byEmail := reading.IndexBy(func(i atlassian.Invited) string { return strings.ToLower(i.Email) }, answers)
	for _, email := range emails {
		answer, ok := byEmail[sameAddress(email)]
		switch {
		case atlassian.IsOutcomeUnknown(err), atlassian.IsInternal(err):
			result[email] = invited{lost: &UnclearInvitationError{err}}
		case err != nil:
			result[email] = invited{refused: err}
		case !ok || len(answer.Results) == 0:
			result[email] = invited{lost: &UnclearInvitationError{fmt.Errorf("the answer to the invitation says nothing of %s", Word(email))}}
		default:
			result[email] = invited{Invited: answer}
		}
	}
	return result
}

// UnclearInvitationError says that it is not known whether a person was invited.
type UnclearInvitationError struct{ Err error }

// Error says why it is not known.
func (e *UnclearInvitationError) Error() string {
	return fmt.Sprintf("it is not known whether the person was invited: %v", e.Err)
}

// Unwrap returns the reason.
func (e *UnclearInvitationError) Unwrap() error { return e.Err }

// Pending marks that the person may have been invited.
func (e *UnclearInvitationError) Pending() {}

// PartialInvitationError says that a person was invited, but did not get everything.
type PartialInvitationError struct {
	// Email is the person's address.
	Email string
	// Failed are the groups and roles that were not given.
	Failed []InviteResult
	// Lost is set where it is not known what was given, because Atlassian's answer was lost.
	Lost error
}

// Error names what was not given, and why.
func (e *PartialInvitationError) Error() string {
	if e.Lost != nil {
		return fmt.Sprintf("%s is in the directory, but Atlassian's answer was lost, so it is not known which groups and roles were given (%v)", Word(e.Email), e.Lost)
	}
	return fmt.Sprintf("%s was invited, but did not get %s", Word(e.Email), notGiven(e.Failed))
}

// Unwrap returns how the answer was lost.
func (e *PartialInvitationError) Unwrap() error { return e.Lost }

// NotInvitedError says that a person got nothing of an invitation, and so was not invited.
type NotInvitedError struct {
	// Email is the person's address.
	Email string
	// Failed are the groups and roles that were not given.
	Failed []InviteResult
}

// Error names what was not given, and why.
func (e *NotInvitedError) Error() string {
	return fmt.Sprintf("Atlassian gave %s nothing of the invitation: no %s", Word(e.Email), notGiven(e.Failed))
}

// notGiven lists groups and roles with the reasons.
func notGiven(failed []InviteResult) string {
	parts := make([]string, len(failed))
	for i, result := range failed {
		parts[i] = "group " + Word(result.GroupID)
		if result.GroupID == "" {
			parts[i] = fmt.Sprintf("role %s on %s", Word(result.Role.RoleID), Word(result.Role.ResourceID))
		}
		switch {
		case result.Reason != "":
			parts[i] += " (" + Quoted(result.Reason) + ")"
		case result.Status != "ERROR":
			parts[i] += " (Atlassian calls it " + Quoted(result.Status) + ")"
		}
	}
	return strings.Join(parts, ", ")
}
