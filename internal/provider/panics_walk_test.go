// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"maps"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/thorough"
)

// panicking carries requests out, and then panics after one of them, with the key in its hands: Atlassian has done what it was asked for, and
// the provider does not get to see it.
type panicking struct {
	mu    sync.Mutex
	at    int // after how many requests it panics; 0 is never
	fired bool
}

// panicsHere is in the value of every panic, and in no message.
const panicsHere = "a-value-that-no-message-has"

func (p *panicking) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := http.DefaultTransport.RoundTrip(r) //nolint:forbidigo // the organization of a test is on a loopback address
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.at > 0 {
		if p.at--; p.at == 0 {
			p.fired = true
			panic(panicsHere + r.Header.Get("Authorization"))
		}
	}
	return answer, err
}

// arm makes the transport panic after the request with that number, from now on; disarm reports whether it has.
func (p *panicking) arm(at int) (disarm func() (fired bool)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.at, p.fired = at, false
	return func() bool {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.at = 0
		return p.fired
	}
}

// failed reports whether diagnostics say that the provider has failed. Whatever they say, no value that was at hand is in it.
func failed(t *testing.T, what string, org *simulated.Organization, all protocol.Diagnostics) bool {
	t.Helper()
	said := strings.Join(append(all.Errors(), all.Warnings()...), "\n")
	for _, secret := range []string{panicsHere, org.Credentials.APIKey, org.Credentials.UserAPIToken, "Bearer", "Basic"} {
		assert.NotContains(t, said, secret, what)
	}
	failed := strings.Contains(strings.ToLower(said), "the provider has failed")
	assert.Equal(t, failed, strings.Contains(said, "RoundTrip (panics_walk_test.go:"), "%s: it says where:\n%s", what, said)
	return failed
}

// panicLives are configurations of all resources.
func panicLives() map[string]func(*simulated.Organization) map[string]any {
	all := maps.Clone(withdrawnLives)
	all["atlassian_access_review_decision"] = func(org *simulated.Organization) map[string]any {
		keep := make(map[string]any)
		for _, user := range org.Simulator.Organization().Users {
			keep[user.Email] = "on call"
		}
		return map[string]any{"quarter": "2026-Q4", "reviewed_by": "Ada", "key_expiry_days": 0, "keep": keep}
	}
	all["atlassian_authentication_policy_attestation"] = fixed(map[string]any{
		"policy_id": "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045", "attested_by": "Ada", "settings": map[string]any{"minimum_password_strength": "strong"},
	})
	all["atlassian_organization_admins"] = fixed(map[string]any{"emails": []any{"ada.okafor@acme.example"}})
	return all
}

// A panic after any request of any resource, in whichever call, is an error, or changes nothing: no object is lost from the state, and what
// Terraform does not track the next apply tells about.
func TestAPanicLosesNoObject(t *testing.T) {
	t.Parallel()
	lives := panicLives()
	for name := range inOrder(resources(t.Context(), everything(t))) {
		if assert.Contains(t, lives, name, "it needs a configuration in panicLives") {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				walked := &panicWalk{name: name, life: lives[name]}
				walked.creating(t)
				walked.after(t)
				assert.Positive(t, walked.told, "no panic was told of")
			})
		}
	}
}

// panicWalk is the walk over the requests of a resource.
type panicWalk struct {
	name string
	life func(*simulated.Organization) map[string]any
	told int
}

// most is how many requests of a call are tried: calls that wait repeat the same one.
func most() int { return thorough.Part(12, 4) }

// creating lets each request of a creation fail. Either the state has the object, or the next apply works, or says how to import it.
func (w *panicWalk) creating(t *testing.T) {
	t.Helper()
	for at := 1; at <= most(); at++ {
		org, transport := withdrawing(t), &panicking{}
		config := w.life(org)
		server := acctest.Relayed(t, org, transport)
		require.NoError(t, server.ValidateResourceConfig(w.name, config).Err())
		plan := server.PlanCreate(w.name, config)
		require.NoError(t, plan.Diagnostics.Err())
		server.Walk()
		disarm := transport.arm(at)
		state, diagnostics := server.ApplyResource(plan)
		if !disarm() {
			return
		}
		if failed(t, "create", org, diagnostics) {
			w.told++
		} else {
			require.NoError(t, diagnostics.Err(), "create: an error that does not say that it is a bug")
		}
		switch {
		case state != nil:
		case diagnostics.Err() == nil:
			t.Error("create: no error, and no state")
		default:
			w.again(t, org, config)
		}
	}
}

// again creates once more what the state has not got.
func (w *panicWalk) again(t *testing.T, org *simulated.Organization, config map[string]any) {
	t.Helper()
	server := anew(t, org)
	plan := server.PlanCreate(w.name, config)
	diagnostics := plan.Diagnostics
	if diagnostics.Err() == nil {
		_, diagnostics = server.ApplyResource(plan)
	}
	if err := diagnostics.Err(); err != nil {
		assert.ErrorContains(t, err, "import {", "%s: the object is there, and the error does not say how to import it", w.name)
	}
}

// after lets each request of a refresh, an import, a plan and a destruction fail.
func (w *panicWalk) after(t *testing.T) {
	t.Helper()
	org, transport := withdrawing(t), &panicking{}
	config := w.life(org)
	state := anew(t, org).Converge(t, w.name, config)
	each := func(what string, do func(server *protocol.Server) protocol.Diagnostics) {
		for at := 1; at <= most(); at++ {
			server := acctest.Relayed(t, org, transport)
			disarm := transport.arm(at)
			diagnostics := do(server)
			if !disarm() {
				return
			}
			if failed(t, what, org, diagnostics) {
				w.told++
			} else {
				require.NoError(t, diagnostics.Err(), "%s: an error that does not say that it is a bug", what)
			}
		}
	}
	each("refresh", func(server *protocol.Server) protocol.Diagnostics {
		read, diagnostics := server.ReadResource(state)
		assert.NotNil(t, read, "after a panic in a refresh, the object is gone")
		return diagnostics
	})
	each("plan", func(server *protocol.Server) protocol.Diagnostics {
		return server.PlanUpdate(state, config).Diagnostics
	})
	each("import", func(server *protocol.Server) protocol.Diagnostics {
		_, diagnostics := server.ImportByIdentity(w.name, state.Identity)
		return diagnostics
	})
	each("plan of the destruction", func(server *protocol.Server) protocol.Diagnostics {
		return server.PlanResource(w.name, state, nil).Diagnostics
	})
	for at := 1; at <= most(); at++ {
		org, transport := withdrawing(t), &panicking{}
		state := anew(t, org).Converge(t, w.name, w.life(org))
		server := acctest.Relayed(t, org, transport)
		plan := server.PlanDelete(state)
		require.NoError(t, plan.Diagnostics.Err())
		server.Walk()
		disarm := transport.arm(at)
		left, diagnostics := server.ApplyResource(plan)
		if !disarm() {
			return
		}
		if failed(t, "destroy", org, diagnostics) && diagnostics.Err() != nil {
			w.told++
			assert.NotNil(t, left, "destroy: an error, and the state is lost")
		} else {
			require.NoError(t, diagnostics.Err(), "destroy: an error that does not say that it is a bug")
		}
	}
}
