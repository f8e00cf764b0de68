// SPDX-License-Identifier: MPL-2.0

package classification

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/levels"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var (
	_ resource.Resource                   = (*orderResource)(nil)
	_ resource.ResourceWithConfigure      = (*orderResource)(nil)
	_ resource.ResourceWithIdentity       = (*orderResource)(nil)
	_ resource.ResourceWithImportState    = (*orderResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*orderResource)(nil)
	_ resource.ResourceWithValidateConfig = (*orderResource)(nil)
)

// newClassificationOrder makes an atlassian_classification_order.
func newClassificationOrder() resource.Resource { return &orderResource{} }

// orderResource is the resource atlassian_classification_order.
type orderResource struct{ base.Resource }

// orderIdentity is the organization alone.
var orderIdentity = base.Identity{}

// Metadata names the type.
func (r *orderResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_classification_order"
}

// Schema describes the attributes.
func (r *orderResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	const wait = "the wait until Atlassian shows the order included, as a duration such as `90s` or `10m`. Default `5m`."
	resp.Schema = schema.Schema{
		MarkdownDescription: orderPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"organization_id": schema.StringAttribute{
				MarkdownDescription: "ID of the organization, which is that of the provider.",
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"level_ids": schema.ListAttribute{
				MarkdownDescription: "IDs of all classification levels that are not archived, the most sensitive one first, each once. Another order, a new level and a missing one show as drift.",
				Required:            true,
				ElementType:         types.StringType,
				Validators:          []validator.List{listvalidator.SizeAtLeast(1), base.LevelID.Each()},
			},
			"timeouts": base.Timeouts(ctx, timeouts.Opts{
				Create: true, CreateDescription: "How long the creation may take, " + wait,
				Update: true, UpdateDescription: "How long a change may take, " + wait,
			}),
		},
	}
}

// IdentitySchema describes the identity.
func (r *orderResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = orderIdentity.Schema()
}

// ValidateConfig refuses a level that is listed twice.
func (r *orderResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var model orderModel
	resp.Diagnostics.Append(base.Get(ctx, req.Config, &model)...)
	if !resp.Diagnostics.HasError() {
		ids, _ := model.ids()
		resp.Diagnostics.Append(refuseRepeated(ids)...)
	}
}

func refuseRepeated(ids []string) diag.Diagnostics {
	var diags diag.Diagnostics
	if id := repeated(ids); id != "" {
		diags.AddAttributeError(path.Root("level_ids"), "A level is listed twice", "level_ids has "+base.Word(id)+" twice, and a level has one place in the order. Remove one of them.")
	}
	return diags
}

// Create puts the levels into the order.
func (r *orderResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model orderModel
	resp.Diagnostics.Append(base.Get(ctx, req.Plan, &model)...)
	ctx, cancel, ok := base.Within(ctx, model.Timeouts.Create, changeTimeout, &resp.Diagnostics)
	if !ok {
		return
	}
	defer cancel()
	resp.Diagnostics.Append(r.apply(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return // there is nothing to track
	}
	model.OrganizationID = types.StringValue(r.Organization.ID())
	resp.Diagnostics.Append(orderIdentity.Set(ctx, resp.Identity, r.Organization)...)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
}

// apply puts the levels into the order. Levels that are not listed are a warning: the apply may archive them later.
func (r *orderResource) apply(ctx context.Context, model *orderModel) diag.Diagnostics {
	ids, _ := model.ids()
	diags := refuseRepeated(ids)
	if diags.HasError() {
		return diags
	}
	unlisted, err := r.Organization.Levels.Reorder(ctx, ids)
	var mismatch *levels.MismatchError
	switch {
	case errors.As(err, &mismatch):
		diags.AddAttributeError(path.Root("level_ids"), "Levels cannot be ordered", "Nothing was changed. "+cannotBeOrdered(mismatch.Mismatch))
	case err != nil:
		diags.Append(failed("Cannot order the classification levels", err))
	case len(unlisted) > 0:
		diags.AddAttributeWarning(path.Root("level_ids"), "Levels are not listed", fmt.Sprintf(
			"level_ids lacks %s:%s\n\nEach has stayed behind the level before it. Unless this apply archives it, the next plan shows it as drift: list it where it belongs, or archive it.",
			base.Quantity(len(unlisted), "classification level", "classification levels"), base.BulletList(lines(unlisted))))
	}
	return diags
}

// Read lists the levels in their order.
func (r *orderResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model orderModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	r.Organization.Claims.NoteRefresh()
	resp.Diagnostics.Append(orderIdentity.Set(ctx, resp.Identity, r.Organization)...)
	present, err := r.Organization.Levels.Order(ctx)
	if err != nil {
		resp.Diagnostics.Append(failed("Cannot read the order of the classification levels", err))
		return
	}
	model.OrganizationID, model.LevelIDs = types.StringValue(r.Organization.ID()), base.StringList(levels.IDs(present))
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
}

// Update puts the levels into the order.
func (r *orderResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var prior, model orderModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &prior)...)
	resp.Diagnostics.Append(base.Get(ctx, req.Plan, &model)...)
	ctx, cancel, ok := base.Within(ctx, model.Timeouts.Update, changeTimeout, &resp.Diagnostics)
	if !ok {
		return
	}
	defer cancel()
	resp.Diagnostics.Append(orderIdentity.Set(ctx, resp.Identity, r.Organization)...)
	if !prior.LevelIDs.Equal(model.LevelIDs) {
		resp.Diagnostics.Append(r.apply(ctx, &model)...)
	}
	if !resp.Diagnostics.HasError() { // otherwise the state stays as it was, and the next plan reads the order anew
		resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
	}
}

// Delete only forgets the order.
func (r *orderResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model orderModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &model)...)
	var created string
	ending, diags := base.ReadEnding(ctx, req.Private, r.Organization, &created)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() || ending.Replaced || ending.Held || ending.Deposed {
		return
	}
	resp.Diagnostics.AddWarning("The order of the classification levels stays", "Terraform only forgets the order. The levels keep it, and nothing tells you any more when it changes.")
}

// ImportState takes the ID of the organization, or an identity.
func (r *orderResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	resp.Diagnostics.Append(base.Importable(ctx, r.Organization, req)...)
	if resp.Diagnostics.HasError() {
		return
	}
	var named types.String
	if req.ID == "" {
		resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, path.Root("organization_id"), &named)...)
		if named.ValueString() == "" {
			resp.Diagnostics.AddError("Incomplete identity", "The identity needs organization_id.")
			return
		}
	}
	if req.ID != "" && req.ID != r.Organization.ID() {
		resp.Diagnostics.AddError("Invalid import ID", fmt.Sprintf(
			"%s is not the ID of the provider's organization, which is the import ID of the order of its classification levels: %s.", base.Quoted(req.ID), r.Organization.ID()))
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("organization_id"), types.StringValue(r.Organization.ID()))...)
	resp.Diagnostics.Append(orderIdentity.Set(ctx, resp.Identity, r.Organization)...)
}
