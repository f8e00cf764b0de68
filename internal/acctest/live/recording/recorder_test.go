// SPDX-License-Identifier: MPL-2.0

package recording_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/live/recording"
)

const domains = "/admin/v1/orgs/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21/domains"

// exchange sends a request through a recorder to a handler.
func exchange(t *testing.T, folder string, request *http.Request, handler http.HandlerFunc, secrets ...string) (*recording.Recorder, string) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	recorder, err := recording.Begin(folder, server.Client().Transport, secrets...)
	require.NoError(t, err)
	request.URL.Scheme, request.URL.Host, request.RequestURI = "http", strings.TrimPrefix(server.URL, "http://"), ""
	answer, err := recorder.RoundTrip(request)
	require.NoError(t, err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return recorder, string(body)
}

func TestAnExchangeIsWritten(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "new")
	request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, domains+"?limit=20&cursor=YWNtZQ", nil)
	request.Header.Set("Authorization", "Bearer the-key")
	const body = `{"data":[{"id":"acme.test","type":"domain","size":12.50}]}`
	recorder, passed := exchange(t, folder, request, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json;charset=UTF-8")
		w.Header().Set("X-RateLimit-Reset", "2026-11-29T15:47Z")
		w.Header().Set("Set-Cookie", "session=the-key")
		_, _ = io.WriteString(w, body)
	})
	require.NoError(t, recorder.Err())
	assert.True(t, body == passed, "the client gets the answer as it is: %s", passed) //nolint:testifylint // byte for byte
	fixtures, err := recording.Load(folder)
	require.NoError(t, err)
	require.Len(t, fixtures, 1)
	one := fixtures[0]
	assert.Equal(t, "getDomains", one.Operation)
	assert.Equal(t, "/admin/v1/orgs/00000000-0000-4000-8000-000000000001/domains", one.Path)
	assert.Equal(t, map[string][]string{"limit": {"20"}, "cursor": {"text-1"}}, one.Query)
	assert.Equal(t, "Bearer", one.Credential)
	assert.Equal(t, map[string]string{"Content-Type": "application/json", "X-Ratelimit-Reset": "2001-01-01T00:00Z", "Set-Cookie": ""}, one.Header)
	text, err := os.ReadFile(filepath.Join(folder, "00001-getDomains-200.json"))
	require.NoError(t, err)
	assert.NotContains(t, string(text), "the-key")
	assert.NotContains(t, string(text), "acme")
}

// Of an answer that is no JSON, only the form is written.
func TestOtherBodiesAreLeftOut(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ media, body, form string }{
		"a page":   {"text/html; charset=utf-8", "<p>Ada</p>", "text/html"},
		"nothing":  {"", "", "empty"},
		"no media": {"Ada Okafor", "Ada", "unknown"},
		"two":      {"application/json", `{} {"Ada":1}`, "application/json"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			recorder, _ := exchange(t, folder, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/Ada/Okafor", nil), func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", test.media)
				w.WriteHeader(http.StatusBadGateway)
				_, _ = io.WriteString(w, test.body)
			})
			require.NoError(t, recorder.Err())
			fixtures, err := recording.Load(folder)
			require.NoError(t, err)
			assert.Equal(t, test.form, fixtures[0].Form)
			assert.Nil(t, fixtures[0].Body)
			assert.Equal(t, "/text-1/text-2", fixtures[0].Path)
			assert.Empty(t, fixtures[0].Operation)
		})
	}
}

// A credential that would be written after all, here as a word that Atlassian makes up, is not: the recording fails.
func TestASecretIsNotWritten(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	recorder, _ := exchange(t, folder, httptest.NewRequestWithContext(t.Context(), http.MethodGet, domains, nil), func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"status":"looksLikeAWord"}`)
	}, "", "looksLikeAWord")
	require.ErrorContains(t, recorder.Err(), "getDomains, status 200: a credential")
	assert.NotContains(t, recorder.Err().Error(), "looksLikeAWord")
	assert.Zero(t, recorder.Count())
	_, err := recording.Load(folder)
	require.ErrorContains(t, err, "has no fixtures")
}

// Two recordings in one folder would give one pseudonym to different things.
func TestARecordingBeginsInAnEmptyFolder(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "old.json"), nil, 0o600))
	_, err := recording.Begin(folder, nil)
	require.ErrorContains(t, err, "is not empty")
	_, err = recording.Load(folder)
	require.ErrorContains(t, err, "is no fixture")
}

// A front refuses before anything is sent, and passes the public Marketplace's paths on without a credential only if its host is another one.
func TestFrontRefuses(t *testing.T) {
	t.Parallel()
	_, err := recording.NewFront("acme", recording.ReadOnly, nil)
	require.ErrorContains(t, err, "no URL")
	asked := make(map[string]string)
	front, err := recording.NewFront("https://api.atlassian.com", recording.ReadOnly, transport(func(r *http.Request) {
		asked[r.URL.Host+r.URL.Path] = r.Header.Get("Authorization")
	}))
	require.NoError(t, err)
	for path, status := range map[string]int{domains: 200, "/rest/2/addons/app": 200, "/rest/2/addons/app/unknown": 403, domains + "/d/validate": 403} {
		request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
		request.Header.Set("Authorization", "Bearer key")
		answer := httptest.NewRecorder()
		front.ServeHTTP(answer, request)
		assert.Equal(t, status, answer.Code, path)
	}
	assert.Equal(t, map[string]string{"api.atlassian.com" + domains: "Bearer key", "marketplace.atlassian.com/rest/2/addons/app": ""}, asked)
	assert.Len(t, front.Refused(), 2)
	assert.Equal(t, map[string]int{"getDomains": 1, "getAddon": 1}, front.Passed())
}

// transport answers everything itself.
type transport func(r *http.Request)

func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	t(r)
	return httptest.NewRecorder().Result(), nil
}
