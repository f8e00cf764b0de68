// SPDX-License-Identifier: MPL-2.0

package authpolicy_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// A policy under which nobody need have two-step verification cannot be attested as one under which all must.
func TestAttestationRefusesMembersWithoutTwoStepVerification(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	everybody := func(changes ...map[string]any) map[string]any {
		return attested(append([]map[string]any{{"policy_id": everyone}}, changes...)...)
	}
	server := acctest.Server(t, org, nil)
	plan := server.PlanCreate(attestationType, everybody())
	require.NoError(t, plan.Diagnostics.Err())
	assert.Equal(t, []any{}, plan.Planned["without_two_step_verification"])
	require.Len(t, plan.Diagnostics.Warnings(), 1)
	assert.Contains(t, plan.Diagnostics.Warnings()[0], "Members without two-step verification: As it is, apply will fail: settings.two_step_verification is attested as required, but it is off for 2 active members of the policy:\n"+
		"- "+emil+" ("+org.Simulator.AccountID(emil)+")\n- ivan.petrov@acme.dev (")
	assert.Contains(t, plan.Diagnostics.Warnings()[0], `AttributeName("two_step_verification")`)
	left, diagnostics := server.ApplyResource(plan)
	require.ErrorContains(t, diagnostics.Err(), "off for 2 active members of the policy")
	require.ErrorContains(t, diagnostics.Err(), "Ask them to enroll, change settings to what the console shows, or list their account IDs in exempt_account_ids")
	assert.Nil(t, left)

	// Those who are exempt do not count, in whatever order.
	ids := accounts(org, emil, "ivan.petrov@acme.dev")
	exempt := everybody(map[string]any{"exempt_account_ids": anys(ids)})
	state := attest(t, org, exempt)
	assert.Equal(t, []any{}, state.Values["without_two_step_verification"])
	plan = acctest.Server(t, org, nil).PlanUpdate(state, everybody(map[string]any{"exempt_account_ids": []any{ids[1], ids[0]}}))
	assert.Equal(t, protocol.NoOp, plan.Action)

	// A member who joins without it does.
	hasTwoStep(t, org, gus, false)
	hasTwoStep(t, org, fatima, false)
	read := refreshed(t, org, state)
	assert.Equal(t, []any{fatima, gus}, read.Values["without_two_step_verification"])
	plan = acctest.Server(t, org, nil).PlanUpdate(read, exempt)
	assert.Equal(t, protocol.Update, plan.Action)
	assert.Equal(t, []any{}, differences(plan)["without_two_step_verification"])
	left, diagnostics = acctest.Server(t, org, nil).ApplyResource(plan)
	require.ErrorContains(t, diagnostics.Err(), "off for 2 active members of the policy")
	assert.Equal(t, read.Values, left.Values)

	// It is enough to say what the console shows.
	acctest.Server(t, org, nil).ConvergeFrom(t, read, everybody(map[string]any{"settings": settings("two_step_verification", "optional")}))
	// Or that they no longer are in use.
	for _, person := range []string{gus, fatima} {
		require.NoError(t, org.Simulator.ChangeUser(person, simulator.UserChange{Status: new("suspended")}))
	}
	assert.Equal(t, []any{}, refreshed(t, org, read).Values["without_two_step_verification"])
}

// Where people sign in elsewhere, two-step verification may be off for a good reason: null is not checked, and asks nothing.
func TestAttestationWhatIsChecked(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		settings map[string]any
		checked  bool
	}{
		"required alone":            {settings("two_step_verification", "required"), true},
		"required without sign-on":  {settings("two_step_verification", "required", "single_sign_on", "none"), true},
		"required with SAML":        {settings("two_step_verification", "required", "single_sign_on", "saml"), false},
		"required with Google":      {settings("two_step_verification", "required", "single_sign_on", "google_workspace"), false},
		"optional":                  {settings("two_step_verification", "optional"), false},
		"something else altogether": {settings("user_api_tokens", "blocked"), false},
	} {
		org := simulated.Start(t)
		state := attest(t, org, attested(map[string]any{"settings": test.settings}))
		org.Simulator.ResetRequests() // the plan of the creation has looked whether anybody is in the policy
		refreshed(t, org, state)
		searches := org.Simulator.Requests()[searchOperation]
		if test.checked {
			assert.Equal(t, []any{}, state.Values["without_two_step_verification"], name)
			assert.Positive(t, searches, name)
		} else {
			assert.Nil(t, state.Values["without_two_step_verification"], name)
			assert.Zero(t, searches, name)
		}
		assert.Nil(t, state.Values["without_single_sign_on"], name)

		// What is not checked does not drift, and what comes to be checked is planned.
		hasTwoStep(t, org, ada, false)
		read := refreshed(t, org, state)
		plan := acctest.Server(t, org, nil).PlanUpdate(read, attested(map[string]any{"settings": test.settings}))
		assert.Equal(t, test.checked, plan.Action == protocol.Update, name)
		plan = acctest.Server(t, org, nil).PlanUpdate(read, attested(map[string]any{"settings": settings("two_step_verification", "required")}))
		assert.Equal(t, []any{}, plan.Planned["without_two_step_verification"], name)
		require.Len(t, plan.Diagnostics.Warnings(), 1, name)
		assert.Contains(t, plan.Diagnostics.Warnings()[0], ada, name)
	}
}

func TestAttestationCheckThatFails(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	state := attest(t, org, attested())
	org.Simulator.Inject(simulator.Fault{Operation: searchOperation, Status: http.StatusForbidden, Count: -1})
	left, diagnostics := acctest.Server(t, org, nil).ReadResource(state)
	require.ErrorContains(t, diagnostics.Err(), "Cannot find out who has no two-step verification: Atlassian refused searchDirectoryUsers")
	assert.Equal(t, state.Values, left.Values)
	server := acctest.Server(t, org, nil)
	plan := server.PlanCreate(attestationType, attested())
	assert.Empty(t, plan.Diagnostics)
	left, diagnostics = server.ApplyResource(plan)
	require.ErrorContains(t, diagnostics.Err(), "Cannot find out who has no two-step verification")
	assert.Nil(t, left)
}

func saml(t *testing.T, policy string, scopes ...string) *simulated.Organization {
	t.Helper()
	company := simulator.SmallCompany()
	company.APIKey.Scopes = scopes
	for i := range company.AuthenticationPolicies {
		if company.AuthenticationPolicies[i].ID == policy {
			company.AuthenticationPolicies[i].Settings.SingleSignOn = "saml"
		}
	}
	return simulated.Start(t, simulated.WithStart(company))
}

func samlChecked(changes ...map[string]any) map[string]any {
	return attested(append([]map[string]any{{"settings": settings("single_sign_on", "saml"), "check_single_sign_on": true}}, changes...)...)
}

func TestAttestationChecksSingleSignOn(t *testing.T) {
	t.Parallel()
	org := saml(t, staff)
	require.NoError(t, org.Simulator.ChangeUser(bruno, simulator.UserChange{Status: new("deactivated")}))
	state := attest(t, org, samlChecked())
	assert.Equal(t, []any{}, state.Values["without_single_sign_on"])
	assert.Nil(t, state.Values["without_two_step_verification"])

	org.Simulator.ResetRequests()
	assert.Equal(t, []any{}, refreshed(t, org, state).Values["without_single_sign_on"])
	assert.Equal(t, 3, org.Simulator.Requests()[manageOperation], "one for each active member")

	// Somebody turns single sign-on off.
	sets(t, org, staff, simulator.AuthenticationSettingsChange{SingleSignOn: new("none")})
	read := refreshed(t, org, state)
	assert.Equal(t, []any{ada, chen, dana}, read.Values["without_single_sign_on"])
	assert.Len(t, read.Values["changes"], 1)
	server := acctest.Server(t, org, nil)
	plan := server.PlanUpdate(read, samlChecked())
	require.NoError(t, plan.Diagnostics.Err())
	assert.Equal(t, []any{}, plan.Planned["without_single_sign_on"])
	require.Len(t, plan.Diagnostics.Warnings(), 2)
	assert.Contains(t, plan.Diagnostics.Warnings()[1], "Members without a sign of SAML: As it is, apply will fail")
	left, diagnostics := server.ApplyResource(plan)
	require.ErrorContains(t, diagnostics.Err(), "the profile of 3 active members of the policy shows no sign of it:\n- "+ada)
	require.ErrorContains(t, diagnostics.Err(), "The absence of the sign proves nothing")
	assert.Equal(t, read.Values, left.Values)

	// Exempt, one by one, or not checked at all.
	exempt := reviewed(samlChecked(map[string]any{"exempt_account_ids": anys(accounts(org, dana, chen, ada))}), "looked again")
	acctest.Server(t, org, nil).ConvergeFrom(t, read, exempt)
	unchecked := acctest.Server(t, org, nil).ConvergeFrom(t, read, attested())
	assert.Nil(t, unchecked.Values["without_single_sign_on"])
}

// A key with scopes cannot ask, whatever its scopes are.
func TestAttestationWithAScopedKey(t *testing.T) {
	t.Parallel()
	org := saml(t, staff, "read:events:admin", "read:policies:admin", "read:users:admin")
	server := acctest.Server(t, org, nil)
	plan := server.PlanCreate(attestationType, samlChecked())
	require.ErrorContains(t, plan.Diagnostics.Err(), "The API key has scopes: check_single_sign_on needs an organization API key without scopes")
	require.ErrorContains(t, plan.Diagnostics.Err(), "set check_single_sign_on = false")
	require.ErrorContains(t, plan.Diagnostics.Err(), `AttributeName("check_single_sign_on")`)
	state := attest(t, org, attested())

	// A state that was made with another key.
	state.Values["check_single_sign_on"] = true
	state.Values["settings"] = settings("single_sign_on", "saml")
	left, diagnostics := acctest.Server(t, org, nil).ReadResource(state)
	require.ErrorContains(t, diagnostics.Err(), "apply that once with -refresh=false")
	assert.Equal(t, state.Identity, left.Identity)
	_, diagnostics = server.ApplyResource(server.PlanUpdate(state, attested()))
	require.NoError(t, diagnostics.Err(), "as is said")

	// Another refusal is none of the key's scopes.
	org = saml(t, staff)
	org.Simulator.Inject(simulator.Fault{Operation: manageOperation, Status: http.StatusForbidden, Count: -1})
	server = acctest.Server(t, org, nil)
	plan = server.PlanCreate(attestationType, samlChecked())
	assert.Empty(t, plan.Diagnostics)
	left, diagnostics = server.ApplyResource(plan)
	require.ErrorContains(t, diagnostics.Err(), "Cannot find out who signs in by SAML")
	assert.Nil(t, left)
}

// Of many, a few are named.
func TestAttestationNamesSome(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, simulated.WithStart(simulated.Large(simulated.Size{PolicyMembers: 30})))
	config := attested(map[string]any{"policy_id": simulated.PolicyID})
	server := acctest.Server(t, org, nil)
	left, diagnostics := server.ApplyResource(server.PlanCreate(attestationType, config))
	assert.Nil(t, left)
	require.ErrorContains(t, diagnostics.Err(), "off for 30 active members")
	require.ErrorContains(t, diagnostics.Err(), "- "+simulated.Email(20)+" ("+simulated.AccountID(20)+")\n- and 10 more")
	assert.NotContains(t, diagnostics.Err().Error(), simulated.Email(21))
}
