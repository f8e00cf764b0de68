// SPDX-License-Identifier: MPL-2.0

package page

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
)

// traffic is what the clients of the organization have asked, and what goes wrong.
type traffic struct {
	Counts     []count
	Last       []wire.Request // the newest first
	Faults     []string
	Violations []string // the newest first
	// Violated counts the violations, including those that are not shown.
	Violated   int
	Operations []string
	Kinds      []faultKind
}

// count is how often an operation was called.
type count struct {
	Operation string
	Times     int
}

func (p *page) traffic() traffic {
	shown := traffic{Last: p.server.LastRequests(), Violations: p.server.Violations(), Operations: p.server.Operations(), Kinds: faultKinds}

	counts := p.server.Requests()
	for _, operation := range slices.Sorted(maps.Keys(counts)) {
		shown.Counts = append(shown.Counts, count{operation, counts[operation]})
	}

	for _, fault := range firstOf(p.server.Faults(), maxRows) {
		shown.Faults = append(shown.Faults, faultText(fault))
	}

	shown.Violated = len(shown.Violations)
	slices.Reverse(shown.Violations)
	shown.Violations = firstOf(shown.Violations, maxViolations)

	return shown
}

// Total counts all requests.
func (t traffic) Total() int {
	total := 0
	for _, count := range t.Counts {
		total += count.Times
	}

	return total
}

// faultText says what a fault does, and to what.
func faultText(fault wire.Fault) string {
	what := "late answer"

	switch {
	case fault.Status != 0:
		what = "status " + strconv.Itoa(fault.Status)
	case fault.Drop:
		what = "closed connection"
	case fault.LoseAnswer:
		what = "lost answer"
	case fault.GraphQLErrors != "":
		what = "errors beside the data"
	case fault.HTML:
		what = "sign-in page"
	case fault.Empty:
		what = "empty list"
	case fault.Partial:
		what = "partial list"
	case fault.Delay == 0:
		what = "nothing"
	}

	times := "until all are removed"
	if fault.Count > 0 {
		times = strconv.Itoa(fault.Count) + "×"
	}

	return what + ", " + times + ": " + cmp.Or(fault.Operation, "any operation")
}
