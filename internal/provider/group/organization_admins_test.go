// SPDX-License-Identifier: MPL-2.0

package group_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func withUnits(t *testing.T) *simulated.Organization {
	t.Helper()
	start := simulator.SmallCompany()
	start.Units = true
	return simulated.Start(t, simulated.WithStart(start))
}

// Since Units, nobody can be added to org-admins: the error says so, and how it is done now.
func TestOrganizationAdminsInTheTerminal(t *testing.T) {
	t.Parallel()
	org := withUnits(t)
	w := cli.New(t, org).Keep()
	w.Write("main.tf", `
resource "atlassian_group_membership" "admin" {
  group_id = "`+org.Simulator.GroupID("org-admins")+`"
  email    = "`+lena+`"
}
`)
	output := w.Run("apply", "-auto-approve", "-no-color").Output
	output = strings.Join(strings.Fields(strings.ReplaceAll(output, "│", " ")), " ") // without the frame
	assert.NotContains(t, output, "Atlassian documents no scope")
	for _, part := range []string{"Cannot add the member", `the group "org-admins"`, "Units rollout", "atlassian_organization_admin", "status 403"} {
		assert.Contains(t, output, part)
	}
	assert.Len(t, org.Simulator.Members("org-admins"), 2)
}

func TestOrganizationAdminsAreRefused(t *testing.T) {
	t.Parallel()
	org := withUnits(t)
	admins := org.Simulator.GroupID("org-admins")
	server := acctest.Server(t, org, nil)
	plan := server.PlanCreate(membersType, map[string]any{"group_id": admins, "emails": []any{ada, bruno, lena}})
	require.NoError(t, plan.Diagnostics.Err())
	_, diagnostics := server.ApplyResource(plan)
	require.ErrorContains(t, diagnostics.Err(), "Units rollout")
	require.ErrorContains(t, diagnostics.Err(), "atlassian_organization_admin")
	acctest.Server(t, org, nil).Converge(t, membersType, map[string]any{"group_id": admins, "emails": []any{ada}})
	assert.Equal(t, accounts(org, ada), org.Simulator.Members(admins), "a removal works as before")

	acctest.Server(t, org, nil).Converge(t, "atlassian_group_membership", map[string]any{"group_id": org.Simulator.GroupID("contractors"), "email": ada})
}

// Other refusals, and other groups, are not explained by Units.
func TestOtherRefusalsOfMembers(t *testing.T) {
	t.Parallel()
	const addOperation = "POST /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/{groupId}/memberships"
	for name, c := range map[string]struct {
		group     string
		status    int
		explained bool
	}{
		"a bad request":        {"org-admins", http.StatusBadRequest, true},
		"forbidden":            {"org-admins", http.StatusForbidden, true},
		"a conflict":           {"org-admins", http.StatusConflict, true},
		"unprocessable":        {"org-admins", http.StatusUnprocessableEntity, true},
		"a wrong key":          {"org-admins", http.StatusUnauthorized, false},
		"a failure":            {"org-admins", http.StatusNotImplemented, false},
		"of another group":     {"contractors", http.StatusForbidden, false},
		"another's user limit": {"contractors", http.StatusConflict, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			simulated.InVirtualTime(t, func(t *testing.T) {
				org := simulated.Virtual(t)
				server := acctest.PacedServer(t, org, acctest.Impatient)
				plan := server.PlanCreate("atlassian_group_membership", map[string]any{"group_id": org.Simulator.GroupID(c.group), "account_id": org.Simulator.AccountID(gus)})
				require.NoError(t, plan.Diagnostics.Err())
				org.Simulator.Inject(simulator.Fault{Operation: addOperation, Status: c.status, Count: -1})
				_, diagnostics := server.ApplyResource(plan)
				require.Error(t, diagnostics.Err())
				if c.explained {
					require.ErrorContains(t, diagnostics.Err(), "Units rollout")
				} else {
					require.NotContains(t, diagnostics.Err().Error(), "Units")
				}
			})
		})
	}
}
