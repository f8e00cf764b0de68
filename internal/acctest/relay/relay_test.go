// SPDX-License-Identifier: MPL-2.0

package relay_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/relay"
)

// answering is a relay before a server that always says the same of its domains.
func answering(body string) *relay.Relay {
	return relay.New(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, body) // a recorder takes everything
	}))
}

// asked is what the relay answers.
func asked(t *testing.T, r *relay.Relay, body string) (status int, answer string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://localhost/admin/v1/orgs/o/domains", strings.NewReader(body))
	require.NoError(t, err)
	answered, err := r.RoundTrip(request)
	require.NoError(t, err)
	read, err := io.ReadAll(answered.Body)
	require.NoError(t, err)
	require.NoError(t, answered.Body.Close())
	return answered.StatusCode, string(read)
}

// Each thing happens to each field once, and to nothing else.
func TestMutations(t *testing.T) {
	t.Parallel()
	r := answering(`{"data":[{"id":"ari:cloud:x::y/A1","n":12345678901234567890},{"id":"b"}],"on":true}`)
	stop := r.Record()
	_, before := asked(t, r, "")
	exchanges := stop()
	require.Len(t, exchanges, 1)
	assert.Equal(t, "getDomains", exchanges[0].Operation)

	other := relay.Exchange{Operation: "other", Body: map[string]any{"else": 1}}
	happened := make(map[string]string)
	for _, m := range relay.Mutations(exchanges, []relay.Exchange{other}, func(relay.Exchange) []relay.Documented { return nil }) {
		stop := r.Mutate(m)
		status, answer := asked(t, r, "")
		assert.NotZero(t, stop(), m.String())
		if status != http.StatusOK {
			answer = http.StatusText(status)
		}
		assert.True(t, answer != before || m.Kind == relay.Upper, "%s changes nothing", m)
		assert.NotContains(t, happened, m.String())
		happened[m.String()] = answer
	}
	_, after := asked(t, r, "")
	assert.Equal(t, before, after, "nothing stays behind")
	for mutation, want := range map[string]string{
		"data: null":                    `{"data":null,"on":true}`,
		"data: dropped":                 `{"on":true}`,
		"data: empty":                   `{"data":[],"on":true}`,
		"data: empty at first":          `{"data":[],"on":true}`,
		"data: beheaded":                `{"data":[{"id":"b"}],"on":true}`,
		"data: truncated":               `{"data":[{"id":"ari:cloud:x::y/A1","n":12345678901234567890}],"on":true}`,
		"data: reversed":                `{"data":[{"id":"b"},{"id":"ari:cloud:x::y/A1","n":12345678901234567890}],"on":true}`,
		"data[0]: dropped":              `{"data":[{"id":"b"}],"on":true}`,
		"data[*].id: null":              `{"data":[{"id":null,"n":12345678901234567890},{"id":null}],"on":true}`,
		"data[1].id: upper":             `{"data":[{"id":"ari:cloud:x::y/A1","n":12345678901234567890},{"id":"B"}],"on":true}`,
		"data[1].id: longer":            `{"data":[{"id":"ari:cloud:x::y/A1","n":12345678901234567890},{"id":"b/project/10000"}],"on":true}`,
		"data[1].id: unheard":           `{"data":[{"id":"ari:cloud:x::y/A1","n":12345678901234567890},{"id":"UNHEARD_OF"}],"on":true}`,
		"data[*].n: empty":              `{"data":[{"id":"ari:cloud:x::y/A1","n":0},{"id":"b"}],"on":true}`,
		"on: retyped":                   `{"data":[{"id":"ari:cloud:x::y/A1","n":12345678901234567890},{"id":"b"}],"on":"UNHEARD_OF"}`,
		"data[1]: added":                `{"data":[{"id":"ari:cloud:x::y/A1","n":12345678901234567890},{"id":"b","unheardOf":"UNHEARD_OF"}],"on":true}`,
		"the answer: null":              `null`,
		"the answer: another other":     `{"else":1}`,
		"the answer: refused not found": "Not Found",
	} {
		assert.Equal(t, want, happened["getDomains: "+mutation], mutation)
	}
	assert.Contains(t, happened["getDomains: data[0].id: owned"], `"ari:cloud:platform::y/A1"`)
	assert.Contains(t, happened["getDomains: data: doubled"], `{"id":"b"},{"id":"ari:cloud:x::y/A1"`)
}

// A search that flaps answers wrongly once.
func TestAMutationOfTheFirstAnswer(t *testing.T) {
	t.Parallel()
	r := answering(`{"data":[1,2]}`)
	stop := r.Record()
	_, before := asked(t, r, "")
	for _, m := range relay.Mutations(stop(), nil, func(relay.Exchange) []relay.Documented { return nil }) {
		if m.Detail != "at first" {
			continue
		}
		stop := r.Mutate(m)
		_, first := asked(t, r, "")
		_, second := asked(t, r, "")
		assert.Equal(t, 1, stop())
		assert.NotEqual(t, before, first, m)
		assert.Equal(t, before, second, m)
	}
}

// The suite finds a check that looks away: this one takes a domain that is not listed for one that is well.
func TestACheckThatLooksAwayIsFound(t *testing.T) {
	t.Parallel()
	looksAway := check{of: "atlassian_domains", finds: "a lost token", whole: true, start: company(), prepare: func(t *testing.T, w *world) look {
		t.Helper()
		require.NoError(t, w.org.Simulator.SetDomainClaim("acme.example", "missing_token"))
		return func(server *protocol.Server) verdict {
			values, diagnostics := server.ReadDataSource("atlassian_domains", map[string]any{})
			v := verdict{err: diagnostics.Err(), state: text(values)}
			list, _ := values["domains"].([]any)
			for _, one := range list {
				if domain, _ := one.(map[string]any); domain["status"] != "verified" {
					v.found = append(v.found, text(domain))
				}
			}
			return v
		}
	}}
	outcomes, _ := looksAway.ready(t).try(t, nil)
	silent := make(map[string]bool)
	for _, one := range outcomes {
		silent[one.String()] = one.bad == "silent"
	}
	for mutation, want := range map[string]bool{"data: empty": true, "data[*]: dropped": true, "data: null": false, "the answer: refused not found": false} {
		assert.Contains(t, silent, "getDomains: "+mutation)
		assert.Equal(t, want, silent["getDomains: "+mutation], mutation)
	}
}
