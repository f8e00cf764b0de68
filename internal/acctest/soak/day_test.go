// SPDX-License-Identifier: MPL-2.0

package soak_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/thorough"
)

// The day: a plan every ten minutes, or every half hour in `make test`, somebody who changes something every hour, and a new API key
// every six hours. The old key still works for an hour, in which the new one is brought to where it is used.
func betweenPlans() time.Duration { return thorough.Part(10*time.Minute, 30*time.Minute) }

const (
	keyLives = 7 * time.Hour
	keyEvery = 6 * time.Hour
)

// day is the time, and the keys that work at a time. The organization itself has one key, which never expires.
type day struct {
	mu    sync.Mutex
	begun time.Time
	now   time.Time
	key   string // of the organization
}

func (d *day) time() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.now
}

func (d *day) pass(much time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now = d.now.Add(much)
}

// keyFrom names the key that is made at a time of the day.
func keyFrom(since time.Duration) string { return "key-of-" + since.String() }

// locked lets a request pass whose key is valid now. All others keep their key, which the organization refuses.
func (d *day) locked(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		scheme, given, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		if scheme == "Bearer" {
			now := d.time().Sub(d.begun)
			for since := time.Duration(0); since <= now; since += keyEvery {
				if given == keyFrom(since) && now < since+keyLives {
					r.Header.Set("Authorization", "Bearer "+d.key)
				}
			}
		}
		next.ServeHTTP(w, r)
	})
}

// Through a day, each plan sees what was changed since the one before, and sends the same requests as all others. A key that has expired is an
// error that says so, and never a finding: nothing counts as gone because it could not be read.
func TestADayWithKeysThatRotate(t *testing.T) { //nolint:paralleltest // others in this package count what the process uses
	begun := time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)
	virtual := &day{begun: begun, now: begun}
	org, handler := simulated.Handler(t, simulated.WithClock(virtual.time))
	virtual.key = org.Credentials.APIKey
	org.URL, _ = listen(t, virtual.locked(handler))
	group := org.Simulator.GroupID(contractors)
	org.Credentials.APIKey = keyFrom(0)
	server := acctest.Server(t, org, nil)
	w := begin(t, server, group)
	membership := w.objects[0]
	// It was not added a moment ago, by the clock of this machine: a refresh would wait for the search to show it.
	membership.state.Private = nil

	var usual, drifted map[string]int
	constant := func(requests *map[string]int, at time.Duration) {
		sent := org.Simulator.Requests()
		if *requests == nil {
			*requests = sent
		}
		assert.Equal(t, *requests, sent, "requests of the plan at %s", at)
	}
	rotations, changes := 0, 0
	for virtual.time().Before(begun.Add(24 * time.Hour)) {
		virtual.pass(betweenPlans())
		at := virtual.time().Sub(begun)
		if at%keyEvery == 0 && at < 24*time.Hour {
			org.Credentials.APIKey = keyFrom(at)
			server = acctest.Server(t, org, nil) // as a process that is started with the new key
			w.server = server
			rotations++
		}
		if at > keyEvery && at%keyEvery == keyLives-keyEvery { // the old key has just expired
			expired := acctest.Server(t, org, map[string]any{"api_key": keyFrom(at - keyLives)})
			read, diagnostics := expired.ReadResource(membership.state)
			require.ErrorContains(t, diagnostics.Err(), "Atlassian does not accept the API key")
			assert.ErrorContains(t, diagnostics.Err(), "expired")
			assert.ErrorContains(t, diagnostics.Err(), "ATLASSIAN_ORG_API_KEY")
			assert.NotNil(t, read, "the state stays")
		}
		changed := at%time.Hour == 0
		if changed {
			require.NoError(t, org.Simulator.RemoveMember(group, ada))
			changes++
		}
		org.Simulator.ResetRequests()
		found := w.plan(t)
		if !changed {
			assert.Empty(t, found, "at %s", at)
			constant(&usual, at)
			continue
		}
		assert.Equal(t, map[string]protocol.Action{"atlassian_group_membership": protocol.Create}, found, "at %s", at)
		constant(&drifted, at)
		require.NoError(t, org.Simulator.AddMember(group, ada))
	}
	assert.Equal(t, 3, rotations)
	assert.Equal(t, 24, changes)
}
