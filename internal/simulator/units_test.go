// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func TestUnitsRefuseOrganizationAdmins(t *testing.T) {
	t.Parallel()

	organization := simulator.SmallCompany()
	organization.Units = true
	b := start(t, simulator.Options{Organization: organization})

	assert.Equal(t, http.StatusForbidden, b.member("org-admins", emil).status)
	assert.Len(t, b.Members("org-admins"), 2)
	assert.Equal(t, http.StatusNoContent, b.leave("org-admins", ada).status, "only additions are refused")
	assert.Equal(t, http.StatusNoContent, b.member("contractors", emil).status)
	assert.Equal(t, http.StatusNoContent, start(t, simulator.Options{}).member("org-admins", emil).status, "before the rollout")
}
