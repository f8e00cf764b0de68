// SPDX-License-Identifier: MPL-2.0

// Package windows is about the times in which Atlassian moves the data of products to another region: how such a window is written,
// and whether two of them are the same. It sends nothing.
package windows

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// Window is the time in which the data of a product moves, as texts: what a person writes, or what Atlassian answers.
type Window struct {
	// Start and End are times. One of them may be empty in an answer.
	Start, End string
}

// IsZero reports whether the window says nothing at all.
func (w Window) IsZero() bool { return w == Window{} }

// String is the window in a sentence.
func (w Window) String() string {
	switch {
	case w.Start == "":
		return "until " + atlassian.Word(w.End)
	case w.End == "":
		return "from " + atlassian.Word(w.Start)
	}
	return "from " + atlassian.Word(w.Start) + " to " + atlassian.Word(w.End)
}

// The layouts of a time. Atlassian documents a text, and no form of it. Unverified: that it is one of these.
var layouts = []string{
	time.RFC3339,
	"2006-01-02T15:04Z07:00",
	"2006-01-02T15:04:05Z0700",
	"2006-01-02T15:04:05",
	"2006-01-02T15:04",
	time.DateOnly,
}

// Time reads a time of an answer. A time without a zone is one of UTC. It returns false for a text of another form.
func Time(text string) (time.Time, bool) {
	text = strings.TrimSpace(text)
	for _, layout := range layouts { // each reads fractions of a second, too
		if read, err := time.Parse(layout, text); err == nil {
			return read, true
		}
	}
	return time.Time{}, false
}

// Same reports whether two texts are the same time, whatever their form and zone. A text that is no time is the same only as itself.
func Same(one, other string) bool {
	first, ok := Time(one)
	second, too := Time(other)
	if !ok || !too {
		return one == other
	}
	return first.Equal(second)
}

// SameAs reports whether two windows begin and end at the same times.
func (w Window) SameAs(other Window) bool {
	return Same(w.Start, other.Start) && Same(w.End, other.End)
}

// Check says what is wrong with a window that somebody writes.
func (w Window) Check() error {
	start, err := time.Parse(time.RFC3339, w.Start)
	if err != nil {
		return fmt.Errorf("start is %s, which is no time as RFC 3339 has it, such as 2026-12-05T22:00:00Z", atlassian.Quoted(w.Start))
	}
	end, err := time.Parse(time.RFC3339, w.End)
	if err != nil {
		return fmt.Errorf("end is %s, which is no time as RFC 3339 has it, such as 2026-12-06T06:00:00Z", atlassian.Quoted(w.End))
	}
	if !start.Before(end) {
		return errors.New("end must be after start")
	}
	return nil
}

// Over reports whether a window ends before a time. A window whose end cannot be read is not over.
func (w Window) Over(now time.Time) bool {
	end, ok := Time(w.End)
	return ok && end.Before(now)
}
