// SPDX-License-Identifier: MPL-2.0

package evidence_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const (
	backupsType   = "atlassian_backup_policies"
	backupsListed = "GET /public/backup-management/v2/orgs/{orgId}/policies"
	jiraBackup    = "3f6c0b7a-51d8-4e92-a7c4-d2e815f9b036"
	wikiBackup    = "7a1e5d3c-0b92-4f68-8c47-e6d2f9a1b305"
)

var experimentalBackups = map[string]any{"experimental": []any{"backup_policies"}}

func withBackups() simulated.Option {
	start := simulator.SmallCompany()
	start.BackupPolicies = append(start.BackupPolicies, simulator.BackupPolicy{
		ID: wikiBackup, Name: "acme wiki", Site: "acme", Product: "CONFLUENCE", Status: "INACTIVE", WithoutAttachments: true, Encryption: "CMK",
		CreatedAt: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
	})
	return simulated.WithStart(start)
}

func TestBackupPolicies(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, withBackups())
	server := acctest.Server(t, org, experimentalBackups)
	for range 2 {
		answer, diagnostics := server.ReadDataSource(backupsType, map[string]any{})
		require.NoError(t, diagnostics.Err())
		assert.Equal(t, map[string]any{
			"policies": []any{
				map[string]any{
					"id": wikiBackup, "name": "acme wiki", "cloud_id": acmeSite, "site_name": "acme", "site_url": "https://acme.atlassian.net", "encryption_type": "CMK",
					"product_type": "CONFLUENCE", "status": "INACTIVE", "last_backup_time": nil, "total_available_backups": answer["policies"].([]any)[0].(map[string]any)["total_available_backups"],
					"schedule_interval": nil, "schedule_slot": nil, "include_attachments": false, "include_personal_spaces": true, "include_users_and_groups": true,
					"created_at": "2026-01-01T00:00:00.000Z", "created_by": nil,
				},
				map[string]any{
					"id": jiraBackup, "name": "acme Jira", "cloud_id": acmeSite, "site_name": "acme", "site_url": "https://acme.atlassian.net", "encryption_type": nil,
					"product_type": "JIRA", "status": "ACTIVE", "last_backup_time": "2026-11-27T02:00:00Z", "total_available_backups": answer["policies"].([]any)[1].(map[string]any)["total_available_backups"],
					"schedule_interval": "DAILY", "schedule_slot": "02:00", "include_attachments": true, "include_personal_spaces": true, "include_users_and_groups": true,
					"created_at": "2025-09-01T09:00:00.000Z", "created_by": org.Simulator.AccountID("ada.okafor@acme.example"),
				},
			},
			"places": []any{
				map[string]any{"cloud_id": acmeSite, "site": "acme", "product": "confluence", "policy_ids": []any{wikiBackup}},
				map[string]any{"cloud_id": acmeSite, "site": "acme", "product": "jira", "policy_ids": []any{jiraBackup}},
			},
			"unplaced_policy_ids": []any{},
		}, answer)
		assert.EqualValues(t, 0, answer["policies"].([]any)[0].(map[string]any)["total_available_backups"], "none, which is said")
		assert.EqualValues(t, 28, answer["policies"].([]any)[1].(map[string]any)["total_available_backups"])
	}
	assert.Equal(t, map[string]int{backupsListed: 1, backupsListed + "/{policyId}": 2, workspaceSearch: 1}, org.Simulator.Requests(), "one read serves the whole run")
}

func TestBackupsThatAreNotSaid(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t).Edited(t, "/policies/", func(body any) any {
		policy := body.(map[string]any)
		policy["details"], policy["cloudInfo"], policy["status"], policy["includeAttachments"] = nil, nil, nil, nil
		return body
	})
	answer, diagnostics := acctest.Server(t, org, experimentalBackups).ReadDataSource(backupsType, map[string]any{})
	require.NoError(t, diagnostics.Err())
	policy := answer["policies"].([]any)[0].(map[string]any)
	for _, name := range []string{"last_backup_time", "total_available_backups", "schedule_interval", "cloud_id", "status", "include_attachments"} {
		assert.Nil(t, policy[name], name)
	}
	assert.Equal(t, []any{jiraBackup}, answer["unplaced_policy_ids"])

	start := simulator.SmallCompany()
	start.BackupPolicies = nil
	none := simulated.Start(t, simulated.WithStart(start))
	answer, diagnostics = acctest.Server(t, none, experimentalBackups).ReadDataSource(backupsType, map[string]any{})
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, []any{}, answer["policies"])
	assert.Len(t, answer["places"], 2)
}

func TestBackupPoliciesThatCannotBeRead(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	read := func(settings map[string]any) []string {
		_, diagnostics := acctest.Server(t, org, settings).ReadDataSource(backupsType, map[string]any{})
		return diagnostics.Errors()
	}
	assert.Equal(t, []string{"Backup policies are experimental: The provider does not read them unless you allow it, because no page of Atlassian shows how its backup management API lists them. " +
		"To allow it, set experimental = [\"backup_policies\"] in the provider block. Reading them changes nothing."}, read(nil))
	assert.Zero(t, org.Requests())

	assert.Equal(t, []string{"Cannot read the backup policies: The backup policies cannot be read: the backup management API takes the API token of a person who administers the organization, and none is configured: " +
		"it does not take an organization API key.\n\nA person who administers the organization makes a token at https://id.atlassian.com/manage-profile/security/api-tokens; " +
		"then set user_email and user_api_token in the provider block, or the environment variables ATLASSIAN_USER_EMAIL and ATLASSIAN_USER_API_TOKEN."},
		read(map[string]any{"experimental": []any{"backup_policies"}, "user_email": nil, "user_api_token": nil}))

	refused := read(map[string]any{"experimental": []any{"backup_policies"}, "user_api_token": "other"})
	require.Len(t, refused, 1)
	assert.Contains(t, refused[0], "Atlassian does not accept the API token of the person (Atlassian refused getBackupPolicies")
	assert.Contains(t, refused[0], "Organization API keys are not accepted here.")

	for status, wants := range map[int][]string{
		http.StatusForbidden: {"must administer the organization, and its plan must include backup and restore (Atlassian refused getBackupPolicies", "is an organization admin", "Premium and Enterprise", "This does not say whether there are backups."},
		http.StatusNotFound:  {"the organization's plan must include backup and restore; if it does", "Check organization_id, too.", "take \"backup_policies\" out of experimental."},
	} {
		require.NoError(t, org.Simulator.RefuseBackups(status))
		refused := read(experimentalBackups)
		require.Len(t, refused, 1)
		for _, want := range wants {
			assert.Contains(t, refused[0], want)
		}
	}
	require.NoError(t, org.Simulator.RefuseBackups(0))

	org.Simulator.Inject(simulator.Fault{Operation: workspaceSearch, Status: http.StatusForbidden, Count: -1})
	refused = read(experimentalBackups)
	require.Len(t, refused, 1)
	assert.Contains(t, refused[0], "Cannot read the backup policies: Atlassian refused queryWorkspacesV2")
}

func TestBackupPoliciesFromTheCLI(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t, withBackups())
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{{
		Config: acctest.Config(org, `
data "atlassian_backup_policies" "all" {}

output "inactive" {
  value = join(",", [for policy in data.atlassian_backup_policies.all.policies : policy.name if policy.status != "ACTIVE"])
}`, `experimental = ["backup_policies"]`),
		Check: resource.TestCheckOutput("inactive", "acme wiki"),
		ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownValue("data.atlassian_backup_policies.all",
			tfjsonpath.New("policies").AtSliceIndex(1).AtMapKey("last_backup_time"), knownvalue.StringExact("2026-11-27T02:00:00Z"))},
	}}})
}
