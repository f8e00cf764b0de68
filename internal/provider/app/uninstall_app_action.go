// SPDX-License-Identifier: MPL-2.0

package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/action/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var (
	_ action.Action                   = (*uninstallApp)(nil)
	_ action.ActionWithConfigure      = (*uninstallApp)(nil)
	_ action.ActionWithModifyPlan     = (*uninstallApp)(nil)
	_ action.ActionWithValidateConfig = (*uninstallApp)(nil)
)

// newUninstallApp makes an action atlassian_uninstall_app.
func newUninstallApp() action.Action { return &uninstallApp{} }

// uninstallApp is the action atlassian_uninstall_app.
type uninstallApp struct{ base.Action }

type uninstallAppModel struct {
	Site     types.String   `tfsdk:"site"`
	Product  types.String   `tfsdk:"product"`
	App      types.String   `tfsdk:"app"`
	Confirm  types.String   `tfsdk:"confirm"`
	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

var uninstallAppPage = base.Page{
	Summary: "Uninstalls an app from a site, once. Experimental.",
	Text: "It needs `allow_app_uninstall = true` in the provider block, and `confirm`, which repeats `app`. It never uninstalls apps that are a part of a product, apps whose vendor is called Atlassian, or Connect apps, which the gateway cannot uninstall. " +
		"Uninstalling can delete the data of an app, and what it does to the billing of a paid app is not documented: look at its subscription in Atlassian Administration under Billing.\n\n" +
		"Where the app is not installed, there is nothing to do, so that the action can be run again. If it is in other products than the one you name, the action says in which, and leaves it there. It needs Terraform 1.14 or later, and says on its way how far it has come. To be told of apps that nobody has approved, use the resource `atlassian_approved_apps`.",
	Operations: []string{"queryWorkspacesV2", "appsInstalledInContexts", "uninstallApp", "appInstallationTask"},
	Requires:   personRequired,
	Unverified: []string{gatewayIsNoContract, howUninstall, how3LO, howConnect},
}

// Metadata names the type.
func (a *uninstallApp) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_uninstall_app"
}

// Schema describes the attributes.
func (a *uninstallApp) Schema(ctx context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: uninstallAppPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"site": schema.StringAttribute{
				MarkdownDescription: "Site that the app is uninstalled from. " + aSite,
				Required:            true,
				Validators:          []validator.String{siteForm{}},
			},
			"product": schema.StringAttribute{
				MarkdownDescription: "Product of the site that the app is uninstalled from, such as `jira` or `confluence`; upper and lower case are the same. Default: all in which it is installed.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"app": schema.StringAttribute{
				MarkdownDescription: "App to uninstall: its ID (`ari:cloud:ecosystem::app/UUID`), the UUID in it, or its key. The data source `atlassian_installed_apps` lists both. The key of a private app does not count: give its ID.",
				Required:            true,
				Validators:          []validator.String{stringvalidator.RegexMatches(noSpaces, "must be the ID or key of an app, without spaces")},
			},
			"confirm": schema.StringAttribute{
				MarkdownDescription: "Must repeat the value of `app`, as a confirmation that this app, and its data, shall go.",
				Required:            true,
			},
			"timeouts": base.InvokeTimeout(ctx, "How long uninstalling may take, as a duration such as `90s` or `1h`. Default `15m`."),
		},
	}
}

// ValidateConfig demands the confirmation.
func (a *uninstallApp) ValidateConfig(ctx context.Context, req action.ValidateConfigRequest, resp *action.ValidateConfigResponse) {
	var model uninstallAppModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(model.unconfirmed()...)
	}
}

// unconfirmed is the error of a confirmation that is of something else.
func (m *uninstallAppModel) unconfirmed() diag.Diagnostics {
	if m.App.IsUnknown() || m.Confirm.IsUnknown() || m.App.Equal(m.Confirm) {
		return nil
	}
	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("confirm"), "Not confirmed", fmt.Sprintf(
		"confirm must repeat the value of app, %q, and is %q. Uninstalling an app can delete its data: write confirm = %q if this app shall go.", m.App.ValueString(), m.Confirm.ValueString(), m.App.ValueString()))}
}

// ModifyPlan refuses what invoking would refuse, and warns what goes. A check that cannot be made is not a refusal, unless
// it is for want of a token.
func (a *uninstallApp) ModifyPlan(ctx context.Context, req action.ModifyPlanRequest, resp *action.ModifyPlanResponse) {
	var model uninstallAppModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() || a.Organization == nil {
		return
	}
	resp.Diagnostics.Append(model.unconfirmed()...)
	if model.Site.IsUnknown() || model.Product.IsUnknown() || model.App.IsUnknown() || resp.Diagnostics.HasError() {
		return
	}
	found, err := a.find(ctx, &model)
	switch {
	case errors.Is(err, organization.ErrNoUserToken), organization.IsNotFound(err):
		resp.Diagnostics.Append(base.FailedAt(path.Root("site"), cannotReview, err))
	case err != nil:
		tflog.Debug(ctx, "where the app is installed stays unknown until the action is invoked", map[string]any{"error": err.Error()})
	default:
		resp.Diagnostics.Append(a.refusals(&model, found)...)
		if !resp.Diagnostics.HasError() {
			resp.Diagnostics.Append(model.warning(found))
		}
	}
}

// refusals are errors for what must not or cannot be uninstalled. Nothing goes then.
func (a *uninstallApp) refusals(m *uninstallAppModel, found foundApp) diag.Diagnostics {
	if !a.Organization.Apps.UninstallAllowed() {
		return diag.Diagnostics{base.Failed("Apps may not be uninstalled", organization.ErrUninstallNotAllowed)}
	}
	var diags diag.Diagnostics
	for _, app := range found.going {
		if err := a.Organization.Apps.UninstallRefusal(app); err != nil {
			diags.AddAttributeError(path.Root("app"), "The app cannot be uninstalled from here", fmt.Sprintf("%s: %s. A person can uninstall it in %s.", described(app), err, appsConsole))
		}
	}
	if len(found.private) > 0 {
		diags.AddAttributeError(path.Root("app"), "A private app has this key", fmt.Sprintf(
			"%s is the key of a private app, which its developer may choose, so it does not say which app shall go:%s\n\nTo uninstall one of them, give its ID in app and confirm.",
			base.Word(m.App.ValueString()), base.Listed(describedWithIDs(found.private))))
	}
	return diags
}

func (m *uninstallAppModel) warning(found foundApp) diag.Diagnostic {
	if len(found.going) == 0 {
		return diag.NewAttributeWarningDiagnostic(path.Root("app"), "The app is not installed there", found.absence(m)+
			". So there is nothing to uninstall. It may be gone already.")
	}
	lines := make([]string, len(found.going))
	for i, app := range found.going {
		lines[i] = described(app)
		if app.License != nil {
			lines[i] += ", which has a license"
		}
	}
	return diag.NewAttributeWarningDiagnostic(path.Root("app"), "An app is going to be uninstalled", fmt.Sprintf(
		"Invoking the action uninstalls:%s\n\nThat can delete the data of the app, and cannot be undone. What it does to the billing of a paid app is not documented: look at its subscription in Atlassian Administration under Billing.", base.Listed(lines)))
}

// Invoke uninstalls the app, from one place after the other.
func (a *uninstallApp) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var model uninstallAppModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	timeout, diags := model.Timeouts.Invoke(ctx, uninstallTimeout)
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(model.unconfirmed()...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	say := func(format string, args ...any) {
		resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf(format, args...)})
	}
	found, err := a.find(ctx, &model)
	if err != nil {
		resp.Diagnostics.Append(base.FailedAt(path.Root("site"), cannotReview, err))
		return
	}
	resp.Diagnostics.Append(a.refusals(&model, found)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if len(found.going) == 0 {
		say("%s: nothing to do", found.absence(&model))
		return
	}
	for _, app := range found.going {
		began := time.Now()
		say("Uninstalling %s", described(app))
		if err := a.Organization.Apps.Uninstall(ctx, app); err != nil {
			resp.Diagnostics.Append(base.FailedAt(path.Root("app"), "Cannot uninstall the app", fmt.Errorf("%s: %w", described(app), err)))
			continue
		}
		say("Uninstalled from %s of %s after %s", base.Word(app.Product), base.Word(app.Site), time.Since(began).Round(time.Second))
	}
}
