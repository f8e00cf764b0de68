// SPDX-License-Identifier: MPL-2.0

package app

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/apps"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// unconfirmed is the error about a confirmation that does not repeat the app.
func (m *uninstallAppModel) unconfirmed() diag.Diagnostics {
	if m.App.IsUnknown() || m.Confirm.IsUnknown() || m.App.Equal(m.Confirm) {
		return nil
	}
	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("confirm"), "Not confirmed", fmt.Sprintf(
		"confirm must repeat the value of app, %q, and is %q. Uninstalling an app can delete its data: write confirm = %q to uninstall this app.", m.App.ValueString(), m.Confirm.ValueString(), m.App.ValueString()))}
}

// ModifyPlan refuses what the invocation would refuse, and warns what it uninstalls. A check that fails is no refusal, unless the
// API token is missing.
func (a *uninstallApp) ModifyPlan(ctx context.Context, req action.ModifyPlanRequest, resp *action.ModifyPlanResponse) {
	var model uninstallAppModel
	resp.Diagnostics.Append(base.Get(ctx, req.Config, &model)...)
	if resp.Diagnostics.HasError() || a.Organization == nil {
		return
	}
	resp.Diagnostics.Append(model.unconfirmed()...)
	if model.Site.IsUnknown() || model.Product.IsUnknown() || model.App.IsUnknown() || resp.Diagnostics.HasError() {
		return
	}
	found, err := a.find(ctx, &model)
	switch {
	case errors.Is(err, apps.ErrNoUserToken), meaning.IsNotFound(err):
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

// refusals refuses what may not or cannot be uninstalled. The action uninstalls nothing then.
func (a *uninstallApp) refusals(m *uninstallAppModel, found foundApp) diag.Diagnostics {
	if !a.Organization.Apps.UninstallAllowed() {
		return diag.Diagnostics{base.Failed("Apps may not be uninstalled", apps.ErrUninstallNotAllowed)}
	}
	var diags diag.Diagnostics
	for _, app := range found.going {
		if err := a.Organization.Apps.UninstallRefusal(app); err != nil {
			diags.AddAttributeError(path.Root("app"), "The app cannot be uninstalled from here", fmt.Sprintf("%s: %s. A person can uninstall it in %s.", described(app), err, appsConsole))
		}
	}
	if len(found.private) > 0 {
		diags.AddAttributeError(path.Root("app"), "A private app has this key", fmt.Sprintf(
			"%s is the key of a private app, which its developer may choose, so it does not say which app you mean:%s\n\nTo uninstall one of them, give its ID in app and confirm.",
			base.Word(m.App.ValueString()), base.BulletList(describedWithIDs(found.private))))
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
		"Invoking the action uninstalls:%s\n\nThat can delete the data of the app, and cannot be undone. What it does to the billing of a paid app is not documented: look at its subscription in Atlassian Administration under Billing.", base.BulletList(lines)))
}

// foundApp says where the app of the action is installed.
type foundApp struct {
	// going are the rows of the inventory that the action uninstalls.
	going []apps.App
	// elsewhere are rows of the same app in other products.
	elsewhere []apps.App
	// private are rows of private apps with the given key: a key does not say which of them is meant.
	private []apps.App
}

// find finds out where the app is installed.
func (a *uninstallApp) find(ctx context.Context, m *uninstallAppModel) (foundApp, error) {
	installed, err := a.Organization.Apps.Installed(ctx, []string{m.Site.ValueString()})
	if err != nil {
		return foundApp{}, err
	}
	var found foundApp
	for _, app := range installed {
		there := m.Product.IsNull() || app.Product == "" || strings.EqualFold(app.Product, m.Product.ValueString()) // what does not say where may be there
		switch named := m.App.ValueString(); {
		case app.HasPrivateKey(named) && there:
			found.private = append(found.private, app)
		case !app.IsCalled(named):
		case there:
			found.going = append(found.going, app)
		default:
			found.elsewhere = append(found.elsewhere, app)
		}
	}
	return found, nil
}

// absence says that the app is not installed in the given place, and where it is instead; without a full stop.
func (f foundApp) absence(m *uninstallAppModel) string {
	name, site := base.Word(m.App.ValueString()), base.Word(m.Site.ValueString())
	switch {
	case m.Product.IsNull():
		return fmt.Sprintf("No app called %s is installed on %s", name, site)
	case len(f.elsewhere) == 0:
		return fmt.Sprintf("No app called %s is installed in %s, or any other product, of %s", name, base.Word(m.Product.ValueString()), site)
	}
	places := make([]string, len(f.elsewhere))
	for i, app := range f.elsewhere {
		places[i] = whereIs(app)
	}
	return fmt.Sprintf("%s is not installed in %s of %s, but is here: %s", name, base.Word(m.Product.ValueString()), site, base.ShortList(places))
}

// describedWithIDs describes apps with the IDs that name them.
func describedWithIDs(apps []apps.App) []string {
	lines := make([]string, len(apps))
	for i, app := range apps {
		lines[i] = described(app) + ", with the ID " + base.Word(app.AppID)
	}
	return lines
}
