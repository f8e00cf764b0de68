// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"context"
	"io"
	"net/http"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// LoadFiles loads documents of any name under the given patches.
func LoadFiles(ctx context.Context, files []string, patches []Patch) (*Contract, error) {
	return load(ctx, files, patches)
}

// Open is what the environment decides.
func Open(ctx context.Context, lookup func(string) (string, bool), log io.Writer) (*Contract, error) {
	return open(ctx, lookup, log)
}

// Patches are the patches of the vendor's documents.
func Patches() []Patch { return allPatches() }

// WatchFor is what Watch does with the documents of the environment.
func (c *Contract) WatchFor(t testing.TB, next http.Handler, report string, options ...Option) http.Handler {
	t.Helper()
	return c.watch(t, next, report, options...)
}

// Document is what a patch applies to.
type Document = openapi3.T
