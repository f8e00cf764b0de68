// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// A group has more to lose: one that ends under the old address would be made anew, empty.
func TestAGroupWhoseAddressChangesIsRefused(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	w := cli.New(t, org).Keep()
	w.Write("main.tf", `resource "atlassian_group" "old" { name = "Platform" }`)
	w.MustRun("apply", "-auto-approve")
	require.NoError(t, org.Simulator.AddMember("Platform", "ada.okafor@acme.example"))
	org.Simulator.ResetRequests()
	w.Write("main.tf", `resource "atlassian_group" "new" { name = "Platform" }`)
	refused := w.Run("apply", "-auto-approve", "-no-color")
	assert.Equal(t, 1, refused.ExitCode)
	assert.Contains(t, folded(refused), "The group would be deleted and made again")
	assert.Contains(t, refused.Output, "moved {")
	assert.Zero(t, org.Simulator.Requests()[deleteGroup])
	w.Write("moved.tf", "moved {\n  from = atlassian_group.old\n  to   = atlassian_group.new\n}\n")
	w.MustRun("apply", "-auto-approve", "-no-color")
	emptyPlan(t, w)
	assert.Zero(t, org.Simulator.Requests()[deleteGroup])
	assert.Len(t, org.Simulator.Members("Platform"), 1)
}

// So is one that was renamed in Atlassian, whichever of its names the configuration has. Terraform plans its end from a state of old.
func TestARenamedGroupWhoseAddressChangesIsRefused(t *testing.T) {
	t.Parallel()
	for _, configured := range []string{"Platform", "Foundations"} {
		for _, flag := range []string{"-parallelism=1", "-parallelism=10", "-refresh=false"} {
			for old, other := range map[string]string{"a": "b", "b": "a"} { // either comes first in an order of names
				t.Run(configured+flag+old, func(t *testing.T) {
					t.Parallel()
					org := simulated.Start(t)
					w := cli.New(t, org).Keep()
					w.Write("main.tf", `resource "atlassian_group" "`+old+`" { name = "Platform" }`)
					w.MustRun("apply", "-auto-approve")
					require.NoError(t, org.Simulator.AddMember("Platform", "ada.okafor@acme.example"))
					require.NoError(t, org.Simulator.UpdateGroup("Platform", simulator.GroupChange{Name: new("Foundations")}))
					org.Simulator.ResetRequests()
					w.Write("main.tf", `resource "atlassian_group" "`+other+`" { name = "`+configured+`" }`)
					refused := w.Run("apply", "-auto-approve", "-no-color", flag)
					assert.Equal(t, 1, refused.ExitCode, refused.Output)
					assert.Regexp(t, "The group would be deleted and made again|Access would be lost for a moment", folded(refused))
					assert.Zero(t, org.Simulator.Requests()[deleteGroup])
					assert.Len(t, org.Simulator.Members("Foundations"), 1)
				})
			}
		}
	}
}

// A group that an import block brings to a new address is no less the group of the old one, which ends.
func TestAGroupThatIsImportedToANewAddressStays(t *testing.T) {
	t.Parallel()
	for _, parallelism := range []string{"1", "10"} {
		t.Run(parallelism, func(t *testing.T) {
			t.Parallel()
			org := simulated.Start(t)
			members := org.Simulator.Members("engineering")
			require.NotEmpty(t, members)
			w := cli.New(t, org).Keep()
			config := func(name string) string {
				return "import {\n  to = atlassian_group." + name + "\n  id = \"" + org.Simulator.GroupID("engineering") + "\"\n}\n" +
					"resource \"atlassian_group\" \"" + name + "\" {\n  name = \"engineering\"\n  description = \"Everyone who ships\"\n}\n"
			}
			for _, names := range [][]string{{"b", "a"}, {"a", "b"}} { // either end comes first in an order of names
				old, other := names[0], names[1]
				w.Write("moved.tf", "")
				w.Write("main.tf", config(old))
				w.MustRun("apply", "-auto-approve")
				w.Write("main.tf", config(other))
				refused := w.Run("apply", "-auto-approve", "-no-color", "-parallelism="+parallelism)
				assert.Equal(t, 1, refused.ExitCode, refused.Output)
				assert.Regexp(t, "The group would be deleted, and another resource has it|Access would be lost for a moment", folded(refused))
				w.Write("main.tf", strings.SplitAfterN(config(other), "}\n", 2)[1])
				w.Write("moved.tf", "moved {\n  from = atlassian_group."+old+"\n  to   = atlassian_group."+other+"\n}\n")
				w.MustRun("apply", "-auto-approve")
				emptyPlan(t, w)
				w.MustRun("state", "rm", "atlassian_group."+other)
			}
			assert.Zero(t, org.Simulator.Requests()[deleteGroup])
			assert.Equal(t, members, org.Simulator.Members("engineering"))
		})
	}
}
