// SPDX-License-Identifier: MPL-2.0

package relay_test

import (
	"fmt"
	"maps"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const (
	accessDecision = "atlassian_access_review_decision"
	nina           = "nina.weber@acme.example"
	intoAGroup     = accessDecision + " somebody reviewed who comes into another reviewed group"
)

// decisionChecks are those of everything that can happen after an access review.
func decisionChecks() []check {
	start := company()
	start.APIKey.Label = "pipeline"
	start.APIKey.ExpiresAt = time.Now().Add(300 * 24 * time.Hour)
	reviewed := func(more map[string]any) func(*world) map[string]any {
		return func(w *world) map[string]any {
			config := map[string]any{
				"quarter": "2026-Q4", "reviewed_by": "Ada", "key_expiry_days": 0, "keep": map[string]any{emil: "on call"},
				"groups": map[string]any{w.org.Simulator.GroupID("engineering"): "reviewed by Ada"},
			}
			maps.Copy(config, more)
			return config
		}
	}
	hired := func(groups ...string) func(*world) error {
		return func(w *world) error {
			if _, err := w.org.Simulator.AddUser(simulator.User{AccountID: "712020:00000000-0000-4000-9000-00000000000f", Email: nina, Name: "Nina Weber"}); err != nil {
				return fmt.Errorf("hiring: %w", err)
			}
			for _, group := range groups {
				if err := w.org.Simulator.AddMember(group, nina); err != nil {
					return fmt.Errorf("joining: %w", err)
				}
			}
			return nil
		}
	}
	without := start
	without.Users = append([]simulator.User{{AccountID: "712020:00000000-0000-4000-9000-00000000000f", Email: nina, Name: "Nina Weber", Status: "suspended"}}, start.Users...)
	supported := start
	supported.Groups = append([]simulator.Group{{Name: "support", Members: []string{emil}}}, start.Groups...)
	joins := func(w *world) error { return w.org.Simulator.AddMember("engineering", emil) }
	return []check{
		{of: accessDecision, finds: "somebody hired", start: start, prepare: drifting(accessDecision, reviewed(nil), hired())},
		{of: accessDecision, finds: "somebody hired into a reviewed group", start: start, prepare: drifting(accessDecision, reviewed(nil), hired("engineering"))},
		{of: accessDecision, finds: "somebody reviewed who comes into another reviewed group", start: supported, prepare: drifting(accessDecision, func(w *world) map[string]any {
			return reviewed(map[string]any{"keep": nil, "groups": map[string]any{
				w.org.Simulator.GroupID("engineering"): "reviewed by Ada", w.org.Simulator.GroupID("support"): "reviewed by Ada",
			}})(w)
		}, joins)},
		{of: accessDecision, finds: "somebody reviewed who gets a reviewed role", start: supported, prepare: drifting(accessDecision, func(w *world) map[string]any {
			return reviewed(map[string]any{
				"keep": nil, "groups": map[string]any{w.org.Simulator.GroupID("support"): "reviewed by Ada"},
				"app_roles": []any{map[string]any{"resource_id": supported.Workspaces[0].ID, "role": "atlassian/user"}},
			})(w)
		}, joins)},
		{of: accessDecision, finds: "access regained", start: without, prepare: drifting(accessDecision, reviewed(nil), func(w *world) error { return w.org.Simulator.Restore(nina, "") })},
		{of: accessDecision, finds: "access that was to end", start: without, prepare: drifting(
			accessDecision, reviewed(map[string]any{"remove": map[string]any{nina: "left"}}), func(w *world) error { return w.org.Simulator.Restore(nina, "") },
		)},
		{of: accessDecision, finds: "a suspended person with roles", start: start, prepare: drifting(
			accessDecision, reviewed(nil), func(w *world) error { return w.org.Simulator.Suspend(bruno, "") },
		)},
		{of: accessDecision, finds: "a group that is gone", start: start, prepare: drifting(
			accessDecision, reviewed(nil), func(w *world) error { return w.org.Simulator.DeleteGroup("engineering") },
		)},
		{of: accessDecision, finds: "a key about to expire", start: start, prepare: drifting(
			accessDecision, reviewed(map[string]any{"key_expiry_days": 30}), func(w *world) error {
				return w.org.Simulator.CreateAPIKey(simulator.APIKey{ID: "key-2", Label: "reports", CreatedBy: ada, ExpiresAt: time.Now().Add(20 * 24 * time.Hour)})
			},
		)},
	}
}
