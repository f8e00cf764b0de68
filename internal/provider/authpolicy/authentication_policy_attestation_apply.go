// SPDX-License-Identifier: MPL-2.0

package authpolicy

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// Create attests the settings. One that fails leaves no state: it wrote nothing in Atlassian, so there is nothing to track,
// and an attestation that was refused is none.
func (r *attestationResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan attestationModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	note, diags := r.attest(ctx, nil, &plan, nil, time.Now())
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(attestationIdentity.Set(ctx, resp.Identity, r.Organization, plan.PolicyID.ValueString())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(note.write(ctx, resp.Private)...)
}

// Update attests the settings anew, unless they were changed again since the plan, or no person has answered for what was found. One
// that fails keeps the state as it was refreshed, so that the next plan shows the same again.
func (r *attestationResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var prior, plan attestationModel
	resp.Diagnostics.Append(req.State.Get(ctx, &prior)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	known, diags := readAcknowledged(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(attestationIdentity.Set(ctx, resp.Identity, r.Organization, plan.PolicyID.ValueString())...)
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, unansweredKey, nil)...) // it was for a replacement
	now := time.Now()
	resp.Diagnostics.Append(r.refuseUnseen(ctx, &prior, &plan, known)...)
	if resp.Diagnostics.HasError() {
		return
	}
	clears, diags := prior.unanswered(ctx, &plan, now)
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(clears.refuse(&plan, plan.configuredAt())...)
	if !prior.AttestedAt.IsNull() && plan.AttestedAt.IsUnknown() && !clears.isAnsweredBy(&plan, plan.configuredAt()) {
		plan.AttestedAt = prior.AttestedAt // nobody has looked again
	}
	note, diags := r.attest(ctx, &prior, &plan, known, now)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(note.write(ctx, resp.Private)...)
}

// configuredAt is attested_at as the configuration has it, once everything is known: what it leaves out is unknown until apply.
func (m *attestationModel) configuredAt() types.String {
	if m.AttestedAt.IsUnknown() {
		return types.StringNull()
	}
	return m.AttestedAt
}

// attest completes the model, unless something tells against it. The time is from before anything was read: what falls
// in between is found later. There is no prior state where nothing was attested before.
func (r *attestationResource) attest(ctx context.Context, prior, m *attestationModel, known acknowledged, now time.Time) (acknowledged, diag.Diagnostics) {
	watched, err := r.watched(ctx, m)
	if err != nil {
		return nil, diag.Diagnostics{logFailed(err)}
	}
	if len(watched) == 0 {
		return nil, diag.Diagnostics{nothingWatched(m)}
	}
	at := now
	var diags diag.Diagnostics
	if configured := m.configuredAt(); !configured.IsNull() {
		if at, err = m.attestedAt(); err != nil {
			return nil, diag.Diagnostics{base.FailedAt(path.Root("attested_at"), "Cannot tell when the settings were attested", err)}
		}
		diags.Append(m.refuseTime(at, now)...)
	}
	note, more := r.lookAtLog(ctx, prior, m, known, at, now)
	diags.Append(more...)
	found, more := r.check(ctx, m)
	diags.Append(more...)
	diags.Append(found.refusals()...)
	if diags.HasError() {
		return nil, diags
	}
	found.into(m)
	if m.WatchedActions.IsUnknown() { // otherwise the plan has promised what the last refresh found
		if prior != nil {
			ignored, _ := m.IgnoredActions.Strings()
			watched = union(watched, prior.stillWatched(ignored))
		}
		m.WatchedActions = base.StringList(watched)
	}
	if m.configuredAt().IsNull() {
		m.AttestedAt = types.StringValue(rfc3339(at))
	}
	return note, diags
}

// lookAtLog notes what the audit log shows at an attestation, and refuses what it tells against it: a policy that is deleted, and changes
// after the time that the configuration names.
func (r *attestationResource) lookAtLog(ctx context.Context, prior, m *attestationModel, known acknowledged, at, now time.Time) (acknowledged, diag.Diagnostics) {
	since := minTime(at, now).Add(-r.Organization.Audit.LoggedWithin())
	if prior == nil || prior.AttestedAt.IsNull() { // the policy may have been deleted long ago
		since = now.Add(-organization.AuditLogKept)
	} else if kept := now.Add(-organization.AuditLogKept); since.Before(kept) {
		since = kept
	}
	names, err := r.actionNames(ctx)
	if err != nil {
		return nil, diag.Diagnostics{logFailed(err)}
	}
	ignored, _ := m.IgnoredActions.Strings()
	var watched []string
	var seen []changeModel
	var diags diag.Diagnostics
	if prior != nil {
		watched = prior.stillWatched(ignored)
		seen, diags = changesOf(ctx, prior)
	}
	policyID := m.PolicyID.ValueString()
	events, err := r.Organization.Audit.PolicyChanges(ctx, policyID, since, watched...)
	if err != nil {
		return nil, diag.Diagnostics{logFailed(err)}
	}
	deleted := slices.ContainsFunc(events, func(e organization.Event) bool {
		return !slices.Contains(ignored, e.Action) && organization.IsPolicyDeletion(e, names[e.Action], policyID)
	})
	if prior != nil && prior.Deleted.ValueBool() {
		left, more := prior.outstanding(ctx, m) // empty where the event is ignored now
		diags.Append(more...)
		deleted = deleted || len(left) > 0
	}
	if deleted {
		diags.Append(m.deletedPolicy())
	}
	if configured := m.configuredAt(); !configured.IsNull() && (prior == nil || newTime(configured, prior.AttestedAt)) {
		diags.Append(m.refuseLater(events, names, known, at)...)
	}
	return r.acknowledge(events, at, seen), diags
}

// refuseUnseen refuses to attest what was changed after the person who applies last saw the plan. What the configuration
// ignores, or ignored until now, is left out: the plan could not show it.
func (r *attestationResource) refuseUnseen(ctx context.Context, prior, plan *attestationModel, known acknowledged) diag.Diagnostics {
	if prior.AttestedAt.IsNull() {
		return nil // nothing was attested that a change could tell against
	}
	before, _ := prior.IgnoredActions.Strings()
	now, _ := plan.IgnoredActions.Strings()
	found, err := r.changes(ctx, prior, known, slices.Concat(before, now))
	if err != nil {
		return diag.Diagnostics{logFailed(err)}
	}
	seen, diags := changesOf(ctx, prior)
	var unseen []changeModel
	for _, change := range found.changes {
		if !slices.ContainsFunc(seen, func(s changeModel) bool { return s.EventID.Equal(change.EventID) }) {
			unseen = append(unseen, change)
		}
	}
	if len(unseen) > 0 {
		diags.AddAttributeError(path.Root("changes"), "The policy was changed again since the plan", fmt.Sprintf(
			"The audit log tells of changes to authentication policy %s that the plan did not show:%s\n\n"+
				"Nothing is attested. Look at the policy in %s, correct settings where they differ, and plan and apply again.",
			prior.PolicyID.ValueString(), listedChanges(unseen), policyConsole))
	}
	return diags
}

// Read looks for what tells against the attestation.
func (r *attestationResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state attestationModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	known, diags := readAcknowledged(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	r.Organization.Claims.NoteRefresh()
	resp.Diagnostics.Append(attestationIdentity.Set(ctx, resp.Identity, r.Organization, state.PolicyID.ValueString())...)
	state.orDefaults()
	if !state.AttestedAt.IsNull() { // otherwise it was just imported, and there is nothing yet that could be told against
		resp.Diagnostics.Append(r.refresh(ctx, &state, known)...)
	}
	if !resp.Diagnostics.HasError() {
		r.Organization.Claims.NoteFormer(state.formerKey(), state)
		resp.Diagnostics.Append(state.refuseEnded(ctx, r.Organization, time.Now())...)
		resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	}
}

func (r *attestationResource) refresh(ctx context.Context, state *attestationModel, known acknowledged) diag.Diagnostics {
	attested, err := state.attestedAt()
	if err != nil {
		return diag.Diagnostics{base.FailedAt(path.Root("attested_at"), "Cannot tell when the settings were attested", err)}
	}
	ignored, _ := state.IgnoredActions.Strings()
	evidence, err := r.changes(ctx, state, known, ignored)
	if err != nil {
		return diag.Diagnostics{logFailed(err)}
	}
	watched, err := r.watched(ctx, state)
	if err != nil {
		return diag.Diagnostics{logFailed(err)}
	}
	found, diags := r.check(ctx, state)
	if diags.HasError() {
		return diags
	}
	found.into(state)
	state.WatchedActions = base.StringList(union(watched, state.stillWatched(ignored)))
	state.Expired = types.BoolValue(state.expiredAt(attested, time.Now()))
	state.Deleted = types.BoolValue(evidence.deleted)
	list, more := changeList(ctx, evidence.changes)
	state.Changes = list
	return append(diags, more...)
}

// logFailed words that the audit log gives no answer: then nothing is known about changes.
func logFailed(err error) diag.Diagnostic {
	if isBlind(err) {
		return base.Failed("The audit log has no event to watch", err)
	}
	if vanished, ok := errors.AsType[*organization.VanishedActionError](err); ok {
		return diag.NewAttributeErrorDiagnostic(path.Root("ignored_actions"), cannotReadLog, base.Capitalized(fmt.Sprintf(
			"%v. Look at the audit log in Atlassian Administration > Security > Audit log. If a person finds that the action is no more, or is about something else, list %q in ignored_actions and apply that once with -refresh=false.", err, vanished.Action)))
	}
	return base.Failed(cannotReadLog, err)
}

// Delete forgets the attestation.
func (r *attestationResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state attestationModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(forgotten(&state, "has forgotten"))
	}
}
