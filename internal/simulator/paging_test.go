// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func itoa(number int) string { return strconv.Itoa(number) }

// collect follows bare cursors, and expects that many pages.
func (b *bench) collect(method, path string, search object, pages int, keys ...any) []string {
	b.t.Helper()

	var found []string

	for page := 1; ; page++ {
		var got reply
		if search == nil {
			got = b.ok(method, path, nil)
		} else {
			got = b.ok(method, path, search)
		}

		found = append(found, got.column(keys...)...)
		require.NotEmpty(b.t, got.at("links", "self"), "every page names itself")

		next, more := got.at("links", "next").(string)
		if !more {
			require.Equal(b.t, pages, page, "pages")

			return found
		}

		require.Less(b.t, page, pages, "too many pages")

		if method == "GET" {
			address, err := url.Parse(path)
			require.NoError(b.t, err)

			path = address.Path + "?cursor=" + url.QueryEscape(next)
		} else {
			// Nothing but the cursor: it remembers the rest.
			search = object{"cursor": next}
		}
	}
}

func manyGroups(count int) simulator.Organization {
	org := simulator.Organization{Name: "Many"}
	for i := range count {
		org.Groups = append(org.Groups, simulator.Group{Name: fmt.Sprintf("group-%03d", (i*7)%count)})
	}

	return org
}

func TestCursorsRememberTheRequest(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{Organization: manyGroups(45)})

	all := b.collect("POST", "{dir}/groups/search", nil, 3, "name")
	assert.Len(t, all, 45, "20 per page by default")
	assert.True(t, slices.IsSorted(all), "ascending names by default")

	assert.Equal(t, all, b.collect("POST", "{dir}/groups/search", object{"limit": 15}, 3, "name"))

	descending := b.collect("POST", "{dir}/groups/search", object{"limit": 9, "sortBy": []object{{"field": "name", "direction": "desc"}}}, 5, "name")
	slices.Reverse(descending)
	assert.Equal(t, all, descending)

	assert.Equal(t, all[10:20], b.collect("POST", "{all}/groups/search", object{"limit": 4, "searchTerm": "GROUP-01"}, 3, "name"))
}

func TestCursorOverridesOtherParameters(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{Organization: manyGroups(30)})

	first := b.ok("POST", "{dir}/groups/search", object{"limit": 4})
	second := b.ok("POST", "{dir}/groups/search", object{"cursor": first.at("links", "next"), "limit": 100, "searchTerm": "group-029"})
	assert.Equal(t, []string{"group-004", "group-005", "group-006", "group-007"}, second.column("name"))

	again := b.ok("POST", "{dir}/groups/search", object{"cursor": first.at("links", "self")})
	assert.Equal(t, first.column("name"), again.column("name"))
}

func TestCursorIsBase64OfJSON(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{Organization: manyGroups(30)})

	text, _ := b.ok("POST", "{dir}/groups/search", nil).at("links", "next").(string)
	decoded, err := base64.StdEncoding.DecodeString(text)
	require.NoError(t, err)

	var content map[string]any

	require.NoError(t, json.Unmarshal(decoded, &content))
	assert.Contains(t, slices.Collect(maps.Keys(content)), "sortBy")
	assert.Nil(t, content["sortBy"])
}

func TestCursorSurvivesDeletionOfItsPlace(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{Organization: manyGroups(10)})

	first := b.ok("POST", "{dir}/groups/search", object{"limit": 3})
	require.NoError(t, b.DeleteGroup("group-002"))

	second := b.ok("POST", "{dir}/groups/search", object{"cursor": first.at("links", "next")})
	assert.Equal(t, []string{"group-003", "group-004", "group-005"}, second.column("name"))
}

func TestInvalidCursors(t *testing.T) {
	t.Parallel()

	b := startAllowing(t, simulator.Options{Organization: manyGroups(30)})

	next, _ := b.ok("POST", "{dir}/groups/search", nil).at("links", "next").(string)

	for _, tt := range []struct{ method, path, family string }{
		{"GET", "/admin/v1/orgs?cursor=%s", "v1"},
		{"GET", "{v1}/domains?cursor=%s", "domains"},
		{"GET", "{v1}/users?cursor=%s", "v1"},
		{"GET", "{v2}/directories?cursor=%s", "v2"},
		{"POST", "{v2}/workspaces", "workspaces"},
		{"POST", "{all}/groups/search", "v2"},
		{"POST", "{dir}/users/search", "v2"},
	} {
		for _, cursor := range []string{"", "nonsense", next} {
			path, search := tt.path, any(nil)
			if tt.method == "POST" {
				search = object{"cursor": cursor}
			} else {
				path = fmt.Sprintf(path, url.QueryEscape(cursor))
			}

			got := b.do(tt.method, path, search)
			require.Equal(t, http.StatusBadRequest, got.status, "%s %s: %s", tt.method, path, got.raw)
			assertFamily(t, tt.family, got)
			require.NotEmpty(t, b.Violations())
			b.ResetViolations()
		}
	}
}
