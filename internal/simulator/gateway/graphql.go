// SPDX-License-Identifier: MPL-2.0

// Package gateway serves the GraphQL gateway of a simulated organization: its
// installed apps, and the rules of its sites for apps of others.
package gateway

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
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// pathGraphQL is the path of Atlassian's GraphQL gateway. Its schema is in
// internal/gateway, and a library executes the queries: both queries and
// answers must match the schema.
const pathGraphQL = "/graphql"

var graphQLFields = []wire.Parameter{
	{Name: "query", Required: true},
	{Name: "variables", Kind: wire.KindAny, Nullable: true},
	{Name: "operationName", Nullable: true},
}

// schema reads the schema once for all organizations. The context of a query
// has its call. One resolver runs at a time, because all use the same state.
var schema = sync.OnceValue(func() *graphql.Schema {
	return graphql.MustParseSchema(
		gateway.Schema, &gatewayRoot{}, graphql.UseFieldResolvers(), graphql.MaxParallelism(1),
		graphql.RestrictIntrospection(func(context.Context) bool { return false }),
	)
})

// Operations is the table of the GraphQL gateway. All operations share a route.
// The first field of a query distinguishes them.
func Operations(w *world.World) []*wire.Operation {
	all := []*wire.Operation{
		{Field: "ecosystem.appsInstalledInContexts"},
		{Field: "ecosystem.userInstallationRules"},
		{Field: "ecosystem.updateUserInstallationRules", Change: true},
		{Field: "uninstallApp", Change: true, Example: true},
		{Field: "appInstallationTask"},
	}

	for _, o := range all {
		o.Method, o.Path, o.FieldOf, o.Access = http.MethodPost, pathGraphQL, fieldOf, wire.AccessPerson
		o.Body, o.Serve, o.AddError = graphQLFields, within(w, (*call).graphQL), errorBeside(o.Field)
	}

	return all
}

// fieldOf is the first field of the query in a body. It is empty if there is
// none.
func fieldOf(body []byte) string {
	var asked struct {
		Query string `json:"query"`
	}

	if json.Unmarshal(body, &asked) != nil {
		return ""
	}

	return firstField(asked.Query)
}

// firstField is the first field of a query, as operations name it. It is empty
// if there is none. It does not depend on operationName.
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
	text.Error = func(*scanner.Scanner, string) {} // the library reports it better

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
		case token == '{', token == ':': // the name before a colon was an alias
			name, awaited = "", true
		case awaited && token == scanner.Ident:
			name, awaited = text.TokenText(), false
		}
	}
}

// graphQL executes a query. A query that the schema does not allow is a
// violation. A refusal by a resolver is not. Unverified: the status of both is
// 200.
func (c *call) graphQL() wire.Answer {
	asked, err := wire.Decode[struct {
		Query         string         `json:"query"`
		Variables     map[string]any `json:"variables"`
		OperationName string         `json:"operationName"`
	}](c.Values)
	if err != nil {
		c.Violate("variables must be an object")

		return wire.Fail(http.StatusBadRequest, wire.CodeInvalidBody, "Bad request", "variables must be an object")
	}

	// A client that disconnects does not interrupt the query.
	ctx := context.WithValue(context.WithoutCancel(c.Request.Context()), callKey{}, c)
	response := schema().Exec(ctx, asked.Query, asked.OperationName, asked.Variables)

	for _, problem := range response.Errors {
		if _, refused := errors.AsType[*gatewayError](problem.ResolverError); !refused {
			c.Violate(problem.Message)

			// The library finds some of them only while it executes the query.
			response.Data = nil
		}
	}

	return wire.OK(response)
}

// errorBeside makes a function that adds an error beside the data of an answer:
// a part of it is missing.
func errorBeside(field string) func(given wire.Answer, message string) {
	return func(given wire.Answer, message string) {
		response, ok := given.Body.(*graphql.Response)
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

// callKey is the key of the call in the context of a query.
type callKey struct{}

func callOf(ctx context.Context) *call {
	c, ok := ctx.Value(callKey{}).(*call)
	if !ok {
		panic("simulator: a query without a call")
	}

	return c
}
