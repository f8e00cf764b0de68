// SPDX-License-Identifier: MPL-2.0

package domain

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var verificationTXTPage = base.Page{
	Subject: subject,
	Summary: "Returns the value of the TXT record that verifies a domain for Atlassian: `" + txtPrefix + "<token>`.",
	Text: "Use this function to publish the record with your DNS provider. Atlassian's API does not show the token: copy it from Atlassian Administration under Directory > Domains.\n\n" +
		"The function sends no request, and needs no configured provider.",
}

// Page is what the documentation page says.
func (*verificationTXT) Page() base.Page { return verificationTXTPage }
