// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// panicReads are configurations of what changes no state. A data source or a list resource that is not here needs none.
var panicReads = map[string]func(*simulated.Organization) map[string]any{
	"data atlassian_authentication_policy_members": fixed(map[string]any{"policy_id": "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045"}),
	"data atlassian_domain":                        fixed(map[string]any{"name": "acme.dev"}),
	"data atlassian_group":                         fixed(map[string]any{"name": "withdrawing"}),
	"data atlassian_group_members":                 inGroup(nil),
	"data atlassian_installed_apps":                fixed(map[string]any{"sites": []any{"acme"}}),
	"data atlassian_marketplace_app":               fixed(map[string]any{"key": "com.orbit.boards"}),
	"data atlassian_audit_events":                  fixed(map[string]any{"last_days": 1}),
	"data atlassian_policy":                        fixed(map[string]any{"type": "data-residency", "name": "Default data residency"}),
	"data atlassian_security_posture":              fixed(map[string]any{"max_organization_admins": 5}),
	"data atlassian_user":                          fixed(map[string]any{"email": "ada.okafor@acme.example"}),
	"list atlassian_group_membership":              inGroup(nil),
	"list atlassian_group_role_assignment":         inGroup(nil),
	"action atlassian_activate_account":            fixed(map[string]any{"accounts": []any{"emil.sorensen@acme.example"}}),
	"action atlassian_deactivate_account":          fixed(map[string]any{"accounts": []any{"emil.sorensen@acme.example"}}),
	"action atlassian_move_users_to_authentication_policy": fixed(map[string]any{
		"policy_id": "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045", "emails": []any{"bruno.keller@acme.example"},
	}),
	"action atlassian_restore_user": fixed(map[string]any{"users": []any{"emil.sorensen@acme.example"}}),
	"action atlassian_suspend_user": fixed(map[string]any{"users": []any{"emil.sorensen@acme.example"}}),
}

// withoutPanics are actions that need an organization of their own, which their own tests have. All actions recover: see
// rpc.TestEveryActionRecovers.
var withoutPanics = []string{"atlassian_revoke_api_key", "atlassian_revoke_user_api_token", "atlassian_uninstall_app"}

// A panic after any request of what reads or acts is told of: there is no answer that looks like all is well. The plan of an action is not
// in it: what it cannot check, it leaves to the invocation. An action that waits asks again after an answer that it could not read.
func TestAPanicIsToldOf(t *testing.T) {
	t.Parallel()
	p := everything(t)
	for name := range inOrder(dataSources(t.Context(), p)) {
		panicsTold(t, "data "+name, func(server *protocol.Server, config map[string]any) (string, protocol.Diagnostics) {
			values, diagnostics := server.ReadDataSource(name, config)
			return asText(t, values), diagnostics
		})
	}
	for name := range inOrder(listResources(t.Context(), p)) {
		panicsTold(t, "list "+name, func(server *protocol.Server, config map[string]any) (string, protocol.Diagnostics) {
			_, diagnostics := server.ListResource(name, config, protocol.ListOptions{IncludeResource: true})
			return "", diagnostics
		})
	}
	for name := range inOrder(actions(t.Context(), p)) {
		if slices.Contains(withoutPanics, name) {
			continue
		}
		panicsTold(t, "action "+name, func(server *protocol.Server, config map[string]any) (string, protocol.Diagnostics) {
			_, diagnostics := server.InvokePlannedAction(name, config)
			return "", diagnostics
		})
	}
}

func asText(t *testing.T, values any) string {
	t.Helper()
	text, err := json.Marshal(values)
	require.NoError(t, err)
	return string(text)
}

// panicsTold lets each request of a call fail in turn.
func panicsTold(t *testing.T, what string, call func(*protocol.Server, map[string]any) (string, protocol.Diagnostics)) {
	t.Helper()
	t.Run(what, func(t *testing.T) {
		t.Parallel()
		fired := 0
		for at := 1; at <= most(); at++ {
			org, transport := withdrawing(t), &panicking{}
			config := map[string]any{}
			if written := panicReads[what]; written != nil {
				config = written(org)
			}
			server := acctest.Relayed(t, org, transport)
			name, isAction := strings.CutPrefix(what, "action ")
			if isAction {
				require.NoError(t, server.PlanAction(name, config).Err())
				server.Walk()
			}
			disarm := transport.arm(at)
			values, diagnostics := call(server, config)
			if !disarm() {
				require.NoError(t, diagnostics.Err(), "without a panic it works")
				break
			}
			fired++
			switch told := failed(t, what, org, diagnostics); {
			case told:
			case isAction:
				require.NoError(t, diagnostics.Err(), "%s: it has looked again, and then ends as it does without a panic", what)
			default:
				assert.Contains(t, values, "the provider has failed", "%s: a panic after request %d is not told of", what, at)
			}
		}
		assert.Positive(t, fired, "it sends no request")
	})
}
