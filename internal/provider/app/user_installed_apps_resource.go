// SPDX-License-Identifier: MPL-2.0

package app

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
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

// userInstalledAppsModel is the state of an atlassian_user_installed_apps.
type userInstalledAppsModel struct {
	Site      types.String `tfsdk:"site"`
	Rule      types.String `tfsdk:"rule"`
	OnDestroy types.String `tfsdk:"on_destroy"`
	CloudID   types.String `tfsdk:"cloud_id"`
}

// keep leaves the rule as it is when the resource is destroyed.
const keep = "keep"

var userInstalledAppsIdentity = base.Identity{Parts: []base.IdentityPart{{Name: "cloud_id", Description: "Cloud ID of the site."}}}

var userInstalledAppsPage = base.Page{
	Summary: "Whether the people of a site may install apps that act for them (3LO). Experimental.",
	Text: "In the console it is \"Block user apps\", in the settings of Connected apps. It covers only apps that people allow to act for them by OAuth. **It does not keep anybody from installing a Forge app**: " +
		"[CLOUD-12942](https://jira.atlassian.com/browse/CLOUD-12942) asks for that.\n\n" +
		"Every site has the rule, so creating the resource takes over the one that there is: the plan warns what it is now, and what it becomes. **Experimental**: the operations are in the published schema of Atlassian's GraphQL gateway, but no public caller of them was found.\n\n" +
		"Two resources for one site are an error of the plan, as far as the plan knows the site.\n\n" +
		base.Replacement("A change of `site` to another site is an update in place: the rule of the new site is set first, and the rule of the old site is treated as `on_destroy` says then. "+base.TakenOver,
			"A replacement for the same site does not touch the rule before the new object sets it, with or without `create_before_destroy`.",
			"the rule stays as it is") + "\n\n" +
		"The resource takes one request to read a site's rule, two to change it, and one for the workspaces of the organization where a site is not named by its cloud ID or an ARI, in every plan.",
	Operations: []string{"queryWorkspacesV2", "userInstallationRules", "updateUserInstallationRules"},
	Requires:   personRequired,
	Drift: "A rule that somebody else has set shows as `rule: \"allow\" -> \"deny\"`. Other values than these two pass through. " +
		"A site's name that means another site now, or none, is an error of the plan, so that no rule of another site changes unasked. What makes the check silent: nothing. It cannot see a rule that changed and was set back between two plans.",
	Destroy: "With `on_destroy = \"keep\"`, the default, the rule stays as it is, with a warning. With `on_destroy = \"allow\"` it goes back to Atlassian's default, which lets people install such apps.",
	Unverified: []string{
		gatewayIsNoContract,
		"Which role a person needs to read and set the rule.",
		"That a rule which was set can be read at once; a few seconds are waited for it.",
	},
}

// Metadata names the type.
func (r *userInstalledAppsResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_user_installed_apps"
	resp.ResourceBehavior.MutableIdentity = true // an update moves it to another site
}

// IdentitySchema describes the identity.
func (r *userInstalledAppsResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = userInstalledAppsIdentity.Schema()
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
				Validators:          []validator.String{stringvalidator.OneOf(organization.UserAppsAllowed, organization.UserAppsDenied)},
			},
			"on_destroy": schema.StringAttribute{
				MarkdownDescription: "What becomes of the rule when the resource is destroyed: `keep` leaves it as it is, `allow` goes back to Atlassian's default. Default `keep`.",
				Optional:            true,
				Computed:            true,
				Default:             stringdefault.StaticString(keep),
				Validators:          []validator.String{stringvalidator.OneOf(keep, organization.UserAppsAllowed)},
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
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("on_destroy"), keep)...)
}
