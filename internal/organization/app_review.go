// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/go-version"
)

// AppApproval is what somebody has reviewed of an app. A list that is nil restricts nothing; one that is empty allows
// nothing.
type AppApproval struct {
	// Scopes are those that the app may have.
	Scopes []string
	// Egress are the addresses that it may call: "*" is any, "*.example.com" every host below example.com.
	Egress []string
	// Frameworks are those that it may be built with.
	Frameworks []string
	// MaxVersion is the newest version that was reviewed, 1.4 for every 1.4.x; empty restricts nothing.
	MaxVersion string
	// Optional approvals are not missed where the app is not installed.
	Optional bool
}

// AppReview is what a review of installed apps has found.
type AppReview struct {
	// Unapproved are the rows of apps that no approval names.
	Unapproved []InstalledApp
	// Exceeding are the rows of apps that go beyond what was reviewed.
	Exceeding []ExceedingApp
	// Missing are the names of approvals that no installed app answers to, sorted.
	Missing []string
}

// Compliant tells whether nothing was found.
func (r AppReview) Compliant() bool {
	return len(r.Unapproved) == 0 && len(r.Exceeding) == 0 && len(r.Missing) == 0
}

// ExceedingApp is an approved app that goes beyond what was reviewed.
type ExceedingApp struct {
	InstalledApp
	// Approval is the name of the approval.
	Approval string
	// NewScopes and NewEgress are what was not reviewed, sorted.
	NewScopes, NewEgress []string
	// Reasons are all reasons, in words.
	Reasons []string
}

// ReviewApps holds installed apps against approvals, by the ID, the UUID in it, or the key of the app. Where several
// approvals name an app, each must hold. Apps that are a part of the product need no approval. What an approval restricts
// and Atlassian does not say counts as exceeding: absence of data is no compliance.
func ReviewApps(installed []InstalledApp, approvals map[string]AppApproval) AppReview {
	var review AppReview
	names := slices.Sorted(maps.Keys(approvals))
	answered := make(map[string]bool, len(approvals))
	for _, app := range installed {
		known := app.System
		for _, name := range names {
			if !app.IsCalled(name) {
				continue
			}
			known, answered[name] = true, true
			if beyond := approvals[name].exceededBy(app); len(beyond.Reasons) > 0 {
				beyond.Approval = name
				review.Exceeding = append(review.Exceeding, beyond)
			}
		}
		if !known {
			review.Unapproved = append(review.Unapproved, app)
		}
	}
	for _, name := range names {
		if !answered[name] && !approvals[name].Optional {
			review.Missing = append(review.Missing, name)
		}
	}
	return review
}

// exceededBy tells how an app goes beyond the approval; there are no reasons where it does not.
func (a AppApproval) exceededBy(app InstalledApp) ExceedingApp {
	beyond := ExceedingApp{InstalledApp: app}
	because := func(format string, args ...any) {
		beyond.Reasons = append(beyond.Reasons, fmt.Sprintf(format, args...))
	}

	if a.Frameworks != nil && !slices.Contains(a.Frameworks, app.Framework) {
		because("it is a %s app, and %s was reviewed", app.Framework, listOr("no framework", a.Frameworks))
	}
	switch {
	case a.Scopes == nil:
	case app.Scopes == nil:
		because("Atlassian does not say which scopes it has")
	default:
		beyond.NewScopes = without(app.Scopes, func(scope string) bool { return slices.Contains(a.Scopes, scope) })
		if len(beyond.NewScopes) > 0 {
			because("it has scopes that were not reviewed: %s", strings.Join(beyond.NewScopes, ", "))
		}
	}
	switch {
	case a.Egress == nil:
	case app.Egress == nil && !slices.Contains(a.Egress, "*"):
		because("Atlassian does not say which addresses it calls")
	default:
		beyond.NewEgress = without(app.Egress, func(address string) bool {
			return slices.ContainsFunc(a.Egress, func(reviewed string) bool { return reaches(reviewed, address) })
		})
		if len(beyond.NewEgress) > 0 {
			because("it may call addresses that were not reviewed: %s", strings.Join(beyond.NewEgress, ", "))
		}
	}
	if reason := newerThan(app.Version, a.MaxVersion); reason != "" {
		because("%s", reason)
	}
	return beyond
}

func listOr(none string, all []string) string {
	if len(all) == 0 {
		return none
	}
	return strings.Join(all, " or ")
}

func without(all []string, is func(string) bool) []string {
	return slices.DeleteFunc(slices.Clone(all), is)
}

// versionNumbers are the numbers that a version begins with.
var versionNumbers = regexp.MustCompile(`[0-9]+(\.[0-9]+)*`)

// newerThan says that a version is newer than the newest that was reviewed, or that nobody can tell; else it is empty. What
// follows the numbers, as "AC" in 1.4.2-AC, does not count, nor do numbers that were not reviewed: 1.4 is every 1.4.x.
func newerThan(installed, reviewed string) string {
	if reviewed == "" {
		return ""
	}
	if installed == "" {
		return "Atlassian does not say which version it has"
	}
	have, err := version.NewVersion(installed)
	if err != nil {
		return fmt.Sprintf("its version %q cannot be compared with %s", installed, reviewed)
	}
	most, err := version.NewVersion(reviewed)
	if err != nil {
		return fmt.Sprintf("its version %s cannot be compared with %q", installed, reviewed)
	}
	said := strings.Count(versionNumbers.FindString(reviewed), ".") + 1 // the library adds zeros
	if slices.Compare(have.Segments()[:said], most.Segments()[:said]) > 0 {
		return fmt.Sprintf("its version %s is newer than %s, the newest that was reviewed", installed, reviewed)
	}
	return ""
}

// CheckVersion says what is wrong with a version that others are to be compared with.
func CheckVersion(text string) error {
	if _, err := version.NewVersion(text); err != nil {
		return fmt.Errorf("%q is not a version such as 2.1.0", text)
	}
	return nil
}

// reaches tells whether an address that was reviewed covers one that an app may call. Both may begin with a scheme; one
// without stands for every scheme.
func reaches(reviewed, address string) bool {
	if reviewed == "*" || strings.EqualFold(reviewed, address) {
		return true
	}
	scheme, pattern := hostOf(reviewed)
	ofAddress, host := hostOf(address)
	if pattern == "" || (scheme != "" && scheme != ofAddress) {
		return false
	}
	if pattern == host {
		return true
	}
	below, wild := strings.CutPrefix(pattern, "*.")
	return wild && strings.HasSuffix(host, "."+below)
}

// hostOf takes an address apart; host is empty where there is more in it than scheme and host, so that nothing but itself
// covers it.
func hostOf(address string) (scheme, host string) {
	text := strings.ToLower(address)
	if !strings.Contains(text, "://") {
		text = "//" + text
	}
	at, err := url.Parse(text)
	if err != nil || (at.Path != "" && at.Path != "/") || at.RawQuery != "" || at.User != nil {
		return "", ""
	}
	return at.Scheme, at.Host
}
