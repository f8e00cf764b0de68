// SPDX-License-Identifier: MPL-2.0

package posture

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// Version is that of the list of controls. It changes with the list: with what a control is called, and with what it asks for.
const Version = "1"

// Status is what is known of a control.
type Status string

// The statuses. Pass is only what was seen to be so: what could not be read, or was not said, is Unknown. A failure that is certain is
// Fail, whatever else is unknown.
const (
	Pass    Status = "pass"
	Fail    Status = "fail"
	Unknown Status = "unknown"
)

// Severity says how much depends on a control.
type Severity string

// The severities, the gravest first.
const (
	Critical Severity = "critical"
	High     Severity = "high"
	Medium   Severity = "medium"
	Low      Severity = "low"
)

// Control is a duty of the customer that can be looked at. Its rule sees nothing but the facts.
type Control struct {
	// ID is what waivers and reports name.
	ID string
	// Holds says what is so when the control passes.
	Holds    string
	Severity Severity
	// Duty is the ID of the duty that the control belongs to: see [Duties].
	Duty string
	// Fix says what to do: a resource, or a place in the console.
	Fix string
	// Reads are the facts that the rule needs.
	Reads []Source
	// Asks says which parameter is missing. It is nil where none is needed.
	Asks func(Parameters) string

	judge func(*Facts, Parameters, *Evidence)
}

// maxNames is how many names an evidence has. Lists of thousands would make a state unreadable.
const maxNames = 100

// Evidence is what a rule has seen.
type Evidence struct {
	// Summary is one line in words.
	Summary string
	// Counts are numbers by what they count.
	Counts map[string]int
	// Names are those that the summary is about, sorted, and Left is how many more there are.
	Names []string
	Left  int

	passed          string
	failed, unknown []string
}

// pass says what was seen to be so. It counts only where nothing fails and nothing is unknown.
func (e *Evidence) pass(format string, args ...any) { e.passed = fmt.Sprintf(format, args...) }

// fail says what is wrong for certain.
func (e *Evidence) fail(format string, args ...any) {
	e.failed = append(e.failed, fmt.Sprintf(format, args...))
}

// unsure says what is not known.
func (e *Evidence) unsure(format string, args ...any) {
	e.unknown = append(e.unknown, fmt.Sprintf(format, args...))
}

// count notes a number.
func (e *Evidence) count(what string, n int) {
	if e.Counts == nil {
		e.Counts = make(map[string]int)
	}
	e.Counts[what] = n
}

// name adds names of what the evidence is about.
func (e *Evidence) name(names ...string) { e.Names = append(e.Names, names...) }

// unread notes a fact that could not be read. It reports whether that is so.
func (e *Evidence) unread(what string, err error) bool {
	if err != nil {
		e.unsure("%s could not be read: %s", what, oneLine(err))
	}
	return err != nil
}

// oneLine is an error on one line.
func oneLine(err error) string {
	return strings.TrimSuffix(atlassian.Escaped(strings.TrimSpace(err.Error()), ""), ".")
}

// status closes the evidence: nothing that was not seen to be so passes.
func (e *Evidence) status() Status {
	status, reasons := Pass, []string{e.passed}
	switch {
	case len(e.failed) > 0:
		status, reasons = Fail, slices.Concat(e.failed, e.unknown)
	case len(e.unknown) > 0:
		status, reasons = Unknown, e.unknown
	case e.passed == "":
		status, reasons = Unknown, []string{"nothing was found to look at"}
	}
	e.Summary = strings.Join(reasons, "; ")
	slices.Sort(e.Names)
	e.Names = slices.Compact(e.Names)
	if e.Left = max(0, len(e.Names)-maxNames); e.Left > 0 {
		e.Names = e.Names[:maxNames]
	}
	return status
}

// Finding is what became of one control.
type Finding struct {
	Control

	Status   Status
	Evidence Evidence
	// Waiver is the waiver of the control, and Waived whether it counts. An expired one does not.
	Waiver *Waiver
	Waived bool
}

// Excused reports whether a waiver counts for a control that does not pass.
func (f Finding) Excused() bool { return f.Waived && f.Status != Pass }

// judged applies the rule of a control to the facts.
func (c Control) judged(facts *Facts, parameters Parameters) Finding {
	var evidence Evidence
	if missing := c.missing(parameters); missing != "" {
		evidence.unsure("%s", missing)
	} else {
		c.judge(facts, parameters, &evidence)
	}
	finding := Finding{Control: c, Status: evidence.status(), Evidence: evidence}
	if waiver, is := parameters.Waivers[c.ID]; is {
		finding.Waiver, finding.Waived = &waiver, waiver.holds(parameters.At)
	}
	return finding
}

// missing says which parameter a control lacks.
func (c Control) missing(parameters Parameters) string {
	if c.Asks == nil {
		return ""
	}
	return c.Asks(parameters)
}

// things is a number with its noun.
func things(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// some names the first of many in a summary.
func some(names []string) string {
	const few = 5
	sorted := slices.Compact(slices.Sorted(slices.Values(names)))
	text := atlassian.Words(sorted[:min(len(sorted), few)])
	if more := len(sorted) - few; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

// who is how a person is named: by address, or else by ID.
func who(account Account) string { return cmp.Or(account.Email, account.AccountID) }
