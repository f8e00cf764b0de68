// SPDX-License-Identifier: MPL-2.0

package domain

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var verificationPage = base.Page{
	Subject: subject,
	Summary: "Waits until a domain is verified, and from then on asserts that it stays so.",
	Text: "Atlassian's API reads domains and nothing else. A person adds the domain in Atlassian Administration under Directory > Domains, " +
		"and it is verified there once the TXT record (or the HTML file) is published. Creating this resource changes nothing in Atlassian: " +
		"it waits, like the validation of a certificate does, until the domain is verified. What only works with a verified domain, such as managed accounts, can depend on it.\n\n" +
		"All domains of a run are one read of the listing, and all that wait share their reads.",
	Operations: []string{"getDomains"},
	Drift: "The planned `status` is always `verified`. A domain that lost its token, or was superseded, therefore shows as an update in place, such as " +
		"`status: \"missing_token\" -> \"verified\"`. Apply waits again, for `timeouts.update`, and then fails with what is to be done. " +
		"A domain that somebody removed, or whose claim is `deleted`, is planned for creation. If an answer lacks a domain of the state, the provider reads the list once more first, and only once for all domains. With `expected_claim_type`, a domain that is verified in another way shows as a change of `claim_type`, whose apply fails.",
	Destroy: "Only forgets the domain, and warns about it. It stays in Atlassian as it is: to remove it, use Atlassian Administration under Directory > Domains.",
	Unverified: []string{
		"Whether Atlassian lists a domain that was added but never verified. Where it does not, set `wait_until_listed` to wait for one that is about to be verified.",
		"What the status `superseded` means.",
		"Which `claim_type` a domain has that was verified through an identity provider.",
	},
}

// Page is what the documentation page says.
func (*verification) Page() base.Page { return verificationPage }

var verificationListPage = base.Page{
	Subject: subject,
	Summary: "Lists the domains of the organization, to bring them under Terraform.",
	Text: "A domain that is not verified is listed too. Once it is imported, every plan shows its status as a change to `verified`. " +
		"Domains whose claim is `deleted` are left out.",
	Operations: []string{"getDomains"},
	Unverified: domainPage.Unverified,
}

// Page is what the documentation page says.
func (*verificationList) Page() base.Page { return verificationListPage }
