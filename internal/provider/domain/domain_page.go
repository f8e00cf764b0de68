// SPDX-License-Identifier: MPL-2.0

package domain

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// listingRequests is what a read of domains costs.
const listingRequests = "All domains of a run share one read of the whole list, with any filters."

var domainPage = base.Page{
	Subject: subject,
	Summary: "Reads a domain of the organization, by name or by ID.",
	Text: "Use this data source to look up a domain. It returns a domain with any status, verified or not. " +
		"To require a verified domain, use the resource `atlassian_domain_verification` or a postcondition.",
	Requests:   listingRequests,
	Operations: []string{"getDomains"},
	Unverified: []string{"Whether Atlassian lists a domain that was added but never verified."},
}

// Page is what the documentation page says.
func (*domain) Page() base.Page { return domainPage }

var domainsPage = base.Page{
	Subject: subject,
	Summary: "Lists the domains of the organization.",
	Text: "Use this data source to check the status of all domains. To read one domain, use `atlassian_domain`.\n\n" +
		"The result leaves out domains whose claim is `deleted`. The provider cannot check that the list is complete, because Atlassian does not say how many domains there are.",
	Requests:   listingRequests,
	Operations: []string{"getDomains"},
	Unverified: domainPage.Unverified,
}

// Page is what the documentation page says.
func (*domainsDataSource) Page() base.Page { return domainsPage }
