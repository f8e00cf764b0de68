// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// Operation is an operation as a document describes it.
type Operation struct {
	// API is the name of the document.
	API string
	// Method and Path are the HTTP method and the path with its placeholders, from the root of the host.
	Method, Path string
	// ID is Atlassian's operationId. Some operations have none.
	ID string
	// Deprecated says that Atlassian may disable it.
	Deprecated bool
	// Scopes are what a key with scopes needs. It is nil if the document does not say.
	Scopes []string
	// Request are the query parameters and the fields of the body.
	Request Fields
	// Answers are the fields of each answer, by status. An answer without a body has none.
	Answers map[string]Fields
	// Reconstructed says that the document is no copy of Atlassian's, but was made from its pages.
	Reconstructed bool
}

// Name identifies the operation, whatever the document calls the parameters of its path.
func (o Operation) Name() string { return o.Method + " " + parameter.ReplaceAllString(o.Path, "{}") }

// Describe reads what the documents of a folder say, as they are: without patches, and without asking whether the tests could use them.
func Describe(ctx context.Context, folder string) ([]Operation, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.openapi.*"))
	if err != nil {
		return nil, fmt.Errorf("list the OpenAPI documents of %q: %w", folder, err)
	}
	var found []Operation
	for _, file := range files {
		data, err := os.ReadFile(filepath.Clean(file))
		if err != nil {
			return nil, err
		}
		doc, err := parse(ctx, data)
		if err != nil {
			return nil, fmt.Errorf("OpenAPI document %s: %w", filepath.Base(file), err)
		}
		base, err := basePath(doc)
		if err != nil {
			return nil, fmt.Errorf("OpenAPI document %s: %w", filepath.Base(file), err)
		}
		found = append(found, operationsOf(apiOf(file), base, doc)...)
	}
	return sorted(found), nil
}

// Operations are what the tests hold every exchange to: what the documents say, with the patches.
func (c *Contract) Operations() []Operation {
	var found []Operation
	for _, d := range c.documents {
		found = append(found, operationsOf(apiOf(d.name), d.base, d.doc)...)
	}
	return sorted(found)
}

func operationsOf(api, base string, doc *openapi3.T) []Operation {
	var found []Operation
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			one := described(item, op)
			one.API, one.Method, one.Path = api, method, base+path
			found = append(found, one)
		}
	}
	return found
}

func sorted(operations []Operation) []Operation {
	slices.SortFunc(operations, func(a, b Operation) int {
		return strings.Compare(a.API+" "+a.Path+" "+a.Method, b.API+" "+b.Path+" "+b.Method)
	})
	return operations
}

func described(item *openapi3.PathItem, op *openapi3.Operation) Operation {
	_, reconstructed := op.Extensions["x-source"]
	one := Operation{
		ID: op.OperationID, Deprecated: op.Deprecated, Scopes: scopes(op), Request: requestFields(item, op),
		Answers: make(map[string]Fields), Reconstructed: reconstructed,
	}
	for status, response := range op.Responses.Map() {
		fields := Fields{}
		if response.Value != nil && len(response.Value.Content) > 0 {
			fields = bodyFields(jsonSchema(response.Value.Content))
		}
		one.Answers[status] = fields
	}
	return one
}

// scopes has an element for each scope that the document names, and is nil if it names none.
func scopes(op *openapi3.Operation) []string {
	list, ok := op.Extensions["x-atlassian-scopes"].([]any)
	if !ok {
		return nil
	}
	found := []string{}
	for _, scope := range list {
		found = append(found, fmt.Sprint(scope))
	}
	return found
}
