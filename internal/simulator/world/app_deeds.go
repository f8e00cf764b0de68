// SPDX-License-Identifier: MPL-2.0

package world

import (
	"cmp"
	"fmt"
	"time"
)

// AddApp adds an app, installed or not, and returns its ID.
func (w *World) AddApp(app App) (string, error) {
	_, leave := w.enter()
	defer leave()

	added, err := w.state.addApp(app)
	if err != nil {
		return "", err
	}

	return added.ID, nil
}

// ReleaseAppVersion publishes a version of an app, given by ID, key or name. It
// becomes the latest version. Installations keep their version: like a major
// version, it waits for the consent of an admin.
func (w *World) ReleaseAppVersion(reference string, version AppVersion) error {
	return w.changeApp(reference, func(_ time.Time, found *KnownApp) error { return found.release(version) })
}

// InstallApp installs an app, given by ID, key or name, as a user can. If the
// app is in that context already, InstallApp updates it to the given version,
// or to the latest.
func (w *World) InstallApp(reference string, installation AppInstallation) error {
	return w.changeApp(reference, func(now time.Time, found *KnownApp) error {
		context, err := w.state.context(installation.Context)
		if err != nil {
			return err
		}

		if there := found.in(context); there != nil {
			return w.state.update(now, found, there, installation)
		}

		installation.InstalledAt = cmp.Or(installation.InstalledAt, now.UTC().Format(time.RFC3339))

		installed, err := w.state.install(found, installation)
		if err != nil {
			return err
		}

		w.state.LogEvent(now, ActionAppInstalled, w.state.adminActor(), appObject(found, installed))

		return nil
	})
}

// update changes an installation. A missing value stays as it is, but a missing
// version means the latest.
func (s *State) update(now time.Time, of *KnownApp, there *AppInstallation, wanted AppInstallation) error {
	changed := there.clone()
	changed.Environment = cmp.Or(wanted.Environment, changed.Environment)

	if wanted.License != nil {
		changed.License = wanted.clone().License
	}

	if err := of.chooseVersion(&changed, wanted.Version); err != nil {
		return err
	}

	if err := changed.checkTimes(); err != nil {
		return err
	}

	if changed.Version != there.Version {
		s.LogEvent(now, ActionAppUpdated, s.adminActor(), appObject(of, &changed))
	}

	*there = changed

	return nil
}

// UninstallApp removes an app, given by ID, key or name, from a context.
func (w *World) UninstallApp(reference, context string) error {
	return w.changeApp(reference, func(now time.Time, found *KnownApp) error {
		known, err := w.state.context(context)
		if err != nil {
			return err
		}

		installed := found.in(known)
		if installed == nil {
			return fmt.Errorf("app %q in %s: %w", found.Name, known, ErrNotFound)
		}

		found.remove(installed)
		w.state.LogEvent(now, ActionAppUninstalled, w.state.adminActor(), appObject(found, installed))

		return nil
	})
}

// FailUninstalls makes every task that uninstalls an app, given by ID, key or
// name, fail with a message. Nil ends that. The console can still uninstall the
// app.
func (w *World) FailUninstalls(reference string, message *string) error {
	return w.changeApp(reference, func(_ time.Time, found *KnownApp) error {
		if found.uninstallFailure = message; message != nil {
			// A copy, because the caller may change the original later.
			found.uninstallFailure = new(*message)
		}

		return nil
	})
}

func (w *World) changeApp(reference string, change func(time.Time, *KnownApp) error) error {
	now, leave := w.enter()
	defer leave()

	found, ok := w.state.app(reference)
	if !ok {
		return fmt.Errorf("app %q: %w", reference, ErrNotFound)
	}

	return change(now, found)
}

// AppInstallations lists where an app, given by ID, key or name, is installed.
func (w *World) AppInstallations(reference string) []AppInstallation {
	_, leave := w.enter()
	defer leave()

	if found, ok := w.state.app(reference); ok {
		return found.describeInstallations()
	}

	return nil
}
