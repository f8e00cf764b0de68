// SPDX-License-Identifier: MPL-2.0

package levels

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// Order lists the levels that are not archived, the most sensitive one first. It shares the list with [Levels.List].
func (l *Levels) Order(ctx context.Context) ([]Level, error) {
	all, err := l.List(ctx)
	if err != nil {
		return nil, err
	}
	return inOrder(all)
}

// inOrder is the one place that knows how Atlassian tells the order: by the sensitivity, of which 1 is the highest. Unverified: that. The
// order in an answer says nothing. It is an error if it is not known whether a level is archived, or what its place is.
func inOrder(all []Level) ([]Level, error) {
	var levels []Level
	places := make(map[int]Level, len(all))
	for _, level := range all {
		if !said(level) {
			return nil, fmt.Errorf("Atlassian does not say whether classification level %s is archived (its status is %s), so the order of the levels is not known", named(level), inWords(level.Status)) //nolint:staticcheck // the name of a company
		}
		if Status(level) == Archived {
			continue
		}
		if level.Sensitivity == nil {
			return nil, fmt.Errorf("Atlassian does not say how sensitive classification level %s is, so the order of the levels is not known", named(level)) //nolint:staticcheck // the name of a company
		}
		if other, taken := places[*level.Sensitivity]; taken {
			return nil, fmt.Errorf("Atlassian gives the classification levels %s and %s the same sensitivity, %d, so the order of the levels is not known", named(other), named(level), *level.Sensitivity) //nolint:staticcheck // the name of a company
		}
		places[*level.Sensitivity] = level
		levels = append(levels, level)
	}
	slices.SortFunc(levels, func(a, b Level) int { return cmp.Compare(*a.Sensitivity, *b.Sensitivity) })
	return levels, nil
}

func named(level Level) string {
	if level.Name == "" {
		return atlassian.Word(level.ID)
	}
	return atlassian.Quoted(level.Name)
}

// inWords is a status in a sentence.
func inWords(status string) string {
	if status == "" {
		return "missing"
	}
	return atlassian.Word(status) + ", which is not known"
}

// IDs are the IDs of levels.
func IDs(levels []Level) []string {
	ids := make([]string, len(levels))
	for i, level := range levels {
		ids[i] = level.ID
	}
	return ids
}

// Mismatch is how a list differs from the levels that Atlassian has.
type Mismatch struct {
	// Archived are levels of the list that are archived. Absent are IDs of the list of which there is no level.
	Archived []Level
	Absent   []string
	// Unlisted are the other levels that are not archived.
	Unlisted []Level
}

// Empty reports whether the list has exactly the levels that Atlassian has.
func (m Mismatch) Empty() bool { return len(m.Archived)+len(m.Absent)+len(m.Unlisted) == 0 }

// MismatchError is the refusal to order levels by a list with levels that are archived or absent.
type MismatchError struct{ Mismatch }

// Error says it in one line.
func (e *MismatchError) Error() string {
	return "the list has classification levels that are archived, or that Atlassian does not have"
}

// Compare compares a list of IDs with the levels.
func (l *Levels) Compare(ctx context.Context, ids []string) (Mismatch, error) {
	all, err := l.List(ctx)
	if err != nil {
		return Mismatch{}, err
	}
	return compare(all, ids), nil
}

func compare(all []Level, ids []string) Mismatch {
	var found Mismatch
	listed := make(map[string]bool, len(ids))
	for _, id := range ids {
		listed[id] = true
		at := slices.IndexFunc(all, func(level Level) bool { return level.ID == id })
		switch {
		case at < 0:
			found.Absent = append(found.Absent, id)
		case Status(all[at]) == Archived:
			found.Archived = append(found.Archived, all[at])
		}
	}
	for _, level := range all {
		if !listed[level.ID] && Status(level) != Archived {
			found.Unlisted = append(found.Unlisted, level)
		}
	}
	return found
}

// ReversedError says that Atlassian shows the levels in exactly the opposite order.
type ReversedError struct{}

// Error says what that means.
func (*ReversedError) Error() string {
	return "Atlassian shows the classification levels in exactly the opposite order. So it numbers their sensitivity in the opposite direction, which its documentation leaves open: please report this, because the provider reads every order the wrong way round"
}

// Reorder puts the levels into an order, and waits until Atlassian shows it. It sends nothing for an order that is so already, and nothing if a
// level of the list is archived or absent: that is a [MismatchError]. It returns the levels that the list leaves out and that are not archived:
// each keeps its place behind the level before it.
func (l *Levels) Reorder(ctx context.Context, ids []string) (unlisted []Level, err error) {
	all, err := l.fresh(ctx)
	if err != nil {
		return nil, err
	}
	present, err := inOrder(all)
	if err != nil {
		return nil, err
	}
	mismatch := compare(all, ids)
	if len(mismatch.Archived)+len(mismatch.Absent) > 0 {
		return nil, &MismatchError{mismatch}
	}
	return mismatch.Unlisted, l.reorder(ctx, ids, all, present)
}

func (l *Levels) reorder(ctx context.Context, ids []string, all, present []Level) error {
	before := IDs(present)
	whole := withUnlisted(ids, before)
	if slices.Equal(before, whole) {
		l.learn(all)
		return nil
	}
	sending := reading.Sending{Tries: maxSent, Lost: atlassian.IsOutcomeUnknown, Pauses: l.setup.Waits.Tries()}
	err := reading.Settle(ctx, sending, func(ctx context.Context) error {
		return l.ask(func() error { return l.setup.Client.ReorderClassificationLevels(ctx, l.setup.OrganizationID, whole) })
	}, func(ctx context.Context) bool {
		over, _, err := l.ordered(ctx, before, whole)
		return over && err == nil
	})
	if err != nil {
		return err
	}
	polling := reading.Polling{Pauses: l.setup.Waits.Pauses(), Final: func(err error) bool { return meaning.IsRefusal(err) || isPlan(err) || isReversed(err) }}
	err = reading.Until(ctx, polling, func(ctx context.Context) (bool, string, error) { return l.ordered(ctx, before, whole) })
	if err != nil && !isReversed(err) {
		err = &meaning.NotVisibleError{What: "the order of the classification levels", Err: err}
	}
	return err
}

// ordered looks whether Atlassian shows an order. Levels that are no longer there, or are new, do not matter.
func (l *Levels) ordered(ctx context.Context, before, wanted []string) (over bool, state string, err error) {
	all, err := l.fresh(ctx)
	if err != nil {
		return false, "", err
	}
	levels, err := inOrder(all)
	if err != nil {
		return false, "", err
	}
	shown := slices.DeleteFunc(IDs(levels), func(id string) bool { return !slices.Contains(wanted, id) })
	expected := slices.DeleteFunc(slices.Clone(wanted), func(id string) bool { return !slices.Contains(shown, id) })
	if slices.Equal(shown, expected) {
		l.learn(all)
		return true, "", nil
	}
	if opposite := slices.Clone(expected); !slices.Equal(shown, before) {
		if slices.Reverse(opposite); slices.Equal(shown, opposite) {
			return false, "", &ReversedError{}
		}
	}
	return false, "Atlassian still shows the levels in another order", nil
}

// learn makes what was read later the answer for the rest of the run.
func (l *Levels) learn(all []Level) {
	l.list.Put(all)
	for _, level := range all {
		l.list.Wrote(level)
	}
}

// withUnlisted adds the levels that a list leaves out, each after the level that it stands behind at present.
func withUnlisted(ids, present []string) []string {
	whole := slices.Clone(ids)
	for at, id := range present {
		if slices.Contains(whole, id) {
			continue
		}
		place := 0
		if at > 0 {
			place = slices.Index(whole, present[at-1]) + 1
		}
		whole = slices.Insert(whole, place, id)
	}
	return whole
}

func isReversed(err error) bool {
	_, reversed := err.(*ReversedError) //nolint:errorlint // it is never wrapped
	return reversed
}
