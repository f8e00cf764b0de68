// SPDX-License-Identifier: MPL-2.0

package backups_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const (
	opList       = "GET /public/backup-management/v2/orgs/{orgId}/policies"
	opOne        = opList + "/{policyId}"
	opWorkspaces = "POST /admin/v2/orgs/{orgId}/workspaces"

	acmeSite = "8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
	labSite  = "1d4e7a90-83b6-4c2f-a5d1-0f9e6b3c7a28"
)

// run is one run over a simulated organization; a test makes another one for the next walk.
func run(t *testing.T, on *simulated.Organization, change ...func(*organization.Settings)) *organization.Organization {
	t.Helper()
	settings := organization.Settings{
		OrganizationID: on.Credentials.OrganizationID,
		BaseURL:        on.URL,
		Transport:      on.Transport,
		APIKey:         on.Credentials.APIKey,
		UserEmail:      on.Credentials.UserEmail,
		UserAPIToken:   on.Credentials.UserAPIToken,
		UserAgent:      "test",
		RequestTimeout: 20 * time.Second,
	}
	for _, c := range change {
		c(&settings)
	}
	o, err := organization.New(settings)
	require.NoError(t, err)
	return o
}

// company is the small company with a second site, whose Confluence is backed up, and whose Jira is not.
func company() simulator.Organization {
	start := simulator.SmallCompany()
	start.Workspaces = append(
		start.Workspaces,
		simulator.Workspace{ID: "ari:cloud:jira-software::site/" + labSite, Name: "acme-lab", Type: "jira-software", HostURL: "https://acme-lab.atlassian.net"},
		simulator.Workspace{ID: "ari:cloud:confluence::site/" + labSite, Name: "acme-lab", Type: "confluence", HostURL: "https://acme-lab.atlassian.net/wiki"},
		simulator.Workspace{ID: "ari:cloud:bitbucket::workspace/3", Name: "code", Type: "bitbucket", HostURL: "https://bitbucket.org/acme"},
	)
	start.BackupPolicies = append(start.BackupPolicies, simulator.BackupPolicy{
		Name: "lab Confluence", Site: "acme-lab", Product: "CONFLUENCE", Status: "INACTIVE", CreatedAt: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
	})
	return start
}
