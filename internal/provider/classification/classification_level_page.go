// SPDX-License-Identifier: MPL-2.0

package classification

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

const (
	guardPremium = "Atlassian marks all operations on classification levels as experimental. They need Atlassian Guard Premium: without it, Atlassian answers 402, which the provider explains once a run, and the state is kept."

	howLive   = "No live answer of this API is known to the provider's authors. The bodies of `editLevel`, `archiveLevel`, `restoreLevel` and `reorderLevels` are inferred from the documented ones and from another client."
	howListed = "That Atlassian's list has drafts and archived levels. A level of the state that the list lacks is looked at by its ID."
	howRanked = "That `sensitivity` 1 is the most sensitive level. An apply that reads the opposite order back fails, and says so."
)

var levelPage = base.Page{
	Subject: subject,
	Summary: "A classification level, which says how sensitive content is.",
	Text: "People give a published level to content, such as a page or a work item, and data security policies can restrict what may be done with content of a level. " +
		"`atlassian_classification_order` puts the levels into an order.\n\n" +
		"**Life.** Terraform creates a draft, and publishes it unless `published = false`. A change of a text is an update in place; if Atlassian makes an edited level a draft again, the same apply publishes it. " +
		"Atlassian accepts each change at once and makes it later, so the apply waits until Atlassian shows it. If the apply stops between creation and publication, the next one continues with the same level.\n\n" +
		"**A name that is taken.** If a level of the name exists already, the resource does not adopt it: the plan fails, or warns where it cannot be sure, and the error holds the `import` block. This also holds for an archived level, which an import and an apply restore. " +
		"So to create a level again that Terraform has archived, import it.\n\n" +
		"**Replacement.** All attributes change in place. `-replace`, and a tainted resource, keep the level, and bring it to what the configuration says: no content loses its level. So does a resource that has changed its address without a `moved` block. " +
		"If the plan does not know the new name yet, the old level stays as it is, with a warning. With `create_before_destroy`, such an apply fails before it changes anything: take that out.\n\n" +
		"A refresh of all levels of the organization takes one request.",
	Operations: []string{"getLevelList", "getLevel", "createLevel", "editLevel", "publishLevels", "restoreLevel", "archiveLevel"},
	Requires:   guardPremium,
	Drift: "A text or a color that was changed in Atlassian Administration shows as a change in place. So does a level that was archived, as `status: \"ARCHIVED\" -> \"PUBLISHED\"`: applying restores and publishes it. " +
		"A draft that somebody has published fails the plan where the configuration says `published = false`, because Atlassian cannot take that back. " +
		"A status that is not known, or that Atlassian does not say, shows as drift, and the apply fails before it changes anything. A level that is gone is planned for creation.",
	Destroy: "Archives the level, because Atlassian cannot delete it. **Content that has the level becomes unclassified**, and data security policies for the level no longer restrict what can be done with it. The plan warns of that. " +
		"The content regains the level if somebody restores and publishes it. A `removed` block with `destroy = false` leaves the level as it is.",
	Unverified: []string{
		howLive, howListed,
		"Whether names are unique, and whether an archived level keeps its name. The provider refuses a second level of a name in any case.",
		"That data security policies for a level restrict nothing once it is archived. Atlassian documents that the content becomes unclassified.",
		"Whether an edited level stays published, and whether a text that is not sent is removed. The provider always sends both texts.",
		"Which colors there are besides `RED`.",
	},
}

// Page is what the documentation page says.
func (*levelResource) Page() base.Page { return levelPage }

var levelListPage = base.Page{
	Subject:    subject,
	Summary:    "Lists the classification levels of the organization, to import them.",
	Text:       "Archived levels are left out unless the block asks for them. An apply restores an archived level that was imported. The list is one request.",
	Operations: []string{"getLevelList"},
	Requires:   guardPremium,
	Unverified: []string{howListed},
}

// Page is what the documentation page says.
func (*levelList) Page() base.Page { return levelListPage }

var levelsPage = base.Page{
	Subject: subject,
	Summary: "Lists the classification levels of the organization, the most sensitive one first.",
	Text: "Drafts and archived levels are in the list. The list is read once in a run, with one request, however many resources and data sources ask for it.\n\n" +
		"A level of which Atlassian does not say how sensitive it is comes last, with `sensitivity = null`.",
	Operations: []string{"getLevelList"},
	Requires:   guardPremium,
	Unverified: []string{howListed, howRanked},
}

// Page is what the documentation page says.
func (*levelsDataSource) Page() base.Page { return levelsPage }
