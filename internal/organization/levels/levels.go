// SPDX-License-Identifier: MPL-2.0

// Package levels is the area Levels of an organization: the classification levels of its data, which say how sensitive it is, and their
// order. All operations are experimental, and need Atlassian Guard Premium.
package levels

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/claims"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// Level is a classification level.
type Level = atlassian.ClassificationLevel

// Text is what a person writes about a level.
type Text = atlassian.ClassificationLevelText

// The statuses of a level that Atlassian documents.
const (
	Draft     = "DRAFT"
	Published = "PUBLISHED"
	Archived  = "ARCHIVED"
)

// Status is a level's status in the documented spelling. An unknown status, and one that the answer does not say, stay as they are.
func Status(level Level) string {
	for _, status := range []string{Draft, Published, Archived} {
		if strings.EqualFold(level.Status, status) {
			return status
		}
	}
	return level.Status
}

// Setup is what the levels need to know of their run.
type Setup struct {
	// Client sends the requests, and OrganizationID is the organization.
	Client         *atlassian.Client
	OrganizationID string
	// Waits are how the run waits, and Visible bounds the wait for a creation whose answer was lost.
	Waits   reading.Waits
	Visible time.Duration
}

// Levels are the classification levels of an organization.
type Levels struct {
	setup Setup
	list  reading.Listing[Level]

	mu sync.Mutex
	// lacks is set once Atlassian has said that the plan does not include the levels.
	lacks bool
	// created are the levels that this run has created. Atlassian may show them later.
	created map[string]bool
	// left are levels by their names, for the creation that follows: see [Levels.Leave].
	left map[string]leftLevel
}

// New makes the area. It sends no request.
func New(setup Setup) *Levels {
	l := &Levels{setup: setup, created: make(map[string]bool), left: make(map[string]leftLevel)}
	l.list = reading.Listing[Level]{
		Key: func(level Level) string { return level.ID },
		Pages: func(ctx context.Context) iter.Seq2[Level, error] {
			return func(yield func(Level, error) bool) {
				all, err := l.fresh(ctx)
				if err != nil {
					yield(Level{}, err)
					return
				}
				for _, level := range all {
					if !yield(level, nil) {
						return
					}
				}
			}
		},
	}
	return l
}

// LevelSubject is a level.
func LevelSubject(id string) claims.Subject { return subject("classification level", id) }

// NameSubject is the name of a level. Unverified: that an organization has one level of a name.
func NameSubject(name string) claims.Subject { return subject("classification level name", name) }

// NewSubject is a level that is to be created under a name.
func NewSubject(name string) claims.Subject { return subject("new classification level", name) }

// OrderSubject is the order of the levels.
func OrderSubject() claims.Subject { return subject("classification order") }

func subject(parts ...string) claims.Subject {
	return claims.Subject(strings.ToLower(strings.Join(parts, "\x00")))
}

// PlanError says that the organization's plan does not include the classification of data.
type PlanError struct {
	// Again is set where another error of the run has said so before.
	Again bool
	// Err is Atlassian's answer, the first time.
	Err error
}

// Error says it in one line.
func (e *PlanError) Error() string {
	if e.Again {
		return "the organization's plan does not include the classification of data, which another error of this run explains"
	}
	return e.Err.Error()
}

// Unwrap returns Atlassian's answer the first time, so that the explanation stands once a run.
func (e *PlanError) Unwrap() error {
	if e.Again {
		return nil
	}
	return e.Err
}

// ask asks Atlassian, unless it has said that the plan does not include the levels.
func (l *Levels) ask(question func() error) error {
	l.mu.Lock()
	lacks := l.lacks
	l.mu.Unlock()
	if lacks {
		return &PlanError{Again: true}
	}
	err := question()
	if meaning.WhyRefused(err).Meaning != meaning.PlanLacks {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	again := l.lacks
	l.lacks = true
	return &PlanError{Again: again, Err: err}
}

// fresh lists all levels, without what the run knows already.
func (l *Levels) fresh(ctx context.Context) (all []Level, err error) {
	err = l.ask(func() error {
		all, err = l.setup.Client.ClassificationLevels(ctx, l.setup.OrganizationID)
		return err
	})
	if err != nil {
		return nil, err
	}
	return distinct(all)
}

// distinct leaves out a level that an answer repeats. It is an error if the answer says something else of it.
func distinct(all []Level) ([]Level, error) {
	seen := make(map[string]Level, len(all))
	unique := make([]Level, 0, len(all))
	for _, level := range all {
		before, twice := seen[level.ID]
		switch {
		case !twice:
			seen[level.ID] = level
			unique = append(unique, level)
		case !reflect.DeepEqual(before, level):
			return nil, fmt.Errorf("Atlassian lists classification level %s twice, and says different things of it: try again, and report it to Atlassian if that does not help", atlassian.Word(level.ID)) //nolint:staticcheck // the name of a company
		}
	}
	return unique, nil
}

// List lists all levels, drafts and archived ones included, in Atlassian's order, with one read for the run. Unverified: that Atlassian
// lists drafts and archived levels.
func (l *Levels) List(ctx context.Context) ([]Level, error) { return l.list.All(ctx) }

// Get returns a level. It costs nothing beyond the list, unless the list lacks the level: then the level is looked at by its ID.
func (l *Levels) Get(ctx context.Context, id string) (Level, error) {
	all, err := l.List(ctx)
	if err != nil {
		return Level{}, err
	}
	for _, level := range all {
		if level.ID == id {
			return level, nil
		}
	}
	level, err := l.read(ctx, id)
	if err == nil {
		l.list.Wrote(level)
	}
	return level, err
}

// read reads a level by its ID.
func (l *Levels) read(ctx context.Context, id string) (level Level, err error) {
	err = l.ask(func() error {
		level, err = l.setup.Client.ClassificationLevel(ctx, l.setup.OrganizationID, id)
		return err
	})
	switch {
	case atlassian.IsNotFound(err):
		return Level{}, &meaning.NotFoundError{What: "classification level " + atlassian.Word(id)}
	case err != nil:
		return Level{}, err
	case level.ID != id:
		return Level{}, fmt.Errorf("Atlassian answered with classification level %s where %s was asked for: try again, and report it if that does not help", //nolint:staticcheck // the name of a company
			atlassian.Word(level.ID), atlassian.Word(id))
	}
	return level, nil
}

// Namesake finds the level that has a name, in any status. Case does not matter.
func (l *Levels) Namesake(ctx context.Context, name string) (Level, bool, error) {
	all, err := l.List(ctx)
	if err != nil {
		return Level{}, false, err
	}
	found := namesakes(all, name, nil)
	if len(found) == 0 {
		return Level{}, false, nil
	}
	for _, level := range found { // one that is in use says more
		if Status(level) != Archived {
			return level, true, nil
		}
	}
	return found[0], true, nil
}

// Named finds the only level that has a name. It prefers one that is not archived. Several of them are an error.
func (l *Levels) Named(ctx context.Context, name string) (Level, bool, error) {
	first, found, err := l.Namesake(ctx, name)
	if err != nil || !found {
		return Level{}, false, err
	}
	all, err := l.List(ctx)
	if err != nil {
		return Level{}, false, err
	}
	same := slices.DeleteFunc(namesakes(all, name, nil), func(level Level) bool {
		return (Status(level) == Archived) != (Status(first) == Archived)
	})
	if len(same) > 1 {
		return Level{}, false, fmt.Errorf("%d classification levels are named %s, so one must be chosen by its ID: %s", len(same), atlassian.Quoted(name), atlassian.Words(IDs(same)))
	}
	return first, true, nil
}

// namesakes are the levels that have a name, apart from some.
func namesakes(all []Level, name string, except map[string]bool) []Level {
	var found []Level
	for _, level := range all {
		if !except[level.ID] && strings.EqualFold(strings.TrimSpace(level.Name), strings.TrimSpace(name)) {
			found = append(found, level)
		}
	}
	return found
}

// until waits until a level is as it is to be. A level that this run has created may not be there yet.
func (l *Levels) until(ctx context.Context, id string, is func(Level) bool) (level Level, err error) {
	polling := reading.Polling{Pauses: l.setup.Waits.Pauses(), Final: func(err error) bool { return meaning.IsRefusal(err) || meaning.IsNotFound(err) || isPlan(err) }}
	var seen Level
	err = reading.Until(ctx, polling, func(ctx context.Context) (bool, string, error) {
		now, err := l.read(ctx, id)
		switch {
		case meaning.IsNotFound(err):
			if l.Created(id) {
				return false, "Atlassian does not show the level yet", nil
			}
			return false, "", err
		case err != nil:
			return false, "", err
		}
		seen = now
		return is(now), fmt.Sprintf("Atlassian still shows classification level %s as it was before the change, with the status %s", atlassian.Word(id), atlassian.Word(now.Status)), nil
	})
	if err == nil {
		l.list.Wrote(seen)
	}
	return seen, err
}

// Created reports whether this run has created a level.
func (l *Levels) Created(id string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.created[id]
}

func isPlan(err error) bool {
	_, lacks := errors.AsType[*PlanError](err)
	return lacks
}
