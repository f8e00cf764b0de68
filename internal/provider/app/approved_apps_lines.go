// SPDX-License-Identifier: MPL-2.0

package app

import (
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// finding is an app in one place that a review has found.
type finding struct {
	app organization.InstalledApp
	// approval is the one that the app goes beyond; empty for an app that none names.
	approval string
	// why says how it goes beyond, or why it stays; it may be empty.
	why string
}

// findingsOf are all findings about apps that are installed.
func findingsOf(review organization.AppReview) []finding {
	return append(unapprovedFindings(review.Unapproved, nil), exceedingFindings(review.Exceeding)...)
}

// unapprovedFindings are apps that no approval names, with reasons where there are some.
func unapprovedFindings(unapproved []organization.InstalledApp, reasons map[place]string) []finding {
	findings := make([]finding, len(unapproved))
	for i, app := range unapproved {
		findings[i] = finding{app: app, why: reasons[placeOf(app)]}
	}
	return findings
}

func exceedingFindings(exceeding []organization.ExceedingApp) []finding {
	findings := make([]finding, len(exceeding))
	for i, app := range exceeding {
		findings[i] = finding{app: app.InstalledApp, approval: app.Approval, why: strings.Join(app.Reasons, "; ")}
	}
	return findings
}

// key is the same for a finding in two reviews.
func (f finding) key() string { return findingKey(f.app.AppID, f.app.Site, f.app.Product, f.approval) }

func findingKey(parts ...string) string { return strings.Join(parts, "\n") }

// knownFindings are the keys of the findings that a state has.
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

// lines describe findings, one line for each app, with all places where the same is true of it. What the state did not have before
// the refresh comes first, and is called new where it is not all.
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
		text := l.app + ", " + base.Shortened(l.places)
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
