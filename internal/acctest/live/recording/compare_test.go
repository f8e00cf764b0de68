// SPDX-License-Identifier: MPL-2.0

package recording_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/live/recording"
)

func answered(t *testing.T, bodies ...string) []recording.Fixture {
	t.Helper()
	var all []recording.Fixture
	for _, body := range bodies {
		all = append(all, recording.Fixture{Operation: "getDomains", Method: "GET", Status: 200, Form: "JSON", Body: value(t, body)})
	}
	return all
}

// Null is not absent, empty is not null, and what the simulator never showed is not the same.
func TestCompare(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		live, simulator []string
		want            string // empty for no difference
	}{
		{[]string{`{"a":"x"}`}, []string{`{"a":"y"}`}, ""},
		{[]string{`{"a":""}`}, []string{`{"a":"y"}`}, ""},
		{[]string{`{"a":[]}`}, []string{`{"a":["y"]}`}, ""},
		{[]string{`{"a":12}`}, []string{`{"a":0}`}, ""},
		{[]string{`{"a":null}`}, []string{`{"a":"y"}`}, "a | live: null | simulator: text"},
		{[]string{`{"a":null}`}, []string{`{"a":"y"}`, `{"a":null}`}, ""},
		{[]string{`{}`}, []string{`{"a":"y"}`}, "a | live: absent | simulator: text"},
		{[]string{`{}`, `{"a":"x"}`}, []string{`{"a":"y"}`}, "a | live: text, or absent | simulator: text"},
		{[]string{`{"a":"x"}`}, []string{`{}`}, "a | live: text | simulator: absent"},
		{[]string{`{"a":[]}`}, []string{`{"a":null}`}, "a | live: list | simulator: null"},
		{[]string{`{"a":["x"]}`}, []string{`{"a":[]}`}, "a[] | live: text | simulator: no element"},
		{[]string{`{"a":[{"b":1}]}`}, []string{`{"a":[{"b":"1"}]}`}, "a[].b | live: number | simulator: text"},
		{[]string{`{"a":{"b":1}}`}, []string{`{}`}, "a | live: object | simulator: absent"},
		{[]string{`{"a.b":1}`}, []string{`{"a":{"b":true},"a.b":true}`, `{"a.b":true}`}, `["a.b"] | live: number | simulator: boolean`},
		{[]string{`[1]`}, []string{`{}`}, "the answer | live: list | simulator: object"},
		{[]string{`{"a":"2026-01-02T03:04Z"}`}, []string{`{"a":"2026-01-02T03:04:05Z"}`}, "a | live: time 0000-00-00T00:00Z | simulator: time 0000-00-00T00:00:00Z"},
		{[]string{`{"a":"198.18.0.1"}`}, []string{`{"a":"198.18.0.0/24"}`}, ""},
		{[]string{`{"status":"frozen"}`}, []string{`{"status":"active"}`, `{"status":"deleted"}`}, `status | live: "frozen" | simulator: only "active", "deleted"`},
		{[]string{`{"status":"active"}`}, []string{`{"status":"active"}`, `{"status":"deleted"}`}, ""},
	} {
		var lines []string
		for _, one := range recording.Compare(answered(t, test.live...), answered(t, test.simulator...)).Differences {
			lines = append(lines, one.String())
		}
		if test.want == "" {
			assert.Empty(t, lines, "%v, %v", test.live, test.simulator)
			continue
		}
		assert.Equal(t, []string{"getDomains 200 | " + test.want}, lines, "%v, %v", test.live, test.simulator)
	}
	found := recording.Compare(answered(t, `{}`), answered(t, `{}`, `{"a":1}`))
	assert.Empty(t, found.Differences)
	assert.Equal(t, "getDomains 200 | a | live: absent | simulator: number, or absent", found.Unseen[0].String())
	assert.Equal(t, []string{"getDomains"}, recording.Compare(nil, answered(t, `{}`)).Uncompared)
	assert.Equal(t, "getDomains | the operation | live: answered with 200 | simulator: never asked", recording.Compare(answered(t, `{}`), nil).Differences[0].String())
}
