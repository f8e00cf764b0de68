// SPDX-License-Identifier: MPL-2.0

// Package spoken checks what is said to a person about a text of somebody else: whatever the text, it adds no line, moves no terminal, and
// fills no screen.
package spoken

import (
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// InOneLine requires a message that is not empty, of at most so many characters, all of which print.
func InOneLine(t testing.TB, message string, most int) {
	t.Helper()
	check(t, message, most, "")
}

// InLines is [InOneLine] for a message that has lines of its own.
func InLines(t testing.TB, message string, most int) {
	t.Helper()
	check(t, message, most, "\n")
}

func check(t testing.TB, message string, most int, besides string) {
	t.Helper()
	if message == "" {
		t.Fatal("there is no message")
	}
	if n := utf8.RuneCountInString(message); n > most {
		t.Fatalf("the message has %d characters, more than %d: %.300q…", n, most, message)
	}
	if !utf8.ValidString(message) { // Terraform takes no other
		t.Fatalf("the message is not UTF-8: %.1000q", message)
	}
	for _, r := range message {
		if !strconv.IsPrint(r) && !strings.ContainsRune(besides, r) {
			t.Fatalf("the message has %q, which does not print: %.1000q", r, message)
		}
	}
}
