// SPDX-License-Identifier: MPL-2.0

package account

import "github.com/orgsec/terraform-provider-atlassian/internal/provider/base"

const (
	// managedAccountKey is what everything needs that changes managed accounts.
	managedAccountKey = "Changes need an API key **without scopes**: for managed accounts, Atlassian refuses every key with scopes, whatever the scopes are. The provider explains this once a run, and later errors refer to the first one."

	unverifiedDeactivation = "What Atlassian answers if you deactivate a deactivated account. The provider sends a deactivation only for an active account."
)

var managedAccountPage = base.Page{
	Subject: subject,
	Summary: "Manages an account of a domain that the organization has claimed: whether the person can log in, and what the profile contains.",
	Text: "Use this resource to deactivate and activate accounts, and to keep profiles in line with your personnel records. For guests and contractors with addresses on other domains, use `atlassian_user`. " +
		"If an identity provider syncs the account, change the account there.\n\n" +
		"The account must exist already. A new resource creates no account: it brings the account under management, and changes it to match the configuration. The plan shows what changes. " +
		"An attribute that you do not set shows the current value, and Terraform does not change it.\n\n" +
		"Changes need an API key without scopes.",
	Details: "### Accounts and people\n\n" +
		"`atlassian_user` is a person's place in a directory: it invites, suspends or removes the person there. `atlassian_managed_account` is the account itself: a person whose account is deactivated can log in to no Atlassian app. " +
		"The two resources change different things, so you can use both for the same person.\n\n" +
		"For a leaver, suspending the user ends the access to the organization's apps, and the billing for them. Deactivating the account ends the login everywhere. " +
		"`atlassian_user` then shows the status `deactivated`, and its `status = \"active\"` does not undo that.\n\n" +
		"### What the organization cannot change\n\n" +
		"If an identity provider keeps the name or syncs the account, Atlassian lets only the identity provider change them. When the plan changes an account, it asks Atlassian what the organization may change about it, with one request. " +
		"The plan refuses the rest, and gives the reason. If Atlassian's answer is not clear, the plan does not refuse the change.\n\n" +
		"### E-mail addresses\n\n" +
		"A new `email` gives the same account another address: identity and state stay. Atlassian then logs the person out everywhere. Resources that name the person by e-mail address need the new address.\n\n" +
		"### Accounts that keep their access\n\n" +
		"The provider refuses `active = false` for some accounts." + base.SparedAccounts,
	Many: true,
	Operations: []string{
		"searchDirectoryUsers", "getDirectoryUsersCount", "getManagePermissions", "getManagedProfile", "updateManagedProfile", "setManagedEmail",
		"disableManagedAccount", "enableManagedAccount", "cancelManagedAccountDeletion", "getDomains", "getAllApiKeys",
	},
	Requires: managedAccountKey,
	Drift: "An apply changes only what its plan shows. What somebody changes after the plan stays, and shows in the next plan. " +
		"If somebody changed an attribute that you set, the plan changes it back. An account that was deactivated shows as `active: false -> true`. " +
		"An account that is scheduled for deletion shows the same change: applying it cancels the deletion, and the plan says so. " +
		"With `active = false`, such an account shows the `status` `for_deletion` and a warning, and Terraform does not stop the deletion.\n\n" +
		"If the account is gone, or the organization no longer manages it, Terraform plans to create it. That plan fails, and says why.\n\n" +
		"Atlassian does not show `deactivation_message`, so it does not drift.",
	Destroy: "Terraform only forgets the account, and warns about it. The account stays as it is, active or not. Terraform never deletes an account.",
	Requests: "The provider reads many accounts together, 100 to a request. A refresh takes at most twice as many requests as the whole list of accounts takes. It takes no request for each account, with these exceptions. An account needs a request of its own for:\n\n" +
		"* `zoneinfo` and `locale`\n" +
		"* a field that you set to an empty text\n" +
		"* a value that the state has and that Atlassian's search leaves out, such as whether the account is managed",
	Unverified: []string{
		"That the fields of the search are those of the profile. The provider does not use the time zone of the search for `zoneinfo`.",
		"That Atlassian accepts an empty text to remove a field of the profile.",
		unverifiedDeactivation,
		"Which account status an account has that is scheduled for deletion. The status `for_deletion` counts as not active.",
		"That an e-mail address changes at once, without a confirmation by the person.",
	},
}

// Page is what the documentation page says.
func (*managedAccountResource) Page() base.Page { return managedAccountPage }

var managedAccountListPage = base.Page{
	Subject:    subject,
	Summary:    "Lists the accounts that the organization manages, so that you can import them.",
	Text:       "`zoneinfo` and `locale` are null, because Atlassian's search does not return them.",
	Requests:   "All lists of a run share one read. It takes one request for every 100 accounts, and one for their count, which shows whether the search hides any.",
	Operations: []string{"searchDirectoryUsers", "getDirectoryUsersCount"},
}

// Page is what the documentation page says.
func (*managedAccountList) Page() base.Page { return managedAccountListPage }
