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

// meanwhile does something as soon as an operation was asked for so often, while a test waits for its own call.
func meanwhile(t *testing.T, on *simulated.Organization, operation string, times int, do func() error) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		if assert.Eventually(t, func() bool { return on.Simulator.Requests()[operation] >= times }, 10*time.Second, time.Millisecond) {
			assert.NoError(t, do())
		}
	}()
	t.Cleanup(func() { <-done })
}

// A creation that is lost makes nothing. A group of that name that shows up all the same is somebody else's.
func TestALostCreationAdoptsNobodysGroup(t *testing.T) {
	t.Parallel()
	for name, group := range map[string]simulator.Group{
		"with members":          {Members: []string{"chen.li@acme.example"}},
		"with roles":            {Roles: []simulator.Role{{Resource: "ari:cloud:jira-software::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21", Role: "atlassian/user"}}},
		"with another purpose":  {Description: "Something else"},
		"of the synced ones":    {Synced: true},
		"with another spelling": {Name: "PLATFORM", Members: []string{"chen.li@acme.example"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			simulated.InVirtualTime(t, func(t *testing.T) {
				on := simulated.Virtual(t)
				on.Simulator.Inject(simulator.Fault{Operation: opCreateGroup, Drop: true})
				if group.Name == "" {
					group.Name = "Platform"
				}
				meanwhile(t, on, opCreateGroup, 1, func() error { _, err := on.Simulator.CreateGroup(group); return err })
				_, err := run(t, on).Groups.Create(t.Context(), on.Credentials.DirectoryID, "Platform", "")
				var exists *meaning.ExistsError
				require.ErrorAs(t, err, &exists)
				require.Equal(t, on.Credentials.DirectoryID+"/"+on.Simulator.GroupID("Platform"), exists.ImportID)
				require.Equal(t, "Platform", exists.Name)
			})
		})
	}
}

// The search may never show a group that somebody deletes at once, so only its name shows that it is gone.
func TestAGroupThatIsDeletedWhileItIsCreatedIsCreatedOnceMore(t *testing.T) {
	t.Parallel()
	remove := func(on *simulated.Organization) func() error {
		return func() error { return on.Simulator.DeleteGroup("Platform") }
	}
	t.Run("before the search shows it", func(t *testing.T) {
		t.Parallel()
		simulated.InVirtualTime(t, func(t *testing.T) {
			on := simulated.Virtual(t, simulated.WithLag(500*time.Millisecond))
			meanwhile(t, on, opSearchGroups, 2, remove(on)) // the first search looks for the name, the second for the group
			start := time.Now()
			made, err := run(t, on).Groups.Create(t.Context(), on.Credentials.DirectoryID, "Platform", "")
			require.NoError(t, err)
			require.True(t, made.Again)
			require.Equal(t, on.Simulator.GroupID("Platform"), made.ID)
			require.Equal(t, 2, on.Simulator.Requests()[opCreateGroup])
			require.Less(t, time.Since(start), 8*time.Second)
		})
	})
	t.Run("after the search has shown it", func(t *testing.T) {
		t.Parallel()
		simulated.InVirtualTime(t, func(t *testing.T) {
			on := namesakeDeleted(t)
			on.Simulator.Inject(simulator.Fault{Operation: opGroup, Delay: 300 * time.Millisecond, Skip: 1})
			meanwhile(t, on, opGroup, 2, remove(on)) // the first look is at the namesake
			made, err := run(t, on).Groups.Create(t.Context(), on.Credentials.DirectoryID, "Platform", "")
			require.NoError(t, err)
			require.True(t, made.Again)
			require.Equal(t, on.Simulator.GroupID("Platform"), made.ID)
			require.GreaterOrEqual(t, on.Simulator.Requests()[opCreateGroup], 2) // and another that is refused, if the search lags
		})
	})
}

// namesakeDeleted is an organization in which the search still shows a group that was deleted a moment ago.
func namesakeDeleted(t *testing.T) *simulated.Organization {
	t.Helper()
	on := simulated.Virtual(t, simulated.WithLag(1500*time.Millisecond))
	id, err := on.Simulator.CreateGroup(simulator.Group{Name: "Platform"})
	require.NoError(t, err)
	require.NoError(t, run(t, on).Groups.Delete(t.Context(), organization.GroupKey{DirectoryID: on.Credentials.DirectoryID, GroupID: id}))
	on.Simulator.ResetRequests()
	return on
}

// The details of a new group are asked for only if the search may show another one under its name.
func TestTheDetailsOfANewGroupAreAskedForIfTheSearchMayShowAnother(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		lately  bool // a namesake was deleted
		fault   simulator.Fault
		details int
	}{
		"the name was free":          {},
		"a namesake was deleted":     {lately: true, details: 2},
		"the answer was lost":        {fault: simulator.Fault{Operation: opCreateGroup, LoseAnswer: true}, details: 1},
		"the creation was sent anew": {fault: simulator.Fault{Operation: opCreateGroup, Drop: true}, details: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			simulated.InVirtualTime(t, func(t *testing.T) {
				on := simulated.Virtual(t)
				if c.lately {
					on = namesakeDeleted(t)
				}
				if c.fault.Operation != "" {
					on.Simulator.Inject(c.fault)
				}
				made, err := run(t, on).Groups.Create(t.Context(), on.Credentials.DirectoryID, "Platform", "")
				require.NoError(t, err)
				require.Equal(t, on.Simulator.GroupID("Platform"), made.ID)
				require.Equal(t, c.details, on.Simulator.Requests()[opGroup], "%v", on.Simulator.Requests())
			})
		})
	}
}

// A group of the name that does not look as it was created may be another one.
func TestTheDetailsOfAGroupThatDoesNotLookNew(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithLag(200*time.Millisecond))
		meanwhile(t, on, opCreateGroup, 1, func() error {
			for {
				if id := on.Simulator.GroupID("Platform"); id != "" {
					return on.Simulator.AddMember(id, "chen.li@acme.example")
				}
			}
		})
		_, err := run(t, on).Groups.Create(t.Context(), on.Credentials.DirectoryID, "Platform", "")
		require.NoError(t, err)
		require.Equal(t, 1, on.Simulator.Requests()[opGroup])
	})
}

// A search that is later than usual is no reason to take a group for deleted: its name is taken.
func TestAGroupThatTheSearchShowsLateIsNotCreatedTwice(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithLag(2500*time.Millisecond)) // of an expected 4 s, a quarter of which is waited for first
		made, err := run(t, on).Groups.Create(t.Context(), on.Credentials.DirectoryID, "Platform", "")
		require.NoError(t, err)
		require.False(t, made.Again)
		require.Equal(t, on.Simulator.GroupID("Platform"), made.ID)
	})
}

func TestWhoHasAName(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithLag(time.Hour), simulated.WithStart(renamable()))
		id := on.Simulator.GroupID("engineering")
		key := organization.GroupKey{DirectoryID: on.Credentials.DirectoryID, GroupID: id}

		o := run(t, on)
		found, taken, err := o.Groups.Namesake(t.Context(), key.DirectoryID, "ENGINEERING")
		require.NoError(t, err)
		require.True(t, taken)
		require.Equal(t, id, found.ID)
		_, taken, err = o.Groups.Namesake(t.Context(), key.DirectoryID, "nothing")
		require.NoError(t, err)
		require.False(t, taken)

		o = run(t, on)
		require.False(t, o.Claims.Known(organization.GroupSubject(key)))
		o.Claims.Know(organization.GroupSubject(key))
		require.True(t, o.Claims.Known(organization.GroupSubject(key)))
		on.Simulator.ResetRequests()
		_, taken, err = o.Groups.Namesake(t.Context(), key.DirectoryID, "engineering")
		require.NoError(t, err)
		require.True(t, taken)
		require.Zero(t, on.Simulator.Requests()[opGroup], "it was read already")

		// The search still shows the old name of a group that was renamed, and a group that was deleted.
		other := run(t, on, func(s *organization.Settings) { s.Pace.Visible = time.Millisecond })
		name := "builders"
		_, err = other.Groups.Update(t.Context(), key, organization.GroupChange{Name: &name})
		require.ErrorContains(t, err, "not visible yet")
		contractors := groupKey(t, other, on, "contractors")
		require.NoError(t, other.Groups.Delete(t.Context(), contractors))
		for _, name := range []string{"engineering", "contractors"} {
			_, taken, err = run(t, on).Groups.Namesake(t.Context(), key.DirectoryID, name)
			require.NoError(t, err)
			require.False(t, taken, name)
		}
		_, err = other.Groups.ByName(t.Context(), key.DirectoryID, "engineering")
		require.True(t, meaning.IsNotFound(err), "%v", err)
	})
}
