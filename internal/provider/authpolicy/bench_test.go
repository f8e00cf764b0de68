// SPDX-License-Identifier: MPL-2.0

package authpolicy_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// BenchmarkMembers compares 10,000 people in an authentication policy with the same list in the built-in terraform_data,
// through the terraform on PATH: what the list costs beyond what it costs Terraform itself, its refresh over HTTP being
// part of it. Everybody is in the policy already, so that nobody needs to be moved.
func BenchmarkMembers(b *testing.B) {
	const members, rounds = 10_000, 3
	org := simulated.Start(b, simulated.WithStart(simulated.Large(simulated.Size{PolicyMembers: members})))
	var ids, emails strings.Builder
	for i := range members {
		fmt.Fprintf(&ids, "    %q,\n", simulated.AccountID(i+1))
		fmt.Fprintf(&emails, "    %q,\n", simulated.Email(i+1))
	}
	for attribute, list := range map[string]string{"account_ids": ids.String(), "emails": emails.String()} {
		b.Run(attribute, func(b *testing.B) {
			ours, builtin := cli.New(b, org), cli.New(b, org)
			ours.Write("main.tf", fmt.Sprintf("resource \"atlassian_authentication_policy_members\" \"this\" {\n  policy_id = %q\n  %s = [\n%s  ]\n}\n", simulated.PolicyID, attribute, list))
			builtin.Write("main.tf", "resource \"terraform_data\" \"this\" {\n  input = [\n"+list+"  ]\n}\n")
			for b.Loop() {
				compared := cli.Compare(ours, builtin)
				for range rounds {
					compared.Round(
						cli.Command{Name: "create", Fresh: true, Want: "Resources: 1 added", Arguments: []string{"apply", "-auto-approve", "-no-color"}},
						cli.Command{Name: "plan", Want: "No changes.", Arguments: []string{"plan", "-no-color"}},
					)
				}
				compared.Report(b)
			}
		})
	}
}
