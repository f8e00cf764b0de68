// SPDX-License-Identifier: MPL-2.0

package console

import (
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The package comment lists the control surface as its table has it, in the same order.
func TestDocumentation(t *testing.T) {
	t.Parallel()

	text, err := os.ReadFile("doc.go")
	require.NoError(t, err)

	var documented []string
	for _, line := range regexp.MustCompile(`(?m)^//\t([A-Z]+) +(/\S+)`).FindAllStringSubmatch(string(text), -1) {
		documented = append(documented, line[1]+" "+line[2])
	}

	var served []string
	for _, control := range (&surface{}).controls() {
		served = append(served, control.method+" "+control.path)
	}

	assert.Equal(t, served, documented)
}
