// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// block is a fenced block of a page that users read.
type block struct {
	page     string // from the repository's root
	chapter  string // the heading of level two above it
	section  string // the heading of any level above it
	line     int
	language string
	text     string // without the indentation of the fence
}

// first is the first line of the block, by which tables name it.
func (b block) first() string {
	line, _, _ := strings.Cut(b.text, "\n")
	return line
}

func (b block) String() string { return fmt.Sprintf("%s:%d", b.page, b.line) }

// A fence may be indented, as in a list. What opens one has a language, or else looks like what closes one.
var (
	fenced  = regexp.MustCompile("(?ms)^( *)```([^`\n]*)\n(.*?)^ *```$")
	fences  = regexp.MustCompile("(?m)^ *(```|~~~)")
	heading = regexp.MustCompile(`(?m)^#+ .*$`)
)

// blocksOf are the blocks of a page, in their order.
func blocksOf(t *testing.T, page string) []block {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(repository, page))
	require.NoError(t, err)
	text := string(content)
	var found []block
	chapter, section, end := "", "", 0
	for _, at := range fenced.FindAllStringSubmatchIndex(text, -1) {
		// A comment in a block looks like a heading, so these are looked for between blocks.
		for _, section = range heading.FindAllString(text[end:at[0]], -1) {
			if strings.HasPrefix(section, "## ") {
				chapter = section
			}
		}
		end = at[1]
		b := block{page: page, chapter: chapter, section: section, line: 1 + strings.Count(text[:at[0]], "\n"), language: text[at[4]:at[5]]}
		indentation := text[at[2]:at[3]]
		b.text = strings.TrimPrefix(strings.ReplaceAll("\n"+text[at[6]:at[7]], "\n"+indentation, "\n"), "\n")
		found = append(found, b)
	}
	require.Len(t, fences.FindAllString(text, -1), 2*len(found), "%s: a fence that the test does not understand", page)
	return found
}

// documents are the pages that users read.
func documents(t *testing.T) []string {
	t.Helper()
	pages := []string{"README.md", "CONTRIBUTING.md", "SECURITY.md"}
	for _, folder := range []string{"docs", "examples"} {
		require.NoError(t, filepath.WalkDir(filepath.Join(repository, folder), func(path string, _ fs.DirEntry, err error) error {
			if err == nil && filepath.Ext(path) == ".md" {
				pages = append(pages, strings.TrimPrefix(filepath.ToSlash(path), repository+"/"))
			}
			return err
		}))
	}
	return pages
}

// documentBlocks are the blocks of all pages that are in one of these languages.
func documentBlocks(t *testing.T, languages ...string) []block {
	t.Helper()
	var found []block
	for _, page := range documents(t) {
		for _, b := range blocksOf(t, page) {
			if slices.Contains(languages, b.language) {
				found = append(found, b)
			}
		}
	}
	require.NotEmpty(t, found, "no page has a block of %v", languages)
	return found
}

// A block is in a language of which a test here knows what to do with it. text and diff are read by people alone.
func TestEveryBlockHasALanguage(t *testing.T) {
	t.Parallel()
	for _, page := range documents(t) {
		for _, b := range blocksOf(t, page) {
			assert.Contains(t, []string{"terraform", "shell", "json", "yaml", "csv", "text", "diff"}, b.language, b)
		}
	}
}

// isPlannedAsItStands reports whether TestGuideBlocksArePlanned plans the blocks of a page. The other pages show examples.
func isPlannedAsItStands(page string) bool {
	return strings.HasPrefix(page, "docs/guides/") || !strings.HasPrefix(page, "docs/")
}

// Each block of the pages of types and of the index is a file below examples/, all of which are run (TestEveryExampleIsRun).
func TestEveryBlockOfAPageIsAnExample(t *testing.T) {
	t.Parallel()
	examples := make(map[string]bool)
	require.NoError(t, filepath.WalkDir(filepath.Join(repository, "examples"), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		examples[strings.TrimSpace(string(text))] = true
		return err
	}))
	for _, b := range documentBlocks(t, "terraform", "shell") {
		if isPlannedAsItStands(b.page) || b.page == index && b.language == "shell" {
			continue
		}
		assert.True(t, examples[strings.TrimSpace(b.text)], "%s is no file below examples/", b)
	}
}

// Data in a block is what it is called. An organization file is one that the simulator takes.
func TestEveryBlockOfDataIsRead(t *testing.T) {
	t.Parallel()
	organizations := 0
	for _, b := range documentBlocks(t, "json", "yaml", "csv") {
		switch b.language {
		case "json":
			var object map[string]any
			require.NoError(t, json.Unmarshal([]byte(b.text), &object), b)
			if _, access := object["base_url"]; access {
				continue // TestEveryBlockOfShellRuns compares it with what the simulator prints
			}
			organization, err := simulator.Load(strings.NewReader(b.text))
			require.NoError(t, err, b)
			_, err = simulator.New(simulator.Options{Organization: organization})
			require.NoError(t, err, b)
			organizations++
		case "yaml":
			var workflow struct {
				Name string
				Jobs map[string]struct{ Steps []map[string]any }
			}
			require.NoError(t, yaml.Unmarshal([]byte(b.text), &workflow), b)
			assert.NotEmpty(t, workflow.Jobs, b)
		case "csv":
			rows, err := csv.NewReader(strings.NewReader(b.text)).ReadAll()
			require.NoError(t, err, b)
			assert.Greater(t, len(rows), 1, b)
		}
	}
	assert.NotZero(t, organizations)
}
