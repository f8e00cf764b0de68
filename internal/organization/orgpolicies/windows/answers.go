// SPDX-License-Identifier: MPL-2.0

package windows

import (
	"fmt"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// Answer is what Atlassian says of the window of a product.
type Answer struct {
	// Window is what the answer tells. It is zero if the answer tells nothing, which does not mean that there is no window.
	Window Window
	// Contradicts is set if the answer tells two ends that differ: the APIs of Atlassian spell the field in two ways.
	Contradicts bool
	// Applied is set if the policy is in force for the product. Then its data has moved, and a window is history.
	Applied bool
}

// Seen is the window for a state, beside the one that is wanted and the one that the state had. Either may be zero. The spelling of the
// other two stays if the times are the same. Unclear says what could not be told; the state keeps its window then, because unknown is
// not different.
func (a Answer) Seen(wanted, before Window) (seen Window, unclear string) {
	kept := before
	for _, one := range []Window{wanted, before} {
		if !one.IsZero() && one.SameAs(a.Window) {
			kept = one
			break
		}
	}
	switch {
	case a.Applied && !wanted.IsZero():
		return wanted, ""
	case a.Contradicts:
		return before, "Atlassian tells two different ends of the window"
	case a.Window.IsZero() && (a.Applied || wanted.IsZero() && before.IsZero()):
		return before, ""
	case a.Window.IsZero():
		return before, "Atlassian tells no window"
	case !a.readable():
		return before, fmt.Sprintf("Atlassian tells the window %s to %s, which cannot be read", atlassian.Quoted(a.Window.Start), atlassian.Quoted(a.Window.End))
	case kept.SameAs(a.Window):
		return kept, ""
	}
	return a.Window, ""
}

// readable reports whether what the answer tells are times. A half of a window may be missing.
func (a Answer) readable() bool {
	for _, text := range []string{a.Window.Start, a.Window.End} {
		if _, ok := Time(text); !ok && text != "" {
			return false
		}
	}
	return true
}

// Outstanding reports whether a window that is wanted has to be sent: the data has not moved yet, and the answer does not tell this
// very window.
func (a Answer) Outstanding(wanted Window) bool {
	return !wanted.IsZero() && !a.Applied && (a.Contradicts || !wanted.SameAs(a.Window))
}
