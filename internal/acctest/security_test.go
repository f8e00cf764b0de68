// SPDX-License-Identifier: MPL-2.0

package acctest_test

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestSecurity holds SECURITY.md to the tests: each claim of the threat model names at least one, all of them exist, and a risk that stays is
// marked as one.
func TestSecurity(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../SECURITY.md")
	require.NoError(t, err)
	_, model, ok := strings.Cut(string(text), "## Threat model")
	require.True(t, ok)
	names := regexp.MustCompile("`(Test\\w+)`")
	claims, risks := 0, 0
	for line := range strings.Lines(model) {
		if !strings.HasPrefix(line, "* ") {
			continue
		}
		named := names.FindAllStringSubmatch(line, -1)
		if strings.HasPrefix(line, "* **Stays with you.** ") {
			risks++
			assert.Empty(t, named, line)
			continue
		}
		claims++
		assert.NotEmpty(t, named, "a claim that no test holds: %s", line)
	}
	assert.Greater(t, claims, 15)
	assert.Greater(t, risks, 4)

	there := testsOfTheRepository(t)
	for _, named := range names.FindAllStringSubmatch(string(text), -1) {
		assert.True(t, there[named[1]], "there is no test %s", named[1])
	}
}

// testsOfTheRepository are the names of all tests.
func testsOfTheRepository(t *testing.T) map[string]bool {
	t.Helper()
	function := regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	found := make(map[string]bool)
	root := os.DirFS("../..")
	require.NoError(t, fs.WalkDir(root, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path.Base(file), "_test.go") {
			return err
		}
		text, err := fs.ReadFile(root, file)
		for _, one := range function.FindAllStringSubmatch(string(text), -1) {
			found[one[1]] = true
		}
		return err
	}))
	return found
}
