// SPDX-License-Identifier: MPL-2.0

package acctest_test

import (
	"iter"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// TestClientKeepsTheContract calls every method of the client once, with all that
// it can send, also those that no Terraform type needs yet. What it sends and what
// it gets is compared with Atlassian's documents; what it makes of the answers is
// looked at in passing only.
func TestClientKeepsTheContract(t *testing.T) {
	t.Parallel()
	start := simulator.SmallCompany()
	start.GroupUpdate = true // which has no contract, but is an operation of the client
	start.DataSecurityPolicies = []simulator.DataSecurityPolicy{{ID: "no-export", Name: "No export", Rules: map[string]string{"export": "block"}}}
	start.DataSecurityPublish = true
	start.ClassificationLevels = []simulator.ClassificationLevel{{Name: "Secret"}}
	org := simulated.Start(t, simulated.WithStart(start))
	client, err := atlassian.New(atlassian.Config{BaseURL: org.URL, APIKey: org.Credentials.APIKey, UserAgent: "test"})
	require.NoError(t, err)
	ctx, id, directory := t.Context(), org.Credentials.OrganizationID, org.Credentials.DirectoryID

	organization, err := client.Organization(ctx, id)
	require.NoError(t, err)
	assert.Equal(t, id, organization.ID)
	assert.Equal(t, directory, all(t, client.Directories(ctx, id))[0].ID)
	workspace := all(t, client.Workspaces(ctx, id))[0].ID
	domains := all(t, client.Domains(ctx, id))
	domain, err := client.Domain(ctx, id, domains[0].ID)
	require.NoError(t, err)
	assert.Equal(t, domains[0], domain)

	require.NoError(t, client.CreateGroup(ctx, id, directory, atlassian.NewGroup{Name: "new", Description: "d"}))
	groups := all(t, client.SearchGroups(ctx, id, directory, atlassian.GroupSearch{GroupNames: []string{"new"}, ExpandCounts: true, Limit: 100}))
	require.Len(t, groups, 1)
	group, err := client.Group(ctx, id, directory, groups[0].ID)
	require.NoError(t, err)
	assert.Equal(t, "new", group.Name)
	require.NoError(t, client.UpdateGroup(ctx, id, directory, group.ID, atlassian.GroupChange{Description: new("e")}))
	group, err = client.Group(ctx, id, directory, group.ID)
	require.NoError(t, err)
	assert.Equal(t, "new e", group.Name+" "+group.Description, "what is not said stays")
	count, err := client.CountGroups(ctx, id, directory)
	require.NoError(t, err)
	assert.Positive(t, count)

	no := false
	people := all(t, client.SearchUsers(ctx, id, directory, atlassian.UserSearch{EmailDomains: []string{domain.Name}, Status: []string{"active"}, ClaimStatus: "managed", Expand: []atlassian.UserExpansion{atlassian.ExpandGroups}}))
	require.NotEmpty(t, people)
	person := people[0].AccountID
	count, err = client.CountUsers(ctx, id, directory)
	require.NoError(t, err)
	assert.Positive(t, count)
	require.NoError(t, client.AssignUserRole(ctx, id, person, workspace, "atlassian/guest"))
	require.NoError(t, client.AssignOrganizationAdmin(ctx, id, person))
	assert.NotEmpty(t, all(t, client.UserRoleAssignments(ctx, id, directory, person)))
	require.NoError(t, client.RevokeOrganizationAdmin(ctx, id, person))
	require.NoError(t, client.RevokeUserRole(ctx, id, person, workspace, "atlassian/guest"))
	require.NoError(t, client.AddGroupMember(ctx, id, directory, group.ID, person))
	require.NoError(t, client.AssignGroupRole(ctx, id, directory, group.ID, workspace, "atlassian/user"))
	assert.Len(t, all(t, client.GroupRoleAssignments(ctx, id, directory, group.ID)), 1)

	// All other filters: whom they find doesn't matter here.
	all(t, client.SearchGroups(ctx, id, directory, atlassian.GroupSearch{
		GroupIDs: []string{group.ID}, AccountIDs: []string{person}, ResourceIDs: []string{workspace}, RoleIDs: []string{"atlassian/user"}, SearchTerm: "n",
	}))
	all(t, client.SearchUsers(ctx, id, directory, atlassian.UserSearch{
		AccountIDs: []string{person}, GroupIDs: []string{group.ID}, RoleIDs: []string{"atlassian/user"}, ResourceIDs: []string{workspace}, MFAEnabled: &no, SearchTerm: "a",
	}))
	all(t, client.SearchUsers(ctx, id, directory, atlassian.UserSearch{Emails: []string{people[0].Email}, Limit: 1}))

	require.NoError(t, client.RevokeGroupRole(ctx, id, directory, group.ID, workspace, "atlassian/user"))
	require.NoError(t, client.RemoveGroupMember(ctx, id, directory, group.ID, person))
	require.NoError(t, client.DeleteGroup(ctx, id, directory, group.ID))

	colleague := people[len(people)-1]
	policies, err := client.AuthenticationPolicyMembers(ctx, id, []string{person, colleague.AccountID})
	require.NoError(t, err)
	require.Len(t, policies, 2)
	task, err := client.AddUsersToAuthenticationPolicy(ctx, id, policies[0].PolicyID, []string{policies[1].Email})
	require.NoError(t, err)
	status, err := client.AuthenticationPolicyTask(ctx, id, task)
	require.NoError(t, err)
	assert.Equal(t, atlassian.PolicyTask{Succeeded: 1}, status)
	managedAccountsKeepTheContract(t, client, org, colleague.AccountID)
	accessKeepsTheContract(t, client, org, workspace)
	credentialsKeepTheContract(t, client, org, colleague.AccountID)
	settingsKeepTheContract(t, client, id)
	dataSecurityKeepsTheContract(t, client, id, workspace)
	policiesKeepTheContract(t, client, id, workspace)
	actions, err := client.EventActions(ctx, id)
	require.NoError(t, err)
	assert.NotEmpty(t, actions)
	now := time.Now()
	events := all(t, client.Events(ctx, id, atlassian.EventFilter{From: now.Add(-time.Hour), To: now.Add(time.Hour), Action: "auth_policy_member_moved"}))
	require.NotEmpty(t, events)
	assert.NotEmpty(t, events[0].Objects())
	assert.NotEmpty(t, all(t, client.EventsStream(ctx, id, now.Add(-time.Hour), now.Add(time.Hour))))

	personKeepsTheContract(t, org)

	asked := slices.Collect(maps.Keys(org.Simulator.Requests()))
	for _, operation := range atlassian.Operations() {
		assert.Contains(t, asked, operation.Name())
	}
}

// settingsKeepTheContract reads the policies of the organization that are not of authentication, and its classification levels.
func settingsKeepTheContract(t *testing.T, client *atlassian.Client, id string) {
	t.Helper()
	policies := all(t, client.OrganizationPolicies(t.Context(), id))
	require.NotEmpty(t, policies)
	policy, err := client.OrganizationPolicy(t.Context(), id, policies[0].ID)
	require.NoError(t, err)
	assert.Equal(t, policies[0].Name, policy.Name)
	assert.Equal(t, []atlassian.DataSecurityPolicy{{
		ID: "no-export", Name: "No export", Type: "data-security", Status: "active", Coverage: "ORG",
		Rules: map[string]atlassian.DataSecurityRule{"export": {Effect: "block", Raw: `{"effect":"block"}`}},
	}}, all(t, client.DataSecurityPolicies(t.Context(), id)))
	levels, err := client.ClassificationLevels(t.Context(), id)
	require.NoError(t, err)
	require.Len(t, levels, 1)
	assert.Equal(t, "PUBLISHED", levels[0].Status)
	levelsKeepTheContract(t, client, id, levels[0].ID)
}

// levelsKeepTheContract creates a level, edits and publishes it, makes it the most sensitive one, archives it, and restores it.
func levelsKeepTheContract(t *testing.T, client *atlassian.Client, id, other string) {
	t.Helper()
	ctx := t.Context()
	level, err := client.CreateClassificationLevel(ctx, id, atlassian.ClassificationLevelText{Name: "Top secret", Definition: "D", Guideline: "G", Color: "RED"})
	require.NoError(t, err)
	assert.Equal(t, "DRAFT", level.Status)
	require.NoError(t, client.EditClassificationLevel(ctx, id, level.ID, atlassian.ClassificationLevelText{Name: "Top secret", Guideline: "H"}))
	require.NoError(t, client.PublishClassificationLevels(ctx, id, []string{level.ID}))
	require.NoError(t, client.ReorderClassificationLevels(ctx, id, []string{level.ID, other}))
	level, err = client.ClassificationLevel(ctx, id, level.ID)
	require.NoError(t, err)
	assert.Equal(t, atlassian.ClassificationLevel{ID: level.ID, Name: "Top secret", Guideline: "H", Color: "RED", Sensitivity: new(1), Status: "PUBLISHED"}, level)
	require.NoError(t, client.ArchiveClassificationLevel(ctx, id, level.ID))
	require.NoError(t, client.RestoreClassificationLevel(ctx, id, level.ID))
}

// policiesKeepTheContract creates a data residency policy, changes it and what it applies to, and deletes it.
func policiesKeepTheContract(t *testing.T, client *atlassian.Client, id, workspace string) {
	t.Helper()
	ctx := t.Context()
	window := atlassian.PolicyMove{ScheduledDate: "2026-01-01", Start: "2026-01-01T00:00:00Z", End: "2026-01-02T00:00:00Z"}
	resource := atlassian.PolicyResource{ID: workspace, Move: window, AccountID: "a", Ticket: "T-1"}
	content := atlassian.PolicyContent{Type: "data-residency", Name: "Tokyo", Status: "enabled", In: []string{"jp"}, Resources: []atlassian.PolicyResource{resource}}
	policy, err := client.CreateOrganizationPolicy(ctx, id, content)
	require.NoError(t, err)
	resource.ApplicationStatus = "applying"
	assert.Equal(t, []atlassian.PolicyResource{resource}, policy.Resources.List)
	content.Name = "Osaka"
	policy, err = client.UpdateOrganizationPolicy(ctx, id, policy.ID, content)
	require.NoError(t, err)
	assert.Equal(t, "Osaka", policy.Name)
	require.NoError(t, client.RemovePolicyResource(ctx, id, policy.ID, workspace))
	_, err = client.AddPolicyResource(ctx, id, policy.ID, resource)
	require.NoError(t, err)
	_, err = client.UpdatePolicyResource(ctx, id, policy.ID, atlassian.PolicyResource{ID: workspace})
	require.NoError(t, err)
	policy, err = client.OrganizationPolicy(ctx, id, policy.ID)
	require.NoError(t, err)
	assert.Equal(t, []atlassian.PolicyResource{{ID: workspace, ApplicationStatus: "applied"}}, policy.Resources.List)
	require.NoError(t, client.DeleteOrganizationPolicy(ctx, id, policy.ID))
}

// dataSecurityKeepsTheContract makes data security policies, publishes them and says what one of them covers.
func dataSecurityKeepsTheContract(t *testing.T, client *atlassian.Client, id, workspace string) {
	t.Helper()
	ctx := t.Context()
	made, err := client.CreateDataSecurityPolicy(ctx, id, atlassian.DataSecurityContent{
		Name: "Apps", Coverage: "ORG", Rules: map[string]atlassian.DataSecurityRule{"appAccess": {Effect: "block", Subject: "all_apps"}},
	})
	require.NoError(t, err)
	part, err := client.CreateDataSecurityPolicy(ctx, id, atlassian.DataSecurityContent{
		Name: "Marketing may", Description: "d", Coverage: "WORKSPACE", Rules: map[string]atlassian.DataSecurityRule{"export": {Effect: "allow"}},
	})
	require.NoError(t, err)
	require.NoError(t, client.UpdateDataSecurityPolicy(ctx, id, made.ID, atlassian.DataSecurityContent{
		Name: "All apps", Coverage: "ORG", Status: "draft", Rules: map[string]atlassian.DataSecurityRule{"appAccess": {Raw: `{"effect":"block","subjectId":"all_apps"}`}},
	}))
	require.NoError(t, client.PublishDataSecurityRule(ctx, id, made.ID, "appAccess"))
	found, err := client.DataSecurityPolicy(ctx, id, made.ID)
	require.NoError(t, err)
	assert.Equal(t, "All apps, active, all_apps", found.Name+", "+found.Status+", "+found.Rules["appAccess"].Subject)
	require.NoError(t, client.ChangeDataSecurityResources(ctx, id, part.ID, []string{workspace}, nil))
	assert.Equal(t, []string{workspace}, all(t, client.DataSecurityResources(ctx, id, part.ID)))
	require.NoError(t, client.DeleteDataSecurityPolicy(ctx, id, part.ID))
	found, err = client.DataSecurityPolicy(ctx, id, part.ID)
	require.NoError(t, err)
	assert.Equal(t, "deleted", found.Status)
}

// accessKeepsTheContract invites a person, suspends and restores the access, and removes the person.
func accessKeepsTheContract(t *testing.T, client *atlassian.Client, org *simulated.Organization, workspace string) {
	t.Helper()
	ctx, id, directory := t.Context(), org.Credentials.OrganizationID, org.Credentials.DirectoryID
	invited, err := client.InviteUsers(ctx, id, atlassian.Invitation{
		Emails: []string{"nora.lind@partner.example"}, Groups: []string{org.Simulator.GroupID("contractors"), org.Simulator.GroupID("idp-employees")},
		Roles: []atlassian.InvitedRole{{ResourceID: workspace, RoleID: "atlassian/user"}}, SendNotification: true, NotificationText: "Welcome",
	})
	require.NoError(t, err)
	require.Len(t, invited, 1)
	assert.Len(t, invited[0].Results, 3)
	person := invited[0].AccountID
	require.NoError(t, client.SuspendUser(ctx, id, directory, person))
	found, err := client.User(ctx, id, directory, person)
	require.NoError(t, err)
	assert.Equal(t, "suspended", found.Status)
	require.NoError(t, client.RestoreUser(ctx, id, directory, person))
	require.NoError(t, client.RemoveUser(ctx, id, directory, person))
}

// managedAccountsKeepTheContract calls what takes a key without scopes.
func managedAccountsKeepTheContract(t *testing.T, client *atlassian.Client, org *simulated.Organization, account string) {
	t.Helper()
	ctx := t.Context()
	permissions, err := client.ManagePermissions(ctx, account)
	require.NoError(t, err)
	assert.Len(t, permissions.Profile, 8)
	assert.Equal(t, atlassian.Rule{Allowed: true}, permissions.Actions[atlassian.EmailSet])
	profile, err := client.UpdateManagedProfile(ctx, account, atlassian.ProfileChange{
		Name: new("New"), Nickname: new("new"), JobTitle: new("Engineer"), Department: new("R&D"), Organization: new("Acme"), Location: new("Oslo"),
		ZoneInfo: new("Europe/Oslo"), Locale: new("nb-NO"),
	})
	require.NoError(t, err)
	require.NoError(t, client.SetManagedEmail(ctx, account, "new@acme.dev"))
	profile.Email = new("new@acme.dev")
	require.NoError(t, client.DisableManagedAccount(ctx, account, "On leave"))
	profile.AccountStatus = "inactive"
	read, err := client.ManagedProfile(ctx, account)
	require.NoError(t, err)
	assert.Equal(t, profile, read)
	require.NoError(t, client.EnableManagedAccount(ctx, account))
	require.NoError(t, org.Simulator.ScheduleDeletion(account))
	require.NoError(t, client.CancelManagedAccountDeletion(ctx, account))
}

// credentialsKeepTheContract counts and lists API keys and tokens, and revokes one of each.
func credentialsKeepTheContract(t *testing.T, client *atlassian.Client, org *simulated.Organization, account string) {
	t.Helper()
	ctx, id := t.Context(), org.Credentials.OrganizationID
	now := time.Now().UTC().Truncate(time.Second)
	require.NoError(t, org.Simulator.CreateAPIKey(simulator.APIKey{Label: "old", CreatedBy: account, Scopes: []string{"read:keys:admin"}, CreatedAt: now, ExpiresAt: now, LastActiveAt: now}))
	token, err := org.Simulator.CreateAPIToken(simulator.APIToken{User: account, Label: "script", Scopes: []string{"read:jira-work"}, CreatedAt: now, ExpiresAt: now, LastActiveAt: now})
	require.NoError(t, err)

	keys := all(t, client.APIKeys(ctx, id))
	count, err := client.CountAPIKeys(ctx, id)
	require.NoError(t, err)
	assert.Len(t, keys, count)
	old := keys[slices.IndexFunc(keys, func(k atlassian.APIKey) bool { return k.Label == "old" })]
	assert.Equal(t, account, old.CreatedBy.AccountID)
	assert.Equal(t, []time.Time{now, now, now}, []time.Time{old.CreatedAt, old.ExpiresAt, old.LastActiveAt})
	require.NoError(t, client.RevokeAPIKey(ctx, id, old.ID))
	assert.Len(t, all(t, client.APIKeys(ctx, id)), count-1)

	tokens := all(t, client.APITokens(ctx, id))
	count, err = client.CountAPITokens(ctx, id)
	require.NoError(t, err)
	assert.Len(t, tokens, count)
	script := tokens[slices.IndexFunc(tokens, func(k atlassian.APIToken) bool { return k.ID == token })]
	assert.Equal(t, atlassian.APIToken{
		ID: token, Label: "script", Owner: script.Owner, Status: "ALLOWED", Scopes: []string{"read:jira-work"}, CreatedAt: now, ExpiresAt: now, LastActiveAt: now,
	}, script)
	assert.Equal(t, account, script.Owner.AccountID)
	managed, err := client.ManagedAPITokens(ctx, account)
	require.NoError(t, err)
	assert.Equal(t, []atlassian.ManagedAPIToken{{ID: token, Label: "script", CreatedAt: now, ExpiresAt: now, LastActiveAt: now}}, managed)
	require.NoError(t, client.DeleteManagedAPIToken(ctx, account, token))
	managed, err = client.ManagedAPITokens(ctx, account)
	require.NoError(t, err)
	assert.Empty(t, managed)
}

// personKeepsTheContract calls the operations that take a person's token, or no credentials.
func personKeepsTheContract(t *testing.T, org *simulated.Organization) {
	t.Helper()
	client, err := atlassian.New(atlassian.Config{
		BaseURL: org.URL, APIKey: org.Credentials.APIKey, UserEmail: org.Credentials.UserEmail, UserAPIToken: org.Credentials.UserAPIToken, UserAgent: "test",
	})
	require.NoError(t, err)
	ctx := t.Context()
	const cloudID = "8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
	contexts := []string{"ari:cloud:jira::site/" + cloudID, "ari:cloud:confluence::site/" + cloudID}
	apps := all(t, client.InstalledApps(ctx, contexts))
	require.NotEmpty(t, apps)
	app := apps[slices.IndexFunc(apps, func(a atlassian.InstalledApp) bool { return a.Framework == atlassian.FrameworkForge })]
	assert.Equal(t, []atlassian.InstalledApp{app}, all(t, client.InstalledApps(ctx, contexts, app.ID)))
	task, err := client.UninstallApp(ctx, atlassian.Uninstallation{AppID: app.ID, Environment: app.Installations[0].Environment, Context: app.Installations[0].Context})
	require.NoError(t, err)
	state, err := client.AppInstallationTask(ctx, task)
	require.NoError(t, err)
	assert.Equal(t, atlassian.AppTaskComplete, state)
	require.NoError(t, client.SetUserInstallationRule(ctx, cloudID, atlassian.UserAppsDenied))
	rule, err := client.UserInstallationRule(ctx, cloudID)
	require.NoError(t, err)
	assert.Equal(t, atlassian.UserAppsDenied, rule)

	id := org.Credentials.OrganizationID
	policies := all(t, client.BackupPolicies(ctx, id))
	require.Len(t, policies, 1)
	policy, err := client.BackupPolicy(ctx, id, policies[0].ID)
	require.NoError(t, err)
	assert.Equal(t, "JIRA", policy.ProductType)

	const key = "com.orbit.boards"
	listing, err := client.MarketplaceListing(ctx, key)
	require.NoError(t, err)
	assert.Equal(t, key, listing.Key)
	_, found, err := client.LatestMarketplaceVersion(ctx, key)
	require.NoError(t, err)
	assert.True(t, found)
	answers, err := client.MarketplacePrivacyAndSecurity(ctx, key)
	require.NoError(t, err)
	assert.NotEmpty(t, answers)
}

// all collects what a paging method gives.
func all[T any](t *testing.T, pages iter.Seq2[T, error]) []T {
	t.Helper()
	var found []T
	for one, err := range pages {
		require.NoError(t, err)
		found = append(found, one)
	}
	return found
}
