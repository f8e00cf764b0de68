// SPDX-License-Identifier: MPL-2.0

package base

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
)

// withoutBidiControls removes the characters that change the direction of text, because such a character in a name changes how
// the text around it reads.
func withoutBidiControls(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, text)
}

// Quoted quotes a text from elsewhere for a message, so that blanks and line breaks show. It shortens a long text.
func Quoted(text string) string { return organization.Quoted(text) }

// Word is [Quoted] for a text that is nearly always one word, such as an ID or an address. It omits the quotation marks around
// one word.
func Word(text string) string { return organization.Word(text) }

// Escaped writes a text from elsewhere on one line, for places where quotation marks would be hard to read.
func Escaped(text string) string { return organization.Escaped(text, "") }

// Quantity returns a number with its noun.
func Quantity(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// UpTo returns the quantity of all, of which some are certain: "up to" that many unless all of them are.
func UpTo(certain, all int, one, many string) string {
	if certain < all {
		return "up to " + Quantity(all, one, many)
	}
	return Quantity(all, one, many)
}

// maxNames is how many names a list in the middle of a message has.
const maxNames = 10

// ShortList lists names, but only the first ones if there are many.
func ShortList(names []string) string {
	few := make([]string, min(len(names), maxNames))
	for i := range few {
		few[i] = Escaped(names[i])
	}
	if len(names) <= maxNames {
		return strings.Join(few, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(few, ", "), len(names)-maxNames)
}

// maxReportLines is how many reasons a report of an apply lists.
const maxReportLines = 20

// BulletList lists reasons, one in each line, but only the first ones if there are many.
func BulletList(reasons []string) string {
	var text strings.Builder
	for _, reason := range reasons[:min(len(reasons), maxReportLines)] {
		text.WriteString("\n- " + Escaped(reason))
	}
	if more := len(reasons) - maxReportLines; more > 0 {
		fmt.Fprintf(&text, "\n- and %d more", more)
	}
	return text.String()
}

// Capitalized starts a text with a capital letter, unless it starts with what is to be copied as it is: an e-mail address, or the name of an
// operation or a type.
func Capitalized(text string) string {
	first, _, _ := strings.Cut(text, " ")
	letter, size := utf8.DecodeRuneInString(first)
	if letter == utf8.RuneError || strings.ContainsAny(first, "@_") || strings.IndexFunc(first[size:], unicode.IsUpper) >= 0 {
		return text
	}
	return string(unicode.ToUpper(letter)) + text[size:]
}
