// SPDX-License-Identifier: MPL-2.0

package domain

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var domainPage = base.Page{
	Subject: subject,
	Summary: "Reads a domain of the organization, by name or by ID.",
	Text: "Any status is returned as it is: the data source does not insist on a verified domain. " +
		"Use the resource `atlassian_domain_verification` for that, or a postcondition.",
	Operations: []string{"getDomains"},
	Unverified: []string{"Whether Atlassian lists a domain that was added but never verified."},
}

// Page is what the documentation page says.
func (*domain) Page() base.Page { return domainPage }

var domainsPage = base.Page{
	Subject: subject,
	Summary: "Lists the domains of the organization.",
	Text: "The whole listing is one read for all domains of a run, whatever the filters say. " +
		"Domains whose claim is `deleted` are left out. What the listing leaves out cannot be seen: Atlassian does not say how many domains there are.",
	Operations: []string{"getDomains"},
	Unverified: domainPage.Unverified,
}

// Page is what the documentation page says.
func (*domainsDataSource) Page() base.Page { return domainsPage }
