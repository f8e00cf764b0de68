// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
)

// checkedRequest is one request with the operation that documents it.
type checkedRequest struct {
	operation operation
	request   *http.Request
	body      []byte
}

// options are those of both sides. Defaults are not filled in: the check must
// not change what it checks.
func options() *openapi3filter.Options {
	o := &openapi3filter.Options{
		MultiError:                        true,
		RejectWhenRequestBodyNotSpecified: true,
		SkipSettingDefaults:               true,
		// Who may do what is the simulator's business, and 401 and 403 are answers.
		AuthenticationFunc: openapi3filter.NoopAuthenticationFunc,
	}
	o.WithCustomSchemaErrorFunc(func(err *openapi3.SchemaError) string {
		message := fmt.Sprintf("at /%s: %s", strings.Join(err.JSONPointer(), "/"), err.Reason)
		if err.Origin != nil { // what allOf, anyOf or oneOf stumbled over
			message += ", because " + err.Origin.Error()
		}
		return message
	})
	return o
}

// input is a fresh copy for the validator, which reads and replaces bodies.
func (c checkedRequest) input(ctx context.Context) *openapi3filter.RequestValidationInput {
	r := c.request.Clone(ctx)
	r.Body = io.NopCloser(bytes.NewReader(c.body))
	r.ContentLength = int64(len(c.body))
	return &openapi3filter.RequestValidationInput{
		Request:    r,
		PathParams: c.operation.parameters,
		Route:      c.operation.route,
		Options:    options(),
	}
}

// violations are what the request has that its operation doesn't allow.
func (c checkedRequest) violations(ctx context.Context) []string {
	violations := messages(openapi3filter.ValidateRequest(ctx, c.input(ctx)))
	violations = append(violations, c.unnamedParameters()...)

	schema := bodySchema(c.operation.route.Operation.RequestBody)
	switch {
	case schema == nil:
	case len(c.body) == 0 && len(schema.Required) > 0:
		violations = append(violations, fmt.Sprintf("there is no body, but %s must be given", quoted(schema.Required)))
	case len(c.body) > 0:
		violations = append(violations, unnamedFields(schema, c.body)...)
	}
	return violations
}

// unnamedParameters finds query parameters that the operation doesn't name;
// servers ignore them, and the caller never learns that its filter did nothing.
func (c checkedRequest) unnamedParameters() []string {
	var named []string
	for _, parameters := range []openapi3.Parameters{c.operation.route.PathItem.Parameters, c.operation.route.Operation.Parameters} {
		for _, parameter := range parameters {
			if parameter.Value.In == openapi3.ParameterInQuery {
				named = append(named, parameter.Value.Name)
			}
		}
	}
	var violations []string
	for name := range c.request.URL.Query() {
		if !slices.Contains(named, name) {
			violations = append(violations, fmt.Sprintf("the operation has no query parameter %q", name))
		}
	}
	slices.Sort(violations)
	return violations
}

func bodySchema(body *openapi3.RequestBodyRef) *openapi3.Schema {
	if body == nil || body.Value == nil {
		return nil
	}
	return jsonSchema(body.Value.Content)
}

func jsonSchema(content openapi3.Content) *openapi3.Schema {
	media := content.Get("application/json")
	if media == nil || media.Schema == nil {
		return nil
	}
	return media.Schema.Value
}

// messages flattens the validator's error into one line per violation.
func messages(err error) []string {
	if err == nil {
		return nil
	}
	if many, ok := err.(openapi3.MultiError); ok { //nolint:errorlint // only the outermost list is taken apart: a wrapped one has the context that its members need
		var all []string
		for _, one := range many {
			all = append(all, messages(one)...)
		}
		return all
	}
	return []string{strings.Join(strings.Fields(err.Error()), " ")}
}

func quoted(names []string) string {
	quoted := make([]string, 0, len(names))
	for _, name := range names {
		quoted = append(quoted, fmt.Sprintf("%q", name))
	}
	return strings.Join(quoted, ", ")
}
