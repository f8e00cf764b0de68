// SPDX-License-Identifier: MPL-2.0

package world

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Frameworks of apps. An app of 3lo acts for a person by OAuth.
const (
	frameworkForge   = "forge"
	FrameworkConnect = "connect"
	framework3LO     = "3lo"
)

// StatusPublic is the distribution status of apps of the Marketplace.
// Unverified, like all its values.
const StatusPublic = "PUBLIC"

// appPrefix begins the IDs of apps.
const appPrefix = "ari:cloud:ecosystem::app/"

// App is a Marketplace or private app, installed or not.
type App struct {
	// ID is the Atlassian Resource Identifier (ARI) of the app. If it is
	// absent, the ID of a Connect app ends with its key (unverified), and the
	// ID of any other app is derived from its name.
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
	// Versions, the oldest first. An app of 3lo has none. Any other app has
	// 1.0.0 if none is given.
	Versions []AppVersion `json:"versions,omitempty"`
	// Installations of the app, in one context each.
	Installations []AppInstallation `json:"installations,omitempty"`
}

// AppVersion is a version of an app and what it asks for.
type AppVersion struct {
	Version string   `json:"version"`
	Scopes  []string `json:"scopes,omitempty"`
	// Egress are the addresses that the app sends to. Atlassian does not know
	// those of Connect apps: the gateway shows "*" for them, whatever is given
	// here.
	Egress []string `json:"egress,omitempty"`
}

// AppInstallation is an app in one place.
type AppInstallation struct {
	// ID is the ARI of the installation; derived if it is absent.
	ID string `json:"id,omitempty"`
	// Context is where the app is installed, such as
	// ari:cloud:jira::site/<cloud ID>. The ID of a workspace is accepted, too.
	Context string `json:"context"`
	// Version is the latest if it is absent.
	Version string `json:"version,omitempty"`
	// Environment is the key of the app's environment: production if it is
	// absent.
	Environment string `json:"environment,omitempty"`
	// InstalledAt is a time in RFC 3339 format.
	InstalledAt string      `json:"installed_at,omitempty"`
	License     *AppLicense `json:"license,omitempty"`
}

// AppLicense is the license of an installation.
type AppLicense struct {
	Active bool `json:"active"`
	// Type, such as COMMERCIAL. Unverified: its values.
	Type string `json:"type,omitempty"`
	// TrialEndDate and SubscriptionEndDate are times in RFC 3339 format.
	TrialEndDate        string `json:"trial_end_date,omitempty"`
	SubscriptionEndDate string `json:"subscription_end_date,omitempty"`
}

// KnownApp is an app as it is now.
type KnownApp struct {
	ID, Key, Name, Vendor, Framework, Status string
	System, FirstParty                       bool

	versions      []AppVersion
	Installations []*AppInstallation // in order of appearance
	installed     int                // how many installations the app has had

	uninstallFailure *string // why uninstalling fails; nil: it succeeds
}

// App finds an app by ID, or else by key or name.
func (s *State) App(reference string) (*KnownApp, bool) {
	for _, same := range []func(*KnownApp) bool{
		func(a *KnownApp) bool { return a.ID == reference },
		func(a *KnownApp) bool { return a.Key != "" && a.Key == reference },
		func(a *KnownApp) bool { return strings.EqualFold(a.Name, reference) },
	} {
		if at := slices.IndexFunc(s.Apps, same); at >= 0 {
			return s.Apps[at], true
		}
	}

	return nil, false
}

// Version finds a version by its number; an empty one is the latest.
func (a *KnownApp) Version(number string) (AppVersion, bool) {
	for i, version := range slices.Backward(a.versions) {
		if version.Version == number || number == "" && i == len(a.versions)-1 {
			return version, true
		}
	}

	return AppVersion{}, false
}

// in finds the installation in a context. It is nil if there is none.
func (a *KnownApp) in(context string) *AppInstallation {
	for _, installation := range a.Installations {
		if installation.Context == context {
			return installation
		}
	}

	return nil
}

// remove removes an installation, if it is there.
func (a *KnownApp) remove(gone *AppInstallation) {
	a.Installations = slices.DeleteFunc(a.Installations, func(i *AppInstallation) bool { return i == gone })
}

// describe is the app in the format of [Load].
func (a *KnownApp) describe() App {
	described := App{
		ID: a.ID, Key: a.Key, Name: a.Name, Vendor: a.Vendor, Framework: a.Framework, DistributionStatus: a.Status,
		System: a.System, FirstParty: a.FirstParty, Installations: a.describeInstallations(),
	}

	for _, version := range a.versions {
		described.Versions = append(described.Versions, version.clone())
	}

	return described
}

func (a *KnownApp) describeInstallations() []AppInstallation {
	var described []AppInstallation
	for _, installation := range a.Installations {
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

// Within lists the installations in some contexts.
func (a *KnownApp) Within(contexts []string) []*AppInstallation {
	var found []*AppInstallation

	for _, installation := range a.Installations {
		if slices.Contains(contexts, installation.Context) {
			found = append(found, installation)
		}
	}

	return found
}

// firstInstalled is when an app was installed, if its installation does not say
// so.
const firstInstalled = "2026-01-15T09:00:00Z"

// appState holds the apps that are known.
type appState struct {
	Apps []*KnownApp // in order of appearance
}

var appPart = part{seed: (*State).seedApps, describe: (*State).describeApps}

func (s *State) describeApps(org *Organization) {
	for _, app := range s.Apps {
		org.Apps = append(org.Apps, app.describe())
	}
}

func (s *State) seedApps(org Organization) error {
	for i, described := range org.Apps {
		if _, err := s.addApp(described); err != nil {
			return fmt.Errorf("apps[%d]: %w", i, err)
		}
	}

	return nil
}

// addApp adds an app with its installations.
func (s *State) addApp(described App) (*KnownApp, error) {
	added := &KnownApp{
		ID: described.ID, Key: described.Key, Name: described.Name, Vendor: described.Vendor,
		Framework: cmp.Or(described.Framework, frameworkForge), Status: cmp.Or(described.DistributionStatus, StatusPublic),
		System: described.System, FirstParty: described.FirstParty,
	}

	if err := s.checkApp(added); err != nil {
		return nil, err
	}

	versions := described.Versions
	if len(versions) == 0 && added.Framework != framework3LO {
		versions = []AppVersion{{Version: "1.0.0"}}
	}

	for i, version := range versions {
		if err := added.release(version); err != nil {
			return nil, fmt.Errorf("versions[%d]: %w", i, err)
		}
	}

	for i, installation := range described.Installations {
		installation.InstalledAt = cmp.Or(installation.InstalledAt, firstInstalled)

		if _, err := s.install(added, installation); err != nil {
			return nil, fmt.Errorf("installations[%d]: %w", i, err)
		}
	}

	s.Apps = append(s.Apps, added)

	return added, nil
}

// checkApp says what is wrong with an app, and gives it an ID.
func (s *State) checkApp(added *KnownApp) error {
	if added.Name == "" {
		return errors.New("name is missing")
	}

	if err := oneOf("framework", added.Framework, frameworkForge, FrameworkConnect, framework3LO); err != nil {
		return err
	}

	if added.Framework == FrameworkConnect && added.Key == "" {
		return errors.New("key is missing, which every Connect app has")
	}

	if added.Framework != FrameworkConnect && added.System {
		return errors.New("system: only a Connect app can be a part of the product")
	}

	if added.ID == "" && added.Framework == FrameworkConnect {
		added.ID = appPrefix + added.Key
	}

	if added.ID == "" {
		added.ID = appPrefix + Derive(s.ID, "app", strings.ToLower(added.Name))
	}

	if added.ID == appPrefix || !strings.HasPrefix(added.ID, appPrefix) {
		return fmt.Errorf("id: %q does not read like %s<id>", added.ID, appPrefix)
	}

	if slices.ContainsFunc(s.Apps, func(a *KnownApp) bool { return a.ID == added.ID }) {
		return fmt.Errorf("id: there is an app %q already", added.ID)
	}

	return nil
}

// release makes a version the latest one.
func (a *KnownApp) release(version AppVersion) error {
	if a.Framework == framework3LO {
		return errors.New("an app of 3lo has no versions")
	}

	if version.Version == "" {
		return errors.New("version is missing")
	}

	if _, taken := a.Version(version.Version); taken {
		return fmt.Errorf("version: there is a version %q already", version.Version)
	}

	a.versions = append(a.versions, version.clone())

	return nil
}

// install puts an app into a context.
func (s *State) install(a *KnownApp, described AppInstallation) (*AppInstallation, error) {
	added := described.clone()

	context, err := s.context(described.Context)
	if err != nil {
		return nil, err
	}

	if a.in(context) != nil {
		return nil, fmt.Errorf("context: the app is installed in %s already", context)
	}

	added.Context = context
	added.Environment = cmp.Or(added.Environment, "production")

	if err := a.chooseVersion(&added, described.Version); err != nil {
		return nil, err
	}

	if err := added.checkTimes(); err != nil {
		return nil, err
	}

	added.ID = cmp.Or(added.ID, "ari:cloud:ecosystem::installation/"+Derive(a.ID, "installation", context, strconv.Itoa(a.installed)))
	a.installed++
	a.Installations = append(a.Installations, &added)

	return &added, nil
}

// chooseVersion sets the version that was asked for, or the latest.
func (a *KnownApp) chooseVersion(of *AppInstallation, number string) error {
	if a.Framework == framework3LO {
		if number != "" {
			return errors.New("version: an app of 3lo has no versions")
		}

		return nil
	}

	version, ok := a.Version(number)
	if !ok {
		return fmt.Errorf("version: the app has no version %q", number)
	}

	of.Version = version.Version

	return nil
}

// checkTimes returns an error for a time that is not in RFC 3339 format.
func (i AppInstallation) checkTimes() error {
	times := map[string]string{"installed_at": i.InstalledAt}
	if i.License != nil {
		times["trial_end_date"], times["subscription_end_date"] = i.License.TrialEndDate, i.License.SubscriptionEndDate
	}

	for name, text := range times {
		if _, err := time.Parse(time.RFC3339, text); err != nil && text != "" {
			return fmt.Errorf("%s: %q is not a time such as %s", name, text, firstInstalled)
		}
	}

	return nil
}
