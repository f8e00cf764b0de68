// SPDX-License-Identifier: MPL-2.0

package authpolicy

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var policiesDataPage = base.Page{
	Subject: subject,
	Summary: "The authentication policies that somebody is in, and how many of their members have two-step verification.",
	Text: "Atlassian's API lists no authentication policies. They are found by asking for every managed account which policy it is in, so policies that nobody is in are invisible, " +
		"as are the names and settings of all: whether a policy demands two-step verification cannot be read, only who has it. " +
		"You find the ID of a policy in the address bar of Atlassian Administration when the policy is open.\n\n" +
		"**What makes it silent.** Nothing: a managed account that Atlassian names several policies for is an error, as is one that it names no policy for after a second look, and a search that shows fewer accounts than Atlassian counts. The members of all policies add up to `managed_accounts`. " +
		"It cannot see an account that Atlassian leaves out of both its search and its count, policies that nobody is in, and what a policy demands.\n\n" +
		"**Cost.** Takes two requests for every 100 managed accounts and one to count them, shared with everything else in the run that needs to know all of them.",
	Operations: []string{"searchDirectoryUsers", "getDirectoryUsersCount", "ControlCloudAPIs_bulkFetchAuthPolicy"},
	Unverified: []string{
		"What the answer of bulk-fetch holds beyond `email`: `policyId` and `accountId` are expected, other forms that were reported are understood.",
		"That bulk-fetch names a policy for every managed account, whatever its status. Where it does not, the data source fails and names the accounts.",
		"Which scope bulk-fetch needs; `read:policies:admin` is the reasonable guess.",
		"What `mfaEnabled` says of people who sign in by single sign-on; it may well be `false`.",
	},
}

// Page is what the documentation page says.
func (*policiesDataSource) Page() base.Page { return policiesDataPage }
