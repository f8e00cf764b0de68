// SPDX-License-Identifier: MPL-2.0

package app

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/apps"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var (
	_ resource.Resource                = (*userInstalledAppsResource)(nil)
	_ resource.ResourceWithConfigure   = (*userInstalledAppsResource)(nil)
	_ resource.ResourceWithIdentity    = (*userInstalledAppsResource)(nil)
	_ resource.ResourceWithImportState = (*userInstalledAppsResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*userInstalledAppsResource)(nil)
)

// newUserInstalledApps makes an atlassian_user_installed_apps.
func newUserInstalledApps() resource.Resource { return &userInstalledAppsResource{} }

// userInstalledAppsResource is the resource atlassian_user_installed_apps.
type userInstalledAppsResource struct{ base.Resource }

// onDestroyKeep is the value of on_destroy that leaves the rule as it is.
const onDestroyKeep = "keep"

var userInstalledAppsIdentity = base.Identity{Parts: []base.IdentityPart{{Name: "cloud_id", Description: "Cloud ID of the site."}}}

// Metadata names the type.
func (r *userInstalledAppsResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_user_installed_apps"
	resp.ResourceBehavior.MutableIdentity = true // an update moves it to another site
}

// Schema describes the attributes.
func (r *userInstalledAppsResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: userInstalledAppsPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"site": schema.StringAttribute{
				MarkdownDescription: "Site that the rule is for. " + aSite + " The rule is for the whole site, whichever way it is named. A change to another site is an update in place: the rule of the new site is set first, and the rule of the old site is treated as `on_destroy` says then. Another name of the same site changes nothing in Atlassian.",
				Required:            true,
				Validators:          []validator.String{siteForm{}},
			},
			"rule": schema.StringAttribute{
				MarkdownDescription: "Whether people may install apps that act for them: `allow` or `deny`.",
				Required:            true,
				Validators:          []validator.String{stringvalidator.OneOf(apps.UserAppsAllowed, apps.UserAppsDenied)},
			},
			"on_destroy": schema.StringAttribute{
				MarkdownDescription: "What becomes of the rule when the resource is destroyed: `keep` leaves it as it is, `allow` goes back to Atlassian's default. Default `keep`.",
				Optional:            true,
				Computed:            true,
				Default:             stringdefault.StaticString(onDestroyKeep),
				Validators:          []validator.String{stringvalidator.OneOf(onDestroyKeep, apps.UserAppsAllowed)},
			},
			"cloud_id": schema.StringAttribute{
				MarkdownDescription: "Cloud ID of the site.",
				Computed:            true,
			},
		},
	}
}

// cloudID resolves the name of a site.
func (r *userInstalledAppsResource) cloudID(ctx context.Context, site string) (string, error) {
	sites, err := r.Organization.Sites.Resolve(ctx, []string{site})
	if err != nil {
		return "", err
	}
	return sites[0].CloudID, nil
}

// IdentitySchema describes the identity.
func (r *userInstalledAppsResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = userInstalledAppsIdentity.Schema()
}

const (
	cannotReadRule = "Cannot read the rule for apps that users install"
	cannotSetRule  = "Cannot set the rule for apps that users install"
)

// Create takes over the rule of the site.
func (r *userInstalledAppsResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	r.write(ctx, nil, req.Plan, &resp.State, resp.Identity, &resp.Diagnostics)
}

// Read reads the rule.
func (r *userInstalledAppsResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state userInstalledAppsModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	r.Organization.Claims.NoteRefresh()
	read := base.Reading(ctx, r.Organization, resp.Private, state.subject())
	resp.Diagnostics.Append(userInstalledAppsIdentity.Set(ctx, resp.Identity, r.Organization, state.CloudID.ValueString())...)
	rule, err := r.Organization.Apps.UserInstalledApps(ctx, state.CloudID.ValueString())
	if err != nil {
		resp.Diagnostics.Append(base.FailedAt(path.Root("site"), cannotReadRule, err))
		return
	}
	state.Rule = types.StringValue(rule)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &state)...)
	resp.Diagnostics.Append(read(false)...)
}

// Update sets the rule. If the site changes, it sets the rule of the new site first, and then treats the rule of the old site as
// on_destroy says.
func (r *userInstalledAppsResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var prior, now userInstalledAppsModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &prior)...)
	if resp.Diagnostics.HasError() {
		return
	}
	r.write(ctx, &prior, req.Plan, &resp.State, resp.Identity, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(base.Get(ctx, resp.State, &now)...)
	if resp.Diagnostics.HasError() || prior.subject() == now.subject() {
		return
	}
	left, held := r.Organization.Claims.Leave(ctx, prior.CloudID.ValueString(), prior.subject())
	defer left()
	if held {
		return
	}
	resp.Diagnostics.Append(r.end(ctx, &prior)...)
	if resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(base.Set(ctx, &resp.State, &prior)...) // the next plan shows the same change again
	}
}

// write sets the rule if it differs. A plan that changes neither the rule nor the site sets nothing, whatever the rule is by now: the next
// plan shows that. If something fails afterwards, the state keeps the rule as it was last seen. Prior is the state; nil if there is none.
func (r *userInstalledAppsResource) write(ctx context.Context, prior *userInstalledAppsModel, planned tfsdk.Plan, state *tfsdk.State, identity *tfsdk.ResourceIdentity, diags *diag.Diagnostics) {
	var plan userInstalledAppsModel
	diags.Append(planned.Get(ctx, &plan)...)
	if diags.HasError() {
		return
	}
	cloudID := plan.CloudID.ValueString()
	if cloudID == "" { // the site was not known in the plan
		found, err := r.cloudID(ctx, plan.Site.ValueString())
		if err != nil {
			diags.Append(base.FailedAt(path.Root("site"), "Cannot find the site", err))
			return
		}
		cloudID = found
		plan.CloudID = types.StringValue(cloudID)
	}
	diags.Append(userInstalledAppsIdentity.Set(ctx, identity, r.Organization, cloudID)...)
	if prior != nil && prior.subject() == plan.subject() && prior.Rule.Equal(plan.Rule) {
		diags.Append(state.Set(ctx, &plan)...)
		return
	}
	r.Organization.Claims.AwaitLeft(ctx, plan.subject())
	now, err := r.Organization.Apps.UserInstalledApps(ctx, cloudID)
	if err != nil {
		diags.Append(base.Failed(cannotReadRule, err))
		return
	}
	wanted := plan.Rule.ValueString()
	if now != wanted {
		if err := r.Organization.Apps.SetUserInstalledApps(ctx, cloudID, wanted); err != nil {
			diags.Append(base.FailedAt(path.Root("rule"), cannotSetRule, err))
			plan.Rule = types.StringValue(now)
			if !meaning.IsAcknowledged(err) {
				return // it was refused, so there is nothing new to keep
			}
		}
	}
	diags.Append(state.Set(ctx, &plan)...)
}

// Delete leaves the rule, or sets Atlassian's default. It leaves a rule that another object of the configuration manages.
func (r *userInstalledAppsResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state userInstalledAppsModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &state)...)
	var created string
	ending, diags := base.ReadEnding(ctx, req.Private, r.Organization, &created, state.subject())
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	stays := base.WarnOfStaying(fmt.Sprintf("The rule of site %s for apps that users install stays", base.Word(state.CloudID.ValueString())), "set it by hand")
	switch {
	case ending.Replaced && created == "":
		resp.Diagnostics.Append(stays)
		return
	case ending.Replaced && created == state.CloudID.ValueString(), ending.Held:
		return
	}
	left, held := r.Organization.Claims.Leave(ctx, state.CloudID.ValueString(), state.subject())
	defer left()
	switch {
	case held, ending.Deposed && ending.Twin:
		return
	case ending.Deposed:
		if state.OnDestroy.ValueString() == apps.UserAppsAllowed {
			resp.Diagnostics.Append(stays)
		}
		return
	}
	resp.Diagnostics.Append(r.end(ctx, &state)...)
}

// end does what on_destroy says.
func (r *userInstalledAppsResource) end(ctx context.Context, state *userInstalledAppsModel) diag.Diagnostics {
	if state.OnDestroy.ValueString() != apps.UserAppsAllowed {
		return keepWarning(state, "has forgotten")
	}
	// The rule of the state may be old: see [base.UpToDate].
	if rule, err := r.Organization.Apps.UserInstalledApps(ctx, state.CloudID.ValueString()); err == nil && rule == apps.UserAppsAllowed {
		return nil
	}
	if err := r.Organization.Apps.SetUserInstalledApps(ctx, state.CloudID.ValueString(), apps.UserAppsAllowed); err != nil {
		return diag.Diagnostics{base.Failed(cannotSetRule, err)}
	}
	return nil
}

// ImportState takes any name of the site.
func (r *userInstalledAppsResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	values := userInstalledAppsIdentity.Import(ctx, r.Organization, req, resp, func(id string) ([]string, error) {
		cloudID, err := r.cloudID(ctx, id)
		return []string{cloudID}, err
	})
	if values == nil {
		return
	}
	site := req.ID
	if site == "" {
		site = values[0]
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("site"), site)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("on_destroy"), onDestroyKeep)...)
}
