// SPDX-License-Identifier: MPL-2.0

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/posture"
)

const repository = "../../../../.."

// The guide is what the list says, and the list has no duty that nothing serves.
func TestTheGuideAndTheListAreOne(t *testing.T) {
	t.Parallel()
	example, err := os.ReadFile(filepath.Join(repository, "examples/data-sources/atlassian_security_posture/data-source.tf"))
	require.NoError(t, err)
	want, err := guide(t.Context(), string(example))
	require.NoError(t, err)
	written, err := os.ReadFile(filepath.Join(repository, "templates/guides/shared-responsibility-checklist.md"))
	require.NoError(t, err)
	assert.Equal(t, want, string(written), "run make generate")

	duties := make(map[string]bool)
	for _, duty := range posture.Duties() {
		assert.False(t, duties[duty.ID], "%s is there twice", duty.ID)
		duties[duty.ID] = true
		assert.True(t, len(duty.Types) > 0 || duty.Console != "", "%s: nothing serves it", duty.ID)
	}
	links, err := pages(t.Context())
	require.NoError(t, err)
	for _, control := range posture.Controls() {
		assert.True(t, duties[control.Duty], "%s is of duty %s, which there is not", control.ID, control.Duty)
		assert.Contains(t, want, "`"+control.ID+"`")
		for word := range strings.FieldsSeq(control.Fix) {
			if name := strings.Trim(word, ",;."); strings.HasPrefix(name, "atlassian_") {
				assert.NotEmpty(t, links[name], "%s: its fix names %s, which is no type of the provider", control.ID, name)
			}
		}
	}
}
