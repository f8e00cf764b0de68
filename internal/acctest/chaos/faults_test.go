// SPDX-License-Identifier: MPL-2.0

package chaos_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// class is what a fault happens to.
type class int

const (
	anyRequest class = iota
	aRead
	aWrite
)

// fault is a kind of trouble on the wire.
type fault struct {
	name string
	// happens are the faults of the simulator, in the order of the requests.
	happens []simulator.Fault
	// bearable is what the provider must get over by itself, without an error: any request, or reads alone. Nil is nothing.
	bearable []class
	// lies says that an answer looks like the truth, and is not.
	lies bool
	// stays says that it stays until the trouble is over.
	stays bool
}

var (
	onAny   = []class{anyRequest, aRead, aWrite} // Atlassian did not act
	onReads = []class{aRead}                     // a write may have happened, and the apply may end in an error that says so
)

// faults are all of them. TestEachFaultIsWorthIt breaks something for each.
var faults = []fault{
	{name: "429 with Retry-After", happens: status(http.StatusTooManyRequests, func(f *simulator.Fault) { f.RetryAfter, f.Reset = 2*time.Second, simulator.ResetNone }), bearable: onAny},
	{name: "429 with a reset in minutes", happens: status(http.StatusTooManyRequests, func(f *simulator.Fault) { f.ResetIn = time.Minute }), bearable: onAny},
	{name: "429 with a reset in seconds", happens: status(http.StatusTooManyRequests, func(f *simulator.Fault) { f.ResetIn, f.Reset = 3*time.Second, simulator.ResetSecond }), bearable: onAny},
	{name: "429 with a reset in the past", happens: status(http.StatusTooManyRequests, func(f *simulator.Fault) { f.Reset = simulator.ResetMinute }), bearable: onAny},
	{name: "429 alone", happens: status(http.StatusTooManyRequests, func(f *simulator.Fault) { f.Reset = simulator.ResetNone }), bearable: onAny},
	{name: "500", happens: status(http.StatusInternalServerError, nil)},
	{name: "502", happens: status(http.StatusBadGateway, nil), bearable: onReads},
	{name: "503", happens: status(http.StatusServiceUnavailable, nil), bearable: onReads},
	{name: "503 with Retry-After", happens: status(http.StatusServiceUnavailable, func(f *simulator.Fault) { f.RetryAfter = 5 * time.Second }), bearable: onReads},
	{name: "504", happens: status(http.StatusGatewayTimeout, nil), bearable: onReads},
	{name: "dropped", happens: []simulator.Fault{{Drop: true}}, bearable: onReads},
	{name: "lost", happens: []simulator.Fault{{LoseAnswer: true}}, bearable: onReads},
	{name: "late", happens: []simulator.Fault{{Delay: 90 * time.Second}}, bearable: onReads}, // later than a try may take
	{name: "HTML", happens: []simulator.Fault{{HTML: true}}},
	{name: "empty", happens: []simulator.Fault{{Empty: true}}, lies: true},
	{name: "partial", happens: []simulator.Fault{{Partial: true}}, lies: true},
	{name: "flapping", happens: []simulator.Fault{{Status: http.StatusServiceUnavailable}, {Drop: true}}, bearable: onReads},
	{name: "an expired key", happens: status(http.StatusUnauthorized, nil), stays: true},
}

func status(status int, change func(*simulator.Fault)) []simulator.Fault {
	fault := simulator.Fault{Status: status}
	if change != nil {
		change(&fault)
	}
	return []simulator.Fault{fault}
}

// planned is a fault that is to happen to the nth request of a class.
type planned struct {
	*fault

	to  class
	nth int
}

// trouble is what is to go wrong in a run.
type trouble struct {
	faults []planned
	// killAt is the write that the process does not survive, and happens whether that write takes effect; 0 is none.
	killAt  int
	happens bool
	// stopped ends the process as Ctrl+C does: Terraform writes what the provider still says. A killed one leaves the state as it was.
	stopped bool
}

// String says it in one line.
func (t *trouble) String() string {
	var said []string
	for _, p := range t.faults {
		said = append(said, fmt.Sprintf("%s at the %s %d", p.name, [...]string{"request", "read", "write"}[p.to], p.nth))
	}
	if t.killAt > 0 {
		said = append(said, fmt.Sprintf("the end at write %d, which happens: %t, by Ctrl+C: %t", t.killAt, t.happens, t.stopped))
	}
	return strings.Join(said, ", ")
}

// gentle reports whether the provider must get over it without an error, even if one request meets all of it.
func (t *trouble) gentle() bool {
	return t.killAt == 0 && t.counts() <= maxRetries && !slices.ContainsFunc(t.faults, func(p planned) bool { return !slices.Contains(p.bearable, p.to) })
}

// maxRetries is how often the provider tries a request again: see acctest.Process.
const maxRetries = 2

// counts is how many tries a fault takes. A 429 takes none.
func (f *fault) counts() int {
	return len(slices.DeleteFunc(slices.Clone(f.happens), func(one simulator.Fault) bool { return one.Status == http.StatusTooManyRequests }))
}

func (t *trouble) counts() int {
	count := 0
	for _, p := range t.faults {
		count += p.counts()
	}
	return count
}

// lies reports whether an answer is to look like the truth.
func (t *trouble) lies() bool {
	return slices.ContainsFunc(t.faults, func(p planned) bool { return p.lies })
}

// trouble draws what goes wrong. Only is the one kind of it, unless empty.
func (d *draft) trouble(only string) trouble {
	var t trouble
	gentle := d.chance(45)
	for range 1 + d.random.IntN(3) {
		kind := &faults[d.random.IntN(len(faults))]
		if only != "" {
			at := slices.IndexFunc(faults, func(f fault) bool { return f.name == only })
			if at < 0 {
				break
			}
			kind = &faults[at]
		}
		if kind.lies && t.lies() {
			continue // the provider looks once more at what one answer lacks, and can be deceived by two
		}
		if p := d.planned(kind, gentle); !gentle || slices.Contains(kind.bearable, p.to) && kind.counts()+t.counts() <= maxRetries {
			t.faults = append(t.faults, p)
		}
	}
	if only == kills || only == "" && !gentle && d.chance(50) {
		t.killAt, t.happens, t.stopped = 1+d.random.IntN(6), d.chance(50), only == "" && d.chance(30)
	}
	return t
}

// planned draws the request that a fault happens to.
func (d *draft) planned(kind *fault, gentle bool) planned {
	to := class(d.random.IntN(3))
	if gentle && !slices.Contains(kind.bearable, to) {
		to = aRead
	}
	if to == aWrite {
		return planned{kind, to, 1 + d.random.IntN(5)}
	}
	return planned{kind, to, 1 + d.random.IntN(12)}
}
