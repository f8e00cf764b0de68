// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const (
	acmeSite   = "8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
	jiraBackup = "3f6c0b7a-51d8-4e92-a7c4-d2e815f9b036"
)

func TestBackupPolicy(t *testing.T) {
	t.Parallel()

	org := simulator.SmallCompany()
	org.BackupPolicies[0].StartedAt = time.Date(2025, 9, 2, 2, 0, 0, 0, time.UTC)
	org.BackupPolicies[0].Encryption = "CMK"
	b := start(t, simulator.Options{Organization: org})

	got := b.ok("GET", "{backups}/"+jiraBackup+"?storageDetails=true&backupDetails=true", nil)
	storage := got.at("details", "storageId")
	require.NotEmpty(t, storage)
	assert.Equal(t, object{
		"policyId": jiraBackup, "policyName": "acme Jira",
		"cloudInfo":   object{"cloudId": acmeSite, "cloudUrl": "https://acme.atlassian.net", "cloudName": "acme", "encryptionType": "CMK"},
		"productType": "JIRA", "status": "ACTIVE",
		"includeAttachments": true, "includePersonalSpaces": true, "includeUsersAndGroups": true,
		"details": object{
			"storageId":       storage,
			"backupDetails":   object{"lastBackupTime": "2026-11-27T02:00:00.000Z", "totalAvailableBackups": 28.0},
			"scheduleDetails": object{"interval": "DAILY", "startDate": "2025-09-02T02:00:00.000Z", "scheduleSlot": "02:00"},
		},
		"createdAt": "2025-09-01T09:00:00.000Z", "createdBy": b.AccountID(ada),
	}, got.body)

	assert.Equal(t, object{"scheduleDetails": object{"interval": "DAILY", "startDate": "2025-09-02T02:00:00.000Z", "scheduleSlot": "02:00"}},
		b.ok("GET", "{backups}/"+jiraBackup, nil).at("details"), "what is not asked for is absent")
	assert.Equal(t, http.StatusNotFound, b.do("GET", "{backups}/"+acmeSite, nil).status)
	assert.Equal(t, http.StatusUnauthorized, b.do("GET", "{backups}", nil, func(r *http.Request) {
		r.Header.Set("Authorization", "Bearer "+b.APIKey)
	}).status, "the key of the organization does not work")
}

func TestBackupPolicyPages(t *testing.T) {
	t.Parallel()

	org := simulator.SmallCompany()
	org.BackupPolicies = append(org.BackupPolicies, simulator.BackupPolicy{
		Name: "acme Confluence", Site: "acme", Product: "CONFLUENCE", Status: "INACTIVE", CreatedAt: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
	})
	b := start(t, simulator.Options{Organization: org})
	names := func(query string) []any {
		var found []any

		got := b.ok("GET", "{backups}"+query, nil)
		assert.InDelta(t, 2, got.body["totalItems"], 0)

		for _, one := range got.body["policies"].([]any) {
			policy := one.(object)
			assert.NotContains(t, policy, "details")

			found = append(found, policy["policyName"])
		}

		return found
	}

	assert.Equal(t, []any{"acme Confluence", "acme Jira"}, names(""), "the newest comes first")
	assert.Equal(t, []any{"acme Jira", "acme Confluence"}, names("?sortOrder=ASC&sortBy=createdAt"))
	assert.Equal(t, []any{"acme Confluence"}, names("?sortOrder=ASC&start=1&pageSize=1"))
	assert.Nil(t, names("?start=2&pageSize=1"))
	assert.Nil(t, names("?start=9007199254740991&pageSize=100"))

	loose := startAllowing(t, simulator.Options{Organization: org})
	for _, wrong := range []string{"?start=-1", "?pageSize=0", "?pageSize=101", "?sortOrder=asc", "?limit=1"} {
		assert.Equal(t, http.StatusBadRequest, loose.do("GET", "{backups}"+wrong, nil).status, wrong)
	}
}

func TestBackupsThatAreRefused(t *testing.T) {
	t.Parallel()

	org := simulator.SmallCompany()
	org.UserAPIToken.Email = "emil.sorensen@acme.example"
	b := start(t, simulator.Options{Organization: org})
	assert.Equal(t, http.StatusForbidden, b.do("GET", "{backups}", nil).status, "the person does not administer the organization")
	require.NoError(t, b.GiveUserRole("emil.sorensen@acme.example", "", "atlassian/org-admin"))
	b.ok("GET", "{backups}", nil)

	for _, status := range []int{http.StatusForbidden, http.StatusNotFound} {
		assert.Equal(t, http.StatusNoContent, b.control("PUT", "backup-refusal", object{"status": status}).status)
		assert.Equal(t, status, b.do("GET", "{backups}", nil).status)
		assert.Equal(t, status, b.do("GET", "{backups}/"+jiraBackup, nil).status)
		assert.Equal(t, status, b.Organization().BackupRefusal)
	}

	assert.Equal(t, http.StatusBadRequest, b.control("PUT", "backup-refusal", object{"status": 500}).status)
	assert.Equal(t, http.StatusNoContent, b.control("DELETE", "backup-refusal", nil).status)
	b.ok("GET", "{backups}", nil)

	other := b.do("GET", "/public/backup-management/v2/orgs/"+acmeSite+"/policies", nil, func(r *http.Request) { r.SetBasicAuth(b.UserEmail, b.UserAPIToken) })
	assert.Equal(t, http.StatusNotFound, other.status)
}

func TestBackupDeeds(t *testing.T) {
	t.Parallel()

	now := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	b := start(t, simulator.Options{Now: func() time.Time { return now }})

	added := b.control("POST", "backup-policies", object{"name": "acme Confluence", "site": "acme", "product": "CONFLUENCE", "interval": "ONCE"})
	require.Equal(t, http.StatusCreated, added.status, added.raw)

	details := func(policy any) any {
		return b.ok("GET", "{backups}/"+policy.(string)+"?backupDetails=true", nil).at("details", "backupDetails")
	}
	assert.Equal(t, object{"totalAvailableBackups": 0.0}, details(added.body["id"]), "no backup ever ran")

	assert.Equal(t, http.StatusNoContent, b.control("POST", "backup-policies/acme%20Confluence/backups", object{}).status)
	assert.Equal(t, object{"lastBackupTime": "2026-11-28T12:00:00.000Z", "totalAvailableBackups": 1.0}, details(added.body["id"]))
	assert.Equal(t, "INACTIVE", b.ok("GET", "{backups}/"+added.body["id"].(string), nil).at("status"), "once is over")

	assert.Equal(t, http.StatusNoContent, b.control("POST", "backup-policies/"+jiraBackup+"/backups", object{"at": "2026-11-28T02:00:00Z"}).status)
	assert.Equal(t, object{"lastBackupTime": "2026-11-28T02:00:00.000Z", "totalAvailableBackups": 29.0}, details(jiraBackup))
	assert.Equal(t, http.StatusNoContent, b.control("DELETE", "backup-policies/"+jiraBackup+"/backups", nil).status)
	assert.Equal(t, object{"lastBackupTime": "2026-11-28T02:00:00.000Z", "totalAvailableBackups": 0.0}, details(jiraBackup))

	assert.Equal(t, http.StatusNoContent, b.control("PATCH", "backup-policies/"+jiraBackup, object{"status": "INACTIVE"}).status)
	assert.Equal(t, http.StatusBadRequest, b.control("PATCH", "backup-policies/"+jiraBackup, object{"status": "PAUSED"}).status)
	assert.Equal(t, http.StatusNotFound, b.control("PATCH", "backup-policies/none", object{"status": "ACTIVE"}).status)

	described := b.Organization()
	assert.Equal(t, "INACTIVE", described.BackupPolicies[0].Status)
	again, err := simulator.New(simulator.Options{Organization: described})
	require.NoError(t, err)
	assert.Equal(t, described, again.Organization(), "a description describes itself again")

	assert.Equal(t, http.StatusNoContent, b.control("DELETE", "backup-policies/"+jiraBackup, nil).status)
	assert.Equal(t, http.StatusNotFound, b.control("DELETE", "backup-policies/"+jiraBackup, nil).status)
}

func TestBackupPoliciesThatCannotBe(t *testing.T) {
	t.Parallel()

	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

	for want, policy := range map[string]simulator.BackupPolicy{
		`site: "nowhere" is neither`:            {Name: "x", Site: "nowhere"},
		"name is missing":                       {Site: "acme", Product: "CONFLUENCE"},
		`id: "x" is not a UUID`:                 {ID: "x", Name: "x", Site: "acme", Product: "CONFLUENCE"},
		"there is a policy " + jiraBackup:       {ID: jiraBackup, Name: "x", Site: "acme", Product: "CONFLUENCE"},
		`policy "acme Jira" backs up JIRA`:      {Name: "x", Site: "acme"},
		`product: "TRELLO" is none of`:          {Name: "x", Site: "acme", Product: "TRELLO"},
		`status: "PAUSED" is none of`:           {Name: "x", Site: "acme", Product: "CONFLUENCE", Status: "PAUSED"},
		`interval: "HOURLY" is none of`:         {Name: "x", Site: "acme", Product: "CONFLUENCE", Interval: "HOURLY"},
		`created_by: "x" is neither`:            {Name: "x", Site: "acme", Product: "CONFLUENCE", CreatedBy: "x"},
		"available_backups: -1 is negative":     {Name: "x", Site: "acme", Product: "CONFLUENCE", LastBackupAt: at, AvailableBackups: -1},
		"available_backups: no backup ever ran": {Name: "x", Site: "acme", Product: "CONFLUENCE", AvailableBackups: 1},
	} {
		org := simulator.SmallCompany()
		org.BackupPolicies = append(org.BackupPolicies, policy)
		_, err := simulator.New(simulator.Options{Organization: org})
		require.ErrorContains(t, err, "backup_policies[1]: ")
		require.ErrorContains(t, err, want)
	}

	org := simulator.SmallCompany()
	org.BackupRefusal = 500
	_, err := simulator.New(simulator.Options{Organization: org})
	require.ErrorContains(t, err, "backup_refusal: 500 is neither 403 nor 404")
}
