// SPDX-License-Identifier: MPL-2.0

package contract_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/contract"
)

// A recording tells a field that was given from one that was null, and from one that was left out. It has what refusals said no answer to.
func TestReportOfFields(t *testing.T) {
	t.Parallel()
	c, folder := shelf(t), t.TempDir()
	ask := func(method, path, body string, status int, answer string) {
		request := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
		request.Header.Set("Content-Type", "application/json")
		c.Middleware(func(violation string) { t.Error(violation) }, answering(status, answer)).ServeHTTP(httptest.NewRecorder(), request)
		require.NoError(t, c.Report(folder))
	}
	const books = "/admin/v1/shelves/s1/books"
	ask(http.MethodGet, books+"?limit=10", "", 200, page)
	ask(http.MethodGet, books, "", 200, `{"data":[{"id":"1","title":"Emma","lentTo":"Ann"},{"id":"2","title":"Persuasion"}]}`)
	ask(http.MethodPost, books, `{"title":"Emma","notes":[{"text":"x"}]}`, 409, "")
	ask(http.MethodPost, books, `{"title":"Emma","labels":{"any":{"color":"red"}}}`, 201, "")

	seen, err := contract.ReadReport(folder)
	require.NoError(t, err)
	const get, post = "GET /admin/v1/shelves/{shelfId}/books", "POST /admin/v1/shelves/{shelfId}/books"
	marks := func(operation string, side contract.Side, field string) contract.Marks {
		return seen.Fields[contract.FieldSeen{Operation: operation, Side: side, Field: field}]
	}
	assert.Equal(t, contract.Marks{Given: true, Absent: true}, marks(get, contract.Request, "?limit"))
	assert.Equal(t, contract.Marks{Absent: true}, marks(get, contract.Request, "?cursor"))
	assert.Equal(t, contract.Marks{Given: true}, marks(get, contract.Answer, "data.*.id"))
	assert.Equal(t, contract.Marks{Given: true, Null: true, Absent: true}, marks(get, contract.Answer, "data.*.lentTo"))
	assert.Equal(t, contract.Marks{Given: true}, marks(post, contract.Request, "title"))
	assert.Equal(t, contract.Marks{Given: true, Absent: true}, marks(post, contract.Request, "notes"), "a refused request was sent")
	assert.Equal(t, contract.Marks{Given: true}, marks(post, contract.Request, "notes.*.text"))
	assert.Equal(t, contract.Marks{Given: true}, marks(post, contract.Request, "labels.(any name)"))
	assert.Equal(t, 2, seen.Operations[contract.Seen{Operation: get, Status: 200}])
	for one := range seen.Fields {
		assert.False(t, one.Operation == post && one.Side == contract.Answer, "%v is a field of a refusal, or of nothing", one)
	}
}

// What a recording names is what the documents name.
func TestFieldsHaveOneName(t *testing.T) {
	t.Parallel()
	c, folder := shelf(t), t.TempDir()
	c.Middleware(func(string) {}, answering(200, page)).ServeHTTP(httptest.NewRecorder(),
		httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/admin/v1/shelves/s1/books", nil))
	require.NoError(t, c.Report(folder))
	seen, err := contract.ReadReport(folder)
	require.NoError(t, err)
	named := make(map[contract.FieldSeen]bool)
	for _, operation := range c.Operations() {
		name := operation.Method + " " + operation.Path
		for field := range operation.Request {
			named[contract.FieldSeen{Operation: name, Side: contract.Request, Field: field}] = true
		}
		for field := range operation.Answers["200"] {
			named[contract.FieldSeen{Operation: name, Side: contract.Answer, Field: field}] = true
		}
	}
	require.NotEmpty(t, seen.Fields)
	for one := range seen.Fields {
		if one.Side == contract.Answer || one.Field != "body" {
			assert.True(t, named[one], "%v", one)
		}
	}
}
