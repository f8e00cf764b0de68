// SPDX-License-Identifier: MPL-2.0

package authpolicy_test

import (
	"net/http"
	"net/http/httputil"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// What counts as a change since the attestation, and what does not.
func TestAttestationWhatCounts(t *testing.T) {
	t.Parallel()
	const updated, created = simulator.ActionPolicyUpdated, simulator.ActionPolicyCreated
	for name, test := range map[string]struct {
		before, after func(*testing.T, *simulated.Organization)
		config        map[string]any
		want          []string
	}{
		"nothing": {want: []string{}},
		"settings": {
			after: func(t *testing.T, org *simulated.Organization) {
				t.Helper()
				sets(t, org, staff, simulator.AuthenticationSettingsChange{SingleSignOn: new("saml")})
				sets(t, org, staff, simulator.AuthenticationSettingsChange{SingleSignOn: new("none")})
			},
			want: []string{updated, updated},
		},
		"becoming the default": {
			after: func(t *testing.T, org *simulated.Organization) {
				t.Helper()
				sets(t, org, staff, simulator.AuthenticationSettingsChange{Default: new(true)})
			},
			want: []string{simulator.ActionPolicyMadeDefault},
		},
		"before the attestation": {
			before: func(t *testing.T, org *simulated.Organization) {
				t.Helper()
				sets(t, org, staff, simulator.AuthenticationSettingsChange{PasswordExpiryDays: new(30)})
				happened(t, org, simulator.Event{Action: updated, Time: time.Now().Add(-23 * time.Hour)})
			},
			want: []string{},
		},
		"before the attestation, shown late": {
			before: func(t *testing.T, org *simulated.Organization) {
				t.Helper()
				sets(t, org, staff, simulator.AuthenticationSettingsChange{PasswordExpiryDays: new(30)})
			},
			after: func(t *testing.T, org *simulated.Organization) {
				t.Helper()
				happened(t, org, simulator.Event{Action: created, Policy: staff, Time: time.Now().Add(-3 * time.Hour)})
			},
			want: []string{created},
		},
		"long before the attestation": {
			after: func(t *testing.T, org *simulated.Organization) {
				t.Helper()
				happened(t, org, simulator.Event{Action: updated, Policy: staff, Time: time.Now().Add(-26 * time.Hour)})
			},
			want: []string{},
		},
		"another policy": {
			after: func(t *testing.T, org *simulated.Organization) {
				t.Helper()
				sets(t, org, everyone, simulator.AuthenticationSettingsChange{UserAPITokens: new("blocked")})
				require.NoError(t, org.Simulator.DeleteAuthenticationPolicy(glass))
			},
			want: []string{},
		},
		"no policy named": {
			after: func(t *testing.T, org *simulated.Organization) {
				t.Helper()
				happened(t, org, simulator.Event{Action: updated})
			},
			want: []string{updated},
		},
		"members": {
			after: func(t *testing.T, org *simulated.Organization) {
				t.Helper()
				require.NoError(t, org.Simulator.MoveToAuthenticationPolicy(staff, fatima))
				require.NoError(t, org.Simulator.MoveToAuthenticationPolicy(everyone, bruno))
				acctest.Server(t, org, nil).Converge(t, membersType, map[string]any{"policy_id": staff, "emails": []any{gus}})
				require.Len(t, movesLogged(t, org), 3)
			},
			want: []string{},
		},
		"groups": {
			after: func(t *testing.T, org *simulated.Organization) {
				t.Helper()
				require.NoError(t, org.Simulator.DeleteGroup("contractors"))
			},
			want: []string{},
		},
		"ignored": {
			config: map[string]any{"ignored_actions": []any{created, "of-no-meaning"}},
			after: func(t *testing.T, org *simulated.Organization) {
				t.Helper()
				happened(t, org, simulator.Event{Action: created})
				happened(t, org, simulator.Event{Action: updated, Policy: staff, Time: time.Now().Add(time.Minute)})
			},
			want: []string{updated},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := simulated.Start(t)
			if test.before != nil {
				test.before(t, org)
			}
			state := attest(t, org, attested(test.config))
			if test.after != nil {
				test.after(t, org)
			}
			read := refreshed(t, org, state)
			assert.Equal(t, test.want, changedActions(read))
			assert.Equal(t, state.Values["attested_at"], read.Values["attested_at"])

			plan := acctest.Server(t, org, nil).PlanUpdate(read, attested(test.config))
			require.NoError(t, plan.Diagnostics.Err())
			if len(test.want) == 0 {
				assert.Equal(t, protocol.NoOp, plan.Action)
				assert.Empty(t, plan.Diagnostics)
				return
			}
			assert.Equal(t, protocol.Update, plan.Action)
			assert.Equal(t, map[string]any{"changes": []any{}, "attested_at": protocol.Unknown}, differences(plan))
			require.Len(t, plan.Diagnostics.Warnings(), 1)

			left, diagnostics := acctest.Server(t, org, nil).ApplyResource(plan)
			require.ErrorContains(t, diagnostics.Err(), "No person has answered for the changes")
			assert.Equal(t, read.Values, left.Values)

			plan = acctest.Server(t, org, nil).PlanUpdate(read, reviewed(attested(test.config), "looked again"))
			again, diagnostics := acctest.Server(t, org, nil).ApplyResource(plan)
			require.NoError(t, diagnostics.Err())
			assert.Empty(t, changedActions(refreshed(t, org, again)), "all that was seen is acknowledged")
		})
	}
}

func TestAttestationSaysWhatChanged(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	at := time.Now().Add(-time.Hour).UTC().Truncate(time.Second)
	state := attest(t, org, attested())
	happened(t, org, simulator.Event{ID: "second", Action: simulator.ActionPolicyUpdated, Policy: staff, Time: at.Add(time.Minute), Actor: "scripts"})
	happened(t, org, simulator.Event{ID: "first", Action: simulator.ActionPolicyMadeDefault, Policy: staff, Time: at, Actor: bruno})
	read := refreshed(t, org, state)
	assert.Equal(t, []any{
		map[string]any{
			"event_id": "first", "time": at.Format(time.RFC3339), "actor": "Bruno Keller <" + bruno + ">",
			"action": simulator.ActionPolicyMadeDefault, "action_name": "Made authentication policy the default",
		},
		map[string]any{
			"event_id": "second", "time": at.Add(time.Minute).Format(time.RFC3339), "actor": "scripts",
			"action": simulator.ActionPolicyUpdated, "action_name": "Updated authentication policy",
		},
	}, read.Values["changes"])
	warnings := acctest.Server(t, org, nil).PlanUpdate(read, attested()).Diagnostics.Warnings()
	require.Len(t, warnings, 1)
	assert.Contains(t, warnings[0], "The policy was changed after its attestation: The audit log shows changes to authentication policy "+staff+" since "+state.Values["attested_at"].(string)+":\n"+
		"- "+at.Format(time.RFC3339)+": Made authentication policy the default (auth_policy_made_default), by Bruno Keller <"+bruno+">\n"+
		"- "+at.Add(time.Minute).Format(time.RFC3339)+": Updated authentication policy (auth_policy_updated), by scripts\n\n"+
		"The apply will fail, because the configuration contains no answer of a person. First, a person must look at the policy in Atlassian Administration under Security > Authentication policies")
	assert.Contains(t, warnings[0], `AttributeName("changes")`)
}

// Between plan and apply, the policy is changed again: that was not in front of the person who said yes.
func TestAttestationChangedAgainSinceThePlan(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	state := attest(t, org, attested())
	sets(t, org, staff, simulator.AuthenticationSettingsChange{IdleSessionMinutes: new(60)})
	seen := refreshed(t, org, state)
	plan := acctest.Server(t, org, nil).PlanUpdate(seen, attested())
	require.NoError(t, plan.Diagnostics.Err())

	happened(t, org, simulator.Event{ID: "again", Action: simulator.ActionPolicyUpdated, Policy: staff, Actor: emil})
	left, diagnostics := acctest.Server(t, org, nil).ApplyResource(plan)
	require.ErrorContains(t, diagnostics.Err(), "The policy was changed again after the plan")
	require.ErrorContains(t, diagnostics.Err(), "by Emil Sorensen <"+emil+">")
	assert.Equal(t, seen.Values, left.Values)
	assert.Equal(t, state.Identity, left.Identity)

	read := refreshed(t, org, left)
	assert.Len(t, changedEvents(read), 2, "the next plan shows both")
	assert.Contains(t, changedEvents(read), "again")
	mended := acctest.Server(t, org, nil).ConvergeFrom(t, read, reviewed(attested(), "looked at both"))
	assert.Empty(t, changedEvents(mended))

	// So does a change of the configuration that is planned while nothing was changed.
	config := reviewed(attested(map[string]any{"attested_by": "Bruno"}), "looked at both")
	plan = acctest.Server(t, org, nil).PlanUpdate(mended, config)
	assert.Empty(t, plan.Diagnostics)
	sets(t, org, staff, simulator.AuthenticationSettingsChange{IdleSessionMinutes: new(120)})
	left, diagnostics = acctest.Server(t, org, nil).ApplyResource(plan)
	require.ErrorContains(t, diagnostics.Err(), "The policy was changed again after the plan")
	assert.Equal(t, mended.Values, left.Values)
	// And a change to another policy is none.
	read = acctest.Server(t, org, nil).ConvergeFrom(t, refreshed(t, org, left), reviewed(config, "looked once more"))
	plan = acctest.Server(t, org, nil).PlanUpdate(read, attested())
	sets(t, org, everyone, simulator.AuthenticationSettingsChange{IdleSessionMinutes: new(120)})
	_, diagnostics = acctest.Server(t, org, nil).ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
}

// What was ignored may be watched again, and the other way round, without an apply that can never succeed.
func TestAttestationIgnoresActions(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	ignoring := attested(map[string]any{"ignored_actions": []any{simulator.ActionPolicyUpdated, simulator.ActionPolicyCreated}})
	state := attest(t, org, ignoring)
	assert.Equal(t, []any{simulator.ActionPolicyDeleted, simulator.ActionPolicyMadeDefault}, state.Values["watched_actions"])
	sets(t, org, staff, simulator.AuthenticationSettingsChange{IdleSessionMinutes: new(60)})
	read := refreshed(t, org, state)
	assert.Empty(t, changedActions(read))

	plan := acctest.Server(t, org, nil).PlanUpdate(read, attested(map[string]any{"ignored_actions": []any{simulator.ActionPolicyCreated, simulator.ActionPolicyUpdated}}))
	assert.Equal(t, protocol.NoOp, plan.Action, "order carries no meaning")

	watching := acctest.Server(t, org, nil).ConvergeFrom(t, read, attested())
	assert.Equal(t, policyActions, watching.Values["watched_actions"])
	assert.Empty(t, changedActions(refreshed(t, org, watching)), "what happened before is acknowledged")

	sets(t, org, staff, simulator.AuthenticationSettingsChange{IdleSessionMinutes: new(90)})
	found := refreshed(t, org, watching)
	assert.Equal(t, []string{simulator.ActionPolicyUpdated}, changedActions(found))
	acctest.Server(t, org, nil).ConvergeFrom(t, found, ignoring)

	// What comes to be ignored does not stand in the way of the apply that ignores it.
	plan = acctest.Server(t, org, nil).PlanUpdate(found, ignoring)
	happened(t, org, simulator.Event{Action: simulator.ActionPolicyUpdated, Policy: staff})
	_, diagnostics := acctest.Server(t, org, nil).ApplyResource(plan)
	require.NoError(t, diagnostics.Err())

	// Something must be left.
	all := attested(map[string]any{"ignored_actions": append([]any{"another"}, policyActions...)})
	plan = acctest.Server(t, org, nil).PlanUpdate(found, all)
	require.ErrorContains(t, plan.Diagnostics.Err(), "Nothing is left to watch: ignored_actions lists every action")
	require.ErrorContains(t, plan.Diagnostics.Err(), `AttributeName("ignored_actions")`)
	plan = acctest.Server(t, org, nil).PlanCreate(attestationType, all)
	require.ErrorContains(t, plan.Diagnostics.Err(), "Nothing is left to watch")
	unknown := attested(map[string]any{"ignored_actions": append([]any{protocol.Unknown}, policyActions...)})
	require.ErrorContains(t, acctest.Server(t, org, nil).PlanCreate(attestationType, unknown).Diagnostics.Err(), "Nothing is left to watch")
	// The plan does not insist on reading the actions; apply does.
	org.Simulator.Inject(simulator.Fault{Operation: actionsOperation, Status: http.StatusForbidden})
	server := acctest.Server(t, org, nil)
	plan = server.PlanCreate(attestationType, all)
	assert.Empty(t, plan.Diagnostics)
	left, diagnostics := server.ApplyResource(plan)
	require.ErrorContains(t, diagnostics.Err(), "Nothing is left to watch")
	assert.Nil(t, left)
}

// An audit log that gives no answer is never one without changes.
func TestAttestationWithoutAnAuditLog(t *testing.T) {
	t.Parallel()
	for operation, status := range map[string]int{eventsOperation: http.StatusInternalServerError, actionsOperation: http.StatusForbidden} {
		org := simulated.Start(t)
		state := attest(t, org, attested())
		plan := acctest.Server(t, org, nil).PlanUpdate(state, attested(map[string]any{"attested_by": "Bruno"}))
		org.Simulator.Inject(simulator.Fault{Operation: operation, Status: status, Count: -1})

		left, diagnostics := acctest.Server(t, org, nil).ReadResource(state)
		require.ErrorContains(t, diagnostics.Err(), "Cannot find out whether the policy was changed: Atlassian refused getEvent")
		assert.Equal(t, state.Values, left.Values)
		assert.Equal(t, state.Identity, left.Identity)

		left, diagnostics = acctest.Server(t, org, nil).ApplyResource(plan)
		require.ErrorContains(t, diagnostics.Err(), "Cannot find out whether the policy was changed")
		assert.Equal(t, state.Values, left.Values)

		server := acctest.Server(t, org, nil)
		fresh := server.PlanCreate(attestationType, attested())
		assert.Empty(t, fresh.Diagnostics, "what cannot be checked is no refusal")
		left, diagnostics = server.ApplyResource(fresh)
		require.ErrorContains(t, diagnostics.Err(), "Cannot find out whether the policy was changed")
		assert.Nil(t, left)
	}
}

// An organization whose audit log knows no event about policies could never tell of a change.
func TestAttestationWithoutActions(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	state := attest(t, org, attested())
	silent := listing(t, org, `{"id":"group_created","type":"event-actions","attributes":{"displayName":"Created group","groupDisplayName":"Groups"}}`)
	left, diagnostics := acctest.Server(t, silent, nil).ReadResource(state)
	require.ErrorContains(t, diagnostics.Err(), "The audit log has no event to watch")
	require.ErrorContains(t, diagnostics.Err(), "Atlassian Guard Standard")
	assert.Equal(t, state.Values, left.Values)
	assert.Equal(t, state.Identity, left.Identity)
	plan := acctest.Server(t, silent, nil).PlanCreate(attestationType, attested())
	require.ErrorContains(t, plan.Diagnostics.Err(), "The audit log has no event to watch")
	plan = acctest.Server(t, org, nil).PlanCreate(attestationType, attested())
	left, diagnostics = acctest.Server(t, silent, nil).ApplyResource(plan)
	require.ErrorContains(t, diagnostics.Err(), "The audit log has no event to watch")
	assert.Nil(t, left)
}

// All attestations of a run share what they read.
func TestAttestationRequests(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	var states []*protocol.State
	for range 6 {
		states = append(states, attest(t, org, attested()))
	}
	org.Simulator.ResetRequests()
	server := acctest.Server(t, org, nil)
	var walk sync.WaitGroup
	for _, state := range states {
		walk.Go(func() {
			read, diagnostics := server.ReadResource(state)
			if assert.NoError(t, diagnostics.Err()) {
				assert.Equal(t, protocol.NoOp, server.PlanUpdate(read, attested()).Action)
			}
		})
	}
	walk.Wait()
	assert.Equal(t, []int{1, len(policyActions), 1, 1, 1, 0}, asked(org, actionsOperation, eventsOperation, searchOperation, fetchOperation, countOperation))

	// An apply reads the log once, too, though it looks back to the old attestation and for what is acknowledged.
	plan := acctest.Server(t, org, nil).PlanUpdate(states[0], attested(map[string]any{"attested_by": "Bruno"}))
	org.Simulator.ResetRequests()
	_, diagnostics := acctest.Server(t, org, nil).ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, []int{1, len(policyActions), 1, 1, 1, 0}, asked(org, actionsOperation, eventsOperation, searchOperation, fetchOperation, countOperation))
}

// The log is asked for a day before the attestation, and never for what it no longer holds.
func TestAttestationHowFarBack(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	for age, want := range map[time.Duration]time.Duration{40 * day: 41 * day, 500 * day: 180 * day} {
		state := attest(t, org, attested())
		state.Values["attested_at"] = ago(age)
		var mu sync.Mutex
		var since []time.Time
		through := org.Behind(t, func(proxy *httputil.ReverseProxy) http.Handler {
			proxy.ModifyResponse = func(answer *http.Response) error {
				if !strings.HasSuffix(answer.Request.URL.Path, "/events") {
					return nil
				}
				from, err := strconv.ParseInt(answer.Request.URL.Query().Get("from"), 10, 64)
				mu.Lock()
				defer mu.Unlock()
				since = append(since, time.UnixMilli(from))
				return err
			}
			return proxy
		})
		read := refreshed(t, through, state)
		assert.Empty(t, changedEvents(read))
		require.Len(t, since, len(policyActions))
		for _, from := range since { // by the hour, so that attestations of about the same time share it
			assert.WithinDuration(t, time.Now().Add(-want), from, time.Hour+time.Minute)
		}
	}
}
