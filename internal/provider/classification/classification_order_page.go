// SPDX-License-Identifier: MPL-2.0

package classification

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var orderPage = base.Page{
	Subject: subject,
	NoList:  "An organization has one order of its classification levels.",
	Summary: "Manages the order of the classification levels, the most sensitive one first.",
	Text:    "Use it together with `atlassian_classification_level`, which manages the levels themselves. `level_ids` lists all levels of the organization that are not archived, including drafts, each once. Two resources of this type in one configuration are an error of the plan.",
	Details: "### Levels that are not listed\n\n" +
		"An apply orders the listed levels, leaves each other level behind the one before it, and warns. The next plan shows the level as drift, until you list or archive it. " +
		"So an apply that archives a level and also removes it from the list warns, and is complete.\n\n" +
		"### Levels that cannot be ordered\n\n" +
		"An apply fails before it changes anything if a listed level is archived or does not exist. The plan warns, unless the same configuration has the level as `atlassian_classification_level`, which restores it first.\n\n" +
		"Atlassian accepts a change at once and makes it later, so the apply waits until Atlassian shows it.",
	Requests:   "One request for all levels of the organization, once in a run.",
	Operations: []string{"getLevelList", "reorderLevels"},
	Requires:   guardPremium,
	Drift: "The list shows another order, a new level, and a level that is missing because it was archived or deleted, such as `level_ids: [B, A, NEW] -> [A, B]`. " +
		"The refresh fails if a level has no sensitivity or an unknown status, or if two levels have the same sensitivity, because the order is not known then. The provider cannot see a level that Atlassian leaves out of the list, because there is no count of the levels.",
	Destroy: "Forgets the order, with a warning. The levels keep their order.",
	Unverified: []string{
		howLive, howListed, howRanked,
		"Whether `reorderLevels` needs all levels. The provider sends all that are not archived.",
	},
}

// Page is what the documentation page says.
func (*orderResource) Page() base.Page { return orderPage }
