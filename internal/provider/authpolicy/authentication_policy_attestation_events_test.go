// SPDX-License-Identifier: MPL-2.0

package authpolicy_test

import (
	"net/http"
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

// eventsEdited edits each event of the audit log, and takes what the edit returns for it.
func eventsEdited(t *testing.T, org *simulated.Organization, edit func(event map[string]any) []any) *simulated.Organization {
	t.Helper()
	return org.Edited(t, "/events", func(body any) any {
		edited := []any{}
		for _, one := range body.(map[string]any)["data"].([]any) {
			edited = append(edited, edit(one.(map[string]any))...)
		}
		body.(map[string]any)["data"] = edited
		return body
	})
}

// object edits the policies that an event names.
func object(edit func(object map[string]any)) func(map[string]any) []any {
	return func(event map[string]any) []any {
		for _, one := range event["attributes"].(map[string]any)["context"].([]any) {
			edit(one.(map[string]any))
		}
		return []any{event}
	}
}

// However an event names the policy, and whatever it leaves out, it counts, unless it clearly is about another policy.
func TestAttestationOfEventsInOtherForms(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	state := attest(t, org, attested())
	sets(t, org, staff, simulator.AuthenticationSettingsChange{IdleSessionMinutes: new(60)})
	set := func(field string, value any) func(map[string]any) []any {
		return object(func(o map[string]any) { o[field] = value })
	}
	attribute := func(field string, value any) func(map[string]any) []any {
		return func(event map[string]any) []any {
			event["attributes"].(map[string]any)[field] = value
			return []any{event}
		}
	}
	for name, edit := range map[string]func(map[string]any) []any{
		"without an ID":   object(func(o map[string]any) { delete(o, "id") }),
		"a null ID":       set("id", nil),
		"an empty ID":     set("id", ""),
		"a number":        set("id", 7),
		"in capitals":     set("id", strings.ToUpper(staff)),
		"in an ARI":       set("id", "ari:cloud:identity::auth-policy/"+staff),
		"in a longer ARI": set("id", "ari:cloud:identity:"+org.Credentials.OrganizationID+":auth-policy/"+staff+"/project/10000"),
		"behind a prefix": set("id", "policy_"+staff),
		"by its name":     set("id", "Staff"),
		"a null type":     set("type", nil),
		"of another kind": object(func(o map[string]any) { o["id"], o["type"] = everyone, "authentication-policy-setting" }),
		"in its attributes": object(func(o map[string]any) {
			o["id"], o["attributes"] = everyone, map[string]any{"previous": map[string]any{"policyId": strings.ToUpper(staff)}}
		}),
		"in the message": func(event map[string]any) []any {
			event["message"] = map[string]any{"content": "Another default than " + staff, "format": "simple"}
			return object(func(o map[string]any) { o["id"] = everyone })(event)
		},
		"another type":       set("type", "data-security-policy"),
		"null context":       attribute("context", nil),
		"no context":         attribute("context", []any{}),
		"null in context":    attribute("context", []any{nil}),
		"a null container":   attribute("container", nil),
		"a null time":        attribute("time", nil),
		"a null action":      attribute("action", nil),
		"another action":     attribute("action", "new_name"),
		"no attributes":      func(event map[string]any) []any { event["attributes"] = nil; return []any{event} },
		"no ID of the event": func(event map[string]any) []any { event["id"] = nil; return []any{event} },
		"twice":              func(event map[string]any) []any { return []any{event, event} },
	} {
		read := refreshed(t, eventsEdited(t, org, edit), state)
		assert.NotEmpty(t, read.Values["changes"], name)
	}
	for name, id := range map[string]string{"another": everyone, "in an ARI": "ari:cloud:identity:" + org.Credentials.OrganizationID + ":auth-policy/" + everyone} {
		read := refreshed(t, eventsEdited(t, org, set("id", id)), state)
		assert.Empty(t, read.Values["changes"], name)
	}
	for name, edit := range map[string]func(any) any{
		"null data":       func(body any) any { body.(map[string]any)["data"] = nil; return body },
		"no data":         func(body any) any { delete(body.(map[string]any), "data"); return body },
		"a null event":    func(body any) any { body.(map[string]any)["data"] = []any{nil}; return body },
		"another answer":  func(any) any { return map[string]any{"count": 7} },
		"null altogether": func(any) any { return nil },
	} {
		for _, path := range []string{"/events", "/event-actions"} {
			left, diagnostics := acctest.Server(t, org.Edited(t, path, edit), nil).ReadResource(state)
			require.Error(t, diagnostics.Err(), "%s of %s", name, path)
			assert.Equal(t, state.Values, left.Values)
		}
	}
}

// What a refresh has found stays found, also where the log shows it no more, until a person has answered.
func TestAttestationRemembersWhatItFound(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, simulated.AsDocumented())
	state := attest(t, org, attested())
	sets(t, org, staff, simulator.AuthenticationSettingsChange{IdleSessionMinutes: new(60)})
	found := refreshed(t, org, state)
	require.Len(t, changedEvents(found), 1)

	forgetful := eventsEdited(t, org, func(map[string]any) []any { return nil })
	assert.Equal(t, found.Values["changes"], refreshed(t, forgetful, found).Values["changes"])
	server := acctest.Server(t, forgetful, nil)
	_, diagnostics := server.ApplyResource(server.PlanUpdate(found, attested()))
	require.ErrorContains(t, diagnostics.Err(), "No person has answered for the changes")
	again := acctest.Server(t, forgetful, nil).ConvergeFrom(t, found, reviewed(attested(), "looked again"))
	assert.Empty(t, changedEvents(refreshed(t, org, again)), "it is acknowledged, also where it shows up again")
	ignoring := attested(map[string]any{"ignored_actions": []any{simulator.ActionPolicyUpdated}})
	acctest.Server(t, forgetful, nil).ConvergeFrom(t, found, ignoring)
}

// Where the log counts its events, it cannot leave one out.
func TestAttestationOfALogThatContradictsItself(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, simulated.WithLiveForms())
	state := attest(t, org, attested())
	sets(t, org, staff, simulator.AuthenticationSettingsChange{IdleSessionMinutes: new(60)})
	left, diagnostics := acctest.Server(t, eventsEdited(t, org, func(map[string]any) []any { return nil }), nil).ReadResource(state)
	require.ErrorContains(t, diagnostics.Err(), "Cannot find out whether the policy was changed")
	require.ErrorContains(t, diagnostics.Err(), "Atlassian counts 1 items, but its answer holds 0 of them")
	assert.Equal(t, state.Values, left.Values)
}

// A watched action that the log no longer lists is still asked for, and a warning of every plan, until a person rules it out.
func TestAttestationOfAnActionThatVanishes(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	state := attest(t, org, attested())
	const created = `{"id":"auth_policy_created","type":"event-actions","attributes":{"displayName":"Created authentication policy"}}`
	const renamed = `{"id":"auth_policy_updated","type":"event-actions","attributes":{"displayName":"Updated sign-in rules","groupDisplayName":"Security"}}`
	with := listing(t, org, created, strings.ReplaceAll(renamed, "auth_policy_updated", "rules_updated"))
	sets(t, org, staff, simulator.AuthenticationSettingsChange{IdleSessionMinutes: new(60)})

	org.Simulator.ResetRequests()
	read := refreshed(t, with, state)
	assert.Equal(t, []string{simulator.ActionPolicyUpdated}, changedActions(read))
	assert.Equal(t, policyActions, read.Values["watched_actions"])
	assert.Equal(t, []int{1, len(policyActions), 1, 1, 1, 0}, asked(org, actionsOperation, eventsOperation, searchOperation, fetchOperation, countOperation))

	answer := reviewed(attested(), "looked again")
	plan := acctest.Server(t, with, nil).PlanUpdate(read, answer)
	assert.Contains(t, strings.Join(plan.Diagnostics.Warnings(), "\n"), "no longer lists 3 actions among the actions about authentication policies: auth_policy_deleted, auth_policy_made_default, auth_policy_updated.")
	again := acctest.Server(t, with, nil).ConvergeFrom(t, read, answer)
	assert.Equal(t, policyActions, again.Values["watched_actions"], "an apply forgets none of them")

	ignoring := reviewed(attested(map[string]any{"ignored_actions": policyActions[1:]}), "looked again")
	less := acctest.Server(t, with, nil).ConvergeFrom(t, again, ignoring)
	assert.Equal(t, policyActions[:1], less.Values["watched_actions"])
	assert.Empty(t, acctest.Server(t, with, nil).PlanUpdate(less, ignoring).Diagnostics)
	// Other ignored actions leave those that vanished.
	some := acctest.Server(t, with, nil).ConvergeFrom(t, again, reviewed(attested(map[string]any{"ignored_actions": policyActions[2:3]}), "looked again"))
	assert.Equal(t, []any{policyActions[0], policyActions[1], policyActions[3]}, some.Values["watched_actions"])

	// Several attestations share what they ask of it.
	org.Simulator.ResetRequests()
	server := acctest.Server(t, with, nil)
	for range 3 {
		_, diagnostics := server.ReadResource(again)
		require.NoError(t, diagnostics.Err())
	}
	assert.Equal(t, len(policyActions), org.Simulator.Requests()[eventsOperation])

	// That it cannot be asked for is an error that says what to do.
	org.Simulator.Inject(simulator.Fault{Operation: eventsOperation, Status: http.StatusBadRequest, Count: 1, Skip: 1})
	_, diagnostics := acctest.Server(t, with, nil).ReadResource(again)
	require.ErrorContains(t, diagnostics.Err(), `no longer lists the watched action "auth_policy_deleted", and gives no events of it`)
	require.ErrorContains(t, diagnostics.Err(), `list "auth_policy_deleted" in ignored_actions and apply that once with -refresh=false`)
}

// No attestation outlives its policy, whatever a person says.
func TestAttestationOfADeletedPolicy(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, simulated.AsDocumented())
	state := attest(t, org, attested())
	require.NoError(t, org.Simulator.DeleteAuthenticationPolicy(staff))
	read := refreshed(t, org, state)
	assert.Equal(t, true, read.Values["deleted"])
	assert.Equal(t, []string{simulator.ActionPolicyDeleted}, changedActions(read))
	for _, config := range []map[string]any{attested(), reviewed(attested(), "looked again"), attested(map[string]any{"attested_by": "Bruno", "settings": settings("user_api_tokens", "blocked")})} {
		server := acctest.Server(t, org, nil)
		plan := server.PlanUpdate(read, config)
		require.NoError(t, plan.Diagnostics.Err())
		assert.Equal(t, false, plan.Planned["deleted"])
		assert.Contains(t, strings.Join(plan.Diagnostics.Warnings(), "\n"), "The policy was deleted: As it is, apply will fail")
		left, diagnostics := server.ApplyResource(plan)
		require.ErrorContains(t, diagnostics.Err(), "was deleted. There is nothing to attest")
		require.ErrorContains(t, diagnostics.Err(), "Remove this resource from the configuration")
		assert.Equal(t, read.Values, left.Values)
	}
	forgetful := eventsEdited(t, org, func(map[string]any) []any { return nil })
	assert.Equal(t, true, refreshed(t, forgetful, read).Values["deleted"])
	server := acctest.Server(t, forgetful, nil)
	_, diagnostics := server.ApplyResource(server.PlanUpdate(read, reviewed(attested(), "looked again")))
	require.ErrorContains(t, diagnostics.Err(), "The policy was deleted")

	// And none can begin, however long ago it was deleted.
	fresh := simulated.Start(t)
	happened(t, fresh, simulator.Event{Action: simulator.ActionPolicyDeleted, Policy: staff, Time: time.Now().Add(-100 * day)})
	server = acctest.Server(t, fresh, nil)
	left, diagnostics := server.ApplyResource(server.PlanCreate(attestationType, attested()))
	require.ErrorContains(t, diagnostics.Err(), "The policy was deleted")
	assert.Nil(t, left)

	// A person may find that it is not so, or go on with another policy.
	acctest.Server(t, org, nil).ConvergeFrom(t, read, attested(map[string]any{"ignored_actions": []any{simulator.ActionPolicyDeleted}}))
	plan := acctest.Server(t, org, nil).PlanUpdate(read, attested(map[string]any{"policy_id": everyone, "settings": settings("user_api_tokens", "allowed")}))
	assert.Equal(t, protocol.Replace, plan.Action)
	_, diagnostics = acctest.Server(t, org, nil).ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
}

// Of what happened at an unknown time, nobody knows that it was before the time of the look.
func TestAttestationOfAnEventWithoutATime(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, simulated.AsDocumented())
	happened(t, org, simulator.Event{Action: simulator.ActionPolicyUpdated, Policy: staff, Time: time.Now().Add(-10 * time.Minute)})
	timeless := eventsEdited(t, org, func(event map[string]any) []any {
		event["attributes"].(map[string]any)["time"] = nil
		return []any{event}
	})
	look := attested(map[string]any{"attested_at": ago(time.Hour)})
	server := acctest.Server(t, timeless, nil)
	plan := server.PlanCreate(attestationType, look)
	assert.Contains(t, strings.Join(plan.Diagnostics.Warnings(), "\n"), "The policy was changed after attested_at: As it is, apply will fail")
	_, diagnostics := server.ApplyResource(plan)
	require.ErrorContains(t, diagnostics.Err(), "at an unknown time: Updated authentication policy")
	require.ErrorContains(t, diagnostics.Err(), "To attest anyway, leave attested_at out")
	state := attest(t, timeless, attested()) // which shows that the person knows of it
	acctest.Server(t, timeless, nil).ConvergeFrom(t, state, look)
}
