// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"net/http"
	"sync"
	"time"
)

// serverOptions say how a server behaves.
type serverOptions struct {
	// operations that the server knows. Where two paths match, the first one wins.
	operations []*operation
	key        keyCredential
	person     personCredential
	// latency is how long every answer takes.
	latency time.Duration
	// rateLimit is how many requests a minute the API accepts; 0 is no limit, also
	// for operations with a limit of their own.
	rateLimit      int
	rateLimitReset ResetPrecision
	// live gives answers their live form.
	live bool
	now  func() time.Time
}

// server answers requests to operations as Atlassian does, counts them, records
// what broke the rules, and lets faults happen. It is safe for concurrent use.
type server struct {
	operations []*operation
	routes     router
	key        keyCredential
	person     personCredential
	latency    time.Duration
	live       bool
	now        func() time.Time
	limiter    *rateLimiter
	limiters   map[*operation]*rateLimiter

	recordMu   sync.Mutex
	requests   map[string]int
	violations []string
	faults     []Fault
	traces     int
}

// newServer starts a server.
func newServer(opts serverOptions) *server {
	s := &server{
		operations: opts.operations, key: opts.key, person: opts.person, latency: opts.latency, live: opts.live, now: opts.now,
		limiter:  &rateLimiter{limit: opts.rateLimit, precision: opts.rateLimitReset},
		limiters: map[*operation]*rateLimiter{}, requests: map[string]int{}, violations: []string{},
	}

	for _, o := range opts.operations {
		if o.perMinute > 0 && opts.rateLimit > 0 {
			s.limiters[o] = &rateLimiter{limit: o.perMinute, precision: opts.rateLimitReset}
		}

		if !o.off {
			s.routes = append(s.routes, newRoute(o.method, o.path, s.handlerOf(o)))
		}
	}

	return s
}

// Routes leads requests to their operations, and answers as Atlassian's gateway
// does where it knows no route.
func (s *server) Routes() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if serve := s.routes.find(r); serve != nil {
			serve(w, r)

			return
		}

		s.violate("%s %s: there is no such route", r.Method, r.URL.EscapedPath())
		w.Header().Set(traceHeader, s.newTrace())
		writeGatewayError(w, http.StatusNotFound, "Request failed to match any route")
	})
}

// handlerOf serves an operation, or one of those that share its route.
func (s *server) handlerOf(o *operation) http.HandlerFunc {
	if o.fieldOf != nil {
		return func(w http.ResponseWriter, r *http.Request) { s.serve(s.chooseByField(o, r), w, r) }
	}

	return func(w http.ResponseWriter, r *http.Request) { s.serve(o, w, r) }
}

// serve serves one operation.
func (s *server) serve(operation *operation, w http.ResponseWriter, r *http.Request) {
	s.count(operation.name())

	c := &wireCall{server: s, operation: operation, request: r, trace: s.newTrace(), now: s.now(), header: http.Header{}}
	w.Header().Set(traceHeader, c.trace)

	fault := s.takeFault(operation.name())

	if !pause(r.Context(), s.latency+fault.Delay) || fault.Drop {
		// Closes the connection without an answer.
		panic(http.ErrAbortHandler)
	}

	if fault.Status != 0 {
		c.write(w, c.faulty(fault))

		return
	}

	if fault.HTML {
		signIn(w)

		return
	}

	given := fault.curtail(c.answer())

	if fault.LoseAnswer {
		panic(http.ErrAbortHandler)
	}

	if fault.GraphQLErrors != "" {
		operation.addError(given, fault.GraphQLErrors)
	}

	c.write(w, given)
}
