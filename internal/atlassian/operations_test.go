// SPDX-License-Identifier: MPL-2.0

package atlassian_test

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

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

// TestTheTableAgreesWithAtlassian compares the table with the documents of Atlassian's APIs, if their folder is set.
// What a message says of a withdrawn operation is declared with the operation. No method calls the two GET …/validate, which start
// something.
func TestTheTableIsComplete(t *testing.T) {
	t.Parallel()
	for _, operation := range atlassian.Operations() {
		require.True(t, !operation.Deprecated || operation.Does != "", "%s is deprecated: say in Does what it does", operation.ID)
		require.False(t, strings.HasSuffix(operation.Path, "/validate"), "%s: this GET has a side effect", operation.ID)
	}
}

func TestTheTableAgreesWithAtlassian(t *testing.T) {
	t.Parallel()
	folder := os.Getenv("ATLASSIAN_OPENAPI_DIR")
	if folder == "" {
		t.Log("contract checks are off (ATLASSIAN_OPENAPI_DIR is not set)")
		return
	}
	type response struct {
		Ref     string         `yaml:"$ref"`
		Content map[string]any `yaml:"content"`
	}
	type document struct {
		Paths map[string]map[string]struct {
			OperationID string              `yaml:"operationId"`
			Deprecated  bool                `yaml:"deprecated"`
			Scopes      []string            `yaml:"x-atlassian-scopes"`
			Responses   map[string]response `yaml:"responses"`
		} `yaml:"paths"`
		Components struct {
			Responses map[string]response `yaml:"responses"`
		} `yaml:"components"`
	}
	// JSON is YAML, too. The paths of the first document begin below /admin.
	documents := map[string]*document{"organization.openapi.json": {}, "control.openapi.yaml": {}, "user-management.openapi.json": {}, "api-access.openapi.yaml": {}, "dlp.openapi.yaml": {}}
	for name, document := range documents {
		data, err := os.ReadFile(filepath.Join(folder, name))
		require.NoError(t, err)
		// Members of a path that are not operations have another form. The test ignores them.
		var lenient *yaml.TypeError
		if err := yaml.Unmarshal(data, document); err != nil {
			require.ErrorAs(t, err, &lenient)
		}
		require.NotEmpty(t, document.Paths, name)
	}
	for _, operation := range atlassian.Operations() {
		if operation.Credential != atlassian.OrganizationKey {
			continue // neither the gateway nor the Marketplace has such a document
		}
		name, path := "organization.openapi.json", strings.TrimPrefix(operation.Path, "/admin")
		switch {
		case strings.HasPrefix(operation.Path, "/admin/control/"):
			name, path = "control.openapi.yaml", operation.Path
		case strings.HasPrefix(operation.Path, "/admin/api-access/"):
			name, path = "api-access.openapi.yaml", strings.TrimPrefix(operation.Path, "/admin/api-access/v1")
		case strings.HasPrefix(operation.Path, "/admin/dlp/"):
			name, path = "dlp.openapi.yaml", strings.TrimPrefix(operation.Path, "/admin/dlp/v1")
		case strings.HasPrefix(operation.Path, "/users/"):
			name, path = "user-management.openapi.json", operation.Path
		}
		documented, ok := documents[name].Paths[path][strings.ToLower(operation.Method)]
		if operation.Guessed {
			require.False(t, ok, "%s is documented now: it is no guess any more", operation.ID)
			continue
		}
		require.True(t, ok, "%s %s is not documented in %s", operation.Method, path, name)
		require.Equal(t, documented.Deprecated, operation.Deprecated, "whether %s is deprecated", operation.ID)
		if documented.OperationID != "" {
			require.Equal(t, documented.OperationID, operation.ID)
		}
		if documented.Scopes != nil {
			require.Equal(t, strings.Join(documented.Scopes, " "), operation.Scope, operation.ID)
		}
		success := strconv.Itoa(cmp.Or(operation.Success, http.StatusOK))
		answer, ok := documented.Responses[success]
		require.True(t, ok, "%s is not documented to answer with status %s", operation.ID, success)
		if shared, ok := strings.CutPrefix(answer.Ref, "#/components/responses/"); ok {
			answer = documents[name].Components.Responses[shared]
		}
		require.Equal(t, len(answer.Content) == 0, operation.Empty, "whether %s answers with a body", operation.ID)
	}
}
