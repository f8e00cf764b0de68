// SPDX-License-Identifier: MPL-2.0

package wire

import (
	"net/http"
	"strings"
)

// Operation is one documented operation, with everything that tells it from the
// others as data.
type Operation struct {
	Method string
	Path   string
	// Field tells apart the operations that share a route, and fieldOf reads it
	// from the body of a request.
	Field   string
	FieldOf func(body []byte) string
	// Off marks an operation that is known, but not switched on: no route leads to it.
	Off bool
	// Example marks the operation that messages name as an example of its kind.
	Example bool

	Access access
	// Scope that a key with scopes needs; empty where none is documented.
	Scope string
	// Unscoped marks an operation that no scope opens: every key with scopes is refused.
	Unscoped bool
	// Change marks the writes. The searches by POST are reads.
	Change bool
	// PerMinute is how many requests a minute the operation takes, beside the limit
	// of the whole API; 0 is no such limit.
	PerMinute int

	Query []Parameter
	Body  []Parameter
	Serve func(*Call) Answer

	Family family
	// Codes are the error codes that the operation documents, by status, where they
	// are not those of most operations.
	Codes map[int]string
	// CursorCode is the code of an invalid cursor, where it is not codeInvalidCursor.
	CursorCode string

	// Lists marks an operation whose answer is a list, alone or in a page.
	Lists bool
	// Live gives an answer, decoded from JSON, the form that live answers have.
	Live func(whole any)
	// AddError puts an error beside the data of an answer, where the operation can
	// answer with both.
	AddError func(given Answer, message string)
}

func (o *Operation) name() string { return strings.TrimSpace(o.Method + " " + o.Path + " " + o.Field) }

// codeOf is the code that the operation documents for a status.
func (o *Operation) codeOf(status int) string {
	if code, ok := o.Codes[status]; ok {
		return code
	}

	switch status {
	case http.StatusBadRequest:
		if o.Body == nil {
			return CodeInvalidSyntax
		}

		return CodeInvalidBody
	case http.StatusUnauthorized:
		return codeUnauthorized
	case http.StatusForbidden:
		return CodeForbidden
	case http.StatusNotFound:
		return CodeUnknownResource
	case http.StatusConflict:
		return CodeConflict
	case http.StatusTooManyRequests:
		return codeRateLimited
	default:
		return codeInternal
	}
}

// access is who may call an operation.
type access int

const (
	// accessKey is for clients with the organization's API key.
	accessKey access = iota
	// AccessPerson is for the person with the API token: the GraphQL gateway.
	AccessPerson
	// AccessPublic is for everybody: the Marketplace.
	AccessPublic
)

// Key is the API key that requests must carry.
type Key struct {
	Value string
	// Scopes of the key. A key without scopes may do everything.
	Scopes []string
	// RefuseUnscopedWrites refuses a key with scopes where a write documents none.
	RefuseUnscopedWrites bool
}

// Person is what a person signs in with.
type Person struct{ Email, Token string }
