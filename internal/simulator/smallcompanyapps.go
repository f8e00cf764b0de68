// SPDX-License-Identifier: MPL-2.0

package simulator

import "encoding/json"

// smallCompanyApps has an app of each kind, and one that nobody has installed.
func smallCompanyApps(jira, confluence string) []App {
	return []App{
		{
			ID: appPrefix + "2b6f0d1e-94c7-4a35-8e12-7d0c5b9fa364", Key: "com.orbit.boards", Name: "Orbit Boards", Vendor: "Orbit Apps",
			Versions:      []AppVersion{{Version: "2.0.0", Scopes: []string{"read:jira-work", "read:jira-user"}, Egress: []string{"*.orbit.example"}}},
			Installations: []AppInstallation{{Context: jira, License: &AppLicense{Active: true, Type: "COMMERCIAL"}}},
		},
		{
			Key: "com.paperplane.forms", Name: "Paperplane Forms", Vendor: "Paperplane", Framework: frameworkConnect,
			Versions:      []AppVersion{{Version: "1.4.2-AC", Scopes: []string{"READ", "WRITE"}}},
			Installations: []AppInstallation{{Context: confluence}},
		},
		{
			ID: appPrefix + "5e8a3c72-1f4d-4b96-a0d7-c32e6f81b459", Name: "Acme Release Notes", Vendor: "Acme", DistributionStatus: "DEVELOPMENT",
			Versions:      []AppVersion{{Version: "1.1.0", Scopes: []string{"read:jira-work"}}},
			Installations: []AppInstallation{{Context: jira}},
		},
		{
			ID: appPrefix + "71c4e9b8-62d3-4f0a-95be-08a7d3f6c21e", Name: "Calendar Bridge", Vendor: "Calbridge", Framework: framework3LO,
			Installations: []AppInstallation{{Context: jira}},
		},
		{
			Key: "com.atlassian.troubleshooting", Name: "Atlassian Troubleshooting", Vendor: "Atlassian", Framework: frameworkConnect,
			System: true, FirstParty: true,
			Versions:      []AppVersion{{Version: "1.0.0", Scopes: []string{"ADMIN"}}},
			Installations: []AppInstallation{{Context: jira}},
		},
		{
			ID: appPrefix + "9d07f5a3-b8e2-4c61-8f39-1a6e4d2c705b", Name: "Ledger Export", Vendor: "Ledgerly",
			Versions: []AppVersion{{
				Version: "3.0.0", Scopes: []string{"read:jira-work", "read:issue:jira", "write:jira-work"}, Egress: []string{"api.ledgerly.example"},
			}},
		},
	}
}

func smallCompanyListings() []MarketplaceListing {
	return []MarketplaceListing{
		{
			Key: "com.orbit.boards", Name: "Orbit Boards", Vendor: "Orbit Apps", Summary: "Boards across projects",
			CloudFortified: true, BugBounty: true,
			Versions: []MarketplaceVersion{{Name: "2.0.0", ReleaseDate: "2026-01-12"}, {Name: "1.9.0", ReleaseDate: "2025-09-30"}},
			PrivacyAndSecurity: json.RawMessage(`{` +
				`"dataAccessAndStorage":{"appStoresEUDOutsideAtlassian":true,"appProcessEUDOutsideAtlassian":true},` +
				`"dataResidency":{"isDataResidencySupported":"APP_DOES_NOT_SUPPORT_DR"},` +
				`"thirdPartyInformation":{"isEndUserDataShared":true,"thirdPartyDetails":[{"name":"Nimbus Hosting"}]},` +
				`"security":{"isDiskEncryptionSupported":true},` +
				`"privacy":{"gdpr":{"dataProcessor":{"isAppDataProcessor":"TRUE"}}}}`),
		},
		{
			Key: "com.paperplane.forms", Name: "Paperplane Forms", Vendor: "Paperplane", Summary: "Forms for pages",
			Versions: []MarketplaceVersion{{Name: "1.4.2-AC", ReleaseDate: "2025-06-02"}},
		},
	}
}
