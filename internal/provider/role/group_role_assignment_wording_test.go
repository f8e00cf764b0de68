// SPDX-License-Identifier: MPL-2.0

package role_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// said insists on the whole text of the only error.
func said(t *testing.T, diagnostics protocol.Diagnostics, want string) {
	t.Helper()
	require.Equal(t, []string{want}, diagnostics.Errors())
}

func TestGroupRoleAssignmentErrorsInFull(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	const plain = "ari:cloud:jira::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
	server := acctest.Server(t, org, nil)
	byName := roleValues(org, "contractors", jiraARI, userRole)
	byName["group_id"] = "contractors"
	for want, config := range map[string]map[string]any{
		"The resource ID would grant nothing: Atlassian accepts " + plain + ", but a role on it gives no access to Jira. Users report this on live organizations, and Atlassian does not document it. " +
			"Write " + jiraARI + `. (at AttributeName("resource_id"))`: roleValues(org, "contractors", plain, userRole),
		`Invalid resource ID: "https://acme.atlassian.net" is not an Atlassian Resource Identifier (ARI). Write it as ari:cloud:OWNER::site/SITE_ID, such as ari:cloud:jira-software::site/SITE_ID for Jira ` +
			`or ari:cloud:confluence::site/SITE_ID for Confluence. The data source atlassian_workspaces lists those of the organization. (at AttributeName("resource_id"))`: roleValues(org, "contractors", "https://acme.atlassian.net", userRole),
		`Invalid value: role must be a role ID such as atlassian/user, and "user" is not. (at AttributeName("role"))`: roleValues(org, "contractors", jiraARI, "user"),
		`Invalid value: group_id must be the ID of a group, a UUID in lower case, and "contractors" is not. If you have only its name, use the data source atlassian_group to find the ID. ` +
			`(at AttributeName("group_id"))`: byName,
	} {
		said(t, server.ValidateResourceConfig(roleType, config), want)
	}

	const asks = `; check that the organization has an app or site of this resource ID, and that the app has this role. (at AttributeName("resource_id"))`
	for status, config := range map[string]map[string]any{
		"404": roleValues(org, "contractors", "ari:cloud:trello::site/1", userRole), "400": roleValues(org, "contractors", jiraARI, "atlassian/unheard-of"),
	} {
		_, diagnostics := server.ApplyResource(server.PlanCreate(roleType, config))
		require.Len(t, diagnostics.Errors(), 1)
		assert.Contains(t, diagnostics.Errors()[0], "Cannot assign the role: Atlassian refused assignGroupRole ("+assignOperation+") with status "+status+": ")
		assert.Contains(t, diagnostics.Errors()[0], asks)
	}

	// A run that has refreshed something is a plan, which knows that the role is not this configuration's.
	require.NoError(t, org.Simulator.AssignRole("contractors", jiraARI, userRole))
	server = acctest.Server(t, org, nil)
	_, diagnostics := server.ReadResource(roleState(org, "contractors", jiraARI, userRole))
	require.NoError(t, diagnostics.Err())
	errors := server.PlanCreate(roleType, roleValues(org, "engineering", jiraARI, userRole)).Diagnostics.Errors()
	require.Len(t, errors, 1)
	assert.Contains(t, errors[0], "It exists already: Role atlassian/user of group "+org.Simulator.GroupID("engineering")+" on "+jiraARI+" exists already.")
	assert.Contains(t, errors[0], `id = "`+org.Credentials.DirectoryID+"/"+org.Simulator.GroupID("engineering")+"/"+jiraARI+"/"+userRole+`"`)
}
