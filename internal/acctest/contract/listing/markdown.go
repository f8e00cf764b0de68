// SPDX-License-Identifier: MPL-2.0

package listing

import (
	"fmt"
	"strings"
)

// Longest is how long the text of an issue may be: GitHub takes 65,536 characters, and something may stand before it.
const Longest = 50_000

// Markdown is the text of an issue about changes and about patches that are stale. It is empty if there are neither. What concerns the
// provider comes first. A text that is longer than the limit ends with how to see the rest.
func Markdown(changes []Change, stale []string, limit int) string {
	var text strings.Builder
	section := func(title string, used bool) {
		api, paragraph := "", false
		for _, one := range changes {
			if (one.Used || one.Operation == "") != used {
				continue
			}
			if title != "" {
				fmt.Fprintf(&text, "## %s\n", title)
				title = ""
			}
			if api != one.API {
				api = one.API
				fmt.Fprintf(&text, "\n### %s\n\n", api)
				paragraph = false
			}
			if one.Operation == "" {
				fmt.Fprintf(&text, "%s\n", strings.Join(one.What, " "))
				paragraph = true
				continue
			}
			if paragraph { // a list does not follow at once
				text.WriteString("\n")
				paragraph = false
			}
			fmt.Fprintf(&text, "* `%s`\n", one.Operation)
			for _, what := range one.What {
				fmt.Fprintf(&text, "  * %s\n", what)
			}
		}
		if title == "" {
			text.WriteString("\n")
		}
	}
	section("Operations that the provider uses", true)
	section("Other operations", false)
	if len(stale) > 0 {
		text.WriteString("## Defects that the documents no longer have\n\n")
		for _, patch := range stale {
			fmt.Fprintf(&text, "* %s\n", strings.Join(strings.Fields(patch), " "))
		}
	}
	return bounded(strings.TrimRight(text.String(), "\n"), limit)
}

func bounded(text string, limit int) string {
	if text == "" {
		return ""
	}
	if len(text) > limit {
		kept := text[:limit]
		kept = kept[:strings.LastIndex(kept, "\n")+1]
		text = fmt.Sprintf("%s\n%d more lines do not fit here. To see them, run `make contract-documents contract-difference`.",
			kept, strings.Count(text[len(kept):], "\n")+1)
	}
	return text + "\n"
}
