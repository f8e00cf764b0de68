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

// Error codes that Atlassian lists with its error objects.
const (
	codeInvalidCursor   = "ADMIN-400-1"
	codeInvalidDomain   = "ADMIN-400-2"
	codeInvalidTime     = "ADMIN-400-3"
	codeInvalidResource = "ADMIN-400-4"
	codeInvalidSyntax   = "ADMIN-400-19"
	codeInvalidBody     = "ADMIN-400-24"
	codeUnauthorized    = "ADMIN-401-2"
	codeForbidden       = "ADMIN-403-3"
	codeManagedGroup    = "ADMIN-403-5"
	codeDefaultGroup    = "ADMIN-403-6"
	codeAdminGroup      = "ADMIN-403-7"
	codeUnknownResource = "ADMIN-404-1"
	codeUnknownOrg      = "ADMIN-404-2"
	codeUnknownDomain   = "ADMIN-404-3"
	codeUnknownPolicy   = "ADMIN-404-5"
	codeUnknownUser     = "ADMIN-404-8"
	codeUnknownGroup    = "ADMIN-404-10"
	codeLicense         = "ADMIN-409-3"
	codeConflict        = "ADMIN-409-28"
	codeRateLimited     = "ADMIN-429-1"
	codeInternal        = "ADMIN-500-1"
)

// failure is why an operation did not happen.
type failure struct {
	status int
	code   string
	title  string
	detail string
}

// answer is what an operation says: a body, a failure, or only a status.
type answer struct {
	status  int
	body    any
	failure *failure
}

func succeed(body any) answer { return answer{status: http.StatusOK, body: body} }

func only(status int) answer { return answer{status: status} }

func fail(status int, code, title, detail string) answer {
	return answer{status: status, failure: &failure{status: status, code: code, title: title, detail: detail}}
}

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

// writeGatewayError answers as Atlassian's gateway does, before any operation.
func writeGatewayError(w http.ResponseWriter, status int, message string) {
	writeJSON(w, status, wireProxyError{Code: status, Message: message})
}
