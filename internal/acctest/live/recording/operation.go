// SPDX-License-Identifier: MPL-2.0

package recording

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// operations is sorted once: each request and answer of a recording is looked up in it.
var operations = sync.OnceValue(atlassian.Operations)

// OperationOf finds the operation of a request in the client's table.
func OperationOf(request *http.Request, asked []byte) (atlassian.Operation, bool) {
	var document struct {
		Query string `json:"query"`
	}
	_ = json.Unmarshal(asked, &document) // what is no object asks the gateway for nothing
	var found atlassian.Operation
	for _, one := range operations() {
		if one.Method != request.Method || !fits(one.Path, request.URL.EscapedPath()) {
			continue
		}
		asks := one.Field == "" || strings.Contains(document.Query, one.Field[strings.LastIndexByte(one.Field, '.')+1:])
		if asks && (found.ID == "" || moreLiteral(one.Path, found.Path)) {
			found = one
		}
	}
	return found, found.ID != ""
}

// moreLiteral reports whether a template says more than another one that fits as well: …/groups/count is no group with the ID "count".
func moreLiteral(template, other string) bool {
	return strings.Count(template, "{") < strings.Count(other, "{")
}

// templateOf is the path of an operation with its placeholders, of any method; it is empty if no operation has it.
func templateOf(escaped string) string {
	found := ""
	for _, operation := range operations() {
		if fits(operation.Path, escaped) && (found == "" || moreLiteral(operation.Path, found)) {
			found = operation.Path
		}
	}
	return found
}

// fits compares a path with its template.
func fits(template, actual string) bool {
	want, have := strings.Split(template, "/"), strings.Split(actual, "/")
	if len(want) != len(have) {
		return false
	}
	for i, element := range want {
		if !strings.HasPrefix(element, "{") && element != have[i] {
			return false
		}
	}
	return true
}

// ReadOnly allows an operation of the client that changes nothing. It refuses all others, and what is no operation of the client: also a
// GET, of which Atlassian has one that starts something.
func ReadOnly(request *http.Request, asked []byte) error {
	operation, known := OperationOf(request, asked)
	switch {
	case !known:
		return errors.New("it is no operation of the client")
	case operation.Repeat != atlassian.Read:
		return fmt.Errorf("%s is a write", operation.ID)
	case operation.Field != "":
		return onlyQueries(asked)
	}
	return nil
}

// onlyQueries refuses a document for the gateway that has anything but queries, whatever its fields are called.
func onlyQueries(asked []byte) error {
	var document struct {
		Query string `json:"query"`
	}
	if err := json.Unmarshal(asked, &document); err != nil {
		return errors.New("its body is no JSON")
	}
	parsed, err := parser.ParseQuery(&ast.Source{Input: document.Query})
	if err != nil {
		return errors.New("its document cannot be read")
	}
	for _, operation := range parsed.Operations {
		if operation.Operation != ast.Query {
			return fmt.Errorf("its document has a %s", operation.Operation)
		}
	}
	return nil
}
