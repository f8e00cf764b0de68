// SPDX-License-Identifier: MPL-2.0

package accounts_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
)

// Operations, as the simulator counts them.
const (
	opSearch  = "POST /admin/v2/orgs/{orgId}/directories/{directoryId}/users/search"
	opCount   = "GET /admin/v2/orgs/{orgId}/directories/{directoryId}/users/count"
	opManage  = "GET /users/{account_id}/manage"
	opProfile = "GET /users/{account_id}/manage/profile"
	opUpdate  = "PATCH /users/{account_id}/manage/profile"
	opEmail   = "PUT /users/{account_id}/manage/email"
	opDisable = "POST /users/{account_id}/manage/lifecycle/disable"
	opEnable  = "POST /users/{account_id}/manage/lifecycle/enable"
	opCancel  = "POST /users/{account_id}/manage/lifecycle/cancel-delete"

	emil = "emil.sorensen@acme.example"
	hana = "hana.sato@acme.dev"
	lena = "lena.fischer@contractor.example"
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
		MaxRetries:     0,
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
