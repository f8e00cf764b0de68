// SPDX-License-Identifier: MPL-2.0

package relay_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
)

const (
	userRole       = "atlassian_user_role_assignment"
	orgAdmin       = "atlassian_organization_admin"
	orgAdmins      = "atlassian_organization_admins"
	guestRole      = "atlassian/guest"
	orgAdminRole   = "atlassian/org-admin"
	organizationID = "ari:cloud:platform::org/5c3f7a10-2e64-4b8d-a1f9-0d6e8b4c2a75"
)

func guestOf(email string) map[string]any {
	return map[string]any{"account_id": accounts[email], "resource_id": confluence, "role": guestRole}
}

// rolesChecks are about the roles of people. Whatever a group still grants, a direct role that is lost is found.
func rolesChecks() []check {
	revoked := func(w *world) error { return w.org.Simulator.TakeUserRole(emil, confluence, guestRole) }
	dismissed := func(w *world) error { return w.org.Simulator.TakeUserRole(emil, "", orgAdminRole) }
	promoted := func(w *world) error { return w.org.Simulator.GiveUserRole(bruno, "", orgAdminRole) }
	byGroup := func(role, resource string, happens func(w *world) error) func(w *world) error {
		return func(w *world) error {
			if err := w.org.Simulator.AddMember("engineering", emil); err != nil {
				return err
			}
			if err := w.org.Simulator.AssignRole("engineering", resource, role); err != nil {
				return err
			}
			return happens(w)
		}
	}
	byID, byEmail := map[string]any{"account_ids": []any{accounts[ada], accounts[emil]}}, map[string]any{"emails": []any{ada, emil}}
	return []check{
		{of: userRole, finds: "a revoked role", start: company(), prepare: drifting(userRole, always(guestOf(emil)), revoked)},
		{of: userRole, finds: "a revoked role that a group grants", start: company(), prepare: drifting(userRole, always(guestOf(emil)), byGroup(guestRole, confluence, revoked))},
		{of: userRole, finds: "a revoked role among many", start: company(), prepare: amongMany(revoked)},
		{of: userRole, finds: "among many, a revoked role that a group grants", start: company(), prepare: amongMany(byGroup(guestRole, confluence, revoked))},
		{of: orgAdmin, finds: "a former admin", start: company(), prepare: drifting(orgAdmin, always(map[string]any{"email": emil}), dismissed)},
		{of: orgAdmin, finds: "a former admin by a group", start: company(), prepare: drifting(
			orgAdmin, always(map[string]any{"account_id": accounts[emil]}), byGroup(orgAdminRole, organizationID, dismissed),
		)},
		{of: orgAdmins, finds: "by ID, a new admin", start: company(), prepare: drifting(orgAdmins, always(byID), promoted)},
		{of: orgAdmins, finds: "by address, a new admin", start: company(), prepare: drifting(orgAdmins, always(byEmail), promoted)},
		{of: orgAdmins, finds: "by ID, a former admin", start: company(), prepare: drifting(orgAdmins, always(byID), dismissed)},
		{of: orgAdmins, finds: "by address, a former admin by a group", start: company(), prepare: drifting(
			orgAdmins, always(byEmail), byGroup(orgAdminRole, organizationID, dismissed),
		)},
	}
}

// amongMany looks at a role of which another was read before, so that a search answers for the rest.
func amongMany(happens func(w *world) error) func(*testing.T, *world) look {
	return func(t *testing.T, w *world) look {
		t.Helper()
		first := converged(t, w, userRole, guestOf(ada))
		state := converged(t, w, userRole, guestOf(emil))
		require.NoError(t, happens(w))
		refreshed := refreshing(state, guestOf(emil))
		return func(server *protocol.Server) verdict {
			if _, diagnostics := server.ReadResource(first); diagnostics.Err() != nil {
				return verdict{err: diagnostics.Err()}
			}
			return refreshed(server)
		}
	}
}
