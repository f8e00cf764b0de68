// SPDX-License-Identifier: MPL-2.0

package apps

import (
	"cmp"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// Private reports whether an app did not come from the Marketplace. Unverified: that the status of those which did is
// "PUBLIC"; any other, and none, counts as private.
func (a App) Private() bool { return !strings.EqualFold(a.DistributionStatus, "PUBLIC") }

// ShortID is the last part of the app's ID: a UUID, or the key of a Connect app.
func (a App) ShortID() string { return a.AppID[strings.LastIndex(a.AppID, "/")+1:] }

// calling is how a name means an app.
type calling int

const (
	notCalled calling = iota
	byKey             // by what the developer of the app has chosen
	byID              // by what Atlassian has given to the app, and to no other
)

var aUUID = regexp.MustCompile(`(?i)^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// called says how a name means the app. The ID of a Connect app ends with its key, so the part after the slash is the developer's
// choice, and so is a whole ID that looks like the one of a Forge app. Atlassian itself gives UUIDs, so any other short ID is a key,
// whatever the app says of its framework.
func (a App) called(name string) calling {
	chosen := strings.EqualFold(strings.TrimSpace(a.Framework), FrameworkConnect) || !aUUID.MatchString(a.ShortID())
	same := strings.EqualFold
	if chosen {
		same = func(a, b string) bool { return a == b } // keys that differ in case may be those of two apps
	}
	whole, short := same(name, a.AppID), same(name, a.ShortID())
	switch {
	case name == "":
		return notCalled
	case whole && chosen && aUUID.MatchString(a.ShortID()):
		return byKey
	case whole, short && !chosen:
		return byID
	case short, name == a.Key:
		return byKey
	}
	return notCalled
}

// IsCalled reports whether a name means the app: its ID, the UUID in it, or its key. The key of a private app does not
// count, whatever its framework: the person who writes the app chooses the key, and could take that of an app that everybody trusts.
func (a App) IsCalled(name string) bool {
	how := a.called(name)
	return how == byID || (how == byKey && !a.Private())
}

// HasPrivateKey reports whether a name is the key of this private app, which does not count by itself.
func (a App) HasPrivateKey(name string) bool { return a.Private() && a.called(name) == byKey }

// names reports whether an approval under this name is one of the app. Private = true says that the key is one of the organization's own apps.
func (a Approval) names(app App, name string) bool {
	return app.IsCalled(name) || (a.Private != nil && *a.Private && app.called(name) == byKey)
}

// anyAddress is every address, including those that Atlassian does not name.
const anyAddress = "*"

// reaches reports whether an address that was reviewed covers one that an app may call. Both may begin with a scheme; one
// without a scheme is for every scheme. "https://*" is every address of that scheme.
func reaches(reviewed, address string) bool {
	if reviewed == anyAddress || strings.EqualFold(reviewed, address) {
		return true
	}
	if scheme, all := strings.CutSuffix(strings.TrimSuffix(strings.ToLower(reviewed), "/"), "://*"); all {
		rest, same := strings.CutPrefix(strings.ToLower(address), scheme+"://")
		return same && anAuthority.MatchString(rest)
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

// aHost is a host that can be compared by its parts, with an optional port. The developer of an app chooses the text, and one with a
// separator in it, such as "evil.example,api.example", may be several hosts to a person who grants the access.
var aHost = regexp.MustCompile(`^(?:\*\.)?[a-z0-9._-]+(?::[0-9]+)?$`)

// anAuthority is such a host, or every one, with what may follow it in an address.
var anAuthority = regexp.MustCompile(`^(?:\*|(?:\*\.)?[a-z0-9._-]+(?::[0-9]+)?)(?:[/?#][^\s,;&!|]*)?$`)

// hostOf splits an address into scheme and host. The host is empty where the address has more in it, or where it is no single host, so
// that only the address itself covers it.
func hostOf(address string) (scheme, host string) {
	text := strings.ToLower(address)
	if !strings.Contains(text, "://") {
		text = "//" + text
	}
	at, err := url.Parse(text)
	if err != nil || (at.Path != "" && at.Path != "/") || at.RawQuery != "" || at.Fragment != "" || at.User != nil {
		return "", ""
	}
	if !aHost.MatchString(at.Host) {
		return "", ""
	}
	return at.Scheme, at.Host
}

// aVersion is a version: numbers, and what follows them, such as "-AC". A number after a hyphen is one more of the numbers, as in
// 2026-11-26, because an update may change nothing but that.
var aVersion = regexp.MustCompile(`^[vV]?([0-9]+(?:[-._+][0-9]+)*)(?:[-._+~]?[A-Za-z][0-9A-Za-z._+~-]*)?$`)

// appVersion is the numbers of a version. They have no bound: what an app calls its version is the choice of its vendor.
type appVersion []string

// parseVersion splits a version into its numbers; ok is false for a text that is no version.
func parseVersion(text string) (numbers appVersion, ok bool) {
	found := aVersion.FindStringSubmatch(strings.TrimSpace(text))
	if found == nil {
		return nil, false
	}
	for number := range strings.FieldsFuncSeq(found[1], func(r rune) bool { return strings.ContainsRune("-._+", r) }) {
		numbers = append(numbers, strings.TrimLeft(number, "0"))
	}
	return numbers, true
}

// first are the first numbers of a version, with zeros (which are empty here) where it has fewer.
func (v appVersion) first(count int) appVersion {
	if len(v) >= count {
		return v[:count]
	}
	return append(slices.Clone(v), make(appVersion, count-len(v))...)
}

// compare is negative where v is the older version, positive where it is the newer one.
func (v appVersion) compare(other appVersion) int {
	return slices.CompareFunc(v, other, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) })
}

// newerThan says that a version is newer than the newest that was reviewed, or that this is not known; else it is empty. What
// follows the numbers, as "AC" in 1.4.2-AC, does not count, nor do numbers that were not reviewed: 1.4 is every 1.4.x.
func newerThan(installed, reviewed string) string {
	if reviewed == "" {
		return ""
	}
	if installed == "" {
		return "Atlassian does not say which version it has"
	}
	have, known := parseVersion(installed)
	most, understood := parseVersion(reviewed)
	switch {
	case !known || !understood:
		return fmt.Sprintf("its version %s cannot be compared with %s", atlassian.Quoted(installed), atlassian.Word(reviewed))
	case have.first(len(most)).compare(most) > 0:
		return fmt.Sprintf("its version %s is newer than %s, the newest that was reviewed", atlassian.Word(installed), atlassian.Word(reviewed))
	}
	return ""
}

// CheckVersion says what is wrong with a version that others are to be compared with.
func CheckVersion(text string) error {
	if _, ok := parseVersion(text); !ok || strings.TrimSpace(text) != text {
		return fmt.Errorf("%q is not a version such as 2.1.0", text)
	}
	return nil
}
