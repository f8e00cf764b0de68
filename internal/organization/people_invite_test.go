// SPDX-License-Identifier: MPL-2.0

package organization_test

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/invitations"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const (
	opInvite = "POST /admin/v2/orgs/{orgId}/users/invite"
	jiraSite = "ari:cloud:jira-software::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
)

// invite invites new people to a group, so many at a time, and returns the errors by address.
func invite(t *testing.T, o *organization.Organization, on *simulated.Organization, count, atATime int, invitation invitations.Invitation) map[string]error {
	t.Helper()
	var mu sync.Mutex
	failed := make(map[string]error)
	slots := make(chan struct{}, atATime)
	var all sync.WaitGroup
	for i := range count {
		email := newcomer(i)
		slots <- struct{}{}
		all.Go(func() {
			defer func() { <-slots }()
			account, err := o.People.Invite(t.Context(), on.Credentials.DirectoryID, email, invitation)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				failed[email] = err
			} else if account.AccountID != on.Simulator.AccountID(email) {
				failed[email] = fmt.Errorf("account %q", account.AccountID)
			}
		})
	}
	all.Wait()
	return failed
}

func newcomer(i int) string { return fmt.Sprintf("newcomer-%03d@partner.example", i) }

func toContractors(on *simulated.Organization) invitations.Invitation {
	return invitations.Invitation{Groups: []string{on.Simulator.GroupID("contractors")}}
}

func patient(s *organization.Settings) { s.Pace.Invitations = 2 * time.Second } // a full batch leaves at once

// A hundred people cost four invitations if 25 or more are created at a time, and ten with Terraform's ten at a time. Everything else
// is searches.
func TestPeopleAreInvitedTogether(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ atATime, requests int }{{100, 4}, {25, 4}, {10, 10}} {
		t.Run(strconv.Itoa(test.atATime), func(t *testing.T) {
			t.Parallel()
			simulated.InVirtualTime(t, func(t *testing.T) {
				on := simulated.Virtual(t, simulated.WithLag(50*time.Millisecond))
				wait := patient
				if test.atATime == 10 {
					wait = func(s *organization.Settings) { s.Pace.Invitations = 100 * time.Millisecond }
				}
				require.Empty(t, invite(t, run(t, on, wait), on, 100, test.atATime, toContractors(on)))
				requests := on.Simulator.Requests()
				require.Equal(t, test.requests, requests[opInvite])
				delete(requests, opInvite)
				delete(requests, opSearchUsers)
				require.Empty(t, requests)
				requireInvitedOnce(t, on, 100)
			})
		})
	}
}

func requireInvitedOnce(t *testing.T, on *simulated.Organization, count int) {
	t.Helper()
	times := on.Simulator.TimesInvited()
	require.Len(t, times, count)
	for email, n := range times {
		require.Equal(t, 1, n, email)
	}
}

// Nobody is invited twice, whatever becomes of the answers. Where one was lost, it is not known what was given.
func TestNobodyIsInvitedTwice(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault    simulator.Fault
		happened bool
	}{
		"every answer is lost":            {simulator.Fault{LoseAnswer: true}, true},
		"every answer is that of a proxy": {simulator.Fault{HTML: true}, false},
		"every answer is an error":        {simulator.Fault{Status: http.StatusInternalServerError}, false},
		"every answer is a bad gateway":   {simulator.Fault{Status: http.StatusBadGateway}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			simulated.InVirtualTime(t, func(t *testing.T) {
				on := simulated.Virtual(t, simulated.WithLag(100*time.Millisecond))
				test.fault.Operation, test.fault.Count = opInvite, 4
				on.Simulator.Inject(test.fault)
				failed := invite(t, run(t, on, patient, func(s *organization.Settings) { s.Pace.Visible, s.Pace.Granted = time.Second, time.Second }), on, 100, 100, toContractors(on))
				requireInvitedOnce(t, on, 100)
				if !test.happened {
					require.Empty(t, failed)
					require.Equal(t, 8, on.Simulator.Requests()[opInvite])
					return
				}
				require.Equal(t, 4, on.Simulator.Requests()[opInvite])
				require.Len(t, failed, 100)
				for email, err := range failed {
					var partial *invitations.PartialError
					require.ErrorAs(t, err, &partial)
					require.ErrorContains(t, err, email+" is in the directory, but Atlassian's answer was lost, so the provider cannot tell which groups and roles the person got")
				}
			})
		})
	}
}

// An invitation that never arrived is sent once more, when the search had the time to show it.
func TestWhoIsProvenAbsentIsInvitedAgain(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		on.Simulator.Inject(simulator.Fault{Operation: opInvite, Drop: true})
		o := run(t, on, func(s *organization.Settings) {
			s.Pace.Visible, s.Pace.Granted, s.Pace.Invitations = 50*time.Millisecond, 50*time.Millisecond, 50*time.Millisecond
		})
		require.Empty(t, invite(t, o, on, 3, 3, toContractors(on)))
		require.Equal(t, 2, on.Simulator.Requests()[opInvite])
		requireInvitedOnce(t, on, 3)

		on.Simulator.Inject(simulator.Fault{Operation: opInvite, Drop: true, Count: -1})
		_, err := o.People.Invite(t.Context(), on.Credentials.DirectoryID, "lost@partner.example", toContractors(on))
		require.True(t, meaning.IsPending(err))
		require.ErrorContains(t, err, "does not show lost@partner.example")
		require.Equal(t, 4, on.Simulator.Requests()[opInvite], "twice")
	})
}

// Where the search cannot be read, nothing is proven, and nothing is sent again.
func TestNothingIsSentAgainUnlessAbsenceIsProven(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		on.Simulator.Inject(simulator.Fault{Operation: opInvite, Drop: true})
		on.Simulator.Inject(simulator.Fault{Operation: opSearchUsers, Status: http.StatusForbidden, Count: -1})
		_, err := run(t, on).People.Invite(t.Context(), on.Credentials.DirectoryID, newcomer(1), toContractors(on))
		require.True(t, meaning.IsPending(err))
		require.Equal(t, 1, on.Simulator.Requests()[opInvite])
	})
}

// What an invitation does not give is named, with the reason. Who got something is invited.
func TestPartialInvitations(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		require.NoError(t, on.Simulator.LimitSeats(map[string]*int{jiraSite: new(7)}))
		o := run(t, on)
		role := invitations.Role{ResourceID: jiraSite, RoleID: "atlassian/user"}
		invitation := toContractors(on)
		invitation.Groups, invitation.Roles = append(invitation.Groups, on.Simulator.GroupID("idp-employees")), []invitations.Role{role}
		account, err := o.People.Invite(t.Context(), on.Credentials.DirectoryID, newcomer(1), invitation)
		var partial *invitations.PartialError
		require.ErrorAs(t, err, &partial)
		require.Len(t, partial.Failed, 2)
		require.Equal(t, on.Simulator.AccountID(newcomer(1)), account.AccountID)
		require.EqualError(t, err, "newcomer-001@partner.example was invited, but did not get group "+on.Simulator.GroupID("idp-employees")+
			` ("The group is synced from an identity provider."), role atlassian/user on `+jiraSite+` ("You've exceeded your user limit for the app.")`)

		_, err = o.People.Invite(t.Context(), on.Credentials.DirectoryID, newcomer(2), invitations.Invitation{Groups: invitation.Groups[1:]})
		var nothing *invitations.NotInvitedError
		require.ErrorAs(t, err, &nothing)
		require.ErrorContains(t, err, "Atlassian gave newcomer-002@partner.example nothing of the invitation: no group")
		require.False(t, meaning.IsPending(err))

		_, err = o.People.Invite(t.Context(), on.Credentials.DirectoryID, newcomer(3), invitations.Invitation{Roles: invitation.Roles})
		require.True(t, atlassian.IsConflict(err))
		require.Empty(t, on.Simulator.AccountID(newcomer(3)))
	})
}

// A request that Atlassian calls malformed invites nobody, so the others are invited without the address that is the reason.
func TestAMalformedAddressDoesNotHoldUpOthers(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		o := run(t, on, func(s *organization.Settings) { s.Pace.Invitations = 100 * time.Millisecond })
		var all sync.WaitGroup
		for _, email := range []string{"@", newcomer(1), newcomer(2), newcomer(3)} {
			all.Go(func() {
				_, err := o.People.Invite(t.Context(), on.Credentials.DirectoryID, email, toContractors(on))
				if email == "@" {
					requireStatus(t, http.StatusBadRequest, err)
				} else if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		requireInvitedOnce(t, on, 3)
	})
}

// An address that the answer lacks is searched for.
func TestAnAddressThatTheAnswerLacks(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		start := simulated.Virtual(t, simulated.WithLag(100*time.Millisecond))
		on := start.Edited(t, "/users/invite", func(body any) any {
			answer, _ := body.(map[string]any)
			answer["data"] = []any{}
			return answer
		})
		account, err := run(t, on).People.Invite(t.Context(), on.Credentials.DirectoryID, newcomer(1), toContractors(on))
		require.ErrorContains(t, err, "does not mention newcomer-001@partner.example")
		require.Equal(t, on.Simulator.AccountID(newcomer(1)), account.AccountID)
		requireInvitedOnce(t, on, 1)
	})
}

// An invitation that Atlassian has acknowledged is not visible, and not lost.
func TestAnInvitationThatDoesNotShow(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithLag(time.Hour))
		o := run(t, on, func(s *organization.Settings) { s.Pace.Visible = 50 * time.Millisecond })
		account, err := o.People.Invite(context.Background(), on.Credentials.DirectoryID, newcomer(1), toContractors(on))
		require.True(t, meaning.IsPending(err))
		require.Equal(t, on.Simulator.AccountID(newcomer(1)), account.AccountID)
		requireInvitedOnce(t, on, 1)
	})
}
