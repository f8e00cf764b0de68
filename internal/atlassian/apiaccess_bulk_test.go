// SPDX-License-Identifier: MPL-2.0

package atlassian_test

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// bulk is the operation that revokes the API tokens of all managed accounts. Atlassian documents it, and this client must never send it.
const bulk = "/admin/api-access/v1/orgs/{orgId}/api-tokens"

// No operation of the table can revoke more than one token, key or account.
func TestNoOperationRevokesAllTokens(t *testing.T) {
	t.Parallel()
	deletes := 0
	for _, operation := range atlassian.Operations() {
		if operation.Method != http.MethodDelete {
			continue
		}
		deletes++
		assert.NotEqual(t, "bulkRevokeApiTokens", operation.ID)
		_, after, tokens := strings.Cut(operation.Path, "/api-tokens")
		assert.True(t, !tokens || regexp.MustCompile(`^/\{\w+\}$`).MatchString(after), "%s needs the ID of a token at its end", operation.Path)
		assert.NotContains(t, operation.Path, "/service-accounts")
	}
	assert.Positive(t, deletes)
}

// The methods refuse an ID that could turn one token into all of them, before a request.
func TestAnEmptyIDRevokesNothing(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"", " ", "\t", ".", "..", "/", "a/..", "../x", "x ", "\\", "a\nb"} {
		w := &wire{answers: []answerFunc{status(204, "")}}
		client := newClient(t, w)
		require.Error(t, client.DeleteManagedAPIToken(t.Context(), "a", id), "%q", id)
		require.Error(t, client.RevokeAPIKey(t.Context(), "o", id), "%q", id)
		assert.Empty(t, w.sent(), "%q", id)
	}
	w := &wire{answers: []answerFunc{status(204, "")}}
	require.Error(t, newClient(t, w).DeleteManagedAPIToken(t.Context(), "", "t"))
	assert.Empty(t, w.sent())
}

// Even an operation that somebody declares later cannot send it.
func TestTheClientSendsNoDeletionOfAllTokens(t *testing.T) {
	t.Parallel()
	for path, elements := range map[string][]string{
		bulk: {"o"}, "/users/{account_id}/manage/api-tokens": {"a"}, "/admin/api-access/v1/orgs/{orgId}/service-accounts/{serviceAccountId}/api-tokens": {"o", "s"},
		"/admin/api-access/v1/orgs/{orgId}/{what}": {"o", "api-tokens"},
	} {
		w := &wire{answers: []answerFunc{status(200, "")}}
		err := atlassian.Send(t.Context(), newClient(t, w), atlassian.Operation{ID: "x", Method: http.MethodDelete, Path: path, Repeat: atlassian.Idempotent}, elements...)
		require.ErrorContains(t, err, "never sent", path)
		assert.Empty(t, w.sent(), path)
	}
}

// Every request of the client goes through one function, whose operation is in the table: nothing else makes a request, and a redirect is
// not followed (see TestRedirect…).
func TestOnlyOneFunctionMakesRequests(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	made := map[string]int{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, maker := range []string{"NewRequest", "http.Post", "http.Get(", "http.DefaultClient"} {
			if n := strings.Count(string(text), maker); n > 0 {
				made[file] += n
			}
		}
		for _, literal := range regexp.MustCompile(`(\w+\()?Operation\{\s*ID: "`).FindAllString(string(text), -1) {
			assert.True(t, strings.HasPrefix(literal, "documented("), "%s declares an operation that is not in the table", file)
		}
	}
	assert.Equal(t, map[string]int{"do.go": 1}, made)
}
