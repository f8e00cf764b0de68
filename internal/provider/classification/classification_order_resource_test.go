// SPDX-License-Identifier: MPL-2.0

package classification_test

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const thisOrder = orderType + ".this"

func TestClassificationOrderResourceLife(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := with(t, "A", "B", "Old:ARCHIVED", "C:DRAFT")
	config := func(names ...string) string { return acctest.Config(org, orderConfig(names...)) }
	are := func(want ...string) resource.TestCheckFunc {
		return func(*terraform.State) error {
			assert.Equal(t, want, statuses(org))
			return nil
		}
	}
	acctest.Test(t, resource.TestCase{
		CheckDestroy: are("Old:ARCHIVED", "C:PUBLISHED", "A:PUBLISHED", "B:PUBLISHED", "D:PUBLISHED"),
		Steps: []resource.TestStep{
			{Config: config("C", "A", "B"), Check: are("C:DRAFT", "A:PUBLISHED", "B:PUBLISHED", "Old:ARCHIVED")},
			{ResourceName: thisOrder, ImportState: true, ImportStateId: org.Credentials.OrganizationID, ImportStateVerify: true, ImportStateVerifyIdentifierAttribute: "organization_id"},
			{ // a draft that is published is no drift
				PreConfig: func() {
					require.NoError(t, org.Simulator.PutClassificationLevel(simulator.ClassificationLevel{ID: tag("C"), Name: "C"}))
				},
				Config: config("C", "A", "B"), ConfigPlanChecks: action(thisOrder, plancheck.ResourceActionNoop),
			},
			{ // another order
				PreConfig:        func() { require.NoError(t, org.Simulator.MoveClassificationLevel("B", 1)) },
				Config:           config("C", "A", "B"),
				ConfigPlanChecks: action(thisOrder, plancheck.ResourceActionUpdate, acctest.Before{Address: thisOrder, Attribute: "level_ids", Want: tags("B", "C", "A")}),
				Check:            are("C:PUBLISHED", "A:PUBLISHED", "B:PUBLISHED", "Old:ARCHIVED"),
			},
			{ // a new level
				PreConfig: func() {
					require.NoError(t, org.Simulator.PutClassificationLevel(simulator.ClassificationLevel{ID: tag("D"), Name: "D"}))
				},
				Config: config("C", "A", "B"), PlanOnly: true, ExpectNonEmptyPlan: true,
				ConfigPlanChecks: resource.ConfigPlanChecks{PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectResourceAction(thisOrder, plancheck.ResourceActionUpdate)}},
			},
			{Config: config("C", "A", "B", "D"), Check: are("C:PUBLISHED", "A:PUBLISHED", "B:PUBLISHED", "Old:ARCHIVED", "D:PUBLISHED")},
			{Config: config("C", "A", "B", "D"), Taint: []string{thisOrder}, ConfigPlanChecks: action(thisOrder, plancheck.ResourceActionReplace)},
			{ // an archived level
				PreConfig: func() {
					require.NoError(t, org.Simulator.PutClassificationLevel(simulator.ClassificationLevel{ID: tag("A"), Name: "A", Status: "ARCHIVED"}))
				},
				Config:           config("C", "A", "B", "D"),
				ConfigPlanChecks: action(thisOrder, plancheck.ResourceActionUpdate),
				ExpectError:      regexp.MustCompile(`Levels cannot be ordered`),
			},
			{
				PreConfig: func() {
					require.NoError(t, org.Simulator.PutClassificationLevel(simulator.ClassificationLevel{ID: tag("A"), Name: "A"}))
					require.NoError(t, org.Simulator.MoveClassificationLevel("Old", 1))
				},
				Config: config("C", "A", "B", "D"),
				Check:  are("Old:ARCHIVED", "C:PUBLISHED", "A:PUBLISHED", "B:PUBLISHED", "D:PUBLISHED"),
			},
		},
	})
}

// Whatever the data source lists can be put into an order, and a level of the same configuration, too.
func TestClassificationOrderOfOtherTypes(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := with(t, "A", "Old:ARCHIVED", "B:DRAFT")
	config := func(level string) string {
		return acctest.Config(org, `
data "atlassian_classification_levels" "all" {}

locals {
  present = [for level in data.atlassian_classification_levels.all.levels : level.id if level.status != "ARCHIVED" && level.name != "Secret"]
}
`+level)
	}
	const with = `
resource "atlassian_classification_level" "secret" {
  name = "Secret"
}

resource "atlassian_classification_order" "this" {
  level_ids = concat([atlassian_classification_level.secret.id], local.present)
}
`
	const without = `
resource "atlassian_classification_order" "this" {
  level_ids = local.present
}
`
	are := func(want ...string) resource.TestCheckFunc {
		return func(*terraform.State) error {
			assert.Equal(t, want, statuses(org))
			return nil
		}
	}
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: config(with), Check: are("Secret:PUBLISHED", "A:PUBLISHED", "B:DRAFT", "Old:ARCHIVED")},
		{Config: config(with), ConfigPlanChecks: action(thisOrder, plancheck.ResourceActionNoop)},
		{Config: config(without), Check: are("Secret:ARCHIVED", "A:PUBLISHED", "B:DRAFT", "Old:ARCHIVED")},
	}})
}
