// SPDX-License-Identifier: MPL-2.0

package role_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const adminsType = "atlassian_organization_admins"

// withAdmins starts an organization in which people are organization admins directly; Ada and Bruno are by a group.
func withAdmins(t *testing.T, emails ...string) *simulated.Organization {
	t.Helper()
	org := simulated.Start(t)
	require.NoError(t, org.Simulator.TakeUserRole(ada, "", organizationAdminRole)) // she stays one by the group
	for _, email := range emails {
		require.NoError(t, org.Simulator.GiveUserRole(email, "", organizationAdminRole))
	}
	return org
}

// directAdmins are the people who have the role directly, in the order of the small company.
func directAdmins(org *simulated.Organization) []string {
	var admins []string
	for _, user := range org.Simulator.Organization().Users {
		for _, role := range user.Roles {
			if role.Role == organizationAdminRole {
				admins = append(admins, user.Email)
			}
		}
	}
	return admins
}

func list(emails ...string) map[string]any {
	values := make([]any, len(emails))
	for i, email := range emails {
		values[i] = email
	}
	return map[string]any{"emails": values}
}

func TestOrganizationAdminsResourceLife(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := withAdmins(t, chen, lena)
	const this = adminsType + ".this"
	config := func(list, lifecycle string) string {
		return acctest.Config(org, fmt.Sprintf(`resource "atlassian_organization_admins" "this" {
  %s
  %s
}`, list, lifecycle))
	}
	emails := func(emails ...string) string { return `emails = ["` + strings.Join(emails, `", "`) + `"]` }
	are := func(emails ...string) resource.TestCheckFunc {
		return func(*terraform.State) error {
			assert.Equal(t, emails, directAdmins(org))
			return nil
		}
	}
	acctest.Test(t, resource.TestCase{
		CheckDestroy: func(s *terraform.State) error { return are(ada, emil)(s) },
		Steps: []resource.TestStep{
			{Config: config(emails(emil, chen), ""), Check: resource.ComposeTestCheckFunc(are(chen, emil),
				resource.TestCheckResourceAttr(this, "inherited.#", "2"), resource.TestCheckResourceAttr(this, "inherited.0", ada))},
			{Config: config(emails(chen, strings.ToUpper(emil)), ""), ConfigPlanChecks: actionOf(this, plancheck.ResourceActionNoop)},
			{ // drift
				PreConfig: func() {
					require.NoError(t, org.Simulator.GiveUserRole(milo, "", organizationAdminRole))
					require.NoError(t, org.Simulator.TakeUserRole(chen, "", organizationAdminRole))
				},
				Config: config(emails(chen, emil), ""), ConfigPlanChecks: actionOf(this, plancheck.ResourceActionUpdate), Check: are(chen, emil),
			},
			{Config: config(emails(ada, emil), ""), Check: resource.ComposeTestCheckFunc(are(ada, emil), resource.TestCheckResourceAttr(this, "inherited.#", "1"))},
			{Config: config(fmt.Sprintf("account_ids = [%q, %q]", org.Simulator.AccountID(emil), org.Simulator.AccountID(ada)), ""), ConfigPlanChecks: actionOf(this, plancheck.ResourceActionUpdate), Check: are(ada, emil)},
			{ResourceName: this, ImportState: true, ImportStateId: org.Credentials.OrganizationID, ImportStateVerify: true, ImportStateVerifyIdentifierAttribute: "organization_id", ImportStateVerifyIgnore: []string{"account_ids"}},
			{Config: config(emails(ada, emil), ""), Taint: []string{this}, Check: are(ada, emil)},
			{Config: config(emails(ada, emil), "lifecycle { create_before_destroy = true }")},
			{Config: config(emails(ada, emil), "lifecycle { create_before_destroy = true }"), Taint: []string{this}, Check: are(ada, emil)},
		},
	})
}

func TestOrganizationAdminsResourceRefusals(t *testing.T) {
	t.Parallel()
	org := withAdmins(t, chen, lena, emil)
	limited := list(milo)
	limited["max_removals"] = 2
	planned := acctest.Server(t, org, nil).PlanCreate(adminsType, limited)
	assert.ErrorContains(t, planned.Diagnostics.Err(), "This would take the role of an organization admin from 3 people, but max_removals allows 2: "+
		chen+", "+emil+", "+lena+". If that is what you want, raise max_removals to at least 3.")

	err := acctest.Server(t, org, nil).ValidateResourceConfig(adminsType, list()).Err()
	assert.ErrorContains(t, err, "No organization admin would be left")
	assert.ErrorContains(t, err, "emails is empty. At least one organization admin must stay")

	protecting := func() *protocol.Server {
		return acctest.Server(t, org, map[string]any{"protected_account_ids": []any{org.Simulator.AccountID(lena)}})
	}
	assert.ErrorContains(t, protecting().PlanCreate(adminsType, list(chen)).Diagnostics.Err(), "A protected account would lose the role of an organization admin")
	assert.NoError(t, protecting().PlanCreate(adminsType, list(chen, lena)).Diagnostics.Err())
	assert.Equal(t, []string{chen, emil, lena}, directAdmins(org))
}

func TestOrganizationAdminsResourceTakesNobodyAwayIfAnAdditionFails(t *testing.T) {
	t.Parallel()
	org := withAdmins(t, chen)
	server := acctest.Server(t, org, nil)
	planned := server.PlanCreate(adminsType, list(emil))
	require.NoError(t, planned.Diagnostics.Err())
	assert.Contains(t, planned.Diagnostics.Warnings()[0], "Applying this takes the direct role from 1 organization admin not listed in emails: chen.li@acme.example")
	org.Simulator.Inject(simulator.Fault{Operation: assignAdminOperation, Status: 403})
	state, diagnostics := server.ApplyResource(planned)
	require.ErrorContains(t, diagnostics.Err(), "1 change failed")
	require.ErrorContains(t, diagnostics.Err(), "Still organization admins for now: 1 person ("+chen+")")
	require.NotNil(t, state)
	assert.Equal(t, []any{chen}, state.Values["emails"], "the state has what there is")
	assert.Equal(t, []string{chen}, directAdmins(org))
}

// With an element that is not known yet, any of those who are not listed may lose the role: the plan names them all.
func TestOrganizationAdminsResourceShowsWhoMayLoseTheRole(t *testing.T) {
	t.Parallel()
	org := withAdmins(t, chen, lena)
	for open := range 4 {
		config := map[string]any{"emails": append([]any{milo}, slices.Repeat([]any{protocol.Unknown}, open+1)...)}
		planned := acctest.Server(t, org, nil).PlanCreate(adminsType, config)
		require.NoError(t, planned.Diagnostics.Err())
		assert.Contains(t, strings.Join(planned.Diagnostics.Warnings(), "\n"), "Applying this takes the direct role from up to 2 organization admins not listed in emails: "+chen+", "+lena)
	}
}

func TestOrganizationAdminsResourceOfUnknownAddress(t *testing.T) {
	t.Parallel()
	org := withAdmins(t, chen)
	server := acctest.Server(t, org, nil)
	planned := server.PlanCreate(adminsType, list(chen, "nobody@acme.example"))
	require.NoError(t, planned.Diagnostics.Err())
	assert.Contains(t, planned.Diagnostics.Warnings()[0], "The organization has no account for 1 address of emails: nobody@acme.example")
	state, diagnostics := server.ApplyResource(planned)
	assert.ErrorContains(t, diagnostics.Err(), "Nobody was added or removed")
	assert.Nil(t, state)
}

// The set and a single one claim the same, in one configuration; one after the other they hand it over.
func TestOrganizationAdminsAndASingleOne(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := withAdmins(t)
	set := fmt.Sprintf("resource %q \"this\" {\n  emails = [%q, %q]\n}", adminsType, chen, emil)
	single := fmt.Sprintf("resource %q \"this\" {\n  email = %q\n}", adminType, emil)
	none := func(*terraform.State) error {
		assert.Zero(t, org.Simulator.Requests()[revokeAdminOperation])
		return nil
	}
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: acctest.Config(org, single+"\n"+set), ExpectError: regexp.MustCompile("Two resources claim the same thing")},
		{Config: acctest.Config(org, single)},
		{Config: acctest.Config(org, set), Check: none},
		{Config: acctest.Config(org, single), Check: none},
	}})
}

// The last organization admin who can sign in stays, whichever type would take the role. Another one who gets it first is enough.
func TestTheLastOrganizationAdminStays(t *testing.T) {
	t.Parallel()
	start := simulator.SmallCompany()
	start.Units = true // the group makes none any more: Chen is the only one
	start.Users[0].Roles, start.Users[2].Roles = nil, start.Users[0].Roles
	org := simulated.Start(t, simulated.WithStart(start))
	const refusal = "no other organization admin would be left"
	server := acctest.Server(t, org, nil)
	state, diagnostics := server.ReadResource(&protocol.State{
		TypeName: adminType, Values: map[string]any{"account_id": org.Simulator.AccountID(chen), "email": chen},
		Identity: map[string]any{"organization_id": org.Credentials.OrganizationID, "account_id": org.Simulator.AccountID(chen)},
	})
	require.NoError(t, diagnostics.Err())
	assert.ErrorContains(t, server.PlanDelete(state).Diagnostics.Err(), refusal)
	assert.NoError(t, acctest.Server(t, org, nil).PlanUpdate(state, map[string]any{"email": emil}).Diagnostics.Err(), "he gets the role first")
	acctest.Server(t, org, nil).Converge(t, adminsType, list(emil))
	assert.Equal(t, []string{emil}, directAdmins(org))
}
