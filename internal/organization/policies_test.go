// SPDX-License-Identifier: MPL-2.0

package organization_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const (
	opPolicies = "POST /admin/control/v1/orgs/{orgId}/users/auth-policies/bulk-fetch"
	opMove     = "POST /admin/control/v1/orgs/{orgId}/auth-policy/{policyId}/add-users"
	opActions  = "GET /admin/v1/orgs/{orgId}/event-actions"
	opEvents   = "GET /admin/v1/orgs/{orgId}/events"
	opManage   = "GET /users/{account_id}/manage"
)

// without leaves a field out of every entry of a list.
func without(field string) func(any) any {
	return func(body any) any {
		for _, entry := range body.([]any) {
			delete(entry.(map[string]any), field)
		}
		return body
	}
}

func TestPolicyMembersWithoutAccountIDs(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		with := on.Edited(t, "/bulk-fetch", without("accountId"))
		ada, emil := on.Simulator.AccountID("ada.okafor@acme.example"), on.Simulator.AccountID("emil.sorensen@acme.example")
		members, err := run(t, with).Policies.Members(t.Context(), []string{ada, emil, "712020:nobody"})
		require.NoError(t, err)
		assert.Equal(t, map[string]organization.PolicyMember{
			ada:  {AccountID: ada, Email: "ada.okafor@acme.example", PolicyID: on.Simulator.AuthenticationPolicyID("Staff")},
			emil: {AccountID: emil, Email: "emil.sorensen@acme.example", PolicyID: on.Simulator.AuthenticationPolicyID("Everyone")},
		}, members)
		assert.Equal(t, map[string]int{opPolicies: 1, opSearchUsers: 1}, on.Simulator.Requests())
	})
}

// That no policy is named is no sign that nobody is in one.
func TestPolicyMembersWithoutPolicies(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		with := on.Edited(t, "/bulk-fetch", without("policyId"))
		_, err := run(t, with).Policies.Members(t.Context(), []string{on.Simulator.AccountID("ada.okafor@acme.example")})
		require.ErrorContains(t, err, "names no policy of any account")
		_, err = run(t, with).Policies.List(t.Context())
		require.ErrorContains(t, err, "names no policy of any account")
		with = on.Edited(t, "/bulk-fetch", func(any) any { return []any{} })
		_, err = run(t, with).Policies.List(t.Context())
		require.ErrorContains(t, err, "no policy for any of the 11 managed accounts")
	})
}

func TestAuthenticationPolicies(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		o := run(t, on)
		var readers sync.WaitGroup
		for range 5 {
			readers.Go(func() {
				all, err := o.Policies.List(t.Context())
				if assert.NoError(t, err) && assert.Len(t, all, 2, "nobody is in the third") {
					assert.Equal(t, on.Simulator.AuthenticationPolicyID("Everyone"), all[0].ID)
					assert.Len(t, all[1].Members, 4)
				}
			})
		}
		readers.Wait()
		members, err := o.Policies.MembersOf(t.Context(), on.Simulator.AuthenticationPolicyID("Break glass"))
		require.NoError(t, err)
		assert.Empty(t, members)
		assert.Equal(t, map[string]int{opSearchUsers: 1, opCountUsers: 1, opPolicies: 1}, on.Simulator.Requests(), "one walk for all")
	})
}

func TestWhatCanBeObservedOfAPolicy(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		everyone, staff := on.Simulator.AuthenticationPolicyID("Everyone"), on.Simulator.AuthenticationPolicyID("Staff")
		emails := func(accounts []organization.Account, err error) []string {
			require.NoError(t, err)
			var found []string
			for _, account := range accounts {
				found = append(found, account.Email)
			}
			return found
		}
		o := run(t, on)
		assert.Empty(t, emails(o.Policies.WithoutTwoStepVerification(t.Context(), staff)))
		assert.ElementsMatch(t, []string{"emil.sorensen@acme.example", "ivan.petrov@acme.dev"}, emails(o.Policies.WithoutTwoStepVerification(t.Context(), everyone)), "of those who are active")
		assert.Equal(t, map[string]int{opSearchUsers: 1, opCountUsers: 1, opPolicies: 1}, on.Simulator.Requests())

		off := false
		require.NoError(t, on.Simulator.ChangeUser("chen.li@acme.example", simulator.UserChange{MFA: &off}))
		assert.Equal(t, []string{"chen.li@acme.example"}, emails(run(t, on).Policies.WithoutTwoStepVerification(t.Context(), staff)))

		assert.Len(t, emails(run(t, on).Policies.WithoutSAML(t.Context(), staff)), 4)
		suspended := "suspended"
		require.NoError(t, on.Simulator.ChangeUser("dana.novak@acme.example", simulator.UserChange{Status: &suspended}))
		assert.Len(t, emails(run(t, on).Policies.WithoutSAML(t.Context(), staff)), 3, "of those who are active")
		saml := "saml"
		require.NoError(t, on.Simulator.SetAuthenticationSettings("Staff", simulator.AuthenticationSettingsChange{SingleSignOn: &saml}))
		on.Simulator.ResetRequests()
		o = run(t, on)
		assert.Empty(t, emails(o.Policies.WithoutSAML(t.Context(), staff)))
		assert.Empty(t, emails(o.Policies.WithoutSAML(t.Context(), staff)))
		assert.Equal(t, map[string]int{opSearchUsers: 1, opCountUsers: 1, opPolicies: 1, opManage: 3}, on.Simulator.Requests(), "each account is asked about once")
	})
}

func TestProtectedAccountsAreNotMoved(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		emil := on.Simulator.AccountID("emil.sorensen@acme.example")
		o := run(t, on, func(s *organization.Settings) { s.ProtectedAccountIDs = []string{emil} })
		moved := o.Policies.Move(t.Context(), organization.PolicyMove{
			PolicyID: on.Simulator.AuthenticationPolicyID("Staff"),
			Accounts: []organization.PolicyMember{{AccountID: emil, Email: "emil.sorensen@acme.example"}, {AccountID: "712020:hidden"}},
		})
		assert.Empty(t, moved.Moved)
		assert.ErrorContains(t, moved.Failed[emil], "protected_account_ids")
		assert.ErrorContains(t, moved.Failed["712020:hidden"], "no address")
		assert.Zero(t, on.Requests())
	})
}

// A move that a lost answer hides is settled by looking, and asked for again only for those who are not there.
func TestALostMoveIsSettled(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		emil := organization.PolicyMember{AccountID: on.Simulator.AccountID("emil.sorensen@acme.example"), Email: "emil.sorensen@acme.example"}
		on.Simulator.Inject(simulator.Fault{Operation: opMove, LoseAnswer: true})
		move := organization.PolicyMove{PolicyID: on.Simulator.AuthenticationPolicyID("Staff"), Accounts: []organization.PolicyMember{emil}}
		moved := run(t, on).Policies.Move(t.Context(), move)
		assert.Equal(t, []string{emil.AccountID}, moved.Moved)
		assert.Equal(t, map[string]int{opMove: 1, opPolicies: 2}, on.Simulator.Requests())

		on.Simulator.ResetRequests()
		on.Simulator.Inject(simulator.Fault{Operation: opMove, Drop: true, Count: -1})
		move.PolicyID = on.Simulator.AuthenticationPolicyID("Break glass")
		moved = run(t, on, func(s *organization.Settings) { s.Pace.Visible = 20 * time.Millisecond }).Policies.Move(t.Context(), move)
		assert.Empty(t, moved.Moved)
		assert.ErrorContains(t, moved.Failed[emil.AccountID], "not known whether")
		assert.Equal(t, 5, on.Simulator.Requests()[opMove], "the tries are bounded")
	})
}

// Atlassian may spell an address in a way of its own where it tells whom a task has failed for.
func TestFailuresAreFoundInAnySpelling(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		emil, gus := "emil.sorensen@acme.example", "gus.moreau@acme.dev"
		require.NoError(t, on.Simulator.FailMoves(emil, &simulator.MoveFailure{Status: 409, Title: "Conflict"}))
		with := on.Edited(t, "/auth-policy/task/", func(body any) any {
			for _, reason := range body.(map[string]any)["failureReasons"].([]any) {
				emails := reason.(map[string]any)["emails"].([]any)
				emails[0] = strings.ToUpper(emails[0].(string))
			}
			return body
		})
		move := organization.PolicyMove{PolicyID: on.Simulator.AuthenticationPolicyID("Staff"), Accounts: []organization.PolicyMember{
			{AccountID: on.Simulator.AccountID(emil), Email: emil}, {AccountID: on.Simulator.AccountID(gus), Email: gus},
		}}
		moved := run(t, with).Policies.Move(t.Context(), move)
		assert.Equal(t, []string{on.Simulator.AccountID(gus)}, moved.Moved)
		require.EqualError(t, moved.Failed[on.Simulator.AccountID(emil)], "Conflict (status 409)")

		// Failures without names are settled by looking.
		with = on.Edited(t, "/auth-policy/task/", func(body any) any {
			delete(body.(map[string]any), "failureReasons")
			return body
		})
		moved = run(t, with, func(s *organization.Settings) { s.Pace.Visible = 40 * time.Millisecond }).Policies.Move(t.Context(), move)
		assert.Equal(t, []string{on.Simulator.AccountID(gus)}, moved.Moved)
		require.ErrorContains(t, moved.Failed[on.Simulator.AccountID(emil)], "failed for 1 of 2 accounts, and does not name all of them")
	})
}

// All who ask for changes share one read of the log, one request for each action.
func TestPolicyChangesAreReadOnce(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		strong := "strong"
		for _, policy := range []string{"Everyone", "Break glass"} {
			require.NoError(t, on.Simulator.SetAuthenticationSettings(policy, simulator.AuthenticationSettingsChange{MinimumPasswordStrength: &strong}))
		}
		now := time.Now()
		require.NoError(t, on.Simulator.RecordEvent(simulator.Event{Action: simulator.ActionPolicyUpdated, Time: now.Add(-48 * time.Hour), Policy: "Staff"}))
		require.NoError(t, on.Simulator.RecordEvent(simulator.Event{Action: simulator.ActionPolicyUpdated, Time: now.Add(-time.Hour)}))
		require.NoError(t, on.Simulator.MoveToAuthenticationPolicy("Staff", "emil.sorensen@acme.example"))

		o := run(t, on, func(s *organization.Settings) { s.Pace.Company = 50 * time.Millisecond })
		actions, err := o.Audit.PolicyActions(t.Context())
		require.NoError(t, err)
		var watched []string
		for _, action := range actions {
			watched = append(watched, action.ID)
		}
		assert.Equal(t, []string{
			simulator.ActionPolicyCreated, simulator.ActionPolicyDeleted, simulator.ActionPolicyMadeDefault, simulator.ActionPolicyUpdated,
		}, watched, "moves are no change of settings")

		var readers sync.WaitGroup
		for policy, want := range map[string]map[time.Duration]int{
			"Everyone":    {24 * time.Hour: 2, 72 * time.Hour: 2}, // its own, and the one that names no policy
			"Staff":       {24 * time.Hour: 1, 72 * time.Hour: 2},
			"Break glass": {24 * time.Hour: 2},
		} {
			for ago, n := range want {
				readers.Go(func() {
					changes, err := o.Audit.PolicyChanges(t.Context(), on.Simulator.AuthenticationPolicyID(policy), now.Add(-ago))
					assert.NoError(t, err)
					assert.Len(t, changes, n, "%s since %s", policy, ago)
				})
			}
		}
		readers.Wait()
		assert.Equal(t, map[string]int{opActions: 1, opEvents: len(watched)}, on.Simulator.Requests())

		// Who asks later is served from what was read, as far back as that goes.
		_, err = o.Audit.PolicyChanges(t.Context(), "p", now.Add(-30*time.Hour))
		require.NoError(t, err)
		assert.Equal(t, len(watched), on.Simulator.Requests()[opEvents])
		_, err = o.Audit.PolicyChanges(t.Context(), "p", now.Add(-100*time.Hour))
		require.NoError(t, err)
		assert.Equal(t, 2*len(watched), on.Simulator.Requests()[opEvents])

		_, err = o.Audit.PolicyChanges(t.Context(), "p", time.Time{})
		require.ErrorContains(t, err, "since when")
		on.Simulator.Inject(simulator.Fault{Operation: opEvents, Status: 500})
		o = run(t, on)
		_, err = o.Audit.PolicyChanges(t.Context(), "p", now)
		requireStatus(t, 500, err)
		_, err = o.Audit.PolicyChanges(t.Context(), "p", now)
		require.NoError(t, err, "a failure is not kept")
	})
}

// Where the audit log knows no such action, no change could ever be seen.
func TestNoPolicyActions(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		with := on.Edited(t, "/event-actions", func(body any) any {
			body.(map[string]any)["data"] = []any{map[string]any{"id": "group_created", "attributes": map[string]any{"displayName": "Created group", "groupDisplayName": "Groups"}}}
			return body
		})
		_, err := run(t, with).Audit.PolicyActions(t.Context())
		require.True(t, meaning.IsNotFound(err), "%v", err)
		_, err = run(t, with).Audit.PolicyChanges(t.Context(), "p", time.Now())
		require.True(t, meaning.IsNotFound(err), "no action is not no change")
	})
}

// A long list keeps to the deadline of its caller: if Atlassian asks for a longer pause, the error says so at once, and no request is
// left behind.
func TestManyPolicyMembersKeepToTheDeadline(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(simulated.Large(simulated.Size{Users: 250})))
		on.Simulator.Inject(simulator.Fault{Operation: opPolicies, Status: 429, RetryAfter: 2 * time.Minute, Count: -1})
		ids := make([]string, 250)
		for i := range ids {
			ids[i] = simulated.AccountID(i + 1)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		_, err := run(t, on).Policies.Members(ctx, ids)
		requireStatus(t, 429, err)
		require.NoError(t, ctx.Err(), "it did not wait for the end of the time")
		asked := on.Requests()
		assert.LessOrEqual(t, asked, 2)
	})
}
