// SPDX-License-Identifier: MPL-2.0

package world

import (
	"cmp"
	"fmt"
	"strconv"
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

	found, ok := w.state.App(reference)
	if !ok {
		return fmt.Errorf("app %q: %w", reference, ErrNotFound)
	}

	return change(now, found)
}

// AppInstallations lists where an app, given by ID, key or name, is installed.
func (w *World) AppInstallations(reference string) []AppInstallation {
	_, leave := w.enter()
	defer leave()

	if found, ok := w.state.App(reference); ok {
		return found.describeInstallations()
	}

	return nil
}

// Uninstallation is a task that removes an app from one context. It is never
// deleted, because Atlassian documents no lifetime.
type Uninstallation struct {
	ID           string
	App          *KnownApp
	installation *AppInstallation
	by           Actor
	Begun, Due   time.Time
	Ended        bool
	Failure      *string // why it failed; nil: it has not ended, or succeeded
}

// uninstallationState holds the tasks that uninstall apps.
type uninstallationState struct {
	Uninstallations []*Uninstallation // in order of appearance
}

var uninstallationPart = part{settle: (*State).settleUninstallations}

// BeginUninstallation starts a task for the person with the API token. Without
// a lag, the task ends at once.
func (s *State) BeginUninstallation(now time.Time, from *KnownApp, installation *AppInstallation) *Uninstallation {
	begun := &Uninstallation{
		ID:  Derive(s.ID, "uninstallation", strconv.Itoa(len(s.Uninstallations))),
		App: from, installation: installation, by: s.personActor(), Begun: now, Due: now.Add(s.lag),
	}
	s.Uninstallations = append(s.Uninstallations, begun)
	s.settleUninstallations(now)

	return begun
}

// settleUninstallations ends the tasks that are due at that time.
func (s *State) settleUninstallations(now time.Time) {
	for _, task := range s.Uninstallations {
		if !task.Ended && !task.Due.After(now) {
			s.endUninstallation(task)
		}
	}
}

func (s *State) endUninstallation(task *Uninstallation) {
	task.Ended = true

	if task.Failure = task.App.uninstallFailure; task.Failure != nil {
		return
	}

	if task.App.in(task.installation.Context) != task.installation {
		return // uninstalled by another task or in the console
	}

	task.App.remove(task.installation)
	s.LogEvent(task.Due, ActionAppUninstalled, task.by, appObject(task.App, task.installation))
}

// personActor is the actor of everything that is done with the person's token.
func (s *State) personActor() Actor {
	if person, ok := s.Account(s.UserToken.Email); ok {
		return userActor(person)
	}

	return Actor{ID: Derive(s.ID, "person"), Name: s.UserToken.Email, Email: s.UserToken.Email}
}
