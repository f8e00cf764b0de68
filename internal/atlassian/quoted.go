// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// maxQuote is how many characters of a text a message repeats.
	maxQuote = 60
	// maxWord is how long a word may be without being one to quote: an ARI is longer than a name.
	maxWord = 200
)

// Quoted is a text of somebody else, such as the name of a group, as a message shows it: in quotation marks, with line breaks and
// whatever a terminal would execute written out, and not too long. Anybody may choose such a name, and must not be able to add a
// line to a message.
func Quoted(text string) string {
	letters := []rune(text)
	if len(letters) <= maxQuote {
		return strconv.Quote(text)
	}
	return fmt.Sprintf("%q… (%d characters)", string(letters[:maxQuote]), len(letters))
}

// Word is [Quoted] for what is one word nearly always, such as an ID or a scope: without quotation marks where it is one.
func Word(text string) string {
	harmless := text != "" && len(text) <= maxWord && utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool {
		return r == '"' || r == '\\' || unicode.IsSpace(r) || !strconv.IsPrint(r)
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

// Escaped writes out what does not print, except for the characters of keep. A text that is escaped already stays as it is.
func Escaped(text, keep string) string {
	prints := func(r rune) bool { return r != utf8.RuneError && (strconv.IsPrint(r) || strings.ContainsRune(keep, r)) }
	if !strings.ContainsFunc(text, func(r rune) bool { return !prints(r) }) {
		return text
	}
	var b strings.Builder
	for at, r := range text {
		_, width := utf8.DecodeRuneInString(text[at:])
		if prints(r) {
			b.WriteString(text[at : at+width])
			continue
		}
		b.WriteString(strings.Trim(strconv.Quote(text[at:at+width]), `"`))
	}
	return b.String()
}
