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

// ModifyPlan says who moves beyond what the plan itself shows, and refuses what Atlassian or the configuration would
// refuse. Unchanged lists cost no request. A check that cannot be made is not a refusal: apply makes it again.
func (r *membersResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var prior, planned *membersModel
	resp.Diagnostics.Append(base.CheckIDs(req.Config)...)
	if !req.State.Raw.IsNull() {
		prior = new(membersModel)
		resp.Diagnostics.Append(req.State.Get(ctx, prior)...)
	}
	if !req.Plan.Raw.IsNull() {
		planned = new(membersModel)
		resp.Diagnostics.Append(req.Plan.Get(ctx, planned)...)
	}
	if resp.Diagnostics.HasError() || r.Organization == nil {
		return
	}
	known, diags := readMemo(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	switch {
	case planned == nil && prior == nil:
	case planned == nil:
		r.planEnd(ctx, prior, known, resp)
	default:
		ctx, made := r.Organization.Claims.Plan(ctx)
		defer made()
		listed := r.planMembers(ctx, prior, planned, known, resp)
		if prior != nil && !resp.Diagnostics.HasError() { // after the claim: two that exchange people wait for each other's
			r.planLeaving(ctx, prior, planned, listed, known, resp)
		}
	}
}

// planMembers looks at who joins and who leaves, and returns those who are listed, as far as the plan knows them. There is no prior
// state where the resource is to be created.
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
		return change.everybody()
	}
	// What the next plan would refuse is refused now.
	d := departure{model: planned, from: change.from, leaving: slices.Concat(change.leaving, change.others)}
	resp.Diagnostics.Append(r.refuseDeparture(ctx, &d)...)
	if !resp.Diagnostics.HasError() {
		d.leaving = organization.WithoutAccountsOf(d.leaving, change.others)
		resp.Diagnostics.Append(d.warnings(true)...)
		resp.Diagnostics.Append(change.shared(planned)...)
	}
	if prior != nil && !prior.sameMembers(planned) {
		resp.Diagnostics.Append(writeMemo(ctx, resp.Private, append(change.everybody(), change.leaving...))...)
	}
	return change.everybody()
}

// membersChange is what brings a policy to the planned members.
type membersChange struct {
	// staying were listed before, joining were not.
	staying, joining []organization.Person
	// leaving are in the policy and are to leave it.
	leaving []organization.Person
	// others are in a policy that becomes exclusive, and the plan does not show them. The next plan does.
	others []organization.Person
	// from is the policy that they leave.
	from string
}

func (c *membersChange) everybody() []organization.Person {
	return slices.Concat(c.staying, c.joining)
}

// change finds out who is meant, and where they are.
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
	c.leaving = r.notListed(organization.WithoutAccountsOf(c.leaving, c.everybody()))
	return c, nil
}

// findOthers finds out who else is in a policy that becomes exclusive. The apply does not need to know: it moves none of them.
func (r *membersResource) findOthers(ctx context.Context, prior, planned *membersModel, change *membersChange) diag.Diagnostics {
	var diags diag.Diagnostics
	if !planned.becomesExclusive(prior) {
		return diags
	}
	policyID := planned.PolicyID.ValueString()
	others, err := r.Organization.Policies.Others(ctx, policyID, planned.byEmail(), append(change.everybody(), change.leaving...))
	if err != nil {
		diags.AddAttributeWarning(path.Root("exclusive"), "Who else is in the policy is not known", fmt.Sprintf(
			"%s. This apply moves nobody who is not listed. The next plan shows who else is in policy %s, or fails.", base.Capitalized(err.Error()), policyID))
	}
	change.others = others
	return diags
}

// leaving finds those of some words who are in the model's policy now. The others need not leave.
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
