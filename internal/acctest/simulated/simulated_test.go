// SPDX-License-Identifier: MPL-2.0

package simulated_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/contract"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// ask sends one request of a client that knows the key, or what else the path wants.
func ask(t *testing.T, o *simulated.Organization, method, path, body string) (status int, answer map[string]any) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, o.URL+path, strings.NewReader(body))
	require.NoError(t, err)
	switch {
	case path == "/graphql":
		request.SetBasicAuth(o.Credentials.UserEmail, o.Credentials.UserAPIToken)
	case !strings.HasPrefix(path, "/rest/"):
		request.Header.Set("Authorization", "Bearer "+o.Credentials.APIKey)
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	response, err := client.Do(request)
	require.NoError(t, err)
	defer func() { assert.NoError(t, response.Body.Close()) }()
	data, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	_ = json.Unmarshal(data, &answer) // not all have a body
	return response.StatusCode, answer
}

func directory(o *simulated.Organization) string {
	return "/admin/v2/orgs/" + o.Credentials.OrganizationID + "/directories/" + o.Credentials.DirectoryID
}

func names(t *testing.T, page map[string]any) []string {
	t.Helper()
	var names []string
	for _, one := range page["data"].([]any) {
		names = append(names, one.(map[string]any)["name"].(string))
	}
	return names
}

func TestSmallCompany(t *testing.T) {
	t.Parallel()
	o := simulated.Start(t, simulated.Unrecorded())
	status, page := ask(t, o, http.MethodPost, directory(o)+"/groups/search", `{"limit":100}`)
	assert.Equal(t, http.StatusOK, status)
	assert.Contains(t, names(t, page), "org-admins")
	assert.Equal(t, 1, o.Requests())
	assert.Empty(t, o.Simulator.Violations())
}

func TestLarge(t *testing.T) {
	t.Parallel()
	o := simulated.Start(t, simulated.Unrecorded(), simulated.WithStart(simulated.Large(simulated.Size{Users: 30, Members: 150, Groups: 20})))
	_, page := ask(t, o, http.MethodPost, directory(o)+"/groups/search",
		fmt.Sprintf(`{"groupIds":[%q,%q],"expand":["counts.users"]}`, simulated.GroupID(20), simulated.CrowdID))
	assert.ElementsMatch(t, []string{simulated.CrowdName, "group-0020"}, names(t, page))
	_, count := ask(t, o, http.MethodGet, directory(o)+"/groups/count", "")
	assert.InDelta(t, 21, count["count"], 0)
	_, page = ask(t, o, http.MethodPost, directory(o)+"/users/search",
		fmt.Sprintf(`{"groupIds":[%q],"emails":[%q],"limit":100}`, simulated.CrowdID, simulated.Email(150)))
	require.Len(t, page["data"], 1)
	assert.Equal(t, simulated.AccountID(150), page["data"].([]any)[0].(map[string]any)["accountId"])
	assert.Len(t, simulated.Large(simulated.Size{Users: 30}).Users, 30)
	assert.Empty(t, simulated.Large(simulated.Size{Users: 30}).Groups)
}

func TestLargePolicies(t *testing.T) {
	t.Parallel()
	o := simulated.Start(t, simulated.WithStart(simulated.Large(simulated.Size{Users: 30, PolicyMembers: 20})))
	assert.Len(t, o.Simulator.AuthenticationPolicyMembers(simulated.PolicyName), 20)
	assert.Len(t, o.Simulator.AuthenticationPolicyMembers(simulated.DefaultPolicyID), 10)
	assert.Equal(t, simulated.PolicyID, o.Simulator.AuthenticationPolicyOf(simulated.AccountID(20)))
	assert.Equal(t, simulated.DefaultPolicyID, o.Simulator.AuthenticationPolicyOf(simulated.Email(21)))
	assert.Len(t, simulated.Large(simulated.Size{PolicyMembers: 3}).Users, 3)
	assert.Len(t, simulated.Large(simulated.Size{Users: 3}).AuthenticationPolicies, 2, "with or without members")
	assert.Empty(t, simulated.Large(simulated.Size{Groups: 3}).AuthenticationPolicies)
}

func TestOptionsReachTheSimulator(t *testing.T) {
	t.Parallel()
	var now atomic.Int64 // seconds
	now.Store(time.Date(2026, 1, 2, 3, 4, 0, 0, time.UTC).Unix())
	o := simulated.Start(t,
		simulated.Unrecorded(),
		simulated.WithStart(simulator.Organization{Name: "Empty"}),
		simulated.WithLag(time.Minute),
		simulated.WithRateLimit(3),
		simulated.WithLatency(time.Nanosecond),
		simulated.WithClock(func() time.Time { return time.Unix(now.Load(), 0) }),
	)
	status, _ := ask(t, o, http.MethodPost, directory(o)+"/groups", `{"name":"new"}`)
	assert.Equal(t, http.StatusCreated, status)
	_, page := ask(t, o, http.MethodPost, directory(o)+"/groups/search", `{}`)
	assert.Empty(t, page["data"], "the search lags")
	now.Add(50)
	_, page = ask(t, o, http.MethodPost, directory(o)+"/groups/search", `{}`)
	assert.Empty(t, page["data"], "it still lags")
	status, _ = ask(t, o, http.MethodPost, directory(o)+"/groups/search", `{}`)
	assert.Equal(t, http.StatusTooManyRequests, status, "the fourth of three")
	now.Add(60)
	_, page = ask(t, o, http.MethodPost, directory(o)+"/groups/search", `{}`)
	assert.Equal(t, []string{"new"}, names(t, page))
}

// culprit is a test that breaks rules; it only notes what that brings.
type culprit struct {
	testing.TB

	errors   []string
	cleanups []func()
}

func (c *culprit) Helper()                   {}
func (c *culprit) Cleanup(f func())          { c.cleanups = append(c.cleanups, f) }
func (c *culprit) Errorf(f string, v ...any) { c.errors = append(c.errors, fmt.Sprintf(f, v...)) }
func (c *culprit) end() {
	for i := range c.cleanups {
		c.cleanups[len(c.cleanups)-1-i]()
	}
}

// Each of the two GET …/validate fails its test, whether it is served or not, and whether violations are allowed or not.
func TestValidationsFailTheirTest(t *testing.T) {
	t.Parallel()
	for _, root := range []string{"/admin/v1/orgs/", "/admin/control/v1/orgs/"} {
		for _, options := range [][]simulated.Option{{}, {simulated.AllowViolations()}} {
			c := &culprit{TB: t}
			o := simulated.Start(c, append(options, simulated.Unrecorded())...)
			ask(t, o, http.MethodGet, root+o.Credentials.OrganizationID+"/policies/1/validate", "")
			o.Simulator.ResetRequests()
			c.end()
			assert.Contains(t, strings.Join(c.errors, "\n"), "/validate was called, which looks like a read and starts a validation", root)
		}
	}
}

func TestViolationsFailTheirTest(t *testing.T) {
	t.Parallel()
	for _, wanted := range []bool{false, true} {
		c := &culprit{TB: t}
		options := []simulated.Option{simulated.Unrecorded()}
		if wanted {
			options = append(options, simulated.AllowViolations())
		}
		o := simulated.Start(c, options...)
		ask(t, o, http.MethodPost, directory(o)+"/groups/search", `{"groupName":"misspelled"}`)
		ask(t, o, http.MethodGet, "/admin/v9/orgs", "")
		assert.Empty(t, c.errors, "the verdict comes at the end")
		c.end()
		assert.NotEmpty(t, o.Simulator.Violations())
		said := strings.Join(c.errors, "\n")
		if wanted {
			assert.Empty(t, said)
			continue
		}
		assert.Contains(t, said, "simulated organization: ")
		if _, on := os.LookupEnv(contract.FolderVariable); on {
			assert.Contains(t, said, "contract: ")
			assert.Contains(t, said, "at /groupName: the schema has no such field")
			assert.Contains(t, said, "GET /admin/v9/orgs: request: no document knows the path")
		}
	}
}

func TestApps(t *testing.T) {
	t.Parallel()
	o := simulated.Start(t, simulated.Unrecorded(), simulated.WithStart(simulated.Apps(300, 5)))
	apps := o.Simulator.Organization().Apps
	require.Len(t, apps, 300)
	connect := 0
	for _, app := range apps {
		assert.Len(t, app.Installations, 5, app.Name)
		if app.Framework == "connect" {
			connect++
		}
	}
	assert.Equal(t, 100, connect)
	assert.Equal(t, simulated.AppID(300), apps[299].ID)
	assert.Equal(t, "App 300", apps[299].Name)
	assert.Equal(t, "ari:cloud:jira::site/"+simulated.CloudID(5), apps[0].Installations[4].Context)
	assert.Equal(t, "allow", o.Simulator.UserInstalledApps("site-5"))
	_, page := ask(t, o, http.MethodPost, "/admin/v2/orgs/"+o.Credentials.OrganizationID+"/workspaces", `{}`)
	assert.Len(t, page["data"], 10)
}
