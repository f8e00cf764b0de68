// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/claims"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// ModifyPlan finds what the policy applies to, plans the windows, and says whose data moves and whose is no longer kept in a region. A
// policy that does not change costs no request of its own.
func (r *dataResidencyPolicyResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	p, ok := base.PlanOf[dataResidencyPolicyModel](ctx, req, resp)
	if !ok || r.Organization == nil {
		return
	}
	if p.Destroys() {
		resp.Diagnostics.Append(r.planEnd(ctx, p.Prior, resp.Private)...)
		return
	}
	ctx, made := r.Organization.Claims.Plan(ctx)
	defer made()
	planned, prior := p.Planned, p.Prior
	var before *reach
	if prior != nil {
		before = &prior.reach
	}
	resp.Diagnostics.Append(planned.plan(ctx, r.Organization.Sites, before)...)
	resp.Diagnostics.Append(planned.wrongWindows()...)
	planned.planMigrations(prior)
	resp.Diagnostics.Append(planned.refuseStrangers()...)
	resp.Diagnostics.Append(r.claim(ctx, planned, resp.Private)...)
	if p.Creates() {
		resp.Diagnostics.Append(base.NoteCreation(ctx, resp.Private, planned.Name.ValueString())...)
		former, diags := r.planCreation(ctx, planned)
		resp.Diagnostics.Append(diags...)
		prior = former
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if resp.Diagnostics.Append(base.Set(ctx, &resp.Plan, planned)...); resp.Diagnostics.HasError() || resp.Plan.Raw.Equal(req.State.Raw) {
		return // nothing to apply, so there is nothing to say
	}
	found := newMoves(prior, planned)
	resp.Diagnostics.Append(planned.over(prior, found.to, time.Now())...)
	if len(found.to)+len(found.freed)+len(found.perhaps) > 0 || found.unclear {
		resp.Diagnostics.Append(found.warnings(readPlaces(ctx, r.Organization))...)
	}
	resp.Diagnostics.Append(planned.oddities(prior)...)
}

// refuseStrangers refuses windows of products that the policy does not apply to.
func (m *dataResidencyPolicyModel) refuseStrangers() diag.Diagnostics {
	var diags diag.Diagnostics
	resources, known := m.present()
	if !known {
		return diags
	}
	for _, id := range m.strangers(resources) {
		there := "It applies to nothing."
		if len(resources) > 0 {
			there = "It applies to these:" + base.BulletList(resources)
		}
		diags.AddAttributeError(path.Root("migration_windows").AtMapKey(id), "The policy does not apply to this product", fmt.Sprintf(
			"migration_windows has a window for %s, but neither resource_ids nor products names it. %s", base.Word(id), there))
	}
	return diags
}

// oddities says what is odd about a planned policy. Prior is the state; nil where the plan creates the policy.
func (m *dataResidencyPolicyModel) oddities(prior *dataResidencyPolicyModel) diag.Diagnostics {
	var diags diag.Diagnostics
	resources, known := m.present()
	if known && len(resources) == 0 && m.Enabled.ValueBool() {
		diags.AddAttributeWarning(path.Root("resources"), "The data residency policy applies to nothing",
			base.Capitalized(m.named())+" is enabled, but neither resource_ids nor products names anything, so it keeps no data in a region.")
	}
	if prior == nil {
		return diags
	}
	wanted, _ := m.configured(resources)
	before, _ := prior.configured(resources)
	var kept []string
	for _, id := range resources {
		key := strings.ToLower(id)
		if wanted[key].IsZero() && !before[key].IsZero() {
			kept = append(kept, base.Word(id)+": "+before[key].String())
		}
	}
	if len(kept) > 0 {
		diags.AddAttributeWarning(path.Root("migrations"), "Atlassian keeps the migration windows", fmt.Sprintf(
			"The configuration no longer has a window for these products. The API cannot take a window back, so it stays as it is:%s\n\nTo move the data at another time, write another window.", base.BulletList(kept)))
	}
	return diags
}

// named names the policy in a message.
func (m *dataResidencyPolicyModel) named() string {
	return "data residency policy " + base.Quoted(m.Name.ValueString())
}

func (m *dataResidencyPolicyModel) subject() claims.Subject {
	return organization.OrgPolicySubject(m.ID.ValueString())
}

func (m *dataResidencyPolicyModel) nameSubject() claims.Subject {
	return residencies.name(m.Name.ValueString())
}

// claim notes that the configuration has a policy of the name. It is an error if another resource has the same policy or the same name.
func (r *dataResidencyPolicyResource) claim(ctx context.Context, planned *dataResidencyPolicyModel, private base.Private) diag.Diagnostics {
	holder, diags := base.Holder(ctx, private)
	var list []claims.Claim
	if !planned.Name.IsUnknown() {
		list = append(list, claims.Claim{Of: planned.nameSubject(), Weak: planned.ID.ValueString() != "", By: planned.named()})
	}
	if planned.ID.ValueString() != "" {
		list = append(list, claims.Claim{Of: planned.subject(), By: planned.named()})
	}
	diags.Append(base.Conflicts(ctx, r.Organization, r.Organization.Claims.Claim(holder, list...))...)
	return diags
}

// planCreation refuses a name that another policy has. In a run that may be an apply a taken name is a warning only: with
// create_before_destroy, the policy that this one replaces has the name there. The creation fails then. A check that fails is no refusal.
//
// A policy of the name that the state of this configuration holds is one that this one replaces, and takes over: see
// [dataResidencyPolicyResource.takeOver]. Former is that policy. It is nil if there is none.
func (r *dataResidencyPolicyResource) planCreation(ctx context.Context, planned *dataResidencyPolicyModel) (former *dataResidencyPolicyModel, diags diag.Diagnostics) {
	if planned.Name.IsUnknown() {
		return nil, nil
	}
	found, taken, err := r.Organization.OrganizationPolicies.Namesake(ctx, orgpolicies.TypeDataResidency, planned.Name.ValueString())
	switch {
	case err != nil:
		tflog.Debug(ctx, "whether the name of the policy is taken stays unknown", map[string]any{"error": err.Error()})
		return nil, nil
	case !taken:
		return nil, nil
	}
	of := organization.OrgPolicySubject(found.ID)
	switch {
	case r.Organization.Claims.Ends(of):
		return nil, diag.Diagnostics{refusePolicyAgain(found)}
	case r.Organization.Claims.Known(of):
		return r.formerly(ctx, found.ID), nil
	}
	exists := existingResidency(found)
	if r.Organization.Claims.Refreshed() {
		diags.AddAttributeError(path.Root("name"), exists.Summary(), exists.Detail()+"\n\nIf this configuration has the policy under another address, write a moved block instead.")
	} else {
		diags.AddAttributeWarning(path.Root("name"), exists.Summary(), exists.Detail()+"\n\nThe apply fails as long as that policy has the name.")
	}
	return nil, diags
}

// formerly is what Atlassian says of a policy. It is nil if that cannot be read.
func (r *dataResidencyPolicyResource) formerly(ctx context.Context, id string) *dataResidencyPolicyModel {
	model := newDataResidencyPolicyModel()
	found, err := r.Organization.OrganizationPolicies.Get(ctx, id)
	if err != nil || model.read(found).HasError() {
		tflog.Debug(ctx, "what the policy of the name says stays unknown", map[string]any{"policy": id})
		return nil
	}
	return &model
}

// existingResidency is the refusal to adopt a policy.
func existingResidency(found orgpolicies.Policy) diag.Diagnostic {
	return base.Exists("atlassian_data_residency_policy", &meaning.ExistsError{
		What: fmt.Sprintf("data residency policy %s (%s)", base.Quoted(found.Name), base.Word(found.ID)), Name: found.Name, ImportID: found.ID,
	})
}

// planEnd warns of what the deletion gives up, unless another resource of the configuration manages the same policy. It refuses to delete
// a policy that the same plan makes again under another address.
func (r *dataResidencyPolicyResource) planEnd(ctx context.Context, prior *dataResidencyPolicyModel, private base.Private) diag.Diagnostics {
	former := prior.nameSubject() // which a resource at another address may still have
	prior, diags := base.UpToDate(prior.named(), prior, func(now *dataResidencyPolicyModel) error {
		return readNow(ctx, r.Organization, now.ID, now.read)
	})
	known, name := r.Organization.Claims, prior.nameSubject()
	known.Know(prior.subject())
	known.End(prior.subject())
	known.AwaitHeld(ctx, prior.ID.ValueString(), prior.subject(), name, former)
	_, held := known.Held(prior.subject())
	if held {
		return base.NoteEnd(ctx, private, r.Organization, held)
	}
	diags.Append(base.NoteEnd(ctx, private, r.Organization, held)...)
	// The run may also be an apply: Terraform plans to destroy what is no longer in the configuration before it refreshes it. That refuses no
	// deposed object: in an apply, every creation beside a policy of the same name fails, so nothing is deposed.
	if known.HeldStrongly(name, former) {
		return append(diags, refusePolicyAgain(orgpolicies.Policy{ID: prior.ID.ValueString(), Name: prior.Name.ValueString()}))
	}
	if freed := newMoves(prior, nil); len(freed.freed) > 0 {
		diags.Append(freed.freeing(readPlaces(ctx, r.Organization)))
	}
	return diags
}

// refusePolicyAgain is the refusal to delete a policy and to create it again under another address of the configuration.
func refusePolicyAgain(found orgpolicies.Policy) diag.Diagnostic {
	return diag.NewErrorDiagnostic("The policy would be deleted and made again", fmt.Sprintf(
		"The plan deletes data residency policy %s (%s), and creates one of the same name for another resource of this configuration. That would start every move again. "+
			"If the resource has only changed its address, write a moved block, which keeps the policy:\n\n"+
			"moved {\n  from = atlassian_data_residency_policy.OLD_NAME\n  to   = atlassian_data_residency_policy.NEW_NAME\n}\n\n"+
			"To make another policy on purpose, destroy this one first, and create the other one in another apply.", base.Quoted(found.Name), base.Word(found.ID)))
}

// keepRegion is the plan modifier of a region. It plans no change of case, because the case of a region carries no meaning (unverified).
type keepRegion struct{}

// Description says what the modifier does.
func (keepRegion) Description(context.Context) string { return "Case carries no meaning." }

// MarkdownDescription says what the modifier does.
func (k keepRegion) MarkdownDescription(ctx context.Context) string { return k.Description(ctx) }

// PlanModifyString plans the prior spelling if it means the same region.
func (keepRegion) PlanModifyString(_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if !req.StateValue.IsNull() && !req.PlanValue.IsNull() && !req.PlanValue.IsUnknown() && strings.EqualFold(req.StateValue.ValueString(), req.PlanValue.ValueString()) {
		resp.PlanValue = req.StateValue
	}
}
