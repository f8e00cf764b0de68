// SPDX-License-Identifier: MPL-2.0

package orgpolicies

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// dataSecurity is a data security policy about exports, named after its ID.
func dataSecurity(id, status, coverage, effect string) atlassian.DataSecurityPolicy {
	return atlassian.DataSecurityPolicy{ID: id, Name: id, Type: "data-security", Status: status, Coverage: coverage, Rules: map[string]atlassian.DataSecurityRule{"export": {Effect: effect}}}
}

func TestExportRestriction(t *testing.T) {
	t.Parallel()
	blocks := dataSecurity("a", "active", "ORG", "block")
	ruleless, another, foreign := dataSecurity("b", "active", "ORG", ""), dataSecurity("c", "active", "ORG", "block"), dataSecurity("d", "active", "ORG", "block")
	ruleless.Rules = nil
	another.Rules = map[string]atlassian.DataSecurityRule{"publicLinks": {Effect: "block"}}
	foreign.Type = "ip-allowlist"
	silent, silentPart := dataSecurity("e", "active", "ORG", ""), dataSecurity("f", "active", "WORKSPACE", "")
	silent.Rules, silentPart.Rules = map[string]atlassian.DataSecurityRule{}, map[string]atlassian.DataSecurityRule{}
	unheard := foreign
	unheard.Type = "data-protection"
	type policies = []atlassian.DataSecurityPolicy
	for name, test := range map[string]struct {
		policies policies
		state    State
		reasons  string
		unclear  string
	}{
		"none":                        {nil, Off, "no data security policy says anything about exports", ""},
		"about something else":        {policies{another}, Off, "no data security policy says anything about exports", ""},
		"of another type":             {policies{foreign}, Off, "no data security policy says anything about exports", ""},
		"of an unknown type":          {policies{blocks, unheard}, Partial, "", `policy "d" is of the type data-protection, although only data security policies were asked for`},
		"on":                          {policies{blocks, another}, On, "", ""},
		"in other letters":            {policies{dataSecurity("a", "Active", "org", "BLOCK")}, On, "", ""},
		"a draft":                     {policies{dataSecurity("a", "draft", "ORG", "block")}, Off, `data security policy "a" blocks exports, but it is not in force: its status is draft`, ""},
		"deleted":                     {policies{dataSecurity("a", "deleted", "ORG", "block")}, Off, `data security policy "a" blocks exports, but it is not in force: its status is deleted`, ""},
		"no status":                   {policies{dataSecurity("a", "", "ORG", "block")}, Unknown, "", `data security policy "a" does not say whether it is published`},
		"a new status":                {policies{dataSecurity("a", "enabled", "ORG", "block")}, Unknown, "", `data security policy "a" has the status enabled, which is not known`},
		"allows":                      {policies{dataSecurity("a", "active", "ORG", "allow")}, Off, `data security policy "a" allows exports in the whole organization`, ""},
		"both":                        {policies{blocks, dataSecurity("b", "active", "ORG", "allow")}, Unknown, `data security policy "b" allows exports in the whole organization`, "one published policy blocks exports in the whole organization, and another one allows them"},
		"a new effect":                {policies{dataSecurity("a", "active", "ORG", "warn")}, Unknown, "", `data security policy "a" has a rule that is not understood`},
		"an older rule":               {policies{dataSecurity("a", "active", "ORG", "")}, Unknown, "", `data security policy "a" has a rule that is not understood`},
		"no rules":                    {policies{ruleless}, Unknown, "", `data security policy "b" has a rule that is not understood`},
		"on, and one without rules":   {policies{blocks, ruleless}, Partial, "", `data security policy "b" has a rule that is not understood`},
		"on, and one without a rule":  {policies{blocks, silent}, On, "", ""},
		"on, and a part without one":  {policies{blocks, silentPart}, Partial, "", `data security policy "f" has a rule that is not understood`},
		"nothing":                     {policies{dataSecurity("a", "active", "UNASSIGNED", "block")}, Off, `data security policy "a" blocks exports, but it is assigned to nothing`, ""},
		"a part":                      {policies{dataSecurity("a", "active", "CONTAINER", "block")}, Partial, `data security policy "a" blocks exports in a part of the organization (CONTAINER)`, ""},
		"all but a part":              {policies{blocks, dataSecurity("b", "active", "WORKSPACE", "allow")}, Partial, `data security policy "b" allows exports in a part of the organization (WORKSPACE)`, ""},
		"all, and a part that may be": {policies{blocks, dataSecurity("b", "draft", "WORKSPACE", "allow")}, On, "", ""},
		"no coverage":                 {policies{dataSecurity("a", "active", "", "block")}, Unknown, "", `data security policy "a" does not say what it covers in a way that is known ("")`},
		"a new coverage":              {policies{blocks, dataSecurity("b", "active", "SPACE", "allow")}, Partial, "", `data security policy "b" does not say what it covers in a way that is known ("SPACE")`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found := newExportRestriction(test.policies)
			assert.Equal(t, test.state.String(), found.State.String())
			assert.Equal(t, test.reasons, strings.Join(found.Reasons, "; "))
			assert.Equal(t, test.unclear, strings.Join(found.Unclear, "; "))
		})
	}
}

func TestClassification(t *testing.T) {
	t.Parallel()
	level := func(name, status string) Level { return Level{ID: "ari:" + name, Name: name, Status: status} }
	for name, test := range map[string]struct {
		levels  []Level
		state   State
		reasons string
		unclear string
	}{
		"none":               {nil, Off, "the organization has no classification level", ""},
		"published":          {[]Level{level("Secret", "PUBLISHED"), level("Public", "Published")}, On, "", ""},
		"one published":      {[]Level{level("Secret", "PUBLISHED"), level("Public", "DRAFT"), level("Old", "ARCHIVED")}, On, `classification level "Public" is a draft; classification level "Old" is archived`, ""},
		"one unclear":        {[]Level{level("Secret", "PUBLISHED"), level("Public", "")}, On, "", `classification level "Public" does not say whether it is published`},
		"drafts only":        {[]Level{level("Public", "DRAFT")}, Off, `classification level "Public" is a draft`, ""},
		"a draft and a null": {[]Level{level("Public", "DRAFT"), level("Secret", "")}, Unknown, `classification level "Public" is a draft`, `classification level "Secret" does not say whether it is published`},
		"a new status":       {[]Level{level("Secret", "SCHEDULED")}, Unknown, "", `classification level "Secret" has the status SCHEDULED, which is not known`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found := newClassification(test.levels)
			assert.Equal(t, test.state.String(), found.State.String())
			assert.Equal(t, test.reasons, strings.Join(found.Reasons, "; "))
			assert.Equal(t, test.unclear, strings.Join(found.Unclear, "; "))
		})
	}
	require.Equal(t, 1, newClassification([]Level{level("Secret", "PUBLISHED"), level("Public", "DRAFT")}).Published)
}
