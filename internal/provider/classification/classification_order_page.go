// SPDX-License-Identifier: MPL-2.0

package classification

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var orderPage = base.Page{
	Subject: subject,
	NoList:  "An organization has one order of its classification levels.",
	Summary: "The order of the classification levels, the most sensitive one first.",
	Text: "`level_ids` lists all levels of the organization that are not archived, drafts included, each once. Two resources of this type in one configuration are an error of the plan.\n\n" +
		"**Levels that are not listed.** An apply orders the listed levels, leaves each other level behind the one before it, and warns. The next plan shows the level as drift, until you list or archive it. " +
		"An apply that archives a level and takes it out of the list at once therefore warns, and is complete all the same.\n\n" +
		"**Levels that cannot be ordered.** An apply fails before it changes anything if a listed level is archived or does not exist. The plan warns, unless the same configuration has the level as `atlassian_classification_level`, which restores it first.\n\n" +
		"Atlassian accepts a change at once and makes it later, so the apply waits until Atlassian shows it. A refresh shares the one request for all levels.",
	Operations: []string{"getLevelList", "reorderLevels"},
	Requires:   guardPremium,
	Drift: "The list shows what Atlassian has: another order, a new level, and a level that is missing because it was archived or is gone, such as `level_ids: [B, A, NEW] -> [A, B]`. " +
		"If Atlassian does not say how sensitive a level is, says the same of two, or gives a level a status that is not known, the refresh fails: the order is not known then. It cannot see a level that Atlassian leaves out of the list, because nothing counts the levels.",
	Destroy: "Only forgets the order, with a warning. The levels keep the order that they have.",
	Unverified: []string{
		howLive, howListed, howRanked,
		"Whether `reorderLevels` needs all levels. The provider sends all that are not archived.",
	},
}

// Page is what the documentation page says.
func (*orderResource) Page() base.Page { return orderPage }
