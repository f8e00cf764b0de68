// SPDX-License-Identifier: MPL-2.0

package app

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/listplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/apps"
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

// objectOptions allow null and unknown values: every attribute of an approval has a type for them.
var objectOptions = basetypes.ObjectAsOptions{}

// appsConsole is where a person sees and uninstalls the apps of a site.
const appsConsole = "Atlassian Administration, in the list of apps that are connected to the site (Connected apps)"

// uninstallTimeout is how long uninstalling may take unless the configuration says otherwise.
const uninstallTimeout = 15 * time.Minute

// Metadata names the type.
func (r *approvedAppsResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_approved_apps"
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
				MarkdownDescription: "Approvals of apps that are not installed, unless they say `required = false`, in the order of their keys. Each is the name of the app, as the approval or Atlassian had it, followed by the key of `approved` in brackets. If no name is known, it is the key alone. Always planned empty, so that each shows as drift.",
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

// IdentitySchema describes the identity.
func (r *approvedAppsResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = approvedAppsIdentity.Schema()
}

// Create reviews the installed apps. A failed creation leaves no state: it has changed nothing in Atlassian, so there is nothing
// to track.
func (r *approvedAppsResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan approvedAppsModel
	resp.Diagnostics.Append(base.Get(ctx, req.Plan, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	var notes reviewNotes
	resp.Diagnostics.Append(r.apply(ctx, &plan, &approvedAppsModel{}, &notes)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(notes.save(ctx, resp.Private)...)
	resp.Diagnostics.Append(approvedAppsIdentity.Set(ctx, resp.Identity, r.Organization, plan.identity())...)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &plan)...)
}

// Read reviews the installed apps.
func (r *approvedAppsResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state approvedAppsModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	r.Organization.Claims.NoteRefresh()
	resp.Diagnostics.Append(approvedAppsIdentity.Set(ctx, resp.Identity, r.Organization, state.identity())...)
	unresolved, diags := r.readUnresolved(ctx, &state)
	if resp.Diagnostics.Append(diags...); unresolved {
		resp.Diagnostics.Append(base.Set(ctx, &resp.State, &state)...)
		return
	}
	review, _, diags := r.review(ctx, &state)
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(r.refreshCoverage(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	notes := readNotes(ctx, req.Private)
	notes.compare(state.knownFindings(), review)
	approvals, _, _ := state.approvals(ctx)
	notes.update(review, approvals)
	state.show(review, notes)
	resp.Diagnostics.Append(notes.save(ctx, resp.Private)...)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &state)...)
}

// Update reviews the installed apps. A failed update keeps the refreshed state, so that the next plan shows the rest.
func (r *approvedAppsResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, prior approvedAppsModel
	resp.Diagnostics.Append(base.Get(ctx, req.Plan, &plan)...)
	resp.Diagnostics.Append(base.Get(ctx, req.State, &prior)...)
	ctx, cancel, ok := base.Within(ctx, plan.Timeouts.Update, uninstallTimeout, &resp.Diagnostics)
	if !ok {
		return
	}
	defer cancel()
	resp.Diagnostics.Append(approvedAppsIdentity.Set(ctx, resp.Identity, r.Organization, plan.identity())...)
	notes := readNotes(ctx, req.Private)
	resp.Diagnostics.Append(r.apply(ctx, &plan, &prior, &notes)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(notes.save(ctx, resp.Private)...)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &plan)...)
}

// apply uninstalls what it may, and fails if a finding remains, unless it only notes findings. The prior state is empty where
// there is none. The function updates the notes.
func (r *approvedAppsResource) apply(ctx context.Context, plan, prior *approvedAppsModel, notes *reviewNotes) diag.Diagnostics {
	review, known, diags := r.review(ctx, plan)
	if diags.HasError() {
		return diags
	}
	if !known {
		return diag.Diagnostics{diag.NewErrorDiagnostic(cannotReview, "Terraform has left a value unknown in the apply. This is a bug in Terraform or in the provider: please report it.")}
	}
	changed, lost := r.applyCoverage(ctx, plan, prior)
	if changed.HasError() {
		return changed
	}
	reasons := make(map[place]string)
	if plan.OnUnapproved.ValueString() == uninstall && !plan.notesFirst(prior) {
		reasons = r.uninstall(ctx, review.Unapproved, prior.shown())
		if review, _, diags = r.review(ctx, plan); diags.HasError() {
			return diags
		}
	}
	approvals, _, _ := plan.approvals(ctx)
	notes.update(review, approvals)
	plan.show(review, *notes)
	if plan.notesFirst(prior) && len(review.Unapproved) > 0 {
		diags.Append(notedWarning(notes.lines(unapprovedFindings(review.Unapproved, nil))))
		review.Unapproved = nil
	}
	return append(append(diags, lost...), failures(review, *notes, reasons)...)
}

// uninstall uninstalls the apps that the plan has shown, one after the other, and returns for each other app why it stays.
func (r *approvedAppsResource) uninstall(ctx context.Context, unapproved []apps.App, shown map[place]int) map[place]string {
	reasons, now := make(map[place]string), inPlaces(unapproved)
	for _, app := range unapproved {
		name := placeOf(app)
		if refusal := r.Organization.Apps.UninstallRefusal(app); refusal != nil {
			reasons[name] = fmt.Sprintf("it cannot be uninstalled from here, because %s", refusal)
			continue
		}
		if now[name] > shown[name] {
			reasons[name] = "the plan did not show it as drift, so it is left alone: plan again"
			continue
		}
		if err := r.Organization.Apps.Uninstall(ctx, app); err != nil {
			reasons[name] = fmt.Sprintf("uninstalling it has failed: %s", err)
		}
	}
	return reasons
}

// failures are the errors of an apply that leaves findings.
func failures(review apps.Findings, notes reviewNotes, reasons map[place]string) diag.Diagnostics {
	var diags diag.Diagnostics
	if len(review.Unapproved) > 0 {
		lines := notes.lines(unapprovedFindings(review.Unapproved, reasons))
		diags.AddAttributeError(path.Root("unapproved"), "Apps are installed that nobody has approved", fmt.Sprintf("No approval names:%s\n\n%s", base.BulletList(lines), whereToAct))
	}
	if len(review.Exceeding) > 0 {
		diags.AddAttributeError(path.Root("exceeding"), "Apps go beyond what was reviewed", fmt.Sprintf(
			"These apps go beyond their approval:%s\n\n%s", base.BulletList(notes.lines(exceedingFindings(review.Exceeding))), whereToReview))
	}
	if len(review.Missing) > 0 {
		diags.AddAttributeError(path.Root("missing"), "Approved apps are not installed", fmt.Sprintf(
			"No installed app has the ID or key of:%s\n\n%s", base.BulletList(notes.missingLines(review.Missing)), whereToMiss))
	}
	return diags
}

// Delete forgets the approvals. It does not warn if a new review of the same sites follows.
func (r *approvedAppsResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state approvedAppsModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &state)...)
	var created string
	ending, diags := base.ReadEnding(ctx, req.Private, r.Organization, &created)
	resp.Diagnostics.Append(diags...)
	if !resp.Diagnostics.HasError() && (!ending.Replaced || created != state.identity()) {
		resp.Diagnostics.Append(forgetWarning("has forgotten"))
	}
}

// ImportState takes the names of the sites.
func (r *approvedAppsResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	// Sites is a list, so this part of the identity is not an attribute, and is written here.
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
	model.show(apps.Findings{}, reviewNotes{})
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
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
