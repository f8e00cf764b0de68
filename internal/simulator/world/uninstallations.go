// SPDX-License-Identifier: MPL-2.0

package world

import (
	"strconv"
	"time"
)

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
	if person, ok := s.account(s.UserToken.Email); ok {
		return userActor(person)
	}

	return Actor{ID: Derive(s.ID, "person"), Name: s.UserToken.Email, Email: s.UserToken.Email}
}
