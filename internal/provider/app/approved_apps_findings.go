// SPDX-License-Identifier: MPL-2.0

package app

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/apps"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// unapprovedType is an app in one place that no approval names.
var unapprovedType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"app_id": types.StringType, "key": types.StringType, "name": types.StringType, "vendor": types.StringType, "framework": types.StringType,
	"private": types.BoolType, "site": types.StringType, "product": types.StringType, "version": types.StringType,
	"scopes": types.ListType{ElemType: types.StringType}, "egress": types.ListType{ElemType: types.StringType},
}}

// exceedingType is an app in one place that goes beyond its approval.
var exceedingType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"app_id": types.StringType, "key": types.StringType, "name": types.StringType, "vendor": types.StringType, "framework": types.StringType,
	"site": types.StringType, "product": types.StringType, "version": types.StringType, "approval": types.StringType,
	"new_scopes": types.ListType{ElemType: types.StringType}, "new_egress": types.ListType{ElemType: types.StringType},
	"reasons": types.ListType{ElemType: types.StringType},
}}

func unapprovedList(found []apps.App) types.List {
	values := make([]attr.Value, len(found))
	for i, app := range found {
		values[i] = types.ObjectValueMust(unapprovedType.AttrTypes, map[string]attr.Value{
			"app_id": types.StringValue(app.AppID), "key": base.StringOrNull(app.Key), "name": types.StringValue(app.Name), "vendor": base.StringOrNull(app.Vendor),
			"framework": types.StringValue(app.Framework), "private": types.BoolValue(app.Private()),
			"site": base.StringOrNull(app.Site), "product": base.StringOrNull(app.Product), "version": base.StringOrNull(app.Version),
			"scopes": textsOrNull(app.Scopes), "egress": textsOrNull(app.Egress),
		})
	}
	return types.ListValueMust(unapprovedType, values)
}

func exceedingList(found []apps.Exceeding) types.List {
	values := make([]attr.Value, len(found))
	for i, app := range found {
		values[i] = types.ObjectValueMust(exceedingType.AttrTypes, map[string]attr.Value{
			"app_id": types.StringValue(app.AppID), "key": base.StringOrNull(app.Key), "name": types.StringValue(app.Name), "vendor": base.StringOrNull(app.Vendor),
			"framework": types.StringValue(app.Framework),
			"site":      base.StringOrNull(app.Site), "product": base.StringOrNull(app.Product), "version": base.StringOrNull(app.Version),
			"approval": types.StringValue(app.Approval), "new_scopes": base.StringList(app.NewScopes), "new_egress": base.StringList(app.NewEgress), "reasons": base.StringList(app.Reasons),
		})
	}
	return types.ListValueMust(exceedingType, values)
}

// textsOf reads strings of a finding in the state by their names. A missing string is empty.
func textsOf(element attr.Value) (at func(name string) string) {
	object, _ := element.(types.Object)
	attributes := object.Attributes()
	return func(name string) string {
		text, _ := attributes[name].(types.String)
		return text.ValueString()
	}
}

// described describes an app and its place in a message.
func described(app apps.App) string { return whoIs(app) + ", " + whereIs(app) }

// whoIs names an app in a message.
func whoIs(app apps.App) string {
	vendor := "vendor unknown"
	if app.Vendor != "" {
		vendor = "by " + base.Quoted(app.Vendor)
	}
	private := ""
	if app.Private() {
		private = "private "
	}
	return fmt.Sprintf("%s %s (%s%s app %s)", base.Quoted(app.Name), vendor, private, base.Word(app.Framework), base.Word(app.ShortID()))
}

// usualEnvironment is the environment from which everybody installs apps, except for their developers.
const usualEnvironment = "production"

// whereIs names the place of an app in a message.
func whereIs(app apps.App) string {
	switch {
	case app.Site != "" && app.Product != "" && app.Environment != "" && app.Environment != usualEnvironment:
		return fmt.Sprintf("%s of %s (environment %s)", base.Word(app.Product), base.Word(app.Site), base.Word(app.Environment))
	case app.Site != "" && app.Product != "":
		return fmt.Sprintf("%s of %s", base.Word(app.Product), base.Word(app.Site))
	case app.Site != "":
		return "unknown product of " + base.Word(app.Site)
	case app.Context != "":
		return fmt.Sprintf("place unknown (Atlassian says %s)", base.Quoted(app.Context))
	}
	return "place unknown"
}

// finding is an app in one place that a review reports.
type finding struct {
	app apps.App
	// approval is the approval that the app exceeds; empty for an app that no approval names.
	approval string
	// why says how the app exceeds its approval, or why it stays; it may be empty.
	why string
}

// findingsOf returns all findings about installed apps.
func findingsOf(review apps.Findings) []finding {
	return append(unapprovedFindings(review.Unapproved, nil), exceedingFindings(review.Exceeding)...)
}

// unapprovedFindings returns apps that no approval names, with a reason where there is one.
func unapprovedFindings(unapproved []apps.App, reasons map[place]string) []finding {
	findings := make([]finding, len(unapproved))
	for i, app := range unapproved {
		findings[i] = finding{app: app, why: reasons[placeOf(app)]}
	}
	return findings
}

func exceedingFindings(exceeding []apps.Exceeding) []finding {
	findings := make([]finding, len(exceeding))
	for i, app := range exceeding {
		findings[i] = finding{app: app.App, approval: app.Approval, why: strings.Join(app.Reasons, "; ")}
	}
	return findings
}

// key is the same for a finding in two reviews.
func (f finding) key() string { return findingKey(f.app.AppID, f.app.Site, f.app.Product, f.approval) }

func findingKey(parts ...string) string { return strings.Join(parts, "\n") }

// knownFindings returns the keys of the findings in a state.
func (m *approvedAppsModel) knownFindings() map[string]bool {
	known := make(map[string]bool)
	for _, list := range []types.List{m.Unapproved, m.Exceeding} {
		for _, element := range list.Elements() {
			at := textsOf(element)
			known[findingKey(at("app_id"), at("site"), at("product"), at("approval"))] = true
		}
	}
	return known
}

// lines describes findings, one line for each app, with all places to which the same applies. Findings that the state did not
// have before the refresh come first, and are called new unless all of them are.
func (n reviewNotes) lines(findings []finding) []string {
	type line struct {
		app    string
		places []string
		why    string
		fresh  bool
	}
	var lines []*line
	for _, one := range findings {
		app := whoIs(one.app)
		at := slices.IndexFunc(lines, func(l *line) bool { return l.app == app && l.why == one.why })
		if at < 0 {
			at = len(lines)
			lines = append(lines, &line{app: app, why: one.why})
		}
		lines[at].places = append(lines[at].places, whereIs(one.app))
		lines[at].fresh = lines[at].fresh || n.fresh(one.key())
	}
	mixed := slices.ContainsFunc(lines, func(l *line) bool { return l.fresh }) && slices.ContainsFunc(lines, func(l *line) bool { return !l.fresh })
	var fresh, known []string
	for _, l := range lines {
		text := l.app + ", " + base.ShortList(l.places)
		if l.why != "" {
			text += ": " + l.why
		}
		switch {
		case l.fresh && mixed:
			fresh = append(fresh, "new: "+text)
		case l.fresh:
			fresh = append(fresh, text)
		default:
			known = append(known, text)
		}
	}
	return append(fresh, known...)
}

// place names an app in one place, as an element of unapproved does.
type place struct{ appID, site, product string }

func placeOf(app apps.App) place { return place{app.AppID, app.Site, app.Product} }

// shown counts the unapproved apps that the plan has shown: those that the refresh before it found. The apply uninstalls no other
// app, because nobody who approved the plan has seen a later one. The function reads the state, and neither the plan nor private
// data: Terraform plans again during the apply, which would overwrite what the first plan said. It counts, because an app may be
// in one place from several environments, and the state does not name environments.
func (m *approvedAppsModel) shown() map[place]int { return inPlaces(m.unapproved()) }

func inPlaces(apps []apps.App) map[place]int {
	counts := make(map[place]int)
	for _, app := range apps {
		counts[placeOf(app)]++
	}
	return counts
}

// unapproved returns the unapproved apps of a state, as far as messages need them; none where there is no state.
func (m *approvedAppsModel) unapproved() []apps.App {
	var found []apps.App
	for _, element := range m.Unapproved.Elements() {
		at := textsOf(element)
		app := apps.App{
			AppID: at("app_id"), Name: at("name"), Vendor: at("vendor"), Framework: at("framework"), Site: at("site"), Product: at("product"),
		}
		object, _ := element.(types.Object)
		if private, _ := object.Attributes()["private"].(types.Bool); !private.ValueBool() {
			app.DistributionStatus = "PUBLIC"
		}
		found = append(found, app)
	}
	return found
}
