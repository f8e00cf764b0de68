// SPDX-License-Identifier: MPL-2.0

package app

import (
	"context"
	"fmt"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// foundApp is where the app of an uninstall_app is.
type foundApp struct {
	// going are the rows of the inventory that are to go.
	going []organization.InstalledApp
	// elsewhere are rows of the app in other products than the one that is named.
	elsewhere []organization.InstalledApp
	// private are rows of private apps whose key the app is named by: a key does not say which of them is meant.
	private []organization.InstalledApp
}

// find looks where the app is.
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

// absence says that the app is not where it is to be uninstalled from, and where it is instead; without a full stop.
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
	return fmt.Sprintf("%s is not installed in %s of %s, but is here: %s", name, base.Word(m.Product.ValueString()), site, base.Shortened(places))
}

// describedWithIDs describes apps with the IDs that name them.
func describedWithIDs(apps []organization.InstalledApp) []string {
	lines := make([]string, len(apps))
	for i, app := range apps {
		lines[i] = described(app) + ", with the ID " + base.Word(app.AppID)
	}
	return lines
}
