// SPDX-License-Identifier: MPL-2.0

package acctest_test

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// several are more than two full pages of any list but two.
const several = 210

// TestClientReadsEveryPage reads each list that is longer than a page to its end. What a list has beyond its first page is not missing.
func TestClientReadsEveryPage(t *testing.T) {
	t.Parallel()
	start := simulator.SmallCompany()
	keys, domains, directories, workspaces := len(start.OtherAPIKeys), len(start.Domains), len(start.Directories), len(start.Workspaces)
	var roles []simulator.Role
	for i := range several {
		id := fmt.Sprintf("ari:cloud:jira::site/00000000-0000-4000-c000-%012d", i)
		roles = append(roles, simulator.Role{Resource: id, Role: "atlassian/user"})
		start.Workspaces = append(start.Workspaces, simulator.Workspace{ID: id, Name: fmt.Sprintf("Site %d", i), Type: "Jira", TypeKey: "jira-software"})
		start.OtherAPIKeys = append(start.OtherAPIKeys, simulator.APIKey{ID: fmt.Sprintf("key-%d", i), Label: "many"})
		start.Domains = append(start.Domains, simulator.Domain{Name: fmt.Sprintf("domain-%d.example", i)})
		start.Directories = append(start.Directories, simulator.Directory{Name: fmt.Sprintf("Directory %d", i)})
	}
	// A page of workspaces is larger.
	for i := range 1000 {
		start.Workspaces = append(start.Workspaces, simulator.Workspace{
			ID: fmt.Sprintf("ari:cloud:confluence::site/00000000-0000-4000-c000-%012d", i), Name: fmt.Sprintf("Wiki %d", i), Type: "Confluence", TypeKey: "confluence",
		})
	}
	start.Groups = append(start.Groups, simulator.Group{Name: "everywhere", Roles: roles})
	start.Users = append(start.Users, simulator.User{Email: "ana@everywhere.example", Roles: roles})
	start.DataSecurityPolicies = []simulator.DataSecurityPolicy{{ID: "all", Name: "All", Rules: map[string]string{"export": "block"}}}
	for i := range several {
		start.DataSecurityPolicies = append(start.DataSecurityPolicies, simulator.DataSecurityPolicy{
			ID: fmt.Sprintf("policy-%d", i), Name: fmt.Sprintf("Policy %d", i), Coverage: "WORKSPACE", Rules: map[string]string{"export": "allow"}, Resources: []string{roles[i].Resource},
		})
	}
	org := simulated.Start(t, simulated.WithStart(start))
	client, err := atlassian.New(atlassian.Config{BaseURL: org.URL, APIKey: org.Credentials.APIKey, UserAgent: "test"})
	require.NoError(t, err)
	ctx, id, directory := t.Context(), org.Credentials.OrganizationID, org.Credentials.DirectoryID

	assert.Equal(t, 1+several, counted(t, client.DataSecurityPolicies(ctx, id)))
	assert.Equal(t, 1+keys+several, counted(t, client.APIKeys(ctx, id)))
	assert.Equal(t, domains+several, counted(t, client.Domains(ctx, id)))
	assert.Equal(t, max(directories, 1)+several, counted(t, client.Directories(ctx, id)))
	assert.Equal(t, workspaces+several+1000, counted(t, client.Workspaces(ctx, id)))
	assert.Equal(t, several, counted(t, client.GroupRoleAssignments(ctx, id, directory, org.Simulator.GroupID("everywhere"))))
	people := all(t, client.SearchUsers(ctx, id, directory, atlassian.UserSearch{Emails: []string{"ana@everywhere.example"}}))
	require.Len(t, people, 1)
	assert.Equal(t, several, counted(t, client.UserRoleAssignments(ctx, id, directory, people[0].AccountID)))

	// A page of the audit log is larger.
	const happened = 501
	now := time.Now()
	for range happened {
		require.NoError(t, org.Simulator.RecordEvent(simulator.Event{Action: simulator.ActionPolicyUpdated, Time: now}))
	}
	assert.Equal(t, happened, counted(t, client.Events(ctx, id, atlassian.EventFilter{From: now.Add(-time.Hour), To: now.Add(time.Hour)})))
	assert.Equal(t, happened, counted(t, client.EventsStream(ctx, id, now.Add(-time.Hour), now.Add(time.Hour))))

	// Every list needed more than a request, and the search for one person did not.
	for operation, count := range org.Simulator.Requests() {
		if !strings.HasSuffix(operation, "/users/search") {
			assert.Greater(t, count, 1, operation)
		}
	}
}

// TestClientReadsTheWholeProfile reads what accounts and policies of the small company lack.
func TestClientReadsTheWholeProfile(t *testing.T) {
	t.Parallel()
	start := simulator.SmallCompany()
	workspace := start.Workspaces[0].ID
	start.Users = append(start.Users, simulator.User{
		Email: "noor@acme.dev", Name: "Noor", JobTitle: "Engineer", Department: "R&D", Organization: "Acme", Location: "Oslo", TimeZone: "Europe/Oslo", MFA: true,
	})
	start.OrganizationPolicies = append(start.OrganizationPolicies, simulator.OrganizationPolicy{
		Name: "Tokyo", Type: "data-residency", In: []string{"jp"}, Resources: []simulator.PolicyResource{{
			ID: workspace, ScheduledDate: "2026-01-01", MigrationStart: "2026-01-01T00:00:00Z", MigrationEnd: "2026-01-02T00:00:00Z", AccountID: "a", Ticket: "T-1",
		}},
	})
	org := simulated.Start(t, simulated.WithStart(start))
	client, err := atlassian.New(atlassian.Config{BaseURL: org.URL, APIKey: org.Credentials.APIKey, UserAgent: "test"})
	require.NoError(t, err)
	ctx, id, directory := t.Context(), org.Credentials.OrganizationID, org.Credentials.DirectoryID

	people := all(t, client.SearchUsers(ctx, id, directory, atlassian.UserSearch{Emails: []string{"noor@acme.dev"}, DirectoryIDs: []string{directory}}))
	require.Len(t, people, 1)
	person, err := client.User(ctx, id, directory, people[0].AccountID)
	require.NoError(t, err)
	assert.Equal(t, []string{"Engineer", "R&D", "Acme", "Oslo", "Europe/Oslo"}, []string{person.JobTitle, person.Department, person.Organization, person.Location, person.TimeZone})
	assert.Equal(t, new(true), person.MFAEnabled)

	policies := all(t, client.OrganizationPolicies(ctx, id))
	at := slices.IndexFunc(policies, func(policy atlassian.OrganizationPolicy) bool { return policy.Name == "Tokyo" })
	require.NotEqual(t, -1, at)
	found := policies[at]
	require.Len(t, found.Resources.List, 1)
	resource := atlassian.PolicyResource{
		ID: workspace, ApplicationStatus: "applied", AccountID: "a", Ticket: "T-1",
		Move: atlassian.PolicyMove{ScheduledDate: "2026-01-01", Start: "2026-01-01T00:00:00Z", End: "2026-01-02T00:00:00Z"},
	}
	assert.Equal(t, []atlassian.PolicyResource{resource}, found.Resources.List)
	found, err = client.OrganizationPolicy(ctx, id, found.ID)
	require.NoError(t, err)
	assert.Equal(t, []atlassian.PolicyResource{resource}, found.Resources.List)
	resource.Ticket, resource.AccountID = "T-2", "b"
	found, err = client.UpdatePolicyResource(ctx, id, found.ID, resource)
	require.NoError(t, err)
	require.Len(t, found.Resources.List, 1)
	assert.Equal(t, "T-2, b", found.Resources.List[0].Ticket+", "+found.Resources.List[0].AccountID)
}

// counted is how many a paging method gives: the items of a long list say nothing that is worth printing.
func counted[T any](t *testing.T, pages iter.Seq2[T, error]) int {
	t.Helper()
	return len(all(t, pages))
}
