// SPDX-License-Identifier: MPL-2.0

package wire

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
)

// Violations lists what broke the rules of the API, in order of appearance.
func (s *Server) Violations() []string {
	s.recordMu.Lock()
	defer s.recordMu.Unlock()

	return slices.Clone(s.violations)
}

// ResetViolations forgets the violations so far.
func (s *Server) ResetViolations() {
	s.recordMu.Lock()
	defer s.recordMu.Unlock()

	s.violations = []string{}
}

// Requests counts the requests by operation, including those that failed. The
// name of an operation is its method and its path as documented, such as "GET
// /admin/v1/orgs/{orgId}/domains". A request that matches no operation is a
// violation and is not counted.
func (s *Server) Requests() map[string]int {
	s.recordMu.Lock()
	defer s.recordMu.Unlock()

	return maps.Clone(s.requests)
}

// Operations names the operations that are served, in the order of their APIs.
func (s *Server) Operations() []string {
	var names []string

	for _, o := range s.operations {
		if !o.Off {
			names = append(names, o.name())
		}
	}

	return names
}

// ResetRequests starts counting from zero, and forgets the last requests.
func (s *Server) ResetRequests() {
	s.recordMu.Lock()
	defer s.recordMu.Unlock()

	clear(s.requests)
	s.last = nil
}

// Bounds of what a client in a loop can make the server keep.
const (
	maxViolations = 1000
	maxViolation  = 1000 // bytes
)

func (s *Server) violate(format string, args ...any) {
	s.recordMu.Lock()
	defer s.recordMu.Unlock()

	if len(s.violations) < maxViolations {
		s.violations = append(s.violations, cut(fmt.Sprintf(format, args...), maxViolation))
	}
}

func (s *Server) count(operation string) {
	s.recordMu.Lock()
	defer s.recordMu.Unlock()

	s.requests[operation]++
	s.asked[operation] = true
}

// traceHeader has the ID of the request. Unverified: answers of Atlassian's
// gateway have it, but it is not documented.
const traceHeader = "Atl-Traceid"

// newTrace is the ID of the next request. The IDs are the same in every run.
func (s *Server) newTrace() string {
	s.recordMu.Lock()
	defer s.recordMu.Unlock()

	s.traces++

	id := uuid.NewSHA1(uuid.NameSpaceURL, []byte("simulator:trace\x00"+strconv.Itoa(s.traces)))

	return strings.ReplaceAll(id.String(), "-", "")
}
