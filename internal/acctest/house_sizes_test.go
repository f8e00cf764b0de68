// SPDX-License-Identifier: MPL-2.0

package acctest_test

import (
	"bytes"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	maxLines = 400
	maxFiles = 30
)

// flat is the client, which may have more files than others: it is flat on purpose, with one file per area of the API.
const flat = "internal/atlassian"

// goFiles calls see for all Go files of the repository, tests included.
func goFiles(t *testing.T, see func(file string, text []byte)) {
	t.Helper()
	root := os.DirFS("../..")
	seen := 0
	require.NoError(t, fs.WalkDir(root, ".", func(file string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && file != "." && strings.HasPrefix(entry.Name(), "."):
			return fs.SkipDir
		case entry.IsDir() || path.Ext(file) != ".go":
			return nil
		}
		text, err := fs.ReadFile(root, file)
		if err != nil {
			return err
		}
		seen++
		see(file, text)
		return nil
	}))
	require.NotZero(t, seen, "the repository has no Go files")
}

func noLongFile(t *testing.T) {
	t.Parallel()
	goFiles(t, func(file string, text []byte) {
		assert.LessOrEqual(t, bytes.Count(text, []byte("\n")), maxLines, "%s is to be cut: one idea a file", file)
	})
}

func noLargePackage(t *testing.T) {
	t.Parallel()
	files := make(map[string]int)
	goFiles(t, func(file string, _ []byte) {
		if !strings.HasSuffix(file, "_test.go") {
			files[path.Dir(file)]++
		}
	})
	for folder, count := range files {
		if folder != flat {
			assert.LessOrEqual(t, count, maxFiles, "%s is to be split", folder)
		}
	}
}
