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
	// maxWord is the maximum length of a word that is shown without quotation marks. An ARI is longer than a name.
	maxWord = 200
)

// Quoted shows a text of somebody else, such as the name of a group, in a message. It puts the text in quotation marks, escapes
// line breaks and everything that a terminal would execute, and shortens it. Other people choose such names, and must not be able
// to add a line to a message.
func Quoted(text string) string {
	letters := []rune(text)
	if len(letters) <= maxQuote {
		return strconv.Quote(text)
	}
	return fmt.Sprintf("%q… (%d characters)", string(letters[:maxQuote]), len(letters))
}

// Word is [Quoted] for a text that is one word in nearly all cases, such as an ID or a scope. It has no quotation marks if it is
// one word.
func Word(text string) string {
	harmless := text != "" && len(text) <= maxWord && utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool {
		return r == '"' || r == '\\' || unicode.IsSpace(r) || !strconv.IsPrint(r)
	})
	if harmless {
		return text
	}
	return Quoted(text)
}

// Words joins several words with commas.
func Words(texts []string) string {
	words := make([]string, len(texts))
	for i, text := range texts {
		words[i] = Word(text)
	}
	return strings.Join(words, ", ")
}

// Escaped escapes all characters that do not print, except for those in keep. It does not escape a text twice.
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
