// SPDX-License-Identifier: MPL-2.0

package base_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// The page of a type that configurations have hundreds of sends readers to the guide with the numbers.
func TestPagesSayHowToWriteManyInstances(t *testing.T) {
	t.Parallel()
	page := base.Page{Summary: "A thing.", Details: "It works.", Drift: "It drifts."}
	assert.NotContains(t, page.Markdown(), "for_each")
	page.Many = true
	text := page.Markdown()
	assert.Contains(t, text, "It works.\n\n### Many instances\n\n")
	_, after, found := strings.Cut(text, "(../guides/troubleshooting.md#")
	require.True(t, found, text)
	anchor, _, _ := strings.Cut(after, ")")
	guide, err := os.ReadFile("../../../templates/guides/troubleshooting.md")
	require.NoError(t, err)
	heading := "\n## " + strings.ReplaceAll(anchor, "-", " ") + "\n"
	assert.True(t, strings.Contains(strings.ToLower(string(guide)), heading), "the guide has no heading%s", heading) //nolint:testifylint // the whole guide is no message
}
