// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"bytes"
	"fmt"
	"html"
	"net/http"
	"strings"
)

// PageError is an answer that is an HTML page for people. No operation answers with one: a proxy, a firewall or a sign-in page
// may be between the client and Atlassian, or the base URL may be wrong.
type PageError struct {
	// Operation is the operation that was called.
	Operation Operation
	// Status is the HTTP status of the page.
	Status int
	// Place is the scheme and host that the client called.
	Place string
	// Says is the title of the page, or its beginning if it has none.
	Says string
	// RequestID may be empty. It is empty if Atlassian never saw the request.
	RequestID string
	// Refusal is the page as a refusal. It is nil if the status is one of success.
	Refusal *Error
}

// Error quotes the page.
func (e *PageError) Error() string {
	return fmt.Sprintf("%s: %s answered with status %d%s and an HTML page (%q), which is not what is documented for Atlassian's API",
		e.Operation.ID, e.Place, e.Status, inBrackets(e.RequestID), e.Says)
}

// Unwrap returns the refusal.
func (e *PageError) Unwrap() error {
	if e.Refusal == nil {
		return nil
	}
	return e.Refusal
}

func (c *Client) pageError(operation Operation, resp *http.Response, body []byte, refusal *Error) *PageError {
	return &PageError{
		Operation: operation, Status: resp.StatusCode, Place: c.place(operation), Refusal: refusal,
		Says: c.secrets.excerpt(pageTitle(body)), RequestID: c.secrets.excerpt(requestID(resp.Header)),
	}
}

// isPage recognizes a page for people by its type or by its beginning.
func isPage(header http.Header, body []byte) bool {
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\ufeff")))
	return len(body) > 0 && (body[0] == '<' || isHTML(header))
}

// isHTML reports whether the type of an answer is HTML.
func isHTML(header http.Header) bool {
	kind := strings.ToLower(strings.TrimSpace(header.Get("Content-Type")))
	return strings.HasPrefix(kind, "text/html") || strings.HasPrefix(kind, "application/xhtml")
}

// pageTitle is the title of a page, or its beginning if it has none.
func pageTitle(body []byte) string {
	text := string(body)
	lower := strings.ToLower(text)
	if len(lower) != len(text) {
		return text // some letters have another length in lower case, so the positions differ
	}
	if start := strings.Index(lower, "<title"); start >= 0 {
		if open := strings.IndexByte(lower[start:], '>'); open >= 0 {
			start += open + 1
			if end := strings.Index(lower[start:], "</title"); end >= 0 {
				if title := html.UnescapeString(text[start : start+end]); oneLine(title) != "" {
					return title
				}
			}
		}
	}
	return text
}
