// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"regexp"
	"strings"
)

// Private reports whether an app did not come from the Marketplace. Unverified: that the status of those which did is
// "PUBLIC"; any other, and none, counts as private.
func (a InstalledApp) Private() bool { return !strings.EqualFold(a.DistributionStatus, "PUBLIC") }

// ShortID is the last part of the app's ID: a UUID, or the key of a Connect app.
func (a InstalledApp) ShortID() string { return a.AppID[strings.LastIndex(a.AppID, "/")+1:] }

// calling is how a name means an app.
type calling int

const (
	notCalled calling = iota
	byKey             // by what the developer of the app has chosen
	byID              // by what Atlassian has given to the app, and to no other
)

var aUUID = regexp.MustCompile(`(?i)^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// called says how a name means the app. The ID of a Connect app ends with its key, so the part after the slash is the developer's
// choice, and so is a whole ID that looks like the one of a Forge app.
func (a InstalledApp) called(name string) calling {
	chosen := a.Framework == FrameworkConnect || (a.Framework == "" && !aUUID.MatchString(a.ShortID()))
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
func (a InstalledApp) IsCalled(name string) bool {
	how := a.called(name)
	return how == byID || (how == byKey && !a.Private())
}

// HasPrivateKey reports whether a name is the key of this private app, which does not count by itself.
func (a InstalledApp) HasPrivateKey(name string) bool { return a.Private() && a.called(name) == byKey }

// names reports whether an approval under this name is one of the app. Private = true says that the key is one of the organization's own apps.
func (a AppApproval) names(app InstalledApp, name string) bool {
	return app.IsCalled(name) || (a.Private != nil && *a.Private && app.called(name) == byKey)
}
