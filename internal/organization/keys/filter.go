// SPDX-License-Identifier: MPL-2.0

package keys

import (
	"slices"
	"strings"
	"time"
)

// Filter is which keys or tokens are looked for. What is zero does not matter. Atlassian documents filters of its own, but neither their
// words nor what they do with a time that is missing; so they are applied here, to the one list that the run has read.
type Filter struct {
	// Search is a part of the label, or of the name or address of the person, in any case.
	Search string
	// Status is that of a token, in any case. A token of which Atlassian does not say the status is found by every status.
	Status string
	// CreatedBefore and CreatedAfter bound the creation. What was created at an unknown time is found by both.
	CreatedBefore, CreatedAfter time.Time
	// LastActiveBefore and LastActiveAfter bound the last use. Before a time finds what was never used, and after a time does not.
	LastActiveBefore, LastActiveAfter time.Time
	// ExpiresBefore and ExpiresAfter bound the expiry. What expires at an unknown time is found by both.
	ExpiresBefore, ExpiresAfter time.Time
}

// Keys are those of the keys that the filter finds, in their order.
func (f Filter) Keys(keys []APIKey) []APIKey {
	return slices.DeleteFunc(slices.Clone(keys), func(k APIKey) bool {
		return !f.finds(k.Label, k.CreatedBy) || !f.inTime(k.CreatedAt, k.LastActiveAt, k.ExpiresAt)
	})
}

// Tokens are those of the tokens that the filter finds, in their order.
func (f Filter) Tokens(tokens []APIToken) []APIToken {
	return slices.DeleteFunc(slices.Clone(tokens), func(t APIToken) bool {
		return !f.finds(t.Label, t.Owner) || !f.inTime(t.CreatedAt, t.LastActiveAt, t.ExpiresAt) ||
			f.Status != "" && t.Status != "" && !strings.EqualFold(f.Status, t.Status)
	})
}

func (f Filter) finds(label string, person Person) bool {
	return f.Search == "" || slices.ContainsFunc([]string{label, person.Name, person.Email}, func(place string) bool {
		return strings.Contains(strings.ToLower(place), strings.ToLower(f.Search))
	})
}

func (f Filter) inTime(created, lastActive, expires time.Time) bool {
	return (created.IsZero() || between(created, f.CreatedAfter, f.CreatedBefore)) &&
		(expires.IsZero() || between(expires, f.ExpiresAfter, f.ExpiresBefore)) &&
		(f.LastActiveAfter.IsZero() || !lastActive.IsZero()) &&
		(lastActive.IsZero() || between(lastActive, f.LastActiveAfter, f.LastActiveBefore))
}

// between reports whether a time is in bounds, each of which may be zero.
func between(at, after, before time.Time) bool {
	return (after.IsZero() || at.After(after)) && (before.IsZero() || at.Before(before))
}
