// SPDX-License-Identifier: MPL-2.0

package acctest_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestContributing holds the guide for contributors to the code: the files and folders that it names exist, and so do the functions of
// its walk.
func TestContributing(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../CONTRIBUTING.md")
	require.NoError(t, err)
	paths := regexp.MustCompile("`((?:internal|templates|examples|tools)/[^`<>*]*)`").FindAllStringSubmatch(string(text), -1)
	require.NotEmpty(t, paths)
	for _, found := range paths {
		_, err := os.Stat("../../" + found[1])
		assert.NoError(t, err)
	}

	_, walk, ok := strings.Cut(string(text), "## A walk for newcomers")
	require.True(t, ok)
	walk, _, _ = strings.Cut(walk, "\n## ")
	steps := regexp.MustCompile(`(?m)^[0-9]+\. .*$`).FindAllString(walk, -1)
	assert.Len(t, steps, 10)
	step := regexp.MustCompile("`(internal/[^`]*\\.go)`: `([A-Za-z]+)`").FindAllStringSubmatch(walk, -1)
	require.NotEmpty(t, step)
	for _, found := range step {
		source, err := os.ReadFile("../../" + found[1])
		require.NoError(t, err)
		assert.Contains(t, string(source), found[2], found[1])
	}
}
