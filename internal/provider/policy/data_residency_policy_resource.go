// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var (
	_ resource.Resource                   = (*dataResidencyPolicyResource)(nil)
	_ resource.ResourceWithConfigure      = (*dataResidencyPolicyResource)(nil)
	_ resource.ResourceWithIdentity       = (*dataResidencyPolicyResource)(nil)
	_ resource.ResourceWithImportState    = (*dataResidencyPolicyResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*dataResidencyPolicyResource)(nil)
	_ resource.ResourceWithValidateConfig = (*dataResidencyPolicyResource)(nil)
)

// newDataResidencyPolicyResource makes an atlassian_data_residency_policy.
func newDataResidencyPolicyResource() resource.Resource { return &dataResidencyPolicyResource{} }

// dataResidencyPolicyResource is the resource atlassian_data_residency_policy.
type dataResidencyPolicyResource struct{ base.Resource }

// residencyTimeout is how long a change may take by default. Moving data takes days, so the apply waits only to see whether Atlassian
// refuses at once.
const residencyTimeout = 2 * time.Minute

// Metadata names the type.
func (r *dataResidencyPolicyResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + residencies.typeName
}

// Schema describes the attributes.
func (r *dataResidencyPolicyResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	const limit = " may take, as a duration such as `90s` or `10m`. Default `2m`. A move that is still under way then is a warning, and no error."
	resp.Schema = schema.Schema{
		MarkdownDescription: dataResidencyPolicyPage.Markdown(),
		Attributes: withReach("A product that you take away is no longer kept in the region.", map[string]schema.Attribute{
			"id": schema.StringAttribute{
				MarkdownDescription: "ID of the policy.",
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"name": schema.StringAttribute{
				MarkdownDescription: "Name of the policy, unique among the data residency policies of the organization. A change is an update in place.",
				Required:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"region": schema.StringAttribute{
				MarkdownDescription: "Region in which Atlassian keeps the data, such as `EU` or `US`, as Atlassian Administration names it under Data residency. Case carries no meaning. " +
					"A change is an update in place that **moves the data of every product of the policy**. It is null in the state if Atlassian's rule names no region or several, so that the plan shows it as drift.",
				Required:      true,
				Validators:    []validator.String{stringvalidator.LengthAtLeast(1)},
				PlanModifiers: []planmodifier.String{keepRegion{}},
			},
			"enabled": schema.BoolAttribute{
				MarkdownDescription: "Whether the policy is in force. Set to `false`, it no longer keeps data in the region; whether that moves data back is unverified. Default `true`.",
				Optional:            true,
				Computed:            true,
				Default:             booldefault.StaticBool(true),
			},
			"migration_window": schema.SingleNestedAttribute{
				MarkdownDescription: "Time in which Atlassian is asked to move the data of the products, unless `migration_windows` has another one for them. Default: none, so that Atlassian chooses the time. A change is an update in place, for products whose data has not moved yet.",
				Optional:            true,
				Attributes:          windowAttributes(),
			},
			"migration_windows": schema.MapNestedAttribute{
				MarkdownDescription: "Migration windows of single products, in place of `migration_window`. The keys are ARIs, each of which must be among `resources`. Default: none.",
				Optional:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: windowAttributes()},
				Validators:          []validator.Map{mapvalidator.KeysAre(resourceIDForm)},
			},
			"migrations": schema.MapNestedAttribute{
				MarkdownDescription: "Migration windows that Atlassian has, by the ARI of the product: those that the configuration sets, and those that an import or an earlier configuration left. " +
					"A window that somebody changes in Atlassian before the data has moved shows here as drift, and the next apply restores it.",
				Computed: true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"start": schema.StringAttribute{MarkdownDescription: "When the window begins; null if Atlassian does not say.", Computed: true},
					"end":   schema.StringAttribute{MarkdownDescription: "When the window ends; null if Atlassian does not say.", Computed: true},
				}},
			},
			"timeouts": base.Timeouts(ctx, timeouts.Opts{
				Create: true, CreateDescription: "How long the creation" + limit,
				Update: true, UpdateDescription: "How long an update" + limit,
				Delete: true, DeleteDescription: "How long the deletion may take, as a duration such as `90s` or `10m`. Default `2m`.",
			}),
		}),
	}
}

// windowAttributes are the two ends of a window.
func windowAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"start": schema.StringAttribute{
			MarkdownDescription: "When the window begins, as RFC 3339 has it, such as `2026-12-05T22:00:00Z`.",
			Required:            true,
			Validators:          []validator.String{base.RFC3339Time{}},
		},
		"end": schema.StringAttribute{
			MarkdownDescription: "When the window ends, as RFC 3339 has it. It must be after `start`.",
			Required:            true,
			Validators:          []validator.String{base.RFC3339Time{}},
		},
	}
}

// ValidateConfig refuses windows that end before they begin.
func (r *dataResidencyPolicyResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config dataResidencyPolicyModel
	if resp.Diagnostics.Append(base.Get(ctx, req.Config, &config)...); !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(config.wrongWindows()...)
	}
}

// IdentitySchema describes the identity.
func (r *dataResidencyPolicyResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = policyIdentity.Schema()
}

// Create creates the policy. After that, nothing is an error: Terraform would replace the policy, which can start every move again.
func (r *dataResidencyPolicyResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan dataResidencyPolicyModel
	resp.Diagnostics.Append(base.Get(ctx, req.Plan, &plan)...)
	ctx, cancel, ok := base.Within(ctx, plan.Timeouts.Create, residencyTimeout, &resp.Diagnostics)
	if !ok {
		return
	}
	defer cancel()
	if id := residencies.left(r.Organization, plan.Name.ValueString()); id != "" {
		r.takeOver(ctx, id, &plan, resp)
		return
	}
	resp.Diagnostics.Append(r.settle(ctx, &plan, nil)...)
	resp.Diagnostics.Append(r.refuseNamesake(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	created, err := r.Organization.OrganizationPolicies.Create(ctx, plan.draft())
	if err != nil {
		resp.Diagnostics.Append(base.Failed(residencies.cannot("create"), err))
		return
	}
	plan.ID = types.StringValue(created.ID)
	plan.NotApplied = notAppliedList(nil)
	resp.Diagnostics.Append(policyIdentity.Set(ctx, resp.Identity, r.Organization, created.ID)...)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &plan)...)
	resp.Diagnostics.Append(r.confirm(ctx, &plan, true)...)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &plan)...)
}

// takeOver changes a policy that was left for a creation into what is planned.
func (r *dataResidencyPolicyResource) takeOver(ctx context.Context, id string, plan *dataResidencyPolicyModel, resp *resource.CreateResponse) {
	plan.ID = types.StringValue(id)
	resp.Diagnostics.Append(policyIdentity.Set(ctx, resp.Identity, r.Organization, id)...)
	former := newDataResidencyPolicyModel()
	found, err := r.Organization.OrganizationPolicies.Get(ctx, id)
	if err == nil {
		resp.Diagnostics.Append(former.read(found)...)
		resp.Diagnostics.Append(r.settle(ctx, plan, &former)...)
	}
	if err == nil && !resp.Diagnostics.HasError() {
		err = r.change(ctx, &former, plan)
	}
	if err != nil {
		resp.Diagnostics.Append(base.Failed(residencies.cannot("change"), err))
	}
	if resp.Diagnostics.HasError() { // the policy is what it was, and the next apply takes it over again
		former.ID, former.Name, former.Timeouts = plan.ID, plan.Name, plan.Timeouts
		resp.Diagnostics.Append(base.Set(ctx, &resp.State, &former)...)
		return
	}
	resp.Diagnostics.Append(r.confirm(ctx, plan, true)...)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, plan)...)
}

// settle finds what the plan did not know, and checks it as the plan would have.
func (r *dataResidencyPolicyResource) settle(ctx context.Context, plan, prior *dataResidencyPolicyModel) diag.Diagnostics {
	diags := plan.settle(ctx, r.Organization.Sites)
	if plan.Migrations.IsUnknown() {
		plan.planMigrations(prior)
	}
	diags.Append(plan.wrongWindows()...)
	diags.Append(plan.refuseStrangers()...)
	if !diags.HasError() {
		diags.Append(plan.over(prior, newMoves(prior, plan).to, time.Now())...)
	}
	return diags
}

// refuseNamesake refuses to create a policy beside another one of the name: no later answer could tell them apart.
func (r *dataResidencyPolicyResource) refuseNamesake(ctx context.Context, plan *dataResidencyPolicyModel) diag.Diagnostics {
	found, taken, err := r.Organization.OrganizationPolicies.Namesake(ctx, orgpolicies.TypeDataResidency, plan.Name.ValueString())
	switch {
	case err != nil:
		return diag.Diagnostics{base.Failed(residencies.cannot("create"), err)}
	case !taken:
		return nil
	}
	exists := existingResidency(found)
	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("name"), exists.Summary(), exists.Detail()+"\n\n"+
		"If this apply replaces that policy, create_before_destroy is the cause: the old policy has the name until it is destroyed. Nothing was changed. "+
		"Every attribute is updated in place, so remove what makes Terraform replace the policy, or remove create_before_destroy.")}
}

// Read refreshes the state. Many policies share the list of all of them.
func (r *dataResidencyPolicyResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state dataResidencyPolicyModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	r.Organization.Claims.NoteRefresh()
	read := base.Reading(ctx, r.Organization, resp.Private, state.subject())
	found, err := r.Organization.OrganizationPolicies.Get(ctx, state.ID.ValueString())
	if err != nil && !meaning.IsNotFound(err) {
		resp.Diagnostics.Append(base.Failed(residencies.cannot("read"), err))
		return
	}
	resp.Diagnostics.Append(policyIdentity.Set(ctx, resp.Identity, r.Organization, state.ID.ValueString())...)
	if err != nil {
		resp.State.RemoveResource(ctx)
		return
	}
	resp.Diagnostics.Append(state.read(found)...)
	if resp.Diagnostics.HasError() {
		return
	}
	r.Organization.Claims.Know(state.subject())
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &state)...)
	resp.Diagnostics.Append(read(false)...)
}

// Update changes the policy in place. Products leave it first, so that their data does not move in vain. Products that stay get their
// windows before the region changes or the policy is turned on, so that no data moves at once.
func (r *dataResidencyPolicyResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var prior, plan dataResidencyPolicyModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &prior)...)
	resp.Diagnostics.Append(base.Get(ctx, req.Plan, &plan)...)
	ctx, cancel, ok := base.Within(ctx, plan.Timeouts.Update, residencyTimeout, &resp.Diagnostics)
	if !ok {
		return
	}
	defer cancel()
	resp.Diagnostics.Append(policyIdentity.Set(ctx, resp.Identity, r.Organization, plan.ID.ValueString())...)
	resp.Diagnostics.Append(r.settle(ctx, &plan, &prior)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if err := r.update(ctx, &prior, &plan); err != nil {
		resp.Diagnostics.Append(base.Failed(residencies.cannot("change"), err))
		return
	}
	resp.Diagnostics.Append(r.confirm(ctx, &plan, false)...)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &plan)...)
}

// Delete deletes the policy, and waits until Atlassian does not list it any more. It leaves a policy that another object of the
// configuration manages: the one that replaces this one, or another resource.
func (r *dataResidencyPolicyResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state dataResidencyPolicyModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &state)...)
	ctx, cancel, ok := base.Within(ctx, state.Timeouts.Delete, residencyTimeout, &resp.Diagnostics)
	if !ok {
		return
	}
	defer cancel()
	resp.Diagnostics.Append(residencies.end(ctx, r.Organization, state.ID.ValueString(), req.Private)...)
}

// ImportState takes an ID or an identity.
func (r *dataResidencyPolicyResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	values := policyIdentity.Import(ctx, r.Organization, req, resp, func(id string) ([]string, error) { return []string{id}, nil })
	if values == nil {
		return
	}
	state := newDataResidencyPolicyModel()
	state.ID = types.StringValue(values[0])
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &state)...)
}
