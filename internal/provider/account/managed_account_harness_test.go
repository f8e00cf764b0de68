// SPDX-License-Identifier: MPL-2.0

package account_test

import (
	"testing"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

const (
	managedAccount = "atlassian_managed_account"

	opManage        = "GET /users/{account_id}/manage"
	opProfile       = "GET /users/{account_id}/manage/profile"
	opUpdateProfile = "PATCH /users/{account_id}/manage/profile"
	opSetEmail      = "PUT /users/{account_id}/manage/email"
	opDisable       = "POST /users/{account_id}/manage/lifecycle/disable"
	opEnable        = "POST /users/{account_id}/manage/lifecycle/enable"
	opCancelDelete  = "POST /users/{account_id}/manage/lifecycle/cancel-delete"

	fatima = "fatima.haddad@acme.example"
	gus    = "gus.moreau@acme.dev"
	hana   = "hana.sato@acme.dev"
	kofi   = "kofi.mensah@acme.example"
)

// accountWrites counts what was sent to change managed accounts.
func accountWrites(org *simulated.Organization) map[string]int {
	counted := map[string]int{}
	for _, operation := range []string{opUpdateProfile, opSetEmail, opDisable, opEnable, opCancelDelete} {
		if sent := org.Simulator.Requests()[operation]; sent > 0 {
			counted[operation] = sent
		}
	}
	return counted
}

// newRun is a provider that has read nothing yet.
func newRun(t *testing.T, org *simulated.Organization) *protocol.Server {
	t.Helper()
	return acctest.Server(t, org, map[string]any{"max_retries": 0})
}
