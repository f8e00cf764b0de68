// SPDX-License-Identifier: MPL-2.0

package wire

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// Fault is something that goes wrong with future requests. The zero value does
// nothing to the next request.
//
// A fault that closes the connection on a GET may happen twice to one call.
// Go's own transport, like many others, repeats a GET if its reused connection
// breaks before the first byte of the answer.
type Fault struct {
	// Operation that it happens to, as [Server.Requests] names it. Empty means
	// any.
	Operation string
	// Status is the status of the answer. The operation does not happen.
	Status int
	// Reset is the form of the X-RateLimit-Reset header of a 429: ResetMinute
	// (the default), ResetSecond or ResetNone.
	Reset ResetPrecision
	// ResetIn is how far ahead of now X-RateLimit-Reset lies. The header is
	// truncated, not rounded: with minute precision, a short time lies in the
	// past.
	ResetIn time.Duration
	// RetryAfter is sent as Retry-After in whole seconds, rounded up. 0 sends
	// no header.
	RetryAfter time.Duration
	// Drop closes the connection. The operation does not happen.
	Drop bool
	// LoseAnswer closes the connection after the operation has happened.
	LoseAnswer bool
	// GraphQLErrors is the message of an error beside the data: the operation
	// has happened, but a part of its answer is missing. It needs an Operation
	// of the GraphQL gateway.
	GraphQLErrors string
	// HTML answers 200 with the sign-in page of a proxy. The operation does not
	// happen.
	HTML bool
	// Empty and Partial are lists that hide something. An empty list holds
	// nothing and has no next page. A partial one lacks the first item of its
	// page. They need an Operation that lists something.
	Empty, Partial bool
	// Delay makes the answer late.
	Delay time.Duration
	// Skip is how many requests it spares first.
	Skip int
	// Count is how many requests it happens to. 0 means one. A negative number
	// means all of them, until the faults are cleared.
	Count int
}

// Inject adds a fault. If several fit a request, the oldest happens. It panics
// for a fault that can never happen, because that is a mistake of the caller.
func (s *Server) Inject(fault Fault) {
	if err := s.AddFault(fault); err != nil {
		panic("simulator: " + err.Error())
	}
}

// AddFault adds a fault as [Server.Inject] does, and returns an error for a
// fault that can never happen.
func (s *Server) AddFault(fault Fault) error {
	if err := s.checkFault(fault); err != nil {
		return err
	}

	if fault.Count == 0 {
		fault.Count = 1
	}

	s.recordMu.Lock()
	defer s.recordMu.Unlock()

	s.faults = append(s.faults, fault)

	return nil
}

// checkFault says why a fault can never happen.
func (s *Server) checkFault(f Fault) error {
	at := slices.IndexFunc(s.operations, func(o *Operation) bool { return o.name() == f.Operation })
	if at < 0 && f.Operation != "" {
		return fmt.Errorf("operation %q is not served; it must read like %q", f.Operation, s.example(func(*Operation) bool { return true }))
	}

	if f.Status != 0 && (f.Status < 400 || f.Status > 599) {
		return fmt.Errorf("status %d is not a failure; give one from 400 to 599", f.Status)
	}

	partly := func(o *Operation) bool { return o.AddError != nil }
	if f.GraphQLErrors != "" && (at < 0 || !partly(s.operations[at])) {
		return fmt.Errorf("graphql_errors needs an operation of the GraphQL gateway, such as %q", s.example(partly))
	}

	lists := func(o *Operation) bool { return o.Lists }
	if (f.Empty || f.Partial) && (at < 0 || !lists(s.operations[at])) {
		return fmt.Errorf("empty and partial need an operation that lists something, such as %q", s.example(lists))
	}

	return f.check()
}

// example is the name of the operation of a kind that messages give as an
// example.
func (s *Server) example(kind func(*Operation) bool) string {
	for _, o := range s.operations {
		if o.Example && kind(o) {
			return o.name()
		}
	}

	return ""
}

// check says what is wrong with a fault apart from its operation.
func (f Fault) check() error {
	if f.Delay < 0 || f.RetryAfter < 0 || f.Skip < 0 {
		return errors.New("delay, retry_after and skip must not be negative")
	}

	outcomes := 0

	for _, asked := range []bool{f.Status != 0, f.Drop, f.LoseAnswer, f.GraphQLErrors != "", f.HTML, f.Empty, f.Partial} {
		if asked {
			outcomes++
		}
	}

	if outcomes > 1 {
		return errors.New("status, drop, lose_answer, graphql_errors, html, empty and partial exclude each other")
	}

	return f.Reset.Check()
}

// ClearFaults removes the faults that have not happened yet.
func (s *Server) ClearFaults() {
	s.recordMu.Lock()
	defer s.recordMu.Unlock()

	s.faults = nil
}

// Faults lists the faults that are still to happen.
func (s *Server) Faults() []Fault {
	s.recordMu.Lock()
	defer s.recordMu.Unlock()

	return slices.Clone(s.faults)
}

// takeFault returns the fault that happens to a request, or the zero value.
func (s *Server) takeFault(operation string) Fault {
	s.recordMu.Lock()
	defer s.recordMu.Unlock()

	for i := range s.faults {
		fault := &s.faults[i]
		if fault.Operation != "" && fault.Operation != operation {
			continue
		}

		if fault.Skip > 0 {
			fault.Skip--

			continue
		}

		taken := *fault

		switch {
		case fault.Count > 1:
			fault.Count--
		case fault.Count == 1:
			s.faults = slices.Delete(s.faults, i, i+1)
		}

		return taken
	}

	return Fault{}
}

// faultAnswer is an error with the status of a fault.
func (c *Call) faultAnswer(fault Fault) Answer {
	title := http.StatusText(fault.Status)
	given := Fail(fault.Status, c.operation.codeOf(fault.Status), title, "Injected by the simulator: "+title)

	if fault.Status == http.StatusTooManyRequests {
		c.header = rateLimitHeader(cmp.Or(c.server.limiter.limit, 100), 0, fault.Reset.format(c.server.now().Add(fault.ResetIn)))
	}

	if fault.RetryAfter > 0 {
		c.header.Set("Retry-After", strconv.Itoa(int(math.Ceil(fault.RetryAfter.Seconds()))))
	}

	return given
}
