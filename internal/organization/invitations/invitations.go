// SPDX-License-Identifier: MPL-2.0

// Package invitations invites people to an organization: together, and none of them twice.
package invitations

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strings"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// Role is a role on an app that an invitation gives.
type Role = atlassian.InvitedRole

// Result is what became of one group or one role of an invitation.
type Result = atlassian.InviteResult

// Invitation is what a person is invited to.
type Invitation struct {
	// Groups are IDs of groups, and Roles are roles on apps. Both may be empty, but not at once.
	Groups []string
	Roles  []Role
	// SendNotification sends an e-mail with NotificationText.
	SendNotification bool
	NotificationText string
}

// Shown waits until a directory shows an account with an address, no longer than a limit. The account ID is empty unless it is known: then
// it looks for that as well, because Atlassian may hide the address.
type Shown func(ctx context.Context, limit time.Duration, directoryID, email, accountID string) (atlassian.User, error)

// Pace is how invitations wait.
type Pace struct {
	// Company is how long an invitation waits for others that say the same. A batch of 25 leaves at once.
	Company time.Duration
	// Visible bounds the wait until an acknowledged invitation shows, and Lag the one for an invitation whose answer was lost.
	Visible, Lag time.Duration
}

// Invitations are those of one run.
type Invitations struct {
	client         *atlassian.Client
	organizationID string
	pace           Pace
	shown          Shown
	// sending collects people who are invited to the same, by [key].
	sending *reading.Registry[*reading.Collector[string, invited]]
}

// New makes the invitations of a run. Shown is how it sees that a person has arrived.
func New(client *atlassian.Client, organizationID string, pace Pace, shown Shown) *Invitations {
	i := &Invitations{client: client, organizationID: organizationID, pace: pace, shown: shown}
	i.sending = reading.NewRegistry(i.newCollector)
	return i
}

// maxTries bounds how often an address is invited whose invitation left no trace.
const maxTries = 2

// Invite invites a person and waits until the directory shows the account. People who are invited to the same at the same time travel
// together, up to 25 to a request. Nobody is invited twice: where an answer was lost, the search decides, and only an address that it
// does not show after the time that it may lag is invited once more.
//
// A [PartialError] comes with the account: the person is invited, and some of the invitation was not given, or it is not known
// whether it was. Every other error may come with an account as well, of which only the ID may be known: then the person may have been
// invited.
func (i *Invitations) Invite(ctx context.Context, directoryID, email string, invitation Invitation) (atlassian.User, error) {
	var lost error
	for try := 1; try <= maxTries; try++ {
		answer, _, err := i.sending.Get(key(invitation, try)).Get(ctx, email)
		switch {
		case err != nil:
			return atlassian.User{}, err
		case answer.refused != nil:
			return atlassian.User{}, answer.refused
		case answer.lost == nil:
			return i.acknowledged(ctx, directoryID, email, invitation, answer.Invited)
		}
		account, err := i.shown(ctx, i.pace.Lag, directoryID, email, "")
		switch {
		case err == nil:
			return account, &PartialError{Email: email, Lost: answer.lost}
		case !errors.Is(err, reading.ErrNotYet):
			return atlassian.User{}, answer.lost
		}
		lost = answer.lost
	}
	return atlassian.User{}, fmt.Errorf("%w; Atlassian's search does not show %s in directory %s", lost, atlassian.Word(email), directoryID)
}

// acknowledged settles an invitation that Atlassian has answered. Unless the answer says for certain that the person got nothing, the
// search shows whether the person is there.
func (i *Invitations) acknowledged(ctx context.Context, directoryID, email string, invitation Invitation, answer atlassian.Invited) (atlassian.User, error) {
	failed, refused := invitation.outcome(answer.Results)
	if refused {
		return atlassian.User{}, &NotInvitedError{Email: email, Failed: failed}
	}
	account, err := i.shown(ctx, i.pace.Visible, directoryID, email, answer.AccountID)
	if err != nil {
		unseen := &meaning.NotVisibleError{What: fmt.Sprintf("the invitation of %s to directory %s", atlassian.Word(email), directoryID), Err: err}
		if errors.Is(err, reading.ErrNotYet) {
			unseen.Err = nil
		}
		return atlassian.User{AccountID: answer.AccountID, Email: email}, unseen
	}
	if len(failed) > 0 {
		return account, &PartialError{Email: email, Failed: failed}
	}
	return account, nil
}

// key is the same for invitations that can travel together. Who is invited once more travels apart.
func key(invitation Invitation, try int) string {
	text, _ := json.Marshal(struct { // it has no value that cannot be encoded
		Invitation

		Try int
	}{invitation, try})
	return string(text)
}

// invited is what is known of one address after a request.
type invited struct {
	atlassian.Invited

	// refused says why nobody was invited.
	refused error
	// lost says why it is not known whether the person was.
	lost error
}

func (i *Invitations) newCollector(key string) *reading.Collector[string, invited] {
	var invitation Invitation
	_ = json.Unmarshal([]byte(key), &invitation) // it is what key has written
	return reading.NewCollector(atlassian.MaxInvited, i.pace.Company, func(ctx context.Context, emails []string) (map[string]invited, error) {
		return i.send(ctx, invitation, emails), nil
	})
}

// send sends one request. What goes wrong is an answer, and not an error: the collector keeps it, so that no address is sent
// twice. Where Atlassian refuses a request as malformed, which invites nobody, one address may be the reason, so each half is sent alone.
func (i *Invitations) send(ctx context.Context, invitation Invitation, emails []string) map[string]invited {
	answers, err := i.client.InviteUsers(ctx, i.organizationID, atlassian.Invitation{
		Emails: emails, Groups: invitation.Groups, Roles: invitation.Roles,
		SendNotification: invitation.SendNotification, NotificationText: invitation.NotificationText,
	})
	result := make(map[string]invited, len(emails))
	if half := len(emails) / 2; half > 0 && atlassian.IsBadRequest(err) && !atlassian.IsOutcomeUnknown(err) {
		for _, part := range [][]string{emails[:half], emails[half:]} {
			maps.Copy(result, i.send(ctx, invitation, part))
		}
		return result
	}
	byEmail := byAddress(answers)
	for _, email := range emails {
		answer, ok := byEmail[strings.ToLower(email)]
		switch {
		case atlassian.IsOutcomeUnknown(err), atlassian.IsInternal(err):
			result[email] = invited{lost: &UnclearError{err}}
		case err != nil:
			result[email] = invited{refused: err}
		case !ok || len(answer.Results) == 0:
			result[email] = invited{lost: &UnclearError{fmt.Errorf("the answer to the invitation does not mention %s", atlassian.Word(email))}}
		default:
			result[email] = invited{Invited: answer}
		}
	}
	return result
}

// UnclearError says that it is not known whether a person was invited.
type UnclearError struct{ Err error }

// Error says why it is not known.
func (e *UnclearError) Error() string {
	return fmt.Sprintf("the provider cannot tell whether the person was invited: %v", e.Err)
}

// Unwrap returns the reason.
func (e *UnclearError) Unwrap() error { return e.Err }

// Pending marks that the person may have been invited.
func (e *UnclearError) Pending() {}

// PartialError says that a person was invited, but did not get everything.
type PartialError struct {
	// Email is the person's address.
	Email string
	// Failed are the groups and roles that were not given.
	Failed []Result
	// Lost is set where it is not known what was given, because Atlassian's answer was lost.
	Lost error
}

// Error names what was not given, and why.
func (e *PartialError) Error() string {
	if e.Lost != nil {
		return fmt.Sprintf("%s is in the directory, but Atlassian's answer was lost, so the provider cannot tell which groups and roles the person got (%v)", atlassian.Word(e.Email), e.Lost)
	}
	return fmt.Sprintf("%s was invited, but did not get %s", atlassian.Word(e.Email), notGiven(e.Failed))
}

// Unwrap returns how the answer was lost.
func (e *PartialError) Unwrap() error { return e.Lost }

// NotInvitedError says that a person got nothing of an invitation, and so was not invited.
type NotInvitedError struct {
	// Email is the person's address.
	Email string
	// Failed are the groups and roles that were not given.
	Failed []Result
}

// Error names what was not given, and why.
func (e *NotInvitedError) Error() string {
	return fmt.Sprintf("Atlassian gave %s nothing of the invitation: no %s", atlassian.Word(e.Email), notGiven(e.Failed))
}

// notGiven lists groups and roles with the reasons.
func notGiven(failed []Result) string {
	parts := make([]string, len(failed))
	for i, result := range failed {
		parts[i] = "group " + atlassian.Word(result.GroupID)
		if result.GroupID == "" {
			parts[i] = fmt.Sprintf("role %s on %s", atlassian.Word(result.Role.RoleID), atlassian.Word(result.Role.ResourceID))
		}
		switch {
		case result.Reason != "":
			parts[i] += " (" + atlassian.Quoted(result.Reason) + ")"
		case result.Status == "":
			parts[i] += " (Atlassian's answer does not say whether it was given)"
		case !result.Refused():
			parts[i] += " (Atlassian calls it " + atlassian.Quoted(result.Status) + ")"
		}
	}
	return strings.Join(parts, ", ")
}
