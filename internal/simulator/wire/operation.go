// SPDX-License-Identifier: MPL-2.0

package wire

import (
	"net/http"
	"strings"
)

// Operation is one documented operation. Everything in which it differs from
// others is data.
type Operation struct {
	Method string
	Path   string
	// Field distinguishes the operations that share a route. FieldOf reads it
	// from the body of a request.
	Field   string
	FieldOf func(body []byte) string
	// Off marks an operation that is known but not switched on: it has no
	// route.
	Off bool
	// Example marks the operation that messages give as an example of its kind.
	Example bool

	Access Access
	// Scope that a key with scopes needs. Empty if none is documented.
	Scope string
	// Unscoped marks an operation for keys without scopes only.
	Unscoped bool
	// Change marks the writes. The searches by POST are reads.
	Change bool
	// PerMinute is a rate limit of the operation in addition to that of the
	// whole API. 0 means none.
	PerMinute int

	Query []Parameter
	Body  []Parameter
	Serve func(*Call) Answer

	Family Family
	// Codes are the documented error codes by status, if they differ from those
	// of most operations.
	Codes map[int]string
	// CursorCode is the error code of an invalid cursor, if it is not
	// CodeInvalidCursor.
	CursorCode string

	// Lists marks an operation whose answer is a list, alone or in a page.
	Lists bool
	// ListMember is the member of the page that holds the list, if it is not
	// "data".
	ListMember string
	// Live gives an answer, decoded from JSON, its live form.
	Live func(whole any)
	// AddError adds an error beside the data of an answer, if the operation can
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

// Access is who may call an operation.
type Access int

const (
	// accessKey is for clients with the organization's API key.
	accessKey Access = iota
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
	// RefuseUnscopedWrites refuses writes without a documented scope to a key
	// with scopes.
	RefuseUnscopedWrites bool
	// Revoked reports whether somebody has revoked the key. Nil means no.
	Revoked func() bool
}

// Person is the address and the API token of a person.
type Person struct {
	Email, Token string
	// Revoked reports whether somebody has revoked the token. Nil means no.
	Revoked func() bool
}
