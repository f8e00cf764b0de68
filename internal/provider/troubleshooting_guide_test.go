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

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const troubleshooting = guides + "troubleshooting.md"

// A code of the guide that consists of words is a text that somebody sees. A command and an argument have other signs in them.
var (
	codes = regexp.MustCompile("`([^`\n]+)`")
	words = regexp.MustCompile(`^[A-Za-z][\w'-]*(,? [A-Za-z][\w'-]*)+\.?$`)
)

// quotes are the texts of others that a text quotes.
func quotes(text string) []string {
	var found []string
	for _, code := range codes.FindAllStringSubmatch(fenced.ReplaceAllString(text, ""), -1) {
		if words.MatchString(code[1]) && !strings.HasPrefix(code[1], "terraform ") {
			found = append(found, code[1])
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// Everything that the guide quotes is what somebody sees: a test here provokes it, or names the test that does.
func TestTroubleshootingQuotesWhatIsSeen(t *testing.T) {
	cli.SkipIfShort(t)
	t.Parallel()
	seen := make(map[string]bool)
	for quote, by := range quotedElsewhere {
		seen[quote] = true
		assert.Contains(t, testFunction(t, by), quote, by)
	}
	for name, mishap := range mishaps {
		for _, quote := range mishap.quotes {
			assert.False(t, seen[quote], "%s: another test has %q", name, quote)
			seen[quote] = true
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			output := flat(mishap.provoke(t))
			for _, quote := range mishap.quotes {
				assert.Contains(t, output, quote)
			}
		})
	}
	text, err := os.ReadFile(filepath.Join(repository, troubleshooting))
	require.NoError(t, err)
	quoted := quotes(string(text))
	require.GreaterOrEqual(t, len(quoted), 30)
	for _, quote := range quoted {
		assert.True(t, seen[quote], "nothing provokes %q", quote)
		delete(seen, quote)
	}
	assert.Empty(t, seen, "the guide does not quote this any more")
}

// The error that the guide shows as a whole is what Terraform prints, but for where it is and the end of an ID.
func TestTroubleshootingShowsAWholeError(t *testing.T) {
	t.Parallel()
	shown := inLanguage(blocksOf(t, troubleshooting), "text")
	require.Len(t, shown, 1)
	printed := flat(existing(t))
	for part := range strings.SplitSeq(strings.ReplaceAll(shown[0], "\n\n", "…"), "…") {
		assert.Contains(t, printed, flat(part))
	}
}

// withoutQuote are the sections that quote nothing, with the test of what they say.
var withoutQuote = map[string]string{
	"An apply left a deposed object":     "TestADeposedObjectTakesNothingAway",
	"A plan with many instances is slow": "TestGuideBlocksArePlanned",           // the times are Terraform's
	"How to report a bug":                "TestTroubleshootingQuotesWhatIsSeen", // the log is all that it needs
}

// Each section of the guide is in the table that readers begin with, and has something that a test provokes.
func TestTroubleshootingListsItsSections(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join(repository, troubleshooting))
	require.NoError(t, err)
	table, entries, _ := strings.Cut(string(text), "\n## ")
	for entry := range strings.SplitSeq(entries, "\n## ") {
		title, said, _ := strings.Cut(entry, "\n")
		assert.Contains(t, table, "["+title+"](#"+strings.ReplaceAll(strings.ToLower(title), " ", "-")+")")
		if by, listed := withoutQuote[title]; listed {
			testFunction(t, by)
			continue
		}
		assert.NotEmpty(t, quotes(said), title)
	}
}

// What another tool writes comes back as a diff in each plan, unless the configuration ignores it as the guide says.
func TestTroubleshootingLeavesAnAttributeToOthers(t *testing.T) {
	t.Parallel()
	shown := configurations(t, "troubleshooting.md", "A diff comes back")
	require.Len(t, shown, 1)
	org := simulated.Start(t)
	w := cli.New(t, org).Keep()
	w.Write("main.tf", shown[0])
	w.MustRun("apply", "-auto-approve")
	require.NoError(t, org.Simulator.UpdateGroup("On call", simulator.GroupChange{Description: new("Another list decides")}))
	ignored := w.Run("plan", "-detailed-exitcode", "-no-color")
	assert.Zero(t, ignored.ExitCode, ignored.Output)

	w.Write("main.tf", strings.Replace(shown[0], "ignore_changes = [description]", "", 1))
	differs := w.Run("plan", "-refresh-only", "-no-color")
	assert.Contains(t, differs.Output, `"The list in the pager decides" -> "Another list decides"`)
	assert.Equal(t, 2, w.Run("plan", "-detailed-exitcode").ExitCode)
}
