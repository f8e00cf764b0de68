// SPDX-License-Identifier: MPL-2.0

package organization_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const opUpdateGroup = "PATCH /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/{groupId}"

// renamable is the small company at an Atlassian that knows the operation in the form that the client sends.
func renamable() simulator.Organization {
	start := simulator.SmallCompany()
	start.GroupUpdate = true
	return start
}

func TestRenamingAGroup(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		lag    time.Duration
		faults []simulator.Fault
	}{
		"at once":               {},
		"with a lagging search": {lag: 300 * time.Millisecond},
		"answer lost":           {faults: []simulator.Fault{{Operation: opUpdateGroup, LoseAnswer: true, Count: -1}}},
		"connection dropped":    {faults: []simulator.Fault{{Operation: opUpdateGroup, Drop: true}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			simulated.InVirtualTime(t, func(t *testing.T) {
				on := simulated.Virtual(t, simulated.WithStart(renamable()), simulated.WithLag(c.lag))
				for _, fault := range c.faults {
					on.Simulator.Inject(fault)
				}
				o := run(t, on)
				key := groupKey(t, o, on, "engineering")
				members := on.Simulator.Members("engineering")
				renamed, err := o.Groups.Update(t.Context(), key, organization.GroupChange{Name: new("builders"), Description: new("")})
				require.NoError(t, err)
				require.Equal(t, key.GroupID, renamed.ID)
				require.Equal(t, "builders", renamed.Name)
				require.Empty(t, renamed.Description)
				require.Equal(t, members, on.Simulator.Members("builders"))

				// This run and the next one see the new name alone.
				for _, o := range []*organization.Organization{o, run(t, on)} {
					found, err := o.Groups.ByName(t.Context(), key.DirectoryID, "builders")
					require.NoError(t, err)
					require.Equal(t, key.GroupID, found.ID)
					_, err = o.Groups.ByName(t.Context(), key.DirectoryID, "engineering")
					require.True(t, meaning.IsNotFound(err), "%v", err)
				}
			})
		})
	}
}

func TestADescriptionAloneIsChanged(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(renamable()))
		o := run(t, on)
		key := groupKey(t, o, on, "engineering")
		changed, err := o.Groups.Update(t.Context(), key, organization.GroupChange{Description: new("Ships")})
		require.NoError(t, err)
		require.Equal(t, "engineering", changed.Name)
		require.Equal(t, "Ships", changed.Description)
	})
}

// What the search does not show in time is settled by the group itself.
func TestARenamedGroupThatTheSearchDoesNotShow(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(renamable()), simulated.WithLag(time.Hour))
		o := run(t, on, func(s *organization.Settings) { s.Pace.Visible = 50 * time.Millisecond })
		key := groupKey(t, o, on, "engineering")
		renamed, err := o.Groups.Update(t.Context(), key, organization.GroupChange{Name: new("builders")})
		require.True(t, meaning.IsAcknowledged(err), "%v", err)
		require.Equal(t, "builders", renamed.Name)
	})
}

func TestRenamingAGroupFails(t *testing.T) {
	t.Parallel()
	t.Run("nobody serves the path", func(t *testing.T) {
		t.Parallel()
		simulated.InVirtualTime(t, func(t *testing.T) {
			var unsupported *organization.UnsupportedError
			on := simulated.Virtual(t, simulated.AllowViolations())
			o := run(t, on)
			_, err := o.Groups.Update(t.Context(), groupKey(t, o, on, "engineering"), organization.GroupChange{Name: new("builders")})
			require.ErrorAs(t, err, &unsupported)
		})
	})
	for name, status := range map[string]int{"no such method": 405, "no such thing": 404} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			simulated.InVirtualTime(t, func(t *testing.T) {
				var unsupported *organization.UnsupportedError
				on := simulated.Virtual(t, simulated.WithStart(renamable()))
				on.Simulator.Inject(simulator.Fault{Operation: opUpdateGroup, Status: status})
				o := run(t, on)
				_, err := o.Groups.Update(t.Context(), groupKey(t, o, on, "engineering"), organization.GroupChange{Name: new("builders")})
				require.ErrorAs(t, err, &unsupported)
				require.NotEmpty(t, on.Simulator.GroupID("engineering"))
			})
		})
	}
	t.Run("the group is gone", func(t *testing.T) {
		t.Parallel()
		simulated.InVirtualTime(t, func(t *testing.T) {
			on := simulated.Virtual(t, simulated.WithStart(renamable()))
			o := run(t, on)
			key := groupKey(t, o, on, "engineering")
			require.NoError(t, on.Simulator.DeleteGroup("engineering"))
			_, err := o.Groups.Update(t.Context(), key, organization.GroupChange{Name: new("builders")})
			require.True(t, meaning.IsNotFound(err), "%v", err)
		})
	})
	t.Run("the name is taken", func(t *testing.T) {
		t.Parallel()
		simulated.InVirtualTime(t, func(t *testing.T) {
			on := simulated.Virtual(t, simulated.WithStart(renamable()))
			o := run(t, on)
			_, err := o.Groups.Update(t.Context(), groupKey(t, o, on, "engineering"), organization.GroupChange{Name: new("contractors")})
			requireStatus(t, 409, err)
		})
	})
	t.Run("the answer is lost, and nothing happened", func(t *testing.T) {
		t.Parallel()
		simulated.InVirtualTime(t, func(t *testing.T) {
			on := simulated.Virtual(t, simulated.WithStart(renamable()))
			on.Simulator.Inject(simulator.Fault{Operation: opUpdateGroup, Drop: true, Count: -1})
			o := run(t, on, func(s *organization.Settings) { s.MaxRetries = 1 })
			_, err := o.Groups.Update(t.Context(), groupKey(t, o, on, "engineering"), organization.GroupChange{Name: new("builders")})
			require.Error(t, err)
			require.False(t, meaning.IsNotFound(err))
		})
	})
}
