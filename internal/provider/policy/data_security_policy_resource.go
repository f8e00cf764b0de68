// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"context"
	"errors"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/mapplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/datasecurity"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

var (
	_ resource.Resource                = (*dataSecurityResource)(nil)
	_ resource.ResourceWithConfigure   = (*dataSecurityResource)(nil)
	_ resource.ResourceWithIdentity    = (*dataSecurityResource)(nil)
	_ resource.ResourceWithImportState = (*dataSecurityResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*dataSecurityResource)(nil)
)

// newDataSecurityResource makes an atlassian_data_security_policy.
func newDataSecurityResource() resource.Resource { return &dataSecurityResource{} }

// dataSecurityResource is the resource atlassian_data_security_policy.
type dataSecurityResource struct{ base.Resource }

// dataSecurityName is the name of the type after that of the provider.
const dataSecurityName = "_data_security_policy"

const dataSecurityType = "atlassian" + dataSecurityName

// dataSecurityTimeout is how long a change may take by default, the wait until the reads show it included.
const dataSecurityTimeout = 5 * time.Minute

// Metadata names the type.
func (*dataSecurityResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + dataSecurityName
}

// Schema describes the attributes.
func (*dataSecurityResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	const wait = "the wait until Atlassian shows it included, as a duration such as `90s` or `10m`. Default `5m`."
	resp.Schema = schema.Schema{
		MarkdownDescription: dataSecurityPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				MarkdownDescription: "ID of the policy.",
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"name": schema.StringAttribute{
				MarkdownDescription: "Name of the policy. A change is an update in place.",
				Required:            true,
				Validators:          []validator.String{policyName},
			},
			"description": schema.StringAttribute{
				MarkdownDescription: "Description of the policy. A change is an update in place. Default: none.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"coverage": schema.StringAttribute{
				MarkdownDescription: "What the policy covers: `ORG` (the whole organization), `WORKSPACE` (apps on sites), `CONTAINER` (spaces and projects) or `CLASSIFICATION` (content with a classification level). " +
					"A policy with another coverage than `ORG` overrides a policy that has `ORG` and the same rule, so that one has to exist first. A change is an update in place.",
				Required:   true,
				Validators: []validator.String{stringvalidator.OneOf("ORG", "WORKSPACE", "CONTAINER", "CLASSIFICATION")},
			},
			"rules": schema.SingleNestedAttribute{
				MarkdownDescription: "What the policy says. A policy with the coverage `ORG` has one rule or more, and every other policy exactly one. A rule that somebody adds, removes or changes in Atlassian shows as drift.",
				Required:            true,
				Attributes: map[string]schema.Attribute{
					"export":              effectAttribute("Whether people can export pages."),
					"public_links":        effectAttribute("Whether people can share content by public links."),
					"attachment_download": effectAttribute("Whether people can download attachments."),
					"anonymous_access":    effectAttribute("Whether people who are not signed in can see content."),
					appAccess: schema.SingleNestedAttribute{
						MarkdownDescription: "Whether apps can access data. Only policies with the coverage `ORG` or `CONTAINER` can have it, and it needs `experimental = [\"data_security_publish\"]` in the provider block, because its form is a guess. Default: the policy has no such rule.",
						Optional:            true,
						Attributes: map[string]schema.Attribute{
							"effect": schema.StringAttribute{
								MarkdownDescription: "What the rule does: `block` or `allow`.",
								Required:            true,
								Validators:          []validator.String{oneEffect},
							},
							"subject_id": schema.StringAttribute{
								MarkdownDescription: "Which apps the rule is about: `all_apps`, or the Atlassian Resource Identifier (ARI) of one app.",
								Required:            true,
								Validators:          []validator.String{appSubject},
							},
						},
					},
				},
			},
			"resource_ids": schema.ListAttribute{
				MarkdownDescription: "Atlassian Resource Identifiers (ARIs) of what the policy covers, in any order, each once: of apps on sites for `WORKSPACE`, of spaces or projects for `CONTAINER`, of classification levels for `CLASSIFICATION`. " +
					"It needs `experimental = [\"data_security_publish\"]` in the provider block, because the form of the operation is a guess. A resource that somebody adds or removes in Atlassian shows as drift. Default: Terraform leaves alone what the policy covers, and does not read it.",
				Optional:      true,
				CustomType:    unordered.NewType(false),
				Validators:    []validator.List{unordered.NoDuplicates(false), base.ARI.Each()},
				PlanModifiers: []planmodifier.List{unordered.KeepOrder(false)},
			},
			"other_rules": schema.MapAttribute{
				MarkdownDescription: "Rules of the policy that this version of the provider does not know, as JSON by their names. Terraform leaves them as they are, and every plan warns of them.",
				ElementType:         types.StringType,
				Computed:            true,
				PlanModifiers:       []planmodifier.Map{mapplanmodifier.UseStateForUnknown()},
			},
			"status": schema.StringAttribute{
				MarkdownDescription: "Status of the policy: `draft`, or `active` for one that is published. Atlassian may have others.",
				Computed:            true,
			},
			"published": schema.BoolAttribute{
				MarkdownDescription: "Whether the policy is in force as it is configured. With `experimental = [\"data_security_publish\"]`, it is planned as `true`, so that a policy that is not published shows as drift. " +
					"Without that, it is planned as `true` only if Terraform has seen the policy published before.",
				Computed: true,
			},
			"timeouts": base.Timeouts(ctx, timeouts.Opts{
				Create: true, CreateDescription: "How long the creation may take, " + wait,
				Update: true, UpdateDescription: "How long a change may take, " + wait,
				Delete: true, DeleteDescription: "How long the deletion may take, " + wait,
			}),
		},
	}
}

var (
	oneEffect  = stringvalidator.OneOf("block", "allow")
	appSubject = base.Checking("all_apps or the ARI of an app", func(text string) bool { return text == "all_apps" || base.ARI.Matches(text) }, "")
)

func effectAttribute(description string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description + " `block` or `allow`. Default: the policy has no such rule.",
		Optional:            true,
		Validators:          []validator.String{oneEffect},
	}
}

// IdentitySchema describes the identity.
func (*dataSecurityResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = policyIdentity.Schema()
}

const (
	cannotReadDataSecurity   = "Cannot read the data security policy"
	cannotCreateDataSecurity = "Cannot create the data security policy"
	cannotChangeDataSecurity = "Cannot change the data security policy"
	cannotDeleteDataSecurity = "Cannot delete the data security policy"
)

// publishes reports whether the configuration allows to publish policies.
func (r *dataSecurityResource) publishes() bool {
	return r.Organization != nil && r.Organization.Allows(datasecurity.Experiment)
}

// Create makes a draft, and publishes it where the configuration allows that. A creation that follows a deletion of the same resource takes
// over the policy that the deletion has left.
func (r *dataSecurityResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model dataSecurityModel
	resp.Diagnostics.Append(base.Get(ctx, req.Plan, &model)...)
	ctx, cancel, ok := base.Within(ctx, model.Timeouts.Create, dataSecurityTimeout, &resp.Diagnostics)
	if !ok {
		return
	}
	defer cancel()
	wanted := model.wanted(r.publishes())
	var made datasecurity.Policy
	var err error
	if id, left := r.Organization.DataSecurity.Left(model.Name.ValueString()); left {
		made, err = r.Organization.DataSecurity.Update(ctx, id, wanted)
		if made.ID == "" {
			made, _ = r.Organization.DataSecurity.Get(ctx, id)
		}
	} else {
		made, err = r.Organization.DataSecurity.Create(ctx, wanted)
	}
	if made.ID == "" {
		resp.Diagnostics.Append(failedDataSecurity(cannotCreateDataSecurity, err))
		return
	}
	resp.Diagnostics.Append(policyIdentity.Set(ctx, resp.Identity, r.Organization, made.ID)...)
	resp.Diagnostics.Append(afterDataSecurity(cannotCreateDataSecurity, made, err)...)
	planned := model
	model.show(made)
	if !resp.Diagnostics.HasError() { // what the reads do not show yet is as it was acknowledged
		model.Name, model.Description, model.Coverage, model.Rules = planned.Name, planned.Description, planned.Coverage, planned.Rules
	}
	resp.Diagnostics.Append(notePublished(ctx, resp.Private, &model)...)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
}

// neverPublished reports whether a policy certainly restricts nothing: it is a draft now, and was one at each refresh before.
func (r *dataSecurityResource) neverPublished(ctx context.Context, model *dataSecurityModel, private base.Private) bool {
	if wasPublished(ctx, private) {
		return false
	}
	found, err := r.Organization.DataSecurity.Get(ctx, model.ID.ValueString())
	return meaning.IsNotFound(err) || err == nil && datasecurity.IsDraft(found)
}

// Read refreshes the state. A policy that is deleted, and can still be read, is gone.
func (r *dataSecurityResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model dataSecurityModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	r.Organization.Claims.NoteRefresh()
	id := model.ID.ValueString()
	resp.Diagnostics.Append(policyIdentity.Set(ctx, resp.Identity, r.Organization, id)...)
	found, err := r.Organization.DataSecurity.Get(ctx, id)
	switch {
	case meaning.IsNotFound(err):
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		resp.Diagnostics.Append(base.Failed(cannotReadDataSecurity, err))
		return
	}
	model.show(found)
	if !model.ResourceIDs.IsNull() {
		covered, err := r.Organization.DataSecurity.Resources(ctx, id)
		if err != nil {
			resp.Diagnostics.Append(base.FailedAt(path.Root("resource_ids"), cannotReadDataSecurity, err))
			return
		}
		model.showResources(covered)
	}
	r.Organization.Claims.Know(dataSecuritySubject(id))
	resp.Diagnostics.Append(notePublished(ctx, resp.Private, &model)...)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
}

// Update changes the policy, and publishes it where the configuration allows that. After an error, the state has what Atlassian shows.
func (r *dataSecurityResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var prior, model dataSecurityModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &prior)...)
	resp.Diagnostics.Append(base.Get(ctx, req.Plan, &model)...)
	ctx, cancel, ok := base.Within(ctx, model.Timeouts.Update, dataSecurityTimeout, &resp.Diagnostics)
	if !ok {
		return
	}
	defer cancel()
	id := prior.ID.ValueString()
	resp.Diagnostics.Append(policyIdentity.Set(ctx, resp.Identity, r.Organization, id)...)
	mustBePublished := model.Published.ValueBool()
	wanted, since := model.wanted(r.publishes()), prior.wanted(false)
	wanted.Since = &since
	changed, err := r.Organization.DataSecurity.Update(ctx, id, wanted)
	if changed.ID == "" {
		resp.Diagnostics.Append(failedDataSecurity(cannotChangeDataSecurity, err))
		return
	}
	resp.Diagnostics.Append(afterDataSecurity(cannotChangeDataSecurity, changed, err)...)
	planned := model
	model.show(changed)
	if !resp.Diagnostics.HasError() && mustBePublished && !model.Published.ValueBool() {
		resp.Diagnostics.Append(notInForce(&model, r.publishes()).Diagnostic)
	}
	if !resp.Diagnostics.HasError() {
		model.Name, model.Description, model.Coverage, model.Rules = planned.Name, planned.Description, planned.Coverage, planned.Rules
		if !planned.OtherRules.IsUnknown() { // one that has appeared since the plan shows in the next one
			model.OtherRules = planned.OtherRules
		}
		resp.Diagnostics.Append(notePublished(ctx, resp.Private, &model)...)
	}
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
}

// Delete deletes the policy. It leaves it to a creation that follows, and leaves a published policy alone of which Terraform does not say
// whether another one takes its place.
func (r *dataSecurityResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model dataSecurityModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &model)...)
	var created createdDataSecurity
	ending, diags := base.ReadEnding(ctx, req.Private, r.Organization, &created)
	resp.Diagnostics.Append(diags...)
	ctx, cancel, ok := base.Within(ctx, model.Timeouts.Delete, dataSecurityTimeout, &resp.Diagnostics)
	if !ok {
		return
	}
	defer cancel()
	const remedy = "delete it in Atlassian Administration"
	switch {
	case ending.Replaced && !created.Unknown:
		r.Organization.DataSecurity.Leave(created.Name, model.ID.ValueString())
		return
	case ending.Held:
		return
	case ending.Replaced, ending.Deposed && !r.neverPublished(ctx, &model, req.Private):
		resp.Diagnostics.Append(base.WarnOfStaying(base.Capitalized(model.named())+" stays as it is", remedy))
		return
	}
	if err := r.Organization.DataSecurity.Delete(ctx, model.ID.ValueString()); err != nil {
		resp.Diagnostics.Append(base.Failed(cannotDeleteDataSecurity, err))
	}
}

// ImportState takes an ID or an identity.
func (r *dataSecurityResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	policyIdentity.Import(ctx, r.Organization, req, resp, func(id string) ([]string, error) {
		if !base.OrganizationPolicyID.Matches(id) {
			return nil, errors.New("the import ID of a data security policy is its ID; the data source atlassian_policies lists them")
		}
		return []string{id}, nil
	})
}

// afterDataSecurity says what an error means after a policy was made or changed.
func afterDataSecurity(summary string, policy datasecurity.Policy, err error) diag.Diagnostics {
	var diags diag.Diagnostics
	invisible, isInvisible := errors.AsType[*meaning.NotVisibleError](err)
	_, unpublished := errors.AsType[*datasecurity.NotPublishedError](err)
	who := "data security policy " + base.Quoted(policy.Name)
	switch {
	case err == nil:
	case isInvisible:
		diags.AddWarning("The change is not visible yet", "Atlassian has accepted what was asked for "+who+", and does not show it yet: "+base.Escaped(invisible.Error())+
			". A plan that runs soon may still show the change, and applying it does no harm.")
	case unpublished:
		diags.Append(base.FailedWith("The policy is not published", err, "The policy is in Atlassian as it is configured, as a draft, and is not in force. Publish it in Atlassian Administration, or apply again. "+
			"The form of the operation that publishes is a guess: if Atlassian does not accept it, please report it."))
	default:
		diags.Append(failedDataSecurity(summary, err))
	}
	return diags
}

// failedDataSecurity words an error of a write.
func failedDataSecurity(summary string, err error) diag.Diagnostic {
	_, published := errors.AsType[*datasecurity.PublishedError](err)
	switch {
	case published:
		return base.FailedWith(summary, err, "Change the policy in Atlassian Administration, and the plan is empty. "+
			"Or allow the provider to publish, with experimental = [\"data_security_publish\"] in the provider block: the form of that operation is a guess.")
	case datasecurity.OverridesNothing(err):
		return base.FailedWith(summary, err, "A policy with another coverage than ORG overrides one with the coverage ORG that has the same rule. Create that one first. "+
			"If it is in this configuration, name it in depends_on of this resource.")
	case datasecurity.IsRedundant(err):
		return base.FailedWith(summary, err, "Atlassian takes one draft with the same coverage and the same rule at a time. Publish or delete the other draft first.")
	}
	return base.Failed(summary, err)
}
