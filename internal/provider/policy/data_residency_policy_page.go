// SPDX-License-Identifier: MPL-2.0

package policy

import "github.com/orgsec/terraform-provider-atlassian/internal/provider/base"

var dataResidencyPolicyPage = base.Page{
	Subject: subject,
	Summary: "Manages a data residency policy: the region in which Atlassian keeps the data of products.",
	Text: "Use it to set the region of products, and the windows in which their data moves. To see policies without managing them, use `atlassian_policies`.\n\n" +
		"**Applying this resource moves data.** The plan warns which products move, where their data is now according to the organization's list of workspaces, and in which window. " +
		"A move is slow, can cost money, and can keep people from working. Atlassian decides what part of a product moves. The way back is another move.",
	Details: "### While data moves\n\n" +
		"The apply does not wait for a move that is scheduled. It waits a short time for a move that Atlassian is making: see `timeouts`. Then it warns which products are still moving. " +
		"That is no drift, and the following plans are empty. `not_applied` shows what Atlassian could not do.\n\n" +
		"### Migration windows\n\n" +
		"`migration_window` asks Atlassian to move the data of every product of the policy between two times. `migration_windows` gives single products a window of their own. " +
		"Without a window, Atlassian chooses the time.\n\n" +
		"The provider sends a window when a product joins the policy, when the region changes, and when the window changes before the data has moved. " +
		"Once the policy is applied to a product, its window does not drift, and the provider sends it again only if the region changes. " +
		"A plan that would send a window that is over fails. You cannot take a window back: if you remove it from the configuration, Atlassian keeps it, and `migrations` still shows it.\n\n" +
		"### Changes since the plan\n\n" +
		"The apply of a change reads the policy first. If somebody has changed since the plan what the plan leaves as it is, the apply fails before it sends anything, and names the difference. " +
		"So an old plan moves no data back. Plan again. A product that a person added since the plan stays, and the apply reports it.\n\n" +
		"### A name that is taken\n\n" +
		"The resource does not adopt a policy of this type and name that exists already. The plan fails, or warns if it cannot be sure, and the error has the `import` block. Two resources for one policy or one name are an error of the plan.",
	Replacement: "Every attribute changes in place. With `-replace`, or if the resource is tainted, the policy stays, and the new object takes it over: the region of the data does not change, and no move begins again. " +
		"With `create_before_destroy`, such a replacement fails because the name is taken, and changes nothing.",
	Requests:   "One request for each page of the list of policies, once in a run, and one for each policy that the list does not show in full. A plan that moves data also takes one for the workspaces.",
	Operations: []string{"getPolicies", "getPolicyById", "createPolicy", "updatePolicy", "addResourceToPolicy", "updatePolicyResource", "deletePolicyResource", "deletePolicy", "queryWorkspacesV2"},
	Requires:   "Your contract decides which products and regions have data residency: look in Atlassian Administration under Data residency.",
	Drift: "Changes of `name`, `region`, `enabled`, `resources`, and of the windows in `migrations` show as drift. A product that a person adds or removes in Atlassian Administration shows in `resources`, and the next apply restores the configured products. " +
		"A move that Atlassian reports as failed shows in `not_applied`, and the next apply asks for it again. A move that is scheduled or under way is no drift. " +
		"If Atlassian does not return the window of a product that has not moved yet, the state keeps the window, and every plan warns.",
	Destroy: "Deletes the policy. Atlassian no longer keeps the data of its products in the region, and may store and move it elsewhere. The plan lists the products. " +
		"Data that moved stays in its place at first (unverified). To keep the policy and only stop managing it here, use a `removed` block with `destroy = false`.",
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
	Text:       "The provider lists the policies of all types once in a run. If `include_resource` needs more than the list has, each such policy takes one more request.",
	Operations: []string{"getPolicies", "getPolicyById"},
}
