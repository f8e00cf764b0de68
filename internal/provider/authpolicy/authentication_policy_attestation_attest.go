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
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/audit"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// configuredAt returns attested_at of the configuration during an apply. The plan leaves it unknown if the configuration does not
// set it.
func (m *attestationModel) configuredAt() types.String {
	if m.AttestedAt.IsUnknown() {
		return types.StringNull()
	}
	return m.AttestedAt
}

// attest completes the model, unless something is found against it. Now is a time before the first request, so that a later check
// finds what happens during the apply. Prior is nil if nothing was attested before.
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
	found.writeTo(m)
	if m.WatchedActions.IsUnknown() { // otherwise the plan has promised what the last refresh found
		if prior != nil {
			ignored, _ := m.IgnoredActions.Strings()
			watched = union(watched, prior.stillWatched(ignored))
		}
		m.WatchedActions = base.StringList(watched)
	}
	if m.configuredAt().IsNull() {
		m.AttestedAt = types.StringValue(base.RFC3339(at))
	}
	return note, diags
}

// lookAtLog notes what the audit log shows at an attestation. It refuses a deleted policy, and changes after the configured time.
func (r *attestationResource) lookAtLog(ctx context.Context, prior, m *attestationModel, known acknowledged, at, now time.Time) (acknowledged, diag.Diagnostics) {
	since := r.Organization.Audit.Unseen(at, now)
	if prior == nil || prior.AttestedAt.IsNull() { // the policy may have been deleted long ago
		since = now.Add(-audit.Kept)
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
	deleted := slices.ContainsFunc(events, func(e audit.Event) bool {
		return !slices.Contains(ignored, e.Action) && audit.IsPolicyDeletion(e, names[e.Action], policyID)
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

// refuseUnseen refuses to attest changes that are newer than the plan that a person saw. It leaves out actions that the
// configuration ignores, or ignored until now, because the plan could not show them.
func (r *attestationResource) refuseUnseen(ctx context.Context, prior, plan *attestationModel, known acknowledged) diag.Diagnostics {
	if prior.AttestedAt.IsNull() {
		return nil // nothing was attested that a change could contradict
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
		diags.AddAttributeError(path.Root("changes"), "The policy was changed again after the plan", fmt.Sprintf(
			"The audit log shows changes to authentication policy %s that the plan did not show:%s\n\n"+
				"Nothing is attested. Look at the policy in %s, correct the settings that differ, and plan and apply again.",
			prior.PolicyID.ValueString(), listedChanges(unseen), policyConsole))
	}
	return diags
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
	found.writeTo(state)
	state.WatchedActions = base.StringList(union(watched, state.stillWatched(ignored)))
	state.Expired = types.BoolValue(state.expiredAt(attested, time.Now()))
	state.Deleted = types.BoolValue(evidence.deleted)
	list, more := changeList(ctx, evidence.changes)
	state.Changes = list
	return append(diags, more...)
}

// logFailed is the error of an audit log that cannot be read: nothing is known about changes then.
func logFailed(err error) diag.Diagnostic {
	if isBlind(err) {
		return base.Failed("The audit log has no event to watch", err)
	}
	if vanished, ok := errors.AsType[*audit.VanishedActionError](err); ok {
		return diag.NewAttributeErrorDiagnostic(path.Root("ignored_actions"), cannotReadLog, base.Capitalized(fmt.Sprintf(
			"%v. Look at the audit log in Atlassian Administration > Security > Audit log. If a person finds that the action no longer exists, or is about something else, list %q in ignored_actions and apply that once with -refresh=false.", err, vanished.Action)))
	}
	return base.Failed(cannotReadLog, err)
}
