// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"net/http"
	"strings"
)

// operation is one documented operation, with everything that tells it from the
// others as data.
type operation struct {
	method string
	path   string
	// field tells apart the operations that share a route, and fieldOf reads it
	// from the body of a request.
	field   string
	fieldOf func(body []byte) string
	// off marks an operation that is known, but not switched on: no route leads to it.
	off bool
	// example marks the operation that messages name as an example of its kind.
	example bool

	access access
	// scope that a key with scopes needs; empty where none is documented.
	scope string
	// unscoped marks an operation that no scope opens: every key with scopes is refused.
	unscoped bool
	// change marks the writes. The searches by POST are reads.
	change bool
	// perMinute is how many requests a minute the operation takes, beside the limit
	// of the whole API; 0 is no such limit.
	perMinute int

	query []parameter
	body  []parameter
	serve func(*wireCall) answer

	family family
	// codes are the error codes that the operation documents, by status, where they
	// are not those of most operations.
	codes map[int]string
	// cursorCode is the code of an invalid cursor, where it is not codeInvalidCursor.
	cursorCode string

	// lists marks an operation whose answer is a list, alone or in a page.
	lists bool
	// live gives an answer, decoded from JSON, the form that live answers have.
	live func(whole any)
	// addError puts an error beside the data of an answer, where the operation can
	// answer with both.
	addError func(given answer, message string)
}

func (o *operation) name() string { return strings.TrimSpace(o.method + " " + o.path + " " + o.field) }

// codeOf is the code that the operation documents for a status.
func (o *operation) codeOf(status int) string {
	if code, ok := o.codes[status]; ok {
		return code
	}

	switch status {
	case http.StatusBadRequest:
		if o.body == nil {
			return codeInvalidSyntax
		}

		return codeInvalidBody
	case http.StatusUnauthorized:
		return codeUnauthorized
	case http.StatusForbidden:
		return codeForbidden
	case http.StatusNotFound:
		return codeUnknownResource
	case http.StatusConflict:
		return codeConflict
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
	// accessPerson is for the person with the API token: the GraphQL gateway.
	accessPerson
	// accessPublic is for everybody: the Marketplace.
	accessPublic
)

// keyCredential is the API key that requests must carry.
type keyCredential struct {
	value string
	// scopes of the key. A key without scopes may do everything.
	scopes []string
	// refuseUnscopedWrites refuses a key with scopes where a write documents none.
	refuseUnscopedWrites bool
}

// personCredential is what a person signs in with.
type personCredential struct{ email, token string }
