// SPDX-License-Identifier: MPL-2.0

package role_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const (
	userRoleType = "atlassian_user_role_assignment"
	adminType    = "atlassian_organization_admin"

	userRolesOperation    = "GET /admin/v2/orgs/{orgId}/directories/{directoryId}/users/{accountId}/role-assignments"
	assignUserOperation   = "POST /admin/v1/orgs/{orgId}/users/{userId}/roles/assign"
	revokeUserOperation   = "POST /admin/v1/orgs/{orgId}/users/{userId}/roles/revoke"
	assignAdminOperation  = "POST /admin/v1/orgs/{orgId}/users/{userId}/role-assignments/assign"
	revokeAdminOperation  = "POST /admin/v1/orgs/{orgId}/users/{userId}/role-assignments/revoke"
	searchUsersOperation  = "POST /admin/v2/orgs/{orgId}/directories/{directoryId}/users/search"
	organizationAdminRole = "atlassian/org-admin"
	organizationARI       = "ari:cloud:platform::org/5c3f7a10-2e64-4b8d-a1f9-0d6e8b4c2a75"

	ada   = "ada.okafor@acme.example"
	bruno = "bruno.keller@acme.example"
	chen  = "chen.li@acme.example"
	emil  = "emil.sorensen@acme.example"
	lena  = "lena.fischer@contractor.example"
	milo  = "milo.rossi@contractor.example"
)

// directly are the roles that a person has directly, each as an import ID has it.
func directly(org *simulated.Organization, email string) []string {
	roles := []string{}
	for _, role := range org.Simulator.UserRoles(email) {
		roles = append(roles, role.Resource+"/"+role.Role)
	}
	return roles
}

func actionOf(address string, kind plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, kind)}}
}

func TestUserRoleAssignmentResourceLife(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	const this = userRoleType + ".this"
	config := func(who, role, lifecycle string) string {
		return acctest.Config(org, fmt.Sprintf(`
resource "atlassian_user_role_assignment" "this" {
  %s
  site    = "acme"
  product = "confluence"
  role    = %q
  %s
}`, who, role, lifecycle))
	}
	byEmail := fmt.Sprintf("email = %q", milo)
	byID := fmt.Sprintf("account_id = %q", org.Simulator.AccountID(milo))
	holds := func(email string, roles ...string) resource.TestCheckFunc {
		return func(*terraform.State) error {
			want := []string{}
			for _, role := range roles {
				want = append(want, confluenceARI+"/"+role)
			}
			assert.Equal(t, want, directly(org, email))
			return nil
		}
	}
	id := org.Simulator.AccountID(milo) + "/" + confluenceARI + "/" + adminRole
	acctest.Test(t, resource.TestCase{
		CheckDestroy: func(*terraform.State) error {
			assert.Empty(t, directly(org, milo), "it is revoked")
			assert.Empty(t, directly(org, lena), "it is revoked")
			return nil
		},
		Steps: []resource.TestStep{
			{Config: config(byEmail, userRole, ""), Check: resource.ComposeTestCheckFunc(
				holds(milo, userRole), resource.TestCheckResourceAttr(this, "account_id", org.Simulator.AccountID(milo)), resource.TestCheckResourceAttr(this, "resource_id", confluenceARI))},
			{Config: config(byID, userRole, ""), ConfigPlanChecks: actionOf(this, plancheck.ResourceActionNoop)},
			{Config: config(byEmail, adminRole, ""), ConfigPlanChecks: actionOf(this, plancheck.ResourceActionUpdate), Check: holds(milo, adminRole)},
			{ResourceName: this, ImportState: true, ImportStateId: id, ImportStateVerify: true, ImportStateVerifyIdentifierAttribute: "account_id", ImportStateVerifyIgnore: []string{"email", "site", "product"}},
			{ // disappears, though a group grants the same
				PreConfig: func() {
					require.NoError(t, org.Simulator.AssignRole("contractors", confluenceARI, adminRole))
					require.NoError(t, org.Simulator.TakeUserRole(milo, confluenceARI, adminRole))
				},
				Config: config(byEmail, adminRole, ""), ConfigPlanChecks: actionOf(this, plancheck.ResourceActionCreate), Check: holds(milo, adminRole),
			},
			{Config: config(fmt.Sprintf("email = %q", lena), adminRole, ""), ConfigPlanChecks: actionOf(this, plancheck.ResourceActionUpdate), Check: resource.ComposeTestCheckFunc(holds(milo), holds(lena, adminRole))},
		},
	})
}

// A replacement of the same role, in either order, revokes nothing.
func TestUserRoleAssignmentResourceReplaced(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	for name, lifecycle := range map[string]string{"destroy first": "", "create first": "lifecycle { create_before_destroy = true }"} { //nolint:paralleltest // acctest.Test makes it parallel
		t.Run(name, func(t *testing.T) {
			org := simulated.Start(t)
			config := acctest.Config(org, fmt.Sprintf(`
resource "atlassian_user_role_assignment" "this" {
  account_id  = %q
  resource_id = %q
  role        = "atlassian/user"
  %s
}`, org.Simulator.AccountID(milo), confluenceARI, lifecycle))
			acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{
				{Config: config},
				{
					PreConfig: org.Simulator.ResetRequests,
					Config:    config, Taint: []string{userRoleType + ".this"},
					Check: func(*terraform.State) error {
						assert.Equal(t, []string{confluenceARI + "/atlassian/user"}, directly(org, milo))
						assert.Zero(t, org.Simulator.Requests()[revokeUserOperation])
						assert.Zero(t, org.Simulator.Requests()[assignUserOperation])
						return nil
					},
				},
			}})
		})
	}
}

func TestOrganizationAdminResourceLife(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	const this = adminType + ".this"
	config := func(email, lifecycle string) string {
		return acctest.Config(org, fmt.Sprintf(`resource "atlassian_organization_admin" "this" {
  email = %q
  %s
}`, email, lifecycle))
	}
	is := func(email string, admin bool) resource.TestCheckFunc {
		return func(*terraform.State) error {
			assert.Equal(t, admin, len(org.Simulator.UserRoles(email)) > 0, email)
			return nil
		}
	}
	acctest.Test(t, resource.TestCase{
		CheckDestroy: func(s *terraform.State) error { return is(emil, false)(s) },
		Steps: []resource.TestStep{
			{Config: config(chen, ""), Check: is(chen, true)},
			{Config: config(emil, ""), ConfigPlanChecks: actionOf(this, plancheck.ResourceActionUpdate), Check: resource.ComposeTestCheckFunc(is(emil, true), is(chen, false))},
			{ResourceName: this, ImportState: true, ImportStateId: org.Simulator.AccountID(emil), ImportStateVerify: true, ImportStateVerifyIdentifierAttribute: "account_id", ImportStateVerifyIgnore: []string{"email"}},
			{
				PreConfig: func() { require.NoError(t, org.Simulator.TakeUserRole(emil, "", organizationAdminRole)) },
				Config:    config(emil, ""), ConfigPlanChecks: actionOf(this, plancheck.ResourceActionCreate), Check: is(emil, true),
			},
			{Config: config(emil, ""), Taint: []string{this}, Check: is(emil, true)},
			{Config: config(emil, "lifecycle { create_before_destroy = true }")},
			{Config: config(emil, "lifecycle { create_before_destroy = true }"), Taint: []string{this}, Check: func(s *terraform.State) error {
				assert.Zero(t, org.Simulator.Requests()[revokeAdminOperation]-1, "only from chen")
				return is(emil, true)(s)
			}},
		},
	})
}

// By a group is not directly: it never shows as drift.
func TestOrganizationAdminResourceLeavesAdminsByAGroup(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	values := map[string]any{"account_id": org.Simulator.AccountID(bruno)}
	server := acctest.Server(t, org, nil)
	planned := server.PlanCreate(adminType, values)
	require.NoError(t, planned.Diagnostics.Err())
	assert.Contains(t, planned.Diagnostics.Warnings()[0], "has the role of an organization admin already, by a group. Applying gives the role directly in addition")
	state, diagnostics := server.ApplyResource(planned)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, []simulator.Role{{Resource: organizationARI, Role: organizationAdminRole}}, org.Simulator.UserRoles(bruno))
	left, diagnostics := acctest.Server(t, org, nil).ApplyResource(acctest.Server(t, org, nil).PlanDelete(state))
	require.NoError(t, diagnostics.Err())
	assert.Nil(t, left)
	assert.Contains(t, diagnostics.Warnings()[0], "has the role of an organization admin still, by a group. This resource takes only the direct role away")
	assert.Len(t, org.Simulator.Members("org-admins"), 2)
}
