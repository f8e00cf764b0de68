// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	// frontmatter is what the registry reads at the beginning of a page.
	frontmatter = regexp.MustCompile(`(?s)\A---\n.*?\n---\n`)
	// ownLine are lines that begin something of their own: an item, a row, a heading, a quotation, HTML, or a note of the registry.
	ownLine = regexp.MustCompile(`^\s*([*+-] |\d+\. |\||#|>|<|[~!-]> |$)`)
)

// A paragraph is one line, and so is an item of a list: one way everywhere.
func TestAParagraphIsOneLine(t *testing.T) {
	t.Parallel()
	for _, page := range append(documents(t), "CHANGELOG.md", "CODE_OF_CONDUCT.md") {
		text, err := os.ReadFile(filepath.Join(repository, page))
		require.NoError(t, err)
		prose := fenced.ReplaceAllString(frontmatter.ReplaceAllString(string(text), ""), "")
		before := ""
		for line := range strings.Lines(prose) {
			line = strings.TrimSuffix(line, "\n")
			goesOn := before != "" && !strings.HasPrefix(before, "#") && !ownLine.MatchString(line)
			assert.False(t, goesOn, "%s: a line goes on with a paragraph: %s", page, line)
			before = line
		}
	}
}
