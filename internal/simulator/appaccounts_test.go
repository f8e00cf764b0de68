// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// Several accounts may have no address, and no account has the empty one.
func TestAccountsWithoutAnAddress(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{Organization: simulator.Organization{
		Name: "Apps",
		Users: []simulator.User{
			{Name: "Deploy"},
			{AccountID: "712020:backup"},
			{Email: "ann@x.example"},
			{Name: "Hidden", AccountType: "atlassian", ClaimStatus: "managed"},
		},
		Groups: []simulator.Group{{Name: "robots", Members: []string{"712020:backup"}}},
	}})

	made := b.control("POST", "users", object{"name": "Chat", "account_type": "app"})
	require.Equal(t, http.StatusCreated, made.status, made.raw)

	chat, _ := made.body["account_id"].(string)
	require.NoError(t, b.AddMember("robots", chat))

	found := b.ok("POST", "{dir}/users/search", object{})
	assert.Equal(t, []string{"app", "app", "atlassian", "atlassian", "app"}, found.column("accountType"))
	assert.NotContains(t, found.at("data", 0), "email")
	assert.Equal(t, false, found.at("data", 0, "emailVerified"))
	assert.Equal(t, "unmanaged", found.at("data", 0, "claimStatus"))
	assert.Equal(t, []string{"712020:backup", chat}, b.ok("POST", "{dir}/users/search", object{"groupIds": []string{b.GroupID("robots")}}).column("accountId"))

	for name, none := range map[string]object{
		"emails":          {"emails": []string{""}},
		"emails of one":   {"emails": []string{""}, "accountIds": []string{chat}},
		"domains of none": {"emailDomains": []string{""}},
	} {
		assert.Empty(t, b.ok("POST", "{dir}/users/search", none).at("data"), name)
	}

	policies := b.do("POST", "{control}/users/auth-policies/bulk-fetch", object{"accountIds": found.column("accountId")})
	require.Len(t, policies.list, 1)
	assert.NotContains(t, policies.list[0], "email")
	assert.Empty(t, b.AccountID(""))

	again, err := simulator.New(simulator.Options{Organization: b.Organization()})
	require.NoError(t, err)
	assert.Equal(t, b.Organization(), again.Organization())

	require.NoError(t, b.RemoveUser(chat))
	assert.NotEmpty(t, b.AccountID("ann@x.example"))

	for _, wrong := range []object{{}, {"name": "Deploy"}, {"email": "@"}, {"name": "x", "account_type": "robot"}} {
		assert.Equal(t, http.StatusBadRequest, b.control("POST", "users", wrong).status, "%v", wrong)
	}
}
