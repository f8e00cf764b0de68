// SPDX-License-Identifier: MPL-2.0

package classification_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const thisLevel = levelType + ".this"

func action(address string, kind plancheck.ResourceActionType, more ...plancheck.PlanCheck) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: append(more, plancheck.ExpectResourceAction(address, kind))}
}

func TestClassificationLevelResourceLife(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := with(t, "Public")
	config := func(name, more string) string {
		return acctest.Config(org, fmt.Sprintf(`resource "atlassian_classification_level" "this" {
  name = %q
  %s
}`, name, more))
	}
	is := func(want simulator.ClassificationLevel) resource.TestCheckFunc {
		return func(s *terraform.State) error {
			want.ID = idOf(org, want.Name)
			assert.Equal(t, want, levelOf(org, want.Name))
			assert.Equal(t, want.ID, s.RootModule().Resources[thisLevel].Primary.ID)
			return nil
		}
	}
	var first string
	acctest.Test(t, resource.TestCase{
		CheckDestroy: func(*terraform.State) error {
			assert.Equal(t, []string{"Public:PUBLISHED", "Confidential:ARCHIVED"}, statuses(org), "it is archived")
			return nil
		},
		Steps: []resource.TestStep{
			{
				Config: config("Secret", `definition = "D"`+"\n"+`published = false`),
				Check: resource.ComposeTestCheckFunc(is(simulator.ClassificationLevel{Name: "Secret", Definition: "D", Color: "RED", Status: "DRAFT"}),
					resource.TestCheckResourceAttr(thisLevel, "status", "DRAFT"), resource.TestCheckResourceAttr(thisLevel, "color", "RED"),
					resource.TestCheckResourceAttrWith(thisLevel, "id", func(id string) error { first = id; return nil })),
			},
			{ // published and edited in place
				Config: config("Confidential", `guideline = "G"`+"\n"+`color = "BLUE"`), ConfigPlanChecks: action(thisLevel, plancheck.ResourceActionUpdate),
				Check: resource.ComposeTestCheckFunc(is(simulator.ClassificationLevel{Name: "Confidential", Guideline: "G", Color: "BLUE", Status: "PUBLISHED"}),
					resource.TestCheckResourceAttrWith(thisLevel, "id", func(id string) error { assert.Equal(t, first, id); return nil })),
			},
			{ResourceName: thisLevel, ImportState: true, ImportStateVerify: true},
			{ResourceName: thisLevel, ImportState: true, ImportStateId: "name:confidential", ImportStateVerify: true},
			{ // a draft cannot be had again
				Config: config("Confidential", `published = false`), ExpectError: regexp.MustCompile(`The level is published`),
			},
			{ // drift of the texts
				PreConfig: func() {
					require.NoError(t, org.Simulator.PutClassificationLevel(simulator.ClassificationLevel{ID: first, Name: "confidential", Definition: "New", Color: "GREEN"}))
				},
				Config: config("Confidential", `guideline = "G"`+"\n"+`color = "BLUE"`),
				ConfigPlanChecks: action(thisLevel, plancheck.ResourceActionUpdate, acctest.Before{Address: thisLevel, Attribute: "name", Want: "confidential"},
					acctest.Before{Address: thisLevel, Attribute: "definition", Want: "New"}, acctest.Before{Address: thisLevel, Attribute: "color", Want: "GREEN"}),
				Check: is(simulator.ClassificationLevel{Name: "Confidential", Guideline: "G", Color: "BLUE", Status: "PUBLISHED"}),
			},
			{ // drift of the status
				PreConfig: func() {
					require.NoError(t, org.Simulator.PutClassificationLevel(simulator.ClassificationLevel{ID: first, Name: "Confidential", Guideline: "G", Color: "BLUE", Status: "ARCHIVED"}))
				},
				Config:           config("Confidential", `guideline = "G"`),
				ConfigPlanChecks: action(thisLevel, plancheck.ResourceActionUpdate, acctest.Before{Address: thisLevel, Attribute: "status", Want: "ARCHIVED"}, acctest.Before{Address: thisLevel, Attribute: "published", Want: false}),
				Check:            is(simulator.ClassificationLevel{Name: "Confidential", Guideline: "G", Color: "BLUE", Status: "PUBLISHED"}),
			},
			{ // a replacement takes the level over
				PreConfig: org.Simulator.ResetRequests,
				Config:    config("Confidential", `guideline = "G"`), Taint: []string{thisLevel}, ConfigPlanChecks: action(thisLevel, plancheck.ResourceActionReplace),
				Check: resource.ComposeTestCheckFunc(is(simulator.ClassificationLevel{Name: "Confidential", Guideline: "G", Color: "BLUE", Status: "PUBLISHED"}),
					func(*terraform.State) error {
						assert.Empty(t, writes(org), "nothing is archived, and nothing created")
						return nil
					},
					resource.TestCheckResourceAttrWith(thisLevel, "id", func(id string) error { assert.Equal(t, first, id); return nil })),
			},
			{Config: config("Confidential", ""), Check: is(simulator.ClassificationLevel{Name: "Confidential", Color: "BLUE", Status: "PUBLISHED"})},
			{ // disappears, which nobody expects
				PreConfig:        func() { require.NoError(t, org.Simulator.RemoveClassificationLevel("Confidential")) },
				Config:           config("Confidential", ""),
				ConfigPlanChecks: action(thisLevel, plancheck.ResourceActionCreate),
				Check:            is(simulator.ClassificationLevel{Name: "Confidential", Color: "RED", Status: "PUBLISHED"}),
			},
		},
	})
}

// A list with count that loses its first name is refused. What the error advises keeps each level.
func TestACountedLevelMovesToItsName(t *testing.T) {
	t.Parallel()
	org := with(t)
	work := cli.New(t, org)
	counted := func(list string) string {
		return "locals {\n  names = " + list + "\n}\nresource \"atlassian_classification_level\" \"t\" {\n  count = length(local.names)\n  name  = local.names[count.index]\n}\n"
	}
	work.Write("main.tf", counted(`["A", "B"]`))
	work.MustRun("apply", "-auto-approve")
	id := idOf(org, "B")
	work.Write("main.tf", counted(`["B"]`))
	require.Contains(t, work.Run("apply", "-auto-approve", "-no-color").Output, "Another level has the name")
	work.Write("main.tf", fmt.Sprintf("resource %[1]q \"t\" {\n  for_each = toset([\"B\"])\n  name     = each.key\n}\n"+
		"moved {\n  from = %[1]s.t[0]\n  to   = %[1]s.t[\"A\"]\n}\nmoved {\n  from = %[1]s.t[1]\n  to   = %[1]s.t[\"B\"]\n}\n", levelType))
	work.MustRun("apply", "-auto-approve")
	assert.ElementsMatch(t, []string{"A:ARCHIVED", "B:PUBLISHED"}, statuses(org))
	assert.Equal(t, id, idOf(org, "B"))
}

// An archived level is offered. Its import restores and publishes it.
func TestAnArchivedLevelIsOffered(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := with(t, "Secret:ARCHIVED")
	config := "resource \"atlassian_classification_level\" \"this\" {\n  name = \"Secret\"\n}\n"
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: acctest.Config(org, config), ExpectError: regexp.MustCompile(`An archived level has the name`)},
		{
			Config: acctest.Config(org, config+fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", thisLevel, idOf(org, "Secret"))), ConfigPlanChecks: action(thisLevel, plancheck.ResourceActionUpdate),
			Check: func(*terraform.State) error { assert.Equal(t, []string{"Secret:PUBLISHED"}, statuses(org)); return nil },
		},
	}})
}
