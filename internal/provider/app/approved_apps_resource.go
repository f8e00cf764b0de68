// SPDX-License-Identifier: MPL-2.0

package app

import (
	"context"
	"errors"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/listplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

var (
	_ resource.Resource                = (*approvedAppsResource)(nil)
	_ resource.ResourceWithConfigure   = (*approvedAppsResource)(nil)
	_ resource.ResourceWithIdentity    = (*approvedAppsResource)(nil)
	_ resource.ResourceWithImportState = (*approvedAppsResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*approvedAppsResource)(nil)
)

// newApprovedApps makes an atlassian_approved_apps.
func newApprovedApps() resource.Resource { return &approvedAppsResource{} }

// approvedAppsResource is the resource atlassian_approved_apps.
type approvedAppsResource struct{ base.Resource }

var approvedAppsIdentity = base.Identity{Parts: []base.IdentityPart{{
	Name:        "sites",
	Description: "Names of the sites, sorted, with commas between them.",
}}}

// objectOptions let what is null or unknown be so: every attribute of an approval has a type that can say it.
var objectOptions = basetypes.ObjectAsOptions{}

// appsConsole is where a person sees and uninstalls the apps of a site.
const appsConsole = "Atlassian Administration, in the list of apps that are connected to the site (Connected apps)"

var approvedAppsPage = base.Page{
	Summary: "Which Marketplace and private apps somebody has reviewed for some sites, and what is installed there beyond that.",
	Text: "Atlassian has no list of allowed apps, in its API or its console: a person who administers a product can install any app. So this is **a review that repeats itself**: the policy is in Git, " +
		"every plan reads what is installed, and whatever was not reviewed shows as drift. **It detects; it cannot prevent.** Four things are found:\n\n" +
		"* `uncovered`: places that an earlier review covered, and this one does not see.\n" +
		"* `unapproved`: apps that no approval names.\n" +
		"* `exceeding`: approved apps that have scopes, addresses, a vendor, a framework or a version which nobody has reviewed, as after an update.\n" +
		"* `missing`: approvals of apps that are not installed, unless they say `required = false`.\n\n" +
		"What an approval restricts and Atlassian does not tell counts as exceeding. Atlassian's own apps are left out of the inventory, and apps that are a part of a product need no approval.\n\n" +
		whatIsNeverSilent + "\n\n" +
		"**Applying** does not make a finding go away by itself. With `on_unapproved = \"report\"`, the default, an apply fails as long as there is one, and says where to act: uninstall the app in the console, or review it and approve it here. " +
		"With `on_unapproved = \"uninstall\"` (**experimental**), an apply uninstalls the unapproved apps that the plan has shown as drift, and no others; so an apply only notes what is unapproved, for the next plan to show, if it is the first one, changes the approvals, or sets `on_unapproved` to `uninstall`, as after an import. It needs `allow_app_uninstall = true` in the provider block. It never uninstalls apps that go beyond their approval, " +
		"apps that are a part of a product, apps whose vendor is called Atlassian, or Connect apps, which the gateway cannot uninstall: for these the apply fails as with `report`. " +
		"Uninstalling can delete the data of an app, and what it does to the billing of a paid app is not documented.\n\n" +
		"A finding in `uncovered` stays until the places are covered again, or until you review the sites anew with `terraform apply -replace=ADDRESS`, where ADDRESS is that of this resource. That changes nothing in Atlassian. " +
		"A name in `sites` that means no site any more, as after the site was renamed, is an error of the plan, until you change `sites`.\n\n" +
		"**What it cannot see.** " + whatItCannotSee + " " + whatIsNotKept + "\n\n" +
		"**Cost.** " + costOfWorkspaces + ", and one for every 50 apps on all the sites together: once for a run, whatever number of resources and data sources ask about the same sites or some of them.",
	Operations: []string{"queryWorkspacesV2", "appsInstalledInContexts", "uninstallApp", "appInstallationTask"},
	Requires:   personRequired,
	Drift: "`unapproved`, `exceeding`, `missing` and `uncovered` are planned empty, so that every finding shows as an update in place, such as `unapproved: [{…}] -> []`, with a warning that names the app, its vendor, the site and what was not reviewed. " +
		"`terraform plan -detailed-exitcode` then exits with 2. An inventory that cannot be read in full is an error.",
	Destroy: "Only forgets the approvals, with a warning. Apps stay as they are.",
	Unverified: []string{
		gatewayIsNoContract, how3LO + " Approve it without `scopes`, or it counts as exceeding.", howConnect, howEgress, howJira, howUninstall,
	},
}

// Metadata names the type.
func (r *approvedAppsResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_approved_apps"
}

// IdentitySchema describes the identity.
func (r *approvedAppsResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = approvedAppsIdentity.Schema()
}

// Schema describes the attributes.
func (r *approvedAppsResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	const limit = "How long uninstalling may take, as a duration such as `90s` or `1h`. Default `15m`."
	resp.Schema = schema.Schema{
		MarkdownDescription: approvedAppsPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"sites": schema.ListAttribute{
				MarkdownDescription: "Sites that are reviewed, in any order, each once. " + aSite + " Other sites are another review, and replace the resource, which changes nothing in Atlassian.",
				Required:            true,
				CustomType:          unordered.NewType(false),
				Validators:          []validator.List{listvalidator.SizeAtLeast(1), unordered.NoDuplicates(false), siteForm{}},
				PlanModifiers:       []planmodifier.List{unordered.KeepOrder(false), listplanmodifier.RequiresReplace()},
			},
			"approved": schema.MapNestedAttribute{
				MarkdownDescription: "Approvals, by the app that each is for: its ID (`ari:cloud:ecosystem::app/UUID`), the UUID in it, or its key. The data source `atlassian_installed_apps` lists both. " +
					"The key of a private app counts only with `private = true`, because its developer may choose the key of an app that everybody trusts. The ID of a Connect app ends with its key, so an approval by such an ID also names a private app with the same key: `private = false` makes that a finding. Where two approvals name the same app, both must hold. An empty map approves nothing.",
				Required:     true,
				NestedObject: schema.NestedAttributeObject{Attributes: approvalAttributes()},
				Validators:   []validator.Map{mapvalidator.KeysAre(stringvalidator.RegexMatches(noSpaces, "must be the ID or key of an app, without spaces"))},
			},
			"on_unapproved": schema.StringAttribute{
				MarkdownDescription: "What an apply does about unapproved apps: `report` fails with the list of them, `uninstall` uninstalls those that the plan has shown as drift (experimental; needs `allow_app_uninstall = true` in the provider block). Default `report`.",
				Optional:            true,
				Computed:            true,
				Default:             stringdefault.StaticString(report),
				Validators:          []validator.String{stringvalidator.OneOf(report, uninstall)},
			},
			"unapproved": schema.ListNestedAttribute{
				MarkdownDescription: "Apps that no approval names, one element for each place where one is. Planned empty, so that each shows as drift; known after apply where they are to be uninstalled and this apply only notes them.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: unapprovedAttributes()},
			},
			"exceeding": schema.ListNestedAttribute{
				MarkdownDescription: "Approved apps that go beyond what was reviewed, one element for each place where one does. Always planned empty, so that each shows as drift.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: exceedingAttributes()},
			},
			"missing": schema.ListAttribute{
				MarkdownDescription: "Approvals of apps that are not installed, unless they say `required = false`, in the order of their keys: the name of the app, as the approval or Atlassian had it, followed by the key of `approved` in brackets, or the key alone where no name is known. Always planned empty, so that each shows as drift.",
				Computed:            true,
				ElementType:         types.StringType,
			},
			"covered": schema.MapAttribute{
				MarkdownDescription: "Places that the review covers: by each name in `sites`, the ARIs of the products there whose apps are read, sorted. A refresh updates it, so that you see what was looked at.",
				Computed:            true,
				ElementType:         contextsType,
			},
			"uncovered": schema.MapAttribute{
				MarkdownDescription: "Places that an earlier review of these sites covered and this one does not see, in the form of `covered`: a product that was taken off a site, or all products of a site whose name another site has taken over. Always planned empty, so that each shows as drift.",
				Computed:            true,
				ElementType:         contextsType,
			},
			"timeouts": base.Timeouts(ctx, timeouts.Opts{Update: true, UpdateDescription: limit}),
		},
	}
}

// ImportState takes the names of the sites.
func (r *approvedAppsResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	// The part is no attribute by itself: sites is a list, so it is written here.
	if resp.Diagnostics.Append(base.Importable(ctx, r.Organization, req)...); resp.Diagnostics.HasError() {
		return
	}
	sites, err := importedSites(ctx, req)
	if err != nil {
		resp.Diagnostics.AddError("Invalid import ID", err.Error())
		return
	}
	if _, err := r.Organization.Sites.Resolve(ctx, sites); err != nil { // the refresh after it only warns of a name that means no site
		resp.Diagnostics.Append(base.Failed(cannotReview, err))
		return
	}
	model := approvedAppsModel{
		Sites: unordered.FromStrings(sites, false), Approved: noApprovals(), OnUnapproved: types.StringValue(report), Timeouts: base.NoTimeouts("update"),
		Covered: types.MapNull(contextsType), Uncovered: types.MapNull(contextsType), // nothing was covered yet
	}
	model.show(organization.AppReview{}, reviewNotes{})
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
	resp.Diagnostics.Append(approvedAppsIdentity.Set(ctx, resp.Identity, r.Organization, model.identity())...)
}

func importedSites(ctx context.Context, req resource.ImportStateRequest) ([]string, error) {
	text := req.ID
	if text == "" {
		var named types.String
		if diags := req.Identity.GetAttribute(ctx, path.Root("sites"), &named); diags.HasError() {
			return nil, errors.New("the identity cannot be read")
		}
		text = named.ValueString()
	}
	var sites []string
	for name := range strings.SplitSeq(text, siteSeparator) {
		name = strings.TrimSpace(name)
		if name == "" {
			return nil, errors.New("an import ID is the names of the sites with commas between them, such as \"acme,acme-lab\"")
		}
		sites = append(sites, name)
	}
	return sites, nil
}
