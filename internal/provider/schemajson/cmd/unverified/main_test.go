// SPDX-License-Identifier: MPL-2.0

package main

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider"
)

// The guide has every experiment, flagged operation and unverified fact, and is the one in the repository.
func TestGuideHasAllOfIt(t *testing.T) {
	t.Parallel()
	all := pages(t.Context(), provider.New("test")())
	text := guide(all)
	for _, name := range organization.Experiments() {
		assert.NotContains(t, text, "| `"+name+"` | none |", "no page names the experiment")
	}
	called := make(map[string]bool)
	for _, one := range all {
		for _, id := range one.page.Operations {
			called[id] = true
		}
		for _, fact := range one.page.Unverified {
			assert.Contains(t, text, "* "+fact+"\n")
		}
	}
	for _, operation := range organization.DocumentedOperations() {
		if operation.Deprecated || operation.Guessed {
			assert.Contains(t, text, "| `"+operation.Name()+"` |")
			assert.True(t, called[operation.ID], "no page names %s", operation.ID)
		}
	}
	kept, err := os.ReadFile("../../../../../templates/guides/experimental-and-unverified.md")
	require.NoError(t, err)
	assert.Equal(t, string(kept), text, "`make generate` writes the guide")
}
