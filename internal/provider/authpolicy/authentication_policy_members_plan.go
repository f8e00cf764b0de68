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

// ModifyPlan says who moves without the plan showing it, and refuses what Atlassian or the configuration would refuse. Unchanged
// lists cost no request. A check that fails is no refusal, because the apply makes it again.
func (r *membersResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	p, ok := base.PlanOf[membersModel](ctx, req, resp)
	if !ok || r.Organization == nil {
		return
	}
	known, diags := readMemo(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	if p.Destroys() {
		r.planEnd(ctx, p.Prior, known, resp)
		return
	}
	ctx, made := r.Organization.Claims.Plan(ctx)
	defer made()
	listed := r.planMembers(ctx, p.Prior, p.Planned, known, resp)
	if p.Updates() && !resp.Diagnostics.HasError() { // after the claim: two that exchange people wait for each other's
		r.planLeaving(ctx, p.Prior, p.Planned, listed, known, resp)
	}
}

// planMembers plans who joins and who leaves, and returns the listed people, as far as the plan knows them. Prior is nil for a
// creation.
func (r *membersResource) planMembers(ctx context.Context, prior, planned *membersModel, known organization.Memo, resp *resource.ModifyPlanResponse) (listed []organization.Person) {
	if prior == nil {
		resp.Diagnostics.Append(noteCreation(ctx, resp.Private, planned, false, nil)...)
	}
	wanted := planned.list()
	if wanted.unknown || planned.PolicyID.IsUnknown() { // they may turn out to be the same; apply looks again
		return nil
	}
	change, err := r.change(ctx, prior, planned, known)
	if err != nil {
		tflog.Debug(ctx, "who moves stays unknown until apply", map[string]any{"error": err.Error()})
		change = &membersChange{staying: organization.Remembered(wanted.words, known)} // nobody may move them meanwhile
	} else {
		unseen := r.findOthers(ctx, prior, planned, change)
		resp.Diagnostics.Append(unseen...)
		if prior == nil { // the object that this one replaces may list them
			resp.Diagnostics.Append(noteCreation(ctx, resp.Private, planned, len(unseen) > 0, change.others)...)
		}
	}
	resp.Diagnostics.Append(change.refusals(r.Organization, planned)...)
	resp.Diagnostics.Append(change.claim(ctx, r.Organization, planned, resp.Private)...)
	if resp.Diagnostics.HasError() || err != nil || wanted.open { // an element that is not known yet may turn out to be one who seems to leave
		return change.everyListed()
	}
	// What the next plan would refuse is refused now.
	d := departure{model: planned, from: change.from, leaving: slices.Concat(change.leaving, change.others)}
	resp.Diagnostics.Append(r.refuseDeparture(ctx, &d)...)
	if !resp.Diagnostics.HasError() {
		d.leaving = organization.WithoutAccountsOf(d.leaving, change.others)
		resp.Diagnostics.Append(d.warnings(true)...)
		resp.Diagnostics.Append(change.warnOfOthers(planned)...)
	}
	if prior != nil && !prior.sameMembers(planned) {
		resp.Diagnostics.Append(writeMemo(ctx, resp.Private, append(change.everyListed(), change.leaving...))...)
	}
	return change.everyListed()
}

// membersChange is the change that brings a policy to the planned members.
type membersChange struct {
	// staying are listed before and after, joining only after.
	staying, joining []organization.Person
	// leaving are in the policy and must leave it.
	leaving []organization.Person
	// others are in a policy that becomes exclusive. This plan does not show them; the next plan does.
	others []organization.Person
	// from is the policy that people leave.
	from string
}

func (c *membersChange) everyListed() []organization.Person {
	return slices.Concat(c.staying, c.joining)
}

// change resolves the people of a plan and their policies.
func (r *membersResource) change(ctx context.Context, prior, planned *membersModel, known organization.Memo) (*membersChange, error) {
	var before []string
	from := planned
	if prior != nil {
		before, from = prior.list().words, prior
	}
	wanted := planned.list().words
	joining := difference(wanted, before)
	if from.PolicyID.ValueString() != planned.PolicyID.ValueString() && !organization.SamePolicy(from.PolicyID.ValueString(), planned.PolicyID.ValueString()) {
		joining = wanted // everybody moves into another policy, without a stay in the fallback policy
	}
	c := &membersChange{from: from.PolicyID.ValueString()}
	c.staying = organization.Remembered(difference(wanted, joining), known)
	var err error
	if c.joining, err = r.Organization.People.Resolve(ctx, organization.Anywhere(), joining, known); err != nil {
		return nil, err
	}
	if c.leaving, err = r.leaving(ctx, from, difference(before, wanted), known); err != nil {
		return nil, err
	}
	c.leaving = r.notListed(organization.WithoutAccountsOf(c.leaving, c.everyListed()))
	return c, nil
}

// findOthers resolves who else is in a policy that becomes exclusive. The apply need not know, because it moves none of them.
func (r *membersResource) findOthers(ctx context.Context, prior, planned *membersModel, change *membersChange) diag.Diagnostics {
	var diags diag.Diagnostics
	if !planned.becomesExclusive(prior) {
		return diags
	}
	policyID := planned.PolicyID.ValueString()
	others, err := r.Organization.Policies.Others(ctx, policyID, planned.byEmail(), append(change.everyListed(), change.leaving...))
	if err != nil {
		diags.AddAttributeWarning(path.Root("exclusive"), "Cannot tell who else is in the policy", fmt.Sprintf(
			"%s. This apply moves nobody who is not listed. The next plan shows who else is in policy %s, or fails.", base.Capitalized(err.Error()), policyID))
	}
	change.others = others
	return diags
}

// leaving returns the people among words who are in the model's policy now. The others need not leave.
func (r *membersResource) leaving(ctx context.Context, model *membersModel, words []string, known organization.Memo) ([]organization.Person, error) {
	if len(words) == 0 {
		return nil, nil
	}
	found, err := r.Organization.People.Resolve(ctx, organization.Anywhere(), words, known)
	if err != nil {
		return nil, err
	}
	return organization.PeopleIn(found, model.PolicyID.ValueString())
}

// planEnd plans the move to the fallback policy when the resource is deleted. It leaves out people whom another resource of the
// configuration lists.
func (r *membersResource) planEnd(ctx context.Context, prior *membersModel, known organization.Memo, resp *resource.ModifyPlanResponse) {
	leaving, err := r.leaving(ctx, prior, prior.list().words, known)
	var kept []string
	if err != nil {
		tflog.Debug(ctx, "the people who leave the policy stay unknown until apply", map[string]any{"error": err.Error()})
	} else {
		kept = r.planDeparture(ctx, prior, leaving, known, resp)
	}
	if !prior.FallbackPolicyID.IsNull() {
		base.PlanEndOf(ctx, resp.Private, r.Organization, organization.WholePolicySubject(prior.PolicyID.ValueString()))
	}
	resp.Diagnostics.Append(base.NoteEnd(ctx, resp.Private, r.Organization, false, kept...)...)
}

// planDeparture refuses a departure, or warns of it. It returns the people whom another resource lists.
func (r *membersResource) planDeparture(ctx context.Context, prior *membersModel, leaving []organization.Person, known organization.Memo, resp *resource.ModifyPlanResponse) (kept []string) {
	d := departure{model: prior, leaving: leaving, ends: true}
	resp.Diagnostics.Append(base.RefuseEnd(ctx, resp.Private, r.Organization, r.refuseDeparture(ctx, &d), prior.subjects(known)...)...)
	if !resp.Diagnostics.HasError() {
		d.unclear = !r.Organization.Claims.Refreshed()
		resp.Diagnostics.Append(d.warnings(true)...)
	}
	if d.moves() {
		d.leaving, _ = r.leave(d.policyID(), d.leaving)
	}
	return organization.WordsOf(organization.WithoutAccountsOf(leaving, d.leaving))
}

// planLeaving plans the move of people out of the policy of the state. If another resource of the configuration lists some of
// them for the same policy, the plan replaces this resource. Terraform does not tell an update what its plan has seen, so the
// update would move them to the fallback policy before that resource moves them back. Terraform tells a deletion. Listed are the
// people whom the plan lists, by whatever word.
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

// leave notes that the plan moves people out of a policy. It returns the people whom no other resource of the configuration lists
// and, of the others, those who stay in the policy.
func (r *membersResource) leave(policyID string, people []organization.Person) (leaving, stay []organization.Person) {
	for _, p := range people {
		if p.AccountID == "" {
			continue
		}
		by := fmt.Sprintf("atlassian_authentication_policy_members of policy %s with %s", policyID, p.Word)
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

// refuseDeparture says why a departure is refused. It leaves out people whom another resource of the configuration lists;
// Terraform may plan that resource a moment later.
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

// notListed leaves out people whom another resource of the configuration lists, because that resource decides on their policy.
func (r *membersResource) notListed(people []organization.Person) []organization.Person {
	return slices.DeleteFunc(slices.Clone(people), func(p organization.Person) bool {
		_, held := r.Organization.Claims.Held(organization.PolicySubject(p.AccountID))
		return held
	})
}
