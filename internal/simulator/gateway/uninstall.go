// SPDX-License-Identifier: MPL-2.0

package gateway

import (
	"cmp"
	"context"
	"time"

	"github.com/graph-gophers/graphql-go"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

type uninstallInput struct {
	AppID               graphql.ID
	EnvironmentKey      string
	InstallationContext *graphql.ID
	InstallationID      *graphql.ID
	Async               *bool
}

type wireUninstallation struct {
	Success bool
	TaskID  *graphql.ID
	Errors  *[]*wireMutationError
}

// UninstallApp starts a task that uninstalls an app. Unverified: how it
// refuses, and that async changes nothing.
func (*gatewayMutation) UninstallApp(ctx context.Context, args struct{ Input uninstallInput }) *wireUninstallation {
	c := callOf(ctx)

	found, installation, refusal := c.toUninstall(args.Input)
	if refusal != nil {
		return &wireUninstallation{Errors: refusal.inPayload()}
	}

	begun := c.state.BeginUninstallation(c.now, found, installation)

	return &wireUninstallation{Success: true, TaskID: new(graphql.ID(begun.ID))}
}

// toUninstall finds the installation to remove.
func (c *call) toUninstall(asked uninstallInput) (*world.KnownApp, *world.AppInstallation, *gatewayError) {
	if asked.InstallationContext == nil && asked.InstallationID == nil {
		return nil, nil, badRequest("Either installationContext or installationId must be given.")
	}

	if asked.InstallationContext != nil {
		if refusal := c.refusal([]string{string(*asked.InstallationContext)}); refusal != nil {
			return nil, nil, refusal
		}
	}

	for _, candidate := range c.state.Apps {
		if candidate.ID != string(asked.AppID) {
			continue
		}

		// Unverified: Connect apps are uninstalled elsewhere.
		if candidate.Framework == world.FrameworkConnect {
			return nil, nil, badRequest("A Connect app cannot be uninstalled like this.")
		}

		for _, installation := range candidate.Installations {
			if asked.match(installation) {
				if refusal := c.refusal([]string{installation.Context}); refusal != nil {
					return nil, nil, refusal
				}

				return candidate, installation, nil
			}
		}
	}

	return nil, nil, notFound("There is no such installation.")
}

func (asked uninstallInput) match(i *world.AppInstallation) bool {
	return i.Environment == asked.EnvironmentKey &&
		(asked.InstallationContext == nil || string(*asked.InstallationContext) == i.Context) &&
		(asked.InstallationID == nil || string(*asked.InstallationID) == i.ID)
}

// wireAppTask is the state of a task.
type wireAppTask struct {
	ID     graphql.ID
	AppID  graphql.ID
	State  string
	Errors *[]*wireMutationError
}

// ToAppInstallationDeletionTask resolves the only type that implements the
// interface.
func (w *wireAppTask) ToAppInstallationDeletionTask() (*wireAppTask, bool) { return w, true }

// AppInstallationTask is the state of a task. It is null if there is no such
// task.
func (*gatewayQuery) AppInstallationTask(ctx context.Context, args struct{ ID graphql.ID }) *wireAppTask {
	c := callOf(ctx)

	for _, task := range c.state.Uninstallations {
		if task.ID == string(args.ID) {
			return newWireAppTask(task, c.now)
		}
	}

	return nil
}

// newWireAppTask makes the state of a task. It is pending for the first half of
// its time.
func newWireAppTask(u *world.Uninstallation, now time.Time) *wireAppTask {
	form := &wireAppTask{ID: graphql.ID(u.ID), AppID: graphql.ID(u.App.ID), State: "RUNNING"}

	switch {
	case u.Failure != nil:
		form.State = "FAILED"
		form.Errors = &[]*wireMutationError{{Message: new(cmp.Or(*u.Failure, "Uninstalling failed."))}}
	case u.Ended:
		form.State = "COMPLETE"
	case now.Before(u.Begun.Add(u.Due.Sub(u.Begun) / 2)):
		form.State = "PENDING"
	}

	return form
}
