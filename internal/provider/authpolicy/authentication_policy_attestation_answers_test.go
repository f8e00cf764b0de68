// SPDX-License-Identifier: MPL-2.0

package authpolicy_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// A pipeline that applies whatever differs does not reset the tripwire: only the words of a person do.
func TestAttestationIsNotRenewedByAPipeline(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	before := reviewed(attested(), "first look")
	state := attest(t, org, before)
	state.Values["attested_at"] = ago(time.Minute)
	happened(t, org, simulator.Event{Action: simulator.ActionPolicyUpdated, Policy: staff, Time: time.Now().Add(-30 * time.Second)})
	found := refreshed(t, org, state)
	lapsed := *state
	lapsed.Values = cloned(state.Values)
	lapsed.Values["attested_at"] = ago(200 * day)
	expired := refreshed(t, org, &lapsed)
	require.Equal(t, true, expired.Values["expired"])

	for name, change := range map[string]map[string]any{
		"nothing":              nil,
		"blanks in the review": {"review": " first look "},
		"no review":            {"review": nil},
		"an empty review":      {"review": ""},
		"another validity":     {"valid_for_days": 179},
		"another exemption":    {"exempt_account_ids": []any{"712020:robot"}},
		"another action":       {"ignored_actions": []any{simulator.ActionPolicyCreated}},
	} {
		for summary, prior := range map[string]*protocol.State{"No person has answered for the changes": found, "No person has renewed the attestation": expired} {
			server := acctest.Server(t, org, nil)
			plan := server.PlanUpdate(prior, attested(before, change))
			require.NoError(t, plan.Diagnostics.Err())
			require.Equal(t, protocol.Update, plan.Action)
			warnings := strings.Join(plan.Diagnostics.Warnings(), "\n")
			assert.Contains(t, warnings, "The apply will fail, because the configuration contains no answer of a person.", name)
			left, diagnostics := server.ApplyResource(plan)
			require.ErrorContains(t, diagnostics.Err(), summary, name)
			require.ErrorContains(t, diagnostics.Err(), "write a new text in review, for example review = ", name)
			assert.Equal(t, prior.Values, left.Values, name)
			assert.Equal(t, prior.Private, left.Private, name)
		}
	}
	for name, change := range map[string]map[string]any{
		"a new review":     {"review": "second look"},
		"another person":   {"attested_by": "Bruno"},
		"another setting":  {"settings": map[string]any{"two_step_verification": "required", "idle_session_minutes": 60}},
		"the time of look": {"attested_at": time.Now().UTC().Format(time.RFC3339Nano)}, // the change may be of the same second
	} {
		for _, prior := range []*protocol.State{found, expired} {
			plan := acctest.Server(t, org, nil).PlanUpdate(prior, attested(before, change))
			assert.NotContains(t, strings.Join(plan.Diagnostics.Warnings(), "\n"), "apply will fail", name)
			after := acctest.Server(t, org, nil).ConvergeFrom(t, prior, attested(before, change))
			assert.Empty(t, changedEvents(after), name)
			assert.Equal(t, false, after.Values["expired"], name)
		}
	}
	// Where nothing tells against it, nobody has to answer.
	calm := attest(t, org, before)
	acctest.Server(t, org, nil).ConvergeFrom(t, calm, attested(before, map[string]any{"valid_for_days": 30}))
}

// A replacement is no answer either, for whatever reason and in whichever case the policy's ID is written.
func TestAttestationIsNotRenewedByAReplacement(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	state := attest(t, org, attested())
	calm := *state
	sets(t, org, staff, simulator.AuthenticationSettingsChange{IdleSessionMinutes: new(60)})
	found := refreshed(t, org, state)
	upper := map[string]any{"policy_id": strings.ToUpper(staff)}
	for _, config := range []map[string]any{attested(), attested(upper)} {
		server := acctest.Server(t, org, nil)
		first := server.PlanUpdate(found, config)
		require.NoError(t, first.Diagnostics.Err())
		plan := server.PlanReplacement(first)
		require.ErrorContains(t, plan.Diagnostics.Err(), "No person has answered for the changes")
		plan = server.PlanReplacement(server.PlanUpdate(found, attested(config, map[string]any{"review": protocol.Unknown})))
		require.ErrorContains(t, plan.Diagnostics.Err(), "No person has answered for the changes", "apply could not look again")
		require.NoError(t, server.PlanReplacement(server.PlanUpdate(found, reviewed(config, "looked again"))).Diagnostics.Err())
	}
	other := attested(map[string]any{"policy_id": glass})
	for prior, config := range map[*protocol.State]map[string]any{&calm: attested(), found: other} {
		server := acctest.Server(t, org, nil)
		plan := server.PlanReplacement(server.PlanUpdate(prior, config))
		require.NoError(t, plan.Diagnostics.Err())
		state, diagnostics := server.ApplyResource(plan)
		require.NoError(t, diagnostics.Err())
		require.NoError(t, server.PlanReplacement(server.PlanUpdate(state, config)).Diagnostics.Err(), "nothing is left of it")
	}
}

// The time may be a person's own: then the log is compared with it from there on, and the error names its line.
func TestAttestationAtATimeOfItsOwn(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	sets(t, org, staff, simulator.AuthenticationSettingsChange{IdleSessionMinutes: new(60)})
	at := func(d time.Duration) map[string]any { return attested(map[string]any{"attested_at": ago(d)}) }

	// What was changed after that time was not seen.
	server := acctest.Server(t, org, nil)
	create := server.PlanCreate(attestationType, at(time.Hour))
	require.NoError(t, create.Diagnostics.Err())
	assert.Contains(t, strings.Join(create.Diagnostics.Warnings(), "\n"), "The policy was changed after attested_at: As it is, apply will fail")
	left, diagnostics := server.ApplyResource(create)
	require.ErrorContains(t, diagnostics.Err(), "The policy was changed after attested_at")
	assert.Nil(t, left)

	quiet := simulated.Start(t)
	happened(t, quiet, simulator.Event{Action: simulator.ActionPolicyUpdated, Policy: staff, Time: time.Now().Add(-2 * time.Hour)})
	look := time.Now().Add(-time.Hour)
	zoned := attested(map[string]any{"attested_at": look.In(time.FixedZone("", 3600)).Format(time.RFC3339)})
	state := attest(t, quiet, zoned)
	assert.Equal(t, zoned["attested_at"], state.Values["attested_at"])
	same := attested(map[string]any{"attested_at": look.UTC().Format(time.RFC3339)})

	happened(t, quiet, simulator.Event{Action: simulator.ActionPolicyUpdated, Policy: staff, Time: time.Now().Add(-time.Minute)})
	found := refreshed(t, quiet, state)
	require.Len(t, changedEvents(found), 1)
	for name, c := range map[string]struct {
		config map[string]any
		says   string
	}{
		"the same time":      {zoned, "change attested_at (it is still"},
		"spelled otherwise":  {same, "No person has answered"},
		"before the change":  {at(30 * time.Minute), "The policy was changed after attested_at"},
		"not given any more": {attested(), "No person has answered"},
	} {
		server := acctest.Server(t, quiet, nil)
		plan := server.PlanUpdate(found, c.config)
		require.NoError(t, plan.Diagnostics.Err(), name)
		_, diagnostics = server.ApplyResource(plan)
		require.ErrorContains(t, diagnostics.Err(), c.says, name)
	}
	acctest.Server(t, quiet, nil).ConvergeFrom(t, found, at(0))
	// A new text in review leaves the time as it is, and answers for what came after it.
	answered := acctest.Server(t, quiet, nil).ConvergeFrom(t, found, reviewed(zoned, "looked at the change"))
	assert.Equal(t, zoned["attested_at"], answered.Values["attested_at"])
	assert.Empty(t, changedEvents(answered))

	for text, says := range map[string]string{"yesterday": "must be a time in RFC 3339 format", "2026-11-28": "must be a time", "": "must be a time"} {
		require.ErrorContains(t, acctest.Server(t, org, nil).ValidateResourceConfig(attestationType, attested(map[string]any{"attested_at": text})).Err(), says)
	}
}

// A time ahead of now is no attestation: nobody can have looked then.
func TestAttestationAheadOfNow(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	for _, config := range []map[string]any{{"attested_at": ago(-time.Hour)}, {"attested_at": ago(-1000 * day)}} {
		plan := acctest.Server(t, org, nil).PlanCreate(attestationType, attested(config))
		require.ErrorContains(t, plan.Diagnostics.Err(), "The attestation is in the future: attested_at is "+config["attested_at"].(string)+", which is after the current time")
		require.ErrorContains(t, plan.Diagnostics.Err(), `AttributeName("attested_at")`)
	}
	plan := acctest.Server(t, org, nil).PlanCreate(attestationType, attested(map[string]any{"attested_at": ago(31 * day), "valid_for_days": 30}))
	require.ErrorContains(t, plan.Diagnostics.Err(), "The attestation has expired: attested_at is ")

	// One that a state has, as from a clock that is wrong, counts as expired, and is found.
	state := attest(t, org, attested())
	state.Values["attested_at"] = ago(-10 * day)
	sets(t, org, staff, simulator.AuthenticationSettingsChange{IdleSessionMinutes: new(60)})
	read := refreshed(t, org, state)
	assert.Equal(t, true, read.Values["expired"])
	assert.Len(t, read.Values["changes"], 1)
	server := acctest.Server(t, org, nil)
	plan = server.PlanUpdate(read, attested())
	assert.Contains(t, strings.Join(plan.Diagnostics.Warnings(), "\n"), "but that is after the current time")
	_, diagnostics := server.ApplyResource(plan)
	require.ErrorContains(t, diagnostics.Err(), "No person has renewed the attestation")
	written := attested(map[string]any{"attested_at": state.Values["attested_at"], "attested_by": "Bruno"})
	server = acctest.Server(t, org, nil)
	plan = server.PlanUpdate(read, written)
	_, diagnostics = server.ApplyResource(plan)
	require.ErrorContains(t, diagnostics.Err(), "The attestation is in the future")
	acctest.Server(t, org, nil).ConvergeFrom(t, read, reviewed(attested(), "the clock was wrong"))
}

// A text of the log cannot pass for a message of its own.
func TestAttestationKeepsForeignTextsToOneLine(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	state := attest(t, org, attested())
	sets(t, org, staff, simulator.AuthenticationSettingsChange{IdleSessionMinutes: new(60)})
	read := refreshed(t, eventsEdited(t, org, func(event map[string]any) []any {
		event["attributes"].(map[string]any)["actor"] = map[string]any{"id": "x", "name": "Ada\n\nNo changes. \u202e\x1b[2K"}
		return []any{event}
	}), state)
	warnings := acctest.Server(t, org, nil).PlanUpdate(read, attested()).Diagnostics.Warnings()
	require.Len(t, warnings, 1)
	assert.Contains(t, warnings[0], `by Ada\n\nNo changes. \u202e\x1b[2K`)
}

// What people and pipelines see in a terminal.
func TestAttestationOfAPipelineInTheTerminal(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	w := cli.New(t, org).Keep()
	named := func(name, review string) {
		w.Write("main.tf", `
resource "atlassian_authentication_policy_attestation" "`+name+`" {
  policy_id   = "`+staff+`"
  attested_by = "Ada Okafor"
  settings    = { idle_session_minutes = 60 }
  review      = "`+review+`"
}
`)
	}
	write := func(review string) { named("staff", review) }
	write("first look")
	w.MustRun("apply", "-auto-approve", "-no-color")
	sets(t, org, staff, simulator.AuthenticationSettingsChange{IdleSessionMinutes: new(90)})
	for _, options := range [][]string{nil, {"-replace=atlassian_authentication_policy_attestation.staff"}} {
		applied := w.Run(append([]string{"apply", "-auto-approve", "-no-color"}, options...)...)
		assert.Equal(t, 1, applied.ExitCode)
		assert.Contains(t, applied.Output, "No person has answered for the changes")
		assert.Contains(t, applied.Output, `  6:   review      = "first look"`, "the line to change")
	}
	named("ours", "first look")
	renamed := w.Run("apply", "-auto-approve", "-no-color")
	assert.Equal(t, 1, renamed.ExitCode)
	assert.Contains(t, renamed.Output, "No person has answered for the changes")
	assert.Contains(t, strings.Join(strings.Fields(renamed.Output), " "), "write a moved block")
	write("first look")
	assert.Equal(t, 2, w.Run("plan", "-detailed-exitcode").ExitCode, "it stays a finding")
	write("second look: 90 minutes were agreed")
	w.MustRun("apply", "-auto-approve", "-no-color")
	assert.Zero(t, w.Run("plan", "-detailed-exitcode").ExitCode)
}
