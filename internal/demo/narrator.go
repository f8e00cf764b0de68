// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"io"
	"os"
	"strings"
)

// narrator writes the story down: numbered steps, what happens in them, and
// what other programs said.
type narrator struct {
	out    io.Writer
	colors bool
	steps  int
}

const (
	bold  = "\x1b[1m"
	dim   = "\x1b[2m"
	green = "\x1b[32m"
	plain = "\x1b[0m"
)

// newNarrator writes to a file, in colors only where that is a terminal.
func newNarrator(out *os.File) *narrator {
	info, err := out.Stat()
	terminal := err == nil && info.Mode()&os.ModeCharDevice != 0

	return &narrator{out: out, colors: terminal && os.Getenv("NO_COLOR") == ""}
}

func (n *narrator) line(style, text string) {
	if n.colors && style != "" && text != "" {
		text = style + text + plain
	}

	_, _ = io.WriteString(n.out, text+"\n") // there is no other place to tell it
}

// step starts the next step.
func (n *narrator) step(title string) {
	n.steps++
	n.line("", "")
	n.line(bold, fmt.Sprintf("%d. %s", n.steps, title))
}

// say tells something within a step.
func (n *narrator) say(format string, args ...any) {
	n.line("", "   "+fmt.Sprintf(format, args...))
}

// quote gives the words of another program.
func (n *narrator) quote(text string) {
	for line := range strings.Lines(text) {
		n.line(dim, strings.TrimRight("   | "+strings.TrimRight(line, "\r\n"), " "))
	}
}

// asTold says that something came out as it should.
func (n *narrator) asTold(format string, args ...any) {
	n.line(green, "   ok: "+fmt.Sprintf(format, args...))
}
