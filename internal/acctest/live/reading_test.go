// SPDX-License-Identifier: MPL-2.0

package live_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/live"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/live/recording"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// opened is a simulated organization, as the kit opens a real one.
func opened(org *simulated.Organization) live.Organization {
	given := org.Credentials
	return live.Organization{
		BaseURL: org.URL, ID: given.OrganizationID, DirectoryID: given.DirectoryID, APIKey: given.APIKey, UserEmail: given.UserEmail, UserAPIToken: given.UserAPIToken,
	}
}

// furnished is a company with something to read for every type.
func furnished() simulator.Organization {
	company := simulator.TidyCompany(time.Now())
	company.DataSecurityPublish = true
	company.Users[1].Roles = append(company.Users[1].Roles, simulator.Role{Resource: company.Workspaces[0].ID, Role: "atlassian/user"})
	return company
}

// TestReadingReachesEverything runs the first stage against a simulated organization, as if it were a real one.
func TestReadingReachesEverything(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, simulated.WithStart(furnished()))
	target := opened(org)
	front := target.Open(t, recording.ReadOnly, "")
	report := live.Read(t, target, front.URL)
	refused, err := live.Ask(t.Context(), target, front.URL)
	require.NoError(t, err)
	t.Log(refused)
	assert.Empty(t, report.Failed)
	assert.Empty(t, report.Skipped)
	assert.Empty(t, front.Front.Refused())

	server := protocol.New(t, provider.New("test")())
	for name := range server.Schemas().DataSourceSchemas {
		assert.Contains(t, report.Read, "data "+name, "add it to sources")
	}
	for name := range server.Schemas().ListResourceSchemas {
		assert.Contains(t, report.Read, "list "+name)
		assert.Contains(t, report.Read, "resource "+name)
	}
	passed := front.Front.Passed()
	for _, operation := range atlassian.Operations() {
		reads := operation.Repeat == atlassian.Read && !slices.Contains(unread, operation.ID)
		assert.Equal(t, reads, passed[operation.ID] > 0, operation.ID)
	}
}

// unread are reads that the first stage does not reach, each with the reason.
var unread = []string{
	"ControlCloudAPIs_getTaskStatus", // a task begins with a write
	"appInstallationTask",            // likewise
}
