// SPDX-License-Identifier: MPL-2.0

package authpolicy_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// An apply that nobody has answered in does not renew an attestation: what a data source fills in would keep it from ever expiring.
func TestAttestationIsAsOldAsItsLastAnswer(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	config := attested(map[string]any{"exempt_account_ids": []any{"712020:robot"}, "valid_for_days": 90})
	state := attest(t, org, config)
	state.Values["attested_at"] = ago(60 * day)
	old := refreshed(t, org, state)
	minutes := 60
	for name, change := range map[string]map[string]any{
		"another exemption":      {"exempt_account_ids": []any{"712020:another"}},
		"another ignored action": {"ignored_actions": []any{simulator.ActionPolicyCreated}},
		"another validity":       {"valid_for_days": 80},
	} {
		after := acctest.Server(t, org, nil).ConvergeFrom(t, old, attested(config, change))
		assert.Equal(t, old.Values["attested_at"], after.Values["attested_at"], name)
		minutes++
		sets(t, org, staff, simulator.AuthenticationSettingsChange{IdleSessionMinutes: new(minutes)})
		assert.NotEmpty(t, changedEvents(refreshed(t, org, after)), name)
		old = acctest.Server(t, org, nil).ConvergeFrom(t, refreshed(t, org, after), reviewed(config, "looked again after "+name))
		old.Values["attested_at"] = ago(60 * day)
	}
	renewed := acctest.Server(t, org, nil).ConvergeFrom(t, old, reviewed(config, "looked again"))
	assert.NotEqual(t, old.Values["attested_at"], renewed.Values["attested_at"])

	// Somebody enrols between the plan and the apply.
	hasTwoStep(t, org, chen, false)
	read := refreshed(t, org, old)
	require.NotEmpty(t, read.Values["without_two_step_verification"])
	review := reviewed(config, old.Values["review"].(string))
	plan := acctest.Server(t, org, nil).PlanUpdate(read, review)
	require.Equal(t, protocol.Update, plan.Action)
	hasTwoStep(t, org, chen, true)
	after, diagnostics := acctest.Server(t, org, nil).ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, old.Values["attested_at"], after.Values["attested_at"])

	// A shorter time that is over already is an expired attestation.
	server := acctest.Server(t, org, nil)
	plan = server.PlanUpdate(old, attested(review, map[string]any{"valid_for_days": 30}))
	require.NoError(t, plan.Diagnostics.Err())
	_, diagnostics = server.ApplyResource(plan)
	require.ErrorContains(t, diagnostics.Err(), "No person has renewed the attestation")
}

// What the plan does not know yet is nothing that a person has written: timestamp() would answer in every run.
func TestAttestationIsNotAnsweredByWhatIsNotKnown(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	state := attest(t, org, reviewed(attested(), "first look"))
	calm := refreshed(t, org, state)
	sets(t, org, staff, simulator.AuthenticationSettingsChange{IdleSessionMinutes: new(60)})
	found := refreshed(t, org, state)
	for _, attribute := range []string{"attested_at", "attested_by", "review", "settings"} {
		unknown := map[string]any{attribute: protocol.Unknown}
		plan := acctest.Server(t, org, nil).PlanUpdate(found, attested(reviewed(attested(), "first look"), unknown))
		require.ErrorContains(t, plan.Diagnostics.Err(), "The answer of a person is unknown", attribute)
		require.ErrorContains(t, plan.Diagnostics.Err(), `AttributeName("`+attribute+`")`)
		plan = acctest.Server(t, org, nil).PlanReplacement(acctest.Server(t, org, nil).PlanUpdate(found, attested(unknown)))
		require.Error(t, plan.Diagnostics.Err(), attribute)
		answered := attested(reviewed(attested(), "second look"), map[string]any{"attested_by": "Bruno"}, unknown)
		require.NoError(t, acctest.Server(t, org, nil).PlanUpdate(found, answered).Diagnostics.Err(), attribute)
	}
	// A time like that is not a renewal either of what nothing tells against.
	plan := acctest.Server(t, org, nil).PlanUpdate(calm, reviewed(attested(map[string]any{"attested_at": protocol.Unknown}), "first look"))
	require.ErrorContains(t, plan.Diagnostics.Err(), "The answer of a person is unknown")
	require.NoError(t, acctest.Server(t, org, nil).PlanUpdate(calm, reviewed(attested(map[string]any{"attested_at": protocol.Unknown}), "second look")).Diagnostics.Err())

	// A policy that is not known yet may be the same one.
	server := acctest.Server(t, org, nil)
	elsewhere := reviewed(attested(map[string]any{"policy_id": protocol.Unknown}), "first look")
	plan = server.PlanReplacement(server.PlanUpdate(found, elsewhere))
	require.ErrorContains(t, plan.Diagnostics.Err(), "No person has answered for the changes")
}

// An import tells when somebody looked, and nothing of what that person wrote. So only a later time shows that somebody looked again.
func TestAttestationIsNotAnsweredByAnImport(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	happened(t, org, simulator.Event{Action: simulator.ActionPolicyUpdated, Policy: staff, Time: time.Now().Add(-29 * day)})
	at := ago(30 * day)
	imported, diagnostics := acctest.Server(t, org, nil).ImportByID(attestationType, staff+"@"+at)
	require.NoError(t, diagnostics.Err())
	for _, config := range []map[string]any{attested(), reviewed(attested(), "first look"), attested(map[string]any{"attested_at": at})} {
		server := acctest.Server(t, org, nil)
		plan := server.PlanUpdate(imported, config)
		require.NoError(t, plan.Diagnostics.Err())
		_, diagnostics = server.ApplyResource(plan)
		require.ErrorContains(t, diagnostics.Err(), "No person has answered for the changes")
		require.ErrorContains(t, diagnostics.Err(), "set attested_at to the time of that look")
	}
	acctest.Server(t, org, nil).ConvergeFrom(t, imported, attested(map[string]any{"attested_at": ago(time.Hour)}))
	// Where nothing tells against it, it is as it was.
	imported, diagnostics = acctest.Server(t, org, nil).ImportByID(attestationType, staff+"@"+ago(28*day))
	require.NoError(t, diagnostics.Err())
	acctest.Server(t, org, nil).ConvergeFrom(t, imported, attested())
}
