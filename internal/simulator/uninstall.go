// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"cmp"
	"context"
	"strconv"
	"time"

	"github.com/graph-gophers/graphql-go"
)

// uninstallation is a task that takes an app out of one context. It is kept for
// good: Atlassian documents no lifetime.
type uninstallation struct {
	id           string
	app          *app
	installation *AppInstallation
	by           actor
	begun, due   time.Time
	ended        bool
	failure      *string // why it failed, once it has ended
}

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

// UninstallApp begins to uninstall an app. Unverified: how it refuses, and that
// async changes nothing.
func (*gatewayMutation) UninstallApp(ctx context.Context, args struct{ Input uninstallInput }) *wireUninstallation {
	c := callOf(ctx)

	found, installation, refusal := c.state.toUninstall(args.Input)
	if refusal != nil {
		return &wireUninstallation{Errors: refusal.inPayload()}
	}

	begun := &uninstallation{
		id:  derive(c.state.id, "uninstallation", strconv.Itoa(len(c.state.uninstallations))),
		app: found, installation: installation, by: c.state.personActor(), begun: c.now, due: c.now.Add(c.state.lag),
	}
	c.state.uninstallations = append(c.state.uninstallations, begun)
	c.state.settleUninstallations(c.now)

	return &wireUninstallation{Success: true, TaskID: new(graphql.ID(begun.id))}
}

// toUninstall finds what is asked to go.
func (s *state) toUninstall(asked uninstallInput) (*app, *AppInstallation, *gatewayError) {
	if asked.InstallationContext == nil && asked.InstallationID == nil {
		return nil, nil, badRequest("Either installationContext or installationId must be given.")
	}

	if asked.InstallationContext != nil {
		if refusal := s.refusal([]string{string(*asked.InstallationContext)}); refusal != nil {
			return nil, nil, refusal
		}
	}

	for _, candidate := range s.apps {
		if candidate.id != string(asked.AppID) {
			continue
		}

		// Unverified, but Connect apps are uninstalled elsewhere.
		if candidate.framework == frameworkConnect {
			return nil, nil, badRequest("A Connect app cannot be uninstalled like this.")
		}

		for _, installation := range candidate.installations {
			if asked.match(installation) {
				if refusal := s.refusal([]string{installation.Context}); refusal != nil {
					return nil, nil, refusal
				}

				return candidate, installation, nil
			}
		}
	}

	return nil, nil, notFound("There is no such installation.")
}

func (asked uninstallInput) match(i *AppInstallation) bool {
	return i.Environment == asked.EnvironmentKey &&
		(asked.InstallationContext == nil || string(*asked.InstallationContext) == i.Context) &&
		(asked.InstallationID == nil || string(*asked.InstallationID) == i.ID)
}

// settleUninstallations ends the tasks that are due at that time.
func (s *state) settleUninstallations(now time.Time) {
	for _, task := range s.uninstallations {
		if !task.ended && !task.due.After(now) {
			s.endUninstallation(task)
		}
	}
}

func (s *state) endUninstallation(task *uninstallation) {
	task.ended = true

	if task.failure = task.app.uninstallFailure; task.failure != nil {
		return
	}

	if task.app.in(task.installation.Context) != task.installation {
		return // somebody else was faster
	}

	task.app.remove(task.installation)
	s.record(task.due, ActionAppUninstalled, task.by, appObject(task.app, task.installation))
}

// personActor stands behind what is done with the person's token.
func (s *state) personActor() actor {
	if person, ok := s.account(s.userToken.Email); ok {
		return userActor(person)
	}

	return actor{id: derive(s.id, "person"), name: s.userToken.Email, email: s.userToken.Email}
}

// wireAppTask is how a task is getting on.
type wireAppTask struct {
	ID     graphql.ID
	AppID  graphql.ID
	State  string
	Errors *[]*wireMutationError
}

// ToAppInstallationDeletionTask says what implements the interface: there is only this.
func (w *wireAppTask) ToAppInstallationDeletionTask() (*wireAppTask, bool) { return w, true }

// AppInstallationTask tells how a task is getting on; null where there is none of the ID.
func (*gatewayQuery) AppInstallationTask(ctx context.Context, args struct{ ID graphql.ID }) *wireAppTask {
	c := callOf(ctx)

	for _, task := range c.state.uninstallations {
		if task.id == string(args.ID) {
			return task.wire(c.now)
		}
	}

	return nil
}

// wire tells the state: pending for the first half of the time that the task takes.
func (u *uninstallation) wire(now time.Time) *wireAppTask {
	wire := &wireAppTask{ID: graphql.ID(u.id), AppID: graphql.ID(u.app.id), State: "RUNNING"}

	switch {
	case u.failure != nil:
		wire.State = "FAILED"
		wire.Errors = &[]*wireMutationError{{Message: new(cmp.Or(*u.failure, "Uninstalling failed."))}}
	case u.ended:
		wire.State = "COMPLETE"
	case now.Before(u.begun.Add(u.due.Sub(u.begun) / 2)):
		wire.State = "PENDING"
	}

	return wire
}
