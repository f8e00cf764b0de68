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

// A test that was renamed would no longer be run by `make cases`, `make thorough` or `make soak`, which name those of which `make test` tries a
// part. One of which a part is tried, but which is not named there, would be tried in full by no target.
func TestThoroughNamesTestsThatThereAre(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../GNUmakefile")
	require.NoError(t, err)
	there, partial := make(map[string]bool), make(map[string]bool)
	function := regexp.MustCompile(`^Test\w+`)
	part := regexp.MustCompile(`\b(thorough\.Part|rapid\.Check|testing\.Short)\b`)
	goFiles(t, func(file string, text []byte) {
		if strings.HasSuffix(file, "_test.go") && file != "internal/acctest/thorough_test.go" {
			for body := range strings.SplitSeq(string(text), "\nfunc ") {
				name := function.FindString(body)
				there[name] = true
				if name != "" && part.MatchString(body) {
					partial[name] = true
				}
			}
		}
	})
	named := make(map[string]bool)
	for _, list := range regexp.MustCompile(`(?m)^(?:ALL_CASES|PROPERTIES|LARGE|SOAK)\s*:= (.*)$`).FindAllSubmatch(text, -1) {
		for name := range strings.SplitSeq(string(list[1]), "|") {
			named[name] = true
			assert.True(t, there[name], name)
		}
	}
	assert.Greater(t, len(named), 10)
	for name := range partial {
		assert.True(t, named[name], "%s tries a part of its cases: name it for make thorough", name)
	}
	assert.Greater(t, len(partial), 10)
}
