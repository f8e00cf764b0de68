// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

const (
	// The gateway's explorer shows the whole schema. The extract in internal/gateway says where each part of it comes from.
	gatewayPage = "https://developer.atlassian.com/platform/atlassian-graphql-api/graphql/"
	gateway     = "/graphql"
)

// queries are the documents that the client sends to the GraphQL gateway, one file for each. A test validates them against the
// extract of the gateway's schema.
//
//go:embed queries/*.graphql
var queries embed.FS

// ofGateway declares an operation of the gateway. Its name is the field that it asks for, because the gateway has no documented
// REST contract.
func ofGateway(id, field string, repeat Repeatability) Operation {
	operation := Operation{ID: id, Method: http.MethodPost, Path: gateway, Field: field, Credential: UserToken, Source: gatewayPage, Repeat: repeat}
	if repeat != Read {
		operation.Success = http.StatusOK // the body says whether it was carried out
	}
	return documented(operation)
}

// graphQLRequest is the body of a request to the gateway.
type graphQLRequest struct {
	Query     string `json:"query"`
	Variables any    `json:"variables"`
}

// graphQLError is an error of the gateway, or of a mutation. Unverified: the members of extensions.
type graphQLError struct {
	Message    looseString `json:"message"`
	Extensions struct {
		ErrorType  looseString `json:"errorType"`
		StatusCode looseString `json:"statusCode"`
	} `json:"extensions"`
}

// graphQLAnswer is the envelope of every answer of the gateway.
type graphQLAnswer[T any] struct {
	Data   *T             `json:"data"`
	Errors []graphQLError `json:"errors"`
}

func (a *graphQLAnswer[T]) complete() error {
	if a.Data == nil {
		return errors.New("it has no data")
	}
	if data, ok := any(a.Data).(answer); ok {
		return data.complete()
	}
	return nil
}

// refusal returns the errors beside the data. Any error is a failure, even with much data: the answer does not show whether a
// missing thing exists.
func (a *graphQLAnswer[T]) refusal() *Error { return refusalOf(a.Errors) }

// refusalOf turns errors of the gateway into a refusal. It is nil if there are none. Its status is the one that the first error
// names, or else the 200 of the answer.
func refusalOf(said []graphQLError) *Error {
	if len(said) == 0 {
		return nil
	}
	first := said[0]
	refusal := &Error{Status: http.StatusOK, InAnswer: true, Code: string(first.Extensions.ErrorType)}
	if status := statusOf(first.Extensions.StatusCode); status != 0 {
		refusal.Status = status
	}
	var details []string
	for _, one := range said {
		details = append(details, firstText(one.Message, one.Extensions.ErrorType, "no reason is given"))
	}
	refusal.Detail = strings.Join(details, "; ")
	return refusal
}

// askGateway sends a document to the gateway and decodes the data. The name of the document is the name of its file.
func askGateway[T any](ctx context.Context, c *Client, operation Operation, document string, variables any) (*T, error) {
	query, err := queries.ReadFile("queries/" + document + ".graphql")
	if err != nil {
		return nil, fmt.Errorf("%s: %w", operation.ID, err)
	}
	var found graphQLAnswer[T]
	err = c.do(ctx, request{operation: operation, body: graphQLRequest{Query: string(query), Variables: variables}}, &found)
	return found.Data, err
}

// mutation is the answer to every mutation of the gateway.
type mutation struct {
	Success *bool          `json:"success"`
	TaskID  string         `json:"taskId"`
	Errors  []graphQLError `json:"errors"`
}

// complete refuses a mutation that does not say whether it happened. Such a mutation may have happened.
func (m *mutation) complete() error {
	if m == nil || m.Success == nil {
		return errors.New("it does not contain the result")
	}
	return nil
}

// refusedMutation is the reason why a mutation did not happen. It is nil if it did.
func (c *Client) refusedMutation(operation Operation, m *mutation) error {
	if *m.Success {
		return nil
	}
	refused := refusalOf(m.Errors)
	if refused == nil {
		refused = &Error{Status: http.StatusOK, InAnswer: true, Detail: "it gives no reason"}
	}
	refused.Operation = operation
	c.secrets.tidy(refused)
	return refused
}

// statusOf reads the status that an error names. It is 0 if the error names none.
func statusOf(text looseString) int {
	var status int
	if json.Unmarshal([]byte(text), &status) != nil || status < 100 || status > 599 {
		return 0
	}
	return status
}
