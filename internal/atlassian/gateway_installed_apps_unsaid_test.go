// SPDX-License-Identifier: MPL-2.0

package atlassian_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Null is not none: if one part of what an app may do is missing, all of it is unknown. Nil is unknown, and empty is none.
func TestWhatAnAppMayDoIsKnownInFullOrNotAtAll(t *testing.T) {
	t.Parallel()
	none, unknown := []string{}, []string(nil)
	for permissions, want := range map[string]struct{ scopes, egress []string }{
		`null`:                            {unknown, unknown},
		`[]`:                              {unknown, unknown},
		`[null]`:                          {unknown, unknown},
		`[{}]`:                            {unknown, unknown},
		`{"scopes":[],"egress":[]}`:       {none, none},
		`[{"scopes":[],"egress":[]}]`:     {none, none},
		`[{"scopes":null,"egress":null}]`: {unknown, unknown},
		`[{"scopes":[{"key":"read"}]}]`:   {[]string{"read"}, unknown},
		`[{"scopes":[{"key":"read"}],"egress":null}]`:                             {[]string{"read"}, unknown},
		`[{"scopes":[{"key":"read"},null],"egress":[null]}]`:                      {unknown, unknown},
		`[{"scopes":[{"key":null}],"egress":[{"addresses":null}]}]`:               {unknown, unknown},
		`[{"scopes":[{"key":""}],"egress":[{"addresses":[null]}]}]`:               {unknown, unknown},
		`[{"scopes":[{}],"egress":[{"addresses":[]}]}]`:                           {unknown, unknown},
		`[{"scopes":[{"key":"b"},{"key":"a"}],"egress":[{"addresses":["x"]}]}]`:   {[]string{"a", "b"}, []string{"x"}},
		`[{"scopes":[{"key":"a"}],"egress":[{"addresses":["x",null]}]}]`:          {[]string{"a"}, unknown},
		`[{"scopes":[{"key":"a"}],"egress":[{"addresses":["x"]},null]}]`:          {[]string{"a"}, unknown},
		`[{"scopes":[{"key":"a"}],"egress":[{"addresses":["x",""]}]}]`:            {[]string{"a"}, unknown},
		`[{"scopes":[{"key":"a"}],"egress":[{"addresses":["x"]}]},{"scopes":[]}]`: {[]string{"a"}, unknown},
		`[{"scopes":[{"key":"a"}],"egress":[{"addresses":["x"]}]},{"egress":[]}]`: {unknown, []string{"x"}},
		`[{"scopes":[{"key":"a"}],"egress":[]},null]`:                             {unknown, unknown},
	} {
		version := `{"version":"1","permissions":` + permissions + `}`
		found, err := installed(t, &wire{answers: []answerFunc{inventoryPage("", forge("a", "", installation("x", version)))}})
		require.NoError(t, err, permissions)
		require.Equal(t, want.scopes, found[0].Installations[0].Scopes, "scopes of %s", permissions)
		require.Equal(t, want.egress, found[0].Installations[0].Egress, "egress of %s", permissions)

		connect := `{"__typename":"EcosystemConnectApp","id":"a","name":"C","installations":[{"installationContext":"x","appVersion":` + version + `}]}`
		found, err = installed(t, &wire{answers: []answerFunc{inventoryPage("", connect)}})
		require.NoError(t, err, permissions)
		require.Equal(t, want.scopes, found[0].Installations[0].Scopes, "scopes of %s", permissions)
		if len(want.egress) == 0 {
			want.egress = nil // a Connect app without an address has unknown egress
		}
		require.Equal(t, want.egress, found[0].Installations[0].Egress, "egress of %s", permissions)
	}
}

// An app is a part of the product only if all of its installations are, because a review asks for no approval of it.
func TestWhatIsAPartOfTheProduct(t *testing.T) {
	t.Parallel()
	const part, other, unsaid = `{"installationContext":"x","appVersion":{"isSystemApp":true}}`, `{"installationContext":"y","appVersion":{"isSystemApp":false}}`, `{"installationContext":"z","appVersion":null}`
	for installations, want := range map[string]bool{part: true, part + "," + part: true, part + "," + other: false, part + "," + unsaid: false, unsaid: false, "": false} {
		found, err := installed(t, &wire{answers: []answerFunc{inventoryPage("", `{"__typename":"EcosystemConnectApp","id":"a","name":"C","installations":[`+installations+`]}`)}})
		require.NoError(t, err)
		require.Equal(t, want, found[0].System, installations)
	}
}

// The count in an answer must agree with the list.
func TestAnInventoryIsCounted(t *testing.T) {
	t.Parallel()
	counting := func(total, next string, ids ...string) answerFunc {
		edges := make([]string, len(ids))
		for i, id := range ids {
			edges[i] = `{"node":` + forge(id, "") + `}`
		}
		return status(200, fmt.Sprintf(`{"data":{"ecosystem":{"appsInstalledInContexts":{"totalCount":%s,"pageInfo":%s,"edges":[%s]}}}}`, total, pageInfo(next), strings.Join(edges, ",")))
	}
	for name, c := range map[string]struct {
		answers []answerFunc
		apps    int
		says    string
	}{
		"as many as counted":              {[]answerFunc{counting("2", "", "a", "b")}, 2, ""},
		"as many, on two pages":           {[]answerFunc{counting("3", "p2", "a", "b"), counting("3", "", "c")}, 3, ""},
		"none, and none is counted":       {[]answerFunc{counting("0", "")}, 0, ""},
		"no number":                       {[]answerFunc{counting("null", "", "a")}, 1, ""},
		"more than counted hide nothing":  {[]answerFunc{counting("1", "", "a", "b")}, 2, ""},
		"one went while it was read":      {[]answerFunc{counting("3", "p2", "a"), counting("2", "", "b")}, 2, ""},
		"fewer than counted":              {[]answerFunc{counting("3", "", "a", "b")}, 2, "counts 3 apps (totalCount), and lists 2"},
		"none of those that are counted":  {[]answerFunc{counting("3", "")}, 0, "counts 3 apps (totalCount), and lists 0"},
		"one twice, in place of another":  {[]answerFunc{counting("2", "", "a", "A")}, 2, "counts 2 apps (totalCount), and lists 1"},
		"fewer, and no number at the end": {[]answerFunc{counting("3", "p2", "a"), counting("null", "", "b")}, 2, "counts 3 apps"},
		"none, and no number":             {[]answerFunc{counting("null", "")}, 0, "lists no apps, and does not say that there are none"},
		"a number that is none":           {[]answerFunc{counting(`"two"`, "", "a")}, 0, "totalCount of type int"},
	} {
		found, err := installed(t, &wire{answers: c.answers})
		require.Len(t, found, c.apps, name)
		if c.says == "" {
			require.NoError(t, err, name)
		} else {
			require.ErrorContains(t, err, c.says, name)
		}
	}
}
