// SPDX-License-Identifier: MPL-2.0

package browser_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Where the browser is, where the pages and the provider's binary are, and where to keep what was seen.
var chromium, pages, provider, pictures string

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

// run has the pages written, by the test that applies the example, builds the provider, and runs the tests that look.
func run(m *testing.M) int {
	if chromium = find(); chromium == "" {
		fmt.Fprintln(os.Stderr, "There is no Chromium on PATH, which these tests need. Install it, on Debian with `apt-get install --no-install-recommends chromium`.")
		return 1
	}
	folder, err := os.MkdirTemp("", "pages")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(folder) }()
	pages, pictures = folder, folder
	if kept := os.Getenv("PICTURES"); kept != "" {
		pictures = kept
	}
	write := exec.CommandContext(context.Background(), "go", "test", "-count=1", "-run=^TestAccessReviewExample", "./internal/provider")
	write.Dir, write.Env = filepath.Join("..", ".."), append(os.Environ(), "EXAMPLE_PAGES="+pages)
	if output, err := write.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "The pages could not be written: %s\n%s", err, output)
		return 1
	}
	provider = filepath.Join(folder, "provider")
	build := exec.CommandContext(context.Background(), "go", "build", "-o", provider, ".")
	build.Dir = write.Dir
	if output, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "The provider could not be built: %s\n%s", err, output)
		return 1
	}
	return m.Run()
}

// find is the path of a Chromium, by any of its names.
func find() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}
