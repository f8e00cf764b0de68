// SPDX-License-Identifier: MPL-2.0

package relay_test

import (
	"maps"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const (
	attestation   = "atlassian_authentication_policy_attestation"
	policyMembers = "atlassian_authentication_policy_members"
	policies      = "atlassian_authentication_policies"
)

func losesTwoStep(w *world) error {
	off := false
	return w.org.Simulator.ChangeUser(bruno, simulator.UserChange{MFA: &off})
}

func attesting(more map[string]any) func(*world) map[string]any {
	config := map[string]any{"policy_id": staff, "attested_by": "Ada"}
	maps.Copy(config, more)
	return always(config)
}

func policyChecks() []check {
	changes := func(change simulator.AuthenticationSettingsChange) func(*world) error {
		return func(w *world) error { return w.org.Simulator.SetAuthenticationSettings(staff, change) }
	}
	joins := func(w *world) error { return w.org.Simulator.MoveToAuthenticationPolicy(staff, emil) }
	leaves := func(w *world) error { return w.org.Simulator.MoveToAuthenticationPolicy(everyone, bruno) }
	exclusive := func(more map[string]any) func(*world) map[string]any {
		config := map[string]any{"policy_id": staff, "exclusive": true, "fallback_policy_id": everyone}
		maps.Copy(config, more)
		return always(config)
	}
	byID := exclusive(map[string]any{"account_ids": []any{accounts[ada], accounts[bruno]}})
	byEmail := exclusive(map[string]any{"emails": []any{ada, bruno}})
	minutes, none := 60, "none"
	return []check{
		{of: attestation, finds: "a changed setting", start: company(), prepare: drifting(
			attestation, attesting(map[string]any{"settings": map[string]any{"idle_session_minutes": 30}}), changes(simulator.AuthenticationSettingsChange{IdleSessionMinutes: &minutes}),
		)},
		{of: attestation, finds: "a deleted policy", start: company(), prepare: drifting(
			attestation, attesting(map[string]any{"settings": map[string]any{"idle_session_minutes": 30}}), func(w *world) error { return w.org.Simulator.DeleteAuthenticationPolicy(staff) },
		)},
		{of: attestation, finds: "a person without two-step verification", start: company(), prepare: drifting(
			attestation, attesting(map[string]any{"settings": map[string]any{"two_step_verification": "required"}}), losesTwoStep,
		)},
		{of: attestation, finds: "a person without SAML", start: company(), prepare: drifting(
			attestation, attesting(map[string]any{"settings": map[string]any{"single_sign_on": "saml"}, "check_single_sign_on": true, "ignored_actions": []any{simulator.ActionPolicyUpdated}}),
			changes(simulator.AuthenticationSettingsChange{SingleSignOn: &none}),
		)},
		{of: policyMembers, finds: "exclusive by ID, somebody joins", start: company(), prepare: drifting(policyMembers, byID, joins)},
		{of: policyMembers, finds: "exclusive by address, somebody joins", start: company(), prepare: drifting(policyMembers, byEmail, joins)},
		{of: policyMembers, finds: "by ID, somebody leaves", start: company(), prepare: drifting(
			policyMembers, always(map[string]any{"policy_id": staff, "account_ids": []any{accounts[ada], accounts[bruno]}}), leaves,
		)},
		{of: policyMembers, finds: "by address, somebody leaves", start: company(), prepare: drifting(
			policyMembers, always(map[string]any{"policy_id": staff, "emails": []any{ada, bruno}}), leaves,
		)},
		{kind: "data", of: policies, finds: "coverage", start: company(), prepare: func(t *testing.T, w *world) look {
			t.Helper()
			require.NoError(t, losesTwoStep(w))
			return func(server *protocol.Server) verdict {
				values, diagnostics := server.ReadDataSource(policies, map[string]any{})
				v := verdict{err: diagnostics.Err(), state: text(values)}
				list, _ := values["policies"].([]any)
				for _, one := range list {
					policy, _ := one.(map[string]any)
					if coverage := policy["two_step_coverage"]; text(coverage) != "100" {
						v.found = append(v.found, text(policy))
					}
				}
				return v
			}
		}},
	}
}
