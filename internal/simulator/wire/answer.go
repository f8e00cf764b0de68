// SPDX-License-Identifier: MPL-2.0

package wire

import "net/http"

// failure is why an operation did not happen.
type failure struct {
	status int
	code   string
	title  string
	detail string
}

// Answer is what an operation says: a body, a failure, or only a status.
type Answer struct {
	Status  int
	Body    any
	failure *failure
}

func OK(body any) Answer { return Answer{Status: http.StatusOK, Body: body} }

func NoBody(status int) Answer { return Answer{Status: status} }

func Fail(status int, code, title, detail string) Answer {
	return Answer{Status: status, failure: &failure{status: status, code: code, title: title, detail: detail}}
}
