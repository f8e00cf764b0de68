// SPDX-License-Identifier: MPL-2.0

// Package wire is the strict HTTP that the simulated APIs have in common:
// parameters, paging, error families, rate limits, faults, and the record of
// requests and violations. It knows no object of an organization.
//
// An API is a table of [Operation]. A row holds everything in which the
// operation differs from others: its parameters, the scope that it needs, its
// error codes, its own rate limit, the form of its live answers.
package wire

import (
	"cmp"
	"net/http"
	"sync"
	"time"
)

// Options are the settings of a server.
type Options struct {
	// Operations of the server. If two paths match a request, the first one
	// wins.
	Operations []*Operation
	Key        Key
	Person     Person
	// Latency is how long every answer takes.
	Latency time.Duration
	// RateLimit is how many requests a minute the API accepts. 0 means no
	// limit, also for operations with their own limit.
	RateLimit      int
	RateLimitReset ResetPrecision
	// Live gives answers their live form.
	Live bool
	Now  func() time.Time
}

// Server answers requests as Atlassian does, counts them, records violations of
// the rules, and makes faults happen. It is safe for concurrent use.
type Server struct {
	operations []*Operation
	routes     Router
	key        Key
	person     Person
	latency    time.Duration
	live       bool
	now        func() time.Time
	limiter    *rateLimiter
	limiters   map[*Operation]*rateLimiter

	recordMu   sync.Mutex
	requests   map[string]int
	last       []Request // the oldest first
	asks       int
	asked      map[string]bool
	withdrawn  map[string]Withdrawal
	violations []string
	faults     []Fault
	traces     int
}

// NewServer starts a server.
func NewServer(opts Options) *Server {
	s := &Server{
		operations: opts.Operations, key: opts.Key, person: opts.Person, latency: opts.Latency, live: opts.Live, now: opts.Now,
		limiter:  &rateLimiter{limit: opts.RateLimit, precision: opts.RateLimitReset},
		limiters: map[*Operation]*rateLimiter{}, requests: map[string]int{}, violations: []string{},
		asked: map[string]bool{}, withdrawn: map[string]Withdrawal{},
	}

	for _, o := range opts.Operations {
		if o.PerMinute > 0 && opts.RateLimit > 0 {
			s.limiters[o] = &rateLimiter{limit: o.PerMinute, precision: opts.RateLimitReset}
		}

		if !o.Off {
			s.routes.Add(o.Method, o.Path, s.handlerOf(o))
		}
	}

	return s
}

// Routes routes requests to their operations. It answers as Atlassian's gateway
// does if there is no route.
func (s *Server) Routes() http.Handler {
	return s.logRequests(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if serve := s.routes.Find(r); serve != nil {
			serve(w, r)

			return
		}

		s.violate("%s %s: there is no such route", r.Method, r.URL.EscapedPath())
		w.Header().Set(traceHeader, s.newTrace())
		WriteGatewayError(w, http.StatusNotFound, "Request failed to match any route")
	}))
}

// handlerOf is the handler of an operation, or of all operations that share its
// route.
func (s *Server) handlerOf(o *Operation) http.HandlerFunc {
	if o.FieldOf != nil {
		return func(w http.ResponseWriter, r *http.Request) { s.serve(s.chooseByField(o, r), w, r) }
	}

	return func(w http.ResponseWriter, r *http.Request) { s.serve(o, w, r) }
}

// serve serves one operation.
func (s *Server) serve(operation *Operation, w http.ResponseWriter, r *http.Request) {
	s.count(operation.name())
	nameOf(w, operation.name())

	c := &Call{server: s, operation: operation, Request: r, trace: s.newTrace(), now: s.now(), header: http.Header{}}
	w.Header().Set(traceHeader, c.trace)

	fault := s.takeFault(operation.name())

	if !pause(r.Context(), s.latency+fault.Delay) || fault.Drop {
		// Closes the connection without an answer.
		panic(http.ErrAbortHandler)
	}

	if fault.Status != 0 {
		c.write(w, c.faultAnswer(fault))

		return
	}

	if fault.HTML {
		signIn(w)

		return
	}

	if c.answerWithdrawn(w) {
		return
	}

	given := fault.shorten(c.answer(), cmp.Or(operation.ListMember, "data"))

	if fault.LoseAnswer {
		panic(http.ErrAbortHandler)
	}

	if fault.GraphQLErrors != "" {
		operation.AddError(given, fault.GraphQLErrors)
	}

	c.write(w, given)
}
