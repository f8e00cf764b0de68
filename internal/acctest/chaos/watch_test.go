// SPDX-License-Identifier: MPL-2.0

package chaos_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/lifecycle"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// watch looks at an organization after each write, and knows what must not happen to it.
type watch struct {
	org     *simulated.Organization
	handler http.Handler
	seed    uint64
	latency lifecycle.Latency
	began   time.Time

	// one lets one write happen at a time. It is a channel, because a bubble's clock stands still while anything waits for a mutex.
	one chan struct{}

	mu sync.Mutex
	// last is what was true at the last look.
	last facts
	// wants are what the configuration asks for, has what of it has been there, and owns what it may change.
	wants facts
	has   map[string]bool
	owns  []string
	// past are the values that a fact had since somebody else last changed something: each may be there once.
	past map[string][]string
	// invited is how often each address was invited before the configuration.
	invited map[string]int

	trouble  trouble
	counted  map[class]int
	killed   func()
	injected map[string]int
	writes   int
	kills    int
	trace    []string
	failures []string
}

// passage is where people are on their way from one list to another of which Terraform applies one later, as the page of
// atlassian_authentication_policy_members says.
const passage = "authentication_policies/Everyone/members"

// failed notes what must not be. The test fails in the end.
func (w *watch) failed(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.fail(format, args...)
}

func (w *watch) fail(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	w.failures = append(w.failures, text)
	w.log("FAILED: %s", text)
}

func (w *watch) note(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.log(format, args...)
}

func (w *watch) log(format string, args ...any) {
	w.trace = append(w.trace, fmt.Sprintf("%9.3fs ", time.Since(w.began).Seconds())+fmt.Sprintf(format, args...))
}

// begin begins the watch over a configuration that is about to be applied, after others have changed something.
func (w *watch) begin(last, next configuration) {
	now := factsOf(w.org.Simulator.Organization())
	w.mu.Lock()
	defer w.mu.Unlock()
	w.last, w.wants, w.has, w.owns, w.past = now, facts{}, map[string]bool{}, nil, map[string][]string{}
	w.invited = w.org.Simulator.TimesInvited()
	for _, one := range slices.Concat(last, next) {
		w.owns = append(w.owns, one.owns...)
	}
	for _, one := range next {
		maps.Copy(w.wants, one.wants)
	}
	w.compare("at first", now)
}

// look looks at what has changed.
func (w *watch) look(when string) {
	now := factsOf(w.org.Simulator.Organization())
	w.mu.Lock()
	defer w.mu.Unlock()
	w.compare(when, now)
}

func (w *watch) compare(when string, now facts) {
	for _, path := range difference(w.last, now) {
		if !underAny(path, w.owns) {
			w.fail("%s: touched %s: %q -> %q", when, path, w.last[path], now[path])
		}
		if strings.Contains(path, "#2") && w.last[path] == "" {
			w.fail("%s: made a second one: %s", when, path)
		}
		w.past[path] = append(w.past[path], w.last[path])
		if slices.Contains(w.past[path], now[path]) && !under(path, passage) {
			w.fail("%s: done twice, %s was %q before", when, path, now[path])
		}
	}
	for path := range w.has {
		if now[path] != w.wants[path] {
			w.fail("%s: lost %s", when, path)
		}
	}
	for path, value := range w.wants {
		if now[path] == value {
			w.has[path] = true
		}
	}
	for email, times := range w.org.Simulator.TimesInvited() {
		if times > w.invited[email]+1 {
			w.fail("%s: invited %s %d times", when, email, times-w.invited[email])
		}
	}
	w.last = now
}

// met reports whether all that an item wants is there.
func (w *watch) met(one *item) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for path, value := range one.wants {
		if w.last[path] != value {
			return false
		}
	}
	return len(one.wants) > 0
}

// suffer makes a trouble the one that is to come. Killed ends the process.
func (w *watch) suffer(t trouble, killed func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.trouble, w.killed, w.counted, w.injected = t, killed, map[class]int{}, map[string]int{}
}

// fate is what becomes of a request.
type fate struct {
	faults []planned
	// dies says that the process ends by it, and happens whether it takes effect all the same.
	dies, happens bool
}

// next is the fate of the request that comes now.
func (w *watch) next(to class) fate {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.counted[to]++
	w.counted[anyRequest]++
	var next fate
	for _, p := range w.trouble.faults {
		if now := w.counted[p.to]; (p.to == to || p.to == anyRequest) && (now == p.nth || p.stays && now > p.nth) {
			next.faults = append(next.faults, p)
		}
	}
	if to != aWrite {
		return next
	}
	w.writes++
	if w.trouble.killAt > 0 && w.killed != nil {
		w.trouble.killAt--
		next.dies, next.happens = w.trouble.killAt == 0, w.trouble.happens
	}
	if next.dies {
		w.kills++
	}
	return next
}

// now are the facts of the last look.
func (w *watch) now() facts {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.last
}

// ends ends the process.
func (w *watch) ends() {
	w.mu.Lock()
	killed := w.killed
	w.mu.Unlock()
	killed()
}
