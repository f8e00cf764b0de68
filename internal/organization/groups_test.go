// SPDX-License-Identifier: MPL-2.0

package organization_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// parallelism is how many objects Terraform walks at a time.
const parallelism = 10

func TestReadingManyGroupsCostsAtMostTwiceTheListing(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(simulated.Large(simulated.Size{Groups: 500})))
		o := run(t, on)
		var group errgroup.Group
		group.SetLimit(parallelism)
		for i := range 500 {
			group.Go(func() error {
				_, err := o.Groups.Get(t.Context(), organization.GroupKey{DirectoryID: on.Credentials.DirectoryID, GroupID: simulated.GroupID(i + 1)})
				return err
			})
		}
		require.NoError(t, group.Wait())
		require.LessOrEqual(t, on.Requests(), 11, "%v", on.Simulator.Requests())
	})
}

func TestAVanishedGroupIsConfirmedByItsDetails(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		o := run(t, on)
		_, err := o.Groups.Get(t.Context(), organization.GroupKey{DirectoryID: on.Credentials.DirectoryID, GroupID: "9d0d6f86-5b1c-4a55-9d52-0c1f9a8d1f00"})
		require.True(t, meaning.IsNotFound(err), "%v", err)
		require.Equal(t, 1, on.Simulator.Requests()[opGroup])
	})
}

func TestAGroupThatTheSearchDoesNotShowYetIsThere(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithLag(time.Hour))
		id, err := on.Simulator.CreateGroup(simulator.Group{Name: "new"})
		require.NoError(t, err)
		found, err := run(t, on).Groups.Get(t.Context(), organization.GroupKey{DirectoryID: on.Credentials.DirectoryID, GroupID: id})
		require.NoError(t, err)
		require.Equal(t, "new", found.Name)
	})
}

func TestCreatingAGroup(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		lag    time.Duration
		faults []simulator.Fault
		// creations is how many may be sent; only one ever takes effect.
		creations int
	}{
		"at once":               {creations: 1},
		"with a lagging search": {lag: 300 * time.Millisecond, creations: 1},
		"answer lost":           {faults: []simulator.Fault{{Operation: opCreateGroup, LoseAnswer: true}}, creations: 1},
		"answer lost, lagging":  {lag: 300 * time.Millisecond, faults: []simulator.Fault{{Operation: opCreateGroup, LoseAnswer: true}}, creations: 1},
		"lag beyond the window": {lag: 1500 * time.Millisecond, faults: []simulator.Fault{{Operation: opCreateGroup, LoseAnswer: true}}, creations: 2},
		"connection dropped":    {faults: []simulator.Fault{{Operation: opCreateGroup, Drop: true}}, creations: 2},
		"gateway timeout":       {faults: []simulator.Fault{{Operation: opCreateGroup, Status: 504}}, creations: 2},
		"slowed down":           {faults: []simulator.Fault{{Operation: opCreateGroup, Status: 429, RetryAfter: time.Second}}, creations: 2},
		"search out of order":   {faults: []simulator.Fault{{Operation: opSearchGroups, Status: 503}}, creations: 1},
		"search drops":          {faults: []simulator.Fault{{Operation: opSearchGroups, Drop: true}}, creations: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			simulated.InVirtualTime(t, func(t *testing.T) {
				on := simulated.Virtual(t, simulated.WithLag(c.lag))
				for _, fault := range c.faults {
					on.Simulator.Inject(fault)
				}
				o := run(t, on)
				made, err := o.Groups.Create(t.Context(), on.Credentials.DirectoryID, "Platform", "Keeps it running")
				require.NoError(t, err)
				require.NotEmpty(t, made.ID)
				require.Equal(t, "Keeps it running", made.Description)
				require.LessOrEqual(t, on.Simulator.Requests()[opCreateGroup], c.creations)

				again, err := o.Groups.Get(t.Context(), organization.GroupKey{DirectoryID: on.Credentials.DirectoryID, GroupID: made.ID})
				require.NoError(t, err)
				require.Equal(t, made.ID, again.ID)
				all, err := run(t, on).Groups.List(t.Context(), on.Credentials.DirectoryID, organization.GroupFilter{SearchTerm: "platform"})
				require.NoError(t, err)
				require.Len(t, all, 1, "nothing is created twice")
			})
		})
	}
}

func TestAnExistingGroupIsNotAdopted(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		o := run(t, on)
		key := groupKey(t, o, on, "engineering")
		_, err := o.Groups.Create(t.Context(), key.DirectoryID, "Engineering", "")
		var exists *meaning.ExistsError
		require.ErrorAs(t, err, &exists)
		require.Equal(t, key.String(), exists.ImportID)
	})
}

func TestReplacingAGroupDoesNotFindTheOldOne(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithLag(400*time.Millisecond))
		o := run(t, on)
		first, err := o.Groups.Create(t.Context(), on.Credentials.DirectoryID, "Platform", "one")
		require.NoError(t, err)
		require.NoError(t, o.Groups.Delete(t.Context(), organization.GroupKey{DirectoryID: on.Credentials.DirectoryID, GroupID: first.ID}))
		// The search still shows the first one, to this run and to a new one.
		second, err := run(t, on).Groups.Create(t.Context(), on.Credentials.DirectoryID, "Platform", "two")
		require.NoError(t, err)
		require.NotEqual(t, first.ID, second.ID)
		require.Equal(t, "two", second.Description)
	})
}

func TestOwnWritesOfGroupsAreSeen(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		o := run(t, on)
		before, err := o.Groups.List(t.Context(), on.Credentials.DirectoryID, organization.GroupFilter{})
		require.NoError(t, err)
		made, err := o.Groups.Create(t.Context(), on.Credentials.DirectoryID, "Platform", "")
		require.NoError(t, err)
		after, err := o.Groups.List(t.Context(), on.Credentials.DirectoryID, organization.GroupFilter{})
		require.NoError(t, err)
		require.Len(t, after, len(before)+1)

		key := organization.GroupKey{DirectoryID: on.Credentials.DirectoryID, GroupID: made.ID}
		require.NoError(t, o.Groups.Delete(t.Context(), key))
		_, err = o.Groups.Get(t.Context(), key)
		require.True(t, meaning.IsNotFound(err))
		_, err = o.Groups.ByName(t.Context(), on.Credentials.DirectoryID, "platform")
		require.True(t, meaning.IsNotFound(err))
		require.NoError(t, o.Groups.Delete(t.Context(), key), "one that is gone already is fine")
	})
}

func TestADeletedGroupIsNotFoundByANameThatWasReadBefore(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		o := run(t, on)
		key := groupKey(t, o, on, "contractors") // by its name
		require.NoError(t, o.Groups.Delete(t.Context(), key))
		_, err := o.Groups.ByName(t.Context(), key.DirectoryID, "contractors")
		require.True(t, meaning.IsNotFound(err), "%v", err)
	})
}

func TestDeletingAGroupWithALostAnswer(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		o := run(t, on)
		key := groupKey(t, o, on, "contractors")
		on.Simulator.Inject(simulator.Fault{Operation: opDeleteGroup, LoseAnswer: true})
		require.NoError(t, o.Groups.Delete(t.Context(), key))
	})
}

func TestSyncedGroupsAreNotChangeable(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		o := run(t, on)
		err := o.Groups.Changeable(t.Context(), groupKey(t, o, on, "idp-employees"))
		require.True(t, organization.IsSynced(err))
		require.ErrorContains(t, err, "identity provider")
		require.NoError(t, o.Groups.Changeable(t.Context(), groupKey(t, o, on, "engineering")))
		require.NoError(t, o.Groups.Changeable(t.Context(), organization.GroupKey{DirectoryID: on.Credentials.DirectoryID, GroupID: "unknown"}), "what cannot be read is not refused")
	})
}
