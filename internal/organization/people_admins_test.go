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

const (
	opUserRoles     = "GET /admin/v2/orgs/{orgId}/directories/{directoryId}/users/{accountId}/role-assignments"
	opAssignToUser  = "POST /admin/v1/orgs/{orgId}/users/{userId}/roles/assign"
	opRevokeOfUser  = "POST /admin/v1/orgs/{orgId}/users/{userId}/roles/revoke"
	opAssignAdmin   = "POST /admin/v1/orgs/{orgId}/users/{userId}/role-assignments/assign"
	opRevokeAdmin   = "POST /admin/v1/orgs/{orgId}/users/{userId}/role-assignments/revoke"
	adaAddress      = "ada.okafor@acme.example"
	brunoAddress    = "bruno.keller@acme.example"
	emilAddress     = "emil.sorensen@acme.example"
	chenAddress     = "chen.li@acme.example"
	miloAddress     = "milo.rossi@contractor.example"
	organizationARI = "ari:cloud:platform::org/5c3f7a10-2e64-4b8d-a1f9-0d6e8b4c2a75"
)

// admins are the addresses of organization admins, each with how it is one.
func admins(list []organization.OrganizationAdmin) map[string]organization.Ways {
	found := make(map[string]organization.Ways)
	for _, admin := range list {
		found[admin.Email] = admin.Ways
	}
	return found
}

func TestOrganizationAdminsAreReadOnce(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		require.NoError(t, on.Simulator.GiveUserRole(emilAddress, "", organization.OrganizationAdminRole))
		o := run(t, on)
		for range 3 {
			found, err := o.People.OrganizationAdmins(t.Context())
			require.NoError(t, err)
			require.Equal(t, map[string]organization.Ways{adaAddress: nil, brunoAddress: nil, emilAddress: nil}, admins(found))
		}
		require.Equal(t, map[string]int{opSearchUsers: 1, opCountUsers: 1}, on.Simulator.Requests())
		byWay := map[string]organization.Ways{adaAddress: {organization.Directly, organization.ByGroup}, brunoAddress: {organization.ByGroup}, emilAddress: {organization.Directly}}
		for range 2 {
			found, err := o.People.OrganizationAdminsByWay(t.Context())
			require.NoError(t, err)
			require.Equal(t, byWay, admins(found))
		}
		found, err := o.People.OrganizationAdmins(t.Context())
		require.NoError(t, err)
		require.Equal(t, byWay, admins(found), "it is known now")
		require.Equal(t, map[string]int{opSearchUsers: 1, opCountUsers: 1, opUserRoles: 3}, on.Simulator.Requests())
	})
}

// A search that misses an admin is found out by the count, and does not hide an admin of before.
func TestOrganizationAdminsThatASearchMisses(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		require.NoError(t, on.Simulator.GiveUserRole(emilAddress, "", organization.OrganizationAdminRole))
		on.Simulator.Inject(simulator.Fault{Operation: opSearchUsers, Empty: true})
		found, err := run(t, on).People.OrganizationAdmins(t.Context())
		require.NoError(t, err)
		require.Len(t, found, 3, "it looks once more")

		on.Simulator.Inject(simulator.Fault{Operation: opSearchUsers, Empty: true, Count: 2})
		_, err = run(t, on).People.OrganizationAdmins(t.Context())
		var partial *organization.PartialSearchError
		require.ErrorAs(t, err, &partial)
		require.ErrorContains(t, err, "Atlassian counts 3 organization admins, but its search shows none of them")

		found, err = run(t, on).People.OrganizationAdminsByWay(t.Context(), on.Simulator.AccountID(emilAddress), on.Simulator.AccountID(chenAddress), "gone")
		require.NoError(t, err)
		require.Len(t, found, 3, "who was one before and is not is none")
	})
}

func TestMakingAnOrganizationAdmin(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		lag    time.Duration
		faults []simulator.Fault
	}{
		"at once":            {},
		"with a lag":         {lag: 300 * time.Millisecond},
		"answers lost":       {lag: 100 * time.Millisecond, faults: []simulator.Fault{{Operation: opAssignAdmin, LoseAnswer: true}, {Operation: opRevokeAdmin, LoseAnswer: true}}},
		"connection dropped": {faults: []simulator.Fault{{Operation: opAssignAdmin, Drop: true}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			simulated.InVirtualTime(t, func(t *testing.T) {
				on := simulated.Virtual(t, simulated.WithLag(c.lag))
				for _, fault := range c.faults {
					on.Simulator.Inject(fault)
				}
				o, emil := run(t, on), on.Simulator.AccountID(emilAddress)
				_, err := o.People.OrganizationAdmins(t.Context())
				require.NoError(t, err)
				require.NoError(t, o.People.AssignOrganizationAdmin(t.Context(), emil))
				for _, walk := range []*organization.Organization{o, run(t, on)} {
					found, err := walk.People.OrganizationAdmins(t.Context())
					require.NoError(t, err)
					require.Len(t, found, 3)
					ways, err := walk.People.OrganizationAdminWays(t.Context(), emil)
					require.NoError(t, err)
					require.Equal(t, organization.Ways{organization.Directly}, ways)
				}
				require.Len(t, on.Simulator.UserRoles(emilAddress), 1)
				stays, err := o.People.RevokeOrganizationAdmin(t.Context(), emil)
				require.NoError(t, err)
				require.Empty(t, stays)
				for _, walk := range []*organization.Organization{o, run(t, on)} {
					found, err := walk.People.OrganizationAdmins(t.Context())
					require.NoError(t, err)
					require.Len(t, found, 2)
				}
			})
		})
	}
}

// Being an admin by a group neither counts as the direct role, nor goes with it.
func TestAnOrganizationAdminByAGroup(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		o, bruno := run(t, on), on.Simulator.AccountID(brunoAddress)
		require.NoError(t, o.People.AssignOrganizationAdmin(t.Context(), bruno))
		var exists *meaning.ExistsError
		require.ErrorAs(t, o.People.AssignOrganizationAdmin(t.Context(), bruno), &exists)
		require.Equal(t, bruno, exists.ImportID)
		stays, err := o.People.RevokeOrganizationAdmin(t.Context(), bruno)
		require.NoError(t, err)
		require.Equal(t, organization.Ways{organization.ByGroup}, stays)
		found, err := o.People.OrganizationAdmins(t.Context())
		require.NoError(t, err)
		require.Len(t, found, 2, "he stays one")
	})
}

func TestChangingOrganizationAdmins(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		for _, email := range []string{emilAddress, chenAddress} {
			require.NoError(t, on.Simulator.GiveUserRole(email, "", organization.OrganizationAdminRole))
		}
		id := on.Simulator.AccountID
		protected := run(t, on, func(s *organization.Settings) { s.ProtectedAccountIDs = []string{id(chenAddress)} })
		changes := protected.People.ChangeOrganizationAdmins(t.Context(), []string{id(miloAddress), id(emilAddress)}, []string{id(adaAddress), id(chenAddress)})
		require.ElementsMatch(t, []string{id(miloAddress), id(emilAddress)}, changes.Added)
		require.Equal(t, []string{id(adaAddress)}, changes.Removed)
		require.Equal(t, map[string]organization.Ways{id(adaAddress): {organization.ByGroup}}, changes.Stays)
		require.ErrorContains(t, changes.Failed[id(chenAddress)], "protected_account_ids")

		on.Simulator.Inject(simulator.Fault{Operation: opAssignAdmin, Status: 403})
		on.Simulator.ResetRequests()
		changes = run(t, on).People.ChangeOrganizationAdmins(t.Context(), []string{id(adaAddress)}, []string{id(emilAddress)})
		require.Len(t, changes.Failed, 1)
		require.Equal(t, []string{id(emilAddress)}, changes.Skipped, "additions come before removals")
		require.Zero(t, on.Simulator.Requests()[opRevokeAdmin])
	})
}
