// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// More memberships become one list of members than Terraform plans at a time. A removed block hands them over in one apply, whatever
// the order.
func TestManyMembershipsAreHandedOverByARemovedBlock(t *testing.T) {
	t.Parallel()
	const many = 30
	org := simulated.Start(t, simulated.WithStart(simulated.Large(simulated.Size{Users: many, Groups: 1})))
	emails := make([]string, many)
	for i := range emails {
		emails[i] = fmt.Sprintf("%q", simulated.Email(i+1))
	}
	config := strings.NewReplacer("GROUP", simulated.GroupID(1), "EMAILS", "["+strings.Join(emails, ", ")+"]")
	w := cli.New(t, org).Keep()
	w.Write("main.tf", config.Replace(`
resource "atlassian_group_membership" "one" {
  for_each = toset(EMAILS)
  group_id = "GROUP"
  email    = each.key
}`))
	w.MustRun("apply", "-auto-approve")
	require.Len(t, org.Simulator.Members(simulated.GroupID(1)), many)
	org.Simulator.ResetRequests()
	w.Write("main.tf", config.Replace(`
resource "atlassian_group_members" "all" {
  group_id = "GROUP"
  emails   = EMAILS
}

removed {
  from = atlassian_group_membership.one
  lifecycle {
    destroy = false
  }
}`))
	w.MustRun("apply", "-auto-approve", "-parallelism=2")
	assert.Len(t, org.Simulator.Members(simulated.GroupID(1)), many)
	assert.Zero(t, org.Simulator.Requests()[removeMember])
	assert.Zero(t, org.Simulator.Requests()[addMember])
	emptyPlan(t, w)
}

// A list of people in a policy is split in two. Terraform applies the new list last, and the old one is not told by its update. So the
// old list is replaced, and nobody is moved.
func TestAListOfAPolicyIsSplit(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	config := func(name, more, emails string) string {
		return fmt.Sprintf(`
resource "atlassian_authentication_policy_members" %q {
  policy_id          = "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045"
  fallback_policy_id = "a3d1c0f2-7b64-4e19-8c5d-2f90b6e4a718"
  emails             = [%s]
  %s
}
`, name, emails, more)
	}
	w := cli.New(t, org).Keep()
	w.Write("main.tf", config("staff", "", `"ada.okafor@acme.example", "emil.sorensen@acme.example"`))
	w.MustRun("apply", "-auto-approve")
	before := org.Simulator.AuthenticationPolicyMembers("Staff")
	org.Simulator.ResetRequests()
	w.Write("main.tf", `resource "atlassian_group" "slow" { name = "Slow" }`+config("staff", "", `"ada.okafor@acme.example"`)+
		config("nordics", "depends_on = [atlassian_group.slow]", `"emil.sorensen@acme.example"`))
	planned := w.MustRun("plan", "-out=plan", "-no-color")
	assert.Contains(t, planned.Output, "atlassian_authentication_policy_members.staff must be replaced")
	w.MustRun("apply", "-parallelism=1", "plan")
	assert.ElementsMatch(t, before, org.Simulator.AuthenticationPolicyMembers("Staff"))
	assert.Zero(t, org.Simulator.Requests()[addUsers])
	emptyPlan(t, w)
}
