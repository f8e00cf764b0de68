// SPDX-License-Identifier: MPL-2.0

package account

import "github.com/orgsec/terraform-provider-atlassian/internal/provider/base"

// managedAccountKey is what everything needs that changes managed accounts.
const managedAccountKey = "Changes need an API key **without scopes**: Atlassian refuses every key with scopes for managed accounts, whichever they are. The provider explains that once a run, and later errors refer to the first one."

var managedAccountPage = base.Page{
	Subject: subject,
	Summary: "An account that the organization manages: whether the person can log in, and what the profile says.",
	Text: "Use it to deactivate and activate accounts, and to keep profiles as a personnel file says. It does not work for guests and contractors with addresses of other domains: for them, use `atlassian_user`. " +
		"If an identity provider syncs the account, change it there.\n\n" +
		"A managed account is an account of a domain that the organization has claimed. It exists before Terraform manages it, so a new resource creates no account: it brings the account under management, and makes it what the configuration says. " +
		"The plan says what that changes. What the configuration does not set is shown, and nothing changes it.\n\n" +
		"**What the organization cannot change.** Where an identity provider keeps the name, or syncs the account, Atlassian lets nobody else change it. The plan asks Atlassian what may be changed about an account whose change is planned, with one request, and refuses the rest with its reason. " +
		"The plan does not refuse what Atlassian does not say clearly.\n\n" +
		"**People and accounts.** `atlassian_user` is a person's place in a directory: invited, suspended or removed there. This resource is the account itself: a person whose account is deactivated can log in to no app of Atlassian. " +
		"Both can be used for the same person, because they change different things. For a leaver, suspending the user ends the access to the organization's apps and their bills; deactivating the account ends the login everywhere. `atlassian_user` shows the status `deactivated` for such a person, which its `status = \"active\"` does not undo.\n\n" +
		"**E-mail addresses.** A new `email` is given to the same account: identity and state stay. Atlassian then logs the person out everywhere, and resources that name the person by e-mail address need the new one.\n\n" +
		"**Requests.** Many accounts are read together: a refresh takes at most twice the requests that the whole list of accounts takes, 100 accounts a request, and none for each account. A request of its own for an account is needed for `zoneinfo` and `locale`, for a field that is set to an empty text, " +
		"and for what the state holds and Atlassian's search leaves out, such as whether the account is managed.",
	Operations: []string{
		"searchDirectoryUsers", "getDirectoryUsersCount", "getManagePermissions", "getManagedProfile", "updateManagedProfile", "setManagedEmail",
		"disableManagedAccount", "enableManagedAccount", "cancelManagedAccountDeletion", "getDomains", "getAllApiKeys",
	},
	Requires: managedAccountKey,
	Drift: "An attribute that the configuration sets, and that somebody changed, is planned to be changed back. An account that was deactivated shows as `active: false -> true`. So does an account whose deletion is scheduled: applying cancels the deletion, and the plan says so. " +
		"With `active = false`, such an account shows the `status` `for_deletion` and a warning, and Terraform leaves the deletion alone. An account that is gone, or that the organization does not manage any more, is planned for creation, which the plan refuses, and says why. " +
		"`deactivation_message` cannot be read, and so does not drift.",
	Destroy: "Only forgets the account, and warns about it. The account stays as it is, active or not. Terraform never deletes an account.\n\n" +
		"Of a change to `active = false`:" + base.SparedAccounts,
	Unverified: []string{
		"That the fields of the search are those of the profile. Its time zone is not taken for `zoneinfo`.",
		"That Atlassian accepts an empty text to remove a field of the profile.",
		"What Atlassian answers to the deactivation of an account that is deactivated. The provider sends it only if the account is active.",
		"Which account status an account has whose deletion is scheduled. The status `for_deletion` counts as not active.",
		"That an e-mail address is changed at once, without a confirmation by the person.",
	},
}

// Page is what the documentation page says.
func (*managedAccountResource) Page() base.Page { return managedAccountPage }

var managedAccountListPage = base.Page{
	Subject: subject,
	Summary: "Lists the accounts that the organization manages, to bring them under Terraform.",
	Text: "One read serves all lists of a run: one request for every 100 accounts, and one for their count, which shows whether the search hides any. " +
		"`zoneinfo` and `locale` are null, because the search does not have them.",
	Operations: []string{"searchDirectoryUsers", "getDirectoryUsersCount"},
}

// Page is what the documentation page says.
func (*managedAccountList) Page() base.Page { return managedAccountListPage }
