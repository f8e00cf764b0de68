// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync"
	"text/scanner"

	"github.com/graph-gophers/graphql-go"
	gatewayerrors "github.com/graph-gophers/graphql-go/errors"

	"github.com/orgsec/terraform-provider-atlassian/internal/gateway"
)

// pathGraphQL is where Atlassian's GraphQL gateway answers. Its schema is
// internal/gateway's, and a library executes the queries: what is asked for and
// what is answered both fit the schema, or it is an error.
const pathGraphQL = "/graphql"

var graphQLFields = []parameter{
	{name: "query", required: true},
	{name: "variables", kind: kindAnything, nullable: true},
	{name: "operationName", nullable: true},
}

// schema reads the schema once for all organizations: a call brings its own
// along. One resolver works at a time, because all work on the same state.
var schema = sync.OnceValue(func() *graphql.Schema {
	return graphql.MustParseSchema(
		gateway.Schema, &gatewayRoot{}, graphql.UseFieldResolvers(), graphql.MaxParallelism(1),
		graphql.RestrictIntrospection(func(context.Context) bool { return false }),
	)
})

// gatewayOperations lists the operations of the GraphQL gateway that are served.
// They share a route. What a query asks for first tells them apart.
func gatewayOperations(w *World) []*operation {
	all := []*operation{
		{field: "ecosystem.appsInstalledInContexts"},
		{field: "ecosystem.userInstallationRules"},
		{field: "ecosystem.updateUserInstallationRules", change: true},
		{field: "uninstallApp", change: true, example: true},
		{field: "appInstallationTask"},
	}

	for _, o := range all {
		o.method, o.path, o.fieldOf, o.access = http.MethodPost, pathGraphQL, fieldOf, accessPerson
		o.body, o.serve, o.addError = graphQLFields, within(w, (*call).graphQL), besides(o.field)
	}

	return all
}

// fieldOf is what the query of a request asks for first; empty where it cannot be told.
func fieldOf(body []byte) string {
	var asked struct {
		Query string `json:"query"`
	}

	if json.Unmarshal(body, &asked) != nil {
		return ""
	}

	return firstField(asked.Query)
}

// firstField is what a query asks for first, as operations name it; empty where
// it cannot be told. Whatever operationName says, this is what happens.
func firstField(query string) string {
	var (
		text    scanner.Scanner
		prefix  string
		name    string
		depth   int  // of parentheses
		awaited bool // a name comes next
	)

	text.Init(strings.NewReader(query))
	text.Mode = scanner.ScanIdents | scanner.ScanStrings
	text.Error = func(*scanner.Scanner, string) {} // the library is going to say it better

	for {
		token := text.Scan()

		if name != "" && token != ':' {
			if prefix != "" || name != "ecosystem" {
				return prefix + name
			}

			prefix, name = "ecosystem.", ""
		}

		switch {
		case token == scanner.EOF:
			return ""
		case token == '#':
			for next := text.Next(); next != '\n' && next != scanner.EOF; next = text.Next() {
				continue
			}
		case token == '(':
			depth++
		case token == ')':
			depth--
		case depth > 0:
		case token == '{', token == ':': // what stood before a colon was an alias
			name, awaited = "", true
		case awaited && token == scanner.Ident:
			name, awaited = text.TokenText(), false
		}
	}
}

// graphQL executes a query. What the schema does not allow is a violation, and
// what resolvers refuse is not. Unverified: that both are answered with 200.
func (c *call) graphQL() answer {
	asked, err := decode[struct {
		Query         string         `json:"query"`
		Variables     map[string]any `json:"variables"`
		OperationName string         `json:"operationName"`
	}](c.values)
	if err != nil {
		c.violate("variables must be an object")

		return fail(http.StatusBadRequest, codeInvalidBody, "Bad request", "variables must be an object")
	}

	// A client that goes away leaves nothing half done.
	ctx := context.WithValue(context.WithoutCancel(c.request.Context()), callKey{}, c)
	response := schema().Exec(ctx, asked.Query, asked.OperationName, asked.Variables)

	for _, problem := range response.Errors {
		if _, refused := errors.AsType[*gatewayError](problem.ResolverError); !refused {
			c.violate(problem.Message)

			// The library finds some of them only on its way.
			response.Data = nil
		}
	}

	return succeed(response)
}

// besides puts an error beside the data of an answer to a field: a part of it is missing.
func besides(field string) func(given answer, message string) {
	return func(given answer, message string) {
		response, ok := given.body.(*graphql.Response)
		if !ok {
			return
		}

		problem := &gatewayerrors.QueryError{
			Message:    message,
			Extensions: (&gatewayError{status: http.StatusInternalServerError, kind: "INTERNAL_SERVER_ERROR"}).Extensions(),
		}
		for name := range strings.SplitSeq(field, ".") {
			problem.Path = append(problem.Path, name)
		}

		response.Errors = append(response.Errors, problem)
	}
}

// callKey is where resolvers find their call.
type callKey struct{}

func callOf(ctx context.Context) *call {
	c, ok := ctx.Value(callKey{}).(*call)
	if !ok {
		panic("simulator: a query without a call")
	}

	return c
}
