// SPDX-License-Identifier: MPL-2.0

package world

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
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

func (s *State) putLevel(wanted ClassificationLevel, replace bool) error {
	if wanted.Name == "" {
		return errors.New("name is missing")
	}

	const tag = "ari:cloud:platform::classification-tag/"

	wanted.ID = cmp.Or(wanted.ID, settingID(s.Levels, wanted.Name), tag+Derive(s.ID, "classification level", strings.ToLower(wanted.Name)))
	wanted.Status = cmp.Or(wanted.Status, LevelPublished)
	wanted.Color = cmp.Or(wanted.Color, "RED")

	if err := oneOf("status", wanted.Status, LevelPublished, "DRAFT", "ARCHIVED"); err != nil {
		return err
	}

	if !strings.HasPrefix(wanted.ID, tag) {
		return fmt.Errorf("id: %q does not read like %s<id>", wanted.ID, tag)
	}

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
