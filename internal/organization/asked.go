// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"fmt"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// onlyAsked is a search by IDs that finds nothing else: see [reading.OnlyAsked].
func onlyAsked[V any](what string, idOf func(V) string, search reading.Search[V]) reading.Search[V] {
	return reading.OnlyAsked(idOf, func(id string) error { return &UnaskedError{What: what, ID: id} }, search)
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
