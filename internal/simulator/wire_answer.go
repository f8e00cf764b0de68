// SPDX-License-Identifier: MPL-2.0

package simulator

import "net/http"

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
