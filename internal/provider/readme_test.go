// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// The README names every type, and links every guide. TestEveryExampleIsListed holds it to the examples.
func TestReadmeIsComplete(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join(repository, "README.md"))
	require.NoError(t, err)
	readme := string(text)
	for folder, form := range map[string]string{
		"docs/resources": "`atlassian_NAME`", "docs/data-sources": "`atlassian_NAME`", "docs/actions": "`atlassian_NAME`", "docs/functions": "`NAME`",
		"docs/guides": "(docs/guides/NAME.md)",
	} {
		pages, err := filepath.Glob(filepath.Join(repository, folder, "*.md"))
		require.NoError(t, err)
		require.NotEmpty(t, pages, folder)
		for _, page := range pages {
			assert.Contains(t, readme, strings.ReplaceAll(form, "NAME", strings.TrimSuffix(filepath.Base(page), ".md")), page)
		}
	}
}

// The quick start works as it is copied, against the organization that the simulator plays by default.
func TestQuickStartOfTheReadme(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join(repository, "README.md"))
	require.NoError(t, err)
	_, section, found := strings.Cut(string(text), "\n## Quick start\n")
	require.True(t, found)
	section, _, _ = strings.Cut(section, "\n## ")
	written := fence.FindAllStringSubmatch(section, -1)
	require.Len(t, written, 2, "a configuration and the commands")
	require.Equal(t, "terraform", written[0][1])
	commands := strings.Split(strings.TrimSpace(written[1][2]), "\n")
	require.Equal(t, "terraform init", commands[0], "the provider is there already in a test")
	inside, found := strings.CutPrefix(commands[1], "terraform-provider-atlassian simulate -- sh -c '")
	require.True(t, found)

	w := cli.New(t, simulated.Start(t))
	w.Write("versions.tf", "")
	w.Write("main.tf", written[0][2])
	result := w.Shell(strings.TrimSuffix(inside, "'"))
	assert.Zero(t, result.ExitCode, result.Output)
	assert.Contains(t, result.Output, "1 added, 0 changed, 0 destroyed")
}

// A configuration that is copied gets a version that fits the page.
func TestEveryConfigurationNamesAVersion(t *testing.T) {
	t.Parallel()
	for _, folder := range []string{"README.md", "examples", "templates", "docs"} {
		require.NoError(t, filepath.WalkDir(filepath.Join(repository, folder), func(path string, entry os.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			text, err := os.ReadFile(path)
			for _, after := range strings.Split(string(text), `= "orgsec/atlassian"`)[1:] {
				assert.Regexp(t, `^\n\s+version\s+= "~> `, after, path)
			}
			return err
		}))
	}
}
