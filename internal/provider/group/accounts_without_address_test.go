// SPDX-License-Identifier: MPL-2.0

package group_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// Accounts of apps have no address, in one of three forms. None of them is taken for another one, or for nobody.
func TestGroupsOfAccountsWithoutAnAddress(t *testing.T) {
	t.Parallel()
	apps := []string{"712020:app-1", "712020:app-2", "712020:app-3", "712020:app-4"}
	start := simulator.SmallCompany()
	for _, id := range apps {
		start.Users = append(start.Users, simulator.User{AccountID: id, Name: "Robot"})
	}
	for name, form := range map[string]simulated.Option{"documented": simulated.AsDocumented(), "live": simulated.WithLiveForms()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := simulated.Start(t, simulated.WithStart(start), form)
			group := org.Simulator.GroupID("engineering")
			state := acctest.Server(t, org, nil).Converge(t, membersType, map[string]any{"group_id": group, "account_ids": anys(apps)})
			assert.Equal(t, anys(apps), state.Values["account_ids"])
			assert.ElementsMatch(t, apps, org.Simulator.Members(group))

			// In a list of addresses, each stands for itself by its ID, and each is removed.
			require.NoError(t, org.Simulator.AddMember(group, ada))
			read, diagnostics := acctest.Server(t, org, nil).ReadResource(membersOf(org, group, ada))
			require.NoError(t, diagnostics.Err())
			assert.ElementsMatch(t, anys(append(apps[:4:4], ada)), read.Values["emails"])
			server := acctest.Server(t, org, nil)
			plan := server.PlanUpdate(read, map[string]any{"group_id": group, "emails": []any{ada}})
			require.NoError(t, plan.Diagnostics.Err())
			_, diagnostics = server.ApplyResource(plan)
			require.NoError(t, diagnostics.Err())
			assert.Equal(t, accounts(org, ada), org.Simulator.Members(group))

			for _, id := range apps[:2] {
				one := acctest.Server(t, org, nil).Converge(t, "atlassian_group_membership", map[string]any{"group_id": group, "account_id": id})
				assert.Nil(t, one.Values["email"])
			}
			found, diagnostics := acctest.Server(t, org, nil).ReadDataSource("atlassian_group_members", map[string]any{"group_id": group})
			require.NoError(t, diagnostics.Err())
			assert.Len(t, found["members"], 3)

			listed, diagnostics := acctest.Server(t, org, nil).ListResource("atlassian_group_membership", map[string]any{"group_id": group}, protocol.ListOptions{IncludeResource: true, Limit: 10})
			require.NoError(t, diagnostics.Err())
			assert.Len(t, listed, 3)
		})
	}
}
