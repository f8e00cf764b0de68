// SPDX-License-Identifier: MPL-2.0

package wire

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// Withdrawal is how a withdrawn operation answers. Unverified: Atlassian has
// flagged operations as deprecated, says that it will "temporarily disable" them,
// and documents no answer for that. Therefore there are several.
type Withdrawal string

const (
	// WithdrawnRoute is the 404 of the gateway, as for a path that never was one.
	WithdrawnRoute Withdrawal = "route"
	// WithdrawnGone is a 410.
	WithdrawnGone Withdrawal = "gone"
	// WithdrawnMethod is a 405: the path is there, and the method is not.
	WithdrawnMethod Withdrawal = "method"
	// WithdrawnForbidden is a 403 whose text says that the operation is disabled.
	WithdrawnForbidden Withdrawal = "forbidden"
	// WithdrawnPage is a 404 of the gateway with an HTML page.
	WithdrawnPage Withdrawal = "page"
	// WithdrawnMissing is a 404 in the form of the operation, which looks as if
	// the thing were missing. It is the worst: nothing tells it apart.
	WithdrawnMissing Withdrawal = "missing"
)

// Withdrawals are all ways in which a withdrawn operation answers.
func Withdrawals() []Withdrawal {
	return []Withdrawal{WithdrawnRoute, WithdrawnGone, WithdrawnMethod, WithdrawnForbidden, WithdrawnPage, WithdrawnMissing}
}

// Withdraw withdraws an operation, as [Server.Requests] names it, until
// [Server.Reinstate]. Without a way, it answers as [WithdrawnRoute].
func (s *Server) Withdraw(operation string, as Withdrawal) error {
	if as == "" {
		as = WithdrawnRoute
	}

	if !slices.Contains(Withdrawals(), as) {
		return fmt.Errorf("as %q is no way to withdraw an operation; there are %v", as, Withdrawals())
	}

	if !slices.ContainsFunc(s.operations, func(o *Operation) bool { return o.name() == operation }) {
		return fmt.Errorf("operation %q is not served; it must read like %q", operation, s.example(func(*Operation) bool { return true }))
	}

	s.recordMu.Lock()
	defer s.recordMu.Unlock()

	s.withdrawn[operation] = as

	return nil
}

// Reinstate serves an operation again, or all operations if none is named.
func (s *Server) Reinstate(operation string) {
	s.recordMu.Lock()
	defer s.recordMu.Unlock()

	if operation == "" {
		clear(s.withdrawn)
	}

	delete(s.withdrawn, operation)
}

// Withdrawn lists the withdrawn operations, and how they answer.
func (s *Server) Withdrawn() map[string]Withdrawal {
	s.recordMu.Lock()
	defer s.recordMu.Unlock()

	return maps.Clone(s.withdrawn)
}

// withdrawnPage is how a gateway tells people that a page is gone.
const withdrawnPage = `<!DOCTYPE html>
<html>
<head><title>Page not found</title></head>
<body><h1>Oops, you've found a dead link.</h1></body>
</html>
`

// answerWithdrawn answers for a withdrawn operation. It reports whether the
// operation is one.
func (c *Call) answerWithdrawn(w http.ResponseWriter) bool {
	const disabled = "This API is deprecated and has been disabled."

	switch as := c.server.Withdrawn()[c.operation.name()]; as {
	case WithdrawnRoute:
		WriteGatewayError(w, http.StatusNotFound, "Request failed to match any route")
	case WithdrawnGone:
		c.write(w, Fail(http.StatusGone, "", "Gone", disabled))
	case WithdrawnMethod:
		w.Header().Set("Allow", "OPTIONS")
		w.WriteHeader(http.StatusMethodNotAllowed)
	case WithdrawnForbidden:
		c.write(w, Fail(http.StatusForbidden, CodeForbidden, "Forbidden", disabled))
	case WithdrawnPage:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(http.StatusNotFound)
		// The client may be gone. Then nobody reads the error.
		_, _ = io.WriteString(w, withdrawnPage)
	case WithdrawnMissing:
		c.write(w, Fail(http.StatusNotFound, CodeUnknownPolicy, "Not found", "Not found"))
	default:
		return false
	}

	return true
}

// Asked lists the operations that were ever asked for, sorted. Unlike
// [Server.Requests], nothing makes it forget them.
func (s *Server) Asked() []string {
	s.recordMu.Lock()
	defer s.recordMu.Unlock()

	return slices.SortedFunc(maps.Keys(s.asked), strings.Compare)
}
