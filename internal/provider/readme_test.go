// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
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

// As long as the change log has no released version, the README says so.
func TestReadmeKnowsWhetherThereIsARelease(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile(filepath.Join(repository, "README.md"))
	require.NoError(t, err)
	changes, err := os.ReadFile(filepath.Join(repository, "CHANGELOG.md"))
	require.NoError(t, err)
	headings := regexp.MustCompile(`(?m)^## .*$`).FindAllString(string(changes), -1)
	require.NotEmpty(t, headings)
	released := slices.ContainsFunc(headings, func(heading string) bool { return !strings.HasSuffix(heading, " (Unreleased)") })
	assert.Equal(t, !released, strings.Contains(string(readme), "is not released yet"))
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
