// SPDX-License-Identifier: MPL-2.0

package contract_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/contract"
)

func set(value string) func(string) (string, bool) {
	return func(string) (string, bool) { return value, true }
}

func TestChecksAreOffWithoutTheVariable(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	c, err := contract.Open(t.Context(), func(string) (string, bool) { return "", false }, &log)
	require.NoError(t, err)
	assert.Nil(t, c)
	assert.Equal(t, "contract checks are off (ATLASSIAN_OPENAPI_DIR is not set)\n", log.String())
}

// Checks that were asked for are never skipped: not for a folder that is
// missing, empty or broken, and not for a variable that is set to nothing.
func TestSetButUnusableFails(t *testing.T) {
	t.Parallel()
	broken := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(broken, "organization.openapi.json"), []byte(`{"openapi":`), 0o600))
	twice := t.TempDir()
	for _, name := range []string{"organization.openapi.json", "organization.openapi.yaml"} {
		require.NoError(t, os.WriteFile(filepath.Join(twice, name), nil, 0o600))
	}
	for folder, want := range map[string]string{
		filepath.Join(broken, "missing"): "no organization.openapi.json",
		t.TempDir():                      "no organization.openapi.json",
		"":                               "no organization.openapi.json",
		broken:                           "load:",
		twice:                            "organization.openapi.json and organization.openapi.yaml in the folder",
	} {
		var log bytes.Buffer
		c, err := contract.Open(t.Context(), set(folder), &log)
		require.ErrorContains(t, err, want)
		require.ErrorContains(t, err, fmt.Sprintf("ATLASSIAN_OPENAPI_DIR is %q", folder))
		assert.Nil(t, c)
		assert.Empty(t, log.String())
	}
}

// asked is a test that only notes what happens to it.
type asked struct {
	testing.TB

	errors   []string
	cleanups []func()
}

func (a *asked) Helper()                   {}
func (a *asked) Cleanup(f func())          { a.cleanups = append(a.cleanups, f) }
func (a *asked) Errorf(f string, v ...any) { a.errors = append(a.errors, fmt.Sprintf(f, v...)) }
func (a *asked) end() {
	for _, f := range a.cleanups {
		f()
	}
}

func TestWatchFailsTheTestThatBrokeTheContract(t *testing.T) {
	t.Parallel()
	guilty, innocent := &asked{TB: t}, &asked{TB: t}
	c := shelf(t)
	for test, query := range map[*asked]string{guilty: "?size=1", innocent: ""} {
		handler := c.WatchFor(test, answering(200, page), "")
		var twice sync.WaitGroup
		for range 2 {
			twice.Go(func() {
				handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/admin/v1/shelves/s1/books"+query, nil))
			})
		}
		twice.Wait()
		assert.Empty(t, test.errors, "the verdict comes at the end")
		test.end()
	}
	assert.Empty(t, innocent.errors)
	require.Len(t, guilty.errors, 1, "the same violation is told once")
	assert.Equal(t, `contract: GET /admin/v1/shelves/{shelfId}/books: request: the operation has no query parameter "size" (shelf.openapi.json)`,
		guilty.errors[0])
}

func TestWatchLeavesTheVerdictToATestThatWantsViolations(t *testing.T) {
	t.Parallel()
	test := &asked{TB: t}
	var violations []string
	handler := shelf(t).WatchFor(test, answering(200, page), "",
		contract.WithVerdict(func(found []string) { violations = found }))
	handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/nowhere", nil))
	test.end()
	assert.Empty(t, test.errors)
	assert.Equal(t, []string{"GET /nowhere: request: no document knows the path"}, violations)
}

func TestWatchRecordsWhatItIsToRecord(t *testing.T) {
	t.Parallel()
	c, folder := shelf(t), t.TempDir()
	for path, options := range map[string][]contract.Option{
		"/admin/v1/shelves/s1/books":   nil,
		"/admin/v1/shelves/s1/books/b": {contract.Unrecorded()},
	} {
		test := &asked{TB: t}
		handler := c.WatchFor(test, answering(503, ""), folder, options...)
		handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
		handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodDelete, path, nil))
		test.end()
		assert.NotEmpty(t, test.errors, "unrecorded or not, a violation is one")
	}
	seen, err := contract.ReadReport(folder)
	require.NoError(t, err)
	assert.Equal(t, map[contract.Seen]int{{Operation: "GET /admin/v1/shelves/{shelfId}/books", Status: 503}: 1}, seen.Operations)
}
