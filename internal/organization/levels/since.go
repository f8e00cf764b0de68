// SPDX-License-Identifier: MPL-2.0

package levels

import (
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// ChangedError says that somebody has changed a level since the plan, in what the plan leaves as it is. The operation that edits a level
// takes all its texts, so a change of one would undo a change of another that no plan has shown.
type ChangedError struct {
	// Level is as Atlassian shows it now, and Changes says what is another.
	Level   Level
	Changes []string
}

// Error says what was changed, and what to do.
func (e *ChangedError) Error() string {
	return "classification level " + atlassian.Word(e.Level.ID) + " was changed since the plan, and nothing was sent to Atlassian: " + strings.Join(e.Changes, ", ") +
		". Plan again to see what applying changes now"
}

// changedSince says what is no longer as the plan has shown it, though the plan leaves it as it is. An archived level is one also if the plan
// changes the status: the plan has not shown that the level is restored.
func (w Wanted) changedSince(now Level) []string {
	if w.Planned == nil {
		return nil
	}
	var changes []string
	for _, text := range []struct{ what, planned, wanted, now string }{
		{"name", w.Planned.Name, w.Name, now.Name},
		{"definition", w.Planned.Definition, w.Definition, now.Definition},
		{"guideline", w.Planned.Guideline, w.Guideline, now.Guideline},
	} {
		if text.wanted == text.planned && text.now != text.planned {
			changes = append(changes, text.what+" was "+orNone(text.planned)+" and is "+orNone(text.now))
		}
	}
	if color := w.Planned.Color; strings.EqualFold(w.Color, color) && !strings.EqualFold(now.Color, color) {
		changes = append(changes, "color was "+orNone(color)+" and is "+orNone(now.Color))
	}
	status, wanted := Status(*w.Planned), Draft
	if w.Published {
		wanted = Published
	}
	if is := Status(now); is != status && (wanted == status || is == Archived) {
		changes = append(changes, "status was "+atlassian.Word(status)+" and is "+atlassian.Word(is))
	}
	return changes
}

func orNone(text string) string {
	if text == "" {
		return "none"
	}
	return atlassian.Quoted(text)
}
