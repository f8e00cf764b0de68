// SPDX-License-Identifier: MPL-2.0

package meaning

import (
	"fmt"
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// ChangedError is the refusal of a write, because somebody has changed the thing since the plan, in something that the plan leaves as it
// is. The write would undo that, and no plan has shown it.
type ChangedError struct {
	// What names the thing, such as `policy "Office"`.
	What string
	// Changes are what differs.
	Changes []Change
}

// Change is an attribute of which a plan says something else than Atlassian.
type Change struct {
	// Attribute is its name in a configuration.
	Attribute string
	// Was is what the plan began with, and Is what Atlassian says now.
	Was, Is []string
}

// Error names what differs, and says what to do.
func (e *ChangedError) Error() string {
	changes := make([]string, len(e.Changes))
	for i, change := range e.Changes {
		changes[i] = fmt.Sprintf("%s was %s, and is %s now", change.Attribute, besides(change.Was, change.Is), besides(change.Is, change.Was))
	}
	return fmt.Sprintf("%s was changed since the plan, in what the plan leaves as it is, so nothing was sent: %s. Plan again, with a refresh: the new plan shows the change", e.What, strings.Join(changes, "; "))
}

// mostNamed bounds how many values of a list an error names.
const mostNamed = 10

// besides names values, and first those that others lack: a long list must not hide the difference.
func besides(values, others []string) string {
	if len(values) == 0 {
		return "none"
	}
	sorted := slices.Clone(values)
	slices.SortStableFunc(sorted, func(a, b string) int {
		rank := func(text string) int {
			if slices.Contains(others, text) {
				return 1
			}
			return 0
		}
		return rank(a) - rank(b)
	})
	if len(sorted) > mostNamed {
		return fmt.Sprintf("%s and %d more", atlassian.Words(sorted[:mostNamed]), len(sorted)-mostNamed)
	}
	return atlassian.Words(sorted)
}
