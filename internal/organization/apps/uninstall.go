// SPDX-License-Identifier: MPL-2.0

package apps

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/site"
)

// ErrUninstallNotAllowed says that the configuration does not let apps be uninstalled.
var ErrUninstallNotAllowed = errors.New("apps may be uninstalled only where allow_app_uninstall of the provider block is true")

// UninstallRefusal says why an app cannot or must not be uninstalled from here; nil where it can.
func (a *Apps) UninstallRefusal(app App) error {
	switch {
	case !a.setup.AllowUninstall:
		return ErrUninstallNotAllowed
	case app.System:
		return errors.New("it is a part of the product")
	case isAtlassian(app.Vendor):
		return errors.New("its vendor is Atlassian, whose own apps are never uninstalled from here")
	case app.Framework == FrameworkConnect:
		return errors.New("it is a Connect app, and the gateway uninstalls none")
	case app.Site == "" || site.Plain(app.Context) == "" || app.Environment == "":
		return errors.New("Atlassian does not say where, or from which environment, it is installed") //nolint:staticcheck // the name of a company
	}
	return nil
}

// isAtlassian reports whether a vendor may be Atlassian. Every developer may use that name: an app with it is only not
// uninstalled, and needs an approval like every other app.
func isAtlassian(vendor string) bool {
	return strings.HasPrefix(strings.ToLower(strings.TrimSpace(vendor)), "atlassian")
}

// Uninstall uninstalls an app from one place, waits for the task that does it, and checks that the app is gone. What that does
// to the billing of a paid app is not documented. Reading settles a lost answer.
func (a *Apps) Uninstall(ctx context.Context, app App) error {
	if err := a.UninstallRefusal(app); err != nil {
		return err
	}
	task, err := a.setup.Client.UninstallApp(ctx, atlassian.Uninstallation{AppID: app.AppID, Environment: app.Environment, Context: site.Plain(app.Context)})
	switch {
	case err == nil:
		err = a.awaitTask(ctx, task)
	case !atlassian.IsOutcomeUnknown(err):
		return err
	}
	if failed, ok := errors.AsType[*TaskFailedError](err); ok {
		return failed
	}
	gone, seen := a.isUninstalled(ctx, app, err != nil)
	switch {
	case gone:
		a.forget(app)
		return nil
	case err != nil:
		return err
	}
	return &meaning.NotVisibleError{What: fmt.Sprintf("that %s was uninstalled from %s", atlassian.Quoted(app.Name), atlassian.Word(app.Context)), Err: seen}
}

// TaskFailedError says that Atlassian tried to uninstall an app, and failed.
type TaskFailedError struct {
	// TaskID is the ID of the task.
	TaskID string
	// Err is what Atlassian says of it.
	Err error
}

// Error says why.
func (e *TaskFailedError) Error() string {
	return fmt.Sprintf("task %s has failed: %v", e.TaskID, e.Err)
}

// Unwrap returns what Atlassian says of it.
func (e *TaskFailedError) Unwrap() error { return e.Err }

// awaitTask asks for a task until it is over. A state that is not documented counts as under way.
func (a *Apps) awaitTask(ctx context.Context, taskID string) error {
	var failed error
	err := a.setup.Waits.UntilOver(ctx, func(ctx context.Context) (bool, string, error) {
		state, err := a.setup.Client.AppInstallationTask(ctx, taskID)
		if state == atlassian.AppTaskFailed {
			failed = &TaskFailedError{TaskID: taskID, Err: err}
			return true, "", nil
		}
		return state == atlassian.AppTaskComplete, "it is " + string(state), err
	})
	if err != nil {
		return fmt.Errorf("the end of task %s was not seen: %w", taskID, err)
	}
	return failed
}

// isUninstalled waits until the app is gone from where it was. Where it is not known whether Atlassian has the request, it looks once.
func (a *Apps) isUninstalled(ctx context.Context, app App, once bool) (gone bool, last error) {
	isGone := func(ctx context.Context) bool {
		var found []atlassian.InstalledApp
		found, last = reading.Collect(a.setup.Client.InstalledApps(ctx, []string{site.Plain(app.Context)}, app.AppID))
		return last == nil && !slices.ContainsFunc(found, app.isIn)
	}
	if once {
		gone = isGone(ctx)
		return gone, last
	}
	gone = a.setup.Waits.UntilShown(ctx, a.setup.Visible, isGone) == nil
	return gone, last
}

// isIn reports whether the app may still be where it was, for all that Atlassian says. An app that is listed without a place, or
// with one that cannot be read, may be.
func (a App) isIn(found atlassian.InstalledApp) bool {
	return strings.EqualFold(found.ID, a.AppID) && (len(found.Installations) == 0 || slices.ContainsFunc(found.Installations, func(one atlassian.AppInstallation) bool {
		return one.ID != "" && one.ID == a.ID || site.Plain(one.Context) == "" || a.isAt(one)
	}))
}

// isAt reports whether an installation is in the same context, from the same environment as far as that is known: one app can be
// installed from several.
func (a App) isAt(one atlassian.AppInstallation) bool {
	here := site.Plain(a.Context)
	return here != "" && here == site.Plain(one.Context) && (a.Environment == one.Environment || a.Environment == "" || one.Environment == "")
}

// forget takes an installation out of what the run has read already.
func (a *Apps) forget(app App) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, inventory := range a.inventories {
		known, ok := inventory.found.Known()
		if !ok {
			continue
		}
		left := make([]atlassian.InstalledApp, 0, len(known))
		for _, one := range known {
			if strings.EqualFold(one.ID, app.AppID) && slices.ContainsFunc(one.Installations, app.isAt) {
				one.Installations = slices.DeleteFunc(slices.Clone(one.Installations), app.isAt)
				if len(one.Installations) == 0 {
					continue
				}
			}
			left = append(left, one)
		}
		inventory.found.Put(left)
	}
}

// UninstallAllowed reports whether the configuration lets apps be uninstalled.
func (a *Apps) UninstallAllowed() bool { return a.setup.AllowUninstall }
