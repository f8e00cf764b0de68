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

// step sends an account a step further in its life.
func (b *bench) step(user, step string) reply {
	b.t.Helper()

	var body any
	if step == "disable" {
		body = object{}
	}

	return b.do("POST", b.managing(user, "/lifecycle/"+step), body)
}

func TestDeactivateAndActivate(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	id := b.AccountID(emil)

	assert.Equal(t, http.StatusNoContent, b.do("POST", b.managing(emil, "/lifecycle/disable"), object{"message": "On leave"}).status)
	assert.Equal(t, "On leave", b.DeactivationMessage(emil))
	assert.Equal(t, "deactivated", b.shown(id)["status"])
	assert.Equal(t, "inactive", b.shown(id)["accountStatus"])
	assert.Equal(t, http.StatusNoContent, b.step(emil, "disable").status, "again")

	assert.Equal(t, http.StatusNoContent, b.step(emil, "enable").status)
	assert.Equal(t, "active", b.shown(id)["status"])
	assert.Equal(t, http.StatusNoContent, b.step(emil, "enable").status, "again")
}

func TestDeletionIsScheduledAndCanceled(t *testing.T) {
	t.Parallel()

	at := newClock()
	b := start(t, simulator.Options{Now: at.Now})
	id := b.AccountID(emil)

	assert.Equal(t, object{"message": "Success"}, b.step(emil, "delete").body)
	assert.Equal(t, "for_deletion", b.shown(id)["status"])
	assert.Equal(t, "inactive", b.shown(id)["accountStatus"])

	for _, step := range []string{"enable", "disable"} {
		refused := b.step(emil, step)
		assert.Equal(t, http.StatusConflict, refused.status)
		assert.Equal(t, object{"key": "conflict.lifecycleErrors", "context": object{
			"message": "The account is not eligible for the requested action.", "accountId": id,
			"errorCodes": []any{object{"code": "accountScheduledForDeletion", "message": "The deletion of the account must be canceled first."}},
		}}, refused.body)
	}

	assert.Equal(t, object{"message": "Success"}, b.step(emil, "cancel-delete").body)
	assert.Equal(t, "active", b.shown(id)["status"])
	assert.Equal(t, object{"key": "notFound"}, b.step(emil, "cancel-delete").body)

	require.NoError(t, b.ScheduleDeletion(emil))
	at.advance(14*24*time.Hour - time.Second)
	assert.Equal(t, "for_deletion", b.shown(id)["status"])
	at.advance(time.Second)
	assert.Nil(t, b.shown(id), "the grace period is over")
	assert.Equal(t, object{"key": "accountNotFound"}, b.do("GET", "/users/"+id+"/manage", nil).body)
}

func TestLifecycleIsRestricted(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	require.NoError(t, b.BlockByExportControl(emil, true))
	assert.Equal(t, "deactivated", b.shown(b.AccountID(emil))["status"])

	for user, reason := range map[string]string{emil: "blocked.exportControl", ada: "administrative.notMyself", hana: "externalDirectory.scim"} {
		assert.Equal(t, reason, b.manage(user, "").at("lifecycle.enablement", "reason", "key"))

		for _, step := range []string{"enable", "disable", "delete", "cancel-delete"} {
			got := b.step(user, step)
			assert.Equal(t, http.StatusForbidden, got.status)
			assert.Equal(t, object{"key": "forbidden.action", "context": object{"allowed": false, "reason": object{"key": reason}}}, got.body)
		}
	}

	require.NoError(t, b.BlockByExportControl(emil, false))
	assert.Equal(t, http.StatusNoContent, b.step(emil, "enable").status)
}

func TestDeactivationNeedsABody(t *testing.T) {
	t.Parallel()

	b := startAllowing(t, simulator.Options{})
	assert.Equal(t, http.StatusBadRequest, b.do("POST", b.managing(emil, "/lifecycle/disable"), nil).status)
	assert.Len(t, b.Violations(), 1)
}
