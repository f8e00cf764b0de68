// SPDX-License-Identifier: MPL-2.0

package domain

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var verificationPage = base.Page{
	Subject: subject,
	Summary: "Waits until a domain is verified, and then checks in every plan that it still is.",
	Text: "Use this resource to make others wait for a verified domain, such as `atlassian_managed_account`, and to notice when a domain loses its verification. To read a domain with any status, use the data source `atlassian_domain`.\n\n" +
		"Atlassian's API can only read domains. A person adds the domain in Atlassian Administration under Directory > Domains, " +
		"and verifies it there after you have published the TXT record or the HTML file. This resource changes nothing in Atlassian. " +
		"It works like the validation of a certificate: creating it waits until the domain is verified.",
	Operations: []string{"getDomains"},
	Drift: "The planned `status` is always `verified`. If a domain lost its token or was superseded, the plan shows an update in place, such as " +
		"`status: \"missing_token\" -> \"verified\"`. The apply waits for `timeouts.update`. If the domain is still not verified, the apply fails and says what to do.\n\n" +
		"If somebody removed the domain, or its claim is `deleted`, Terraform plans to create the resource. If a domain of the state is missing from an answer, the provider first reads the list again, once for all domains.\n\n" +
		"With `expected_claim_type`, a domain that is verified in another way shows as a change of `claim_type`. Applying that change fails.",
	Destroy:  "Terraform only forgets the domain, and warns about it. The domain stays in Atlassian as it is. To remove it, use Atlassian Administration under Directory > Domains.",
	Requests: "All domains of a run share one read of the whole list. Domains that wait for their verification share their reads, too.",
	Unverified: []string{
		"Whether Atlassian lists a domain that was added but never verified. If it does not, set `wait_until_listed` to wait for a domain that a person is about to verify.",
		"What the status `superseded` means.",
		"Which `claim_type` a domain has that was verified through an identity provider.",
	},
}

// Page is what the documentation page says.
func (*verification) Page() base.Page { return verificationPage }

var verificationListPage = base.Page{
	Subject: subject,
	Summary: "Lists the domains of the organization, so that you can import them.",
	Text: "The list includes domains that are not verified. After you import such a domain, every plan shows its status as a change to `verified`. " +
		"The list leaves out domains whose claim is `deleted`.",
	Operations: []string{"getDomains"},
	Unverified: domainPage.Unverified,
}

// Page is what the documentation page says.
func (*verificationList) Page() base.Page { return verificationListPage }
