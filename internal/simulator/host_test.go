// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// A web page whose name leads to 127.0.0.1 reaches neither the API nor the
// control surface, with whatever credentials.
func TestOtherHostsAreRefused(t *testing.T) {
	t.Parallel()

	b := startAllowing(t, simulator.Options{Organization: simulator.Organization{Name: "Hosts", Groups: []simulator.Group{{Name: "kept"}}}})
	b.Inject(simulator.Fault{Status: http.StatusServiceUnavailable})

	kept := "/groups/" + b.GroupID("kept")

	for _, host := range []string{
		"attacker.example", "attacker.example:8080", "localhost.attacker.example", "127.0.0.1.attacker.example", "10.0.0.1", "0.0.0.0", "[::]:80",
		"[fe80::1]", "2130706433", "127.1", "localhost.",
	} {
		to := func(r *http.Request) { r.Host = host }

		for path, method := range map[string]string{
			"{dir}" + kept:                 http.MethodDelete,
			"/_simulator/groups/kept":      http.MethodDelete,
			"/_simulator/organization":     http.MethodGet,
			"/no/such/route":               http.MethodGet,
			"/_simulator/no/such/control":  http.MethodGet,
			"{v1}/domains":                 http.MethodGet,
			"/rest/2/addons/anything":      http.MethodGet,
			"/_simulator/faults":           http.MethodDelete,
			"/_simulator/requests":         http.MethodDelete,
			"/_simulator/domains/a.domain": http.MethodDelete,
		} {
			got := b.do(method, path, nil, to)
			assert.Equal(t, http.StatusMisdirectedRequest, got.status, "%s %s of %q", method, path, host)
			assert.NotContains(t, got.raw, "api_key")
		}
	}

	assert.NotEmpty(t, b.GroupID("kept"))
	assert.Len(t, b.Faults(), 1, "the fault waits for somebody else")
	assert.Empty(t, b.Requests())
	assert.Empty(t, b.Violations())
}

func TestLoopbackHostsPass(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	for _, host := range []string{
		"localhost", "LocalHost:8080", "127.0.0.1", "127.0.0.1:1", "127.255.255.254:65535", "[::1]", "[::1]:8080", "[0:0:0:0:0:0:0:1]",
	} {
		to := func(r *http.Request) { r.Host = host }

		assert.Equal(t, http.StatusOK, b.do("GET", "{v1}/domains", nil, to).status, host)
		assert.Equal(t, http.StatusOK, b.do("GET", "/_simulator/requests", nil, to).status, host)
	}
}
