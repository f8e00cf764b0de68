// SPDX-License-Identifier: MPL-2.0

package base

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
)

// withoutBidiControls removes the characters that change the direction of the text, because a name with such characters changes how the text
// around it reads.
func withoutBidiControls(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, text)
}

// Quoted is a text of somebody else in a message: with marks around it, so that blanks and line breaks show, and not too long.
func Quoted(text string) string { return organization.Quoted(text) }

// Word is [Quoted] for what is one word nearly always, such as an ID or an address: without marks where it is one.
func Word(text string) string { return organization.Word(text) }

// Escaped is a text of somebody else on one line, for where marks around it would not be readable.
func Escaped(text string) string { return organization.Escaped(text, "") }

// Counted is a number with its noun.
func Counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// maxNames is how many names a list in the middle of a message has.
const maxNames = 10

// Shortened lists names, the first few of them where there are many.
func Shortened(names []string) string {
	few := make([]string, min(len(names), maxNames))
	for i := range few {
		few[i] = Escaped(names[i])
	}
	if len(names) <= maxNames {
		return strings.Join(few, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(few, ", "), len(names)-maxNames)
}

// maxReportLines is how many lines a report of an apply has.
const maxReportLines = 20

// Listed puts reasons below each other, the first of them where there are many.
func Listed(reasons []string) string {
	var text strings.Builder
	for _, reason := range reasons[:min(len(reasons), maxReportLines)] {
		text.WriteString("\n- " + Escaped(reason))
	}
	if more := len(reasons) - maxReportLines; more > 0 {
		fmt.Fprintf(&text, "\n- and %d more", more)
	}
	return text.String()
}

// Capitalized starts a text with a capital letter.
func Capitalized(text string) string {
	if text == "" {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
