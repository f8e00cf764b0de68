// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

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
		APIKey: simulator.APIKey{
			Value: "key", Scopes: []string{"read:groups:admin"}, RefuseUnscopedWrites: true, ID: "k1", Label: "one", CreatedBy: "u1",
			CreatedAt: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), ExpiresAt: time.Date(2027, 1, 2, 3, 4, 5, 0, time.UTC), LastActiveAt: time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC),
		},
		OtherAPIKeys: []simulator.APIKey{{ID: "k2", Label: "two", CreatedBy: "u1"}},
		UserAPIToken: simulator.UserAPIToken{Email: "a@b.example", Value: "token", Sites: []string{"1"}, ID: "t1", Label: "mine", Scopes: []string{"read:jira-work"}},
		APITokens: []simulator.APIToken{{
			ID: "t2", User: "u1", Label: "script", Scopes: []string{"read:me"}, Status: "BLOCKED",
			CreatedAt: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), ExpiresAt: time.Date(2027, 1, 2, 3, 4, 5, 0, time.UTC), LastActiveAt: time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC),
		}},
		Directories: []simulator.Directory{{ID: "d1", Name: "One"}, {ID: "d2", Name: "Two"}},
		Domains:     []simulator.Domain{{ID: "22222222-2222-4333-8444-555555555555", Name: "b.example", ClaimType: "http", ClaimStatus: "superseded"}},
		Users: []simulator.User{{
			AccountID: "u1", AccountType: "app", Email: "a@b.example", Name: "A", Nickname: "Ay", ClaimStatus: "managed", ManagementSource: "synced",
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
		OrganizationPolicies: []simulator.OrganizationPolicy{
			{
				ID: "o1", Name: "Office", Type: "ip-allowlist", Status: "disabled", In: []string{"192.0.2.0/24"},
				Resources: []simulator.PolicyResource{{ID: "ari:cloud:confluence::site/1", ApplicationStatus: "failed"}},
			},
			{ID: "o2", Name: "Europe", Type: "data-residency", Status: "enabled", In: []string{"eu"}},
		},
		DataSecurityPolicies: []simulator.DataSecurityPolicy{
			{ID: "s1", Name: "Everywhere", Description: "D", Status: "draft", Coverage: "ORG", Rules: map[string]string{"export": "block", "publicLinks": "allow"}},
			{ID: "s2", Name: "Spaces", Status: "deleted", Coverage: "CONTAINER", Rules: map[string]string{"export": "allow"}},
		},
		ClassificationLevels: []simulator.ClassificationLevel{
			{ID: "ari:cloud:platform::classification-tag/1", Name: "Secret", Definition: "D", Guideline: "G", Color: "BLUE", Status: "ARCHIVED"},
		},
		LacksGuardPremium: true,
		Workspaces: []simulator.Workspace{{
			ID: site, Name: "W", Type: "t", TypeKey: "k", HostURL: "https://w.example", Status: "offline", Owner: "o", Realm: "r", Capacity: 5, Directory: "d2",
			Usage: 4, Regions: []string{"eu"}, Sandbox: "CHILD", CreatedAt: "2026-01-02T03:04:05Z", CreatedBy: "ari:cloud:identity::user/u1",
			Entitlements: []simulator.Entitlement{{Key: "k", Plan: "P", PlanKey: "p"}},
		}},
		Seats: map[string]int{site: 3},
		Apps: []simulator.App{
			{
				ID: "ari:cloud:ecosystem::app/1", Key: "k", Name: "Forge", Vendor: "V", Framework: "forge", DistributionStatus: "SHARING", FirstParty: true,
				Versions: []simulator.AppVersion{{Version: "1", Scopes: []string{"s"}, Egress: []string{"e"}}, {Version: "2"}},
				Installations: []simulator.AppInstallation{{
					ID: "i1", Context: site, Version: "1", Environment: "staging", InstalledAt: "2026-02-01T00:00:00Z",
					License: &simulator.AppLicense{Active: true, Type: "T", TrialEndDate: "2026-03-01T00:00:00Z", SubscriptionEndDate: "2026-04-01T00:00:00Z"},
				}},
			},
			{
				ID: "ari:cloud:ecosystem::app/c", Key: "c", Name: "Connect", Framework: "connect", DistributionStatus: "PUBLIC", System: true,
				Versions: []simulator.AppVersion{{Version: "1"}},
			},
		},
		UserInstalledApps: map[string]string{"1": "deny"},
		EventActions:      []simulator.EventAction{{ID: "an_action", Name: "Did something", Groups: []string{"One", "Two"}}, {ID: "another"}},
		Units:             true,
		GroupUpdate:       true,
		MarketplaceListings: []simulator.MarketplaceListing{{
			Key: "k", Name: "N", Vendor: "V", Summary: "S", Status: "private", CloudFortified: true, BugBounty: true,
			Versions:           []simulator.MarketplaceVersion{{Name: "1", ReleaseDate: "2026-01-01", Hosting: []string{"server"}, PaymentModel: "free"}},
			PrivacyAndSecurity: json.RawMessage(`{"a":1}`),
		}},
	}

	s, err := simulator.New(simulator.Options{Organization: want})
	require.NoError(t, err)
	assert.Equal(t, want, s.Organization())

	written, err := json.Marshal(s.Organization())
	require.NoError(t, err)
	read, err := simulator.Load(bytes.NewReader(written))
	require.NoError(t, err)
	assert.Equal(t, want, read)
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

	apps := func(apps ...simulator.App) simulator.Organization { return simulator.Organization{Apps: apps} }
	jira := []simulator.Workspace{{ID: "ari:cloud:jira-software::site/1", Name: "w"}}
	installed := func(where ...simulator.AppInstallation) simulator.Organization {
		return simulator.Organization{Workspaces: jira, Apps: []simulator.App{{Name: "a", Installations: where}}}
	}
	listed := func(listings ...simulator.MarketplaceListing) simulator.Organization {
		return simulator.Organization{MarketplaceListings: listings}
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
		{apps(simulator.App{}), "apps[0]: name is missing"},
		{apps(simulator.App{Name: "a", Framework: "b"}), `apps[0]: framework: "b" is none of forge, connect, 3lo`},
		{apps(simulator.App{Name: "a", Framework: "connect"}), "apps[0]: key is missing"},
		{apps(simulator.App{Name: "a", System: true}), "apps[0]: system: only a Connect app"},
		{apps(simulator.App{Name: "a", ID: "b"}), `apps[0]: id: "b" does not read like ari:cloud:ecosystem::app/`},
		{apps(simulator.App{Name: "a"}, simulator.App{Name: "A"}), "apps[1]: id: there is an app"},
		{apps(simulator.App{Name: "a", Framework: "3lo", Versions: []simulator.AppVersion{{Version: "1"}}}), "apps[0]: versions[0]: an app of 3lo has no versions"},
		{apps(simulator.App{Name: "a", Versions: []simulator.AppVersion{{}}}), "apps[0]: versions[0]: version is missing"},
		{apps(simulator.App{Name: "a", Versions: []simulator.AppVersion{{Version: "1"}, {Version: "1"}}}), `apps[0]: versions[1]: version: there is a version "1" already`},
		{installed(simulator.AppInstallation{Context: "ari:cloud:jira::site/2"}), `apps[0]: installations[0]: context: "ari:cloud:jira::site/2" is no product on a site`},
		{installed(simulator.AppInstallation{Context: "ari:cloud:confluence::site/1"}), `"ari:cloud:confluence::site/1" is no product on a site`},
		{installed(simulator.AppInstallation{Context: "ari:cloud:jira::site/1", Version: "2"}), `apps[0]: installations[0]: version: the app has no version "2"`},
		{installed(simulator.AppInstallation{Context: "ari:cloud:jira::site/1", InstalledAt: "today"}), `apps[0]: installations[0]: installed_at: "today" is not a time`},
		{installed(simulator.AppInstallation{Context: "ari:cloud:jira::site/1", License: &simulator.AppLicense{TrialEndDate: "soon"}}), `trial_end_date: "soon" is not a time`},
		{installed(simulator.AppInstallation{Context: "ari:cloud:jira::site/1"}, simulator.AppInstallation{Context: "ari:cloud:jira-software::site/1"}), "apps[0]: installations[1]: context: the app is installed in ari:cloud:jira::site/1 already"},
		{simulator.Organization{UserInstalledApps: map[string]string{"a": "deny"}}, `user_installed_apps: site "a": not found`},
		{simulator.Organization{Workspaces: jira, UserInstalledApps: map[string]string{"1": "maybe"}}, `user_installed_apps: rule: "maybe" is none of allow, deny`},
		{listed(simulator.MarketplaceListing{Key: "a"}), "marketplace_listings[0]: key and name must be given"},
		{listed(simulator.MarketplaceListing{Key: "a", Name: "b"}, simulator.MarketplaceListing{Key: "a", Name: "c"}), `marketplace_listings[1]: key: there is a listing "a" already`},
		{listed(simulator.MarketplaceListing{Key: "a", Name: "b", PrivacyAndSecurity: []byte(`[]`)}), "privacy_and_security must be a JSON object"},
		{listed(simulator.MarketplaceListing{Key: "a", Name: "b", Versions: []simulator.MarketplaceVersion{{}}}), "versions[0]: name is missing"},
		{listed(simulator.MarketplaceListing{Key: "a", Name: "b", Versions: []simulator.MarketplaceVersion{{Name: "1", Hosting: []string{"moon"}}}}), `versions[0]: hosting: "moon" is none of cloud`},
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
