// SPDX-License-Identifier: MPL-2.0

package app

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var marketplaceAppPage = base.Page{
	Subject: subject,
	Summary: "Looks up an app in the public Atlassian Marketplace.",
	Text: "Use it in a review: it shows who sells an app, which of Atlassian's programs it is in, and what its vendor answered about privacy and security. These are the vendor's words, and the provider does not check them.\n\n" +
		"The Marketplace is public, so the provider sends no credentials. Its address is `https://marketplace.atlassian.com`. If `base_url` of the provider block is the address of a simulator, the provider asks the simulator.",
	Requests:   "Three requests for each app, once in a run.",
	Operations: []string{"getAddon", "getAddonVersions", "getAddonPrivacyAndSecurity"},
	Unverified: []string{
		"In which part of the answer the programs are, and the names of their statuses. The provider reads `approved` as being in a program.",
		"That the newest version for the cloud comes first.",
		"The names of the vendor's answers, which are those of the form that vendors fill in. `privacy_and_security` has all of them as they are.",
		"How long version 2 of the Marketplace's API stays; version 3 asks for credentials in its samples.",
	},
}

// Page is what the documentation page says.
func (*marketplaceApp) Page() base.Page { return marketplaceAppPage }
