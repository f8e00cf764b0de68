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

// A test that was renamed would no longer be run by `make thorough`, which names those of which `make test` tries a part.
func TestThoroughNamesTestsThatThereAre(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../GNUmakefile")
	require.NoError(t, err)
	there := make(map[string]bool)
	function := regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	goFiles(t, func(file string, text []byte) {
		if strings.HasSuffix(file, "_test.go") {
			for _, found := range function.FindAllSubmatch(text, -1) {
				there[string(found[1])] = true
			}
		}
	})
	named := 0
	for _, list := range regexp.MustCompile(`(?m)^(?:ALL_CASES|PROPERTIES|LARGE)\s*:= (.*)$`).FindAllSubmatch(text, -1) {
		for name := range strings.SplitSeq(string(list[1]), "|") {
			named++
			assert.True(t, there[name], name)
		}
	}
	assert.Greater(t, named, 10)
}
