// SPDX-License-Identifier: MPL-2.0

package role_test

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// Operations that tests count or disturb.
const (
	searchOperation     = "POST /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/search"
	rolesOperation      = "GET /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/{groupId}/role-assignments"
	assignOperation     = "POST /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/{groupId}/role-assignments/assign"
	revokeOperation     = "POST /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/{groupId}/role-assignments/revoke"
	workspacesOperation = "POST /admin/v2/orgs/{orgId}/workspaces"
)

// The resources of the small company.
const (
	jiraARI       = "ari:cloud:jira-software::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
	confluenceARI = "ari:cloud:confluence::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
)

const (
	roleType  = "atlassian_group_role_assignment"
	userRole  = "atlassian/user"
	adminRole = "atlassian/admin"
)

func roleConfig(org *simulated.Organization, group, resourceID, role string) string {
	return acctest.Config(org, fmt.Sprintf(`
resource "atlassian_group_role_assignment" "this" {
  group_id    = %q
  resource_id = %q
  role        = %q
}`, org.Simulator.GroupID(group), resourceID, role))
}

func roleValues(org *simulated.Organization, group, resourceID, role string) map[string]any {
	return map[string]any{"group_id": org.Simulator.GroupID(group), "resource_id": resourceID, "role": role}
}

func roleState(org *simulated.Organization, group, resourceID, role string) *protocol.State {
	values := roleValues(org, group, resourceID, role)
	values["directory_id"] = org.Credentials.DirectoryID
	values["site"], values["product"] = nil, nil
	return &protocol.State{TypeName: roleType, Values: values, Identity: roleIdentity(org, group, resourceID, role)}
}

func roleIdentity(org *simulated.Organization, group, resourceID, role string) map[string]any {
	identity := groupIdentity(org, org.Simulator.GroupID(group))
	identity["resource_id"], identity["role"] = resourceID, role
	return identity
}

func hasRole(org *simulated.Organization, group, resourceID, role string) bool {
	for _, one := range org.Simulator.Roles(group) {
		if one.Resource == resourceID && one.Role == role {
			return true
		}
	}
	return false
}

func groupIdentity(org *simulated.Organization, id string) map[string]any {
	return map[string]any{"organization_id": org.Credentials.OrganizationID, "directory_id": org.Credentials.DirectoryID, "group_id": id}
}

// clock is a clock that stands still until a test moves it.
type clock struct{ seconds atomic.Int64 }

func (c *clock) now() time.Time { return time.Unix(1_800_000_000+c.seconds.Load(), 0) }

func imported(t *testing.T, server *protocol.Server, typeName, id string) *protocol.State {
	t.Helper()
	state, diagnostics := server.ImportByID(typeName, id)
	require.NoError(t, diagnostics.Err())
	require.NotNil(t, state)
	return state
}
