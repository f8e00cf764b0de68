// SPDX-License-Identifier: MPL-2.0

package classification

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

const (
	guardPremium = "Atlassian marks all operations on classification levels as experimental. They need Atlassian Guard Premium: without it, Atlassian answers with 402. The provider explains that once in a run, and keeps the state."

	howLive   = "No live answer of this API is known to the provider's authors. The bodies of `editLevel`, `archiveLevel`, `restoreLevel` and `reorderLevels` are inferred from the documented ones and from another client."
	howListed = "That Atlassian's list has drafts and archived levels. A level of the state that the list lacks is looked at by its ID."
	howRanked = "That `sensitivity` 1 is the most sensitive level. An apply that reads the opposite order back fails, and says so."
)

var levelPage = base.Page{
	Subject: subject,
	Summary: "Manages a classification level, which describes how sensitive content is.",
	Text: "Use it to define the levels that people give to content, such as a page or a work item. Data security policies can restrict what people may do with content of a level. " +
		"To put the levels into an order, use `atlassian_classification_order`.\n\n" +
		"**Destroying a level archives it, and content with the level becomes unclassified.** Atlassian cannot delete a level.",
	Details: "### Drafts and publication\n\n" +
		"Terraform creates a draft, and publishes it unless `published = false`. A change of a text is an update in place. If Atlassian turns an edited level into a draft again, the same apply publishes it. " +
		"Atlassian accepts each change at once and makes it later, so the apply waits until Atlassian shows it. If the apply stops between creation and publication, the next one continues with the same level.\n\n" +
		"### A name that is taken\n\n" +
		"The resource does not adopt a level of the same name that exists already. The plan fails, or warns if it cannot be sure, and the error has the `import` block. " +
		"This is also true for an archived level, which an import and an apply restore. So import a level that Terraform archived, if you want it back.\n\n" +
		"No level gets the name of another one, also if the same plan archives or renames that one: the plan fails. With `count`, a list that loses its first name would do that, because each level gets the name of its neighbor. " +
		"Use `for_each` with the names as keys.",
	Replacement: "All attributes change in place. With `-replace`, or if the resource is tainted, the provider keeps the level and changes it to the configured values: no content loses its level. The same is true for a resource that changed its address without a `moved` block. If somebody renamed the level in Atlassian as well, and the configuration has the former name, the plan fails: write the `moved` block. " +
		"If the plan does not know the new name yet, the old level stays as it is, with a warning. With `create_before_destroy`, such an apply fails before it changes anything: remove that setting.",
	Requests:   "One request for all levels of the organization, once in a run.",
	Operations: []string{"getLevelList", "getLevel", "createLevel", "editLevel", "publishLevels", "restoreLevel", "archiveLevel"},
	Requires:   guardPremium,
	Drift: "A text or a color that was changed in Atlassian Administration shows as a change in place. So does a level that was archived, as `status: \"ARCHIVED\" -> \"PUBLISHED\"`: an apply restores and publishes it. " +
		"If a person published a draft, and the configuration has `published = false`, the plan fails, because Atlassian cannot undo a publication. " +
		"An unknown or missing status shows as drift, and the apply fails before it changes anything. A level that is gone is planned for creation. " +
		"If somebody changed the level after the plan, in what the plan leaves as it is, the apply fails before it sends anything.",
	Destroy: "Archives the level, because Atlassian cannot delete it. **Content that has the level becomes unclassified**, and data security policies for the level no longer restrict it. The plan warns of that. " +
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
	Text:       "The list leaves out archived levels unless the block asks for them. An apply restores an archived level that you import. The list takes one request.",
	Operations: []string{"getLevelList"},
	Requires:   guardPremium,
	Unverified: []string{howListed},
}

// Page is what the documentation page says.
func (*levelList) Page() base.Page { return levelListPage }

var levelsPage = base.Page{
	Subject:    subject,
	Summary:    "Lists the classification levels of the organization, the most sensitive one first.",
	Text:       "Use it to find the ID of a level, and to see drafts and archived levels. A level without a sensitivity in Atlassian's answer comes last, with `sensitivity = null`.",
	Requests:   "One request, which all resources and data sources of a run share.",
	Operations: []string{"getLevelList"},
	Requires:   guardPremium,
	Unverified: []string{howListed, howRanked},
}

// Page is what the documentation page says.
func (*levelsDataSource) Page() base.Page { return levelsPage }
