// SPDX-License-Identifier: MPL-2.0

package account_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const thisUser = userType + ".this"

func userConfig(org *simulated.Organization, email string, lines ...string) string {
	return acctest.Config(org, fmt.Sprintf(`
resource "atlassian_user" "this" {
  email  = %q
  groups = [%q]
  %s
}`, email, org.Simulator.GroupID("contractors"), strings.Join(lines, "\n  ")))
}

// stands checks the status of a person, and how often access was changed so far.
func stands(t *testing.T, org *simulated.Organization, email, status string, changes ...string) resource.TestCheckFunc {
	t.Helper()
	return func(*terraform.State) error {
		if got := org.Simulator.UserStatus(email); got != status {
			return fmt.Errorf("%s is %s", email, got)
		}
		if got := accessChanges(org); strings.Join(got, " ") != strings.Join(changes, " ") {
			return fmt.Errorf("changes of access: %v", got)
		}
		return nil
	}
}

func userPlan(kind plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(thisUser, kind)}}
}

func TestUserLife(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	byID := func(*terraform.State) (string, error) { return org.Simulator.AccountID(nora), nil }
	acctest.Test(t, resource.TestCase{
		CheckDestroy: stands(t, org, dana, "suspended", "restore", "suspend", "suspend", "suspend"),
		Steps: []resource.TestStep{
			{Config: userConfig(org, "Nora.Lind@partner.example"), ConfigPlanChecks: userPlan(plancheck.ResourceActionCreate), Check: stands(t, org, nora, "active")},
			{ResourceName: thisUser, ImportState: true, ImportStateIdFunc: byID, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"email", "groups"}, ImportStateVerifyIdentifierAttribute: "account_id"},
			{Config: userConfig(org, nora), ResourceName: thisUser, ImportState: true, ImportStateKind: resource.ImportBlockWithID, ImportStateId: nora, ExpectNonEmptyPlan: true},
			{ // suspended by somebody else
				PreConfig:        func() { require.NoError(t, org.Simulator.Suspend(nora, "")) },
				Config:           userConfig(org, nora),
				ConfigPlanChecks: userPlan(plancheck.ResourceActionUpdate),
				Check:            stands(t, org, nora, "active", "restore"),
			},
			{Config: userConfig(org, nora, `status = "suspended"`), ConfigPlanChecks: userPlan(plancheck.ResourceActionUpdate), Check: stands(t, org, nora, "suspended", "restore", "suspend")},
			{ // disappears: is invited again
				PreConfig:        func() { require.NoError(t, org.Simulator.LeaveDirectory(nora, "")) },
				Config:           userConfig(org, nora, `status = "suspended"`),
				ConfigPlanChecks: userPlan(plancheck.ResourceActionCreate),
				Check:            stands(t, org, nora, "suspended", "restore", "suspend", "suspend"),
			},
			{ // another person: the one from before is suspended, which needs no request here
				Config:           userConfig(org, dana),
				ConfigPlanChecks: userPlan(plancheck.ResourceActionDestroyBeforeCreate),
				Check:            stands(t, org, dana, "active", "restore", "suspend", "suspend"),
			},
		},
	})
	t.Cleanup(func() { assert.Equal(t, map[string]int{nora: 2}, org.Simulator.TimesInvited()) })
}

// Two resources that change places, and a person who moves from one resource to another, lose nothing.
func TestUsersChangePlaces(t *testing.T) {
	t.Parallel()
	for name, lifecycle := range map[string]string{"delete first": "", "create first": "lifecycle {\n    create_before_destroy = true\n  }"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := simulated.Start(t)
			w := cli.New(t, org).Keep()
			config := func(first, second string) string {
				return fmt.Sprintf("resource \"atlassian_user\" \"first\" {\n  email = %q\n  %s\n}\nresource \"atlassian_user\" \"second\" {\n  email = %q\n  %s\n}\n", first, lifecycle, second, lifecycle)
			}
			w.Write("main.tf", config(emil, dana))
			w.MustRun("apply", "-auto-approve")
			w.Write("main.tf", config(dana, emil))
			w.MustRun("apply", "-auto-approve")
			assert.Empty(t, accessChanges(org))
			again := w.Run("plan", "-detailed-exitcode", "-no-color")
			assert.Zero(t, again.ExitCode, again.Output)

			// Somebody leaves, and the other takes the place.
			w.Write("main.tf", fmt.Sprintf("resource \"atlassian_user\" \"second\" {\n  email = %q\n  %s\n}\n", dana, lifecycle))
			planned := w.MustRun("plan", "-no-color")
			assert.Contains(t, planned.Output, "Another person takes the place of this one")
			w.MustRun("apply", "-auto-approve")
			assert.Equal(t, "active", org.Simulator.UserStatus(dana))
			if lifecycle == "" {
				assert.Equal(t, []string{"suspend"}, accessChanges(org))
				assert.Equal(t, "suspended", org.Simulator.UserStatus(emil))
			}
		})
	}
}

// A person moves to another address in the configuration, with a moved block or without.
func TestUserIsMoved(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	w := cli.New(t, org).Keep()
	config := func(name string) string {
		return fmt.Sprintf("resource \"atlassian_user\" %q {\n  email = %q\n  on_destroy = \"remove\"\n}\n", name, emil)
	}
	w.Write("main.tf", config("old"))
	w.MustRun("apply", "-auto-approve")
	w.Write("main.tf", config("new")+"moved {\n  from = atlassian_user.old\n  to   = atlassian_user.new\n}\n")
	w.MustRun("apply", "-auto-approve")
	w.Write("main.tf", config("newest"))
	w.MustRun("apply", "-auto-approve")
	assert.Empty(t, accessChanges(org))
	w.MustRun("destroy", "-auto-approve")
	assert.Equal(t, []string{"remove"}, accessChanges(org))
}

// A leaver is suspended once, whatever becomes of the answers, and an apply that failed is finished by the next one.
func TestUserLeaves(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]simulator.Fault{
		"the answer is lost":     {LoseAnswer: true},
		"the request is lost":    {Drop: true},
		"it is refused":          {Status: 403},
		"an unexpected error":    {Status: 500},
		"every answer is lost":   {LoseAnswer: true, Count: 3},
		"the answer of a proxy":  {HTML: true},
		"refused, and then lost": {Status: 400},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := simulated.Start(t, simulated.WithLag(30*time.Millisecond))
			state := acctest.Server(t, org, nil).Converge(t, userType, map[string]any{"email": emil})
			fault.Operation = suspendOperation
			org.Simulator.Inject(fault)
			pace := acctest.Impatient
			left, diagnostics := acctest.PacedServer(t, org, pace).ApplyResource(acctest.Server(t, org, nil).PlanDelete(state))
			if fault.Status >= 400 {
				require.Error(t, diagnostics.Err())
				require.NotNil(t, left, "the person stays tracked")
				assert.Empty(t, accessChanges(org))
				_, diagnostics = acctest.PacedServer(t, org, pace).ApplyResource(acctest.Server(t, org, nil).PlanDelete(left))
			}
			require.NoError(t, diagnostics.Err())
			assert.Equal(t, []string{"suspend"}, accessChanges(org))
		})
	}
}
