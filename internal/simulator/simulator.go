// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Options say how an organization behaves.
type Options struct {
	// Organization is the state to start with.
	Organization Organization
	// Latency is how long every answer takes.
	Latency time.Duration
	// Lag is how long searches, counts and role assignments run behind the
	// truth, and how long it takes to move users to an authentication policy.
	Lag time.Duration
	// RateLimit is how many requests a minute the API accepts; 0 is no limit.
	// With a limit, the audit log keeps to its own as well.
	RateLimit int
	// RateLimitReset is the precision of X-RateLimit-Reset where RateLimit
	// refuses: ResetMinute (the default), ResetSecond or ResetNone.
	RateLimitReset ResetPrecision
	// LiveForms gives answers the nulls and additional fields that live answers
	// were seen to have, against the documents.
	LiveForms bool
	// GroupUpdate serves PATCH …/groups/{groupId}, which renames a group and changes
	// its description. Unverified: Atlassian has such an operation since November
	// 2026, but its method, path and body could not be read. So it is switched off.
	GroupUpdate bool
	// Now is the clock; nil is the clock of the machine. A test that moves it by
	// hand needs not wait for a lag or a rate limit.
	Now func() time.Time
}

// Credentials are what a client needs.
type Credentials struct {
	OrganizationID string
	DirectoryID    string
	APIKey         string
	UserEmail      string
	UserAPIToken   string
}

// Simulator is an organization in memory. It is safe for concurrent use.
type Simulator struct {
	now     func() time.Time
	latency time.Duration
	live    bool
	limiter *rateLimiter
	log     *rateLimiter // of the audit log
	handler http.Handler

	mu    sync.Mutex
	state *state

	recordMu   sync.Mutex
	requests   map[string]int
	violations []string
	faults     []Fault
	traces     int
}

// New starts an organization.
func New(opts Options) (*Simulator, error) {
	if opts.Latency < 0 || opts.Lag < 0 || opts.RateLimit < 0 {
		return nil, errors.New("latency, lag and rate limit must not be negative")
	}

	if err := opts.RateLimitReset.check(); err != nil {
		return nil, err
	}

	start, err := newState(opts.Organization, opts.Lag)
	if err != nil {
		return nil, fmt.Errorf("cannot build the organization: %w", err)
	}

	s := &Simulator{now: opts.Now, latency: opts.Latency, live: opts.LiveForms, state: start, requests: map[string]int{}, violations: []string{}}
	start.groupUpdate = start.groupUpdate || opts.GroupUpdate
	if s.now == nil {
		s.now = time.Now
	}

	s.limiter = &rateLimiter{limit: opts.RateLimit, precision: opts.RateLimitReset}
	s.log = &rateLimiter{limit: min(opts.RateLimit, 1) * eventsPerMinute, precision: opts.RateLimitReset}
	s.handler = onLoopback(s.routes())

	return s, nil
}

// Handler serves Atlassian's routes, and the control surface below /_simulator/.
func (s *Simulator) Handler() http.Handler { return s.handler }

// Credentials gives what a client needs to be let in.
func (s *Simulator) Credentials() Credentials {
	s.mu.Lock()
	defer s.mu.Unlock()

	return Credentials{
		OrganizationID: s.state.id,
		DirectoryID:    s.state.directories[0].ID,
		APIKey:         s.state.key.Value,
		UserEmail:      s.state.userToken.Email,
		UserAPIToken:   s.state.userToken.Value,
	}
}

// Violations lists what broke the rules of the API, in order of appearance.
func (s *Simulator) Violations() []string {
	s.recordMu.Lock()
	defer s.recordMu.Unlock()

	return slices.Clone(s.violations)
}

// ResetViolations forgets the violations so far.
func (s *Simulator) ResetViolations() {
	s.recordMu.Lock()
	defer s.recordMu.Unlock()

	s.violations = []string{}
}

// Requests counts the requests by operation, those that failed included. The
// name of an operation is its method and its path as documented, such as
// "GET /admin/v1/orgs/{orgId}/domains". What matches no operation is a violation
// and is not counted.
func (s *Simulator) Requests() map[string]int {
	s.recordMu.Lock()
	defer s.recordMu.Unlock()

	return maps.Clone(s.requests)
}

// ResetRequests starts counting from zero.
func (s *Simulator) ResetRequests() {
	s.recordMu.Lock()
	defer s.recordMu.Unlock()

	clear(s.requests)
}

// maxViolations bounds what a client in a loop can make the simulator keep.
const maxViolations = 1000

func (s *Simulator) violate(format string, args ...any) {
	s.recordMu.Lock()
	defer s.recordMu.Unlock()

	if len(s.violations) < maxViolations {
		s.violations = append(s.violations, fmt.Sprintf(format, args...))
	}
}

func (s *Simulator) count(operation string) {
	s.recordMu.Lock()
	defer s.recordMu.Unlock()

	s.requests[operation]++
}
