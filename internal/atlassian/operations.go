// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"cmp"
	"slices"
	"sync"
)

// Repeatability is the effect of sending an operation twice.
type Repeatability int

const (
	// Read changes nothing. It may be a POST, as every search is.
	Read Repeatability = iota
	// Idempotent writes have the same result, however often they are sent.
	Idempotent
	// Once marks writes that the client must not repeat by itself.
	Once
)

// Operation is one documented operation.
type Operation struct {
	// ID is Atlassian's operationId. If Atlassian gives none, it is a name in the same style.
	ID string
	// Method and Path are the HTTP method and the path with its placeholders, from the root of the host.
	Method, Path string
	// Scope is the scope that an API key with scopes needs. It is empty if Atlassian documents none.
	Scope string
	// Source is the page that documents the operation.
	Source string
	// Repeat is the effect of sending the operation twice.
	Repeat Repeatability
	// Credential is the proof of identity that the operation takes.
	Credential Credential
	// Field is the field of the GraphQL gateway that the operation asks for, such as "ecosystem.userInstallationRules". It is
	// empty for all other APIs.
	Field string
	// Meanings are the documented sentences for statuses without a body.
	Meanings map[int]string
	// Success is the documented status of a successful write. It is 0 for reads, and if Atlassian documents none.
	Success int
	// Empty says that Atlassian documents an answer without a body for a successful write.
	Empty bool
	// Deprecated marks an operation that Atlassian may disable. Nothing may depend on it that has another way.
	Deprecated bool
	// Does says what a deprecated operation does, after "to". It is empty for most other operations.
	Does string
	// Guessed marks an operation whose form could not be read, although Atlassian says that it exists. Its method, path and body
	// are guesses.
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

// byID is made once: the description of each type looks up several operations, whenever a schema is asked for.
var byID = sync.OnceValue(func() map[string]Operation {
	found := make(map[string]Operation, len(table))
	for _, operation := range table {
		found[operation.ID] = operation
	}
	return found
})

// OperationByID finds one of [Operations].
func OperationByID(id string) (Operation, bool) {
	operation, found := byID()[id]
	return operation, found
}

// Name identifies an operation: by its method and path, and by the field if several share one path.
func (o Operation) Name() string {
	if o.Field == "" {
		return o.Method + " " + o.Path
	}
	return o.Method + " " + o.Path + " " + o.Field
}

// meaning is the documented sentence for a status without a body. It may be empty.
func (o Operation) meaning(status int) string { return o.Meanings[status] }
