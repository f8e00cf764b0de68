// SPDX-License-Identifier: MPL-2.0

package authpolicy

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// planEnd looks at the people who go to the fallback policy when the resource is deleted. It leaves out those whom another resource of
// the configuration lists.
func (r *membersResource) planEnd(ctx context.Context, prior *membersModel, known organization.Memo, resp *resource.ModifyPlanResponse) {
	leaving, err := r.leaving(ctx, prior, prior.list().words, known)
	var kept []string
	if err != nil {
		tflog.Debug(ctx, "the people who leave the policy stay unknown until apply", map[string]any{"error": err.Error()})
	} else {
		kept = r.planDeparture(ctx, prior, leaving, resp)
	}
	resp.Diagnostics.Append(base.NoteEnd(ctx, resp.Private, r.Organization, false, kept...)...)
}

// planDeparture refuses or announces a departure. It returns the people whom another resource lists.
func (r *membersResource) planDeparture(ctx context.Context, prior *membersModel, leaving []organization.Person, resp *resource.ModifyPlanResponse) (kept []string) {
	d := departure{model: prior, leaving: leaving, ends: true}
	resp.Diagnostics.Append(base.RefuseEnd(ctx, resp.Private, r.Organization, r.refuseDeparture(ctx, &d))...)
	if !resp.Diagnostics.HasError() {
		d.unclear = !r.Organization.Claims.Refreshed()
		resp.Diagnostics.Append(d.warnings(true)...)
	}
	if d.moves() {
		d.leaving, _ = r.leave(d.policyID(), d.leaving)
	}
	return organization.WordsOf(organization.WithoutAccountsOf(leaving, d.leaving))
}

// planLeaving looks at the people who leave the policy of the state. If another resource of the configuration lists some of them for
// the same policy, this resource is replaced. Terraform does not tell an update what its plan has seen, so the update would move them to
// the fallback policy before that resource moves them back. It tells a deletion. Listed are those whom the plan is known to list, by
// whatever word.
func (r *membersResource) planLeaving(ctx context.Context, prior, planned *membersModel, listed []organization.Person, known organization.Memo, resp *resource.ModifyPlanResponse) {
	// A word that is not known yet may be one of these. Then nobody loses anything by the replacement.
	words := difference(prior.list().words, planned.list().words)
	if len(words) == 0 || planned.FallbackPolicyID.IsNull() || !r.Organization.Claims.Refreshed() {
		return
	}
	policyID := prior.PolicyID.ValueString()
	r.Organization.Claims.AwaitQuiet(ctx, policyID)
	_, stay := r.leave(policyID, organization.WithoutAccountsOf(organization.Remembered(words, known), listed)) // the refresh has found their accounts
	resp.Diagnostics.Append(base.NoteLeaving(ctx, resp.Private, r.Organization, false, organization.WordsOf(stay)...)...)
	if len(stay) > 0 {
		resp.RequiresReplace.Append(path.Root("account_ids"), path.Root("emails"))
	}
}

// leave notes that the plan moves people out of a policy. It returns those whom no other resource of the configuration lists and, of
// the others, those who stay in the policy.
func (r *membersResource) leave(policyID string, people []organization.Person) (leaving, stay []organization.Person) {
	for _, p := range people {
		if p.AccountID == "" {
			continue
		}
		by := fmt.Sprintf("atlassian_authentication_policy_members of policy %s, with %s,", policyID, p.Word)
		claim, held := r.Organization.Claims.PlanLeaveValue(by, policyID, organization.PolicySubject(p.AccountID))
		switch {
		case !held:
			leaving = append(leaving, p)
		case organization.SamePolicy(claim.Value, policyID):
			stay = append(stay, p)
		}
	}
	return leaving, stay
}

// refuseDeparture says why a departure cannot be. It leaves out the people whom another resource of the configuration lists, which Terraform may
// plan a moment later.
func (r *membersResource) refuseDeparture(ctx context.Context, d *departure) diag.Diagnostics {
	if len(d.leaving) == 0 {
		return nil
	}
	r.Organization.Claims.AwaitQuiet(ctx, d.policyID())
	d.leaving = r.notListed(d.leaving)
	refusals := d.refusals(r.Organization)
	if refusals.HasError() {
		r.Organization.Claims.AwaitHeldLonger(ctx)
		d.leaving = r.notListed(d.leaving)
		refusals = d.refusals(r.Organization)
	}
	return refusals
}

// notListed leaves out people whom another resource of the configuration lists. That one decides on their policy.
func (r *membersResource) notListed(people []organization.Person) []organization.Person {
	return slices.DeleteFunc(slices.Clone(people), func(p organization.Person) bool {
		_, held := r.Organization.Claims.Held(organization.PolicySubject(p.AccountID))
		return held
	})
}
