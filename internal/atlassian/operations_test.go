// SPDX-License-Identifier: MPL-2.0

package atlassian_test

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/contract"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/contract/listing"
	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// The table of operations comes from their declarations. The list of methods above is kept by hand. So neither can lose an entry
// unnoticed.
func TestEveryMethodCallsItsOperation(t *testing.T) {
	t.Parallel()
	table := atlassian.Operations()
	var ids, names []string
	for _, operation := range table {
		ids, names = append(ids, operation.ID), append(names, operation.Name())
	}
	require.ElementsMatch(t, slices.Collect(maps.Keys(methods)), ids, "each operation has a method, and each method an operation")
	slices.Sort(names)
	require.Len(t, slices.Compact(names), len(table), "no operation is declared twice")
	require.Equal(t, len(table)+1, reflect.TypeFor[*atlassian.Client]().NumMethod(), "one method for each operation, and Format")
	for _, operation := range table {
		t.Run(operation.ID, func(t *testing.T) {
			t.Parallel()
			method, ok := methods[operation.ID]
			require.True(t, ok, "no method calls it")
			w := &wire{answers: []answerFunc{status(200, `{"data":null}`)}}
			client := newClient(t, w)
			_, _ = method(t.Context(), client) // some methods refuse an empty answer
			require.Len(t, w.sent(), 1)
			require.Equal(t, operation.Method, w.sent()[0].method)
			target, err := url.Parse(w.sent()[0].url)
			require.NoError(t, err)
			want := strings.NewReplacer("{orgId}", "o", "{directoryId}", "d", "{groupId}", "g", "{accountId}", "a", "{userId}", "a", "{domainId}", "x",
				"{policyId}", "p", "{taskId}", "t", "{account_id}", "a", "{addonKey}", "k", "{apiKeyId}", "k", "{resourceId}", "r", "{tokenId}", "t", "{levelId}", "l").Replace(operation.Path)
			require.Equal(t, want, target.Path)
			require.Contains(t, operation.Source, "https://developer.atlassian.com/")
			if operation.Field != "" { // the document says whether it is a mutation
				field := operation.Field[strings.LastIndex(operation.Field, ".")+1:]
				require.Contains(t, w.sent()[0].body, field+"(")
				require.Equal(t, operation.Repeat == atlassian.Read, strings.HasPrefix(w.sent()[0].body, `{"query":"query `))
				return
			}
			reads := operation.Method == http.MethodGet || slices.ContainsFunc([]string{"/search", "/workspaces", "/bulk-fetch"}, func(end string) bool {
				return strings.HasSuffix(operation.Path, end)
			})
			require.Equal(t, reads, operation.Repeat == atlassian.Read)
		})
	}
}

// What a message says of a withdrawn operation is declared with the operation. No method calls the two GET …/validate, which start
// something.
func TestTheTableIsComplete(t *testing.T) {
	t.Parallel()
	for _, operation := range atlassian.Operations() {
		require.True(t, !operation.Deprecated || operation.Does != "", "%s is deprecated: say in Does what it does", operation.ID)
		require.False(t, strings.HasSuffix(operation.Path, "/validate"), "%s: this GET has a side effect", operation.ID)
	}
}

// TestTheTableAgreesWithAtlassian compares the table with what is listed of the documents of Atlassian's APIs, and with the documents
// themselves if their folder is set.
func TestTheTableAgreesWithAtlassian(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../acctest/contract/listing/testdata/operations.json")
	require.NoError(t, err)
	list, err := listing.Decode(text)
	require.NoError(t, err)
	agrees(t, list)

	folder, set := os.LookupEnv(contract.FolderVariable)
	if !set {
		t.Log("contract checks are off (" + contract.FolderVariable + " is not set)")
		return
	}
	described, err := contract.Describe(t.Context(), folder)
	require.NoError(t, err)
	agrees(t, listing.Of(described, contract.Sources()))
}

// agrees compares the table with what is listed of Atlassian's documents.
func agrees(t *testing.T, listed listing.Listing) {
	t.Helper()
	documented := make(map[string]*listing.Operation)
	for _, api := range listed {
		for name, operation := range api.Operations {
			method, path, _ := strings.Cut(name, " ")
			documented[contract.Operation{Method: method, Path: path}.Name()] = operation
		}
	}
	for _, operation := range atlassian.Operations() {
		if operation.Credential != atlassian.OrganizationKey {
			continue // neither the gateway nor the Marketplace has such a document
		}
		said, ok := documented[contract.Operation{Method: operation.Method, Path: operation.Path}.Name()]
		if operation.Guessed {
			require.False(t, ok, "%s is documented now: it is no guess any more", operation.ID)
			continue
		}
		require.True(t, ok, "%s is not documented", operation.Name())
		require.Equal(t, said.Deprecated, operation.Deprecated, "whether %s is deprecated", operation.ID)
		if said.ID != "" {
			require.Equal(t, said.ID, operation.ID)
		}
		if said.Scopes != nil {
			require.Equal(t, strings.Join(said.Scopes, " "), operation.Scope, operation.ID)
		}
		success := strconv.Itoa(cmp.Or(operation.Success, http.StatusOK))
		answer, ok := said.Answers[success]
		require.True(t, ok, "%s is not documented to answer with status %s", operation.ID, success)
		require.Equal(t, len(answer) == 0, operation.Empty, "whether %s answers with a body", operation.ID)
	}
}
