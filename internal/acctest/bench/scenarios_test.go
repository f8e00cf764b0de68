// SPDX-License-Identifier: MPL-2.0

package bench_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// scenario is a plan of many objects that finds nothing to do, or an apply that creates them.
type scenario struct {
	name  string
	sizes []int
	start func(n int) simulator.Organization
	// configuration of so many objects, and their state. Data sources need none.
	configuration func(n int) string
	state         func(org *simulated.Organization, n int) string
	// adopts says that the state comes of an apply, which takes over what is there.
	adopts bool
	// applies says that an apply is measured, from nothing.
	applies bool
	builtin builtin
	floor   func(n int) int
	ask     func(n int) request // of the naive reader; nil if there is none
}

// Sizes. Terraform itself takes minutes for ten thousand objects, whatever the provider does: ten thousand are one list, or one data source.
var (
	single = []int{1_000, 2_000}
	listed = []int{1_000, 10_000}
)

func pages(n int) int { return (n + 99) / 100 }

func size(of func(n int) simulated.Size) func(n int) simulator.Organization {
	return func(n int) simulator.Organization { return simulated.Large(of(n)) }
}

func crowd(n int) simulated.Size { return simulated.Size{Members: n} }

const memberships = "resource \"atlassian_group_membership\" \"this\" {\n  count      = %d\n  group_id   = %q\n  account_id = format(\"712020:00000000-0000-4000-9000-%%012d\", count.index + 1)\n}\n"

var scenarios = alsoWhole([]scenario{
	{
		name: "no objects", sizes: []int{0}, start: size(crowd), floor: pages, builtin: ofNothing,
		configuration: func(int) string { return "provider \"atlassian\" {}\n" },
	},
	{
		name: "memberships, one group", sizes: single, start: size(crowd), floor: pages, builtin: ofObjects, ask: askMember,
		configuration: func(n int) string { return fmt.Sprintf(memberships, n, simulated.CrowdID) },
		state: func(org *simulated.Organization, n int) string {
			return stateOf("atlassian_group_membership", ours, n, func(i int) string {
				return fmt.Sprintf(`{"account_id":%q,"directory_id":%q,"email":%q,"group_id":%q}`, simulated.AccountID(i), org.Credentials.DirectoryID, simulated.Email(i), simulated.CrowdID)
			})
		},
	},
	{
		name: "groups", sizes: single, start: size(func(n int) simulated.Size { return simulated.Size{Groups: n} }), floor: pages, builtin: ofObjects, ask: askGroup,
		configuration: func(n int) string {
			return fmt.Sprintf("resource \"atlassian_group\" \"this\" {\n  count = %d\n  name  = format(\"group-%%04d\", count.index + 1)\n}\n", n)
		},
		state: func(org *simulated.Organization, n int) string {
			return stateOf("atlassian_group", ours, n, func(i int) string {
				return fmt.Sprintf(`{"deletion_protection":false,"description":null,"directory_id":%q,"external_synced":false,"id":%q,"managed_by":"admins","name":%q,"timeouts":null}`, org.Credentials.DirectoryID, simulated.GroupID(i), simulated.GroupName(i))
			})
		},
	},
	{
		name: "users by e-mail (data sources)", sizes: single, start: size(crowd), floor: pages, builtin: ofObjects, ask: askUser,
		configuration: func(n int) string {
			return fmt.Sprintf("data \"atlassian_user\" \"this\" {\n  count = %d\n  email = format(\"user-%%04d@large.example\", count.index + 1)\n}\n", n)
		},
	},
	{
		name: "members of a group, one list", sizes: listed, start: size(crowd), floor: pages, builtin: ofList, adopts: true,
		configuration: func(n int) string {
			return fmt.Sprintf("resource \"atlassian_group_members\" \"this\" {\n  group_id    = %q\n  account_ids = [\n%s  ]\n}\n", simulated.CrowdID, accounts(n))
		},
	},
	{
		name: "members of an authentication policy, one list", sizes: listed, floor: pages, builtin: ofList, ask: askPolicy, adopts: true,
		start: size(func(n int) simulated.Size { return simulated.Size{PolicyMembers: n} }),
		configuration: func(n int) string {
			return fmt.Sprintf("resource \"atlassian_authentication_policy_members\" \"this\" {\n  policy_id   = %q\n  account_ids = [\n%s  ]\n}\n", simulated.PolicyID, accounts(n))
		},
	},
	{
		name: "access review (data source)", sizes: listed, start: reviewed, floor: pages, builtin: ofList, ask: askPerson,
		configuration: func(int) string {
			return "data \"atlassian_access_review\" \"this\" {\n  as_of = \"2026-11-26T00:00:00Z\"\n}\n"
		},
	},
	{
		name: "creation of memberships", sizes: []int{200}, applies: true, builtin: ofObjects, floor: func(n int) int { return n + pages(n) },
		start: func(n int) simulator.Organization {
			empty := simulated.Large(simulated.Size{Members: n})
			empty.Groups[0].Members = nil
			return empty
		},
		configuration: func(n int) string { return fmt.Sprintf(memberships, n, simulated.CrowdID) },
	},
})

// alsoWhole adds, for each plan of single objects, one whose provider block says that most of the organization is in the configuration.
func alsoWhole(all []scenario) []scenario {
	var both []scenario
	for _, s := range all {
		both = append(both, s)
		if s.builtin == ofObjects && !s.applies {
			whole := s
			whole.name, whole.ask = s.name+", read_whole_lists", nil
			whole.configuration = func(n int) string {
				return "provider \"atlassian\" {\n  read_whole_lists = true\n}\n" + s.configuration(n)
			}
			both = append(both, whole)
		}
	}
	return both
}

// reviewed is an organization in which people have access, and were last active at a time.
func reviewed(n int) simulator.Organization {
	const confluence = "ari:cloud:confluence::site/00000000-0000-4000-b000-000000000001"
	start := simulated.Large(simulated.Size{Members: n, PolicyMembers: n / 2})
	start.Workspaces = []simulator.Workspace{{ID: confluence, Name: "large", Type: "confluence", TypeKey: "confluence"}}
	start.Groups[0].Roles = []simulator.Role{{Resource: confluence, Role: "atlassian/user"}}
	for i := range start.Users {
		start.Users[i].LastActive = map[string]time.Time{confluence: time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)}
	}
	return start
}

// ours is the address of the provider in a state.
var ours = provider.Address

// accounts are the elements of a list.
func accounts(n int) string {
	var list strings.Builder
	for i := range n {
		fmt.Fprintf(&list, "    %q,\n", simulated.AccountID(i+1))
	}
	return list.String()
}

// stateOf is a state with so many instances of one resource: to create them takes much longer than what is measured.
func stateOf(typeName, provider string, n int, attributes func(i int) string) string {
	var text strings.Builder
	fmt.Fprintf(&text, `{"version":4,"terraform_version":"1.5.0","serial":1,"lineage":"00000000-0000-4000-8000-00000000bee5","outputs":{},`+
		`"resources":[{"mode":"managed","type":%q,"name":"this","provider":"provider[\"%s\"]","instances":[`, typeName, provider)
	for i := range n {
		if i > 0 {
			text.WriteString(",\n")
		}
		fmt.Fprintf(&text, `{"index_key":%d,"schema_version":0,"attributes":%s,"sensitive_attributes":[]}`, i, attributes(i+1))
	}
	text.WriteString("]}],\"check_results\":null}")
	return text.String()
}
