// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider"
)

// nobodyListens is a URL whose port no test is given. The port of a server that was closed goes to the next one.
const nobodyListens = "http://127.0.0.1:1"

// A failed connection is reported as such for every read, with the address and the settings that decide on it.
func TestWhatKeepsFromAtlassian(t *testing.T) {
	t.Parallel()
	answering := func(handler http.HandlerFunc) func(*testing.T) string {
		return func(t *testing.T) string {
			t.Helper()
			server := httptest.NewServer(handler)
			t.Cleanup(server.Close)
			return server.URL
		}
	}
	page := func(status int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.WriteHeader(status)
			_, _ = w.Write([]byte("<html><title>Sign in</title></html>"))
		}
	}
	for name, test := range map[string]struct {
		at      func(*testing.T) string
		summary string
		says    []string
	}{
		"nobody listens":        {func(*testing.T) string { return nobodyListens }, "Cannot reach Atlassian", []string{"cannot be reached", "base_url", "ATLASSIAN_BASE_URL", "HTTPS_PROXY"}},
		"a sign-in page":        {answering(page(http.StatusOK)), "Cannot reach Atlassian", []string{"HTML", `"Sign in"`, "base_url", "HTTPS_PROXY"}},
		"a page that forbids":   {answering(page(http.StatusForbidden)), "Cannot reach Atlassian", []string{"HTML", `"Sign in"`, "base_url", "HTTPS_PROXY"}},
		"a page of no such URL": {answering(page(http.StatusNotFound)), "Cannot reach Atlassian", []string{"HTML", `"Sign in"`, "base_url", "HTTPS_PROXY"}},
		"a wrong key":           {answering(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) }), "Atlassian does not accept the API key", []string{"api_key"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			base := test.at(t)
			p := protocol.New(t, provider.New("test")())
			require.NoError(t, p.Configure(fullBlock(map[string]any{"base_url": base, "max_retries": 0})).Err())
			_, diagnostics := p.ReadDataSource("atlassian_group", map[string]any{"name": "engineering"})
			err := diagnostics.Err()
			require.ErrorContains(t, err, test.summary+": Cannot find the group: ")
			for _, part := range test.says {
				require.ErrorContains(t, err, part)
			}
			if test.summary == "Cannot reach Atlassian" {
				require.ErrorContains(t, err, base)
				assert.NotContains(t, err.Error(), "api_key", "no key is to blame")
			}
			assert.NotContains(t, err.Error(), "does not exist")
		})
	}
}
