// SPDX-License-Identifier: MPL-2.0

package app

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/action/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

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
				MarkdownDescription: "Must repeat the value of `app`, as a confirmation that you want to remove this app and its data.",
				Required:            true,
			},
			"timeouts": base.InvokeTimeout(ctx, "How long uninstalling may take, as a duration such as `90s` or `1h`. Default `15m`."),
		},
	}
}

// ValidateConfig requires the confirmation.
func (a *uninstallApp) ValidateConfig(ctx context.Context, req action.ValidateConfigRequest, resp *action.ValidateConfigResponse) {
	var model uninstallAppModel
	resp.Diagnostics.Append(base.Get(ctx, req.Config, &model)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(model.unconfirmed()...)
	}
}

// Invoke uninstalls the app, from one place after the other.
func (a *uninstallApp) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var model uninstallAppModel
	resp.Diagnostics.Append(base.Get(ctx, req.Config, &model)...)
	resp.Diagnostics.Append(model.unconfirmed()...)
	ctx, cancel, ok := base.Within(ctx, model.Timeouts.Invoke, uninstallTimeout, &resp.Diagnostics)
	if !ok {
		return
	}
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
