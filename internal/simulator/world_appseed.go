// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// firstInstalled is when apps were installed that do not say when.
const firstInstalled = "2026-01-15T09:00:00Z"

// appState are the apps that are known.
type appState struct {
	apps []*app // in order of appearance
}

var appPart = part{seed: (*state).seedApps, describe: (*state).describeApps}

func (s *state) describeApps(org *Organization) {
	for _, app := range s.apps {
		org.Apps = append(org.Apps, app.describe())
	}
}

func (s *state) seedApps(org Organization) error {
	for i, described := range org.Apps {
		if _, err := s.addApp(described); err != nil {
			return fmt.Errorf("apps[%d]: %w", i, err)
		}
	}

	return nil
}

// addApp adds an app with its installations.
func (s *state) addApp(described App) (*app, error) {
	added := &app{
		id: described.ID, key: described.Key, name: described.Name, vendor: described.Vendor,
		framework: cmp.Or(described.Framework, frameworkForge), status: cmp.Or(described.DistributionStatus, statusPublic),
		system: described.System, firstParty: described.FirstParty,
	}

	if err := s.checkApp(added); err != nil {
		return nil, err
	}

	versions := described.Versions
	if len(versions) == 0 && added.framework != framework3LO {
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

	s.apps = append(s.apps, added)

	return added, nil
}

// checkApp says what is wrong with an app, and gives it an ID.
func (s *state) checkApp(added *app) error {
	if added.name == "" {
		return errors.New("name is missing")
	}

	if err := oneOf("framework", added.framework, frameworkForge, frameworkConnect, framework3LO); err != nil {
		return err
	}

	if added.framework == frameworkConnect && added.key == "" {
		return errors.New("key is missing, which every Connect app has")
	}

	if added.framework != frameworkConnect && added.system {
		return errors.New("system: only a Connect app can be a part of the product")
	}

	if added.id == "" && added.framework == frameworkConnect {
		added.id = appPrefix + added.key
	}

	if added.id == "" {
		added.id = appPrefix + derive(s.id, "app", strings.ToLower(added.name))
	}

	if added.id == appPrefix || !strings.HasPrefix(added.id, appPrefix) {
		return fmt.Errorf("id: %q does not read like %s<id>", added.id, appPrefix)
	}

	if slices.ContainsFunc(s.apps, func(a *app) bool { return a.id == added.id }) {
		return fmt.Errorf("id: there is an app %q already", added.id)
	}

	return nil
}

// release makes a version the latest one.
func (a *app) release(version AppVersion) error {
	if a.framework == framework3LO {
		return errors.New("an app of 3lo has no versions")
	}

	if version.Version == "" {
		return errors.New("version is missing")
	}

	if _, taken := a.version(version.Version); taken {
		return fmt.Errorf("version: there is a version %q already", version.Version)
	}

	a.versions = append(a.versions, version.clone())

	return nil
}

// install puts an app into a context.
func (s *state) install(a *app, described AppInstallation) (*AppInstallation, error) {
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

	added.ID = cmp.Or(added.ID, "ari:cloud:ecosystem::installation/"+derive(a.id, "installation", context, strconv.Itoa(a.installed)))
	a.installed++
	a.installations = append(a.installations, &added)

	return &added, nil
}

// chooseVersion sets the version that was asked for, or the latest.
func (a *app) chooseVersion(of *AppInstallation, number string) error {
	if a.framework == framework3LO {
		if number != "" {
			return errors.New("version: an app of 3lo has no versions")
		}

		return nil
	}

	version, ok := a.version(number)
	if !ok {
		return fmt.Errorf("version: the app has no version %q", number)
	}

	of.Version = version.Version

	return nil
}

// checkTimes says which time does not read like one.
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
