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
