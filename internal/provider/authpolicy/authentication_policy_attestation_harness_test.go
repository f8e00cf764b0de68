// SPDX-License-Identifier: MPL-2.0

package authpolicy_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const attestationType = "atlassian_authentication_policy_attestation"

// Operations that tests of attestations count or disturb.
const (
	actionsOperation = "GET /admin/v1/orgs/{orgId}/event-actions"
	eventsOperation  = "GET /admin/v1/orgs/{orgId}/events"
	manageOperation  = "GET /users/{account_id}/manage"
)

// policyActions are those that the simulator's audit log has about the settings of policies.
var policyActions = []any{simulator.ActionPolicyCreated, simulator.ActionPolicyDeleted, simulator.ActionPolicyMadeDefault, simulator.ActionPolicyUpdated}

// attested is the configuration of an attestation that holds in the small company, with changes.
func attested(changes ...map[string]any) map[string]any {
	config := map[string]any{"policy_id": staff, "attested_by": "Ada Okafor", "settings": settings("two_step_verification", "required")}
	for _, change := range changes {
		maps.Copy(config, change)
	}
	return config
}

// reviewed is a configuration in which a person says to have looked again.
func reviewed(config map[string]any, text string) map[string]any {
	config = maps.Clone(config)
	config["review"] = text
	return config
}

// settings are those attested, by names and values in turn.
func settings(pairs ...string) map[string]any {
	all := map[string]any{}
	for pair := range slices.Chunk(pairs, 2) {
		all[pair[0]] = pair[1]
	}
	return all
}

// attest brings an attestation into the state.
func attest(t *testing.T, org *simulated.Organization, config map[string]any) *protocol.State {
	t.Helper()
	return acctest.Server(t, org, nil).Converge(t, attestationType, config)
}

// refreshed is a state after a refresh by a run of its own.
func refreshed(t *testing.T, org *simulated.Organization, state *protocol.State) *protocol.State {
	t.Helper()
	read, diagnostics := acctest.Server(t, org, nil).ReadResource(state)
	require.NoError(t, diagnostics.Err())
	require.NotNil(t, read)
	assert.Equal(t, state.Identity, read.Identity)
	return read
}

// changedActions are the actions of the changes in a state, in their order.
func changedActions(state *protocol.State) []string {
	actions := []string{}
	for _, change := range state.Values["changes"].([]any) {
		actions = append(actions, change.(map[string]any)["action"].(string))
	}
	return actions
}

// changedEvents are the IDs of the changes in a state, in their order.
func changedEvents(state *protocol.State) []string {
	ids := []string{}
	for _, change := range state.Values["changes"].([]any) {
		ids = append(ids, change.(map[string]any)["event_id"].(string))
	}
	return ids
}

// differences are the attributes that a plan changes.
func differences(plan *protocol.Plan) map[string]any {
	changed := map[string]any{}
	for name, value := range plan.Planned {
		if !assert.ObjectsAreEqual(plan.Prior.Values[name], value) {
			changed[name] = value
		}
	}
	return changed
}

func sets(t *testing.T, org *simulated.Organization, policy string, change simulator.AuthenticationSettingsChange) {
	t.Helper()
	require.NoError(t, org.Simulator.SetAuthenticationSettings(policy, change))
}

func happened(t *testing.T, org *simulated.Organization, event simulator.Event) {
	t.Helper()
	require.NoError(t, org.Simulator.RecordEvent(event))
}

func hasTwoStep(t *testing.T, org *simulated.Organization, person string, on bool) {
	t.Helper()
	require.NoError(t, org.Simulator.ChangeUser(person, simulator.UserChange{MFA: &on}))
}

// ago is a time as an import ID or a state has it.
func ago(d time.Duration) string {
	return time.Now().Add(-d).UTC().Truncate(time.Second).Format(time.RFC3339)
}

// listing lets the audit log know other actions.
func listing(t *testing.T, org *simulated.Organization, actions ...string) *simulated.Organization {
	t.Helper()
	return org.Edited(t, "/event-actions", func(any) any {
		return map[string]json.RawMessage{"data": json.RawMessage("[" + strings.Join(actions, ",") + "]")}
	})
}

// cloned is a state's values, which may be changed without a change of the state.
func cloned(values map[string]any) map[string]any { return maps.Clone(values) }
