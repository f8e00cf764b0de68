// SPDX-License-Identifier: MPL-2.0

package wire

import (
	"net/http"
	"strconv"
	"time"
)

// Family is the form of the errors of an operation. Atlassian's APIs have
// several, and document one for each operation.
type Family int

const (
	// familyGateway is {"code":404,"message":"…"}: the answer if no route
	// matched.
	familyGateway Family = iota
	// FamilyV1 is {"errors":[…]}, but {"code","message"} for 401 and 429.
	FamilyV1
	// FamilyDomains is familyV1, with another body for 403.
	FamilyDomains
	// FamilyV2 is {"errors":[…]} throughout.
	FamilyV2
	// FamilyBare has no body at all: the writes of v2.
	FamilyBare
	// FamilyWorkspaces is one error object, but {"code","message"} for 401 and 429.
	FamilyWorkspaces
	// FamilyControl is {"errors":[…]}, but {"code","message"} for 403 and 404, and
	// no body at all for 401 and 429.
	FamilyControl
	// FamilyAccess is {"errors":[…]}, but no body at all for 401 and 429: the API
	// Access API. Unverified: Atlassian documents that 403 and 500 have a body, and
	// not its fields.
	FamilyAccess
	// FamilyManage is {"key":"…"}: the User management API.
	FamilyManage
	// FamilyMarketplace is {"errors":[{"message":"…"}]}: the public Marketplace. Unverified.
	FamilyMarketplace
)

type errorObject struct {
	ID     string `json:"id"`
	Status string `json:"status"`
	Code   string `json:"code"`
	Title  string `json:"title"`
	Detail string `json:"detail"`
}

type errorList struct {
	Errors []errorObject `json:"errors"`
}

type proxyError struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
}

type noPermissions struct {
	Timestamp string `json:"timestamp"`
	Status    int    `json:"status"`
	Error     string `json:"error"`
	Message   string `json:"message"`
	Path      string `json:"path"`
	RequestID string `json:"requestId"`
}

// errorBody is the body of a failure in the form of a family. It is nil if the
// family has no body.
func errorBody(form Family, f failure, trace, path string, now time.Time) any {
	proxied := f.status == http.StatusUnauthorized || f.status == http.StatusTooManyRequests
	object := errorObject{ID: trace, Status: strconv.Itoa(f.status), Code: f.code, Title: f.title, Detail: f.detail}

	switch form {
	case FamilyBare:
		return nil
	case FamilyV2:
		return errorList{[]errorObject{object}}
	case FamilyDomains:
		if f.status == http.StatusForbidden {
			return noPermissions{
				Timestamp: now.UTC().Format("2006-01-02T15:04:05.000Z"), Status: f.status, Error: http.StatusText(f.status),
				Message: f.detail, Path: path, RequestID: trace,
			}
		}

		if !proxied {
			return errorList{[]errorObject{object}}
		}
	case FamilyV1:
		if !proxied {
			return errorList{[]errorObject{object}}
		}
	case FamilyWorkspaces:
		if !proxied {
			return object
		}
	case FamilyControl:
		if proxied {
			return nil
		}

		if f.status != http.StatusForbidden && f.status != http.StatusNotFound {
			return errorList{[]errorObject{object}}
		}
	case FamilyAccess:
		if proxied {
			return nil
		}

		return errorList{[]errorObject{object}}
	case FamilyManage:
		return newKeyError(f)
	case FamilyMarketplace:
		return marketplaceErrors{[]marketplaceError{{f.detail}}}
	case familyGateway:
	}

	return proxyError{Code: f.status, Message: f.detail}
}

type marketplaceErrors struct {
	Errors []marketplaceError `json:"errors"`
}

type marketplaceError struct {
	Message string `json:"message"`
}

// Keys of the errors of the User management API that a status decides.
// Unverified: badRequest, tooManyRequests and internalServerError, which are not
// documented.
const (
	KeyBadRequest        = "badRequest"
	keyUnauthorized      = "unauthorized"
	keyForbidden         = "forbidden"
	keyInsufficientScope = "forbidden.insufficientScope"
	KeyAccountNotFound   = "accountNotFound"
	keyTooManyRequests   = "tooManyRequests"
	keyInternalError     = "internalServerError"
)

// manageScopes are the scopes that the User management API asks for. No key can
// have one of them. Others have seen this. It is not documented.
var manageScopes = []string{"manage:org", "manage/org/public-api", "manage:me:DUMMYSCOPE"}

type keyContext struct {
	AcceptableScopes []string `json:"acceptableScopes"`
}

// keyError is the error of the User management API.
type keyError struct {
	Key     string `json:"key"`
	Context any    `json:"context,omitempty"`
}

// newKeyError is a failure in the form of that API. Unverified: the context
// holds the scopes.
func newKeyError(f failure) keyError {
	if f.code == keyInsufficientScope {
		return keyError{keyInsufficientScope, keyContext{manageScopes}}
	}

	if f.key != "" {
		return keyError{f.key, f.context}
	}

	switch f.status {
	case http.StatusUnauthorized:
		return keyError{Key: keyUnauthorized}
	case http.StatusForbidden:
		return keyError{Key: keyForbidden}
	case http.StatusNotFound:
		return keyError{Key: KeyAccountNotFound}
	case http.StatusTooManyRequests:
		return keyError{Key: keyTooManyRequests}
	}

	if f.status >= http.StatusInternalServerError {
		return keyError{Key: keyInternalError}
	}

	return keyError{Key: KeyBadRequest}
}
