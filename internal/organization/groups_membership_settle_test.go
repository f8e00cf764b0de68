// SPDX-License-Identifier: MPL-2.0

package organization_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// A conflict after a lost answer is settled by reading. Where that fails, nobody knows of a seat limit.
func TestAConflictThatCannotBeSettledIsNoSeatLimit(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		o := run(t, on)
		key, ada := groupKey(t, o, on, "contractors"), accountID(t, o, on, "ada.okafor@acme.example")
		on.Simulator.Inject(simulator.Fault{Operation: opAddMember, LoseAnswer: true})
		on.Simulator.Inject(simulator.Fault{Operation: opSearchUsers, Status: 403, Count: -1})
		_, err := o.Groups.AddMember(t.Context(), key, ada)
		var seats *meaning.SeatLimitError
		require.Error(t, err)
		require.NotErrorAs(t, err, &seats)
		require.ErrorContains(t, err, "reading the group to settle it failed")
	})
}

func TestSearchingTheMembersReadsNoMoreThanIsTaken(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(simulated.Large(simulated.Size{Members: 500, Groups: 1})))
		o := run(t, on)
		taken := 0
		for _, err := range o.Groups.SearchMembers(t.Context(), crowd(on)) {
			require.NoError(t, err)
			if taken++; taken == 150 {
				break
			}
		}
		require.Equal(t, map[string]int{opSearchUsers: 2}, on.Simulator.Requests())

		// A group without members is told apart from one that does not exist.
		for range o.Groups.SearchMembers(t.Context(), organization.GroupKey{DirectoryID: on.Credentials.DirectoryID, GroupID: simulated.GroupID(1)}) {
			require.Fail(t, "it is empty")
		}
		var failure error
		for _, err := range o.Groups.SearchMembers(t.Context(), organization.GroupKey{DirectoryID: on.Credentials.DirectoryID, GroupID: simulated.GroupID(2)}) {
			failure = err
		}
		require.True(t, meaning.IsNotFound(failure), "%v", failure)
	})
}
