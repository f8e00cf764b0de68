// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/thorough"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// With read_whole_lists, reading everything ten at a time takes at most a tenth more requests than the lists alone, and two for each list. What is read is the same.
func TestReadWholeLists(t *testing.T) {
	t.Parallel()
	const (
		jira = "ari:cloud:jira-software::site/00000000-0000-4000-b000-000000000001"
		role = "atlassian/user"
	)
	objects := thorough.Part(1000, 300)
	pages := objects / 100
	withRoles := simulated.Large(simulated.Size{Users: objects})
	withRoles.Workspaces = []simulator.Workspace{{ID: jira, Name: "large"}}
	for i := range withRoles.Users {
		withRoles.Users[i].Roles = []simulator.Role{{Resource: jira, Role: role}}
	}
	refreshed := func(typeName string, values func(org *simulated.Organization, i int) map[string]any) func(*protocol.Server, *simulated.Organization, int) (any, error) {
		return func(server *protocol.Server, org *simulated.Organization, i int) (any, error) {
			state, diagnostics := server.ReadResource(&protocol.State{TypeName: typeName, Values: values(org, i)})
			return state.Values, diagnostics.Err()
		}
	}
	for name, test := range map[string]struct {
		start simulator.Organization
		read  func(server *protocol.Server, org *simulated.Organization, i int) (any, error)
		more  int // lists that are read in addition, each with its count
	}{
		"memberships": {simulated.Large(simulated.Size{Members: objects}), refreshed("atlassian_group_membership", func(org *simulated.Organization, i int) map[string]any {
			return map[string]any{"directory_id": org.Credentials.DirectoryID, "group_id": simulated.CrowdID, "account_id": simulated.AccountID(i), "email": simulated.Email(i)}
		}), 0},
		"groups": {simulated.Large(simulated.Size{Groups: objects}), refreshed("atlassian_group", func(org *simulated.Organization, i int) map[string]any {
			return map[string]any{"directory_id": org.Credentials.DirectoryID, "id": simulated.GroupID(i), "name": simulated.GroupName(i), "deletion_protection": false, "external_synced": false, "managed_by": "admins"}
		}), 0},
		"people": {simulated.Large(simulated.Size{Members: objects}), func(server *protocol.Server, _ *simulated.Organization, i int) (any, error) {
			values, diagnostics := server.ReadDataSource("atlassian_user", map[string]any{"email": simulated.Email(i)})
			return values, diagnostics.Err()
		}, 0},
		"roles of people": {withRoles, refreshed("atlassian_user_role_assignment", func(_ *simulated.Organization, i int) map[string]any {
			return map[string]any{"account_id": withRoles.Users[i-1].AccountID, "email": nil, "resource_id": jira, "role": role}
		}), 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			read := func(whole any) (values []any, requests int) {
				values = make([]any, objects)
				org := simulated.Start(t, simulated.WithStart(test.start))
				server := acctest.Server(t, org, map[string]any{"read_whole_lists": whole})
				org.Simulator.ResetRequests()
				acctest.TenAtOnce(objects, func(i int) {
					var err error
					values[i], err = test.read(server, org, i+1)
					assert.NoError(t, err)
				})
				return values, org.Requests()
			}
			expected, searching := read(nil)
			same, requests := read(true)
			assert.Equal(t, fmt.Sprint(expected), fmt.Sprint(same))
			assert.LessOrEqual(t, requests, pages+max(1, pages/10)+1+2*test.more)
			assert.Greater(t, searching, requests)
		})
	}
}
