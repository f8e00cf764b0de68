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
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/audit"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// ModifyPlan plans an attestation without findings, and warns about the present findings.
func (r *attestationResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	p, ok := base.PlanOf[attestationModel](ctx, req, resp)
	if !ok {
		return
	}
	now := time.Now()
	if p.Destroys() {
		resp.Diagnostics.Append(forgetWarning(p.Prior, "will only forget"))
		if r.Organization != nil {
			resp.Diagnostics.Append(p.Prior.refuseEnd(ctx, r.Organization, now)...)
		}
		return
	}
	var state attestationModel
	if p.Updates() {
		state = *p.Prior
	}
	fresh, plan, configured := p.Creates(), *p.Planned, p.Config.AttestedAt
	var clears unanswered
	if fresh {
		replaces, diags := readUnanswered(ctx, req.Private)
		resp.Diagnostics.Append(diags...)
		resp.Diagnostics.Append(replaces.refuseReplacement(&plan, configured)...)
		if r.Organization != nil && !resp.Diagnostics.HasError() {
			resp.Diagnostics.Append(r.refuseSuccession(ctx, &plan, configured, now)...)
		}
	} else {
		var diags diag.Diagnostics
		clears, diags = state.unanswered(ctx, &plan, now)
		resp.Diagnostics.Append(diags...)
		resp.Diagnostics.Append(clears.note(ctx, resp.Private)...)
		if plan.PolicyID.Equal(state.PolicyID) {
			resp.Diagnostics.Append(clears.refuseUnknown(&plan, configured)...)
		}
	}
	if !fresh && r.Organization != nil {
		if organization.SamePolicy(plan.PolicyID.ValueString(), state.PolicyID.ValueString()) {
			r.Organization.Claims.NoteStays(state.formerKey())
		} else {
			resp.Diagnostics.Append(state.refuseEnd(ctx, r.Organization, now)...)
		}
	}
	replaced := !fresh && !plan.PolicyID.Equal(state.PolicyID) // Terraform is going to ask again, without the other policy's state
	if replaced {
		state = attestationModel{}
	}
	plan.planComputed(&state, configured)
	resp.Diagnostics.Append(base.Set(ctx, &resp.Plan, &plan)...)
	first := fresh || replaced || state.AttestedAt.IsNull()
	attests := first || !resp.Plan.Raw.Equal(req.State.Raw)
	if configured.IsNull() && (first || attests && (clears.clears() || clears.answeredBy(&plan, configured))) {
		plan.AttestedAt = types.StringUnknown()
		resp.Diagnostics.Append(base.Set(ctx, &resp.Plan, &plan)...)
	}
	renewed := attests && !configured.IsNull() && !configured.IsUnknown() && (fresh || replaced || newTime(configured, state.AttestedAt))
	if at, err := plan.attestedAt(); renewed && err == nil && !plan.ValidForDays.IsUnknown() {
		resp.Diagnostics.Append(plan.refuseTime(at, now)...)
	}
	if replaced || r.Organization == nil {
		return
	}
	if renewed && !resp.Diagnostics.HasError() && !plan.PolicyID.IsUnknown() {
		resp.Diagnostics.Append(r.warnOfLaterChanges(ctx, &plan, req.Private)...)
	}
	resp.Diagnostics.Append(r.refuseUnwatched(ctx, &plan)...)
	if fresh {
		resp.Diagnostics.Append(r.warnUnseen(ctx, plan.PolicyID)...)
	} else {
		resp.Diagnostics.Append(r.warnVanished(ctx, &state, &plan)...)
	}
	if attests {
		resp.Diagnostics.Append(r.warnSilent(ctx, &plan)...)
		resp.Diagnostics.Append(state.warnings(ctx, clears, &plan, configured, now)...)
		resp.Diagnostics.Append(r.warnOfFindings(ctx, &plan)...)
	}
}

// warnUnseen warns about a policy without members. It looks the same as a policy that does not exist, about which nothing could
// ever be found. The check walks all managed accounts, so only the plan of a creation makes it.
func (r *attestationResource) warnUnseen(ctx context.Context, policyID types.String) diag.Diagnostics {
	if policyID.IsUnknown() {
		return nil
	}
	members, err := r.Organization.Policies.MembersOf(ctx, policyID.ValueString())
	switch {
	case err != nil:
		tflog.Debug(ctx, "whether anybody is in the policy stays unknown", map[string]any{"error": err.Error()})
	case len(members) == 0:
		return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(path.Root("policy_id"), "Nobody is in the policy", fmt.Sprintf(
			"No managed account is in authentication policy %s. A policy without members looks the same as one that does not exist, and nothing would ever contradict the attestation of such a policy. "+
				"Make sure that the ID is the one in the address bar of %s.", policyID.ValueString(), policyConsole))}
	}
	return nil
}

// refuseUnwatched refuses a plan under which no change could ever be found. It does not refuse if the actions cannot be read,
// because the apply reads them again. Unknown elements of ignored_actions can only leave fewer actions to watch.
func (r *attestationResource) refuseUnwatched(ctx context.Context, plan *attestationModel) diag.Diagnostics {
	watched, err := r.watched(ctx, plan)
	switch {
	case isBlind(err):
		return diag.Diagnostics{logFailed(err)}
	case err != nil:
		tflog.Debug(ctx, "what is watched stays unknown until apply", map[string]any{"error": err.Error()})
	case len(watched) == 0:
		return diag.Diagnostics{nothingWatched(plan)}
	}
	return nil
}

// warnings describes the findings of a refresh against the attestation, except members, so that a person looks at the policy before
// applying. Clears is what the apply would clear.
func (m *attestationModel) warnings(ctx context.Context, clears unanswered, plan *attestationModel, configured types.String, now time.Time) diag.Diagnostics {
	changes, diags := changesOf(ctx, m)
	answered := m.AttestedAt.IsNull() || clears.answeredBy(plan, configured)
	apply := func(cleared bool) string {
		if answered || !cleared {
			return "First, look at the policy in " + policyConsole + ", and correct the settings that differ. The apply attests the settings again."
		}
		return "The apply will fail, because the configuration contains no answer of a person. " + clears.howToAnswer(plan, configured)
	}
	if m.Deleted.ValueBool() {
		diags.Append(asWarnings(diag.Diagnostics{m.deletedPolicy()})...)
	}
	if len(changes) > 0 {
		diags.AddAttributeWarning(path.Root("changes"), "The policy was changed after its attestation", fmt.Sprintf(
			"The audit log shows changes to authentication policy %s since %s:%s\n\n%s "+
				"The log does not say what was changed. If an action is not about settings, list it in ignored_actions.",
			m.PolicyID.ValueString(), m.AttestedAt.ValueString(), listedChanges(changes), apply(len(clears.Changes) > 0)))
	}
	if m.lapsed(now) {
		diags.AddAttributeWarning(path.Root("expired"), "The attestation has expired", fmt.Sprintf(
			"The settings of authentication policy %s were attested at %s, for %d days%s. %s",
			m.PolicyID.ValueString(), m.AttestedAt.ValueString(), m.ValidForDays.ValueInt64(), m.ahead(now), apply(true)))
	}
	return diags
}

// ahead says that the attestation is from the future, if it is.
func (m *attestationModel) ahead(now time.Time) string {
	if at, err := m.attestedAt(); err == nil && at.After(now) {
		return fmt.Sprintf(", but that is after the current time (%s), so the attestation counts as expired", base.RFC3339(now))
	}
	return ""
}

// warnVanished names the watched actions that the audit log no longer lists as actions about policies.
func (r *attestationResource) warnVanished(ctx context.Context, state, plan *attestationModel) diag.Diagnostics {
	ignored, _ := plan.IgnoredActions.Strings()
	vanished, err := r.Organization.Audit.VanishedActions(ctx, state.stillWatched(ignored))
	if err != nil || len(vanished) == 0 { // another check reports the error
		return nil
	}
	return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(path.Root("watched_actions"), "Watched actions are no longer listed", fmt.Sprintf(
		"The audit log no longer lists %s among the actions about authentication policies: %s. The provider still asks for their events. But Atlassian may have given them another name that the provider does not recognize, "+
			"and then the provider misses changes of the policy. Compare watched_actions with what Atlassian Administration > Security > Audit log shows of a change. "+
			"If a person finds that an action no longer exists, list it in ignored_actions.",
		base.Quantity(len(vanished), "action", "actions"), base.ShortList(vanished)))}
}

// warnOfFindings warns about members for whom the apply is going to fail. A check that fails is no refusal, because the apply
// makes it again; nor is one that needs an unknown exempt account. But an API key that can never make the check is one.
func (r *attestationResource) warnOfFindings(ctx context.Context, plan *attestationModel) diag.Diagnostics {
	if _, known := plan.ExemptAccountIDs.Strings(); !known || plan.PolicyID.IsUnknown() {
		return nil
	}
	found, failed := r.check(ctx, plan)
	var diags diag.Diagnostics
	for _, one := range failed {
		if one.Summary() == scopedKey {
			diags.Append(one)
			continue
		}
		tflog.Debug(ctx, "which members contradict the attestation stays unknown until apply", map[string]any{"error": one.Detail()})
	}
	return append(diags, asWarnings(found.refusals())...)
}

// warnOfLaterChanges warns about changes after the configured time, for which the apply is going to fail.
func (r *attestationResource) warnOfLaterChanges(ctx context.Context, plan *attestationModel, kept base.Private) diag.Diagnostics {
	at, err := plan.attestedAt()
	if _, known := plan.IgnoredActions.Strings(); err != nil || !known {
		return nil
	}
	names, err := r.actionNames(ctx)
	if err != nil {
		return nil // another check reports it
	}
	events, err := r.Organization.Audit.PolicyChanges(ctx, plan.PolicyID.ValueString(), at)
	if err != nil {
		tflog.Debug(ctx, "whether the policy was changed after attested_at stays unknown until apply", map[string]any{"error": err.Error()})
		return nil
	}
	known, diags := readAcknowledged(ctx, kept)
	return append(diags, asWarnings(plan.refuseLater(events, names, known, at))...)
}

// asWarnings turns errors of the apply into warnings that it will fail.
func asWarnings(refusals diag.Diagnostics) diag.Diagnostics {
	const asItIs = "As it is, apply will fail: "
	var diags diag.Diagnostics
	for _, refusal := range refusals {
		if located, ok := refusal.(diag.DiagnosticWithPath); ok {
			diags.AddAttributeWarning(located.Path(), refusal.Summary(), asItIs+refusal.Detail())
		}
	}
	return diags
}

// forgetWarning warns that the end of an attestation does not change its policy.
func forgetWarning(state *attestationModel, does string) diag.Diagnostic {
	return diag.NewWarningDiagnostic("The policy and its settings stay in Atlassian", fmt.Sprintf(
		"Terraform %s the attestation of authentication policy %s. Nobody learns any more when its settings change. The policy and its settings stay as they are. To change them, use %s.",
		does, state.PolicyID.ValueString(), policyConsole))
}

// isBlind reports whether no event of the audit log could show a change. Another attempt does not help.
func isBlind(err error) bool {
	_, silent := errors.AsType[*audit.SilentActionsError](err)
	return silent || meaning.IsNotFound(err)
}

// warnSilent names the watched actions without a name and a group, so that a person can find out what they are about.
func (r *attestationResource) warnSilent(ctx context.Context, plan *attestationModel) diag.Diagnostics {
	actions, err := r.Organization.Audit.PolicyActions(ctx)
	if err != nil { // another check reports it
		return nil
	}
	ignored, _ := plan.IgnoredActions.Strings()
	var silent []string
	for _, action := range actions {
		if audit.SaysNothing(action) && !slices.Contains(ignored, action.ID) {
			silent = append(silent, action.ID)
		}
	}
	if len(silent) == 0 {
		return nil
	}
	return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(path.Root("ignored_actions"), "Actions without a name are watched", fmt.Sprintf(
		"The audit log lists %s with neither a name nor a group: %s. They may be about authentication policies, so their events count as changes. "+
			"Look at such events in Atlassian Administration > Security > Audit log. List those that are not about the settings of policies in ignored_actions.",
		base.Quantity(len(silent), "action", "actions"), base.ShortList(silent)))}
}
