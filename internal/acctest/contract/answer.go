// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"strings"

	"github.com/getkin/kin-openapi/openapi3filter"
)

// answerViolations are what the answer has that the operation doesn't document.
//
// Deliberately tolerated, because they don't come from the operation but from
// what stands in front of it, and clients must live with them:
//   - a failure status that the operation doesn't list (a 503, or a 429 where
//     none is documented);
//   - a 429 or a 5xx without a JSON body, listed or not;
//   - the gateway's own "Request failed to match any route";
//   - a page of HTML, such as the sign-in page of a proxy: no operation has one.
func (c checkedRequest) answerViolations(ctx context.Context, status int, header http.Header, body []byte) []string {
	if isPage(header, body) {
		return nil
	}
	response := c.operation.route.Operation.Responses.Status(status)
	if response == nil {
		response = c.operation.route.Operation.Responses.Default()
	}
	if response == nil || response.Value == nil {
		if status >= http.StatusBadRequest {
			return nil
		}
		return []string{"the status isn't documented for this operation"}
	}
	if fromGateway(status, body) {
		return nil
	}
	if len(response.Value.Content) == 0 {
		if len(body) > 0 {
			return []string{fmt.Sprintf("the document says that there is no body, but there is one of %d bytes", len(body))}
		}
		return nil
	}
	if len(body) == 0 {
		return []string{"there is no body, but one is documented"}
	}

	input := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: c.input(ctx),
		Status:                 status,
		Header:                 header,
		Options:                options(),
	}
	input.SetBodyBytes(body)
	violations := messages(openapi3filter.ValidateResponse(ctx, input))
	if schema := jsonSchema(response.Value.Content); schema != nil {
		violations = append(violations, unnamedFields(schema, body)...)
	}
	return violations
}

// isPage recognizes an HTML page, which is an answer for people.
func isPage(header http.Header, body []byte) bool {
	media, _, err := mime.ParseMediaType(header.Get("Content-Type"))
	return err == nil && media == "text/html" && bytes.HasPrefix(body, []byte("<"))
}

func fromGateway(status int, body []byte) bool {
	switch {
	case status == http.StatusNotFound:
		return bytes.Contains(body, []byte("Request failed to match any route"))
	case status == http.StatusTooManyRequests, status >= http.StatusInternalServerError:
		return !json.Valid(body) || strings.TrimSpace(string(body)) == ""
	default:
		return false
	}
}
