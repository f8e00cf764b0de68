// SPDX-License-Identifier: MPL-2.0

package wire

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// Request is one request to the APIs, and how it was answered.
type Request struct {
	// Number of the request, from 1 on.
	Number int
	At     time.Time
	Method string
	// Path with the query. Like the method, it is cut if it is very long.
	Path string
	// Operation as [Server.Requests] names it. It is empty if there is no route.
	Operation string
	// Status of the answer. 0 means that the connection was closed without one.
	Status int
}

// Bounds of what is kept of the last requests.
const (
	maxLastRequests = 200
	maxLoggedText   = 300
)

// LastRequests lists the last 200 requests, the newest first.
func (s *Server) LastRequests() []Request {
	s.recordMu.Lock()
	defer s.recordMu.Unlock()

	newest := slices.Clone(s.last)
	slices.Reverse(newest)

	return newest
}

// logRequests keeps what is asked and how it is answered.
func (s *Server) logRequests(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked := &answered{ResponseWriter: w, request: Request{At: s.now(), Method: cut(r.Method, maxLoggedText), Path: cut(r.URL.RequestURI(), maxLoggedText)}}
		// Deferred, because a fault that closes the connection panics.
		defer func() { s.keep(asked.request) }()

		next.ServeHTTP(asked, r)
	})
}

// cut is the beginning of a text that is very long.
func cut(text string, limit int) string {
	if len(text) <= limit {
		return text
	}

	return strings.ToValidUTF8(text[:limit], "") + "…"
}

func (s *Server) keep(asked Request) {
	s.recordMu.Lock()
	defer s.recordMu.Unlock()

	s.asks++
	asked.Number = s.asks

	if len(s.last) == maxLastRequests {
		s.last = slices.Delete(s.last, 0, 1)
	}

	s.last = append(s.last, asked)
}

// answered notes the status of an answer.
type answered struct {
	http.ResponseWriter

	request Request
}

// WriteHeader notes the status.
func (a *answered) WriteHeader(status int) {
	a.request.Status = status
	a.ResponseWriter.WriteHeader(status)
}

// Write notes the status of an answer that names none.
func (a *answered) Write(content []byte) (int, error) {
	if a.request.Status == 0 {
		a.request.Status = http.StatusOK
	}

	return a.ResponseWriter.Write(content)
}

// nameOf notes the operation of a request.
func nameOf(w http.ResponseWriter, operation string) {
	if a, logged := w.(*answered); logged {
		a.request.Operation = operation
	}
}
