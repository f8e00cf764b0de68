// SPDX-License-Identifier: MPL-2.0

package authpolicy

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

const (
	// walkRequests is what it costs to learn who is in which policy.
	walkRequests = "The read takes two requests for every 100 managed accounts of the organization, and one to count them. It is shared with everything else in the run that needs all managed accounts."

	unverifiedBulkScope = "Which scope bulk-fetch needs. `read:policies:admin` is the reasonable guess."
)

var policiesDataPage = base.Page{
	Subject: subject,
	Summary: "Lists the authentication policies that have members, and how many of their members have two-step verification.",
	Text: "Use this data source to find policies, and to check in a `check` block how many people have two-step verification. For the accounts in one policy, use `atlassian_authentication_policy_members`.\n\n" +
		"Atlassian's API cannot list authentication policies. The provider asks for every managed account which policy it is in, so it cannot see a policy without members. " +
		"It cannot see names and settings either: it shows who has two-step verification, not whether a policy requires it. To notice changes of settings, use `atlassian_authentication_policy_attestation`.\n\n" +
		"To find the ID of a policy, open the policy in Atlassian Administration, and look at the address bar.",
	Details: "### Whether the result is complete\n\n" +
		"The members of all policies add up to `managed_accounts`. These are errors, so that no account is missing:\n\n" +
		"* Atlassian names several policies for a managed account.\n" +
		"* Atlassian names no policy for a managed account, even when the provider asks once more.\n" +
		"* A search shows fewer accounts than Atlassian counts.\n\n" +
		"The provider cannot see an account that Atlassian leaves out of both its search and its count.",
	Requests:   walkRequests,
	Operations: []string{"searchDirectoryUsers", "getDirectoryUsersCount", "ControlCloudAPIs_bulkFetchAuthPolicy"},
	Unverified: []string{
		"What the answer of bulk-fetch contains beyond `email`. The provider expects `policyId` and `accountId`, and also reads other forms that were reported.",
		"That bulk-fetch names a policy for every managed account with any status. If it does not, the data source fails and names the accounts.",
		unverifiedBulkScope,
		"What `mfaEnabled` contains for people who sign in by single sign-on. It may well be `false`.",
	},
}

// Page is what the documentation page says.
func (*policiesDataSource) Page() base.Page { return policiesDataPage }
