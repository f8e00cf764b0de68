// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"slices"
	"sync"
	"testing"
)

// The environment variables that tell the checks where to read and to write.
const (
	FolderVariable = "ATLASSIAN_OPENAPI_DIR"
	ReportVariable = "ATLASSIAN_CONTRACT_REPORT"
)

// fromEnvironment loads the documents once per process: it takes a tenth of a
// second, and hundreds of tests need them.
var fromEnvironment = sync.OnceValues(func() (*Contract, error) {
	return open(context.Background(), os.LookupEnv, os.Stderr)
})

// open is nil, after a line to say so, when the variable isn't set.
func open(ctx context.Context, lookup func(string) (string, bool), log io.Writer) (*Contract, error) {
	folder, set := lookup(FolderVariable)
	if !set {
		_, err := fmt.Fprintf(log, "contract checks are off (%s is not set)\n", FolderVariable)
		return nil, err
	}
	c, err := Load(ctx, folder)
	if err != nil {
		return nil, fmt.Errorf("%s is %q, so contract checks were asked for, but they can't be made: %w", FolderVariable, folder, err)
	}
	return c, nil
}

// Option changes what Watch does.
type Option func(*watch)

type watch struct {
	verdict    func(violations []string)
	unrecorded bool
}

// WithVerdict hands the violations to a function when the test ends, instead of
// failing the test with them.
func WithVerdict(verdict func(violations []string)) Option {
	return func(w *watch) { w.verdict = verdict }
}

// Unrecorded checks, but keeps what it sees out of the report. The report tells
// what the client does, so tests that send requests by hand don't belong there.
func Unrecorded() Option { return func(w *watch) { w.unrecorded = true } }

// Watch puts the checks in front of a handler for the time of one test; every
// violation fails the test when it ends. Without ATLASSIAN_OPENAPI_DIR it returns
// the handler itself.
//
// Close the server that uses the handler in a cleanup registered after Watch, so
// that it is closed before the verdict.
func Watch(t testing.TB, next http.Handler, options ...Option) http.Handler {
	t.Helper()
	c, err := fromEnvironment()
	if err != nil {
		t.Fatal(err)
	}
	return c.watch(t, next, os.Getenv(ReportVariable), options...)
}

func (c *Contract) watch(t testing.TB, next http.Handler, report string, options ...Option) http.Handler {
	t.Helper()
	if c == nil {
		return next
	}
	w := watch{verdict: func(violations []string) {
		t.Helper()
		for _, violation := range violations {
			t.Errorf("contract: %s", violation)
		}
	}}
	for _, option := range options {
		option(&w)
	}
	if w.unrecorded {
		c, report = &Contract{documents: c.documents, coverage: newCoverage()}, ""
	}
	var (
		mutex sync.Mutex
		found = make(map[string]struct{}) // thousands of requests may break the same rule
	)
	t.Cleanup(func() {
		t.Helper()
		if err := c.Report(report); err != nil {
			t.Error(err)
		}
		mutex.Lock()
		defer mutex.Unlock()
		w.verdict(slices.Sorted(maps.Keys(found)))
	})
	return c.middleware(func(violation string) {
		mutex.Lock()
		defer mutex.Unlock()
		found[violation] = struct{}{}
	}, next, report != "")
}
