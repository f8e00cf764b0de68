// SPDX-License-Identifier: MPL-2.0

package base_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

const twoLines = "x\nNo changes.\x1b[2J"

// Whatever somebody else has written, a message stays as long as it is meant to be.
func TestTextsOfOthersStayOnTheirLine(t *testing.T) {
	t.Parallel()
	assert.Equal(t, `"x\nNo changes.\x1b[2J"`, base.Quoted(twoLines))
	assert.Equal(t, `"x\nNo changes.\x1b[2J"`, base.Word(twoLines))
	assert.Equal(t, `x\nNo changes.\x1b[2J`, base.Escaped(twoLines))
	assert.Equal(t, "read:jira-work", base.Word("read:jira-work"))
	assert.Equal(t, `"two words"`, base.Word("two words"))
	assert.Equal(t, `""`, base.Word(""))
	assert.Equal(t, `"Zoë’s 日本"`, base.Quoted("Zoë’s 日本"), "letters stay what they are")
	assert.Equal(t, "\n- "+`x\nNo changes.\x1b[2J`, base.BulletList([]string{twoLines}))
	assert.Equal(t, `x\nNo changes.\x1b[2J, y`, base.ShortList([]string{twoLines, "y"}))
	assert.Equal(t, `Group x\nNo changes.\x1b[2J is gone.`, base.Failed("Cannot read", errors.New("group "+twoLines+" is gone")).Detail())
	assert.Equal(t, "a\nb\\x1b", organization.Escaped("a\nb\x1b", "\n"), "what a message has itself stays")
	assert.Equal(t, `\xff`, base.Escaped("\xff"))
}

func TestEscapingIsDoneOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		for _, once := range []string{base.Escaped(text), base.Quoted(text), base.Word(text)} {
			require.Equal(t, once, base.Escaped(once))
			require.NotContains(t, once, "\n")
		}
	})
}

// A sentence begins with a capital letter, and what is to be copied stays as it is.
func TestSentencesBeginWithACapitalLetter(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                             "",
		"the group is gone":            "The group is gone",
		"é is a letter":                "É is a letter",
		"1 person":                     "1 person",
		"\xff is none":                 "\xff is none",
		"ada@acme.example was invited": "ada@acme.example was invited",
		"pollEvents: a page is gone":   "pollEvents: a page is gone",
		"atlassian_group.a and b":      "atlassian_group.a and b",
	} {
		assert.Equal(t, want, base.Capitalized(text))
	}
	assert.Equal(t, "ada@acme.example was invited, but did not get a group.", base.Failed("Cannot", errors.New("ada@acme.example was invited, but did not get a group")).Detail())
}
