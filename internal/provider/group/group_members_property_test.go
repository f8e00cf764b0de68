// SPDX-License-Identifier: MPL-2.0

package group_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
)

// Whatever is configured and whatever somebody else does to the group, a plan shows exactly the difference, and an
// apply leaves exactly what is configured.
func TestGroupMembersProperty(t *testing.T) {
	t.Parallel()
	const people = 25
	org := simulated.Start(t, simulated.WithStart(simulated.Large(simulated.Size{Users: people, Groups: 1})))
	group := simulated.GroupID(1)
	everybody := emailsTo(1, people)
	// Without waiting for company every look-up is a request of its own; the answers are the same.
	server := func() *protocol.Server {
		return acctest.PacedServer(t, org, organization.Pace{Company: 1, PollMin: 1, PollMax: 1000})
	}

	rapid.Check(t, func(rt *rapid.T) {
		some := rapid.Custom(func(rt *rapid.T) []string {
			picked := rapid.Permutation(everybody).Draw(rt, "order")
			return picked[:rapid.IntRange(1, people).Draw(rt, "how many")]
		})
		for _, member := range org.Simulator.Members(group) { // of the example before
			require.NoError(rt, org.Simulator.RemoveMember(group, member))
		}
		byEmail := rapid.Bool().Draw(rt, "by e-mail")
		word := func(email string) string {
			if byEmail {
				return email
			}
			return org.Simulator.AccountID(email)
		}
		config := func(emails []string) map[string]any {
			words := make([]any, len(emails))
			for i, email := range emails {
				words[i] = word(email)
				if byEmail && rapid.Bool().Draw(rt, "in capitals") {
					words[i] = strings.ToUpper(email)
				}
			}
			if byEmail {
				return map[string]any{"group_id": group, "emails": words}
			}
			return map[string]any{"group_id": group, "account_ids": words}
		}
		list := map[bool]string{true: "emails", false: "account_ids"}[byEmail]
		set := func(values any) []string {
			var words []string
			for _, value := range values.([]any) {
				words = append(words, strings.ToLower(value.(string)))
			}
			slices.Sort(words)
			return words
		}

		wanted := some.Draw(rt, "wanted")
		state := server().Converge(t, membersType, config(wanted))

		// Somebody else adds and removes.
		for _, email := range some.Draw(rt, "turned over") {
			if slices.Contains(org.Simulator.Members(group), org.Simulator.AccountID(email)) {
				require.NoError(rt, org.Simulator.RemoveMember(group, email))
			} else {
				require.NoError(rt, org.Simulator.AddMember(group, email))
			}
		}
		var present []any
		for _, email := range everybody {
			if slices.Contains(org.Simulator.Members(group), org.Simulator.AccountID(email)) {
				present = append(present, word(email))
			}
		}
		if present == nil {
			present = []any{}
		}
		refreshed, diagnostics := server().ReadResource(state)
		require.NoError(rt, diagnostics.Err())
		require.Equal(rt, set(present), set(refreshed.Values[list]), "what is there")

		// The same list again, in another order, or another list.
		if rapid.Bool().Draw(rt, "another list") {
			wanted = some.Draw(rt, "wanted next")
		} else {
			wanted = rapid.Permutation(wanted).Draw(rt, "reordered")
		}
		next := config(wanted)
		plan := server().PlanUpdate(refreshed, next)
		require.NoError(rt, plan.Diagnostics.Err())
		same := slices.Equal(set(present), set(next[list]))
		require.Equal(rt, same, plan.Action == protocol.NoOp, "%s from %v to %v", plan.Action, present, next[list])
		require.Equal(rt, set(next[list]), set(plan.Planned[list]))

		before := org.Simulator.Members(group)
		org.Simulator.ResetRequests()
		applied := server().ConvergeFrom(t, refreshed, next)
		require.Equal(rt, set(next[list]), set(applied.Values[list]))
		after := org.Simulator.Members(group)
		require.ElementsMatch(rt, accounts(org, wanted...), after)
		require.Equal(rt, len(missing(after, before)), org.Simulator.Requests()[addMemberOperation], "nobody is added twice")
		require.Equal(rt, len(missing(before, after)), org.Simulator.Requests()[removeMemberOperation], "nobody is removed twice")
	})
}

// missing are those of some that others lack.
func missing(some, others []string) []string {
	return slices.DeleteFunc(slices.Clone(some), func(one string) bool { return slices.Contains(others, one) })
}
