// SPDX-License-Identifier: MPL-2.0

package organization_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const appAccounts = 7

func appID(n int) string { return fmt.Sprintf("712020:app-%d", n) }

// withApps is an organization with people, and with managed accounts of apps that have no address, all in one group.
func withApps(t *testing.T, options ...simulated.Option) *simulated.Organization {
	t.Helper()
	start := simulated.Large(simulated.Size{Users: 3, Groups: 1})
	group := &start.Groups[0]
	group.Members = []string{simulated.Email(1)}
	for n := range appAccounts {
		start.Users = append(start.Users, simulator.User{AccountID: appID(n), Name: fmt.Sprintf("App %d", n), ClaimStatus: "managed"})
		group.Members = append(group.Members, appID(n))
	}
	return simulated.Virtual(t, append([]simulated.Option{simulated.WithStart(start)}, options...)...)
}

// Accounts without an address are as many as there are, and not one under the address of nothing.
func TestAccountsWithoutAnAddress(t *testing.T) {
	t.Parallel()
	for name, form := range map[string]simulated.Option{"documented": simulated.AsDocumented(), "live": simulated.WithLiveForms()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			simulated.InVirtualTime(t, func(t *testing.T) {
				on := withApps(t, form)
				o := run(t, on)
				ctx, directory := t.Context(), on.Credentials.DirectoryID
				members, err := o.Groups.Members(ctx, organization.GroupKey{DirectoryID: directory, GroupID: simulated.GroupID(1)})
				require.NoError(t, err)
				assert.Len(t, members, appAccounts+1)

				accounts, err := o.People.Accounts(ctx, []string{appID(0), appID(3), simulated.AccountID(1)})
				require.NoError(t, err)
				require.Len(t, accounts, 3)
				assert.Equal(t, "App 3", accounts[appID(3)].Name)
				assert.Equal(t, "app", accounts[appID(3)].AccountType)
				assert.Empty(t, accounts[appID(3)].Email)

				policies, err := o.Policies.List(ctx)
				require.NoError(t, err)
				require.Len(t, policies, 1)
				assert.Len(t, policies[0].Members, appAccounts+3)

				moved := o.Policies.Move(ctx, organization.PolicyMove{PolicyID: simulated.PolicyID, Accounts: []organization.PolicyMember{{AccountID: appID(0)}, {AccountID: appID(1)}}})
				require.Len(t, moved.Failed, 2)
				require.ErrorContains(t, moved.Failed[appID(1)], "gives no address of the account")

				on.Simulator.ResetRequests()
				none, err := o.People.ResolveOne(ctx, organization.InDirectory(directory), "")
				require.NoError(t, err)
				assert.Equal(t, organization.Person{}, none)
				assert.Zero(t, on.Requests())

				byEmail, err := o.People.Resolve(ctx, organization.InDirectory(directory), []string{"", simulated.Email(2), "nobody@large.example"}, nil)
				require.NoError(t, err)
				require.Len(t, byEmail, 3)
				assert.Equal(t, organization.Nobody, byEmail[0].Standing)
				assert.Equal(t, simulated.AccountID(2), byEmail[1].AccountID)
				assert.Equal(t, organization.Nobody, byEmail[2].Standing)
			})
		})
	}
}

// Accounts without a status are checked like active ones.
func TestAnUnsaidStatusIsChecked(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		unsaid := on.Edited(t, "/users/search", func(body any) any {
			for _, user := range body.(map[string]any)["data"].([]any) {
				user.(map[string]any)["status"] = nil
			}
			return body
		})
		without, err := run(t, unsaid).Policies.WithoutSAML(t.Context(), on.Simulator.AuthenticationPolicyID("Staff"))
		require.NoError(t, err)
		assert.Len(t, without, 4)
	})
}
