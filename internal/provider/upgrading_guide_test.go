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

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// The guide says that all types have the schema version 0. A type that gets another one needs a row in the guide's table.
func TestGuideOnUpgradingNamesTheSchemaVersions(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/schema.json")
	require.NoError(t, err)
	versions := regexp.MustCompile(`"version": (\d+)`).FindAllStringSubmatch(string(text), -1)
	require.NotEmpty(t, versions)
	for _, version := range versions {
		assert.Equal(t, "0", version[1], `templates/guides/upgrading.md, "State" and "Go back"`)
	}
}

// Every version of the change log has a row that says what to do.
func TestGuideOnUpgradingHasEveryVersion(t *testing.T) {
	t.Parallel()
	log, err := os.ReadFile(filepath.Join(repository, "CHANGELOG.md"))
	require.NoError(t, err)
	guide, err := os.ReadFile(filepath.Join(repository, "templates/guides/upgrading.md"))
	require.NoError(t, err)
	released := regexp.MustCompile(`(?m)^## (\d+\.\d+\.\d+) \((Unreleased|[A-Z][a-z]+ \d{1,2}, \d{4})\)$`).FindAllStringSubmatch(string(log), -1)
	require.Len(t, released, strings.Count(string(log), "\n## ")+1, "a heading has another form than `## 1.2.3 (Unreleased)` or `## 1.2.3 (January 2, 2027)`")
	for i, version := range released {
		assert.Contains(t, string(guide), "\n| "+version[1]+" | ")
		assert.True(t, i == 0 || version[2] != "Unreleased", "%s is below a newer version", version[1])
	}
}

// An older provider refuses the state of a newer one with the words of the guide, and takes the one from before.
func TestGuideOnUpgradingBack(t *testing.T) {
	t.Parallel()
	w := cli.New(t, simulated.Start(t)).Keep()
	w.Write("main.tf", "resource \"atlassian_group\" \"team\" {\n  name = \"Team\"\n}\n")
	w.MustRun("apply", "-auto-approve", "-no-color")
	state := filepath.Join(w.Dir, "terraform.tfstate")
	before, err := os.ReadFile(state)
	require.NoError(t, err)
	w.Write("before.tfstate", string(before))
	newer := strings.NewReplacer(`"schema_version": 0`, `"schema_version": 1`, `"serial": 1`, `"serial": 2`).Replace(string(before))
	require.NotEqual(t, string(before), newer)
	w.Write("terraform.tfstate", newer)

	refused := w.Run("plan", "-no-color")
	assert.Equal(t, 1, refused.ExitCode)
	guide, err := os.ReadFile(filepath.Join(repository, "templates/guides/upgrading.md"))
	require.NoError(t, err)
	words := regexp.MustCompile(`refuses the plan with "([^"]+)"`).FindStringSubmatch(string(guide))
	require.Len(t, words, 2)
	assert.Contains(t, refused.Output, words[1])
	assert.NotZero(t, w.Run("state", "push", "before.tfstate").ExitCode, "-force is not needed")
	w.MustRun("state", "push", "-force", "before.tfstate")
	assert.Zero(t, w.Run("plan", "-detailed-exitcode").ExitCode)
}
