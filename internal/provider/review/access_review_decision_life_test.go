// SPDX-License-Identifier: MPL-2.0

package review_test

import (
	"maps"
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

// fails plans and applies, and returns the error of the apply. The plan must have warned of it.
func fails(t *testing.T, org *simulated.Organization, state *protocol.State, config map[string]any, says string) {
	t.Helper()
	server := acctest.Server(t, org, nil)
	plan := server.PlanUpdate(state, config)
	require.NoError(t, plan.Diagnostics.Err())
	require.Equal(t, protocol.Update, plan.Action)
	assert.Contains(t, strings.Join(plan.Diagnostics.Warnings(), "\n"), "As it is, apply will fail. ")
	kept, diagnostics := server.ApplyResource(plan)
	require.ErrorContains(t, diagnostics.Err(), says)
	require.Equal(t, state.Values, kept.Values)
}

// changed is a configuration with other values.
func changed(config, changes map[string]any) map[string]any {
	other := maps.Clone(config)
	maps.Copy(other, changes)
	return other
}

// aged is a state whose review is some days older.
func aged(state *protocol.State, days int) *protocol.State {
	older := *state
	older.Values = maps.Clone(state.Values)
	older.Values["reviewed_at"] = time.Now().AddDate(0, 0, -days).UTC().Format(time.RFC3339)
	return &older
}

// Only another quarter, or another time, renews a review.
func TestAReviewThatExpires(t *testing.T) {
	t.Parallel()
	org := start(t)
	config := reviewed(org)
	state := deciding(t, org, config)
	fresh := refreshed(t, org, aged(state, 99))
	assert.Equal(t, false, fresh.Values["expired"])
	assert.Equal(t, protocol.NoOp, acctest.Server(t, org, nil).PlanUpdate(fresh, config).Action)
	fails(t, org, fresh, changed(config, map[string]any{"valid_for_days": 98}), ", for 98 days (valid_for_days)") // an apply must not leave what has expired

	old := refreshed(t, org, aged(state, 101))
	require.Equal(t, true, old.Values["expired"])
	const says = `The review has expired: The access was reviewed at "`
	fails(t, org, old, config, says)
	fails(t, org, old, changed(config, map[string]any{"valid_for_days": 300}), says)
	fails(t, org, old, changed(config, map[string]any{"reviewed_by": "Bruno Keller"}), says)
	fails(t, org, old, with(config, "keep", map[string]any{ivan: "still on call"}), says)
	unrefreshed := aged(state, 101)
	fails(t, org, unrefreshed, with(config, "keep", map[string]any{ivan: "still on call"}), says)

	renewed := acctest.Server(t, org, nil).ConvergeFrom(t, old, changed(config, map[string]any{"quarter": "2027-Q1"}))
	assert.Equal(t, false, renewed.Values["expired"])
	assert.NotEqual(t, old.Values["reviewed_at"], renewed.Values["reviewed_at"])
	at := time.Now().Add(-time.Hour).UTC().Format(time.RFC3339)
	dated := acctest.Server(t, org, nil).ConvergeFrom(t, old, changed(config, map[string]any{"reviewed_at": at}))
	assert.Equal(t, at, dated.Values["reviewed_at"])
	spelled := strings.Replace(at, "Z", "+00:00", 1)
	same := acctest.Server(t, org, nil).ConvergeFrom(t, dated, changed(config, map[string]any{"reviewed_at": spelled}))
	assert.Equal(t, dated.Values["group_members"], same.Values["group_members"])
	left := acctest.Server(t, org, nil).PlanUpdate(dated, config)
	assert.Equal(t, protocol.NoOp, left.Action, "a time that is left out stays what it was")

	ahead := aged(state, -1)
	assert.Equal(t, true, refreshed(t, org, ahead).Values["expired"], "a review from the future is none")
}

// An apply notes first who was to lose access. From then on everybody who has it shows until it is gone.
func TestWhoWasToLoseAccess(t *testing.T) {
	t.Parallel()
	org := start(t)
	config := with(without(reviewed(org), "keep", milo), "remove", map[string]any{strings.ToUpper(milo): "the project has ended"})
	server := acctest.Server(t, org, nil)
	plan := server.PlanCreate(decisionType, config)
	require.NoError(t, plan.Diagnostics.Err())
	require.Equal(t, protocol.Unknown, plan.Planned["not_removed"])
	assert.Contains(t, strings.Join(plan.Diagnostics.Warnings(), "\n"), "This apply records the decision.")
	state, diagnostics := server.ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	assert.Contains(t, strings.Join(diagnostics.Warnings(), "\n"), "Accounts have access that was to end: Access was to end for 1 account, and they still have it:\n- "+milo)
	assert.Equal(t, []any{milo}, column(state.Values, "not_removed", "email"))

	read := refreshed(t, org, state)
	require.Equal(t, state.Values, read.Values)
	fails(t, org, read, config, "Accounts have access that was to end")
	require.NoError(t, org.Simulator.LeaveDirectory(milo, ""))
	gone := refreshed(t, org, read)
	assert.Empty(t, gone.Values["not_removed"])
	assert.Equal(t, protocol.NoOp, acctest.Server(t, org, nil).PlanUpdate(gone, config).Action, "an account that is gone stays in remove")

	// Somebody who moves from keep to remove is noted first as well, and one who comes back shows again.
	moved := with(without(config, "keep", fatima), "remove", map[string]any{fatima: "left"})
	noted, diagnostics := acctest.Server(t, org, nil).ApplyResource(acctest.Server(t, org, nil).PlanUpdate(gone, moved))
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, []any{fatima}, column(noted.Values, "not_removed", "email"))
	require.NoError(t, org.Simulator.Suspend(fatima, ""))
	kept := with(moved, "keep_suspended", map[string]any{fatima: "until the handover"})
	away := acctest.Server(t, org, nil).ConvergeFrom(t, refreshed(t, org, noted), kept)
	require.NoError(t, org.Simulator.Restore(fatima, ""))
	assert.Equal(t, []any{fatima}, column(refreshed(t, org, away).Values, "not_removed", "email"))
}

// What a group had at its review stays recorded within the quarter, whatever else changes. A group that is new then is recorded as it is.
func TestChangesWithinAQuarter(t *testing.T) {
	t.Parallel()
	org := start(t)
	config := reviewed(org)
	state := deciding(t, org, config)
	engineering, contractors := org.Simulator.GroupID("engineering"), org.Simulator.GroupID("contractors")
	_, err := org.Simulator.AddUser(simulator.User{Email: "nina.weber@acme.example", Name: "Nina Weber"})
	require.NoError(t, err)
	require.NoError(t, org.Simulator.AddMember("engineering", "nina.weber@acme.example"))
	read := refreshed(t, org, state)
	const undecided = "nobody has decided on it: "
	fails(t, org, read, with(config, "groups", map[string]any{engineering: "read the list again"}), undecided)
	fails(t, org, read, with(config, "keep", map[string]any{milo: "until spring"}), undecided)
	fails(t, org, read, without(config, "keep", milo), undecided)

	require.NoError(t, org.Simulator.AddMember("contractors", "nina.weber@acme.example"))
	wider := with(config, "groups", map[string]any{contractors: "reviewed by Dana"})
	plan := acctest.Server(t, org, nil).PlanUpdate(refreshed(t, org, state), wider)
	require.NoError(t, plan.Diagnostics.Err())
	planned := plan.Planned["group_members"].(map[string]any)
	assert.Equal(t, protocol.Unknown, planned[contractors])
	assert.Len(t, planned[engineering], 3, "what is recorded shows in the plan")
	assert.Contains(t, strings.Join(plan.Diagnostics.Warnings(), "\n"), `group "contractors" (`+contractors+"): 3 accounts: "+lena+", "+milo+", nina.weber@acme.example")
	fails(t, org, refreshed(t, org, state), wider, undecided) // another group says nothing about the one into which Nina came
	wider = with(wider, "keep", map[string]any{"nina.weber@acme.example": "hired on Monday"})
	covered := acctest.Server(t, org, nil).ConvergeFrom(t, read, wider)
	assert.Len(t, covered.Values["group_members"].(map[string]any)[contractors], 3)

	require.NoError(t, org.Simulator.RemoveMember("engineering", dana))
	assert.Equal(t, protocol.NoOp, acctest.Server(t, org, nil).PlanUpdate(refreshed(t, org, covered), wider).Action, "leaving a group is no finding")
	require.NoError(t, org.Simulator.DeleteGroup("engineering"))
	gone := refreshed(t, org, covered)
	require.Equal(t, []any{engineering}, gone.Values["missing_groups"])
	fails(t, org, gone, wider, "Reviewed groups do not exist any more")
	acctest.Server(t, org, nil).ConvergeFrom(t, gone, without(wider, "groups", engineering))
}

// Somebody who loses access after the review, and gets it back, is decided on again, whatever covered them.
func TestAccessThatWasLostAndComesBack(t *testing.T) {
	t.Parallel()
	org := start(t)
	config := with(reviewed(org), "keep_suspended", map[string]any{dana: "on leave", ivan: "on leave"})
	state := deciding(t, org, config)
	require.NoError(t, org.Simulator.Suspend(dana, "")) // who is in reviewed groups
	require.NoError(t, org.Simulator.Suspend(ivan, "")) // who is kept by name
	away := refreshed(t, org, state)
	assert.Equal(t, protocol.NoOp, acctest.Server(t, org, nil).PlanUpdate(away, config).Action, "to lose access is no finding")
	require.NoError(t, org.Simulator.Restore(dana, ""))
	require.NoError(t, org.Simulator.Restore(ivan, ""))
	back := refreshed(t, org, away)
	require.Equal(t, []any{dana, ivan}, column(back.Values, "undecided", "email"))
	fails(t, org, back, config, "lost access, or had none at the review, and has it again")
	acctest.Server(t, org, nil).ConvergeFrom(t, back, with(config, "keep", map[string]any{dana: "is back", ivan: "is back, and on call"}))
}

// Nothing is decided by an import, so everybody shows. The first apply records the review.
func TestImportOfADecision(t *testing.T) {
	t.Parallel()
	org := start(t)
	server := acctest.Server(t, org, nil)
	byID, diagnostics := server.ImportByID(decisionType, org.Credentials.OrganizationID)
	require.NoError(t, diagnostics.Err())
	assert.Len(t, byID.Values["undecided"], 11)
	assert.Equal(t, map[string]any{"organization_id": org.Credentials.OrganizationID, "directory_ids": "all"}, byID.Identity)
	byIdentity, diagnostics := server.ImportByIdentity(decisionType, map[string]any{"directory_ids": "all"})
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, byID.Values, byIdentity.Values)
	some, diagnostics := server.ImportByID(decisionType, org.Credentials.DirectoryID)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, []any{org.Credentials.DirectoryID}, some.Values["directory_ids"])
	assert.Equal(t, org.Credentials.DirectoryID, some.Identity["directory_ids"])

	fails(t, org, byID, without(reviewed(org), "keep", milo), milo)
	acctest.Server(t, org, nil).ConvergeFrom(t, byID, reviewed(org))
	acctest.Server(t, org, nil).ConvergeFrom(t, some, changed(reviewed(org), map[string]any{"directory_ids": []any{org.Credentials.DirectoryID}}))

	_, diagnostics = server.ImportByID(decisionType, "a b")
	assert.ErrorContains(t, diagnostics.Err(), `"a b" is not the ID of a directory. `)
	assert.ErrorContains(t, diagnostics.Err(), "An import ID is the ID of the organization, for a decision about all of it, or the IDs of the directories with commas between them")
	_, diagnostics = server.ImportByIdentity(decisionType, map[string]any{"organization_id": "another", "directory_ids": "all"})
	assert.ErrorContains(t, diagnostics.Err(), "Another organization")
}

// What is not known in a plan is no answer of a person, and is recorded by the apply.
func TestADecisionThatIsNotKnown(t *testing.T) {
	t.Parallel()
	org := start(t)
	config := reviewed(org)
	unknown := with(config, "keep", map[string]any{ivan: protocol.Unknown})
	server := acctest.Server(t, org, nil)
	plan := server.PlanCreate(decisionType, unknown)
	require.NoError(t, plan.Diagnostics.Err())
	state, diagnostics := server.ApplyKnown(plan, config)
	require.NoError(t, diagnostics.Err())
	assert.Empty(t, state.Values["undecided"])
	for name, value := range map[string]any{"quarter": protocol.Unknown, "reviewed_at": protocol.Unknown, "reviewed_by": protocol.Unknown, "directory_ids": []any{protocol.Unknown}} {
		plan := acctest.Server(t, org, nil).PlanUpdate(state, changed(config, map[string]any{name: value}))
		assert.ErrorContains(t, plan.Diagnostics.Err(), "The review is not known: "+name+" is not known during the plan, as with timestamp()")
	}
	for _, name := range []string{"keep", "remove", "groups", "app_roles", "keep_suspended", "keep_api_keys", "key_expiry_days", "valid_for_days"} {
		plan := acctest.Server(t, org, nil).PlanUpdate(state, changed(config, map[string]any{name: protocol.Unknown}))
		require.NoError(t, plan.Diagnostics.Err(), name)
		require.Equal(t, protocol.Update, plan.Action, name)
	}
	late := protocolServer(t)
	assert.NoError(t, late.PlanUpdate(state, with(config, "keep", map[string]any{milo: "until spring"})).Diagnostics.Err(), "a provider that is not configured yet")
}

// A replacement would record groups as they are now: it is refused as long as it would cover somebody on whom nobody has decided.
func TestAReplacementCoversNobody(t *testing.T) {
	t.Parallel()
	org := start(t)
	config := reviewed(org)
	state := deciding(t, org, config)
	_, err := org.Simulator.AddUser(simulator.User{Email: "nina.weber@acme.example", Name: "Nina Weber"})
	require.NoError(t, err)
	require.NoError(t, org.Simulator.AddMember("engineering", "nina.weber@acme.example"))
	read := refreshed(t, org, state)
	replacing := func(state *protocol.State, config map[string]any) error {
		server := acctest.Server(t, org, nil)
		first := server.PlanUpdate(state, config)
		require.NoError(t, first.Diagnostics.Err())
		return server.PlanReplacement(first).Diagnostics.Err()
	}
	require.ErrorContains(t, replacing(read, config), "A new decision would cover accounts that nobody has decided on: The plan replaces the decision for 2026-Q4, and the new one would record the groups and roles as they are now. "+
		"Nobody has decided on these accounts:\n- nina.weber@acme.example: is in group")
	require.NoError(t, replacing(read, with(config, "keep", map[string]any{"Nina.Weber@acme.example": "hired on Monday"})))
	require.NoError(t, replacing(read, with(config, "remove", map[string]any{org.Simulator.AccountID("nina.weber@acme.example"): "a mistake"})))
	require.NoError(t, replacing(read, changed(config, map[string]any{"quarter": "2027-Q1"})), "another review")
	require.NoError(t, replacing(state, config), "nothing was found")
	old := refreshed(t, org, aged(state, 101))
	require.ErrorContains(t, replacing(old, with(config, "keep", map[string]any{"nina.weber@acme.example": "hired on Monday"})), "A new decision would renew a review that has expired")
}
