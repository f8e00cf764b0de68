// SPDX-License-Identifier: MPL-2.0

package account_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const suspendOperation = "POST /admin/v2/orgs/{orgId}/directories/{directoryId}/users/{accountId}/suspend"

func TestSuspendUser(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	config := map[string]any{"users": []any{emil, org.Simulator.AccountID(dana), julia}}
	progress, diagnostics := acctest.Server(t, org, nil).InvokeAction("atlassian_suspend_user", config)
	require.NoError(t, diagnostics.Err())
	assert.Len(t, progress, 4)
	assert.Contains(t, progress[0], "1 of 3: ")
	assert.Equal(t, "2 people were suspended, 1 already, 0 failed", progress[3])
	assert.Equal(t, []string{"suspend", "suspend"}, accessChanges(org))

	progress, diagnostics = acctest.Server(t, org, nil).InvokeAction("atlassian_suspend_user", config)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, "0 people were suspended, 3 already, 0 failed", progress[3])

	progress, diagnostics = acctest.Server(t, org, nil).InvokeAction("atlassian_restore_user", config)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, "3 people were restored, 0 already, 0 failed", progress[3])
	assert.Equal(t, []string{"suspend", "suspend", "restore", "restore", "restore"}, accessChanges(org))
}

// Nothing is done where somebody is unknown or protected, and every failure is told.
func TestSuspendUserIsRefused(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	id := org.Simulator.AccountID(ada)
	protecting := map[string]any{"protected_account_ids": []any{id}}
	for name, test := range map[string]struct {
		users []any
		want  string
	}{
		"unknown":   {[]any{emil, "nobody@acme.example"}, "People without an account: Directory " + org.Credentials.DirectoryID + " has no account for nobody@acme.example. Check the spelling. No access was changed."},
		"protected": {[]any{emil, ada}, "A protected account would lose access: This would take access away from account " + id},
		"twice":     {[]any{emil, org.Simulator.AccountID(emil)}, "An account is listed twice: "},
		"nonsense":  {[]any{"Emil Sorensen"}, "is not an account ID"},
	} {
		_, diagnostics := acctest.Server(t, org, protecting).InvokeAction("atlassian_suspend_user", map[string]any{"users": test.users})
		require.ErrorContains(t, diagnostics.Err(), test.want, name)
	}
	assert.Empty(t, accessChanges(org))

	_, diagnostics := acctest.Server(t, org, protecting).InvokeAction("atlassian_restore_user", map[string]any{"users": []any{ada}})
	require.NoError(t, diagnostics.Err(), "a protected account may get its access back")

	org.Simulator.Inject(simulator.Fault{Operation: suspendOperation, Status: 403, Count: 2})
	progress, diagnostics := acctest.Server(t, org, nil).InvokeAction("atlassian_suspend_user", map[string]any{"users": []any{emil, dana, chen}})
	require.ErrorContains(t, diagnostics.Err(), "Not everybody was suspended: 2 of 3 people could not be suspended:")
	require.ErrorContains(t, diagnostics.Err(), "The others are. Fix the causes and run the action again: it changes only the remaining people.")
	assert.Equal(t, "1 person was suspended, 0 already, 2 failed", progress[3])
	assert.Len(t, accessChanges(org), 1)
}
