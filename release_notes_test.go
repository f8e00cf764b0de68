// SPDX-License-Identifier: MPL-2.0

package main_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The notes of a release are the first section of the change log, and a section without a date is not released.
func TestReleaseNotes(t *testing.T) {
	t.Parallel()
	const older = "\n## 0.1.0 (January 7, 2027)\n\nNOTES:\n\n* provider: old\n"
	for _, test := range []struct{ name, log, version, notes, refused string }{
		{"dated", "## 0.2.0 (February 3, 2027)\n\nFEATURES:\n\n* provider: new\n" + older, "0.2.0", "\nFEATURES:\n\n* provider: new\n\n", ""},
		{"unreleased", "## 0.2.0 (Unreleased)\n\nFEATURES:\n\n* provider: new\n" + older, "0.2.0", "", "no date"},
		{"another version", "## 0.2.0 (February 3, 2027)\n" + older, "0.1.0", "", "not that of version 0.1.0"},
		{"a longer version", "## 0.2.0-rc1 (February 3, 2027)\n" + older, "0.2.0", "", "not that of version 0.2.0"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			log := filepath.Join(t.TempDir(), "CHANGELOG.md")
			require.NoError(t, os.WriteFile(log, []byte(test.log), 0o600))
			said, err := exec.CommandContext(t.Context(), "./tools/release/notes.sh", test.version, log).CombinedOutput()
			if test.refused != "" {
				require.Error(t, err)
				assert.Contains(t, string(said), test.refused)
				return
			}
			require.NoError(t, err, "%s", said)
			assert.Equal(t, test.notes, string(said))
		})
	}
}

// Without notes, goreleaser lists commits.
func TestReleaseHasNotes(t *testing.T) {
	t.Parallel()
	workflow, err := os.ReadFile(".github/workflows/release.yml")
	require.NoError(t, err)
	assert.Contains(t, string(workflow), `./tools/release/notes.sh "${GITHUB_REF_NAME#v}" > "$RUNNER_TEMP/notes.md"`)
	assert.Contains(t, string(workflow), `goreleaser release --clean --release-notes="$RUNNER_TEMP/notes.md"`)
}
