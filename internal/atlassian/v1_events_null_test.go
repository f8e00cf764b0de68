// SPDX-License-Identifier: MPL-2.0

package atlassian_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// An audit log without data is not one without events.
func TestEventsWithoutData(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{"data":null}`, `{"data":null,"links":{"next":null},"meta":{"next":null,"page_size":0}}`, `{}`, `{"data":{}}`, `{"data":[null]}`, `null`, `[]`, ``} {
		answer := func() *wire { return &wire{answers: []answerFunc{status(http.StatusOK, body)}} }
		require.Error(t, drain(newClient(t, answer()).Events(t.Context(), "o", atlassian.EventFilter{})), body)
		_, err := newClient(t, answer()).EventActions(t.Context(), "o")
		require.Error(t, err, body)
	}
}

// Part of the kinds of events is not all of them: nothing would look for the others.
func TestEventActionsAreAllOfThem(t *testing.T) {
	t.Parallel()
	const action = `{"data":[{"id":"auth_policy_created","type":"event-actions","attributes":{"displayName":"Created"}}]`
	for more, whole := range map[string]bool{
		`}`: true,
		`,"links":{"next":null},"meta":{"next":null,"count":1,"total":1}}`: true,
		`,"links":{"next":"c1"}}`: false,
		`,"meta":{"next":"c1"}}`:  false,
		`,"meta":{"count":2}}`:    false,
		`,"meta":{"total":2}}`:    false,
	} {
		w := &wire{answers: []answerFunc{status(http.StatusOK, action+more)}}
		_, err := newClient(t, w).EventActions(t.Context(), "o")
		if whole {
			require.NoError(t, err, more)
			continue
		}
		require.ErrorContains(t, err, "a part of the kinds of events", more)
	}
}

// If the log says how many events there are, it must list that many. The count may be of a page or of all.
func TestEventsAreCounted(t *testing.T) {
	t.Parallel()
	const event = `{"id":"1","attributes":{"time":"2026-11-26T06:00:00Z","action":"a"}}`
	const other = `{"id":"2","attributes":{"time":"2026-11-26T06:00:00Z","action":"a"}}`
	for name, test := range map[string]struct {
		pages []string
		fails bool
	}{
		"as many":           {[]string{`{"data":[` + event + `],"meta":{"count":1}}`}, false},
		"none":              {[]string{`{"data":[],"meta":{"count":0}}`}, false},
		"a null":            {[]string{`{"data":[],"meta":{"count":null}}`}, false},
		"another form":      {[]string{`{"data":[],"meta":{"count":{}}}`}, false},
		"fewer":             {[]string{`{"data":[],"meta":{"count":1}}`}, true},
		"of all":            {[]string{`{"data":[` + event + `],"meta":{"count":2,"next":"c1"}}`, `{"data":[` + other + `],"meta":{"count":2}}`}, false},
		"of a page":         {[]string{`{"data":[` + event + `],"meta":{"count":1,"next":"c1"}}`, `{"data":[` + other + `],"meta":{"count":1}}`}, false},
		"fewer than of all": {[]string{`{"data":[` + event + `],"meta":{"count":2,"next":"c1"}}`, `{"data":[],"meta":{"count":2}}`}, true},
	} {
		w := &wire{}
		for _, page := range test.pages {
			w.answers = append(w.answers, status(http.StatusOK, page))
		}
		err := drain(newClient(t, w).Events(t.Context(), "o", atlassian.EventFilter{}))
		require.Equal(t, test.fails, err != nil, "%s: %v", name, err)
		if test.fails {
			require.ErrorContains(t, err, "items, but its answer holds", name)
		}
	}
}
