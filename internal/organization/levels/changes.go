// SPDX-License-Identifier: MPL-2.0

package levels

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// Wanted is what a level is to be.
type Wanted struct {
	Text

	// Published says that people can give the level to content. Otherwise it is a draft.
	Published bool

	// Planned is the level as the plan of the change has shown it, or nil for a level that is made.
	Planned *Level
}

// ExistsError is the refusal to create a level whose name another one has.
type ExistsError struct {
	// Level has the name.
	Level Level
}

// Error says it in one line.
func (e *ExistsError) Error() string {
	if Status(e.Level) == Archived {
		return fmt.Sprintf("an archived classification level named %s exists already", atlassian.Quoted(e.Level.Name))
	}
	return fmt.Sprintf("a classification level named %s exists already", atlassian.Quoted(e.Level.Name))
}

// UnclearError says that a creation may have made a level, which could not be told from others.
type UnclearError struct {
	// Candidates are the new levels of the name.
	Candidates []Level
	// Err is how the answer to the creation was lost.
	Err error
}

// Error says what to look for.
func (e *UnclearError) Error() string {
	if len(e.Candidates) == 0 {
		return fmt.Sprintf("Atlassian's answer to the creation was lost, and it lists no new level of the name, so the level may or may not exist: %v", e.Err)
	}
	ids := make([]string, len(e.Candidates))
	for i, level := range e.Candidates {
		ids[i] = level.ID
	}
	return fmt.Sprintf("Atlassian's answer to the creation was lost, and it lists several new levels of the name (%s), so it is not known which one this creation has made: %v", atlassian.Words(ids), e.Err)
}

// Unwrap returns how the answer was lost.
func (e *UnclearError) Unwrap() error { return e.Err }

// UnknownStatusError says that a level has a status that leaves open what can be done with it.
type UnknownStatusError struct{ Level Level }

// Error says which status.
func (e *UnknownStatusError) Error() string {
	who := "classification level " + atlassian.Word(e.Level.ID)
	if e.Level.Status == "" {
		return "Atlassian does not say whether " + who + " is published, so nothing was changed"
	}
	return who + " has the status " + atlassian.Word(e.Level.Status) + ", which is not known, so nothing was changed"
}

// PublishedError says that a level is published that is to be a draft.
type PublishedError struct{ Level Level }

// Error says why it stays published.
func (e *PublishedError) Error() string {
	return "classification level " + atlassian.Word(e.Level.ID) + " is published, and Atlassian has no operation that makes a published level a draft again"
}

// Create makes a draft. It never adopts a level: the name must be free. The caller keeps the ID, and then calls [Levels.Become].
func (l *Levels) Create(ctx context.Context, text Text) (Level, error) {
	found, taken, err := l.Namesake(ctx, text.Name)
	switch {
	case err != nil:
		return Level{}, err
	case taken:
		return Level{}, &ExistsError{found}
	}
	all, err := l.List(ctx)
	if err != nil {
		return Level{}, err
	}
	before := make(map[string]bool, len(all))
	for _, level := range all {
		before[level.ID] = true
	}
	var level Level
	err = l.ask(func() error {
		level, err = l.setup.Client.CreateClassificationLevel(ctx, l.setup.OrganizationID, text)
		return err
	})
	if atlassian.IsOutcomeUnknown(err) {
		level, err = l.afterLoss(ctx, text, before, err)
	}
	switch {
	case err != nil:
		return Level{}, err
	case before[level.ID]:
		return Level{}, fmt.Errorf("Atlassian answered the creation with classification level %s, which existed before: look in Atlassian Administration what became of it", atlassian.Word(level.ID)) //nolint:staticcheck // the name of a company
	}
	l.mu.Lock()
	l.created[level.ID] = true
	l.mu.Unlock()
	l.list.Wrote(level)
	return level, nil
}

// afterLoss looks for a level whose creation may have happened. It sends nothing again, because it is not documented that Atlassian would
// refuse a second level of the name. Only a single level that is new and has the name is the one.
func (l *Levels) afterLoss(ctx context.Context, text Text, before map[string]bool, lost error) (Level, error) {
	var found []Level
	err := l.setup.Waits.UntilShown(ctx, l.setup.Visible, func(ctx context.Context) bool {
		all, err := l.fresh(ctx)
		if err == nil {
			found = namesakes(all, text.Name, before)
		}
		return err == nil && len(found) > 0
	})
	if err == nil && len(found) == 1 {
		return found[0], nil
	}
	return Level{}, &UnclearError{Candidates: found, Err: lost}
}

// Become makes a level what it is to be, and returns it as Atlassian shows it afterwards: an archived level is restored first, and a draft
// is published last. It sends nothing for what is so already, and nothing at all if somebody has changed what the plan leaves as it is. After an error, the level is as it was seen last, if it was.
func (l *Levels) Become(ctx context.Context, id string, wanted Wanted) (Level, error) {
	level, err := l.until(ctx, id, func(Level) bool { return true })
	if err != nil {
		return level, err
	}
	if err := refused(level, wanted); err != nil {
		return level, err
	}
	if since := wanted.changedSince(level); len(since) > 0 {
		return level, &ChangedError{Level: level, Changes: since}
	}
	if Status(level) == Archived {
		level, err = l.change(ctx, level, func(ctx context.Context) error {
			return l.setup.Client.RestoreClassificationLevel(ctx, l.setup.OrganizationID, id)
		}, func(now Level) bool { return said(now) && Status(now) != Archived })
		if err != nil {
			return level, err
		}
	}
	if wanted.differs(level) {
		text := wanted.Text
		if text.Color == "" {
			text.Color = level.Color
		}
		level, err = l.change(ctx, level, func(ctx context.Context) error {
			return l.setup.Client.EditClassificationLevel(ctx, l.setup.OrganizationID, id, text)
		}, func(now Level) bool { return !wanted.differs(now) })
		if err != nil {
			return level, err
		}
	}
	if wanted.Published && Status(level) != Published {
		return l.change(ctx, level, func(ctx context.Context) error {
			return l.setup.Client.PublishClassificationLevels(ctx, l.setup.OrganizationID, []string{id})
		}, func(now Level) bool { return Status(now) == Published })
	}
	return level, nil
}

// refused is why a level cannot become what it is to be.
func refused(level Level, wanted Wanted) error {
	switch {
	case !said(level):
		return &UnknownStatusError{level}
	case Status(level) == Published && !wanted.Published:
		return &PublishedError{level}
	}
	return nil
}

// said reports whether a level says its status, in a word that is known.
func said(level Level) bool {
	switch Status(level) {
	case Draft, Published, Archived:
		return true
	}
	return false
}

// differs reports whether a level has other texts than it is to have. A color that is not given may be any.
func (w Wanted) differs(level Level) bool {
	return w.Name != level.Name || w.Definition != level.Definition || w.Guideline != level.Guideline ||
		w.Color != "" && !strings.EqualFold(w.Color, level.Color)
}

// maxSent bounds how often a change is sent whose answer is lost.
const maxSent = 3

// change sends a change of a level, and waits until Atlassian shows it. If the answer is lost, it sends the change again: Atlassian may refuse
// the second one, because the first one has arrived and does not show yet.
func (l *Levels) change(ctx context.Context, before Level, send func(context.Context) error, is func(Level) bool) (Level, error) {
	seen, lost := before, false
	shown := func(ctx context.Context) bool {
		now, err := l.read(ctx, before.ID)
		if err == nil {
			seen = now
		}
		return err == nil && is(now)
	}
	sending := reading.Sending{Tries: maxSent, Lost: atlassian.IsOutcomeUnknown, Pauses: l.setup.Waits.Tries()}
	err := reading.Settle(ctx, sending, func(ctx context.Context) error {
		err := l.ask(func() error { return send(ctx) })
		lost = lost || atlassian.IsOutcomeUnknown(err)
		return err
	}, shown)
	if err != nil && lost && l.setup.Waits.UntilShown(ctx, l.setup.Visible, shown) == nil {
		err = nil
	}
	if err != nil {
		return seen, err
	}
	now, err := l.until(ctx, before.ID, is)
	if now.ID != "" {
		seen = now
	}
	if err != nil && !meaning.IsNotFound(err) {
		err = &meaning.NotVisibleError{What: "the change of classification level " + atlassian.Word(before.ID), Err: err}
	}
	return seen, err
}

// Archive archives a level, and waits until Atlassian shows it. A level that is archived or gone already is fine.
func (l *Levels) Archive(ctx context.Context, id string) error {
	level, err := l.until(ctx, id, func(Level) bool { return true })
	switch {
	case meaning.IsNotFound(err):
		return l.stillListed(ctx, id)
	case err != nil:
		return err
	case Status(level) == Archived:
		return nil
	}
	_, err = l.change(ctx, level, func(ctx context.Context) error {
		return l.setup.Client.ArchiveClassificationLevel(ctx, l.setup.OrganizationID, id)
	}, func(now Level) bool { return Status(now) == Archived })
	if meaning.IsNotFound(err) {
		return l.stillListed(ctx, id)
	}
	return err
}

// stillListed is an error if the list, read anew, has a level that is not archived, and of which another operation says that it does not
// exist. So may an operation answer that Atlassian has withdrawn: these are experimental.
func (l *Levels) stillListed(ctx context.Context, id string) error {
	all, err := l.fresh(ctx)
	if err != nil {
		return fmt.Errorf("Atlassian says that classification level %s does not exist, and whether it lists the level could not be read: %w", atlassian.Word(id), err) //nolint:staticcheck // the name of a company
	}
	if slices.ContainsFunc(all, func(level Level) bool { return level.ID == id && Status(level) != Archived }) {
		return fmt.Errorf("Atlassian lists classification level %s, and says at the same time that it does not exist, so it was not archived: try again, and look in Atlassian Administration if that does not help", atlassian.Word(id)) //nolint:staticcheck // the name of a company
	}
	return nil
}

// IsPlan reports whether an error is a [PlanError], and whether it is the first one of the run.
func IsPlan(err error) (is, first bool) {
	lacks, is := errors.AsType[*PlanError](err)
	return is, is && !lacks.Again
}
