// SPDX-License-Identifier: MPL-2.0

package atlassian_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
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

// What is only shown is said as far as it can be read, and does not hide the workspace.
func TestWhatWorkspacesSay(t *testing.T) {
	t.Parallel()
	first := func(fields, relationships string) atlassian.Workspace {
		answer := `{"data":[{"id":"w","attributes":{` + fields + `},"relationships":` + relationships + `}]}`
		return only(t, newClient(t, &wire{answers: []answerFunc{status(200, answer)}}).Workspaces(t.Context(), "o"))
	}
	ten, none := 10, 0
	require.Equal(t, atlassian.Workspace{
		ID: "w", StatusDetails: []string{"s"}, Regions: []string{"eu"}, Labels: []string{}, Capacity: &ten, Usage: &none, Sandbox: "CHILD", CreatedAt: "t", CreatedBy: "a",
		Entitlements: []atlassian.Entitlement{{Key: "k", Plan: "P", PlanKey: "p"}},
	}, first(`"statusDetails":["s"],"regions":["eu"],"labels":[],"capacity":10,"usage":0,"sandbox":{"type":"CHILD"},"createdAt":"t","createdBy":"a"`,
		`{"policy":[{"type":"policy","attributes":{"fields":{}}}],"entitlement":[{"type":"entitlement","attributes":{"key":"k","plan":"P","planKey":"p"}}]}`))
	require.Equal(t, atlassian.Workspace{ID: "w"},
		first(`"statusDetails":"s","regions":{},"labels":[1],"capacity":"many","usage":0.5,"sandbox":"CHILD","createdAt":1,"createdBy":{}`, `[]`))
	for relationships, want := range map[string][]atlassian.Entitlement{
		`null`: nil, `{}`: nil, `{"entitlement":null}`: nil, `{"entitlement":[]}`: {}, `{"entitlements":[{"attributes":{"key":"k"}}]}`: {{Key: "k"}},
		`{"entitlement":[{"type":"entitlement"},"other"]}`: nil, `{"plans":[{"type":"ENTITLEMENT","attributes":{"key":"k"}}]}`: {{Key: "k"}}, `{"feature":[{"type":"feature","attributes":null}]}`: nil,
		`{"feature":{}}`: nil, `{"entitlement":[{"type":"entitlement","attributes":null}]}`: {{}},
	} {
		require.Equal(t, want, first(`"name":"n"`, relationships).Entitlements, relationships)
	}
}
