// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
)

// onlyAsked is a search by IDs whose answer must have nothing but what was asked for. An answer that cannot be matched with the
// question does not say what there is, and least of all that something is not there. A search without IDs may find anything.
func onlyAsked[V any](what string, idOf func(V) string, search func(context.Context, []string) iter.Seq2[V, error]) func(context.Context, []string) iter.Seq2[V, error] {
	return func(ctx context.Context, ids []string) iter.Seq2[V, error] {
		return func(yield func(V, error) bool) {
			for found, err := range search(ctx, ids) {
				if err == nil && len(ids) > 0 && !slices.ContainsFunc(ids, func(id string) bool { return strings.EqualFold(id, idOf(found)) }) {
					var none V
					found, err = none, &UnaskedError{What: what, ID: idOf(found)}
				}
				if !yield(found, err) || err != nil {
					return
				}
			}
		}
	}
}

// UnaskedError says that Atlassian answered a search by IDs with something else.
type UnaskedError struct {
	// What was searched, and the ID of what was found instead.
	What, ID string
}

// Error says that the answer says nothing.
func (e *UnaskedError) Error() string {
	return fmt.Sprintf("Atlassian answered a search for %s by ID with %q, which the search did not ask for, so it is not known which of them exist: try again, and report it if that does not help", e.What, e.ID)
}
