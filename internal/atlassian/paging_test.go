// SPDX-License-Identifier: MPL-2.0

package atlassian_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

func TestBothFormsOfTheNextPage(t *testing.T) {
	t.Parallel()
	for name, next := range map[string]string{
		"cursor":       `abc+/=`,
		"URL":          `https://elsewhere.example/admin/v1/orgs/o/domains?cursor=abc%2B%2F%3D&x=1`,
		"relative URL": `/admin/v1/orgs/o/domains?cursor=abc%2B%2F%3D`,
		"query alone":  `?cursor=abc%2B%2F%3D`,
		"own host":     `https://api.atlassian.com/admin/v1/orgs/o/domains?limit=1&cursor=abc%2B%2F%3D`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := &wire{answers: []answerFunc{
				status(200, `{"data":[{"id":"1"}],"links":{"next":"`+next+`"}}`),
				status(200, `{"data":[{"id":"2"}],"links":{"next":null}}`),
			}}
			var ids []string
			for d, err := range newClient(t, w).Domains(t.Context(), "o") {
				require.NoError(t, err)
				ids = append(ids, d.ID)
			}
			require.Equal(t, []string{"1", "2"}, ids)
			second, err := url.Parse(w.sent()[1].url)
			require.NoError(t, err)
			first, err := url.Parse(w.sent()[0].url)
			require.NoError(t, err)
			require.Equal(t, first.Host, second.Host, "a foreign URL is never requested")
			require.Equal(t, "abc+/=", second.Query().Get("cursor"))
		})
	}
}

func TestCursorsThatLookLikePaths(t *testing.T) {
	t.Parallel()
	w := &wire{answers: []answerFunc{status(200, `{"data":[],"links":{"next":"/9j+4A=="}}`), status(200, `{"data":[]}`)}}
	require.NoError(t, searchPOST(t.Context(), newClient(t, w)))
	require.JSONEq(t, `{"limit":100,"cursor":"/9j+4A=="}`, w.sent()[1].body)

	w = &wire{answers: []answerFunc{status(200, `{"data":[],"links":{"next":"https://elsewhere.example/next"}}`)}}
	require.ErrorContains(t, searchPOST(t.Context(), newClient(t, w)), "without a cursor")
	require.Len(t, w.sent(), 1)
}

// paged answers with three pages of one group each. It takes the cursor from the body.
func paged(req *http.Request) (*http.Response, error) {
	body, err := req.GetBody()
	if err != nil {
		return nil, err
	}
	var asked struct {
		Cursor string `json:"cursor"`
	}
	if err := json.NewDecoder(body).Decode(&asked); err != nil {
		return nil, err
	}
	page := map[string]string{
		"":  `{"data":[{"id":"1"}],"links":{"next":"b"}}`,
		"b": `{"data":[{"id":"2"}],"links":{"next":"c"}}`,
		"c": `{"data":[{"id":"3"}],"links":{"next":""}}`,
	}[asked.Cursor]
	return status(200, page)(req)
}

func TestPagesAreReadLazily(t *testing.T) {
	t.Parallel()
	w := &wire{answers: []answerFunc{status(200, `{"data":[{"id":"1"},{"id":"2"}],"links":{"next":"c"}}`)}}
	for range newClient(t, w).Domains(t.Context(), "o") {
		break
	}
	require.Len(t, w.sent(), 1)
}

func TestACursorThatRepeatsIsAnError(t *testing.T) {
	t.Parallel()
	w := &wire{answers: []answerFunc{status(200, `{"data":[],"links":{"next":"c"}}`)}}
	var last error
	for _, err := range newClient(t, w).Domains(t.Context(), "o") {
		last = err
	}
	require.ErrorContains(t, last, "same page cursor twice")
	require.Len(t, w.sent(), 2)
}

func TestAPageThatFailsMidwayIsAnError(t *testing.T) {
	t.Parallel()
	w := &wire{answers: []answerFunc{status(200, `{"data":[{"id":"1"}],"links":{"next":"c"}}`), status(400, "")}}
	items, failures := 0, 0
	for _, err := range newClient(t, w).Domains(t.Context(), "o") {
		if err != nil {
			failures++
		} else {
			items++
		}
	}
	require.Equal(t, 1, items)
	require.Equal(t, 1, failures)
}

func TestSearchesSendTheirFiltersWithEveryPage(t *testing.T) {
	t.Parallel()
	w := &wire{answers: []answerFunc{status(200, `{"data":[],"links":{"next":"c"}}`), status(200, `{"data":[]}`)}}
	for range newClient(t, w).SearchUsers(t.Context(), "o", "d", atlassian.UserSearch{GroupIDs: []string{"g"}, Expand: []atlassian.UserExpansion{atlassian.ExpandGroups}}) {
		t.Fatal("nothing was answered")
	}
	require.JSONEq(t, `{"limit":100,"groupIds":["g"],"expand":["groups"]}`, w.sent()[0].body)
	require.JSONEq(t, `{"limit":100,"groupIds":["g"],"expand":["groups"],"cursor":"c"}`, w.sent()[1].body)
}

func TestACursorOfWorkspacesStandsAlone(t *testing.T) {
	t.Parallel()
	w := &wire{answers: []answerFunc{status(200, `{"data":[],"links":{"next":"c"}}`), status(200, `{"data":[]}`)}}
	for range newClient(t, w).Workspaces(t.Context(), "o") {
		t.Fatal("nothing was answered")
	}
	require.JSONEq(t, `{"limit":1000}`, w.sent()[0].body)
	require.JSONEq(t, `{"cursor":"c"}`, w.sent()[1].body)
}

func TestIDsOfGroupsAreBare(t *testing.T) {
	t.Parallel()
	answer, err := json.Marshal(map[string]any{"data": []any{map[string]any{
		"accountId": "a", "mfaEnabled": nil, "managementSource": nil, "department": nil, "unheardOf": map[string]any{},
		"groups": []any{map[string]any{"id": "ari:cloud:identity::group/11111111-2222", "name": nil}},
	}}})
	require.NoError(t, err)
	w := &wire{answers: []answerFunc{status(200, string(answer))}}
	for user, err := range newClient(t, w).SearchUsers(t.Context(), "o", "d", atlassian.UserSearch{}) {
		require.NoError(t, err)
		require.Equal(t, []atlassian.UserGroup{{ID: "11111111-2222"}}, user.Groups)
		require.Nil(t, user.MFAEnabled)
	}
}
