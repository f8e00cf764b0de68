// SPDX-License-Identifier: MPL-2.0

package role_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// sharing is the organization as Atlassian may show it: one person has the address of another one, in capitals.
func sharing(t *testing.T, org *simulated.Organization, email, of string) *simulated.Organization {
	t.Helper()
	id := org.Simulator.AccountID(email)
	return org.Edited(t, "/users/search", func(body any) any {
		answer, _ := body.(map[string]any)
		users, _ := answer["data"].([]any)
		for _, user := range users {
			if user, _ := user.(map[string]any); user["accountId"] == id {
				user["email"] = strings.ToUpper(of)
			}
		}
		return body
	})
}

// Two organization admins with one address are two. A list of addresses cannot say which of them stays, and a list of IDs can.
func TestOrganizationAdminsResourceOfOneAddress(t *testing.T) {
	t.Parallel()
	org := withAdmins(t, chen, emil, lena)
	state := acctest.Server(t, org, nil).Converge(t, adminsType, list(chen, emil, lena))
	shared, ids := sharing(t, org, emil, chen), []any{org.Simulator.AccountID(chen), org.Simulator.AccountID(emil)}
	server := acctest.Server(t, shared, nil)
	read, diagnostics := server.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	assert.ElementsMatch(t, append(ids, lena), read.Values["emails"])

	const summary = "Several accounts have this address"
	unsure := server.PlanUpdate(read, list(chen, lena))
	require.ErrorContains(t, unsure.Diagnostics.Err(), summary)
	require.ErrorContains(t, unsure.Diagnostics.Err(), org.Simulator.AccountID(emil))
	require.ErrorContains(t, acctest.Server(t, shared, nil).PlanUpdate(state, list(emil, lena)).Diagnostics.Err(), summary, "a state that knows nothing of it")
	require.ErrorContains(t, acctest.Server(t, shared, nil).PlanCreate(adminsType, list(chen, lena)).Diagnostics.Err(), summary)

	// The address became that of two after the plan.
	for _, wanted := range []map[string]any{list(chen, lena), list(emil, lena), {"account_ids": ids[:1]}} {
		planned := acctest.Server(t, org, nil).PlanUpdate(state, wanted)
		require.NoError(t, planned.Diagnostics.Err())
		_, diagnostics = acctest.Server(t, shared, nil).ApplyResource(planned)
		require.ErrorContains(t, diagnostics.Err(), summary)
	}
	assert.Equal(t, []string{chen, emil, lena}, directAdmins(org))

	server = acctest.Server(t, shared, nil)
	planned := server.PlanUpdate(read, map[string]any{"account_ids": ids[:1]})
	require.NoError(t, planned.Diagnostics.Err())
	_, diagnostics = server.ApplyResource(planned)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, []string{chen}, directAdmins(org))
}

// Both who share an address lose the role if neither is listed, and the state has shown both.
func TestOrganizationAdminsResourceRemovesBothOfOneAddress(t *testing.T) {
	t.Parallel()
	org := withAdmins(t, chen, emil, lena)
	state := acctest.Server(t, org, nil).Converge(t, adminsType, list(chen, emil, lena))
	server := acctest.Server(t, sharing(t, org, emil, chen), nil)
	read, diagnostics := server.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	planned := server.PlanUpdate(read, list(lena))
	require.NoError(t, planned.Diagnostics.Err())
	_, diagnostics = server.ApplyResource(planned)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, []string{lena}, directAdmins(org))
}

// Who is an admin by a group, and has the address of a direct admin, is not taken for that one.
func TestOrganizationAdminsResourceOfAnInheritedAdminWithTheAddress(t *testing.T) {
	t.Parallel()
	org := withAdmins(t, chen)
	state := acctest.Server(t, org, nil).Converge(t, adminsType, list(chen))
	server := acctest.Server(t, sharing(t, org, ada, chen), nil)
	read, diagnostics := server.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, []any{chen}, read.Values["emails"])
	assert.Contains(t, read.Values["inherited"], org.Simulator.AccountID(ada))
	planned := server.PlanUpdate(read, list(chen))
	require.NoError(t, planned.Diagnostics.Err())
}
