// SPDX-License-Identifier: MPL-2.0

package policy

import "github.com/orgsec/terraform-provider-atlassian/internal/provider/base"

// windowsText is the paragraph of the page on migration windows.
const windowsText = "**Migration windows.** `migration_window` asks Atlassian to move the data of every product of the policy between two times, and `migration_windows` gives single products a window of their own. " +
	"Without a window, Atlassian chooses the time. A window is sent when a product joins the policy, when the region changes, and when the window changes while the data has not moved yet. " +
	"Once the policy is applied to a product, its window is history: it neither drifts nor is sent again, unless the region changes. A window that is over is an error of a plan that would send it. " +
	"A window cannot be taken back: if you remove it from the configuration, Atlassian keeps it, and `migrations` still shows it."

var dataResidencyPolicyPage = base.Page{
	Subject: subject,
	Summary: "A data residency policy: the region in which Atlassian keeps the data of products.",
	Text: "**Applying this resource moves data.** The plan warns which products move, where their data is now according to the organization's list of workspaces, and in which window. " +
		"Moving is slow, can cost money and can keep people from working, and Atlassian decides what of a product moves. The way back is another move.\n\n" +
		"The apply does not wait for a move that is scheduled, and for one that Atlassian is making only for a short time: see `timeouts`. Then it warns which products are still moving. " +
		"That is no drift, and the following plans are empty. What Atlassian could not do shows in `not_applied`.\n\n" +
		windowsText + "\n\n" +
		"If a policy of this type and name exists already, the resource does not adopt it. The plan fails, or warns where it cannot be sure, and the error holds the `import` block. Two resources for one policy or one name are an error of the plan.\n\n" +
		"**Replacement.** Every attribute is changed in place. If you force a replacement with `-replace`, or the resource is tainted, the policy stays, and the new object takes it over: no data is free in between, and no move begins again. " +
		"With `create_before_destroy`, such a replacement fails, because the name is taken, and changes nothing.",
	Operations: []string{"getPolicies", "getPolicyById", "createPolicy", "updatePolicy", "addResourceToPolicy", "updatePolicyResource", "deletePolicyResource", "deletePolicy", "queryWorkspacesV2"},
	Requires:   "Which plans have data residency, and for which products and regions, depends on the contract: look in Atlassian Administration under Data residency.",
	Drift: "Every attribute that Atlassian knows: `name`, `region`, `enabled`, `resources`, and the windows in `migrations`. A product that somebody adds or takes away in Atlassian Administration shows in `resources`, and the next apply restores what is configured. " +
		"A move that Atlassian reports as failed shows in `not_applied`, and the next apply asks for it again. A move that is scheduled or under way is no drift. " +
		"If Atlassian does not tell the window of a product that has not moved yet, the state keeps it and every plan warns, because what is not told is not known to be different.",
	Destroy: "Deletes the policy. Atlassian no longer keeps the data of its products in the region, and may store and move it elsewhere from then on; the plan lists the products. " +
		"What has moved stays where it is at first (unverified). To keep the policy and only stop managing it here, use a `removed` block with `destroy = false`.",
	Unverified: []string{
		"The names of the regions. The API documents a list of texts, `rule.in`, and none of its values; `EU` and `eu` count as one region here. `region` is the only element of that list. If Atlassian answers with several, the plan warns and names them.",
		"Everything about the windows: whether Atlassian keeps to them, refuses one that is over, and tells them in its answers. The API documents texts without a form. The provider sends times of RFC 3339, and reads other forms, too. " +
			"It sends the end as `migrationEndDataTime`, which is how the Organizations API spells it, and also reads `migrationEndDateTime`, the spelling of the Control API.",
		"Whether an update of a policy keeps the resources that its body leaves out. The provider always sends the whole list, with the windows.",
		"Whether disabling or deleting a policy moves data back.",
		"Whether a policy name is unique, and whether Atlassian allows two policies for one product.",
		"Whether a key with scopes may use these operations: Atlassian documents no scope for them.",
	},
}

// Page is what the documentation page says.
func (*dataResidencyPolicyResource) Page() base.Page { return dataResidencyPolicyPage }

var dataResidencyPolicyListPage = base.Page{
	Subject:    subject,
	Summary:    "Lists the data residency policies of the organization, to import them.",
	Text:       "The policies of all types are listed once in a run. A policy that the list tells less of than `include_resource` needs is read by itself.",
	Operations: []string{"getPolicies", "getPolicyById"},
}
