// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"strconv"
	"strings"
	"unicode"
)

// longestQuote is how many characters of a text a message repeats.
const longestQuote = 200

// Quoted is a text of somebody else, such as the name of a group, as a message shows it: in quotation marks, with line breaks and
// whatever a terminal would execute written out. Anybody may choose such a name, and must not be able to add a line to a message.
func Quoted(text string) string {
	if runes := []rune(text); len(runes) > longestQuote {
		text = string(runes[:longestQuote]) + "…"
	}
	return strconv.Quote(text)
}

// Word is [Quoted] for what is one word nearly always, such as an ID or a scope: without quotation marks where it is one.
func Word(text string) string {
	harmless := text != "" && len(text) <= longestQuote && !strings.ContainsFunc(text, func(r rune) bool {
		return r == unicode.ReplacementChar || r == '"' || r == '\\' || unicode.IsSpace(r) || !strconv.IsPrint(r)
	})
	if harmless {
		return text
	}
	return Quoted(text)
}

// Words are several, with commas between them.
func Words(texts []string) string {
	words := make([]string, len(texts))
	for i, text := range texts {
		words[i] = Word(text)
	}
	return strings.Join(words, ", ")
}
