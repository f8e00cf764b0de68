// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func TestSmallCompany(t *testing.T) {
	t.Parallel()

	first, err := simulator.New(simulator.Options{Organization: simulator.SmallCompany()})
	require.NoError(t, err)

	second, err := simulator.New(simulator.Options{Organization: simulator.SmallCompany()})
	require.NoError(t, err)

	assert.Equal(t, first.Organization(), second.Organization(), "identifiers are always the same")
	assert.Equal(t, first.Credentials(), second.Credentials())
	assert.Equal(t, ada, first.Credentials().UserEmail)
	assert.NotEmpty(t, first.Credentials().UserAPIToken)
	assert.Len(t, first.Organization().Directories, 1)
	assert.Equal(t, first.Organization().Directories[0].ID, first.Credentials().DirectoryID)
	assert.NotEmpty(t, first.AccountID(ada))
	assert.Empty(t, first.AccountID("nobody@acme.example"))
	assert.Empty(t, first.GroupID("nothing"))
	assert.Empty(t, first.DomainID("nowhere.example"))
	assert.Len(t, first.Members("engineering"), 3)
	assert.Equal(t, []simulator.Role{{Resource: jiraSite, Role: "atlassian/user"}}, first.Roles("engineering"))
}

func TestOrganizationDescribesItself(t *testing.T) {
	t.Parallel()

	site := "ari:cloud:confluence::site/1"
	want := simulator.Organization{
		ID: "11111111-2222-4333-8444-555555555555", Name: "Whole",
		APIKey:       simulator.APIKey{Value: "key", Scopes: []string{"read:groups:admin"}, RefuseUnscopedWrites: true},
		UserAPIToken: simulator.UserAPIToken{Email: "a@b.example", Value: "token"},
		Directories:  []simulator.Directory{{ID: "d1", Name: "One"}, {ID: "d2", Name: "Two"}},
		Domains:      []simulator.Domain{{ID: "22222222-2222-4333-8444-555555555555", Name: "b.example", ClaimType: "http", ClaimStatus: "superseded"}},
		Users: []simulator.User{{
			AccountID: "u1", Email: "a@b.example", Name: "A", Nickname: "Ay", ClaimStatus: "managed", ManagementSource: "synced",
			MFA: true, Status: "suspended", Directories: []string{"d1", "d2"},
		}},
		Groups: []simulator.Group{{
			ID: "33333333-2222-4333-8444-555555555555", Name: "G", Description: "D", Directory: "d2", Synced: true, Default: true, Admin: true,
			Members: []string{"u1"}, Roles: []simulator.Role{{Resource: site, Role: "atlassian/viewer", Default: true}},
		}},
		AuthenticationPolicies: []simulator.AuthenticationPolicy{
			{ID: "44444444-2222-4333-8444-555555555555", Name: "P", Settings: simulator.AuthenticationSettings{
				SingleSignOn: "saml", TwoStepVerification: "required", MinimumPasswordStrength: "fair", PasswordExpiryDays: 1,
				IdleSessionMinutes: 2, UserAPITokens: "blocked", ThirdPartyLogin: "blocked",
			}},
			{ID: "55555555-2222-4333-8444-555555555555", Name: "Q", Default: true, Members: []string{"u1"}, Settings: simulator.AuthenticationSettings{
				SingleSignOn: "google_workspace", TwoStepVerification: "optional", MinimumPasswordStrength: "good", PasswordExpiryDays: 3,
				IdleSessionMinutes: 4, UserAPITokens: "allowed", ThirdPartyLogin: "allowed",
			}},
		},
		Workspaces: []simulator.Workspace{{
			ID: site, Name: "W", Type: "t", TypeKey: "k", HostURL: "https://w.example", Status: "offline", Owner: "o", Realm: "r", Capacity: 5,
		}},
		Seats: map[string]int{site: 3},
	}

	s, err := simulator.New(simulator.Options{Organization: want})
	require.NoError(t, err)
	assert.Equal(t, want, s.Organization())
}

func TestEmptyOrganization(t *testing.T) {
	t.Parallel()

	s, err := simulator.New(simulator.Options{})
	require.NoError(t, err)
	assert.NotEmpty(t, s.Credentials().OrganizationID)
	assert.NotEmpty(t, s.Credentials().DirectoryID)
	assert.NotEmpty(t, s.Credentials().APIKey)
	assert.NotEmpty(t, s.Credentials().UserEmail)
}

func TestLoad(t *testing.T) {
	t.Parallel()

	org, err := simulator.Load(strings.NewReader(`{
		"name": "Mine",
		"api_key": {"value": "my-key", "scopes": ["read:groups:admin"]},
		"users": [{"email": "a@mine.example"}],
		"groups": [{"name": "g", "members": ["A@mine.example"]}],
		"workspaces": [{"name": "mine", "type": "confluence"}]
	}`))
	require.NoError(t, err)

	s, err := simulator.New(simulator.Options{Organization: org})
	require.NoError(t, err)
	assert.Equal(t, "my-key", s.Credentials().APIKey)
	assert.Equal(t, []string{s.AccountID("a@mine.example")}, s.Members("g"))
	assert.Contains(t, s.Organization().Workspaces[0].ID, "ari:cloud:confluence::site/")

	for _, wrong := range []string{``, `[]`, `{"people": []}`, `{"users": [{"mail": "x"}]}`, `{} {}`, `{"name": 5}`} {
		_, err := simulator.Load(strings.NewReader(wrong))
		require.ErrorContains(t, err, "cannot read the organization", wrong)
	}
}

func TestMistakesInAnOrganization(t *testing.T) {
	t.Parallel()

	people := []simulator.User{{Email: "a@x.example", AccountID: "a"}, {Email: "b@x.example", Status: "not_invited"}}
	ours := []simulator.User{{Email: "a@x.example", ClaimStatus: "managed"}}
	policies := func(policies ...simulator.AuthenticationPolicy) simulator.Organization {
		return simulator.Organization{Users: ours, AuthenticationPolicies: policies}
	}

	tests := []struct {
		org  simulator.Organization
		want string
	}{
		{simulator.Organization{ID: "x"}, `id: "x" is not a UUID`},
		{simulator.Organization{Directories: []simulator.Directory{{}}}, "directories[0]: name is missing"},
		{simulator.Organization{Directories: []simulator.Directory{{Name: "a"}, {Name: "A"}}}, "directories[1]: there are two directories"},
		{simulator.Organization{Domains: []simulator.Domain{{Name: "a"}, {Name: "A"}}}, "domains[1]: name: a is listed already"},
		{simulator.Organization{Domains: []simulator.Domain{{Name: "a", ID: "b"}}}, `domains[0]: id: "b" is not a UUID`},
		{simulator.Organization{Domains: []simulator.Domain{{Name: "a", ClaimStatus: "b"}}}, `domains[0]: claim_status: "b" is none of verified`},
		{simulator.Organization{Users: []simulator.User{{Email: "a"}}}, `users[0]: email: "a" is not an email address`},
		{simulator.Organization{Users: []simulator.User{{Email: "a@b"}, {Email: "A@B"}}}, "users[1]: email: there is a user"},
		{simulator.Organization{Users: []simulator.User{{Email: "a@b", AccountID: "1"}, {Email: "c@d", AccountID: "1"}}}, "users[1]: account_id: there is a user"},
		{simulator.Organization{Users: []simulator.User{{Email: "a@b", Status: "x"}}}, `users[0]: status: "x" is none of active`},
		{simulator.Organization{Users: []simulator.User{{Email: "a@b", Directories: []string{"x"}}}}, `users[0]: directories: "x" is neither`},
		{simulator.Organization{Name: "n", Users: []simulator.User{{Email: "a@b", Status: "not_invited", Directories: []string{"n"}}}}, "a@b is not_invited"},
		{simulator.Organization{Groups: []simulator.Group{{}}}, "groups[0]: name is missing"},
		{simulator.Organization{Groups: []simulator.Group{{Name: "a"}, {Name: "A"}}}, `groups[1]: name: there is a group "A" already`},
		{simulator.Organization{Groups: []simulator.Group{{Name: "a", ID: "b"}}}, `groups[0]: id: "b" is not a UUID`},
		{simulator.Organization{Groups: []simulator.Group{{Name: "a", Directory: "b"}}}, `groups[0]: directory: "b" is neither`},
		{simulator.Organization{Groups: []simulator.Group{{Name: "a", Members: []string{"b"}}}}, `groups[0]: members: "b" is neither`},
		{simulator.Organization{Users: people, Groups: []simulator.Group{{Name: "a", Members: []string{"b@x.example"}}}}, "b@x.example is not in the directory"},
		{simulator.Organization{Groups: []simulator.Group{{Name: "a", Roles: []simulator.Role{{Resource: "b"}}}}}, `groups[0]: roles: "b" is neither`},
		{policies(simulator.AuthenticationPolicy{}), "authentication_policies[0]: name is missing"},
		{policies(simulator.AuthenticationPolicy{Name: "a"}, simulator.AuthenticationPolicy{Name: "A"}), `authentication_policies[1]: name: there is an authentication policy "A" already`},
		{policies(simulator.AuthenticationPolicy{Name: "a", ID: "b"}), `authentication_policies[0]: id: "b" is not a UUID`},
		{policies(simulator.AuthenticationPolicy{Name: "a", Default: true}, simulator.AuthenticationPolicy{Name: "b", Default: true}), `authentication_policies[1]: default: "a" is the default policy already`},
		{policies(simulator.AuthenticationPolicy{Name: "default POLICY"}), "authentication_policies: none is the default, and none can be made: name"},
		{policies(simulator.AuthenticationPolicy{Name: "a", Members: []string{"b"}}), `authentication_policies[0]: members: "b" is neither`},
		{policies(simulator.AuthenticationPolicy{Name: "a", Members: []string{"a@x.example"}}, simulator.AuthenticationPolicy{Name: "b", Members: []string{"A@x.example"}}), `A@x.example is in "a" already`},
		{policies(simulator.AuthenticationPolicy{Name: "a", Settings: simulator.AuthenticationSettings{TwoStepVerification: "b"}}), `two_step_verification: "b" is none of optional, required`},
		{simulator.Organization{Users: people, AuthenticationPolicies: []simulator.AuthenticationPolicy{{Name: "a", Members: []string{"a"}}}}, "a is not a managed account"},
		{simulator.Organization{Workspaces: []simulator.Workspace{{}}}, "workspaces[0]: name is missing"},
		{simulator.Organization{Workspaces: []simulator.Workspace{{Name: "a", ID: "b"}}}, `workspaces[0]: id: "b" is not an Atlassian Resource Identifier`},
		{simulator.Organization{Workspaces: []simulator.Workspace{{Name: "a"}, {Name: "a"}}}, "workspaces[1]: there are two workspaces"},
		{simulator.Organization{Seats: map[string]int{"a": 1}}, `seats: "a" is not the ID of a workspace`},
	}

	for _, tt := range tests {
		_, err := simulator.New(simulator.Options{Organization: tt.org})
		require.ErrorContains(t, err, tt.want)
	}

	for _, opts := range []simulator.Options{{Latency: -1}, {Lag: -1}, {RateLimit: -1}, {RateLimitReset: "hour"}} {
		_, err := simulator.New(opts)
		require.Error(t, err)
	}
}
