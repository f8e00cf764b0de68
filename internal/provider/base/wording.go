// SPDX-License-Identifier: MPL-2.0

package base

import (
	"fmt"
	"strings"
	"unicode"
)

// withoutTurns removes the characters that change the direction of the text, because a name with such characters changes how the text
// around it reads.
func withoutTurns(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, text)
}

// Counted is a number with its noun.
func Counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// fewNames is how many names a list in the middle of a message has.
const fewNames = 10

// Shortened lists names, the first few of them where there are many.
func Shortened(names []string) string {
	if len(names) <= fewNames {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:fewNames], ", "), len(names)-fewNames)
}

// namesInReport is how many lines a report of an apply has.
const namesInReport = 20

// Listed puts reasons below each other, the first of them where there are many.
func Listed(reasons []string) string {
	var text strings.Builder
	for _, reason := range reasons[:min(len(reasons), namesInReport)] {
		text.WriteString("\n- " + reason)
	}
	if more := len(reasons) - namesInReport; more > 0 {
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
