// SPDX-License-Identifier: MPL-2.0

package world

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ClassificationLevel is how sensitive data can be.
type ClassificationLevel struct {
	ID         string `json:"id,omitempty"`
	Name       string `json:"name"`
	Definition string `json:"definition,omitempty"`
	Guideline  string `json:"guideline,omitempty"`
	// Color is RED if it is absent. Atlassian documents no other one.
	Color string `json:"color,omitempty"`
	// Status is PUBLISHED (the default), DRAFT or ARCHIVED.
	Status string `json:"status,omitempty"`
}

const (
	levelDraft    = "DRAFT"
	levelArchived = "ARCHIVED"

	// levelTag begins the ID of a level.
	levelTag = "ari:cloud:platform::classification-tag/"
)

// levelState is what the API shows of the levels while changes are under way.
type levelState struct {
	levelViews []levelView // by until
	// EditsUnpublish makes a level that is edited a draft again. Unverified: whether
	// Atlassian does so.
	EditsUnpublish bool
}

// levelView is what the API shows up to a time.
type levelView struct {
	until  time.Time
	levels []ClassificationLevel
}

var levelPart = part{settle: func(s *State, now time.Time) {
	s.levelViews = slices.DeleteFunc(s.levelViews, func(v levelView) bool { return !v.until.After(now) })
}}

// LevelsShown are the levels as the API shows them, the most sensitive one first.
// A change by the API shows after the lag.
func (s *State) LevelsShown() []ClassificationLevel {
	if len(s.levelViews) > 0 {
		return s.levelViews[0].levels
	}

	return s.Levels
}

// changeLevels keeps what the API shows until the lag is over. The caller changes
// the levels afterwards.
func (s *State) changeLevels(now time.Time) {
	before := slices.Clone(s.Levels)
	if s.lag > 0 {
		s.levelViews = append(s.levelViews, levelView{now.Add(s.lag), before})
	}

	s.Levels = slices.Clone(before)
}

func (s *State) putLevel(wanted ClassificationLevel, replace bool) error {
	if wanted.Name == "" {
		return errors.New("name is missing")
	}

	wanted.ID = cmp.Or(wanted.ID, settingID(s.Levels, wanted.Name), levelTag+Derive(s.ID, "classification level", strings.ToLower(wanted.Name)))
	wanted.Status = cmp.Or(wanted.Status, LevelPublished)
	wanted.Color = cmp.Or(wanted.Color, "RED")

	if err := oneOf("status", wanted.Status, LevelPublished, levelDraft, levelArchived); err != nil {
		return err
	}

	if !strings.HasPrefix(wanted.ID, levelTag) {
		return fmt.Errorf("id: %q does not read like %s<id>", wanted.ID, levelTag)
	}

	s.Levels, s.levelViews = slices.Clone(s.Levels), nil // what a person changes shows at once

	return putSetting(&s.Levels, wanted, replace)
}

// PutClassificationLevel makes a level, or replaces the one with the same ID or
// name. A level cannot be deleted. It can be ARCHIVED.
func (w *World) PutClassificationLevel(level ClassificationLevel) error {
	_, leave := w.enter()
	defer leave()

	return w.state.putLevel(level, true)
}

// SetGuardPremium says whether the plan of the organization includes the
// classification of data.
func (w *World) SetGuardPremium(included bool) {
	_, leave := w.enter()
	defer leave()

	w.state.LacksGuardPremium = !included
}

// SetLevelEditsUnpublish says whether an edit makes a published level a draft
// again.
func (w *World) SetLevelEditsUnpublish(so bool) {
	_, leave := w.enter()
	defer leave()

	w.state.EditsUnpublish = so
}

// MoveClassificationLevel gives a level, given by ID or name, another place in the
// order. The most sensitive level has place 1.
func (w *World) MoveClassificationLevel(reference string, place int) error {
	_, leave := w.enter()
	defer leave()

	s := w.state

	at := findSetting(s.Levels, reference)
	if at < 0 {
		return fmt.Errorf("classification level %q: %w", reference, ErrNotFound)
	}

	if place < 1 || place > len(s.Levels) {
		return fmt.Errorf("place: %d is none of 1 to %d", place, len(s.Levels))
	}

	level := s.Levels[at]
	s.Levels, s.levelViews = slices.Insert(slices.Delete(slices.Clone(s.Levels), at, at+1), place-1, level), nil

	return nil
}

// RemoveClassificationLevel makes a level, given by ID or name, vanish. Neither the
// API nor the console can do that: it is for what nobody expects.
func (w *World) RemoveClassificationLevel(reference string) error {
	_, leave := w.enter()
	defer leave()

	at := findSetting(w.state.Levels, reference)
	if at < 0 {
		return fmt.Errorf("classification level %q: %w", reference, ErrNotFound)
	}

	w.state.Levels, w.state.levelViews = slices.Delete(slices.Clone(w.state.Levels), at, at+1), nil

	return nil
}

// LevelText are the parts of a level that a person writes.
type LevelText struct{ Name, Definition, Guideline, Color string }

// colorForm is the form of a color. Unverified: RED is the only one that Atlassian
// shows, and it is no number as in HTML.
var colorForm = regexp.MustCompile("^[A-Z]+(_[A-Z]+)*$")

// checkLevel returns why a level cannot have a text. Unverified: that a name is
// taken if an archived level has it, and all limits.
func (s *State) checkLevel(id string, text LevelText) error {
	switch at := findSetting(s.Levels, text.Name); {
	case strings.TrimSpace(text.Name) == "":
		return errors.New("name must not be empty")
	case text.Color != "" && !colorForm.MatchString(text.Color):
		return fmt.Errorf("color: %q is no color such as RED", text.Color)
	case at >= 0 && s.Levels[at].ID != id:
		return fmt.Errorf("name: another classification level has the name %q", text.Name)
	}

	return nil
}

// CreateLevel makes a draft, which becomes the least sensitive level. Unverified:
// its place.
func (s *State) CreateLevel(now time.Time, text LevelText) (ClassificationLevel, error) {
	if err := s.checkLevel("", text); err != nil {
		return ClassificationLevel{}, err
	}

	level := ClassificationLevel{
		ID:   levelTag + Derive(s.ID, "created level", strconv.Itoa(len(s.Levels)), text.Name),
		Name: text.Name, Definition: text.Definition, Guideline: text.Guideline, Color: cmp.Or(text.Color, "RED"), Status: levelDraft,
	}

	s.changeLevels(now)
	s.Levels = append(s.Levels, level)

	return level, nil
}

// EditLevel gives a level other texts, all at once. Unverified: that a text that
// is not given is removed, except for the color, and that an archived level cannot
// be edited.
func (s *State) EditLevel(now time.Time, id string, text LevelText) error {
	at, err := s.levelThatIs(id, LevelPublished, levelDraft)
	if err != nil {
		return err
	}

	if err := s.checkLevel(id, text); err != nil {
		return err
	}

	s.changeLevels(now)

	level := &s.Levels[at]
	level.Name, level.Definition, level.Guideline, level.Color = text.Name, text.Definition, text.Guideline, cmp.Or(text.Color, level.Color)

	if s.EditsUnpublish {
		level.Status = levelDraft
	}

	return nil
}

// PublishLevels publishes drafts. A level that is published already stays so.
// Unverified: that an archived one must be restored first.
func (s *State) PublishLevels(now time.Time, ids []string) error {
	places := make([]int, 0, len(ids))

	for _, id := range ids {
		at, err := s.levelThatIs(id, LevelPublished, levelDraft)
		if err != nil {
			return err
		}

		places = append(places, at)
	}

	s.changeLevels(now)

	for _, at := range places {
		s.Levels[at].Status = LevelPublished
	}

	return nil
}

// ArchiveLevel archives a level: content that has it becomes unclassified.
// Unverified: that it is refused for a level that is archived.
func (s *State) ArchiveLevel(now time.Time, id string) error {
	return s.setLevelStatus(now, id, levelArchived, LevelPublished, levelDraft)
}

// RestoreLevel makes an archived level a draft. Unverified: that it is refused for
// any other level.
func (s *State) RestoreLevel(now time.Time, id string) error {
	return s.setLevelStatus(now, id, levelDraft, levelArchived)
}

func (s *State) setLevelStatus(now time.Time, id, status string, from ...string) error {
	at, err := s.levelThatIs(id, from...)
	if err != nil {
		return err
	}

	s.changeLevels(now)
	s.Levels[at].Status = status

	return nil
}

// ReorderLevels puts the levels into an order, the most sensitive one first.
// Unverified: that the list must have each level that is not archived, and none
// that is. Archived levels come last.
func (s *State) ReorderLevels(now time.Time, ids []string) error {
	ordered := make([]ClassificationLevel, 0, len(s.Levels))

	for _, id := range ids {
		at, err := s.levelThatIs(id, LevelPublished, levelDraft)
		if err != nil {
			return err
		}

		ordered = append(ordered, s.Levels[at])
	}

	for _, level := range s.Levels {
		switch listed := slices.Contains(ids, level.ID); {
		case level.Status == levelArchived:
			ordered = append(ordered, level)
		case !listed:
			return fmt.Errorf("levelIds: %s is missing", level.ID)
		}
	}

	s.changeLevels(now)
	s.Levels = ordered

	return nil
}

// levelThatIs is where a level is, if it has one of some statuses.
func (s *State) levelThatIs(id string, statuses ...string) (at int, err error) {
	at = slices.IndexFunc(s.Levels, func(level ClassificationLevel) bool { return level.ID == id })

	switch {
	case at < 0:
		return -1, fmt.Errorf("there is no classification level %q in this organization", id)
	case !slices.Contains(statuses, s.Levels[at].Status):
		return -1, fmt.Errorf("classification level %q is %s", id, s.Levels[at].Status)
	}

	return at, nil
}
