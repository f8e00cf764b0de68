// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What the guide quotes at the beginning of an entry is a text of the code, up to where the code puts in a name.
func TestTroubleshootingQuotesTheCode(t *testing.T) {
	t.Parallel()
	var code strings.Builder
	for _, folder := range []string{"internal/provider", "internal/organization"} {
		require.NoError(t, filepath.WalkDir(filepath.Join(repository, folder), func(path string, _ fs.DirEntry, err error) error {
			if err != nil || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
				return err
			}
			text, err := os.ReadFile(path)
			code.Write(text)
			return err
		}))
	}
	guide, err := os.ReadFile(filepath.Join(repository, "templates/guides/troubleshooting.md"))
	require.NoError(t, err)
	quoted := regexp.MustCompile("(?m)^(?:\\* |The summary is )`([A-Z][^`…]* [^`…]*)`").FindAllStringSubmatch(string(guide), -1)
	require.GreaterOrEqual(t, len(quoted), 13)
	for _, match := range quoted {
		assert.Contains(t, code.String(), match[1])
	}
}
