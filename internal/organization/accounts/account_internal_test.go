// SPDX-License-Identifier: MPL-2.0

package accounts

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// Words of Atlassian mean the same in any case: an account that is to be deleted is never taken for one that is active.
func TestStatusesInAnyCase(t *testing.T) {
	t.Parallel()
	for status, active := range map[string]bool{"FOR_DELETION": false, "Deactivated": false, "ACTIVE": true, "Suspended": true} {
		account := FromSearch(atlassian.User{AccountID: "1", Status: status})
		require.NotNil(t, account.Active, status)
		require.Equal(t, active, *account.Active, status)
	}
	account := FromSearch(atlassian.User{AccountID: "1", Status: "For_Deletion", AccountStatus: "active"})
	require.False(t, *account.Active)
	require.True(t, account.DeletionScheduled())
	account = FromSearch(atlassian.User{AccountID: "1", AccountStatus: "INACTIVE"})
	require.NotNil(t, account.Active)
	require.False(t, *account.Active)
	require.Nil(t, FromSearch(atlassian.User{AccountID: "1", Status: "paused"}).Active)
}
