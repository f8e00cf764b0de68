// SPDX-License-Identifier: MPL-2.0

package apps_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
)

const (
	opWorkspaces = "POST /admin/v2/orgs/{orgId}/workspaces"
	acmeSite     = "8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
)

// run is one run over a simulated organization; a test makes another one for the next walk.
func run(t *testing.T, on *simulated.Organization, change ...func(*organization.Settings)) *organization.Organization {
	t.Helper()
	settings := organization.Settings{
		OrganizationID: on.Credentials.OrganizationID,
		BaseURL:        on.URL,
		Transport:      on.Transport,
		APIKey:         on.Credentials.APIKey,
		UserAgent:      "test",
		MaxRetries:     4,
		RequestTimeout: 20 * time.Second,
		Pace: organization.Pace{
			Company: 2 * time.Millisecond, PollMin: 10 * time.Millisecond, PollMax: 40 * time.Millisecond, Visible: 4 * time.Second,
		},
	}
	for _, c := range change {
		c(&settings)
	}
	o, err := organization.New(settings)
	require.NoError(t, err)
	return o
}

// requireStatus requires that Atlassian refused with a status.
func requireStatus(t *testing.T, status int, err error) {
	t.Helper()
	var refused *atlassian.Error
	require.ErrorAs(t, err, &refused)
	require.Equal(t, status, refused.Status)
}
