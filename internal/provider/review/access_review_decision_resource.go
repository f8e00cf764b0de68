// SPDX-License-Identifier: MPL-2.0

package review

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/decision"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

var (
	_ resource.Resource                   = (*decisionResource)(nil)
	_ resource.ResourceWithConfigure      = (*decisionResource)(nil)
	_ resource.ResourceWithIdentity       = (*decisionResource)(nil)
	_ resource.ResourceWithImportState    = (*decisionResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*decisionResource)(nil)
	_ resource.ResourceWithValidateConfig = (*decisionResource)(nil)
)

// newDecision makes an atlassian_access_review_decision.
func newDecision() resource.Resource { return &decisionResource{} }

// decisionResource is the resource atlassian_access_review_decision.
type decisionResource struct{ base.Resource }

var decisionIdentity = base.Identity{Parts: []base.IdentityPart{{
	Name:        "directory_ids",
	Description: "IDs of the directories, sorted, with commas between them; \"all\" for the whole organization.",
}}}

// Metadata names the type.
func (r *decisionResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_access_review_decision"
}

// Schema describes the attributes.
func (r *decisionResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = decisionSchema()
}

// IdentitySchema describes the identity.
func (r *decisionResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = decisionIdentity.Schema()
}

// ValidateConfig refuses a person of whom the configuration says that they keep access, and that they lose it.
func (r *decisionResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var model decisionModel
	resp.Diagnostics.Append(base.Get(ctx, req.Config, &model)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(model.refuseBoth()...)
	}
}

// Create records a review. A failed creation leaves no state: it has changed nothing in Atlassian, and a review with somebody undecided is
// none.
func (r *decisionResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan decisionModel
	resp.Diagnostics.Append(base.Get(ctx, req.Plan, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(r.apply(ctx, &plan, nil, time.Now())...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(decisionIdentity.Set(ctx, resp.Identity, r.Organization, plan.identity())...)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &plan)...)
}

// Read compares the decision with who has access now.
func (r *decisionResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state decisionModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	r.Organization.Claims.NoteRefresh()
	resp.Diagnostics.Append(decisionIdentity.Set(ctx, resp.Identity, r.Organization, state.identity())...)
	now := time.Now()
	written, record := state.written(), state.recorded()
	seen, diags := r.see(ctx, &state, written, written.AppRoles)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	if state.isRecorded() {
		record = record.Notice(seen)
		state.WithoutAccess = base.StringList(record.WithoutAccess)
	}
	state.show(decision.Judge(seen, written, record, decision.Now{At: now, KeyDays: state.KeyExpiryDays.ValueInt64()}))
	state.Expired = types.BoolValue(state.isRecorded() && state.lapsed(now))
	if state.isRecorded() {
		r.Organization.Claims.NoteFormer(state.formerKey(), state.outstanding(now))
		resp.Diagnostics.Append(state.refuseEnded(r.Organization, now)...)
	}
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &state)...)
}

// Update records a review, or a change of one. A failed update keeps the refreshed state, so that the next plan shows the same again.
func (r *decisionResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var prior, plan decisionModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &prior)...)
	resp.Diagnostics.Append(base.Get(ctx, req.Plan, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(decisionIdentity.Set(ctx, resp.Identity, r.Organization, plan.identity())...)
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, outstandingKey, nil)...) // it was for a replacement
	resp.Diagnostics.Append(r.apply(ctx, &plan, &prior, time.Now())...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &plan)...)
}

// apply completes a plan, unless something is found. Prior is nil where there is no state.
func (r *decisionResource) apply(ctx context.Context, plan, prior *decisionModel, now time.Time) diag.Diagnostics {
	fresh := plan.isFresh(prior, plan.ReviewedAt)
	var diags diag.Diagnostics
	switch {
	case !fresh && plan.ends(prior, now):
		diags.Append(plan.notRenewed(prior))
	case fresh && !plan.ReviewedAt.IsUnknown():
		diags.Append(plan.refuseTime(now)...)
	}
	if diags.HasError() {
		return diags
	}
	roles, known, diags := r.appRoles(ctx, plan, prior, fresh)
	if diags.HasError() {
		return diags
	}
	if !known || !plan.inputsKnown() {
		return diag.Diagnostics{diag.NewErrorDiagnostic("A value is not known in the apply", "Terraform has left a value unknown in the apply. This is a bug in Terraform or in the provider: please report it.")}
	}
	outcome, diags := r.evaluate(ctx, plan, prior, roles, fresh, now)
	if diags.HasError() {
		return diags
	}
	diags = outcome.errors(plan)
	if diags.HasError() {
		return diags
	}
	if plan.ReviewedAt.IsUnknown() {
		plan.ReviewedAt = types.StringValue(base.RFC3339(now))
	}
	plan.record(outcome.record)
	plan.show(outcome.found)
	return diags
}

// Delete forgets the decision. It does not warn if another one follows.
func (r *decisionResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state decisionModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &state)...)
	var created string
	ending, diags := base.ReadEnding(ctx, req.Private, r.Organization, &created)
	resp.Diagnostics.Append(diags...)
	if !resp.Diagnostics.HasError() && !ending.Deposed && (!ending.Replaced || created != state.identity()) {
		resp.Diagnostics.Append(forgetWarning("has forgotten"))
	}
}

// ImportState takes the ID of the organization, or the IDs of directories. Nothing is decided then.
func (r *decisionResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if resp.Diagnostics.Append(base.Importable(ctx, r.Organization, req)...); resp.Diagnostics.HasError() {
		return
	}
	directories, err := r.importedDirectories(ctx, req)
	if err != nil {
		resp.Diagnostics.AddError("Invalid import ID", base.Capitalized(err.Error()))
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("directory_ids"), directories)...)
	model := decisionModel{DirectoryIDs: directories}
	resp.Diagnostics.Append(decisionIdentity.Set(ctx, resp.Identity, r.Organization, model.identity())...)
}

// importedDirectories reads what an import names. The list is null for the whole organization.
func (r *decisionResource) importedDirectories(ctx context.Context, req resource.ImportStateRequest) (unordered.ListValue, error) {
	text := req.ID
	if text == "" {
		var named types.String
		if diags := req.Identity.GetAttribute(ctx, path.Root("directory_ids"), &named); diags.HasError() {
			return unordered.Null(false), errors.New("the identity cannot be read")
		}
		text = named.ValueString()
	}
	if text == wholeOrganization || req.ID != "" && text == r.Organization.ID() {
		return unordered.Null(false), nil
	}
	var ids []string
	for id := range strings.SplitSeq(text, ",") {
		id = strings.TrimSpace(id)
		if err := base.DirectoryID.Check(id); err != nil {
			return unordered.Null(false), errors.New(strings.TrimSuffix(err.Error(), ".") +
				". An import ID is the ID of the organization, for a decision about all of it, or the IDs of the directories with commas between them")
		}
		ids = append(ids, id)
	}
	return unordered.FromStrings(ids, false), nil
}
