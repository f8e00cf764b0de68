// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/contract"
)

const small = `{"openapi":"3.0.1","info":{"title":"Books","version":"1"},"paths":{"/books":{"get":{"responses":{"204":{"description":""}}}}}}`

// at is a document of an API without patches, at an address of a server.
func at(server *httptest.Server, api string) contract.Source {
	return contract.Source{API: api, URL: server.URL + "/" + api}
}

// impatient does not wait between attempts.
func impatient() *fetcher {
	f := newFetcher()
	f.client.RetryWaitMin, f.client.RetryWaitMax = time.Nanosecond, time.Nanosecond
	return f
}

func serving(t *testing.T, handler http.HandlerFunc) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server
}

func TestWritesWhatTheTestsCanUse(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	server := serving(t, func(w http.ResponseWriter, _ *http.Request) {
		if asked.Add(1) == 1 { // a bad moment
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		_, _ = io.WriteString(w, small)
	})
	folder := filepath.Join(t.TempDir(), "new", "folder")
	var out bytes.Buffer
	require.NoError(t, run(t.Context(), []string{folder}, impatient(), []contract.Source{at(server, "books")}, &out))
	file := filepath.Join(folder, "books.openapi.json")
	assert.Equal(t, fmt.Sprintf("wrote %s: 1 operations, %d bytes, from %s/books\n", file, len(small), server.URL), out.String())
	written, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.True(t, bytes.Equal([]byte(small), written), "%s", written)
	assert.EqualValues(t, 2, asked.Load())

	out.Reset()
	require.NoError(t, run(t.Context(), []string{folder}, impatient(), []contract.Source{at(server, "books")}, &out))
	assert.Contains(t, out.String(), "kept "+file)
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	assert.Len(t, entries, 1, "nothing else stays in the folder")
}

// One document that is not what it should be changes nothing about its older copy, and does not keep others from coming.
func TestKeepsAGoodDocument(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		status int
		body   string
		want   string
	}{
		"gone":           {http.StatusNotFound, small, "the server answers 404 Not Found"},
		"broken":         {http.StatusBadGateway, small, "the server answers 502 Bad Gateway"},
		"page of HTML":   {http.StatusOK, "<html><body>Sign in</body></html>", "the tests cannot use it: load:"},
		"half":           {http.StatusOK, small[:50], "the tests cannot use it: load:"},
		"nothing":        {http.StatusOK, "", "the tests cannot use it: load:"},
		"another form":   {http.StatusOK, strings.Replace(small, `"openapi":"3.0.1"`, `"swagger":"2.0"`, 1), "this is no OpenAPI 3 document with paths"},
		"no operations":  {http.StatusOK, `{"openapi":"3.0.1","info":{"title":"Books","version":"1"},"paths":{}}`, "this is no OpenAPI 3 document with paths"},
		"contradictory":  {http.StatusOK, strings.Replace(small, `"info":{"title":"Books","version":"1"},`, "", 1), "the tests cannot use it: validate:"},
		"far too large":  {http.StatusOK, small + strings.Repeat(" ", 1000), "it has more than 1000 bytes"},
		"a large number": {http.StatusOK, strings.Replace(small, `"3.0.1"`, `"4.0.0"`, 1), "this is no OpenAPI 3 document"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := serving(t, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/bad" {
					w.WriteHeader(test.status)
					_, _ = io.WriteString(w, test.body)
					return
				}
				_, _ = io.WriteString(w, small)
			})
			folder := t.TempDir()
			good := filepath.Join(folder, "bad.openapi.json")
			require.NoError(t, os.WriteFile(good, []byte("as it was"), 0o600))
			f := impatient()
			f.largest = 1000
			err := run(t.Context(), []string{folder}, f, []contract.Source{at(server, "bad"), at(server, "other")}, io.Discard)
			require.ErrorContains(t, err, "bad.openapi.json from "+server.URL+"/bad: ")
			require.ErrorContains(t, err, test.want)
			assert.NotContains(t, err.Error(), "other.openapi.json")
			kept, err := os.ReadFile(good)
			require.NoError(t, err)
			assert.Equal(t, "as it was", string(kept))
			assert.FileExists(t, filepath.Join(folder, "other.openapi.json"))
			entries, err := os.ReadDir(folder)
			require.NoError(t, err)
			assert.Len(t, entries, 2)
		})
	}
}

// A broken line shows as what it is.
func TestNobodyThere(t *testing.T) {
	t.Parallel()
	server := serving(t, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	folder := filepath.Join(t.TempDir(), "new")
	err := run(t.Context(), []string{folder}, impatient(), []contract.Source{at(server, "books")}, io.Discard)
	require.ErrorContains(t, err, "books.openapi.json from "+server.URL+"/books: ")
	require.ErrorContains(t, err, "EOF")
	assert.NoDirExists(t, folder, "tests would take an empty folder for documents")
}

// Atlassian's documents pass the same check, with their known defects.
func TestAtlassiansDocumentsPass(t *testing.T) {
	t.Parallel()
	documents, set := os.LookupEnv(contract.FolderVariable)
	if !set {
		t.Skip("contract checks are off (" + contract.FolderVariable + " is not set)")
	}
	server := serving(t, func(w http.ResponseWriter, r *http.Request) {
		found, err := filepath.Glob(filepath.Join(documents, filepath.Base(r.URL.Path)+".openapi.*"))
		assert.NoError(t, err)
		if assert.Len(t, found, 1, r.URL.Path) {
			http.ServeFile(w, r, found[0])
		}
	})
	sources := contract.Sources()
	for i := range sources {
		sources[i] = at(server, sources[i].API)
	}
	folder := t.TempDir()
	require.NoError(t, run(t.Context(), []string{folder}, impatient(), sources, io.Discard))
	_, err := contract.Load(t.Context(), folder)
	require.NoError(t, err, "the tests load what was fetched")
}

func TestUsage(t *testing.T) {
	t.Parallel()
	require.EqualError(t, run(t.Context(), nil, impatient(), nil, io.Discard), "usage: fetch FOLDER")
}
