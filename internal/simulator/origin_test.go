// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// A web page of another origin reaches neither the API nor what is below
// /_simulator/, by whatever method. It has no effect: a fault stays armed, and
// nothing is counted.
func TestOtherOriginsAreRefused(t *testing.T) {
	t.Parallel()

	b := startAllowing(t, simulator.Options{Organization: simulator.Organization{Name: "Origins", Groups: []simulator.Group{{Name: "kept"}}}})
	b.Inject(simulator.Fault{Status: http.StatusServiceUnavailable})

	host := strings.TrimPrefix(b.server.URL, "http://")
	_, port, _ := strings.Cut(host, ":")
	form := map[string]string{"Content-Type": "application/x-www-form-urlencoded"}

	for name, sent := range map[string]map[string]string{
		"another site":             {"Origin": "https://attacker.example"},
		"an origin that is hidden": {"Origin": "null"},
		"an empty origin":          {"Origin": ""},
		"another port":             {"Origin": "http://127.0.0.1:1"},
		"no port":                  {"Origin": "http://127.0.0.1"},
		"another name":             {"Origin": "http://localhost:" + port},
		"another scheme":           {"Origin": "https://" + host},
		"a name that begins alike": {"Origin": "http://" + host + ".attacker.example"},
		"a page of another site":   {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
		"a page of another port":   {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors"},
		"a word of a later time":   {"Sec-Fetch-Site": "near"},
		"both, which disagree":     {"Origin": "http://" + host, "Sec-Fetch-Site": "cross-site"},
		"a page in a frame":        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"},
	} {
		to := func(r *http.Request) {
			for header, value := range sent {
				r.Header[header] = []string{value}
			}
		}
		asForm := func(r *http.Request) {
			for header, value := range form {
				r.Header.Set(header, value)
			}
		}

		for _, asked := range []struct{ method, path string }{
			{"GET", "{v1}/domains"},
			{"GET", "/no/such/route"},
			{"OPTIONS", "{v1}/domains"},
			{"DELETE", "{dir}/groups/" + b.GroupID("kept")},
			{"GET", "/rest/2/addons/anything"},
			{"POST", "/graphql"},
			{"GET", "/_simulator/organization"},
			{"DELETE", "/_simulator/groups/kept"},
			{"DELETE", "/_simulator/faults"},
			{"DELETE", "/_simulator/requests"},
			{"POST", "/_simulator/faults"},
		} {
			got := b.do(asked.method, asked.path, nil, asForm, to)
			assert.Equal(t, http.StatusForbidden, got.status, "%s: %s %s", name, asked.method, asked.path)
			assert.NotContains(t, got.raw, "Origins", name)
			assert.Empty(t, got.header.Get("Access-Control-Allow-Origin"), name)
		}
	}

	assert.NotEmpty(t, b.GroupID("kept"))
	assert.Len(t, b.Faults(), 1, "the fault waits for somebody else")
	assert.Empty(t, b.Requests())
	assert.Empty(t, b.Violations())
}

// Terraform and curl send no origin, and the page of the simulator its own.
func TestOurOwnOriginPasses(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	host := strings.TrimPrefix(b.server.URL, "http://")

	for name, sent := range map[string]map[string]string{
		"no browser":             {},
		"our page":               {"Origin": "http://" + host, "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"},
		"a browser without word": {"Origin": "http://" + host},
		"the address bar":        {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"},
	} {
		to := func(r *http.Request) {
			for header, value := range sent {
				r.Header.Set(header, value)
			}
		}

		assert.Equal(t, http.StatusOK, b.do("GET", "{v1}/domains", nil, to).status, name)
		assert.Equal(t, http.StatusOK, b.do("GET", "/_simulator/requests", nil, to).status, name)
		assert.Equal(t, http.StatusNoContent, b.do("DELETE", "/_simulator/requests", nil, to).status, name)
	}

	named := func(r *http.Request) {
		r.Host = "localhost:8080"
		r.Header.Set("Origin", "http://localhost:8080")
	}
	assert.Equal(t, http.StatusNoContent, b.do("DELETE", "/_simulator/requests", nil, named).status, "the origin is that of the name in the address bar")
}

// A link from elsewhere opens what is below /_simulator/, and nothing of the API.
func TestALinkFromElsewhereOpensThePage(t *testing.T) {
	t.Parallel()

	b := startAllowing(t, simulator.Options{})
	link := func(r *http.Request) {
		r.Header.Set("Sec-Fetch-Site", "cross-site")
		r.Header.Set("Sec-Fetch-Mode", "navigate")
		r.Header.Set("Sec-Fetch-Dest", "document")
	}
	hidden := func(r *http.Request) { r.Header.Set("Origin", "null") }

	assert.Equal(t, http.StatusOK, b.do("GET", "/_simulator/requests", nil, link).status)
	assert.Equal(t, http.StatusOK, b.do("GET", "/_simulator", nil, link).status, "it leads to the page")
	assert.Equal(t, http.StatusForbidden, b.do("GET", "/_simulator/requests", nil, link, hidden).status)
	assert.Equal(t, http.StatusForbidden, b.do("DELETE", "/_simulator/requests", nil, link).status)
	assert.Equal(t, http.StatusForbidden, b.do("POST", "/_simulator/events", nil, link).status)
	assert.Equal(t, http.StatusForbidden, b.do("GET", "{v1}/domains", nil, link).status)
	assert.Empty(t, b.Requests())
}
