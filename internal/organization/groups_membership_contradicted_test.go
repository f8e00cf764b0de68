// SPDX-License-Identifier: MPL-2.0

package organization_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func impatient(s *organization.Settings) { s.Pace.Visible = 60 * time.Millisecond }

// An acknowledged removal that the search contradicts after the wait has not happened, as far as anybody can see.
func TestARemovalThatTheSearchContradicts(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithLag(time.Hour))
		o := run(t, on, impatient)
		key := groupKey(t, o, on, "contractors")
		lena, milo := accountID(t, o, on, "lena.fischer@contractor.example"), accountID(t, o, on, "milo.rossi@contractor.example")
		err := o.Groups.RemoveMember(t.Context(), key, lena)
		require.True(t, meaning.IsContradicted(err), "%v", err)
		require.ErrorContains(t, err, "the removal of account "+lena)
		_, is, err := o.Groups.Member(t.Context(), key, lena)
		require.NoError(t, err)
		assert.True(t, is, "the run believes the search")

		changes := o.Groups.ChangeMembers(t.Context(), key, nil, []string{milo})
		assert.Empty(t, changes.Removed)
		assert.True(t, meaning.IsContradicted(changes.Failed[milo]), "%v", changes.Failed)
		assert.NoError(t, changes.Unconfirmed)
	})
}

// A search that cannot be read contradicts nothing.
func TestARemovalThatCannotBeReadBack(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		o := run(t, on, impatient)
		key := groupKey(t, o, on, "contractors")
		lena, milo := accountID(t, o, on, "lena.fischer@contractor.example"), accountID(t, o, on, "milo.rossi@contractor.example")
		on.Simulator.Inject(simulator.Fault{Operation: opSearchUsers, Status: 403, Count: -1})
		err := o.Groups.RemoveMember(t.Context(), key, lena)
		var invisible *meaning.NotVisibleError
		require.ErrorAs(t, err, &invisible)
		assert.False(t, meaning.IsContradicted(err))

		changes := o.Groups.ChangeMembers(t.Context(), key, nil, []string{milo})
		assert.Equal(t, []string{milo}, changes.Removed)
		assert.Empty(t, changes.Failed)
		assert.ErrorAs(t, changes.Unconfirmed, &invisible)
	})
}

// Where every answer is lost, reading decides whether the change has come about.
func TestChangesWhoseAnswersAreAllLost(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault simulator.Fault
		done  bool
	}{
		"it has happened":     {simulator.Fault{LoseAnswer: true, Count: -1}, true},
		"it has not happened": {simulator.Fault{Drop: true, Count: -1}, false},
	} {
		for kind, operation := range map[string]string{"addition": opAddMember, "removal": opRemoveMember} {
			t.Run(kind+", "+name, func(t *testing.T) {
				t.Parallel()
				simulated.InVirtualTime(t, func(t *testing.T) {
					on := simulated.Virtual(t)
					o := run(t, on, func(s *organization.Settings) { s.Pace.Visible, s.MaxRetries = 400*time.Millisecond, 0 })
					key := groupKey(t, o, on, "contractors")
					changed := [][2]string{{"lena.fischer@contractor.example", "milo.rossi@contractor.example"}, {"ada.okafor@acme.example", "emil.sorensen@acme.example"}}
					emails := changed[1]
					if kind == "removal" {
						emails = changed[0]
					}
					one, two := accountID(t, o, on, emails[0]), accountID(t, o, on, emails[1])
					fault := c.fault
					fault.Operation = operation
					on.Simulator.Inject(fault)
					var err error
					var add, remove []string
					if kind == "addition" {
						_, err = o.Groups.AddMember(t.Context(), key, one)
						add = []string{two}
					} else {
						err = o.Groups.RemoveMember(t.Context(), key, one)
						remove = []string{two}
					}
					changes := o.Groups.ChangeMembers(t.Context(), key, add, remove)
					if c.done {
						require.NoError(t, err)
						assert.Empty(t, changes.Failed)
						assert.Equal(t, []string{two}, append(changes.Added, changes.Removed...))
						return
					}
					require.ErrorContains(t, err, map[string]string{"addition": "does not show account " + one, "removal": "still shows account " + one}[kind])
					assert.ErrorContains(t, changes.Failed[two], "account "+two)
					assert.Empty(t, append(changes.Added, changes.Removed...))
				})
			})
		}
	}
}

// A search that looks away once makes no seat limit of a conflict.
func TestAConflictIsSettledByMoreThanOneLook(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		o := run(t, on)
		key, chen := groupKey(t, o, on, "engineering"), accountID(t, o, on, "chen.li@acme.example")
		on.Simulator.ResetRequests()
		on.Simulator.Inject(simulator.Fault{Operation: opSearchUsers, Empty: true})
		added, err := o.Groups.AddMember(t.Context(), key, chen)
		require.NoError(t, err)
		assert.True(t, added.Already)

		// The looks are bounded.
		on.Simulator.ResetRequests()
		on.Simulator.Inject(simulator.Fault{Operation: opSearchUsers, Empty: true, Count: -1})
		_, err = o.Groups.AddMember(t.Context(), key, chen)
		var seats *meaning.SeatLimitError
		require.ErrorAs(t, err, &seats)
		asked := on.Simulator.Requests()
		assert.Equal(t, []int{1, 2}, []int{asked[opAddMember], asked[opSearchUsers]}, "%v", asked)
	})
}

// An account that is still seen in its old policy has not left it, even if the task reports it as moved.
func TestAMoveOutOfAPolicyThatIsContradicted(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		ada := organization.PolicyMember{AccountID: on.Simulator.AccountID("ada.okafor@acme.example"), Email: "ada.okafor@acme.example"}
		from, to := on.Simulator.AuthenticationPolicyID("Staff"), on.Simulator.AuthenticationPolicyID("Everyone")
		with := on.Edited(t, "/bulk-fetch", func(body any) any {
			for _, entry := range body.([]any) {
				entry.(map[string]any)["policyId"] = from
			}
			return body
		})
		moved := run(t, with, impatient).Policies.Move(t.Context(), organization.PolicyMove{PolicyID: to, From: from, Accounts: []organization.PolicyMember{ada}})
		assert.Empty(t, moved.Moved)
		assert.True(t, meaning.IsContradicted(moved.Failed[ada.AccountID]), "%v", moved.Failed)
		assert.NoError(t, moved.Unconfirmed)
	})
}
