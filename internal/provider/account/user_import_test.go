// SPDX-License-Identifier: MPL-2.0

package account_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

func TestUserImport(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	account, directory := org.Simulator.AccountID(emil), org.Credentials.DirectoryID
	server := acctest.Server(t, org, nil)
	var states []*protocol.State
	for _, id := range []string{account, emil, "Emil.Sorensen@acme.example", directory + "/" + account, directory + "/" + emil} {
		state, diagnostics := server.ImportByID(userType, id)
		require.NoError(t, diagnostics.Err())
		states = append(states, state)
	}
	for _, by := range []map[string]any{{"account_id": account}, identity(org, emil)} {
		state, diagnostics := server.ImportByIdentity(userType, by)
		require.NoError(t, diagnostics.Err())
		states = append(states, state)
	}
	for _, state := range states {
		assert.Equal(t, identity(org, emil), state.Identity)
		assert.Equal(t, emil, state.Values["email"])
		assert.Equal(t, protocol.NoOp, server.PlanUpdate(state, map[string]any{"email": emil}).Action)
	}
	for id, want := range map[string]string{
		"a/b/c":               "DIRECTORY_ID/ACCOUNT_ID or DIRECTORY_ID/EMAIL",
		"/" + emil:            "DIRECTORY_ID/ACCOUNT_ID or DIRECTORY_ID/EMAIL",
		"Emil Sorensen":       "DIRECTORY_ID/ACCOUNT_ID or DIRECTORY_ID/EMAIL",
		"nobody@acme.example": "No account of directory " + directory + " has the address nobody@acme.example.",
		"712020:nobody":       "non-existent",
	} {
		_, diagnostics := server.ImportByID(userType, id)
		require.ErrorContains(t, diagnostics.Err(), want, id)
	}
}
