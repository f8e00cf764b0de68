// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/spoken"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// fuzzedAt is the time in all organizations that are fuzzed.
var fuzzedAt = time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)

// Whatever a file says, it is refused with a short error, or describes an organization that starts. What such an organization says of
// itself describes it again.
func FuzzOrganizationFiles(f *testing.F) {
	for _, organization := range []simulator.Organization{{}, simulator.SmallCompany(), simulator.SloppyCompany(fuzzedAt), simulator.TidyCompany(fuzzedAt)} {
		text, err := json.Marshal(organization)
		require.NoError(f, err)
		f.Add(text)
	}
	for _, text := range []string{"", "{}", "null", "[]", "{} {}", `{"nane":"x"}`, `{"users":[{}]}`, `{"groups":[{"name":"a"},{"name":"A"}]}`, `{"domains":[{"name":"a","claim_status":"x"}]}`, "\xff"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		organization, err := simulator.Load(bytes.NewReader(text))
		if err != nil {
			spoken.InOneLine(t, err.Error(), 1000)
			return
		}
		first, err := simulator.New(simulator.Options{Organization: organization, Now: func() time.Time { return fuzzedAt }})
		if err != nil {
			spoken.InLines(t, err.Error(), 2000)
			return
		}
		described := first.Organization()
		second, err := simulator.New(simulator.Options{Organization: reloaded(t, described), Now: func() time.Time { return fuzzedAt }})
		require.NoError(t, err)
		require.Equal(t, asJSON(t, described), asJSON(t, second.Organization()))
	})
}

func asJSON(t *testing.T, organization simulator.Organization) string {
	t.Helper()
	text, err := json.Marshal(organization)
	require.NoError(t, err)
	return string(text)
}

func reloaded(t *testing.T, organization simulator.Organization) simulator.Organization {
	t.Helper()
	again, err := simulator.Load(strings.NewReader(asJSON(t, organization)))
	require.NoError(t, err)
	return again
}

// fuzzedPaths begin all requests of the APIs, and of the console and its page.
var fuzzedPaths = []string{
	"/admin/v1/orgs/{org}", "/admin/v1/orgs/{org}/domains", "/admin/v1/orgs/{org}/events", "/admin/v1/orgs/{org}/events-stream", "/admin/v1/orgs/{org}/policies",
	"/admin/v2/orgs/{org}/directories", "/admin/v2/orgs/{org}/directories/{directory}/users/search", "/admin/v2/orgs/{org}/directories/{directory}/groups/search",
	"/admin/v2/orgs/{org}/directories/{directory}/groups", "/admin/v2/orgs/{org}/directories/{directory}/users/count", "/admin/v2/orgs/{org}/workspaces",
	"/admin/v2/orgs/{org}/users/invite", "/admin/control/v1/orgs/{org}/users/auth-policies/bulk-fetch", "/admin/control/v2/orgs/{org}/policies",
	"/admin/api-access/v1/orgs/{org}/api-tokens", "/admin/dlp/v1/orgs/{org}/levels", "/users/x/manage", "/graphql", "/rest/2/addons/x",
	"/public/backup-management/v1/orgs/{org}/policies",
	"/_simulator/", "/_simulator/faults", "/_simulator/users", "/_simulator/groups", "/_simulator/domains", "/_simulator/policies", "/_simulator/events",
	"/_simulator/apps", "/_simulator/organization", "/_simulator/withdrawn-operations", "/_simulator/requests",
}

// Whatever is asked, nothing panics, a failure is the fault of who asks and is said in JSON, and the organization can be described.
func FuzzRequests(f *testing.F) {
	for _, path := range fuzzedPaths {
		f.Add("GET", path, "limit=1", "")
	}
	for _, path := range []string{"/admin/v2/orgs/{org}/directories/{directory}/users/search", "/admin/v2/orgs/{org}/workspaces", "/_simulator/faults", "/_simulator/groups"} {
		f.Add("POST", path, "", `{"limit":1,"cursor":"eyJvZiI6IngifQ==","name":"x","status":500,"count":1}`)
	}
	f.Add("POST", "/admin/v2/orgs/{org}/workspaces", "", `{"query":{"and":[{"field":{"name":"attributes.type","values":["jira"]}},{"nor":[{"searchWorkspaces":"x"}]}]},"sort":[{"field":"attributes.name"}]}`)
	f.Add("POST", "/graphql", "", `{"query":"query Q($id: ID!) { appInstallationTask(id: $id) { state } }","variables":{"id":"x"}}`)
	f.Add("POST", "/admin/v2/orgs/{org}/users/invite", "", `{"emails":["a@b.example"],"permissionRules":[{"resource":"ari:cloud:jira::site/1","role":"atlassian/user"}]}`)
	f.Fuzz(func(t *testing.T, method, path, query, body string) {
		s, err := simulator.New(simulator.Options{Organization: simulator.SmallCompany(), Now: func() time.Time { return fuzzedAt }})
		require.NoError(t, err)
		credentials := s.Credentials()
		path = strings.NewReplacer("{org}", credentials.OrganizationID, "{directory}", credentials.DirectoryID).Replace(path)
		r, err := http.NewRequestWithContext(t.Context(), method, "http://localhost"+(&url.URL{Path: "/" + strings.TrimPrefix(path, "/")}).EscapedPath(), strings.NewReader(body))
		if err != nil {
			return // no server gets such a request
		}
		r.URL.RawQuery = query
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", "Bearer "+credentials.APIKey)
		if strings.HasPrefix(path, "/graphql") {
			r.SetBasicAuth(credentials.UserEmail, credentials.UserAPIToken)
		}
		answer := httptest.NewRecorder()
		s.Handler().ServeHTTP(answer, r)
		require.Less(t, answer.Code, 500, "%s %s?%s %s: %s", method, path, query, body, answer.Body)
		if answer.Code >= 400 && strings.HasPrefix(answer.Header().Get("Content-Type"), "application/json") {
			require.True(t, json.Valid(answer.Body.Bytes()), "%s", answer.Body)
		}
		if method == http.MethodGet || answer.Code >= 400 {
			return // nothing has changed
		}
		_, err = simulator.New(simulator.Options{Organization: reloaded(t, s.Organization())})
		require.NoError(t, err, "%s %s?%s %s", method, path, query, body)
	})
}
