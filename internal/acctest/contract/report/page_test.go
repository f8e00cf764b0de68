// SPDX-License-Identifier: MPL-2.0

package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/contract"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/contract/listing"
	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// The page in this repository is about the client as it is: it has every operation, and none that is gone.
func TestThePageHasEveryOperation(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../../../docs/proof/contract.md")
	require.NoError(t, err)
	checked, rest, found := strings.Cut(string(text), "## What no test exercises")
	require.True(t, found)
	unexercised, undocumented, found := strings.Cut(rest, "## Operations without a document")
	require.True(t, found)

	want, all := make(map[string]bool), make(map[string]bool)
	for _, operation := range listing.Used() {
		want[operation.Name()] = true
	}
	for _, operation := range atlassian.Operations() {
		all[operation.Name()] = true
	}
	succeeded := regexp.MustCompile("(?m)^\\| [a-z-]+ \\| `([^`]*)` \\| (.*?) \\|")
	listed := make(map[string]bool)
	for _, row := range succeeded.FindAllStringSubmatch(checked, -1) {
		listed[row[1]] = true
		assert.Regexp(t, `\b2\d\d\b`, row[2], "%s never succeeded", row[1])
	}
	assert.Equal(t, want, listed, "make contract-report renews the page")
	operation := regexp.MustCompile("(?m)^\\| `([A-Z]+ [^`]*)` \\|")
	for _, row := range operation.FindAllStringSubmatch(unexercised, -1) {
		assert.True(t, want[row[1]], "%s is gone: make contract-report renews the page", row[1])
	}
	for _, row := range operation.FindAllStringSubmatch(undocumented, -1) {
		assert.False(t, listed[row[1]], "%s is listed twice", row[1])
		listed[row[1]] = true
	}
	assert.Equal(t, all, listed, "make contract-report renews the page")
}

const clientSource = `package client

type Client struct{}

var getBook = documented(Operation{ID: "getBook"})
var lendBook = documented(Operation{ID: "lendBook"})

type book struct {
	ID    string ` + "`json:\"id\"`" + `
	Cover cover  ` + "`json:\"cover,omitempty\"`" + `
}

type cover struct{}

func (c *cover) UnmarshalJSON([]byte) error {
	var wire struct{ Cloth bool ` + "`json:\"cloth\"`" + ` }
	_ = wire
	return nil
}

type refusal struct { Code string ` + "`json:\"code\"`" + ` }

func (c *Client) do(Operation) { _ = refusal{} }

func (c *Client) Book() { var b book; c.do(getBook); _ = b }

func (c *Client) Lend() { c.lend("to") }

func (c *Client) lend(who string) { c.do(lendBook) }
`

func written(t *testing.T) *source {
	t.Helper()
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "client.go"), []byte(clientSource), 0o600))
	s, err := read(folder)
	require.NoError(t, err)
	return s
}

func TestNames(t *testing.T) {
	t.Parallel()
	s := written(t)
	names := s.names("getBook")
	for name, want := range map[string]bool{"id": true, "cover": true, "cloth": true, "code": false, "to": false} {
		assert.Equal(t, want, names[name], name)
	}
	assert.Empty(t, s.names("lendBook")["id"])
	_, err := read(t.TempDir())
	require.ErrorContains(t, err, "declares no operation")
}

func TestPage(t *testing.T) {
	t.Parallel()
	const name = "GET /books/{bookId}"
	documented := []contract.Operation{{
		API: "shelf", Method: "GET", Path: "/books/{bookId}", Request: contract.Fields{"?full": "boolean", "?sort": "string"},
		Answers: map[string]contract.Fields{
			"200": {"body": "object", "id": "string, required", "cover": "object, nullable", "cover.cloth": "boolean", "price": "integer, nullable, required", "tags": "array", "tags.*": "string"},
			"404": {"body": "object", "code": "string"},
		},
	}}
	field := func(side contract.Side, field string) contract.FieldSeen {
		return contract.FieldSeen{Operation: name, Side: side, Field: field}
	}
	seen := contract.Recording{
		Operations: map[contract.Seen]int{{Operation: name, Status: 404}: 1, {Operation: name, Status: 200}: 7, {Operation: "GET /books", Status: 500}: 1},
		Fields: map[contract.FieldSeen]contract.Marks{
			field(contract.Request, "?full"):      {Given: true, Absent: true},
			field(contract.Request, "?sort"):      {Absent: true},
			field(contract.Answer, "id"):          {Given: true},
			field(contract.Answer, "cover"):       {Given: true, Absent: true},
			field(contract.Answer, "cover.cloth"): {Absent: true},
			field(contract.Answer, "price"):       {Given: true, Null: true},
			field(contract.Answer, "tags"):        {Given: true},
		},
	}
	table := []atlassian.Operation{
		{ID: "listBooks", Method: "POST", Path: "/graphql", Field: "books"},
		{ID: "getBook", Method: "GET", Path: "/books/{id}"},
		{ID: "burnBook", Method: "DELETE", Path: "/books/{id}", Guessed: true},
	}
	text := page(rows(documented, seen, table), written(t).names)
	assert.NotContains(t, text, "were not at hand")
	documented[0].Reconstructed = true
	assert.Contains(t, page(rows(documented, seen, table), written(t).names), "its reference pages: shelf.\n\n")
	_, text, _ = strings.Cut(text, "left out |\n|---|---|---|---|---|---|---|\n")
	first, rest, _ := strings.Cut(text, "\n## What no test exercises")
	assert.Equal(t, "| shelf | `GET /books/{id}` | 200, 404 | 1 of 2 | 4 of 6 | 1 of 2 | 2 of 3 |\n", first)
	_, rest, _ = strings.Cut(rest, "|---|---|---|\n")
	second, third, _ := strings.Cut(rest, "\n## Operations without a document")
	assert.Equal(t, "| `GET /books/{id}` | sent | `?sort` |\n"+
		"|  | given | **`cover.cloth`**, `tags.*` |\n"+
		"|  | null | **`cover`** |\n"+
		"|  | left out | `tags` |\n", second)
	assert.Contains(t, third, "| `DELETE /books/{id}` | nothing: its form is a guess |\n| `POST /graphql books` | the schema in `internal/gateway` |\n")
}

func TestRunRefuses(t *testing.T) {
	t.Parallel()
	require.ErrorContains(t, run(t.Context(), nil), "usage: report")
	require.ErrorContains(t, run(t.Context(), []string{t.TempDir(), "", "", ""}), "has no recording")
}
