// SPDX-License-Identifier: MPL-2.0

package group_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// BenchmarkGroupMembers compares a group of 5,000 members with the same list in the built-in terraform_data, through the
// terraform on PATH: what the list costs beyond what it costs Terraform itself. The refresh of the group, over HTTP, is
// part of it. There are three walks: a plan that finds nothing to do, an apply that removes one member, and an apply that
// creates the resource for a group that has all these members already, so that nothing needs to be written.
func BenchmarkGroupMembers(b *testing.B) {
	const members, rounds = 5000, 3
	org := simulated.Start(b, simulated.WithStart(simulated.Large(simulated.Size{Members: members})))

	var list strings.Builder
	for i := range members {
		fmt.Fprintf(&list, "    %q,\n", simulated.AccountID(i+1))
	}
	workspace := func(configuration string) *cli.Workspace {
		w := cli.New(b, org)
		w.Write("variables.tf", "variable \"members\" {\n  default = "+strconv.Itoa(members)+"\n}\n")
		w.Write("main.tf", fmt.Sprintf(configuration, list.String()))
		return w
	}
	ours := workspace("resource \"atlassian_group_members\" \"this\" {\n  group_id    = \"" + simulated.CrowdID + "\"\n  account_ids = slice([\n%s  ], 0, var.members)\n}\n")
	builtin := workspace("resource \"terraform_data\" \"this\" {\n  input = slice([\n%s  ], 0, var.members)\n}\n")

	for b.Loop() {
		compared := cli.Compare(ours, builtin)
		for range rounds {
			require.NoError(b, org.Simulator.AddMember(simulated.CrowdID, simulated.AccountID(members))) // whom the change removes
			compared.Round(
				cli.Command{Name: "create", Fresh: true, Want: "Resources: 1 added", Arguments: []string{"apply", "-auto-approve", "-no-color"}},
				cli.Command{Name: "plan", Want: "No changes.", Arguments: []string{"plan", "-no-color"}},
				cli.Command{Name: "change", Want: "1 changed", Arguments: []string{"apply", "-auto-approve", "-no-color", "-var=members=" + strconv.Itoa(members-1)}},
			)
		}
		compared.Report(b)
	}
}
