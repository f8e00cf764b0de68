// SPDX-License-Identifier: MPL-2.0

package organization_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/invitations"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
)

// What an answer leaves open about a person who was invited is never taken for a success, nor for a refusal: the person is in the directory.
func TestWhatTheAnswerToAnInvitationLeavesOpen(t *testing.T) {
	t.Parallel()
	object := func(v any) map[string]any { o, _ := v.(map[string]any); return o }
	array := func(v any) []any { a, _ := v.([]any); return a }
	// edited changes the results for groups of every address.
	edited := func(edit func(groups []any) []any) func(any) any {
		return func(body any) any {
			for _, one := range array(object(body)["data"]) {
				for _, result := range array(object(one)["results"]) {
					object(result)["groupAssignmentResult"] = edit(array(object(result)["groupAssignmentResult"]))
				}
			}
			return body
		}
	}
	status := func(word any) func(any) any {
		return edited(func(groups []any) []any {
			for _, group := range groups {
				object(group)["status"] = word
			}
			return groups
		})
	}
	for name, test := range map[string]struct {
		edit func(any) any
		want string // empty is a success
	}{
		"another case":       {status("Invited"), ""},
		"an unknown word":    {status("QUEUED"), `(Atlassian calls it "QUEUED")`},
		"a null status":      {status(nil), "(Atlassian's answer does not say whether it was given)"},
		"a group is missing": {edited(func(groups []any) []any { return groups[:1] }), "(Atlassian's answer does not say whether it was given)"},
		"twice, and contradictory": {func(body any) any {
			data := array(object(body)["data"])
			first := maps.Clone(object(data[0]))
			first["results"] = []any{map[string]any{"roleAssignmentResult": []any{}, "groupAssignmentResult": []any{map[string]any{"group": "x", "status": "ERROR", "statusReason": "No seat"}}}}
			object(body)["data"] = append([]any{first}, data...)
			return body
		}, `group x ("No seat")`},
		"no data":   {func(any) any { return map[string]any{} }, "is in the directory"},
		"null data": {func(any) any { return map[string]any{"data": nil} }, "is in the directory"},
		"nulls":     {func(any) any { return map[string]any{"data": []any{nil, map[string]any{"email": nil, "results": nil}}} }, "is in the directory"},
		"an address that was not asked for": {func(body any) any {
			object(array(object(body)["data"])[0])["email"] = "other@partner.example"
			return body
		}, "is in the directory"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			simulated.InVirtualTime(t, func(t *testing.T) {
				start := simulated.Virtual(t, simulated.WithLag(20*time.Millisecond))
				on := start.Edited(t, "/users/invite", test.edit)
				groups := []string{on.Simulator.GroupID("contractors"), on.Simulator.GroupID("engineering")}
				slices.Sort(groups)
				account, err := run(t, on).People.Invite(t.Context(), on.Credentials.DirectoryID, newcomer(1), invitations.Invitation{Groups: groups})
				requireInvitedOnce(t, on, 1)
				require.Equal(t, on.Simulator.AccountID(newcomer(1)), account.AccountID, "%v", err)
				if test.want == "" {
					require.NoError(t, err)
					return
				}
				var partial *invitations.PartialError
				require.ErrorAs(t, err, &partial)
				require.ErrorContains(t, err, test.want)
			})
		})
	}
}

// If no result says that something was given, and the search does not show the person, it is not known whether there was an invitation.
func TestAnAnswerOfUnknownWordsIsPending(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		start := simulated.Virtual(t, simulated.WithLag(time.Hour))
		on := start.Edited(t, "/users/invite", func(body any) any {
			answer, _ := body.(map[string]any)
			answer["data"] = []any{map[string]any{"email": newcomer(1), "id": nil, "results": []any{map[string]any{"groupAssignmentResult": []any{map[string]any{"group": start.Simulator.GroupID("contractors"), "status": "QUEUED"}}}}}}
			return answer
		})
		_, err := run(t, on, func(s *organization.Settings) { s.Pace.Visible = 50 * time.Millisecond }).People.Invite(t.Context(), on.Credentials.DirectoryID, newcomer(1), toContractors(on))
		require.True(t, meaning.IsPending(err), "%v", err)
	})
}

// People who are there already make the look before an invitation as cheap as every other: 2,000 of them cost no more than the list twice.
func TestLookingForManyWhoAreThereCostsAtMostTwiceTheListing(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(simulated.Large(simulated.Size{Users: 2000})))
		o := run(t, on)
		var group errgroup.Group
		group.SetLimit(parallelism)
		for i := range 2000 {
			group.Go(func() error {
				account, there, err := o.People.MemberToInvite(t.Context(), on.Credentials.DirectoryID, simulated.Email(i+1))
				if err == nil && (!there || account.AccountID != simulated.AccountID(i+1)) {
					t.Errorf("%d: %+v", i, account)
				}
				return err
			})
		}
		require.NoError(t, group.Wait())
		require.LessOrEqual(t, on.Requests(), 43, "%v", on.Simulator.Requests())
	})
}

// Somebody whose address Atlassian hides is there, too: the answer says the account, and the search shows it without the address.
func TestInvitingSomebodyWhoHidesTheAddress(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		start := simulated.Virtual(t)
		on := start.Edited(t, "/users/search", func(body any) any {
			page, _ := body.(map[string]any)
			accounts, _ := page["data"].([]any)
			for _, one := range accounts {
				one.(map[string]any)["email"] = nil
			}
			return body
		})
		account, err := run(t, on, func(s *organization.Settings) { s.Pace.Visible = 50 * time.Millisecond }).People.Invite(t.Context(), on.Credentials.DirectoryID, newcomer(1), toContractors(on))
		require.NoError(t, err)
		require.Equal(t, on.Simulator.AccountID(newcomer(1)), account.AccountID)
		require.Equal(t, "active", account.Status)
	})
}
