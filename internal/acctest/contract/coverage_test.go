// SPDX-License-Identifier: MPL-2.0

package contract_test

import (
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

// Two processes with parallel tests each write their own file, and nothing is
// lost or counted twice.
func TestReportAddsUp(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "report")
	var tests sync.WaitGroup
	for range 2 {
		process := shelf(t)
		handler := process.Middleware(func(string) {}, answering(200, page))
		for range 10 {
			tests.Go(func() {
				for range 5 {
					handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/admin/v1/shelves/s1/books", nil))
				}
				handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodDelete, "/admin/v1/shelves/s1/books/1", nil))
				handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/unknown", nil))
				assert.NoError(t, process.Report(folder))
			})
		}
	}
	tests.Wait()
	seen, err := contract.ReadReport(folder)
	require.NoError(t, err)
	assert.Equal(t, map[contract.Seen]int{
		{Operation: "GET /admin/v1/shelves/{shelfId}/books", Status: 200}:             100,
		{Operation: "DELETE /admin/v1/shelves/{shelfId}/books/{bookId}", Status: 200}: 20,
	}, seen.Operations)
	files, err := os.ReadDir(folder)
	require.NoError(t, err)
	assert.Len(t, files, 2)
}

func TestNoReportUnlessAskedFor(t *testing.T) {
	t.Parallel()
	c := shelf(t)
	c.Middleware(func(string) {}, answering(200, page)).
		ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/admin/v1/shelves/s1/books", nil))
	require.NoError(t, c.Report(""))
	folder := filepath.Join(t.TempDir(), "report")
	require.NoError(t, shelf(t).Report(folder), "nothing seen")
	assert.NoDirExists(t, folder)
}

func TestReadReportRefusesWhatItDidNotWrite(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "operations-1.txt"), []byte("three 200 GET /x\n"), 0o600))
	_, err := contract.ReadReport(folder)
	require.ErrorContains(t, err, "operations-1.txt")
}
