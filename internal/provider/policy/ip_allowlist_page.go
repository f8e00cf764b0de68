// SPDX-License-Identifier: MPL-2.0

package policy

import "github.com/orgsec/terraform-provider-atlassian/internal/provider/base"

var ipAllowlistPage = base.Page{
	Subject: subject,
	Summary: "An IP allowlist of the organization: people reach the products that it applies to from the listed addresses only.",
	Text: "**Locking yourself out.** List in `must_allow` the addresses from which people must always reach the products, such as your office, your VPN and the runner of your pipeline. " +
		"As long as the allowlist is enabled, each of them has to lie wholly inside `addresses`. A plan that would shut one of them out fails, and so does an apply, before it sends anything. " +
		"The state keeps `must_allow`, so it also protects against the plan that takes an address out of it: to let go of an address and to shut it out takes two applies. " +
		"If you lock people out all the same, mend it with Terraform: allowlists do not restrict admin.atlassian.com and the organization API that this provider uses (reported by Atlassian in a public ticket).\n\n" +
		"**What opens products.** `enabled = false`, taking a product out of `resource_ids` or `products`, and destroying the resource all make products reachable from every address, unless another allowlist restricts them. The plan warns of each. It also warns if `addresses` cover all of IPv4 or all of IPv6, because such an allowlist restricts nobody there.\n\n" +
		"**Recent addresses.** With `warn_of_recent_addresses`, a plan that turns the allowlist on, shrinks it or applies it to more products reads the organization's audit log, and warns of the addresses in it that would be shut out. " +
		"The log tells of actions and not of every visit, so an address that is not in it may be in use.\n\n" +
		"**Order of an apply.** Name, addresses and `enabled` change in one request. Products are added and removed after it, so a new product never has the old addresses. " +
		"Atlassian accepts each change, and applies it later: the apply waits until the policy is applied to every product. If Atlassian is still applying it when the time is over, the apply warns. If it failed for a product, the apply fails, or warns where it has created the policy, and the state says so in `not_applied`.\n\n" +
		"**Replacement.** Every attribute is changed in place. If you force a replacement with `-replace`, or the resource is tainted, the policy stays, and the new object takes it over. If such an apply is interrupted in between, the next plan finds the policy and shows its `import` block. With `create_before_destroy`, such a replacement fails, because the name is taken, and changes nothing.\n\n" +
		"**Two allowlists for one product.** How Atlassian combines them is not documented. `must_allow` looks at each allowlist alone.\n\n" +
		"If an allowlist of the same name exists that Terraform does not manage, the resource does not adopt it: the plan fails, or warns where it cannot be sure and the apply fails, and both show the `import` block. Two resources that create allowlists of one name, or one of the name that another resource manages, are an error of the plan. All allowlists of a configuration are read together, with the list of all policies.",
	Operations: []string{
		"getPolicies", "getPolicyById", "createPolicy", "updatePolicy", "deletePolicy", "addResourceToPolicy", "updatePolicyResource", "deletePolicyResource", "queryWorkspacesV2", "getEvents", "pollEvents",
	},
	Drift: "Every attribute that Atlassian knows shows as drift, and the next apply restores it: `name`, `addresses`, `enabled`, `allow_mobile_bypass`, and, in `resources`, a product that somebody has added or removed. " +
		"Another spelling or order of the same addresses is no drift. A product for which Atlassian says `failed` or `removing`, or something unknown, is in `not_applied`, which is planned empty. " +
		"A policy that Atlassian is still applying is no drift. What an answer of Atlassian leaves out never counts as none: the provider reads the policy by itself then, and the refresh fails if that does not say it either.",
	Destroy: "Deletes the policy, and waits until Atlassian does not show it any more. The products that it applied to become reachable from every address, unless another allowlist restricts them. The plan warns of that. " +
		"A policy that is gone already is no error. If another resource of the configuration manages the same policy, it stays.",
	Unverified: []string{
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
	Text: "It reads the list of all policies, once for the run. Where a query includes the whole resource and the list leaves out what a policy says, each such policy takes one more request. " +
		"`must_allow` and `warn_of_recent_addresses` are kept by Terraform alone, so add them after the import.",
	Operations: []string{"getPolicies", "getPolicyById"},
}
