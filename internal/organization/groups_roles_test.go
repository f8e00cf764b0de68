// SPDX-License-Identifier: MPL-2.0

package organization_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func TestRolesOfAGroupAreReadOnce(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		o := run(t, on)
		key := groupKey(t, o, on, "engineering")
		on.Simulator.ResetRequests()
		grant := organization.GroupRole{ResourceID: simulator.SmallCompany().Workspaces[0].ID, Role: "atlassian/user"}
		var group errgroup.Group
		for range 20 {
			group.Go(func() error {
				has, err := o.Groups.HasRole(t.Context(), key, grant)
				if err == nil && !has {
					t.Error("the role is missing")
				}
				return err
			})
		}
		require.NoError(t, group.Wait())
		require.Equal(t, map[string]int{opRoles: 1}, on.Simulator.Requests())
	})
}

func TestAssigningAndRevokingARole(t *testing.T) {
	t.Parallel()
	confluence := organization.GroupRole{ResourceID: simulator.SmallCompany().Workspaces[1].ID, Role: "atlassian/user"}
	for name, c := range map[string]struct {
		lag    time.Duration
		faults []simulator.Fault
	}{
		"at once":            {},
		"with a lag":         {lag: 300 * time.Millisecond},
		"answer lost":        {lag: 100 * time.Millisecond, faults: []simulator.Fault{{Operation: opAssign, LoseAnswer: true}}},
		"connection dropped": {faults: []simulator.Fault{{Operation: opAssign, Drop: true}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			simulated.InVirtualTime(t, func(t *testing.T) {
				on := simulated.Virtual(t, simulated.WithLag(c.lag))
				o := run(t, on)
				key := groupKey(t, o, on, "contractors")
				for _, fault := range c.faults {
					on.Simulator.Inject(fault)
				}
				require.NoError(t, o.Groups.AssignRole(t.Context(), key, confluence))
				for _, walk := range []*organization.Organization{o, run(t, on)} {
					has, err := walk.Groups.HasRole(t.Context(), key, confluence)
					require.NoError(t, err)
					require.True(t, has)
				}
				require.NoError(t, o.Groups.RevokeRole(t.Context(), key, confluence))
				require.NoError(t, o.Groups.RevokeRole(t.Context(), key, confluence), "a role that is gone already is fine")
				for _, walk := range []*organization.Organization{o, run(t, on)} {
					has, err := walk.Groups.HasRole(t.Context(), key, confluence)
					require.NoError(t, err)
					require.False(t, has)
				}
			})
		})
	}
}

func TestAnExistingRoleIsNotAdopted(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		o := run(t, on)
		key := groupKey(t, o, on, "engineering")
		grant := organization.GroupRole{ResourceID: simulator.SmallCompany().Workspaces[0].ID, Role: "atlassian/user"}
		err := o.Groups.AssignRole(t.Context(), key, grant)
		var exists *meaning.ExistsError
		require.ErrorAs(t, err, &exists)
		require.Equal(t, key.String()+"/"+grant.ResourceID+"/atlassian/user", exists.ImportID)
		require.Zero(t, on.Simulator.Requests()[opAssign])
	})
}

func TestARoleThatGrantsNothing(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		o := run(t, on, func(s *organization.Settings) { s.Pace.Granted = 100 * time.Millisecond })
		plain := strings.Replace(simulator.SmallCompany().Workspaces[0].ID, "jira-software", "jira", 1)
		err := o.Groups.AssignRole(t.Context(), groupKey(t, o, on, "contractors"), organization.GroupRole{ResourceID: plain, Role: "atlassian/user"})
		var nothing *organization.NotGrantedError
		require.ErrorAs(t, err, &nothing)
		require.ErrorContains(t, err, "jira-software")
	})
}

func TestRolesOfAVanishedGroup(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		o := run(t, on)
		key := groupKey(t, o, on, "contractors")
		require.NoError(t, on.Simulator.DeleteGroup(key.GroupID))
		_, err := run(t, on).Groups.Roles(t.Context(), key)
		require.True(t, meaning.IsNotFound(err), "%v", err)
		require.NoError(t, run(t, on).Groups.RevokeRole(t.Context(), key, organization.GroupRole{ResourceID: "ari:cloud:confluence::site/x", Role: "atlassian/user"}))
	})
}
