// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"slices"
	"strings"
)

// Frameworks of apps. The last one stands for apps that act for a person by OAuth.
const (
	frameworkForge   = "forge"
	frameworkConnect = "connect"
	framework3LO     = "3lo"
)

// statusPublic is what apps of the Marketplace have. Unverified, like all
// values of the distribution status.
const statusPublic = "PUBLIC"

// appPrefix begins the IDs of apps.
const appPrefix = "ari:cloud:ecosystem::app/"

// App is a Marketplace or private app, installed or not.
type App struct {
	// ID is the Atlassian Resource Identifier (ARI) of the app. Where it is absent,
	// that of a Connect app ends with the key (unverified), and all others are
	// derived from the name.
	ID string `json:"id,omitempty"`
	// Key of a Connect app. A Forge app has the key of the Connect app that it came from, if any.
	Key    string `json:"key,omitempty"`
	Name   string `json:"name"`
	Vendor string `json:"vendor,omitempty"`
	// Framework is forge (the default), connect or 3lo.
	Framework string `json:"framework,omitempty"`
	// DistributionStatus is PUBLIC (the default) for an app of the Marketplace. Private apps have another.
	DistributionStatus string `json:"distribution_status,omitempty"`
	// System marks a Connect app that is a part of the product.
	System bool `json:"system,omitempty"`
	// FirstParty marks an app of Atlassian's own.
	FirstParty bool `json:"first_party,omitempty"`
	// Versions, the oldest first. An app of 3lo has none, any other has 1.0.0 where none is given.
	Versions []AppVersion `json:"versions,omitempty"`
	// Installations of the app, in one context each.
	Installations []AppInstallation `json:"installations,omitempty"`
}

// AppVersion is a version of an app and what it asks for.
type AppVersion struct {
	Version string   `json:"version"`
	Scopes  []string `json:"scopes,omitempty"`
	// Egress are the addresses that the app sends to. Nobody knows those of Connect
	// apps: the gateway says "*" of them, whatever stands here.
	Egress []string `json:"egress,omitempty"`
}

// AppInstallation is an app in one place.
type AppInstallation struct {
	// ID is the ARI of the installation; derived where it is absent.
	ID string `json:"id,omitempty"`
	// Context is where the app is installed, such as ari:cloud:jira::site/<cloud ID>.
	// The ID of a workspace will do, too.
	Context string `json:"context"`
	// Version is the latest where it is absent.
	Version string `json:"version,omitempty"`
	// Environment is the key of the app's environment: production where it is absent.
	Environment string `json:"environment,omitempty"`
	// InstalledAt is a time as RFC 3339 has it.
	InstalledAt string      `json:"installed_at,omitempty"`
	License     *AppLicense `json:"license,omitempty"`
}

// AppLicense is what was bought.
type AppLicense struct {
	Active bool `json:"active"`
	// Type, such as COMMERCIAL. Unverified: its values.
	Type string `json:"type,omitempty"`
	// TrialEndDate and SubscriptionEndDate are times as RFC 3339 has them.
	TrialEndDate        string `json:"trial_end_date,omitempty"`
	SubscriptionEndDate string `json:"subscription_end_date,omitempty"`
}

// app is an app as it is now.
type app struct {
	id, key, name, vendor, framework, status string
	system, firstParty                       bool

	versions      []AppVersion
	installations []*AppInstallation // in order of appearance
	installed     int                // how many installations there have been

	uninstallFailure *string // why uninstalling fails; nil: it does not
}

// app finds an app by ID, or else by key or name.
func (s *state) app(reference string) (*app, bool) {
	for _, same := range []func(*app) bool{
		func(a *app) bool { return a.id == reference },
		func(a *app) bool { return a.key != "" && a.key == reference },
		func(a *app) bool { return strings.EqualFold(a.name, reference) },
	} {
		if at := slices.IndexFunc(s.apps, same); at >= 0 {
			return s.apps[at], true
		}
	}

	return nil, false
}

// version finds a version by its number; an empty one is the latest.
func (a *app) version(number string) (AppVersion, bool) {
	for i, version := range slices.Backward(a.versions) {
		if version.Version == number || number == "" && i == len(a.versions)-1 {
			return version, true
		}
	}

	return AppVersion{}, false
}

// in finds the installation in a context; nil where there is none.
func (a *app) in(context string) *AppInstallation {
	for _, installation := range a.installations {
		if installation.Context == context {
			return installation
		}
	}

	return nil
}

// remove takes an installation away, if it is there.
func (a *app) remove(gone *AppInstallation) {
	a.installations = slices.DeleteFunc(a.installations, func(i *AppInstallation) bool { return i == gone })
}

// describe is the app in the format of [Load].
func (a *app) describe() App {
	described := App{
		ID: a.id, Key: a.key, Name: a.name, Vendor: a.vendor, Framework: a.framework, DistributionStatus: a.status,
		System: a.system, FirstParty: a.firstParty, Installations: a.describeInstallations(),
	}

	for _, version := range a.versions {
		described.Versions = append(described.Versions, version.clone())
	}

	return described
}

func (a *app) describeInstallations() []AppInstallation {
	var described []AppInstallation
	for _, installation := range a.installations {
		described = append(described, installation.clone())
	}

	return described
}

func (v AppVersion) clone() AppVersion {
	v.Scopes, v.Egress = slices.Clone(v.Scopes), slices.Clone(v.Egress)

	return v
}

func (i AppInstallation) clone() AppInstallation {
	if i.License != nil {
		i.License = new(*i.License)
	}

	return i
}

// within are the installations in some contexts.
func (a *app) within(contexts []string) []*AppInstallation {
	var found []*AppInstallation

	for _, installation := range a.installations {
		if slices.Contains(contexts, installation.Context) {
			found = append(found, installation)
		}
	}

	return found
}
