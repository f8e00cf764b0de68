// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
)

// anyError has the fields of all documented forms of an error body. No form is told apart by where it comes from: what
// is filled in counts.
type anyError struct {
	// Organizations and Control: a list, or a single one with the same fields.
	Errors []anyError `json:"errors"`
	ID     looseText  `json:"id"`
	Code   looseText  `json:"code"`
	Title  looseText  `json:"title"`
	Detail looseText  `json:"detail"`
	// Proxies in front of them, domains, and SCIM.
	Message   looseText `json:"message"`
	Name      looseText `json:"error"`
	RequestID looseText `json:"requestId"`
	TraceID   looseText `json:"traceId"`
	// User management.
	Key     looseText    `json:"key"`
	Context errorContext `json:"context"`
	// Where the scopes stand outside the context is unverified.
	AcceptableScopes looseTexts `json:"acceptableScopes"`
}

// decodeError turns a refusal into an [Error], and never fails: a body that is not JSON is quoted, an absent one is
// replaced by the documented meaning of the status.
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
		e.Code = "" // only the status again
	}
	e.Title = firstText(first.Title, first.Name, first.Key)
	e.Detail = firstText(first.Detail, first.Message, first.Context.Message)
	var more []string
	for _, other := range a.Errors[min(1, len(a.Errors)):] {
		more = append(more, firstText(other.Detail, other.Title, other.Message, other.Code))
	}
	if len(more) > 0 {
		e.Detail = strings.Join(append([]string{e.Detail}, more...), "; ")
	}
	e.RequestID = firstText(first.ID, first.RequestID, first.TraceID, looseText(e.RequestID))
	for _, scopes := range []looseTexts{first.AcceptableScopes, first.Context.AcceptableScopes, a.AcceptableScopes} {
		if len(e.RequiredScopes) == 0 {
			e.RequiredScopes = scopes
		}
	}
}

func firstText(texts ...looseText) string {
	for _, text := range texts {
		if text != "" {
			return string(text)
		}
	}
	return ""
}

// isNoRoute tells the gateway's own 404 from that of an operation: it says so, or is a page for people, as no operation
// answers with. Taken wrongly for one, a missing thing is an error; taken wrongly for a missing thing, a mistyped URL
// would make everything pass for deleted.
func isNoRoute(resp *http.Response, body []byte) bool {
	if resp.StatusCode != http.StatusNotFound {
		return false
	}
	return bytes.Contains(bytes.ToLower(body), []byte("failed to match any route")) || isHTML(resp.Header) || isPage(resp.Header, body)
}

// requestID finds the ID by which Atlassian logs a request. Which header it stands in is unverified.
func requestID(header http.Header) string {
	for _, name := range []string{"Atl-Traceid", "X-Request-Id", "X-Trace-Id", "X-B3-Traceid"} {
		if id := header.Get(name); id != "" {
			return id
		}
	}
	return ""
}

// errorContext is what User management says besides its key.
type errorContext struct {
	Message          looseText
	AcceptableScopes looseTexts
}

// UnmarshalJSON never fails.
func (c *errorContext) UnmarshalJSON(data []byte) error {
	var said struct {
		Message          looseText  `json:"message"`
		AcceptableScopes looseTexts `json:"acceptableScopes"`
	}
	if json.Unmarshal(data, &said) == nil {
		*c = errorContext(said)
	}
	return nil
}

// looseText accepts whatever JSON stands where a text should; numbers become text, and everything else is empty.
type looseText string

// UnmarshalJSON never fails.
func (t *looseText) UnmarshalJSON(data []byte) error {
	var text string
	if json.Unmarshal(data, &text) == nil {
		*t = looseText(text)
		return nil
	}
	var number json.Number
	if json.Unmarshal(data, &number) == nil {
		*t = looseText(number)
	}
	return nil
}

// looseTexts accepts a list of texts, or one of them alone.
type looseTexts []string

// UnmarshalJSON never fails.
func (t *looseTexts) UnmarshalJSON(data []byte) error {
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
