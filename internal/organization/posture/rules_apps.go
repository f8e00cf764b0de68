// SPDX-License-Identifier: MPL-2.0

package posture

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/apps"
)

// judgeApps compares the installed apps with the approvals, as the resource atlassian_approved_apps does.
func judgeApps(facts *Facts, parameters Parameters, e *Evidence) {
	if e.unread("the list of installed apps", facts.InstalledApps.Err) {
		return
	}
	found := apps.Review(facts.InstalledApps.Value, parameters.Approvals)
	unapproved, exceeding := make([]string, len(found.Unapproved)), make([]string, len(found.Exceeding))
	for i, app := range found.Unapproved {
		unapproved[i] = appName(app)
	}
	for i, app := range found.Exceeding {
		exceeding[i] = appName(app.App)
	}
	e.count("installed", len(facts.InstalledApps.Value))
	e.count("unapproved", len(unapproved))
	e.count("exceeding", len(exceeding))
	e.count("not_asked", len(facts.Unasked))
	e.name(slices.Concat(unapproved, exceeding, facts.Unasked)...)
	if len(unapproved) > 0 {
		e.fail("%s that no approval names: %s", things(len(unapproved), "app is installed", "apps are installed"), some(unapproved))
	}
	if len(exceeding) > 0 {
		e.fail("%s beyond what was reviewed: %s", things(len(exceeding), "app goes", "apps go"), some(exceeding))
	}
	if len(facts.Unasked) > 0 {
		e.unsure("nothing can ask for the apps of %s, because no ID says where these are installed: %s; look at them in Atlassian Administration",
			things(len(facts.Unasked), "workspace", "workspaces"), some(facts.Unasked))
	}
	e.pass("%s, and all of them are approved", things(len(facts.InstalledApps.Value), "app is installed", "apps are installed"))
}

// appName names an app and where it is.
func appName(app apps.App) string {
	name := atlassian.Escaped(cmp.Or(app.Name, app.AppID), "")
	if app.Site == "" {
		return name
	}
	where := []string{app.Site}
	if app.Product != "" {
		where = append(where, app.Product)
	}
	return fmt.Sprintf("%s (%s)", name, atlassian.Words(where))
}

// judgeUserApps: every site refuses apps that its users install.
func judgeUserApps(facts *Facts, _ Parameters, e *Evidence) {
	if e.unread("the list of sites", facts.UserInstalledApps.Err) {
		return
	}
	denied := 0
	var allowed, strange []string
	for _, site := range facts.UserInstalledApps.Value {
		switch {
		case e.unread("the rule of site "+atlassian.Word(site.Site), site.Rule.Err):
			e.name(site.Site)
		case site.Rule.Value == apps.UserAppsDenied:
			denied++
		case site.Rule.Value == apps.UserAppsAllowed:
			allowed = append(allowed, site.Site)
		default:
			strange = append(strange, site.Site)
		}
	}
	e.count("sites", len(facts.UserInstalledApps.Value))
	e.count("blocked", denied)
	e.name(slices.Concat(allowed, strange)...)
	if len(allowed) > 0 {
		e.fail("users may install apps on %s: %s", things(len(allowed), "site", "sites"), some(allowed))
	}
	if len(strange) > 0 {
		e.unsure("the rule is none that is known on %s: %s", things(len(strange), "site", "sites"), some(strange))
	}
	if denied > 0 {
		e.pass("users cannot install apps on %s", things(denied, "site", "sites"))
	}
}
