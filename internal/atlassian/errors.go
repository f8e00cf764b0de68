// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Error is a refusal by Atlassian. It has the same type for all forms of an error body.
type Error struct {
	// Operation is the refused operation.
	Operation Operation
	// Status is the HTTP status.
	Status int
	// Code is Atlassian's own code, such as ADMIN-404-10. It may be empty.
	Code string
	// Title and Detail are Atlassian's words. If the answer has no body, they are the documented meaning of the status.
	Title, Detail string
	// RequestID identifies the request in Atlassian's logs. It may be empty.
	RequestID string
	// RequiredScopes are the scopes that a 403 names, or that the operation documents.
	RequiredScopes []string
	// Context is what the User management API adds to its key, which is the Code. It is empty for all other APIs.
	Context KeyContext
	// RetryAfter is the pause that a 429 asks for.
	RetryAfter time.Duration
	// InAnswer says that the refusal came in an answer of success, as refusals of the GraphQL gateway do.
	InAnswer bool
	// NoRoute says that no operation exists at the URL: the base URL is wrong, or Atlassian has withdrawn the operation.
	NoRoute bool
}

// Error returns one line: the operation, the status, and what Atlassian said.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Atlassian refused %s (%s %s) with status %d", e.Operation.ID, e.Operation.Method, e.Operation.Path, e.Status)
	if e.Code != "" {
		b.WriteString(" " + e.Code)
	}
	said := e.Code
	for _, text := range []string{e.Title, e.Detail} {
		if text = oneLine(text); text != "" && text != said {
			b.WriteString(": " + strings.TrimSuffix(text, "."))
			said = text
		}
	}
	if e.RequestID != "" {
		b.WriteString(inBrackets(e.RequestID))
	}
	return b.String()
}

func inBrackets(requestID string) string {
	if requestID == "" {
		return ""
	}
	return " (request " + requestID + ")"
}

// IsNotFound reports whether an error is a 404 of a thing. A URL without an operation does not say that a thing is gone.
func IsNotFound(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Status == http.StatusNotFound && !e.NoRoute
}

// IsBadRequest reports whether an error is a 400, or the 413 of a request that is too large.
func IsBadRequest(err error) bool {
	return hasStatus(err, http.StatusBadRequest) || hasStatus(err, http.StatusRequestEntityTooLarge)
}

// IsConflict reports whether an error is a 409 of Atlassian.
func IsConflict(err error) bool { return hasStatus(err, http.StatusConflict) && !isPageError(err) }

// IsForbidden reports whether an error is a 403 of Atlassian.
func IsForbidden(err error) bool { return hasStatus(err, http.StatusForbidden) && !isPageError(err) }

// IsInternal reports whether an error is a 500 of Atlassian. Where a write is about several things, some of them may have been done.
func IsInternal(err error) bool { return hasStatus(err, http.StatusInternalServerError) }

// IsUnauthorized reports whether an error is a 401 of Atlassian.
func IsUnauthorized(err error) bool {
	return hasStatus(err, http.StatusUnauthorized) && !isPageError(err)
}

// IsRateLimited reports whether an error is a 429.
func IsRateLimited(err error) bool { return hasStatus(err, http.StatusTooManyRequests) }

// IsPutOff reports whether an error is a 408 or a 429: Atlassian did not process the request, and the caller may send it again.
func IsPutOff(err error) bool { return IsRateLimited(err) || hasStatus(err, http.StatusRequestTimeout) }

// IsUnsupported reports whether Atlassian does not serve an operation in the form in which it was sent: the URL does not exist, or
// does not allow the method.
func IsUnsupported(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && (e.NoRoute || e.Status == http.StatusMethodNotAllowed || e.Status == http.StatusNotImplemented)
}

func hasStatus(err error, status int) bool {
	var e *Error
	return errors.As(err, &e) && e.Status == status
}

// isPageError recognizes a page. Its status does not come from Atlassian.
func isPageError(err error) bool {
	var page *PageError
	return errors.As(err, &page)
}

// OutcomeUnknownError is a write that may or may not have taken effect: its answer was lost, or is not documented for the
// operation.
type OutcomeUnknownError struct {
	// Operation is the write.
	Operation Operation
	// Err says how the answer was lost.
	Err error
}

// Error says that the outcome is unknown.
func (e *OutcomeUnknownError) Error() string {
	return fmt.Sprintf("it is not known whether %s took effect: %v", e.Operation.ID, e.Err)
}

// Unwrap returns the reason for which the answer was lost.
func (e *OutcomeUnknownError) Unwrap() error { return e.Err }

// IsOutcomeUnknown reports whether an error is an [OutcomeUnknownError].
func IsOutcomeUnknown(err error) bool {
	var e *OutcomeUnknownError
	return errors.As(err, &e)
}
