// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// policy describes one of the present policies.
func (b *bench) policy(name string) simulator.AuthenticationPolicy {
	b.t.Helper()

	for _, policy := range b.Organization().AuthenticationPolicies {
		if policy.Name == name {
			return policy
		}
	}

	require.Fail(b.t, "there is no policy "+name)

	return simulator.AuthenticationPolicy{}
}

// actions are the latest ones of the audit log, the newest first.
func (b *bench) actions() []string {
	b.t.Helper()

	return b.ok("GET", "{v1}/events", nil).column("attributes", "action")
}

func TestPoliciesOfTheSmallCompany(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	policies := b.Organization().AuthenticationPolicies
	require.Len(t, policies, 3)
	assert.Equal(t, "Everyone", policies[0].Name)
	assert.True(t, policies[0].Default)
	assert.Empty(t, policies[0].Members, "who is in the default policy goes without saying")
	assert.Equal(t, simulator.AuthenticationSettings{
		SingleSignOn: "none", TwoStepVerification: "optional", MinimumPasswordStrength: "weak", IdleSessionMinutes: 43200,
		UserAPITokens: "allowed", ThirdPartyLogin: "allowed",
	}, policies[0].Settings)
	assert.Len(t, policies[1].Members, 4)
	assert.Empty(t, policies[2].Members)

	assert.Equal(t, "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045", b.AuthenticationPolicyID("STAFF"))
	assert.Equal(t, "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045", b.AuthenticationPolicyOf(ada))
	assert.Equal(t, "a3d1c0f2-7b64-4e19-8c5d-2f90b6e4a718", b.AuthenticationPolicyOf(b.AccountID(emil)))
	assert.Empty(t, b.AuthenticationPolicyOf(lena), "not managed")
	assert.Empty(t, b.AuthenticationPolicyOf("nobody"))
	assert.Empty(t, b.AuthenticationPolicyID("nothing"))
	assert.Len(t, b.AuthenticationPolicyMembers("Everyone"), 7, "those who are in no other, without those who are not managed")
	assert.Equal(t, b.AccountID(emil), b.AuthenticationPolicyMembers("Everyone")[0])
	assert.Equal(t, policies[1].Members, b.AuthenticationPolicyMembers(policies[1].ID))
	assert.Empty(t, b.AuthenticationPolicyMembers("nothing"))
	assert.Empty(t, b.actions(), "all that was long ago")
}

func TestThereIsAlwaysADefaultPolicy(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{Organization: simulator.Organization{
		Name:                   "Plain",
		AuthenticationPolicies: []simulator.AuthenticationPolicy{{Name: "Staff"}},
		Users:                  []simulator.User{{Email: "a@plain.example", ClaimStatus: "managed"}},
	}})

	assert.True(t, b.policy("Default policy").Default)
	assert.Equal(t, b.AuthenticationPolicyID("Default policy"), b.AuthenticationPolicyOf("a@plain.example"))
	require.ErrorContains(t, b.DeleteAuthenticationPolicy("Default policy"), "cannot be deleted")
	require.ErrorContains(t, b.SetAuthenticationSettings("Default policy", simulator.AuthenticationSettingsChange{Default: new(false)}), "until another one becomes it")
}

func TestPoliciesAreAdded(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	id, err := b.AddAuthenticationPolicy(simulator.AuthenticationPolicy{
		Name: "Contractors", Members: []string{ada, emil}, Settings: simulator.AuthenticationSettings{UserAPITokens: "blocked"},
	})
	require.NoError(t, err)
	assert.Equal(t, id, b.AuthenticationPolicyID("contractors"))
	assert.Equal(t, []string{b.AccountID(ada), b.AccountID(emil)}, b.AuthenticationPolicyMembers(id))
	assert.Equal(t, "blocked", b.policy("Contractors").Settings.UserAPITokens)
	assert.Equal(t, "weak", b.policy("Contractors").Settings.MinimumPasswordStrength)
	assert.NotContains(t, b.AuthenticationPolicyMembers("Staff"), b.AccountID(ada), "nobody is in two")
	assert.Equal(t, []string{simulator.ActionPolicyMemberMoved, simulator.ActionPolicyMemberMoved, simulator.ActionPolicyCreated}, b.actions())

	for _, wrong := range []struct {
		policy simulator.AuthenticationPolicy
		want   string
	}{
		{simulator.AuthenticationPolicy{Name: " "}, "name is missing"},
		{simulator.AuthenticationPolicy{Name: "CONTRACTORS"}, "there is an authentication policy"},
		{simulator.AuthenticationPolicy{Name: "x", ID: "y"}, "not a UUID"},
		{simulator.AuthenticationPolicy{Name: "x", ID: id}, "id: there is an authentication policy"},
		{simulator.AuthenticationPolicy{Name: "x", Members: []string{lena}}, "not a managed account"},
		{simulator.AuthenticationPolicy{Name: "x", Settings: simulator.AuthenticationSettings{SingleSignOn: "yes"}}, "single_sign_on"},
	} {
		_, err := b.AddAuthenticationPolicy(wrong.policy)
		require.ErrorContains(t, err, wrong.want)
	}

	assert.Len(t, b.Organization().AuthenticationPolicies, 4, "what is wrong changes nothing")
}

func TestAnotherPolicyBecomesTheDefault(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	before := b.AuthenticationPolicyMembers("Everyone")

	require.NoError(t, b.SetAuthenticationSettings("Staff", simulator.AuthenticationSettingsChange{Default: new(true)}))
	assert.True(t, b.policy("Staff").Default)
	assert.False(t, b.policy("Everyone").Default)
	assert.Equal(t, before, b.AuthenticationPolicyMembers("Everyone"), "nobody moves")
	assert.Equal(t, []string{simulator.ActionPolicyMadeDefault}, b.actions())

	_, err := b.AddUser(simulator.User{Email: "nina@acme.example"})
	require.NoError(t, err)
	assert.Equal(t, b.AuthenticationPolicyID("Staff"), b.AuthenticationPolicyOf("nina@acme.example"), "but new accounts land there")

	require.NoError(t, b.DeleteAuthenticationPolicy("Everyone"))
	assert.Equal(t, b.AuthenticationPolicyID("Staff"), b.AuthenticationPolicyOf(emil))

	id, err := b.AddAuthenticationPolicy(simulator.AuthenticationPolicy{Name: "New", Default: true})
	require.NoError(t, err)
	assert.Empty(t, b.AuthenticationPolicyMembers(id))
	assert.True(t, b.policy("New").Default)
	assert.False(t, b.policy("Staff").Default)
}

func TestSettingsChange(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	require.NoError(t, b.SetAuthenticationSettings("Staff", simulator.AuthenticationSettingsChange{TwoStepVerification: new("optional")}))
	assert.Equal(t, simulator.AuthenticationSettings{
		SingleSignOn: "none", TwoStepVerification: "optional", MinimumPasswordStrength: "strong", IdleSessionMinutes: 43200,
		UserAPITokens: "allowed", ThirdPartyLogin: "allowed",
	}, b.policy("Staff").Settings, "and the others stay")

	all := simulator.AuthenticationSettingsChange{
		Name: new("People"), SingleSignOn: new("google_workspace"), TwoStepVerification: new("required"), MinimumPasswordStrength: new("good"),
		PasswordExpiryDays: new(90), IdleSessionMinutes: new(60), UserAPITokens: new("blocked"), ThirdPartyLogin: new("blocked"),
	}
	require.NoError(t, b.SetAuthenticationSettings(b.AuthenticationPolicyID("Staff"), all))
	assert.Equal(t, simulator.AuthenticationSettings{
		SingleSignOn: "google_workspace", TwoStepVerification: "required", MinimumPasswordStrength: "good", PasswordExpiryDays: 90,
		IdleSessionMinutes: 60, UserAPITokens: "blocked", ThirdPartyLogin: "blocked",
	}, b.policy("People").Settings)

	require.NoError(t, b.SetAuthenticationSettings("People", all))
	assert.Equal(t, []string{simulator.ActionPolicyUpdated, simulator.ActionPolicyUpdated}, b.actions(), "what changes nothing is not told")

	for _, wrong := range []struct {
		change simulator.AuthenticationSettingsChange
		want   string
	}{
		{simulator.AuthenticationSettingsChange{Name: new("Everyone")}, "already"},
		{simulator.AuthenticationSettingsChange{SingleSignOn: new("")}, "single_sign_on"},
		{simulator.AuthenticationSettingsChange{TwoStepVerification: new("off")}, `two_step_verification: "off" is none of optional, required`},
		{simulator.AuthenticationSettingsChange{MinimumPasswordStrength: new("x")}, "minimum_password_strength"},
		{simulator.AuthenticationSettingsChange{PasswordExpiryDays: new(-1)}, "must not be negative"},
		{simulator.AuthenticationSettingsChange{IdleSessionMinutes: new(-1)}, "must not be negative"},
		{simulator.AuthenticationSettingsChange{UserAPITokens: new("x")}, "user_api_tokens"},
		{simulator.AuthenticationSettingsChange{ThirdPartyLogin: new("x")}, "third_party_login"},
	} {
		require.ErrorContains(t, b.SetAuthenticationSettings("People", wrong.change), wrong.want)
	}

	require.ErrorIs(t, b.SetAuthenticationSettings("Staff", all), simulator.ErrNotFound, "it has another name now")
	assert.Len(t, b.actions(), 2)
}

func TestMembersOfADeletedPolicyLandInTheDefault(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	require.NoError(t, b.DeleteAuthenticationPolicy("Staff"))
	assert.Equal(t, b.AuthenticationPolicyID("Everyone"), b.AuthenticationPolicyOf(ada))
	assert.Equal(t, []string{simulator.ActionPolicyDeleted}, b.actions())

	require.ErrorIs(t, b.DeleteAuthenticationPolicy("Staff"), simulator.ErrNotFound)
	require.ErrorContains(t, b.DeleteAuthenticationPolicy("Everyone"), "cannot be deleted")
}

func TestUsersAreMovedInTheConsole(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	require.NoError(t, b.FailMoves(ada, &simulator.MoveFailure{Status: 409}))
	require.NoError(t, b.MoveToAuthenticationPolicy("Break glass", ada))
	assert.Equal(t, b.AuthenticationPolicyID("Break glass"), b.AuthenticationPolicyOf(ada), "the failure is one of the API")
	require.NoError(t, b.MoveToAuthenticationPolicy("Break glass", ada))
	assert.Equal(t, []string{simulator.ActionPolicyMemberMoved}, b.actions(), "once")

	require.ErrorContains(t, b.MoveToAuthenticationPolicy("Staff", lena), "not a managed account")
	require.ErrorIs(t, b.MoveToAuthenticationPolicy("nothing", ada), simulator.ErrNotFound)
	require.ErrorIs(t, b.MoveToAuthenticationPolicy("Staff", "nobody"), simulator.ErrNotFound)
}

// An account that is claimed again lands in the default policy, wherever it
// was before.
func TestWhoIsNotManagedLosesThePolicy(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct{ release, claim func(*bench) error }{
		"the claim of the domain": {
			func(b *bench) error { return b.SetDomainClaim("acme.example", "unverified") },
			func(b *bench) error { return b.SetDomainClaim("acme.example", "verified") },
		},
		"the domain": {
			func(b *bench) error { return b.RemoveDomain("acme.example") },
			func(b *bench) error { return b.AddDomain("acme.example", "", "") },
		},
		"the claim of the account": {
			func(b *bench) error {
				return b.ChangeUser(ada, simulator.UserChange{ClaimStatus: new("unmanaged")})
			},
			func(b *bench) error {
				return b.ChangeUser(ada, simulator.UserChange{ClaimStatus: new("managed")})
			},
		},
		"the claim by the control surface": {
			func(b *bench) error {
				b.control("PUT", "domains/acme.example", object{"claim_status": "superseded"})

				return nil
			},
			func(b *bench) error {
				b.control("PUT", "domains/acme.example", object{"claim_status": "verified"})

				return nil
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			b := start(t, simulator.Options{})
			require.NotEqual(t, b.AuthenticationPolicyID("Everyone"), b.AuthenticationPolicyOf(ada))

			require.NoError(t, test.release(b))
			assert.Empty(t, b.AuthenticationPolicyOf(ada))
			assert.Empty(t, b.fetch(ada))
			assert.NotContains(t, b.policy("Staff").Members, b.AccountID(ada))

			require.NoError(t, test.claim(b))
			assert.Equal(t, b.AuthenticationPolicyID("Everyone"), b.AuthenticationPolicyOf(ada))
		})
	}
}

// A missing token keeps the accounts, and so their policies.
func TestMissingTokenKeepsThePolicy(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	require.NoError(t, b.SetDomainClaim("acme.example", "missing_token"))
	assert.Equal(t, b.AuthenticationPolicyID("Staff"), b.AuthenticationPolicyOf(ada))

	require.NoError(t, b.RemoveUser(ada))
	assert.Len(t, b.AuthenticationPolicyMembers("Staff"), 3)
}

func TestPoliciesAreLoadedAndGivenBack(t *testing.T) {
	t.Parallel()

	org, err := simulator.Load(strings.NewReader(`{
		"name": "Mine",
		"users": [
			{"email": "a@mine.example", "claim_status": "managed"}, {"email": "b@mine.example", "claim_status": "managed"},
			{"email": "c@mine.example", "claim_status": "managed"}
		],
		"authentication_policies": [
			{"name": "First", "members": ["A@mine.example"]},
			{"id": "11111111-2222-4333-8444-555555555555", "name": "Second", "default": true, "members": ["b@mine.example"], "settings": {
				"single_sign_on": "saml", "two_step_verification": "required", "minimum_password_strength": "fair", "password_expiry_days": 30,
				"idle_session_minutes": 15, "user_api_tokens": "blocked", "third_party_login": "blocked"
			}}
		]
	}`))
	require.NoError(t, err)

	first := start(t, simulator.Options{Organization: org})
	assert.Equal(t, []string{first.AccountID("a@mine.example")}, first.policy("First").Members)
	assert.Equal(t, []string{first.AccountID("b@mine.example")}, first.policy("Second").Members)
	assert.Equal(t, 15, first.policy("Second").Settings.IdleSessionMinutes)
	assert.Len(t, first.AuthenticationPolicyMembers("Second"), 2)

	first.move("First", "c@mine.example")

	again, err := simulator.Load(strings.NewReader(first.control("GET", "organization", nil).raw))
	require.NoError(t, err)

	second := start(t, simulator.Options{Organization: again})
	assert.Equal(t, first.Organization(), second.Organization())
	assert.Len(t, second.AuthenticationPolicyMembers("First"), 2)
}
