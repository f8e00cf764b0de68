// SPDX-License-Identifier: MPL-2.0

package atlassian_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// endless answers with ever new cursors, without an end. The function item makes the item of a page.
func endless(form string, item func(page int) string) answerFunc {
	page := 0
	return func(req *http.Request) (*http.Response, error) {
		if page++; page > 500 {
			return status(400, "")(req)
		}
		return status(200, fmt.Sprintf(form, item(page), page))(req)
	}
}

// Every list ends with an error if page after page has no new item.
func TestPagesThatBringNothingNew(t *testing.T) {
	t.Parallel()
	// One item of all lists at once.
	const item = `{"id":"x","accountId":"x","directoryId":"x","resourceId":"x","roles":[],"attributes":{"time":"2026-01-01T00:00:00Z"}}`
	const app = `{"node":{"__typename":"EcosystemConnectApp","id":"x","installations":[]}}`
	lists := map[string]struct{ form, item string }{
		"appsInstalledInContexts": {`{"data":{"ecosystem":{"appsInstalledInContexts":{"edges":[%s],"pageInfo":{"hasNextPage":true,"endCursor":"c%d"}}}}}`, app},
	}
	for _, id := range []string{"getDirectoriesForOrg", "getDomains", "searchDirectoryGroups", "getGroupRoleAssignments", "searchDirectoryUsers", "getEvents", "queryWorkspacesV2"} {
		lists[id] = struct{ form, item string }{`{"data":[%s],"links":{"next":"c%d"}}`, item}
	}
	for id, list := range lists {
		for name, on := range map[string]func(int) string{
			"empty pages":        func(int) string { return "" },
			"the same item":      func(int) string { return list.item },
			"first an empty one": func(page int) string { return map[bool]string{true: list.item}[page > 1] },
		} {
			t.Run(id+"/"+name, func(t *testing.T) {
				t.Parallel()
				w := &wire{answers: []answerFunc{endless(list.form, on)}}
				err := call(t.Context(), newClient(t, w), id)
				require.ErrorContains(t, err, id+": Atlassian sent 100 pages in a row that bring nothing new")
				require.LessOrEqual(t, len(w.sent()), 102)
			})
		}
	}
}

// The installations of one app have pages like all other lists.
func TestInstallationsThatBringNothingNew(t *testing.T) {
	t.Parallel()
	w := &wire{answers: []answerFunc{endless(`{"data":{"ecosystem":{"appsInstalledInContexts":{"edges":[{"node":{"__typename":"App","id":"x","installationsByContexts":{
		"nodes":[%s],"pageInfo":{"hasNextPage":true,"endCursor":"c%d"}}}}],"pageInfo":{"hasNextPage":false}}}}}`, func(int) string { return `{"id":"i"}` })}}
	err := call(t.Context(), newClient(t, w), "appsInstalledInContexts")
	require.ErrorContains(t, err, "the installations of x: Atlassian sent 100 pages in a row that bring nothing new")
}

// A filter may leave pages empty. The list goes on as long as a new item comes now and then.
func TestAListMayHaveEmptyPages(t *testing.T) {
	t.Parallel()
	const pages = 450
	next := 0
	w := &wire{answers: []answerFunc{func(req *http.Request) (*http.Response, error) {
		next++
		item, cursor := "", fmt.Sprintf("c%d", next)
		if next%90 == 0 {
			item = fmt.Sprintf(`{"id":"%d"}`, next)
		}
		if next == pages {
			cursor = ""
		}
		return status(200, fmt.Sprintf(`{"data":[%s],"links":{"next":%q}}`, item, cursor))(req)
	}}}
	found := 0
	for _, err := range newClient(t, w).SearchGroups(t.Context(), "o", "d", atlassian.GroupSearch{}) {
		require.NoError(t, err)
		found++
	}
	require.Equal(t, pages/90, found)
	require.Len(t, w.sent(), pages)
}
