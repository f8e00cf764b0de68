// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// The status of a user is composed of the lifecycle of the account and its
// memberships, and the description of an organization keeps both.
func TestUserStatus(t *testing.T) {
	t.Parallel()

	first, both := []string{"First"}, []string{"First", "Second"}

	tests := []struct {
		user                        simulator.User
		status, account, membership string
	}{
		{simulator.User{}, "active", "active", "active"},
		{simulator.User{Status: "suspended", Directories: both}, "suspended", "active", "suspended"},
		{simulator.User{Directories: both, SuspendedIn: first}, "active", "active", "active"},
		{simulator.User{Directories: first, SuspendedIn: first}, "suspended", "active", "suspended"},
		{simulator.User{Status: "not_invited"}, "not_invited", "active", "no_membership"},
		{simulator.User{Directories: []string{}}, "not_invited", "active", "no_membership"},
		{simulator.User{Status: "deactivated"}, "deactivated", "inactive", "active"},
		{simulator.User{Status: "deactivated", Directories: []string{}}, "deactivated", "inactive", "no_membership"},
		{simulator.User{Status: "for_deletion", SuspendedIn: first}, "for_deletion", "inactive", "suspended"},
		{simulator.User{Status: "closed"}, "deactivated", "closed", "active"},
	}

	org := simulator.Organization{Name: "Acme", Directories: []simulator.Directory{{Name: "First"}, {Name: "Second"}}, Domains: []simulator.Domain{{Name: "acme.example"}}}

	for _, test := range tests {
		test.user.Email = "nina@acme.example"
		org.Users = []simulator.User{test.user}
		b := start(t, simulator.Options{Organization: org})

		described, err := json.Marshal(b.Organization())
		require.NoError(t, err)

		loaded, err := simulator.Load(strings.NewReader(string(described)))
		require.NoError(t, err)

		for _, b := range []*bench{b, start(t, simulator.Options{Organization: loaded})} {
			user := b.ok("POST", "{all}/users/search", object{"emails": []string{"nina@acme.example"}})
			assert.Equal(t, []any{test.status, test.account, test.membership},
				[]any{user.at("data", 0, "status"), user.at("data", 0, "accountStatus"), user.at("data", 0, "membershipStatus")}, "%+v", test.user)
		}
	}
}
