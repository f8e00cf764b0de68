// SPDX-License-Identifier: MPL-2.0

package group_test

import (
	"maps"
	"slices"
	"sync/atomic"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// Operations that tests count or disturb.
const (
	createOperation  = "POST /admin/v2/orgs/{orgId}/directories/{directoryId}/groups"
	searchOperation  = "POST /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/search"
	deleteOperation  = "DELETE /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/{groupId}"
	detailsOperation = "GET /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/{groupId}"
	rolesOperation   = "GET /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/{groupId}/role-assignments"
	assignOperation  = "POST /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/{groupId}/role-assignments/assign"
	revokeOperation  = "POST /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/{groupId}/role-assignments/revoke"
)

// roleType is the type of a role of a group, which is of another subject. A role ends with its group.
const roleType = "atlassian_group_role_assignment"

// The resources of the small company.
const (
	jiraARI       = "ari:cloud:jira-software::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
	confluenceARI = "ari:cloud:confluence::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
)

// clock is a clock that stands still until a test moves it.
type clock struct{ seconds atomic.Int64 }

func (c *clock) now() time.Time { return time.Unix(1_800_000_000+c.seconds.Load(), 0) }

// groupState is the state of a group of the simulated organization, as an earlier run would have left it.
func groupState(org *simulated.Organization, name string, more map[string]any) *protocol.State {
	id := org.Simulator.GroupID(name)
	values := map[string]any{
		"id": id, "directory_id": org.Credentials.DirectoryID, "name": name,
		"deletion_protection": false, "managed_by": "admins", "external_synced": false,
	}
	maps.Copy(values, more)
	return &protocol.State{TypeName: "atlassian_group", Values: values, Identity: groupIdentity(org, id)}
}

func groupIdentity(org *simulated.Organization, id string) map[string]any {
	return map[string]any{"organization_id": org.Credentials.OrganizationID, "directory_id": org.Credentials.DirectoryID, "group_id": id}
}

// named counts the groups of a name.
func named(org *simulated.Organization, name string) int {
	count := 0
	for _, g := range org.Simulator.Organization().Groups {
		if g.Name == name {
			count++
		}
	}
	return count
}

func hasRole(org *simulated.Organization, group, resourceID, role string) bool {
	return slices.ContainsFunc(org.Simulator.Roles(group), func(r simulator.Role) bool { return r.Resource == resourceID && r.Role == role })
}
