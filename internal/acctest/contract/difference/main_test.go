// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/contract"
)

const books = `{"openapi":"3.0.1","info":{"title":"Books","version":"1"},"paths":{"/books":{"get":{"responses":{"204":{"description":""}}}}}}`

func TestRun(t *testing.T) {
	t.Parallel()
	sources := []contract.Source{{API: "books"}}
	folder := t.TempDir()
	document, list := filepath.Join(folder, "books.openapi.json"), filepath.Join(folder, "list.json")
	require.NoError(t, os.WriteFile(document, []byte(books), 0o600))

	_, err := run(t.Context(), []string{folder, list}, sources, io.Discard)
	require.ErrorIs(t, err, os.ErrNotExist, "there is no list yet")
	var out bytes.Buffer
	different, err := run(t.Context(), []string{"-accept", folder, list}, sources, &out)
	require.NoError(t, err)
	assert.False(t, different)
	different, err = run(t.Context(), []string{folder, list}, sources, &out)
	require.NoError(t, err)
	assert.False(t, different)
	assert.Empty(t, out.String())

	require.NoError(t, os.WriteFile(document, []byte(strings.ReplaceAll(books, "/books", "/novels")), 0o600))
	different, err = run(t.Context(), []string{folder, list}, sources, &out)
	require.NoError(t, err)
	assert.True(t, different)
	assert.Contains(t, out.String(), "* `GET /books`\n  * It is gone.\n* `GET /novels`\n  * It is new.\n")

	// A document that contradicts itself is compared all the same; that the tests cannot use it is a finding, too.
	out.Reset()
	require.NoError(t, os.WriteFile(document, []byte(strings.Replace(books, `"description":""`, "", 1)), 0o600))
	different, err = run(t.Context(), []string{folder, list}, sources, &out)
	require.NoError(t, err)
	assert.True(t, different)
	assert.Contains(t, out.String(), "* OpenAPI document books.openapi.json: validate: ")
}

func TestRunRefuses(t *testing.T) {
	t.Parallel()
	folder, list := t.TempDir(), filepath.Join(t.TempDir(), "list.json")
	sources := []contract.Source{{API: "books"}}
	for want, arguments := range map[string][]string{
		"usage: difference":        {folder},
		"has no OpenAPI documents": {folder, list},
	} {
		_, err := run(t.Context(), arguments, sources, io.Discard)
		require.ErrorContains(t, err, want)
	}
	require.NoError(t, os.WriteFile(filepath.Join(folder, "shelves.openapi.json"), []byte(books), 0o600))
	_, err := run(t.Context(), []string{"-accept", folder, list}, sources, io.Discard)
	require.ErrorContains(t, err, "there is no document of books, so the list would lose its operations")
	assert.NoFileExists(t, list)
	require.NoError(t, os.WriteFile(list, []byte("{"), 0o600))
	_, err = run(t.Context(), []string{folder, list}, sources, io.Discard)
	require.ErrorContains(t, err, "read the list of operations")
	require.NoError(t, os.WriteFile(filepath.Join(folder, "shelves.openapi.json"), []byte("{"), 0o600))
	_, err = run(t.Context(), []string{folder, list}, sources, io.Discard)
	require.ErrorContains(t, err, "shelves.openapi.json: load:")
}
