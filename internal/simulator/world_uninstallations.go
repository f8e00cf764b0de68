// SPDX-License-Identifier: MPL-2.0

package simulator

import "time"

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

// uninstallationState are the tasks that uninstall apps.
type uninstallationState struct {
	uninstallations []*uninstallation // in order of appearance
}

var uninstallationPart = part{settle: (*state).settleUninstallations}

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
