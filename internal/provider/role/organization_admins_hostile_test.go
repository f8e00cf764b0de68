// SPDX-License-Identifier: MPL-2.0

package role_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// A list that turns out to be empty in the apply is refused there.
func TestOrganizationAdminsResourceOfAListThatTurnsOutEmpty(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := withAdmins(t, chen)
	config := func(emails string) string {
		return acctest.Config(org, fmt.Sprintf(`
resource "terraform_data" "list" {
  input = %s
}
resource "atlassian_organization_admins" "this" {
  emails = terraform_data.list.output
}`, emails))
	}
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: config(`[]`), ExpectError: regexp.MustCompile("No organization admin would be left")},
		{Config: config(fmt.Sprintf("[%q]", chen))},
		{Config: config(`[]`), ExpectError: regexp.MustCompile("No organization admin would be left")},
	}})
	assert.Equal(t, []string{chen}, directAdmins(org))
}

// An account ID in another case than Atlassian's takes the role from nobody.
func TestOrganizationAdminsResourceOfIDsInAnotherCase(t *testing.T) {
	t.Parallel()
	org := withAdmins(t, chen, emil)
	server := acctest.Server(t, org, nil)
	ids := []any{strings.ToUpper(org.Simulator.AccountID(chen)), org.Simulator.AccountID(emil)}
	planned := server.PlanCreate(adminsType, map[string]any{"account_ids": ids})
	if planned.Diagnostics.Err() == nil {
		_, _ = server.ApplyResource(planned)
	}
	assert.Equal(t, []string{chen, emil}, directAdmins(org))
}

// All admins give way to others in one change. If any write of it fails or its answer is lost, the next apply does the rest, and at no
// moment is there no admin.
func TestAllOrganizationAdminsAtOnce(t *testing.T) {
	t.Parallel()
	for _, operation := range []string{assignAdminOperation, revokeAdminOperation} {
		for what, fault := range map[string]simulator.Fault{"refused": {Status: 403}, "lost": {LoseAnswer: true}, "dropped": {Drop: true}} {
			for skip := range 2 {
				t.Run(fmt.Sprintf("%s %s %d", operation, what, skip), func(t *testing.T) {
					t.Parallel()
					start := simulator.SmallCompany()
					start.Units = true
					role := start.Users[0].Roles
					for i := range start.Users {
						start.Users[i].Roles = nil
						if start.Users[i].Email == chen || start.Users[i].Email == emil {
							start.Users[i].Roles = role
						}
					}
					org := simulated.Start(t, simulated.WithStart(start))
					state := acctest.Server(t, org, nil).Converge(t, adminsType, list(chen, emil))
					fault := fault
					fault.Operation, fault.Skip = operation, skip
					org.Simulator.Inject(fault)
					server := acctest.Server(t, org, nil)
					planned := server.PlanUpdate(state, list(lena, milo))
					require.NoError(t, planned.Diagnostics.Err())
					after, diagnostics := server.ApplyResource(planned)
					assert.NotEmpty(t, directAdmins(org))
					if diagnostics.Err() == nil {
						assert.Equal(t, []string{lena, milo}, directAdmins(org))
						return
					}
					org.Simulator.ClearFaults()
					next := acctest.Server(t, org, nil)
					read, diagnostics := next.ReadResource(after)
					require.NoError(t, diagnostics.Err())
					planned = next.PlanUpdate(read, list(lena, milo))
					require.NoError(t, planned.Diagnostics.Err())
					_, diagnostics = next.ApplyResource(planned)
					require.NoError(t, diagnostics.Err())
					assert.Equal(t, []string{lena, milo}, directAdmins(org))
				})
			}
		}
	}
}
