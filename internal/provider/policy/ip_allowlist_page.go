// SPDX-License-Identifier: MPL-2.0

package policy

import "github.com/orgsec/terraform-provider-atlassian/internal/provider/base"

var ipAllowlistPage = base.Page{
	Subject: subject,
	Summary: "Manages an IP allowlist of the organization: people reach its products only from the listed addresses.",
	Text: "Use it to restrict products to your networks. If you lock people out of a product, you can correct it with Terraform: according to a public ticket of Atlassian, an allowlist restricts neither admin.atlassian.com nor the organization API (unverified). To see policies without managing them, use `atlassian_policies`.\n\n" +
		"**Do not lock yourself out.** List in `must_allow` the addresses from which people must always reach the products, such as your office, your VPN and the runner of your pipeline. " +
		"A plan that would shut one of them out fails, and so does an apply, before it sends anything.\n\n" +
		"**Some changes open products.** `enabled = false`, removing a product from `resource_ids` or `products`, and destroying the resource make products reachable from every address, unless another allowlist restricts them. The plan warns of each.",
	Details: "### Addresses that must stay in\n\n" +
		"While the allowlist is enabled, each address of `must_allow` has to lie wholly inside `addresses`. " +
		"The state keeps `must_allow`, so it also protects against the plan that removes an address from it: it takes two applies to remove an address there and to shut it out. " +
		"`must_allow` looks at each allowlist alone. Atlassian does not document how it combines two allowlists for one product.\n\n" +
		"The plan also warns if `addresses` cover all of IPv4 or all of IPv6, because such an allowlist restricts nobody there.\n\n" +
		"### Recent addresses\n\n" +
		"With `warn_of_recent_addresses`, a plan that turns the allowlist on, shrinks it or applies it to more products reads the organization's audit log. It warns of the addresses in the log that the allowlist would shut out. " +
		"The log has actions, and not every visit, so an address that is not in it may be in use.\n\n" +
		"### Changes since the plan\n\n" +
		"The apply of a change reads the policy first. If somebody has changed since the plan what the plan leaves as it is, the apply fails before it sends anything, and names the difference. " +
		"So an old plan does not turn on an allowlist that a person has turned off. Plan again. A product that a person added since the plan stays, and the apply reports it.\n\n" +
		"### Order of an apply\n\n" +
		"Name, addresses and `enabled` change in one request. The apply adds and removes products afterwards, so a new product never has the old addresses. " +
		"Atlassian accepts each change, and applies it later: the apply waits until Atlassian has applied the policy to every product. If Atlassian needs longer, the apply warns. " +
		"If Atlassian failed for a product, `not_applied` shows it. The apply then fails, or warns if it created the policy.\n\n" +
		"### A name that is taken\n\n" +
		"The resource does not adopt an allowlist of the same name that exists already. The plan fails, or warns if it cannot be sure and the apply fails, and both show the `import` block. " +
		"Two resources that create allowlists of one name, or one of the name that another resource manages, are an error of the plan.",
	Replacement: "Every attribute changes in place. With `-replace`, or if the resource is tainted, the policy stays, and the new object takes it over. If such an apply is interrupted, the next plan finds the policy and shows its `import` block. With `create_before_destroy`, such a replacement fails because the name is taken, and changes nothing.",
	Requests:    "All allowlists share the list of policies, which takes one request for each page, once in a run. A policy that the list does not show in full takes one more: this includes a configured `allow_mobile_bypass`.",
	Operations: []string{
		"getPolicies", "getPolicyById", "createPolicy", "updatePolicy", "deletePolicy", "addResourceToPolicy", "updatePolicyResource", "deletePolicyResource", "queryWorkspacesV2", "getEvents", "pollEvents",
	},
	Drift: "Changes of `name`, `addresses`, `enabled` and `allow_mobile_bypass` show as drift, and so does a product in `resources` that a person added or removed. The next apply restores what is configured. " +
		"Another spelling or order of the same addresses is no drift. A product with the status `failed`, `removing` or an unknown one is in `not_applied`, which the plan sets to empty. " +
		"A policy that Atlassian is still applying is no drift. If the list leaves out a value, the provider reads the policy itself. The refresh fails if that answer lacks the value, too.",
	Destroy: "Deletes the policy, and waits until Atlassian does not show it any more. The products that it applied to become reachable from every address, unless another allowlist restricts them. The plan warns of that. " +
		"It is no error if the policy is gone already. If another resource of the configuration manages the same policy, it stays.",
	Unverified: []string{
		"That an allowlist restricts neither admin.atlassian.com nor the organization API, which is your way back in: the only source is Atlassian's public ticket [ACCESS-1048](https://jira.atlassian.com/browse/ACCESS-1048).",
		"How Atlassian combines two allowlists for one product. Do not rely on either.",
		"That a policy of the type `ip-allowlist` is what the console calls an IP allowlist.",
		"That a key with scopes may manage policies: Atlassian documents no scope for these operations.",
		"`allow_mobile_bypass`: only Atlassian's Control API documents it. It is sent only if you configure it, and the apply fails if Atlassian says afterwards that it did not keep it. If the list of policies leaves it out, a refresh asks for the policy itself, and warns if that leaves it out, too.",
		"Whether an update of a policy removes the products that it leaves out. So the provider always sends all of them.",
		"Whether two policies may have the same name.",
		"How many addresses a policy may have: the console allows 500 for an app. More of them is a warning.",
		"Which spelling of an address Atlassian keeps. Every spelling of the same address counts as the same here.",
		"How long Atlassian needs to apply a policy, and whether it applies one that is disabled.",
	},
}

// Page is what the documentation page says.
func (*ipAllowlistResource) Page() base.Page { return ipAllowlistPage }

var ipAllowlistListPage = base.Page{
	Subject: subject,
	Summary: "Lists the IP allowlists of the organization, to import them.",
	Text: "The provider lists all policies once in a run. If `include_resource` needs more than the list has, each such policy takes one more request. " +
		"`must_allow` and `warn_of_recent_addresses` are only in Terraform, so add them after the import.",
	Operations: []string{"getPolicies", "getPolicyById"},
}
