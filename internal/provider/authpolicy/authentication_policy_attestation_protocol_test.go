// SPDX-License-Identifier: MPL-2.0

package authpolicy_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const day = 24 * time.Hour

func TestAttestationState(t *testing.T) {
	t.Parallel()
	for terraform, options := range map[string][]protocol.Option{"1.11": {protocol.WithoutIdentity()}, "1.12": nil} {
		org := simulated.Start(t)
		server := acctest.Server(t, org, nil, options...)
		before := ago(0)
		plan := server.PlanCreate(attestationType, attested())
		require.NoError(t, plan.Diagnostics.Err(), terraform)
		assert.Empty(t, plan.Diagnostics, "there is nothing to warn about")
		assert.Equal(t, protocol.Unknown, plan.Planned["attested_at"])
		assert.Equal(t, []any{}, plan.Planned["changes"])
		assert.Equal(t, false, plan.Planned["expired"])
		state := server.Converge(t, attestationType, attested())
		at := state.Values["attested_at"].(string)
		assert.GreaterOrEqual(t, at, before)
		assert.LessOrEqual(t, at, ago(0))
		assert.Equal(t, policyActions, state.Values["watched_actions"])
		assert.EqualValues(t, 180, state.Values["valid_for_days"])
		assert.Equal(t, false, state.Values["check_single_sign_on"])
		if options == nil {
			assert.Equal(t, identity(org, staff), state.Identity)
		}

		// Whatever is written otherwise attests anew.
		changed := attested(map[string]any{"valid_for_days": 30, "settings": map[string]any{"two_step_verification": "required", "password_expiry_days": 0, "idle_session_minutes": 1}})
		plan = server.PlanUpdate(state, changed)
		assert.Equal(t, protocol.Update, plan.Action)
		assert.Equal(t, protocol.Unknown, plan.Planned["attested_at"])
		assert.Empty(t, plan.Diagnostics)
		server = acctest.Server(t, org, nil, options...)
		state = server.ConvergeFrom(t, state, changed)
		assert.GreaterOrEqual(t, state.Values["attested_at"], at)

		// Another policy is another attestation, for which the changes of the first say nothing.
		sets(t, org, staff, simulator.AuthenticationSettingsChange{IdleSessionMinutes: new(60)})
		server = acctest.Server(t, org, nil, options...)
		state, diagnostics := server.ReadResource(state)
		require.NoError(t, diagnostics.Err())
		assert.NotEmpty(t, state.Values["changes"])
		plan = server.PlanUpdate(state, attested(map[string]any{"policy_id": glass}))
		assert.Equal(t, protocol.Replace, plan.Action)
		assert.Empty(t, plan.Diagnostics)
		replaced, diagnostics := server.ApplyResource(plan)
		require.NoError(t, diagnostics.Err())
		assert.Len(t, diagnostics.Warnings(), 1, "the first one is forgotten")
		assert.Equal(t, glass, replaced.Values["policy_id"])

		plan = server.PlanDelete(replaced)
		require.Len(t, plan.Diagnostics.Warnings(), 1)
		assert.Contains(t, plan.Diagnostics.Warnings()[0], "Terraform will only forget the attestation of authentication policy "+glass)
		left, diagnostics := server.ApplyResource(plan)
		require.NoError(t, diagnostics.Err())
		assert.Nil(t, left)
		require.Len(t, diagnostics.Warnings(), 1)
		assert.Contains(t, diagnostics.Warnings()[0], "The policy and its settings stay in Atlassian: Terraform has forgotten")
	}
}

func TestAttestationImport(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	happened(t, org, simulator.Event{ID: "before", Action: simulator.ActionPolicyUpdated, Policy: staff, Time: time.Now().Add(-31 * day)})
	happened(t, org, simulator.Event{ID: "after", Action: simulator.ActionPolicyUpdated, Policy: staff, Time: time.Now().Add(-29 * day)})
	at := ago(30 * day)
	imported, diagnostics := acctest.Server(t, org, nil).ImportByID(attestationType, staff+"@"+at)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, at, imported.Values["attested_at"])
	assert.Equal(t, []string{"after"}, changedEvents(imported))
	assert.Equal(t, false, imported.Values["expired"])
	assert.Equal(t, identity(org, staff), imported.Identity)
	assert.Nil(t, imported.Values["settings"])

	server := acctest.Server(t, org, nil)
	plan := server.PlanUpdate(imported, attested())
	assert.Equal(t, protocol.Update, plan.Action)
	assert.Equal(t, protocol.Unknown, plan.Planned["attested_at"])
	require.Len(t, plan.Diagnostics.Warnings(), 1)
	assert.Contains(t, plan.Diagnostics.Warnings()[0], "The policy was changed after its attestation")
	state := server.ConvergeFrom(t, imported, attested(map[string]any{"attested_at": ago(time.Hour)}))
	assert.Empty(t, changedEvents(state))

	// A time in another zone is the same time.
	zoned := time.Now().Add(-time.Hour).In(time.FixedZone("", 3600)).Format(time.RFC3339)
	imported, diagnostics = acctest.Server(t, org, nil).ImportByID(attestationType, staff+"@"+zoned)
	require.NoError(t, diagnostics.Err())
	assert.Contains(t, []string{ago(time.Hour), ago(time.Hour + time.Second), ago(time.Hour + 2*time.Second)}, imported.Values["attested_at"])

	// The ID alone tells of no attestation, and nothing is read.
	org.Simulator.ResetRequests()
	for _, one := range []func(*protocol.Server) (*protocol.State, protocol.Diagnostics){
		func(s *protocol.Server) (*protocol.State, protocol.Diagnostics) {
			return s.ImportByID(attestationType, staff)
		},
		func(s *protocol.Server) (*protocol.State, protocol.Diagnostics) {
			return s.ImportByIdentity(attestationType, map[string]any{"policy_id": staff})
		},
		func(s *protocol.Server) (*protocol.State, protocol.Diagnostics) {
			return s.ImportByIdentity(attestationType, identity(org, staff))
		},
	} {
		imported, diagnostics = one(acctest.Server(t, org, nil))
		require.NoError(t, diagnostics.Err())
		assert.Equal(t, identity(org, staff), imported.Identity)
		for name, value := range imported.Values {
			switch name {
			case "policy_id":
				assert.Equal(t, staff, value)
			case "valid_for_days":
				assert.EqualValues(t, 180, value)
			case "check_single_sign_on":
				assert.Equal(t, false, value)
			default:
				assert.Nil(t, value, name)
			}
		}
		assert.Zero(t, org.Requests())
	}
	sets(t, org, staff, simulator.AuthenticationSettingsChange{IdleSessionMinutes: new(60)})
	state = acctest.Server(t, org, nil).ConvergeFrom(t, imported, attested())
	assert.Empty(t, changedEvents(state), "what the log showed at the first attestation is acknowledged")

	for id, says := range map[string]string{
		"":                            "",
		staff + "@yesterday":          `"yesterday" is not a time in RFC 3339`,
		staff + "@2026-01-31":         "is not a time",
		staff + "@":                   "is not a time",
		staff + "@" + ago(-time.Hour): "is in the future",
		"@" + at:                      `"" is not the ID of an authentication policy`,
		"a b":                         `"a b" is not the ID of an authentication policy`,
	} {
		if id == "" {
			continue
		}
		_, diagnostics = acctest.Server(t, org, nil).ImportByID(attestationType, id)
		require.ErrorContains(t, diagnostics.Err(), says, id)
		require.ErrorContains(t, diagnostics.Err(), "POLICY_ID, to attest the settings of a policy for the first time, or POLICY_ID@TIME", id)
	}
}

func TestAttestationExpires(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	for _, test := range []struct {
		age     time.Duration
		expired bool
	}{{89 * day, false}, {91 * day, true}, {179 * day, true}, {200 * day, true}, {2000 * day, true}} {
		state := attest(t, org, attested(map[string]any{"valid_for_days": 90}))
		state.Values["attested_at"] = ago(test.age)
		read := refreshed(t, org, state)
		assert.Equal(t, test.expired, read.Values["expired"], test.age)
		server := acctest.Server(t, org, nil)
		plan := server.PlanUpdate(read, attested(map[string]any{"valid_for_days": 90}))
		require.NoError(t, plan.Diagnostics.Err())
		if !test.expired {
			assert.Equal(t, protocol.NoOp, plan.Action)
			continue
		}
		assert.Equal(t, map[string]any{"expired": false, "attested_at": protocol.Unknown}, differences(plan))
		require.Len(t, plan.Diagnostics.Warnings(), 1)
		assert.Contains(t, plan.Diagnostics.Warnings()[0], "were attested at "+ago(test.age)[:13])
		assert.Contains(t, plan.Diagnostics.Warnings()[0], "for 90 days. The apply will fail, because the configuration contains no answer of a person. First, a person must look at the policy in")
		_, diagnostics := server.ApplyResource(plan)
		require.ErrorContains(t, diagnostics.Err(), "No person has renewed the attestation")
		server.ConvergeFrom(t, read, reviewed(attested(map[string]any{"valid_for_days": 90}), "looked again"))
	}
	imported, diagnostics := acctest.Server(t, org, nil).ImportByID(attestationType, staff+"@"+ago(181*day))
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, true, imported.Values["expired"])
}

// A note that is lost or broken makes more count, not less; a time that is broken is an error.
func TestAttestationOfABrokenState(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	sets(t, org, staff, simulator.AuthenticationSettingsChange{IdleSessionMinutes: new(60)})
	state := attest(t, org, attested())
	require.NotEmpty(t, state.Private)
	lost := *state
	lost.Private = nil
	happened(t, org, simulator.Event{ID: "after", Action: simulator.ActionPolicyUpdated, Policy: staff, Time: time.Now().Add(time.Minute)})
	assert.Contains(t, changedEvents(refreshed(t, org, &lost)), "after")

	state.Values["attested_at"] = "yesterday"
	_, diagnostics := acctest.Server(t, org, nil).ReadResource(state)
	require.ErrorContains(t, diagnostics.Err(), "Cannot tell when the settings were attested")
}

// Values that are not known during the plan.
func TestAttestationOfUnknownValues(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	for name, test := range map[string]struct {
		unknown map[string]any
		planned any
		known   map[string]any
		after   any
	}{
		"the policy": {map[string]any{"policy_id": protocol.Unknown}, []any{}, nil, []any{}},
		"settings":   {map[string]any{"settings": protocol.Unknown}, protocol.Unknown, nil, []any{}},
		"two steps": {
			map[string]any{"settings": map[string]any{"two_step_verification": protocol.Unknown}},
			protocol.Unknown,
			map[string]any{"settings": settings("two_step_verification", "optional")},
			nil,
		},
		"sign-on": {
			map[string]any{"settings": map[string]any{"two_step_verification": "required", "single_sign_on": protocol.Unknown}},
			protocol.Unknown,
			map[string]any{"settings": settings("two_step_verification", "required", "single_sign_on", "saml")},
			nil,
		},
		"sign-on where nothing is checked": {
			map[string]any{"settings": map[string]any{"two_step_verification": "optional", "single_sign_on": protocol.Unknown}},
			nil,
			map[string]any{"settings": settings("two_step_verification", "optional", "single_sign_on", "none")},
			nil,
		},
		"two steps where nothing is checked": {
			map[string]any{"settings": map[string]any{"two_step_verification": protocol.Unknown, "single_sign_on": "google_workspace"}},
			nil,
			map[string]any{"settings": settings("two_step_verification", "required", "single_sign_on", "google_workspace")},
			nil,
		},
		"lists": {map[string]any{"ignored_actions": protocol.Unknown, "exempt_account_ids": []any{protocol.Unknown}}, []any{}, map[string]any{"exempt_account_ids": []any{"x"}}, []any{}},
	} {
		server := acctest.Server(t, org, nil)
		require.NoError(t, server.ValidateResourceConfig(attestationType, attested(test.unknown)).Err(), name)
		plan := server.PlanCreate(attestationType, attested(test.unknown))
		require.NoError(t, plan.Diagnostics.Err(), name)
		assert.Equal(t, test.planned, plan.Planned["without_two_step_verification"], name)
		assert.Equal(t, []any{}, plan.Planned["changes"], name)
		state, diagnostics := server.ApplyKnown(plan, attested(test.known))
		require.NoError(t, diagnostics.Err(), name)
		assert.Equal(t, test.after, state.Values["without_two_step_verification"], name)
	}
	hasTwoStep(t, org, dana, false)
	plan := acctest.Server(t, org, nil).PlanCreate(attestationType, attested(map[string]any{"exempt_account_ids": []any{protocol.Unknown}}))
	assert.Empty(t, plan.Diagnostics, "she may turn out to be exempt")
	server := acctest.Server(t, org, nil)
	plan = server.PlanCreate(attestationType, attested(map[string]any{"settings": settings("single_sign_on", "saml"), "check_single_sign_on": protocol.Unknown}))
	require.NoError(t, plan.Diagnostics.Err())
	assert.Equal(t, protocol.Unknown, plan.Planned["without_single_sign_on"])
	state, diagnostics := server.ApplyKnown(plan, attested(map[string]any{"settings": settings("single_sign_on", "saml"), "check_single_sign_on": false}))
	require.NoError(t, diagnostics.Err())
	assert.Nil(t, state.Values["without_single_sign_on"])
}

func TestAttestationRefusesAtValidation(t *testing.T) {
	t.Parallel()
	server := protocol.New(t, provider.New("test")())
	for name, test := range map[string]struct {
		change map[string]any
		says   string
	}{
		"no settings":          {map[string]any{"settings": map[string]any{}}, "No settings are attested"},
		"an unknown value":     {map[string]any{"settings": settings("single_sign_on", "okta")}, `value must be one of`},
		"a negative expiry":    {map[string]any{"settings": map[string]any{"password_expiry_days": -1}}, "password_expiry_days"},
		"no idle time":         {map[string]any{"settings": map[string]any{"idle_session_minutes": 0}}, "idle_session_minutes"},
		"nobody":               {map[string]any{"attested_by": " "}, "must name the person"},
		"a policy's name":      {map[string]any{"policy_id": "Our staff"}, "must be the ID of an authentication policy"},
		"too long":             {map[string]any{"valid_for_days": 181}, "must be between 1 and 180"},
		"too short":            {map[string]any{"valid_for_days": 0}, "must be between 1 and 180"},
		"a check without SAML": {map[string]any{"check_single_sign_on": true}, `makes sense only if settings.single_sign_on is "saml"`},
		"a check with Google":  {map[string]any{"check_single_sign_on": true, "settings": settings("single_sign_on", "google_workspace")}, "Single sign-on by SAML is not attested"},
		"an exempt address":    {map[string]any{"exempt_account_ids": []any{ada}}, "E-mail addresses are not accepted here"},
		"exempt twice":         {map[string]any{"exempt_account_ids": []any{"a", "a"}}, "Duplicate element"},
		"ignored twice":        {map[string]any{"ignored_actions": []any{"a", "a"}}, "Duplicate element"},
		"an action's name":     {map[string]any{"ignored_actions": []any{"Updated policy"}}, "is not the ID of an action"},
	} {
		require.ErrorContains(t, server.ValidateResourceConfig(attestationType, attested(test.change)).Err(), test.says, name)
	}
	for _, change := range []map[string]any{
		{"settings": map[string]any{"password_expiry_days": protocol.Unknown}},
		{"settings": protocol.Unknown, "check_single_sign_on": true},
		{"settings": map[string]any{"single_sign_on": protocol.Unknown}, "check_single_sign_on": true},
	} {
		require.NoError(t, server.ValidateResourceConfig(attestationType, attested(change)).Err())
	}
}

// A policy that nobody is in may not exist at all, and the plan of an attestation says so.
func TestAttestationOfAPolicyWithoutMembers(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	for policy, warnings := range map[string]int{staff: 0, strings.ToUpper(staff): 0, glass: 1, "c84e5b17-0d9a-4f62-b3a8-00000000dead": 1} {
		plan := acctest.Server(t, org, nil).PlanCreate(attestationType, attested(map[string]any{"policy_id": policy}))
		require.NoError(t, plan.Diagnostics.Err())
		require.Len(t, plan.Diagnostics.Warnings(), warnings, policy)
		for _, warning := range plan.Diagnostics.Warnings() {
			assert.Contains(t, warning, "No managed account is in authentication policy "+policy)
		}
	}
	// In whichever case an ID is written, it is the same policy, also to who looks for members without two-step verification.
	hasTwoStep(t, org, chen, false)
	plan := acctest.Server(t, org, nil).PlanCreate(attestationType, attested(map[string]any{"policy_id": strings.ToUpper(staff)}))
	require.Len(t, plan.Diagnostics.Warnings(), 1)
	assert.Contains(t, plan.Diagnostics.Warnings()[0], "Members without two-step verification")
}
