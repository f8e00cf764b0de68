// SPDX-License-Identifier: MPL-2.0

package company

import (
	"encoding/json"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// Small is the built-in organization: a company of a dozen people with
// Jira, Confluence and Jira Service Management on one site, and a few apps.
func Small() world.Organization {
	const site = "8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"

	jira := "ari:cloud:jira-software::site/" + site
	confluence := "ari:cloud:confluence::site/" + site
	service := "ari:cloud:jira-servicedesk::site/" + site

	const (
		id           = "5c3f7a10-2e64-4b8d-a1f9-0d6e8b4c2a75"
		organization = "ari:cloud:platform::org/" + id
	)

	return world.Organization{
		ID:   id,
		Name: "Acme",
		Directories: []world.Directory{
			{ID: "b7d92e46-58c1-4f3a-8e20-91a4c6d3f5b8", Name: "Acme"},
		},
		Domains: []world.Domain{
			{Name: "acme.example", ClaimType: "dns", ClaimStatus: "verified"},
			{Name: "acme.dev", ClaimType: "http", ClaimStatus: "verified"},
			{Name: "acme-labs.example", ClaimType: "dns", ClaimStatus: "unverified"},
		},
		Users: []world.User{
			{
				Email: "ada.okafor@acme.example", Name: "Ada Okafor", MFA: true,
				Roles: []world.Role{{Resource: organization, Role: "atlassian/org-admin"}}, // beside the group
			},
			{Email: "bruno.keller@acme.example", Name: "Bruno Keller", MFA: true},
			{Email: "chen.li@acme.example", Name: "Chen Li", MFA: true},
			{Email: "dana.novak@acme.example", Name: "Dana Novak", MFA: true},
			{Email: "emil.sorensen@acme.example", Name: "Emil Sorensen"},
			{
				Email: "fatima.haddad@acme.example", Name: "Fatima Haddad", MFA: true,
				Roles: []world.Role{{Resource: service, Role: "atlassian/user"}},
			},
			{Email: "gus.moreau@acme.dev", Name: "Gus Moreau", MFA: true},
			{Email: "hana.sato@acme.dev", Name: "Hana Sato", MFA: true, ManagementSource: "synced"},
			{Email: "ivan.petrov@acme.dev", Name: "Ivan Petrov", ManagementSource: "synced"},
			{Email: "julia.santos@acme.example", Name: "Julia Santos", Status: "suspended"},
			{Email: "kofi.mensah@acme.example", Name: "Kofi Mensah", Status: "deactivated"},
			{Email: "lena.fischer@contractor.example", Name: "Lena Fischer"},
			{Email: "milo.rossi@contractor.example", Name: "Milo Rossi"},
		},
		Groups: []world.Group{
			{
				Name: "org-admins", Description: "Administers the organization", Admin: true,
				Members: []string{"ada.okafor@acme.example", "bruno.keller@acme.example"},
				Roles:   []world.Role{{Resource: organization, Role: "atlassian/org-admin"}},
			},
			{
				Name: "jira-users", Description: "Default group of Jira", Default: true,
				Members: []string{
					"ada.okafor@acme.example", "bruno.keller@acme.example", "chen.li@acme.example", "dana.novak@acme.example",
					"emil.sorensen@acme.example", "gus.moreau@acme.dev", "lena.fischer@contractor.example",
				},
				Roles: []world.Role{{Resource: jira, Role: "atlassian/user", Default: true}},
			},
			{
				Name: "confluence-users", Description: "Default group of Confluence", Default: true,
				Members: []string{
					"ada.okafor@acme.example", "chen.li@acme.example", "fatima.haddad@acme.example", "hana.sato@acme.dev",
				},
				Roles: []world.Role{{Resource: confluence, Role: "atlassian/user", Default: true}},
			},
			{
				Name: "engineering", Description: "Everyone who ships",
				Members: []string{"chen.li@acme.example", "dana.novak@acme.example", "gus.moreau@acme.dev"},
				Roles:   []world.Role{{Resource: jira, Role: "atlassian/user"}},
			},
			{
				Name: "contractors", Description: "People from outside",
				Members: []string{"lena.fischer@contractor.example", "milo.rossi@contractor.example"},
			},
			{
				Name: "idp-employees", Description: "Synced from the identity provider", Synced: true,
				Members: []string{"hana.sato@acme.dev", "ivan.petrov@acme.dev"},
			},
		},
		AuthenticationPolicies: []world.AuthenticationPolicy{
			{ID: "a3d1c0f2-7b64-4e19-8c5d-2f90b6e4a718", Name: "Everyone", Default: true},
			{
				ID: "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045", Name: "Staff",
				Members: []string{
					"ada.okafor@acme.example", "bruno.keller@acme.example", "chen.li@acme.example", "dana.novak@acme.example",
				},
				Settings: world.AuthenticationSettings{TwoStepVerification: "required", MinimumPasswordStrength: "strong"},
			},
			{
				ID: "e5f7a926-3c81-4d0b-9f47-81b2d6c3e05a", Name: "Break glass",
				Settings: world.AuthenticationSettings{TwoStepVerification: "required", MinimumPasswordStrength: "very_strong"},
			},
		},
		Workspaces: []world.Workspace{
			{
				ID: jira, Name: "acme", Type: "jira-software", HostURL: "https://acme.atlassian.net", Regions: []string{"eu"}, CreatedAt: "2023-05-02T08:00:00Z",
				Entitlements: []world.Entitlement{{Key: "jira-software", Plan: "Standard", PlanKey: "standard"}},
			},
			{ID: confluence, Name: "acme", Type: "confluence", HostURL: "https://acme.atlassian.net/wiki"},
			{ID: service, Name: "acme", Type: "jira-servicedesk", HostURL: "https://acme.atlassian.net"},
		},
		Apps:                smallApps("ari:cloud:jira::site/"+site, confluence),
		MarketplaceListings: smallListings(),
		BackupPolicies: []world.BackupPolicy{{
			ID: "3f6c0b7a-51d8-4e92-a7c4-d2e815f9b036", Name: "acme Jira", Site: site, Slot: "02:00", CreatedBy: "ada.okafor@acme.example",
			LastBackupAt: time.Date(2026, time.November, 27, 2, 0, 0, 0, time.UTC), AvailableBackups: 28,
		}},
	}
}

// appPrefix begins the IDs of apps.
const appPrefix = "ari:cloud:ecosystem::app/"

// smallApps has an app of each kind, and one that is not installed.
func smallApps(jira, confluence string) []world.App {
	return []world.App{
		{
			ID: appPrefix + "2b6f0d1e-94c7-4a35-8e12-7d0c5b9fa364", Key: "com.orbit.boards", Name: "Orbit Boards", Vendor: "Orbit Apps",
			Versions:      []world.AppVersion{{Version: "2.0.0", Scopes: []string{"read:jira-work", "read:jira-user"}, Egress: []string{"*.orbit.example"}}},
			Installations: []world.AppInstallation{{Context: jira, License: &world.AppLicense{Active: true, Type: "COMMERCIAL"}}},
		},
		{
			Key: "com.paperplane.forms", Name: "Paperplane Forms", Vendor: "Paperplane", Framework: world.FrameworkConnect,
			Versions:      []world.AppVersion{{Version: "1.4.2-AC", Scopes: []string{"READ", "WRITE"}}},
			Installations: []world.AppInstallation{{Context: confluence}},
		},
		{
			ID: appPrefix + "5e8a3c72-1f4d-4b96-a0d7-c32e6f81b459", Name: "Acme Release Notes", Vendor: "Acme", DistributionStatus: "DEVELOPMENT",
			Versions:      []world.AppVersion{{Version: "1.1.0", Scopes: []string{"read:jira-work"}}},
			Installations: []world.AppInstallation{{Context: jira}},
		},
		{
			ID: appPrefix + "71c4e9b8-62d3-4f0a-95be-08a7d3f6c21e", Name: "Calendar Bridge", Vendor: "Calbridge", Framework: "3lo",
			Installations: []world.AppInstallation{{Context: jira}},
		},
		{
			Key: "com.atlassian.troubleshooting", Name: "Atlassian Troubleshooting", Vendor: "Atlassian", Framework: world.FrameworkConnect,
			System: true, FirstParty: true,
			Versions:      []world.AppVersion{{Version: "1.0.0", Scopes: []string{"ADMIN"}}},
			Installations: []world.AppInstallation{{Context: jira}},
		},
		{
			ID: appPrefix + "9d07f5a3-b8e2-4c61-8f39-1a6e4d2c705b", Name: "Ledger Export", Vendor: "Ledgerly",
			Versions: []world.AppVersion{{
				Version: "3.0.0", Scopes: []string{"read:jira-work", "read:issue:jira", "write:jira-work"}, Egress: []string{"api.ledgerly.example"},
			}},
		},
	}
}

func smallListings() []world.MarketplaceListing {
	return []world.MarketplaceListing{
		{
			Key: "com.orbit.boards", Name: "Orbit Boards", Vendor: "Orbit Apps", Summary: "Boards across projects",
			CloudFortified: true, BugBounty: true,
			Versions: []world.MarketplaceVersion{{Name: "2.0.0", ReleaseDate: "2026-01-12"}, {Name: "1.9.0", ReleaseDate: "2025-09-30"}},
			PrivacyAndSecurity: json.RawMessage(`{` +
				`"dataAccessAndStorage":{"appStoresEUDOutsideAtlassian":true,"appProcessEUDOutsideAtlassian":true},` +
				`"dataResidency":{"isDataResidencySupported":"APP_DOES_NOT_SUPPORT_DR"},` +
				`"thirdPartyInformation":{"isEndUserDataShared":true,"thirdPartyDetails":[{"name":"Nimbus Hosting"}]},` +
				`"security":{"isDiskEncryptionSupported":true},` +
				`"privacy":{"gdpr":{"dataProcessor":{"isAppDataProcessor":"TRUE"}}}}`),
		},
		{
			Key: "com.paperplane.forms", Name: "Paperplane Forms", Vendor: "Paperplane", Summary: "Forms for pages",
			Versions: []world.MarketplaceVersion{{Name: "1.4.2-AC", ReleaseDate: "2025-06-02"}},
		},
	}
}
