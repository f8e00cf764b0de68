// SPDX-License-Identifier: MPL-2.0

package live

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/rpc"
)

// Case is what the second stage does through the CLI.
type Case struct {
	// Name says what it tries.
	Name string
	// Lacks names the variable without which the case does not run. It is empty for a case that runs.
	Lacks string
	// Case creates, plans again, imports and destroys.
	Case resource.TestCase
}

// Cases are those of the sandbox behind a front. Each makes groups of its own, at the given time, and no group has both a member and a role:
// nobody gets access to anything.
func (s Sandbox) Cases(front string, client *atlassian.Client, at time.Time) []Case {
	group := func(what string) string {
		return fmt.Sprintf("resource \"atlassian_group\" \"this\" {\n  name        = %q\n  description = \"Made by an acceptance test\"\n}\n", Name(at, what))
	}
	lacks := func(value, variable string) string {
		if value == "" {
			return variable
		}
		return ""
	}
	made := resource.TestCheckResourceAttrSet("atlassian_group.this", "id")
	all := []Case{
		{Name: "a group", Case: s.lives("atlassian_group", s.block(front)+group("group"), made)},
		{Name: "a membership", Lacks: lacks(s.Account, AccountVariable), Case: s.lives("atlassian_group_membership", s.block(front)+group("member")+
			fmt.Sprintf("resource \"atlassian_group_membership\" \"this\" {\n  group_id   = atlassian_group.this.id\n  account_id = %q\n}\n", s.Account),
			resource.TestCheckResourceAttr("atlassian_group_membership.this", "account_id", s.Account))},
		{Name: "the members of a group", Lacks: lacks(s.Account, AccountVariable), Case: s.lives("atlassian_group_members", s.block(front)+group("members")+
			fmt.Sprintf("resource \"atlassian_group_members\" \"this\" {\n  group_id    = atlassian_group.this.id\n  account_ids = [%q]\n}\n", s.Account),
			resource.TestCheckResourceAttr("atlassian_group_members.this", "account_ids.#", "1"))},
		{Name: "a role of a group", Lacks: lacks(s.Resource, ResourceVariable), Case: s.lives("atlassian_group_role_assignment", s.block(front)+group("role")+
			fmt.Sprintf("resource \"atlassian_group_role_assignment\" \"this\" {\n  group_id    = atlassian_group.this.id\n  resource_id = %q\n  role        = %q\n}\n", s.Resource, Role),
			resource.TestCheckResourceAttr("atlassian_group_role_assignment.this", "role", Role))},
	}
	for i := range all {
		all[i].Case.CheckDestroy = func(*terraform.State) error { return s.gone(client, at) }
	}
	return all
}

// lives is the life of a resource: it is created, planned again without changes, and imported. The framework destroys it.
func (s Sandbox) lives(typeName, config string, check resource.TestCheckFunc) resource.TestCase {
	return resource.TestCase{
		ProtoV6ProviderFactories: map[string]func() (tfprotov6.ProviderServer, error){
			provider.TypeName: func() (tfprotov6.ProviderServer, error) { return rpc.NewServer(provider.New("live")()), nil },
		},
		Steps: []resource.TestStep{
			{Config: config, Check: check},
			{Config: config, ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}},
			{Config: config, ResourceName: typeName + ".this", ImportState: true, ImportStateKind: resource.ImportBlockWithID, ImportStateIdFunc: importID(typeName)},
		},
	}
}

// importID joins what identifies an object of a type.
func importID(typeName string) resource.ImportStateIdFunc {
	return func(state *terraform.State) (string, error) {
		group := state.RootModule().Resources["atlassian_group.this"].Primary.Attributes
		elements := []string{group["directory_id"], group["id"]}
		own := state.RootModule().Resources[typeName+".this"].Primary.Attributes
		switch typeName {
		case "atlassian_group_membership":
			elements = append(elements, own["account_id"])
		case "atlassian_group_role_assignment":
			elements = append(elements, own["resource_id"], own["role"])
		}
		return strings.Join(elements, "/"), nil
	}
}

// block is the provider block of the sandbox. The framework writes it to a file, so a key that the provider finds in the environment is
// not in it.
func (s Sandbox) block(front string) string {
	settings := [][2]string{{"base_url", front}, {"organization_id", s.ID}, {"directory_id", s.Directory}}
	if !s.fromEnvironment {
		settings = append(settings, [2]string{"api_key", s.APIKey})
	}
	lines := []string{"provider \"atlassian\" {"}
	for _, one := range settings {
		lines = append(lines, fmt.Sprintf("  %s = %q", one[0], one[1]))
	}
	return strings.Join(append(lines, "}"), "\n") + "\n\n"
}

// gone reports a group of these cases that is still there.
func (s Sandbox) gone(client *atlassian.Client, at time.Time) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for group, err := range client.SearchGroups(ctx, s.ID, s.Directory, atlassian.GroupSearch{}) {
		if err != nil {
			return err
		}
		if made, ours := madeAt(group.Name); ours && made.Equal(at.UTC().Truncate(time.Second)) {
			// The search may be late.
			if _, err := client.Group(ctx, s.ID, s.Directory, group.ID); err == nil {
				return errors.New("the group " + group.Name + " is still there")
			}
		}
	}
	return nil
}
