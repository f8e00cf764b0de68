// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"cmp"
	"slices"
)

// Repeatability says what sending an operation twice does.
type Repeatability int

const (
	// Read changes nothing, also where it is a POST, as every search is.
	Read Repeatability = iota
	// Idempotent writes leave the same behind however often they are sent.
	Idempotent
	// Once marks writes that must not be repeated blindly.
	Once
)

// Operation is one documented operation.
type Operation struct {
	// ID is Atlassian's operationId, or a name in its style where it gives none.
	ID string
	// Method and Path are the HTTP method and the path with its placeholders, from the root of the host.
	Method, Path string
	// Scope is what an API key with scopes needs; empty where Atlassian documents none.
	Scope string
	// Source is the page that documents it.
	Source string
	// Repeat says what sending it twice does.
	Repeat Repeatability
	// Credential says what it takes for proof of who asks.
	Credential Credential
	// Field is what it asks the GraphQL gateway for, such as "ecosystem.userInstallationRules"; empty for everything else.
	Field string
	// Meanings are the documented sentences for statuses that are answered without a body.
	Meanings map[int]string
	// Success is the documented status of a write that was carried out; 0 for reads, and where none is documented.
	Success int
	// Empty says that the answer to a write that was carried out is documented to have no body.
	Empty bool
	// Guessed marks an operation that Atlassian says it has, but whose form could not be read: method, path and body are a guess.
	Guessed bool
}

// table collects the operations. Each one is declared above the method that calls it.
var table []Operation

// documented adds an operation to the table.
func documented(operation Operation) Operation {
	table = append(table, operation)
	return operation
}

// Operations returns everything that the client calls, sorted by ID.
func Operations() []Operation {
	return slices.SortedFunc(slices.Values(table), func(a, b Operation) int { return cmp.Compare(a.ID, b.ID) })
}

// Name is what an operation is known by: its method and path, and the field where there are several at one path.
func (o Operation) Name() string {
	if o.Field == "" {
		return o.Method + " " + o.Path
	}
	return o.Method + " " + o.Path + " " + o.Field
}

// meaning is the documented sentence for a status that came without a body; it may be empty.
func (o Operation) meaning(status int) string { return o.Meanings[status] }
