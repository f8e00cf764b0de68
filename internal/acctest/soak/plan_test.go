// SPDX-License-Identifier: MPL-2.0

package soak_test

import (
	"sync"
	"sync/atomic"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
)

// The small company of the simulator.
const (
	contractors = "contractors"
	ada         = "ada.okafor@acme.example"
	staff       = "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045"
	everyone    = "a3d1c0f2-7b64-4e19-8c5d-2f90b6e4a718"
)

// object is a resource of the configuration.
type object struct {
	typeName string
	config   map[string]any
	state    *protocol.State
}

// workspace is a small configuration of several types, and the state of it.
type workspace struct {
	server  *protocol.Server
	objects []*object
	data    map[string]map[string]any
	calls   atomic.Int64
}

// begin applies the configuration.
func begin(t *testing.T, server *protocol.Server, group string) *workspace {
	t.Helper()
	w := &workspace{
		server: server,
		objects: []*object{
			{typeName: "atlassian_group_membership", config: map[string]any{"group_id": group, "email": ada}},
			{typeName: "atlassian_group", config: map[string]any{"name": "soaked"}},
			{typeName: "atlassian_domain_verification", config: map[string]any{"domain": "acme.example"}},
			{typeName: "atlassian_authentication_policy_members", config: map[string]any{
				"policy_id": staff, "fallback_policy_id": everyone, "emails": []any{ada, "emil.sorensen@acme.example"},
			}},
		},
		data: map[string]map[string]any{
			"atlassian_group":   {"name": "engineering"},
			"atlassian_user":    {"email": ada},
			"atlassian_domains": {},
		},
	}
	for _, o := range w.objects {
		o.state = server.Converge(t, o.typeName, o.config)
	}
	return w
}

// plan does what Terraform does for a plan: all at once, and none of it after another provider was configured. It returns the actions that
// are not "no-op", by the type of the resource.
func (w *workspace) plan(t *testing.T) map[string]protocol.Action {
	t.Helper()
	_, err := w.server.Protocol().GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	require.NoError(t, err)
	w.server.Walk()
	w.calls.Add(3) // and two of the configuration
	var (
		mu      sync.Mutex
		actions = make(map[string]protocol.Action)
		all     sync.WaitGroup
	)
	for _, o := range w.objects {
		all.Go(func() {
			w.calls.Add(3)
			assert.NoError(t, w.server.ValidateResourceConfig(o.typeName, o.config).Err())
			read, diagnostics := w.server.ReadResource(o.state)
			if !assert.NoError(t, diagnostics.Err()) {
				return
			}
			planned := w.server.PlanWalked(o.typeName, read, o.config)
			if assert.NoError(t, planned.Diagnostics.Err()) && planned.Action != protocol.NoOp {
				mu.Lock()
				defer mu.Unlock()
				actions[o.typeName] = planned.Action
			}
		})
	}
	for name, config := range w.data {
		all.Go(func() {
			w.calls.Add(2)
			_, diagnostics := w.server.ReadDataSource(name, config)
			assert.NoError(t, diagnostics.Err())
		})
	}
	all.Wait()
	return actions
}
