// SPDX-License-Identifier: MPL-2.0

package wire

import "net/http"

// failure is why an operation failed.
type failure struct {
	status int
	code   string
	title  string
	detail string
	// key and context are those of an error of the User management API. They
	// are empty if the status decides the key.
	key     string
	context any
}

// Answer is the answer of an operation: a body, a failure, or only a status.
type Answer struct {
	Status  int
	Body    any
	failure *failure
}

// OK is the answer 200 with a body.
func OK(body any) Answer { return Answer{Status: http.StatusOK, Body: body} }

// NoBody is an answer that has only a status.
func NoBody(status int) Answer { return Answer{Status: status} }

// Fail is the answer of an operation that failed. The family of the operation
// decides its form.
func Fail(status int, code, title, detail string) Answer {
	return Answer{Status: status, failure: &failure{status: status, code: code, title: title, detail: detail}}
}

// FailKey is the answer of an operation of the User management API that failed
// with a key, and with a context that may be nil.
func FailKey(status int, key string, context any) Answer {
	return Answer{Status: status, failure: &failure{status: status, key: key, context: context}}
}
