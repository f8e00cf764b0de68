// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const searchUsers = "POST /admin/v2/orgs/{orgId}/directories/{directoryId}/users/search"

func TestSignInPage(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	for _, o := range append(served(b), public...) {
		b.Inject(simulator.Fault{HTML: true})

		got, err := b.try(o.method, o.path, body(o.body))
		require.NoError(t, err)
		assert.Equal(t, http.StatusOK, got.status, "%s %s", o.method, o.path)
		assert.Equal(t, "text/html; charset=utf-8", got.header.Get("Content-Type"))
		assert.Contains(t, got.raw, "<title>Sign in</title>")
		assert.Empty(t, got.header.Get("atl-traceid"), "it never came to Atlassian")
	}

	assert.Equal(t, 1, b.Requests()[createGroup], "it is counted, too")
	assert.Empty(t, b.GroupID("new"), "but did not happen")
	assert.Empty(t, b.Faults())
}

// items is how many an answer lists, and whether there is a page after it.
func items(got reply) (number int, more bool) {
	if got.list != nil {
		return len(got.list), false
	}

	list, _ := got.body["data"].([]any)
	links, _ := got.body["links"].(map[string]any)

	return len(list), links["next"] != nil
}

func TestListsThatLookAway(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	looked := 0

	// Whatever answers with a list can look away, and nothing else can.
	for _, o := range served(b) {
		b.ResetRequests()

		right := b.do(o.method, o.path, body(o.body))
		_, paged := right.body["data"].([]any)

		var operation string
		for name := range b.Requests() {
			operation = name
		}

		if !paged && right.list == nil {
			assert.PanicsWithValue(t, "simulator: empty and partial need an operation that lists something, such as \"POST /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/search\"",
				func() { b.Inject(simulator.Fault{Operation: operation, Empty: true}) }, operation)

			continue
		}

		looked++
		there, _ := items(right)

		b.Inject(simulator.Fault{Operation: operation, Empty: true, Skip: 1})
		b.Inject(simulator.Fault{Operation: operation, Partial: true, Skip: 1})

		for _, want := range []int{there, 0, max(there-1, 0), there} {
			got, _ := items(b.do(o.method, o.path, body(o.body)))
			assert.Equal(t, want, got, operation)
		}

		assert.Empty(t, b.Faults())
	}

	assert.Equal(t, 11, looked)
	assert.Panics(t, func() { b.Inject(simulator.Fault{Empty: true}) }, "any operation")
}

func TestLookingAwayFromAPage(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	first := func() reply { return b.ok("POST", "{dir}/users/search", object{"limit": 2}) }
	ids := func(got reply) (ids []any) {
		for i := range got.body["data"].([]any) {
			ids = append(ids, got.at("data", i, "accountId"))
		}

		return ids
	}

	right := ids(first())

	b.Inject(simulator.Fault{Operation: searchUsers, Partial: true})

	got := first()
	assert.Equal(t, right[1:], ids(got))
	assert.NotNil(t, got.at("links", "next"), "the other pages are there")

	b.Inject(simulator.Fault{Operation: searchUsers, Empty: true})

	got = first()
	assert.Empty(t, ids(got))
	_, more := items(got)
	assert.False(t, more)
	assert.NotNil(t, got.at("links", "self"))

	// A refusal stays one.
	b.Inject(simulator.Fault{Operation: searchUsers, Empty: true})
	assert.Equal(t, http.StatusUnauthorized, b.do("POST", "{dir}/users/search", nil, func(r *http.Request) {
		r.Header.Set("Authorization", "Bearer wrong")
	}).status)
	assert.True(t, slices.Equal(right, ids(first())))
}
