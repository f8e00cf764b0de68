// SPDX-License-Identifier: MPL-2.0

package relay_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// protectedChecks are about Bruno, whose account is protected. That he stays where he is, is what is to be found, however much the
// provider knows: a plan may be made that an apply refuses.
func protectedChecks() []check {
	members := func(w *world, emails ...any) map[string]any {
		return map[string]any{"group_id": w.org.Simulator.GroupID("engineering"), "emails": emails}
	}
	return []check{
		{of: groupMembers, finds: "a protected member who is to leave", protected: accounts[bruno], start: company(), prepare: func(t *testing.T, w *world) look {
			t.Helper()
			return refusing(converged(t, w, groupMembers, members(w, ada, bruno)), members(w, ada), func() (gone bool, err error) {
				if slices.Contains(w.org.Simulator.Members("engineering"), accounts[bruno]) {
					return false, nil
				}
				return true, w.org.Simulator.AddMember("engineering", bruno)
			})
		}},
		{of: group, finds: "a protected member of a group that is to go", protected: accounts[bruno], start: company(), prepare: func(t *testing.T, w *world) look {
			t.Helper()
			state := converged(t, w, group, map[string]any{"name": "auditors"})
			require.NoError(t, w.org.Simulator.AddMember("auditors", bruno))
			id := w.org.Simulator.GroupID("auditors")
			return refusing(state, nil, func() (gone bool, err error) {
				if w.org.Simulator.GroupID("auditors") != "" {
					return false, nil
				}
				_, err = w.org.Simulator.CreateGroup(simulator.Group{ID: id, Name: "auditors", Members: []string{bruno}})
				return true, err
			})
		}},
		{of: policyMembers, finds: "a protected member whom nobody names", protected: accounts[bruno], start: company(), prepare: func(t *testing.T, w *world) look {
			t.Helper()
			config := map[string]any{"policy_id": staff, "exclusive": true, "fallback_policy_id": everyone, "emails": []any{ada, emil}}
			require.NoError(t, w.org.Simulator.MoveToAuthenticationPolicy(everyone, bruno))
			state := converged(t, w, policyMembers, config)
			require.NoError(t, w.org.Simulator.MoveToAuthenticationPolicy(staff, bruno))
			return refusing(state, config, func() (gone bool, err error) {
				if w.org.Simulator.AuthenticationPolicyOf(bruno) == staff {
					return false, nil
				}
				return true, w.org.Simulator.MoveToAuthenticationPolicy(staff, bruno)
			})
		}},
	}
}

// refusing is the look of a plan that must not be carried out. Back brings back who is gone, and reports whether anybody was.
func refusing(state *protocol.State, config map[string]any, back func() (gone bool, err error)) look {
	return func(server *protocol.Server) verdict {
		read, diagnostics := server.ReadResource(state)
		if read != nil && diagnostics.Err() == nil {
			plan := server.PlanResource(state.TypeName, read, config)
			if diagnostics = plan.Diagnostics; diagnostics.Err() == nil && plan.Action != protocol.NoOp {
				_, diagnostics = server.ApplyResource(plan)
			}
		}
		gone, err := back()
		if gone || err != nil {
			return verdict{err: err}
		}
		return verdict{found: append(diagnostics.Errors(), "he stays"), state: text(diagnostics.Errors())}
	}
}
