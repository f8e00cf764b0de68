// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"net/http"
	"strconv"
	"time"
)

// family is the form that the errors of an operation have. Atlassian's
// organization API has several, and says for each operation which.
type family int

const (
	// familyGateway is {"code":404,"message":"…"}: what answers where nothing matched.
	familyGateway family = iota
	// familyV1 is {"errors":[…]}, but {"code","message"} for 401 and 429.
	familyV1
	// familyDomains is familyV1, with another body for 403.
	familyDomains
	// familyV2 is {"errors":[…]} throughout.
	familyV2
	// familyBare has no body at all: the writes of v2.
	familyBare
	// familyWorkspaces is one error object, but {"code","message"} for 401 and 429.
	familyWorkspaces
	// familyControl is {"errors":[…]}, but {"code","message"} for 403 and 404, and
	// no body at all for 401 and 429.
	familyControl
	// familyManage is {"key":"…"}: the User management API.
	familyManage
	// familyMarketplace is {"errors":[{"message":"…"}]}: the public Marketplace. Unverified.
	familyMarketplace
)

type wireError struct {
	ID     string `json:"id"`
	Status string `json:"status"`
	Code   string `json:"code"`
	Title  string `json:"title"`
	Detail string `json:"detail"`
}

type wireErrors struct {
	Errors []wireError `json:"errors"`
}

type wireProxyError struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
}

type wireNoPermissions struct {
	Timestamp string `json:"timestamp"`
	Status    int    `json:"status"`
	Error     string `json:"error"`
	Message   string `json:"message"`
	Path      string `json:"path"`
	RequestID string `json:"requestId"`
}

// errorBody gives a failure the form of the family; nil where there is none.
func errorBody(form family, f failure, trace, path string, now time.Time) any {
	proxied := f.status == http.StatusUnauthorized || f.status == http.StatusTooManyRequests
	object := wireError{ID: trace, Status: strconv.Itoa(f.status), Code: f.code, Title: f.title, Detail: f.detail}

	switch form {
	case familyBare:
		return nil
	case familyV2:
		return wireErrors{[]wireError{object}}
	case familyDomains:
		if f.status == http.StatusForbidden {
			return wireNoPermissions{
				Timestamp: now.UTC().Format("2006-01-02T15:04:05.000Z"), Status: f.status, Error: http.StatusText(f.status),
				Message: f.detail, Path: path, RequestID: trace,
			}
		}

		if !proxied {
			return wireErrors{[]wireError{object}}
		}
	case familyV1:
		if !proxied {
			return wireErrors{[]wireError{object}}
		}
	case familyWorkspaces:
		if !proxied {
			return object
		}
	case familyControl:
		if proxied {
			return nil
		}

		if f.status != http.StatusForbidden && f.status != http.StatusNotFound {
			return wireErrors{[]wireError{object}}
		}
	case familyManage:
		return newWireKey(f)
	case familyMarketplace:
		return wireMarketplaceErrors{[]wireMarketplaceError{{f.detail}}}
	case familyGateway:
	}

	return wireProxyError{Code: f.status, Message: f.detail}
}

type wireMarketplaceErrors struct {
	Errors []wireMarketplaceError `json:"errors"`
}

type wireMarketplaceError struct {
	Message string `json:"message"`
}

// Keys of the errors of the User management API. Unverified: those of statuses
// that "Get user management permissions" does not document, which are 400, 429 and 500.
const (
	keyBadRequest        = "badRequest"
	keyUnauthorized      = "unauthorized"
	keyForbidden         = "forbidden"
	keyInsufficientScope = "forbidden.insufficientScope"
	keyAccountNotFound   = "accountNotFound"
	keyTooManyRequests   = "tooManyRequests"
	keyInternalError     = "internalServerError"
)

// manageScopes open the User management API, and no key can have one of them.
// Seen by others, not documented.
var manageScopes = []string{"manage:org", "manage/org/public-api", "manage:me:DUMMYSCOPE"}

type wireKeyContext struct {
	AcceptableScopes []string `json:"acceptableScopes"`
}

// wireKey is the error of the User management API.
type wireKey struct {
	Key     string          `json:"key"`
	Context *wireKeyContext `json:"context,omitempty"`
}

// newWireKey tells a failure in that API's words. Unverified: that the scopes
// stand in the context.
func newWireKey(f failure) wireKey {
	if f.code == keyInsufficientScope {
		return wireKey{keyInsufficientScope, &wireKeyContext{manageScopes}}
	}

	switch f.status {
	case http.StatusUnauthorized:
		return wireKey{Key: keyUnauthorized}
	case http.StatusForbidden:
		return wireKey{Key: keyForbidden}
	case http.StatusNotFound:
		return wireKey{Key: keyAccountNotFound}
	case http.StatusTooManyRequests:
		return wireKey{Key: keyTooManyRequests}
	}

	if f.status >= http.StatusInternalServerError {
		return wireKey{Key: keyInternalError}
	}

	return wireKey{Key: keyBadRequest}
}
