// SPDX-License-Identifier: MPL-2.0

package live_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/live"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/live/recording"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const (
	work = "2c9b4e71-d830-4f56-a1c7-85e0f3b6d294" // the directory in which people work
	play = "2c9b4e71-d830-4f56-a1c7-85e0f3b6d295" // the sandbox

	account = "712020:00000000-0000-4000-9000-0000000000aa"
)

// withSandbox is a company with a directory to try groups in. The groups of the sandbox have the given names, and IDs by their order.
func withSandbox(groups ...string) simulator.Organization {
	company := furnished()
	company.Directories = append(company.Directories, simulator.Directory{ID: play, Name: "Sandbox"})
	company.Users = append(company.Users, simulator.User{AccountID: account, Email: "test.person@contractor.example", Name: "Test Person", Directories: []string{play}})
	for i, name := range groups {
		company.Groups = append(company.Groups, simulator.Group{ID: simulated.GroupID(i + 1), Name: name, Directory: play})
	}
	return company
}

func sandboxOf(t *testing.T, org *simulated.Organization) (live.Sandbox, *atlassian.Client) {
	t.Helper()
	sandbox := live.Sandbox{Organization: opened(org), Directory: play, Account: account, Resource: furnished().Workspaces[0].ID}
	client, err := sandbox.Client()
	require.NoError(t, err)
	return sandbox, client
}

// TestSandbox runs the second stage against a simulated organization, as if it were a real one, and leaves nothing behind.
func TestSandbox(t *testing.T) { //nolint:tparallel // acctest.Test makes each part parallel
	cli.SkipIfShort(t)
	t.Parallel()
	for i, name := range []string{"a group", "a membership", "the members of a group", "a role of a group"} { //nolint:paralleltest // likewise
		t.Run(name, func(t *testing.T) {
			org := simulated.Start(t, simulated.WithStart(withSandbox("people")))
			sandbox, client := sandboxOf(t, org)
			before := groupsOf(t, client, org.Credentials.OrganizationID)
			require.NoError(t, sandbox.Check(t.Context(), client))
			front := sandbox.Open(t, sandbox.Guard(client), filepath.Join(baselineFolder(t), "sandbox", strconv.Itoa(i)))
			one := sandbox.Cases(front.URL, client, time.Now())[i]
			require.Equal(t, name, one.Name)
			require.Empty(t, one.Lacks)
			t.Cleanup(func() {
				assert.Empty(t, front.Front.Refused())
				assert.Positive(t, front.Front.Passed()["createGroup"])
				assert.Positive(t, front.Front.Passed()["deleteGroup"])
				assert.Positive(t, front.Recorder.Count())
			})
			acctest.Test(t, one.Case)
			assert.Equal(t, before, groupsOf(t, client, org.Credentials.OrganizationID))
		})
	}
}

// groupsOf are the names of all groups.
func groupsOf(t *testing.T, client *atlassian.Client, id string) []string {
	t.Helper()
	var names []string
	for _, directory := range []string{work, play} {
		for group, err := range client.SearchGroups(t.Context(), id, directory, atlassian.GroupSearch{}) {
			require.NoError(t, err)
			names = append(names, group.Name)
		}
	}
	return names
}

func TestCasesThatLackSomething(t *testing.T) {
	t.Parallel()
	sandbox := live.Sandbox{Directory: play}
	var lacks []string
	for _, one := range sandbox.Cases("http://localhost", nil, time.Now()) {
		lacks = append(lacks, one.Lacks)
	}
	assert.Equal(t, []string{"", live.AccountVariable, live.AccountVariable, live.ResourceVariable}, lacks)
}

// The key of a real organization stays in the environment, where the provider finds it.
func TestTheKeyIsInNoFile(t *testing.T) {
	t.Parallel()
	values := map[string]string{"ATLASSIAN_ORG_ID": "o", "ATLASSIAN_ORG_API_KEY": "the-key", live.DirectoryVariable: play, live.AccountVariable: account, live.ResourceVariable: "r"}
	getenv := func(name string) string { return values[name] }
	sandbox, named, err := live.SandboxFromEnvironment(getenv)
	require.NoError(t, err)
	assert.True(t, named)
	assert.Equal(t, "https://api.atlassian.com", sandbox.BaseURL)
	for _, one := range sandbox.Cases("http://localhost", nil, time.Now()) {
		assert.Empty(t, one.Lacks)
		for _, step := range one.Case.Steps {
			assert.NotContains(t, step.Config, "the-key")
		}
	}
	assert.NotContains(t, fmt.Sprintf("%v %+v %#v", sandbox, sandbox.Organization, sandbox.Organization), "the-key")

	delete(values, live.DirectoryVariable)
	_, named, err = live.SandboxFromEnvironment(getenv)
	require.NoError(t, err)
	assert.False(t, named)
	delete(values, "ATLASSIAN_ORG_API_KEY")
	_, _, err = live.SandboxFromEnvironment(getenv)
	require.ErrorContains(t, err, "set ATLASSIAN_ORG_ID and ATLASSIAN_ORG_API_KEY")
}

func TestSandboxIsNamedAndConfirmed(t *testing.T) {
	t.Parallel()
	two := simulated.Start(t, simulated.WithStart(withSandbox()))
	one := simulated.Start(t, simulated.WithStart(furnished()))
	for name, test := range map[string]struct {
		org       *simulated.Organization
		directory string
		used      string
		confirmed string
		refusal   string
	}{
		"a sandbox":                         {two, play, work, "", ""},
		"no directory":                      {two, "", work, "", "names no directory"},
		"one that there is not":             {two, "nowhere", work, "", "has no directory nowhere"},
		"the one that is used":              {two, work, work, "", "ATLASSIAN_DIRECTORY_ID names"},
		"the one that is used, confirmed":   {two, work, work, work, ""},
		"the one that is used, misspelled":  {two, work, work, "yes", "ATLASSIAN_DIRECTORY_ID names"},
		"the only one":                      {one, work, "", "", "the only one"},
		"the only one, another confirmed":   {one, work, "", play, "the only one"},
		"the only one, confirmed":           {one, work, "", work, ""},
		"confirmed, but there is none such": {one, play, "", play, "has no directory"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sandbox, client := sandboxOf(t, test.org)
			sandbox.Directory, sandbox.DirectoryID, sandbox.Confirmed = test.directory, test.used, test.confirmed
			err := sandbox.Check(t.Context(), client)
			if test.refusal == "" {
				assert.NoError(t, err)
				return
			}
			assert.ErrorContains(t, err, test.refusal)
		})
	}
}

// TestGuards sends what must not leave this machine, and what may.
func TestGuards(t *testing.T) {
	t.Parallel()
	ours := live.Name(time.Now(), "group")
	org := simulated.Start(t, simulated.WithStart(withSandbox(ours, "people", "tf-acc-of-a-person")))
	sandbox, client := sandboxOf(t, org)
	id := org.Credentials.OrganizationID
	mine, theirs, similar := simulated.GroupID(1), simulated.GroupID(2), simulated.GroupID(3)
	directories := "/admin/v2/orgs/" + id + "/directories/"
	role := `{"resourceId":"` + sandbox.Resource + `","roleId":"atlassian/user"}`
	admin := strings.Replace(role, "atlassian/user", "atlassian/admin", 1)
	for _, test := range []struct {
		method, path, body string
		reading, sandbox   bool
	}{
		{"GET", "/admin/v1/orgs/" + id + "/domains", "", true, true},
		{"POST", directories + play + "/groups/search", "{}", true, true},
		{"POST", directories + work + "/users/search", "{}", true, true},
		{"GET", directories + work + "/groups/count", "", true, true},
		{"POST", "/graphql", `{"query":"query { ecosystem { appsInstalledInContexts } }"}`, true, true},
		{"POST", "/graphql", `{"query":"mutation { ecosystem { appsInstalledInContexts } }"}`, false, false},
		{"POST", "/graphql", `{"query":"query a { x } mutation b { appsInstalledInContexts }"}`, false, false},
		{"POST", "/graphql", `{"query":"mutation { uninstallApp }"}`, false, false},
		{"POST", "/graphql", `{"query":"{ appsInstalledInContexts"}`, false, false},
		{"POST", "/graphql", `appsInstalledInContexts`, false, false},
		{"GET", "/admin/v1/orgs/" + id + "/policies/p/validate", "", false, false}, // it starts something
		{"GET", "/unknown", "", false, false},
		{"PATCH", "/admin/api-access/v1/orgs/" + id + "/api-keys/revoke/k", "", false, false},
		{"DELETE", directories + play + "/users/" + account, "", false, false},
		{"POST", directories + play + "/groups", `{"name":"` + ours + `"}`, false, true},
		{"POST", directories + play + "/groups", `{"name":"people"}`, false, false},
		{"POST", directories + play + "/groups", `{"name":"tf-acc-of-a-person"}`, false, false},
		{"POST", directories + play + "/groups", `{}`, false, false},
		{"POST", directories + play + "/groups", `no JSON`, false, false},
		{"POST", directories + work + "/groups", `{"name":"` + ours + `"}`, false, false},
		{"POST", "/admin/v2/orgs/another/directories/" + play + "/groups", `{"name":"` + ours + `"}`, false, false},
		{"DELETE", directories + play + "/groups/" + mine, "", false, true},
		{"DELETE", directories + play + "/groups/" + theirs, "", false, false},
		{"DELETE", directories + play + "/groups/" + similar, "", false, false},
		{"DELETE", directories + play + "/groups/nowhere", "", false, false},
		{"POST", directories + play + "/groups/" + mine + "/memberships", `{"accountId":"` + account + `"}`, false, true},
		{"POST", directories + play + "/groups/" + mine + "/memberships", `{"accountId":"712020:another"}`, false, false},
		{"POST", directories + play + "/groups/" + mine + "/memberships", `{}`, false, false},
		{"POST", directories + play + "/groups/" + theirs + "/memberships", `{"accountId":"` + account + `"}`, false, false},
		{"DELETE", directories + play + "/groups/" + mine + "/memberships/" + account, "", false, true},
		{"DELETE", directories + play + "/groups/" + theirs + "/memberships/" + account, "", false, false},
		{"POST", directories + play + "/groups/" + mine + "/role-assignments/assign", role, false, true},
		{"POST", directories + play + "/groups/" + mine + "/role-assignments/assign", admin, false, false},
		{"POST", directories + play + "/groups/" + theirs + "/role-assignments/assign", role, false, false},
	} {
		request := httptest.NewRequestWithContext(t.Context(), test.method, test.path, strings.NewReader(test.body))
		why := recording.ReadOnly(request, []byte(test.body))
		assert.Equal(t, test.reading, why == nil, "reading: %s %s %s: %v", test.method, test.path, test.body, why)
		why = sandbox.Guard(client)(request, []byte(test.body))
		assert.Equal(t, test.sandbox, why == nil, "sandbox: %s %s %s: %v", test.method, test.path, test.body, why)
	}
}

// Every write of the client is refused in the first stage, and none of them reaches the organization.
func TestNoWriteLeavesThisMachine(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, simulated.WithStart(furnished()))
	front := opened(org).Open(t, recording.ReadOnly, "")
	writes := 0
	for _, operation := range atlassian.Operations() {
		if operation.Repeat == atlassian.Read {
			continue
		}
		writes++
		body := `{"query":"mutation { ` + operation.Field[strings.LastIndexByte(operation.Field, '.')+1:] + ` }"}`
		request, err := http.NewRequestWithContext(t.Context(), operation.Method, front.URL+strings.NewReplacer("{", "", "}", "").Replace(operation.Path), strings.NewReader(body))
		require.NoError(t, err)
		answer, err := http.DefaultTransport.RoundTrip(request) //nolint:forbidigo // a plain one
		require.NoError(t, err)
		assert.Equal(t, http.StatusForbidden, answer.StatusCode, operation.ID)
		require.NoError(t, answer.Body.Close())
	}
	assert.Greater(t, writes, 20)
	assert.Len(t, front.Front.Refused(), writes)
	assert.Zero(t, org.Requests())
}
