// SPDX-License-Identifier: MPL-2.0

package organization_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
)

// Operations, as the simulator counts them.
const (
	opDirectories  = "GET /admin/v2/orgs/{orgId}/directories"
	opDomains      = "GET /admin/v1/orgs/{orgId}/domains"
	opSearchGroups = "POST /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/search"
	opGroupCount   = "GET /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/count"
	opGroup        = "GET /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/{groupId}"
	opCreateGroup  = "POST /admin/v2/orgs/{orgId}/directories/{directoryId}/groups"
	opDeleteGroup  = "DELETE /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/{groupId}"
	opSearchUsers  = "POST /admin/v2/orgs/{orgId}/directories/{directoryId}/users/search"
	opCountUsers   = "GET /admin/v2/orgs/{orgId}/directories/{directoryId}/users/count"
	opAddMember    = "POST /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/{groupId}/memberships"
	opRemoveMember = "DELETE /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/{groupId}/memberships/{accountId}"
	opRoles        = "GET /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/{groupId}/role-assignments"
	opAssign       = "POST /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/{groupId}/role-assignments/assign"
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
			Company: 2 * time.Millisecond, PollMin: 10 * time.Millisecond, PollMax: 40 * time.Millisecond,
			DomainPollMin: 10 * time.Millisecond, DomainPollMax: 40 * time.Millisecond,
			Visible: 4 * time.Second, Granted: 2 * time.Second,
		},
	}
	for _, c := range change {
		c(&settings)
	}
	o, err := organization.New(settings)
	require.NoError(t, err)
	return o
}

// groupKey finds a group of the small company.
func groupKey(t *testing.T, o *organization.Organization, on *simulated.Organization, name string) organization.GroupKey {
	t.Helper()
	found, err := o.Groups.ByName(t.Context(), on.Credentials.DirectoryID, name)
	require.NoError(t, err)
	return organization.GroupKey{DirectoryID: on.Credentials.DirectoryID, GroupID: found.ID}
}

// accountID finds a person of the small company.
func accountID(t *testing.T, o *organization.Organization, on *simulated.Organization, email string) string {
	t.Helper()
	found, err := o.People.ResolveOne(t.Context(), organization.InDirectory(on.Credentials.DirectoryID), email)
	require.NoError(t, err)
	require.NotEqual(t, organization.Nobody, found.Standing)
	return found.AccountID
}

// requireStatus requires that Atlassian refused with a status.
func requireStatus(t *testing.T, status int, err error) {
	t.Helper()
	var refused *atlassian.Error
	require.ErrorAs(t, err, &refused)
	require.Equal(t, status, refused.Status)
}
