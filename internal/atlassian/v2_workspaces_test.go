// SPDX-License-Identifier: MPL-2.0

package atlassian_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// A review would miss the apps of a workspace that is not listed. So the count in an answer must agree with the list.
func TestWorkspacesAreCounted(t *testing.T) {
	t.Parallel()
	const one, two = `{"id":"ari:cloud:jira::site/1"}`, `{"id":"ari:cloud:jira::site/2"}`
	for name, c := range map[string]struct {
		answers []answerFunc
		says    string
	}{
		"as many":             {[]answerFunc{status(200, `{"data":[`+one+`,`+two+`],"meta":{"total":2}}`)}, ""},
		"on two pages":        {[]answerFunc{status(200, `{"data":[`+one+`],"links":{"next":"n"},"meta":{"total":2}}`), status(200, `{"data":[`+two+`],"meta":{"total":2}}`)}, ""},
		"no number":           {[]answerFunc{status(200, `{"data":[`+one+`],"meta":{"total":null}}`)}, ""},
		"no meta":             {[]answerFunc{status(200, `{"data":[]}`)}, ""},
		"another form":        {[]answerFunc{status(200, `{"data":[`+one+`],"meta":{"total":"many"}}`)}, ""},
		"one less":            {[]answerFunc{status(200, `{"data":[`+one+`],"meta":{"total":2}}`)}, "counts 2 workspaces (meta.total), and lists 1"},
		"one twice":           {[]answerFunc{status(200, `{"data":[`+one+`,`+one+`],"meta":{"total":2}}`)}, "counts 2 workspaces (meta.total), and lists 1"},
		"none":                {[]answerFunc{status(200, `{"data":[],"meta":{"total":2}}`)}, "counts 2 workspaces (meta.total), and lists 0"},
		"no way to the other": {[]answerFunc{status(200, `{"data":[`+one+`],"links":{"next":null},"meta":{"total":2}}`)}, "lists 1"},
	} {
		err := drain(newClient(t, &wire{answers: c.answers}).Workspaces(t.Context(), "o"))
		if c.says == "" {
			require.NoError(t, err, name)
		} else {
			require.ErrorContains(t, err, c.says, name)
		}
	}
}
