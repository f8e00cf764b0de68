// SPDX-License-Identifier: MPL-2.0

package app

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var marketplaceAppPage = base.Page{
	Subject: subject,
	Summary: "Looks up what the public Atlassian Marketplace says of an app.",
	Text: "It tells a reviewer who sells an app, which of Atlassian's programs it is in, and what its vendor has answered about privacy and security. These are the vendor's words, which nobody here has checked.\n\n" +
		"The Marketplace is public: no credentials are sent to it. It is at `https://marketplace.atlassian.com`, unless `base_url` of the provider block leads elsewhere, as to a simulator, which is then asked for the Marketplace as well. Three requests for each app and run.",
	Operations: []string{"getAddon", "getAddonVersions", "getAddonPrivacyAndSecurity"},
	Unverified: []string{
		"Where the programs stand in the answer, and what their statuses are called; `approved` is taken for being in one.",
		"That the newest version for the cloud comes first.",
		"The names of the vendor's answers, which are those of the form that vendors fill in. `privacy_and_security` has all of them as they are.",
		"How long version 2 of the Marketplace's API stays; version 3 asks for credentials in its samples.",
	},
}

// Page is what the documentation page says.
func (*marketplaceApp) Page() base.Page { return marketplaceAppPage }
