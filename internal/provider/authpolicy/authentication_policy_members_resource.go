// SPDX-License-Identifier: MPL-2.0

package authpolicy

import (
	"context"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

var (
	_ resource.Resource                   = (*membersResource)(nil)
	_ resource.ResourceWithConfigure      = (*membersResource)(nil)
	_ resource.ResourceWithIdentity       = (*membersResource)(nil)
	_ resource.ResourceWithImportState    = (*membersResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*membersResource)(nil)
	_ resource.ResourceWithValidateConfig = (*membersResource)(nil)
)

// newMembersResource makes an atlassian_authentication_policy_members.
func newMembersResource() resource.Resource { return &membersResource{} }

// membersResource is the resource atlassian_authentication_policy_members.
type membersResource struct{ base.Resource }

const membersName = "_authentication_policy_members"

// membersTimeout is how long a change may take by default. Atlassian moves people in tasks, and a rate limit may slow down
// reading them.
const membersTimeout = 30 * time.Minute

var membersIdentity = base.Identity{Parts: []base.IdentityPart{policyPart}}

// Metadata names the type.
func (r *membersResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + membersName
	resp.ResourceBehavior.MutableIdentity = true // an update moves it to another policy
}

// Schema describes the attributes.
func (r *membersResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: membersPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"policy_id": schema.StringAttribute{
				MarkdownDescription: "ID of the authentication policy. " + wherePolicyID + " A change is an update in place: the people move straight into the other policy, not through the fallback policy.",
				Required:            true,
				Validators:          []validator.String{base.PolicyID},
			},
			"account_ids": schema.ListAttribute{
				MarkdownDescription: "Account IDs of people in the policy, in any order, each once. Set at least one of `account_ids` and `emails`. Both together are one list.",
				Optional:            true,
				CustomType:          unordered.NewType(false),
				Validators:          base.AccountIDs(),
				PlanModifiers:       []planmodifier.List{unordered.KeepOrder(false)},
			},
			"emails": schema.ListAttribute{
				MarkdownDescription: "E-mail addresses of people in the policy, in any order and case, each once. Set at least one of `account_ids` and `emails`. Both together are one list. " +
					"The plan fails for an address that belongs to no account. Somebody else in an exclusive policy who has a listed address shows by account ID, and the plan fails.",
				Optional:      true,
				CustomType:    unordered.NewType(true),
				Validators:    base.Emails(),
				PlanModifiers: []planmodifier.List{unordered.KeepOrder(true)},
			},
			"fallback_policy_id": schema.StringAttribute{
				MarkdownDescription: "ID of the policy that people go to when they leave the lists, or when the resource is destroyed. This is often the default policy. Default: none, and people stay where they are.",
				Optional:            true,
				Validators:          []validator.String{base.PolicyID},
			},
			"exclusive": schema.BoolAttribute{
				MarkdownDescription: "Whether nobody else may be in the policy. With `true`, everyone else in the policy shows as drift and moves to `fallback_policy_id`, which you must set then. The first apply with `true` moves nobody else: the next plan shows them. Default: `false`.",
				Optional:            true,
				Computed:            true,
				Default:             booldefault.StaticBool(false),
			},
			"max_removals": schema.Int64Attribute{
				MarkdownDescription: "How many people one plan may move to the fallback policy, 0 or more. A plan that moves more fails. This applies to changes of the lists, to drift of an exclusive policy, and to a destroy. A policy becomes exclusive in two applies: the first plan moves nobody else, but already counts the people whom the second plan would move. " +
					"Default: no limit, except that the plan refuses lists that became empty.",
				Optional:   true,
				Validators: []validator.Int64{int64validator.AtLeast(0)},
			},
			"timeouts": base.Timeouts(ctx, timeouts.Opts{
				Create: true, Update: true, Delete: true,
				CreateDescription: "How long the creation may take, as a duration such as `90s` or `2h`. Default: `30m`.",
				UpdateDescription: "How long a change may take, as a duration such as `90s` or `2h`. Default: `30m`.",
				DeleteDescription: "How long the move to the fallback policy may take, as a duration such as `90s` or `2h`. Default: `30m`. It must be in the state before you destroy the resource.",
			}),
		},
	}
}

// IdentitySchema describes the identity.
func (r *membersResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = membersIdentity.Schema()
}

// ValidateConfig requires people, and a fallback policy if the policy is exclusive.
func (r *membersResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var model membersModel
	resp.Diagnostics.Append(base.Get(ctx, req.Config, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(requireList(model.AccountIDs, model.Emails)...)
	fallback := model.FallbackPolicyID
	if model.Exclusive.ValueBool() && fallback.IsNull() {
		resp.Diagnostics.AddAttributeError(path.Root("fallback_policy_id"), "Missing fallback_policy_id",
			"exclusive is true, so people who are not listed must leave the policy, and Atlassian's API can only move them to another one. Set fallback_policy_id to the ID of that policy, such as the default policy, or set exclusive = false.")
	}
	if !fallback.IsNull() && !fallback.IsUnknown() && organization.SamePolicy(fallback.ValueString(), model.PolicyID.ValueString()) {
		resp.Diagnostics.AddAttributeError(path.Root("fallback_policy_id"), "The fallback policy is the policy itself",
			"People who leave the policy go to fallback_policy_id, so it cannot be the same as policy_id. Set the ID of another policy, or leave it out.")
	}
}

const cannotLookUp = "Cannot find out who is in which authentication policy"

// Create moves the listed people into the policy, if they are in another one.
func (r *membersResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model membersModel
	resp.Diagnostics.Append(base.Get(ctx, req.Plan, &model)...)
	ctx, cancel, ok := base.Within(ctx, model.Timeouts.Create, membersTimeout, &resp.Diagnostics)
	if !ok {
		return
	}
	defer cancel()
	in, diags := r.moveMembers(ctx, nil, &model, organization.Memo{})
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() && len(in) == 0 {
		return // nobody is in the policy by this, so there is nothing to keep
	}
	resp.Diagnostics.Append(membersIdentity.Set(ctx, resp.Identity, r.Organization, model.PolicyID.ValueString())...)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
	resp.Diagnostics.Append(writeMemo(ctx, resp.Private, in)...)
}

const cannotRead = "Cannot read who is in the authentication policy"

// Read reads the policy of each listed person, and keeps those who are in this one. It reads an exclusive policy, and one that
// was just imported, as a whole.
func (r *membersResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model membersModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &model)...)
	known, diags := readMemo(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(base.WarnOfProtected(ctx, r.Organization)...)
	r.Organization.Claims.NoteRefresh()
	read := base.Reading(ctx, r.Organization, resp.Private, model.subjects(known)...)
	resp.Diagnostics.Append(membersIdentity.Set(ctx, resp.Identity, r.Organization, model.PolicyID.ValueString())...)

	imported := model.AccountIDs.IsNull() && model.Emails.IsNull()
	if imported {
		model.AccountIDs = unordered.FromStrings(nil, false)
	}
	if model.Exclusive.IsNull() {
		model.Exclusive = types.BoolValue(false)
	}
	present, explanation, err := r.present(ctx, &model, known, imported || model.Exclusive.ValueBool())
	if err != nil {
		resp.Diagnostics.Append(base.Failed(cannotRead, err))
		return
	}
	if !imported { // a state that lists nobody yet has lost nobody
		resp.Diagnostics.Append(explanation...)
	}
	before := model.list().words
	model.setList(organization.WordsOf(present))
	if base.EndPlanned(ctx, req.Private, r.Organization, organization.WholePolicySubject(model.PolicyID.ValueString())) {
		joined := newcomers(present, before, known)
		resp.Diagnostics.Append(base.WarnOfNewcomers("authentication policy "+model.PolicyID.ValueString(), "joined elsewhere", organization.WordsOf(joined))...)
	}
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
	resp.Diagnostics.Append(writeMemo(ctx, resp.Private, present)...)
	resp.Diagnostics.Append(read(!model.MaxRemovals.IsNull() || len(r.Organization.People.ProtectedAccountIDs()) > 0)...)
}

// Update moves the people whom the plan shows, and no others.
func (r *membersResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var prior, model membersModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &prior)...)
	resp.Diagnostics.Append(base.Get(ctx, req.Plan, &model)...)
	known, diags := readMemo(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	ctx, cancel, ok := base.Within(ctx, model.Timeouts.Update, membersTimeout, &resp.Diagnostics)
	if !ok {
		return
	}
	defer cancel()
	resp.Diagnostics.Append(membersIdentity.Set(ctx, resp.Identity, r.Organization, model.PolicyID.ValueString())...)
	in, diags := r.moveMembers(ctx, &prior, &model, known)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() && in == nil {
		return // nothing was done, and the state stays
	}
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
	resp.Diagnostics.Append(writeMemo(ctx, resp.Private, in)...)
}

// Delete moves the listed people to the fallback policy, or forgets them. It does not move people whom another object of the
// configuration keeps in the policy: the one that replaces this one, or another resource. The settings of the fallback policy must
// not apply to them in between.
func (r *membersResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model membersModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &model)...)
	known, diags := readMemo(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	var created creation
	ending, diags := base.ReadEnding(ctx, req.Private, r.Organization, &created, model.subjects(known)...)
	resp.Diagnostics.Append(diags...)
	ctx, cancel, ok := base.Within(ctx, model.Timeouts.Delete, membersTimeout, &resp.Diagnostics)
	if !ok {
		return
	}
	defer cancel()

	policyID := model.PolicyID.ValueString()
	if ending.Replaced && (created.Open || created.PolicyID == "") {
		resp.Diagnostics.Append(warnOfStaying(policyID))
		return
	}
	leaving, err := r.leaving(ctx, &model, difference(model.list().words, ending.Kept), known)
	if ending.Replaced {
		leaving = created.without(leaving)
		model.FallbackPolicyID = created.fallback(model.FallbackPolicyID)
	}
	r.Organization.Claims.AwaitQuiet(ctx, policyID)
	leave := departure{model: &model, leaving: r.notListed(leaving), ends: true}
	switch {
	case !leave.moves():
		resp.Diagnostics.Append(leave.warnings(false)...) // what cannot be read is forgotten all the same
		return
	case err != nil:
		resp.Diagnostics.Append(base.Failed(cannotLookUp, err))
		return
	case ending.Deposed:
		if !ending.Twin && len(leave.leaving) > 0 {
			resp.Diagnostics.Append(warnOfStaying(policyID))
		}
		return
	}
	if ending.Open {
		resp.Diagnostics.Append(leave.limits()...)
	}
	resp.Diagnostics.Append(leave.protection(r.Organization)...)
	if resp.Diagnostics.HasError() {
		return
	}
	left := r.Organization.Policies.Move(ctx, leave.policyMove())
	report := moveReport{policyID: policyID, total: len(left.Moved) + len(left.Failed)}
	report.add(leave.leaving, left)
	resp.Diagnostics.Append(report.diagnostics()...)
	if resp.Diagnostics.HasError() {
		_, stuck := splitFailed(leave.leaving, left.Failed)
		model.setList(organization.WordsOf(stuck))
		resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
	}
}

// ImportState takes an ID or an identity.
func (r *membersResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	var accountIDs []string
	membersIdentity.Import(ctx, r.Organization, req, resp, func(id string) ([]string, error) {
		policyID, some, err := parseMembersID(id)
		accountIDs = some
		return []string{policyID}, err
	})
	if accountIDs != nil && !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("account_ids"), unordered.FromStrings(accountIDs, false))...)
	}
}

// present returns the people in the policy: the listed ones, with their present addresses, or everybody. The explanation is about
// people whom something has moved.
func (r *membersResource) present(ctx context.Context, model *membersModel, known organization.Memo, whole bool) (people []organization.Person, explanation diag.Diagnostics, err error) {
	policyID := model.PolicyID.ValueString()
	listed, err := r.listed(ctx, model, known)
	if err != nil {
		return nil, nil, err
	}
	in, err := organization.PeopleIn(listed, policyID)
	if err != nil {
		return nil, nil, err
	}
	if !whole {
		return in, explainMoves(policyID, listed, nil), nil
	}
	others, err := r.Organization.Policies.Others(ctx, policyID, model.byEmail(), listed)
	return append(in, others...), explainMoves(policyID, listed, others), err
}

// listed returns the people of the model who have an account, each with the present address.
func (r *membersResource) listed(ctx context.Context, model *membersModel, known organization.Memo) ([]organization.Person, error) {
	found, err := r.Organization.People.Resolve(ctx, organization.Anywhere().Still(), model.list().words, known)
	if err != nil {
		return nil, err
	}
	listed := slices.DeleteFunc(found, func(p organization.Person) bool { return p.AccountID == "" })
	for i := range listed {
		if p := &listed[i]; organization.IsAddress(p.Word) && p.Email != "" {
			p.Word = p.Email
		}
	}
	return listed, nil
}
