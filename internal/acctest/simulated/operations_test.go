// SPDX-License-Identifier: MPL-2.0

package simulated_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// TestSimulatorKeepsTheContract asks the simulator everything it answers, and
// lets each of them go wrong in every way that Atlassian documents. There is
// nothing to assert but the statuses: whatever the documents forbid fails the
// test by itself, in both forms that answers have.
func TestSimulatorKeepsTheContract(t *testing.T) {
	t.Parallel()
	const (
		group      = "00000000-0000-4000-8000-000000000001"
		member     = "712020:00000000-0000-4000-9000-000000000001"
		other      = "712020:00000000-0000-4000-9000-000000000002"
		jira       = "ari:cloud:jira-software::site/00000000-0000-4000-b000-000000000001"
		appContext = "ari:cloud:jira::site/00000000-0000-4000-b000-000000000001"
		nowhere    = "00000000-0000-4000-8000-00000000dead"
		synced     = "00000000-0000-4000-8000-000000000002"
	)
	start := simulated.Large(simulated.Size{Members: 3, Groups: 3})
	start.Workspaces = []simulator.Workspace{{ID: jira, Name: "large", Type: "jira-software", HostURL: "https://large.atlassian.net"}}
	start.Users[1].Status = "suspended"
	for i := range start.Groups {
		start.Groups[i].Synced = start.Groups[i].ID == synced
	}
	start.Domains[0].ID = nowhere[:35] + "e"
	start.OrganizationPolicies = []simulator.OrganizationPolicy{{
		ID: "office", Name: "Office", Type: simulator.PolicyIPAllowlist, In: []string{"192.0.2.0/24"}, Resources: []simulator.PolicyResource{{ID: jira}},
	}}
	start.Apps = []simulator.App{{Name: "App", Installations: []simulator.AppInstallation{{Context: jira}}}}
	start.MarketplaceListings = []simulator.MarketplaceListing{{Key: "app", Name: "App", PrivacyAndSecurity: []byte(`{}`)}}
	for name, test := range map[string]struct {
		path, body string // {d} is the directory, {o} the organization's v1 path, {2} the v2 path, {c} the one of Control, {t} a task
		status     int
		unknown    string // the same path for something that isn't there
	}{
		"GET organizations":       {"/admin/v1/orgs", "", 200, ""},
		"GET organization":        {"{o}", "", 200, "/admin/v1/orgs/" + nowhere},
		"GET domains":             {"{o}/domains", "", 200, ""},
		"GET domain":              {"{o}/domains/" + start.Domains[0].ID, "", 200, "{o}/domains/" + nowhere},
		"GET managed accounts":    {"{o}/users", "", 200, ""},
		"GET directories":         {"{2}/directories", "", 200, ""},
		"GET directories, paged":  {"{2}/directories?limit=1", "", 200, ""},
		"POST workspaces":         {"{2}/workspaces", `{"limit":10}`, 200, ""},
		"GET group count":         {"{d}/groups/count", "", 200, ""},
		"GET group stats":         {"{d}/groups/stats", "", 200, ""},
		"POST groups search":      {"{d}/groups/search", `{"limit":2,"expand":["counts.users","counts.resources"]}`, 200, ""},
		"POST group":              {"{d}/groups", `{"name":"new","description":"d"}`, 201, ""},
		"GET group":               {"{d}/groups/" + group, "", 200, "{d}/groups/" + nowhere},
		"DELETE group":            {"{d}/groups/" + group, "", 204, "{d}/groups/" + nowhere},
		"POST member":             {"{d}/groups/" + group + "/memberships", `{"accountId":"` + member + `"}`, 204, ""},
		"DELETE member":           {"{d}/groups/" + simulated.CrowdID + "/memberships/" + other, "", 204, ""},
		"GET roles":               {"{d}/groups/" + group + "/role-assignments", "", 200, ""},
		"POST role":               {"{d}/groups/" + group + "/role-assignments/assign", `{"resourceId":"` + jira + `","roleId":"atlassian/user"}`, 200, ""},
		"POST role away":          {"{d}/groups/" + group + "/role-assignments/revoke", `{"resourceId":"` + jira + `","roleId":"atlassian/user"}`, 204, ""},
		"POST users search":       {"{d}/users/search", `{"limit":2}`, 200, ""},
		"POST users search, wide": {"{d}/users/search", `{"expand":["groups","platformRoles","counts.resources"]}`, 200, ""},
		"GET user count":          {"{d}/users/count", "", 200, ""},
		"POST invitation":         {"{2}/users/invite", `{"emails":["new@partner.example"],"additionalGroups":["` + group + `"],"permissionRules":[{"resource":"` + jira + `","role":"atlassian/user"}],"sendNotification":true,"notificationText":"x"}`, 200, "/admin/v2/orgs/" + nowhere + "/users/invite"},
		"POST invitation, partly": {"{2}/users/invite", `{"emails":["new@partner.example"],"additionalGroups":["` + group + `","` + synced + `"]}`, 206, ""},
		"POST suspension":         {"{d}/users/" + member + "/suspend", "", 204, "{d}/users/712020:nobody/suspend"},
		"POST restoration":        {"{d}/users/" + other + "/restore", "", 204, "{d}/users/712020:nobody/restore"},
		"DELETE user":             {"{d}/users/" + member, "", 204, "{d}/users/712020:nobody"},
		"GET user":                {"{d}/users/" + member, "", 200, "{d}/users/712020:nobody"},
		"GET event actions":       {"{o}/event-actions", "", 200, "/admin/v1/orgs/" + nowhere + "/event-actions"},
		"GET events":              {"{o}/events", "", 200, ""},
		"GET events, filtered":    {"{o}/events?limit=1&actor=x," + member + "&product=jira", "", 200, ""},
		"GET events, two pages":   {"{o}/events?limit=1", "", 200, ""},
		"POST users to policy":    {"{c}/auth-policy/" + simulated.PolicyID + "/add-users", `{"users":["` + simulated.Email(1) + `","x@large.example"]}`, 202, "{c}/auth-policy/" + nowhere + "/add-users"},
		"GET task":                {"{c}/auth-policy/task/{t}", "", 200, "{c}/auth-policy/task/" + nowhere},
		"POST bulk-fetch":         {"{c}/users/auth-policies/bulk-fetch", `{"accountIds":["` + member + `","nobody"]}`, 200, ""},
		"GET policies":            {"{o}/policies", "", 200, ""},
		"GET policy":              {"{o}/policies/office", "", 200, "{o}/policies/" + nowhere},
		"POST policy":             {"{o}/policies", `{"data":{"type":"policy","attributes":{"type":"ip-allowlist","name":"n","status":"enabled","rule":{"in":["192.0.2.1"]},"resources":[{"id":"` + jira + `"}]}}}`, 202, ""},
		"PUT policy":              {"{o}/policies/office", `{"data":{"type":"policy","attributes":{"type":"ip-allowlist","name":"n","status":"disabled","rule":{"in":["192.0.2.1"]},"resources":[]}}}`, 202, ""},
		"DELETE policy":           {"{o}/policies/office", "", 202, "{o}/policies/" + nowhere},
		"POST policy resource":    {"{o}/policies/office/resources", `{"id":"` + jira + `","links":{"ticket":"T"},"meta":{"scheduledDate":"2027-01-01"}}`, 202, "{o}/policies/" + nowhere + "/resources"},
		"PUT policy resource":     {"{o}/policies/office/resources/" + url.PathEscape(jira), `{"meta":{"migrationEndDataTime":"2027-01-01"}}`, 202, "{o}/policies/office/resources/x"},
		"DELETE policy resource":  {"{o}/policies/office/resources/" + url.PathEscape(jira), "", 204, "{o}/policies/office/resources/x"},
		"GET policy validation":   {"{o}/policies/office/validate", "", 202, ""},
		"GET API keys":            {"/admin/api-access/v1/orgs/{id}/api-keys", "", 200, "/admin/api-access/v1/orgs/" + nowhere + "/api-keys"},
		"GET API keys, paged":     {"/admin/api-access/v1/orgs/{id}/api-keys?pageSize=1&q=key", "", 200, ""},
		"GET manage":              {"/users/" + member + "/manage", "", 200, "/users/712020:nobody/manage"},
		"GET manage, some":        {"/users/" + other + "/manage?privileges=profile.write&privileges=email.set", "", 200, ""},
		"POST inventory":          {"/graphql", `{"query":"{ecosystem{appsInstalledInContexts(contextIds:[\"` + appContext + `\"]){totalCount}}}"}`, 200, ""},
		"POST rules":              {"/graphql", `{"query":"{ecosystem{userInstallationRules(cloudId:\"00000000-0000-4000-b000-000000000001\"){rule}}}"}`, 200, ""},
		"POST uninstallation":     {"/graphql", `{"query":"mutation{uninstallApp(input:{appId:\"x\",environmentKey:\"production\"}){success}}"}`, 200, ""},
		"POST app task":           {"/graphql", `{"query":"{appInstallationTask(id:\"x\"){state}}"}`, 200, ""},
		"GET addon":               {"/rest/2/addons/app", "", 200, "/rest/2/addons/nothing"},
		"GET addon versions":      {"/rest/2/addons/app/versions", "", 200, "/rest/2/addons/nothing/versions"},
		"GET addon privacy":       {"/rest/2/addons/app/privacy-and-security", "", 200, "/rest/2/addons/nothing/privacy-and-security"},
	} {
		exchange := func(t *testing.T, form simulated.Option) {
			t.Helper()
			o := simulated.Start(t, simulated.Unrecorded(), simulated.WithStart(start), form, simulated.MayValidate())
			method, _, _ := strings.Cut(name, " ")
			fill := strings.NewReplacer("{c}", control(o), "{id}", o.Credentials.OrganizationID, "{t}", task(t, o), "{o}", "/admin/v1/orgs/"+o.Credentials.OrganizationID,
				"{2}", "/admin/v2/orgs/"+o.Credentials.OrganizationID, "{d}", directory(o)).Replace

			for _, fault := range []int{400, 401, 403, 404, 409, 429, 500, 503} {
				o.Simulator.Inject(simulator.Fault{Status: fault})
				status, _ := ask(t, o, method, fill(test.path), test.body)
				assert.Equal(t, fault, status)
			}
			stranger := *o
			stranger.Credentials.APIKey, stranger.Credentials.UserAPIToken = "not the key", "not the token"
			status, _ := ask(t, &stranger, method, fill(test.path), test.body)
			if strings.HasPrefix(test.path, "/rest/") {
				assert.Equal(t, http.StatusOK, status, "the Marketplace knows no strangers")
			} else {
				assert.Equal(t, http.StatusUnauthorized, status)
			}
			if test.unknown != "" {
				status, _ = ask(t, o, method, fill(test.unknown), test.body)
				assert.Contains(t, []int{http.StatusNotFound, http.StatusForbidden}, status)
			}
			status, answer := ask(t, o, method, fill(test.path), test.body)
			assert.Equal(t, test.status, status, fmt.Sprint(answer))
			next(t, o, method, fill(test.path), test.body, answer)
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			exchange(t, simulated.AsDocumented())
		})
		t.Run(name+", live", func(t *testing.T) {
			t.Parallel()
			exchange(t, simulated.WithLiveForms())
		})
	}
}

func control(o *simulated.Organization) string {
	return "/admin/control/v1/orgs/" + o.Credentials.OrganizationID
}

// task is one that moves two users, of whom there is one. Together with what an
// admin did before, it makes two pages of the audit log.
func task(t *testing.T, o *simulated.Organization) string {
	t.Helper()
	require.NoError(t, o.Simulator.SetAuthenticationSettings(simulated.PolicyID, simulator.AuthenticationSettingsChange{SingleSignOn: new("saml")}))
	status, answer := ask(t, o, http.MethodPost, control(o)+"/auth-policy/"+simulated.PolicyID+"/add-users",
		fmt.Sprintf(`{"users":[%q,"nobody@large.example"]}`, simulated.Email(2)))
	require.Equal(t, http.StatusAccepted, status)
	id, _ := answer["taskId"].(string)
	return id
}

// next asks for the second page, where there is one.
func next(t *testing.T, o *simulated.Organization, method, path, body string, answer map[string]any) {
	t.Helper()
	links, _ := answer["links"].(map[string]any)
	cursor, _ := links["next"].(string)
	if meta, _ := answer["meta"].(map[string]any); meta["next"] != nil {
		cursor, _ = meta["next"].(string) // then the link is an address
	}
	switch {
	case cursor == "":
		return
	case method == http.MethodPost:
		body = fmt.Sprintf(`{"cursor":%q,%s`, cursor, strings.TrimPrefix(body, "{"))
	default:
		path = fmt.Sprintf("%s&cursor=%s", path, url.QueryEscape(cursor))
	}
	status, second := ask(t, o, method, path, body)
	assert.Equal(t, http.StatusOK, status, fmt.Sprint(second))
	assert.NotEmpty(t, maps.Keys(second))
}
