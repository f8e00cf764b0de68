// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"net/http"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// Documents skips a test that answers out of the documents where there are none, and fails it where they don't load.
func Documents(t testing.TB) {
	t.Helper()
	c, err := fromEnvironment()
	if err != nil {
		t.Fatal(err)
	}
	if c == nil {
		t.Skipf("no document to answer from (%s is not set)", FolderVariable)
	}
}

// AnswerSchema is the schema of the answer to a request: nil where the answer has no body. No document describes a request, or that it is
// answered with the status, if it is not documented.
func AnswerSchema(r *http.Request, status int) (schema *openapi3.Schema, documented bool, err error) {
	c, err := fromEnvironment()
	if c == nil || err != nil || isUndocumented(r) {
		return nil, false, err
	}
	op, err := c.find(r)
	if err != nil {
		return nil, false, err
	}
	response := op.route.Operation.Responses.Status(status)
	if response == nil || response.Value == nil {
		return nil, false, nil
	}
	return jsonSchema(response.Value.Content), true, nil
}

// AnswerViolations are what an answer has that the document of its operation does not allow.
func AnswerViolations(r *http.Request, status int, header http.Header, body []byte) ([]string, error) {
	c, err := fromEnvironment()
	if c == nil || err != nil || isUndocumented(r) {
		return nil, err
	}
	op, err := c.find(r)
	if err != nil {
		return nil, err
	}
	return checkedRequest{operation: op, request: r}.answerViolations(r.Context(), status, header, body), nil
}
