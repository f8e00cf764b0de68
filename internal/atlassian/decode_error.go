// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"bytes"
	"cmp"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
)

// anyError has the fields of all documented forms of an error body. The form does not depend on the operation: every field that
// is filled in counts.
type anyError struct {
	// Organizations and Control send a list, or a single error with the same fields.
	Errors []anyError  `json:"errors"`
	ID     looseString `json:"id"`
	Code   looseString `json:"code"`
	Title  looseString `json:"title"`
	Detail looseString `json:"detail"`
	// For proxies in front of them, for domains, and for SCIM.
	Message   looseString `json:"message"`
	Name      looseString `json:"error"`
	RequestID looseString `json:"requestId"`
	TraceID   looseString `json:"traceId"`
	// For user management.
	Key     looseString  `json:"key"`
	Context errorContext `json:"context"`
	// Unverified: where the scopes are, outside of the context.
	AcceptableScopes looseStrings `json:"acceptableScopes"`
}

// decodeError turns a refusal into an [Error], and never fails. It quotes a body that is not JSON. If there is no body, it uses
// the documented meaning of the status.
func (c *Client) decodeError(operation Operation, resp *http.Response, body []byte) *Error {
	e := &Error{Operation: operation, Status: resp.StatusCode, RequestID: requestID(resp.Header), NoRoute: isNoRoute(resp, body)}
	var decoded anyError
	if json.Unmarshal(body, &decoded) == nil {
		decoded.fill(e)
	} else if text := strings.TrimSpace(string(body)); text != "" {
		e.Detail = text
	}
	c.secrets.tidy(e)
	if where := resp.Header.Get("Location"); where != "" && e.Status < http.StatusBadRequest {
		e.Detail = "it leads to " + c.secrets.excerpt(where) + ", and is not followed, so that the API key goes nowhere else"
	}
	if e.Title == "" {
		e.Title = http.StatusText(e.Status)
	}
	if e.Detail == "" {
		e.Detail = operation.meaning(e.Status)
	}
	if e.Status == http.StatusForbidden && len(e.RequiredScopes) == 0 && operation.Scope != "" {
		e.RequiredScopes = []string{operation.Scope}
	}
	return e
}

func (a anyError) fill(e *Error) {
	first := a
	if len(a.Errors) > 0 {
		first = a.Errors[0]
	}
	e.Code = firstText(first.Code, first.Key)
	if _, err := strconv.Atoi(e.Code); err == nil {
		e.Code = "" // the status, once more
	}
	e.Title = firstText(first.Title, first.Name, first.Key)
	e.Context = first.Context.Key
	e.Detail = firstText(first.Detail, first.Message, first.Context.Message)
	if said := e.Context.String(); said != "" {
		e.Detail = strings.TrimPrefix(strings.TrimSuffix(e.Detail, ".")+": "+said, ": ")
	}
	var more []string
	for _, other := range a.Errors[min(1, len(a.Errors)):] {
		more = append(more, firstText(other.Detail, other.Title, other.Message, other.Code))
	}
	if len(more) > 0 {
		e.Detail = strings.Join(append([]string{e.Detail}, more...), "; ")
	}
	e.RequestID = firstText(first.ID, first.RequestID, first.TraceID, looseString(e.RequestID))
	for _, scopes := range []looseStrings{first.AcceptableScopes, first.Context.AcceptableScopes, a.AcceptableScopes} {
		if len(e.RequiredScopes) == 0 {
			e.RequiredScopes = scopes
		}
	}
}

func firstText(texts ...looseString) string {
	return string(cmp.Or(texts...))
}

// isNoRoute recognizes the gateway's own 404: it says so, or it is a page for people, which no operation answers with. A missing
// thing that is taken for a missing route is an error. A missing route that is taken for a missing thing is worse: a mistyped URL
// would make everything look deleted.
func isNoRoute(resp *http.Response, body []byte) bool {
	if resp.StatusCode != http.StatusNotFound {
		return false
	}
	return bytes.Contains(bytes.ToLower(body), []byte("failed to match any route")) || isHTML(resp.Header) || isPage(resp.Header, body)
}

// requestID finds the ID with which Atlassian logs a request. Unverified: which header has it.
func requestID(header http.Header) string {
	for _, name := range []string{"Atl-Traceid", "X-Request-Id", "X-Trace-Id", "X-B3-Traceid"} {
		if id := header.Get(name); id != "" {
			return id
		}
	}
	return ""
}

// errorContext is what user management says in addition to its key.
type errorContext struct {
	Message          looseString
	AcceptableScopes looseStrings
	Key              KeyContext
}

// UnmarshalJSON never fails.
func (c *errorContext) UnmarshalJSON(data []byte) error {
	var said struct {
		Message          looseString  `json:"message"`
		AcceptableScopes looseStrings `json:"acceptableScopes"`
	}
	_ = json.Unmarshal(data, &said) // what cannot be read stays empty
	*c = errorContext{Message: said.Message, AcceptableScopes: said.AcceptableScopes, Key: newKeyContext(data)}
	return nil
}

// looseString accepts any JSON in place of a text. Numbers become text, and everything else is empty.
type looseString string

// UnmarshalJSON never fails.
func (t *looseString) UnmarshalJSON(data []byte) error {
	var text string
	if json.Unmarshal(data, &text) == nil {
		*t = looseString(text)
		return nil
	}
	var number json.Number
	if json.Unmarshal(data, &number) == nil {
		*t = looseString(number)
	}
	return nil
}

// looseStrings accepts a list of texts, or a single text.
type looseStrings []string

// UnmarshalJSON never fails.
func (t *looseStrings) UnmarshalJSON(data []byte) error {
	var texts []string
	if json.Unmarshal(data, &texts) == nil {
		*t = texts
		return nil
	}
	var text string
	if json.Unmarshal(data, &text) == nil && text != "" {
		*t = strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })
	}
	return nil
}
