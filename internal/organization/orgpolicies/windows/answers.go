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
// not different. One end that differs is enough to be different.
func (a Answer) Seen(wanted, before Window) (seen Window, unclear string) {
	told := a.Window
	switch {
	case a.Applied && !wanted.IsZero():
		return wanted, ""
	case a.Contradicts:
		return before, "Atlassian tells two different ends of the window"
	case told.IsZero() && (a.Applied || wanted.IsZero() && before.IsZero()):
		return before, ""
	case told.IsZero():
		return before, "Atlassian tells no window"
	case !told.readable():
		return before, fmt.Sprintf("Atlassian tells the window %s to %s, which cannot be read", atlassian.Quoted(told.Start), atlassian.Quoted(told.End))
	}
	for _, one := range []Window{wanted, before} {
		if !one.IsZero() && told.partOf(one) {
			return one, told.missing()
		}
	}
	return told, ""
}

// readable reports whether what is told of a window are times.
func (w Window) readable() bool {
	for _, text := range []string{w.Start, w.End} {
		if _, ok := Time(text); !ok && text != "" {
			return false
		}
	}
	return true
}

// partOf reports whether another window has the same times, as far as this one has any.
func (w Window) partOf(whole Window) bool {
	return (w.Start == "" || Same(w.Start, whole.Start)) && (w.End == "" || Same(w.End, whole.End))
}

// missing says what a window lacks. It is empty for a whole one.
func (w Window) missing() string {
	switch {
	case w.Start == "":
		return "Atlassian does not tell when the window begins"
	case w.End == "":
		return "Atlassian does not tell when the window ends"
	}
	return ""
}
