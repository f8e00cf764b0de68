// SPDX-License-Identifier: MPL-2.0

package company

import (
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// The sites and policies of the sloppy company.
const (
	sloppyID      = "e4d7a05b-3c92-4f18-b6e0-82f5c1d9a637"
	sloppySite    = "b51f8c03-7e2d-4a69-8d40-f6c3a9e1725b"
	sloppyArchive = "38a6e0d4-f1b9-4c75-92e3-0d7b5f8c16ea"
	sloppyStaff   = "5d92f7b8-a043-4e1c-87f6-c20e9b4d38a1"
	sloppyDefault = "c06b1e3a-58d7-4f90-a2b4-7e9f3c5d1082"

	sloppyJira    = "ari:cloud:jira-software::site/" + sloppySite
	sloppyWiki    = "ari:cloud:confluence::site/" + sloppySite
	sloppyOldJira = "ari:cloud:jira-software::site/" + sloppyArchive
)

// Sloppy is a company of twenty accounts in which something is wrong for each
// control of a security posture, and for each finding of an access review, at a
// time. The test of this package has a table of what is wrong.
func Sloppy(now time.Time) world.Organization {
	calendar := newCalendar(now)

	return world.Organization{
		ID:   sloppyID,
		Name: "Driftwood",
		APIKey: world.APIKey{
			Label: "terraform", CreatedBy: "vera.lund@driftwood.example", CreatedAt: calendar.ago(344), ExpiresAt: calendar.in(21), LastActiveAt: calendar.ago(0),
		},
		OtherAPIKeys: []world.APIKey{
			{Label: "migration 2024", CreatedBy: "bea.nguyen@driftwood.example", CreatedAt: calendar.ago(300), ExpiresAt: calendar.in(65)},
			{
				Label: "audit export", Scopes: []string{"read:events:admin"}, CreatedBy: "zoe.adler@driftwood.example",
				CreatedAt: calendar.ago(362), ExpiresAt: calendar.in(3), LastActiveAt: calendar.ago(1),
			},
			{Label: "test", CreatedBy: "walt.ibarra@driftwood.example", CreatedAt: calendar.ago(395), ExpiresAt: calendar.ago(30), LastActiveAt: calendar.ago(200)},
		},
		UserAPIToken: world.UserAPIToken{
			Email: "vera.lund@driftwood.example", Label: "terraform", CreatedAt: calendar.ago(100), ExpiresAt: calendar.in(265), LastActiveAt: calendar.ago(0),
		},
		APITokens: []world.APIToken{
			{User: "finn.costa@driftwood.example", Label: "laptop script", CreatedAt: calendar.ago(210), ExpiresAt: calendar.in(155), LastActiveAt: calendar.ago(150)},
			{User: "finn.costa@driftwood.example", Label: "trying something", CreatedAt: calendar.ago(120), ExpiresAt: calendar.in(245)},
			{User: "gita.rao@driftwood.example", Label: "build server", CreatedAt: calendar.ago(359), ExpiresAt: calendar.in(6), LastActiveAt: calendar.ago(0)},
			{User: "yusuf.demir@driftwood.example", Label: "import", CreatedAt: calendar.ago(380), ExpiresAt: calendar.ago(15), LastActiveAt: calendar.ago(70)},
			{User: "walt.ibarra@driftwood.example", Label: "from before tokens expired", CreatedAt: calendar.ago(900), LastActiveAt: calendar.ago(4)},
		},
		Directories: []world.Directory{{ID: "7f3e9d15-06a8-4b2c-9f71-d4c5e8a0b362", Name: "Driftwood"}},
		Domains: []world.Domain{
			{Name: "driftwood.example", ClaimType: "dns", ClaimStatus: "verified"},
			{Name: "driftwood-shop.example", ClaimType: "http", ClaimStatus: "missing_token"},
			{Name: "driftwood-labs.example", ClaimType: "dns", ClaimStatus: "unverified"},
		},
		Users:  sloppyPeople(calendar),
		Groups: sloppyGroups(),
		AuthenticationPolicies: []world.AuthenticationPolicy{
			{ID: sloppyDefault, Name: "Default policy", Default: true, Settings: world.AuthenticationSettings{MinimumPasswordStrength: "weak"}},
			{
				ID: sloppyStaff, Name: "Staff", Settings: world.AuthenticationSettings{TwoStepVerification: "required", MinimumPasswordStrength: "good"},
				Members: []string{"vera.lund@driftwood.example", "walt.ibarra@driftwood.example", "xenia.popov@driftwood.example"},
			},
		},
		Workspaces: []world.Workspace{
			{
				ID: sloppyJira, Name: "driftwood", Type: "jira-software", HostURL: "https://driftwood.atlassian.net",
				Entitlements: []world.Entitlement{{Key: "jira-software", Plan: "Premium", PlanKey: "premium"}},
			},
			{
				ID: sloppyWiki, Name: "driftwood", Type: "confluence", HostURL: "https://driftwood.atlassian.net/wiki",
				Entitlements: []world.Entitlement{{Key: "confluence", Plan: "Premium", PlanKey: "premium"}},
			},
			{ID: sloppyOldJira, Name: "driftwood-archive", Type: "jira-software", HostURL: "https://driftwood-archive.atlassian.net"},
		},
		Apps:                sloppyApps(),
		MarketplaceListings: smallListings(),
		OrganizationPolicies: []world.OrganizationPolicy{
			{Name: "Office, switched off during the move", Type: world.PolicyIPAllowlist, Status: world.PolicyDisabled, In: []string{"203.0.113.0/24"}, Resources: []world.PolicyResource{{ID: sloppyJira}}},
			{
				Name: "European Union", Type: world.PolicyDataResidency, In: []string{"eu"},
				Resources: []world.PolicyResource{{ID: sloppyJira}, {ID: sloppyWiki, ApplicationStatus: world.ResourceFailed}},
			},
		},
		DataSecurityPolicies: []world.DataSecurityPolicy{
			{Name: "Exports", Description: "Everybody may export", Rules: map[string]string{"export": "allow"}},
		},
		ClassificationLevels: []world.ClassificationLevel{{Name: "Secret", Definition: "To be discussed", Status: "DRAFT"}},
		BackupPolicies: []world.BackupPolicy{
			{
				Name: "Jira, before the upgrade", Site: sloppySite, Status: world.BackupInactive, Interval: "ONCE", CreatedBy: "zoe.adler@driftwood.example",
				CreatedAt: calendar.ago(250), LastBackupAt: calendar.ago(249),
			},
			{
				Name: "Confluence", Site: sloppySite, Product: "CONFLUENCE", Interval: "WEEKLY", WithoutAttachments: true, CreatedBy: "vera.lund@driftwood.example",
				CreatedAt: calendar.ago(300), LastBackupAt: calendar.ago(45),
			},
		},
	}
}

// sloppyPeople are as they came, stayed and left.
func sloppyPeople(calendar calendar) []world.User {
	both := []string{sloppyJira, sloppyWiki}

	return []world.User{
		{Email: "vera.lund@driftwood.example", Name: "Vera Lund", MFA: true, LastActive: calendar.active(0, both...)},
		{Email: "walt.ibarra@driftwood.example", Name: "Walt Ibarra", MFA: true, LastActive: calendar.active(2, both...)},
		{Email: "xenia.popov@driftwood.example", Name: "Xenia Popov", MFA: true, LastActive: calendar.active(1, both...)},
		{Email: "yusuf.demir@driftwood.example", Name: "Yusuf Demir", LastActive: calendar.active(6, both...)},
		{Email: "adam.kowal@driftwood.example", Name: "Adam Kowal", LastActive: calendar.active(3, both...)},
		{Email: "bea.nguyen@driftwood.example", Name: "Bea Nguyen", MFA: true, LastActive: calendar.active(210, both...)},
		{Email: "zoe.adler@driftwood.example", Name: "Zoe Adler", MFA: true, Status: "suspended", LastActive: calendar.active(130, both...)},
		{Email: "carl.otto@driftwood.example", Name: "Carl Otto"},
		{
			Email: "dina.rahman@driftwood.example", Name: "Dina Rahman", MFA: true,
			LastActive: map[string]time.Time{sloppyJira: calendar.ago(1), sloppyWiki: calendar.ago(140)},
		},
		{Email: "elin.berg@driftwood.example", Name: "Elin Berg", Status: "deactivated"},
		{Email: "finn.costa@driftwood.example", Name: "Finn Costa", LastActive: calendar.active(0, both...)},
		{Email: "gita.rao@driftwood.example", Name: "Gita Rao", LastActive: calendar.active(0, both...)},
		{Email: "hugo.marin@driftwood-shop.example", Name: "Hugo Marin", LastActive: calendar.active(11, both...)},
		{Email: "ines.duarte@driftwood-labs.example", Name: "Inês Duarte", LastActive: calendar.active(8, both...)},
		{Email: "jon.page@partner.example", Name: "Jon Page", LastActive: calendar.active(95, both...)},
		{
			Email: "kate.wells@freelance.example", Name: "Kate Wells", LastActive: calendar.active(17, sloppyWiki),
			Roles: []world.Role{{Resource: "ari:cloud:platform::site/" + sloppySite, Role: world.RoleSiteAdmin}},
		},
		{
			Email: "mia.torres@driftwood.example", Name: "Mia Torres", MFA: true, Status: "suspended", LastActive: calendar.active(75, sloppyJira),
			Roles: []world.Role{{Resource: sloppyOldJira, Role: "atlassian/admin"}},
		},
		{Name: "Lou", AccountType: "atlassian", LastActive: calendar.active(31, sloppyJira)},
		{Name: "Deploy Bot", AccountType: "app"},
		{Email: "nils.aaby@driftwood.example", Name: "Nils Aaby", LastActive: calendar.active(64, sloppyJira)},
	}
}

func sloppyGroups() []world.Group {
	admins := []string{
		"vera.lund@driftwood.example", "walt.ibarra@driftwood.example", "xenia.popov@driftwood.example", "yusuf.demir@driftwood.example",
		"adam.kowal@driftwood.example", "bea.nguyen@driftwood.example", "zoe.adler@driftwood.example",
	}
	lou := "712020:" + world.Derive(sloppyID, "account", "lou")

	return []world.Group{
		{
			Name: "org-admins", Description: "Administers the organization", Admin: true, Members: admins,
			Roles: []world.Role{{Resource: "ari:cloud:platform::org/" + sloppyID, Role: world.RoleOrgAdmin}},
		},
		{
			Name: "jira-users", Description: "Default group of Jira", Default: true,
			Members: append(append([]string{}, admins...),
				"carl.otto@driftwood.example", "dina.rahman@driftwood.example", "finn.costa@driftwood.example", "gita.rao@driftwood.example",
				"hugo.marin@driftwood-shop.example", "ines.duarte@driftwood-labs.example", "jon.page@partner.example", "mia.torres@driftwood.example",
				"nils.aaby@driftwood.example", lou),
			Roles: []world.Role{{Resource: sloppyJira, Role: "atlassian/user", Default: true}},
		},
		{
			Name: "confluence-users", Description: "Default group of Confluence", Default: true,
			Members: append(append([]string{}, admins...),
				"carl.otto@driftwood.example", "dina.rahman@driftwood.example", "finn.costa@driftwood.example", "gita.rao@driftwood.example",
				"hugo.marin@driftwood-shop.example", "ines.duarte@driftwood-labs.example", "jon.page@partner.example", "kate.wells@freelance.example"),
			Roles: []world.Role{{Resource: sloppyWiki, Role: "atlassian/user", Default: true}},
		},
		{
			Name: "project-phoenix", Description: "Ended in spring", Members: []string{"jon.page@partner.example", "mia.torres@driftwood.example"},
			Roles: []world.Role{{Resource: sloppyOldJira, Role: "atlassian/user"}},
		},
	}
}

// sloppyApps were installed by people who needed one. Nobody has reviewed them, and
// every user may let more apps act for them.
func sloppyApps() []world.App {
	return []world.App{
		{
			ID: appPrefix + "9d07f5a3-b8e2-4c61-8f39-1a6e4d2c705b", Name: "Ledger Export", Vendor: "Ledgerly",
			Versions: []world.AppVersion{{
				Version: "3.0.0", Scopes: []string{"read:jira-work", "read:issue:jira", "write:jira-work"}, Egress: []string{"api.ledgerly.example"},
			}},
			Installations: []world.AppInstallation{{Context: sloppyJira}},
		},
		{
			Key: "com.paperplane.forms", Name: "Paperplane Forms", Vendor: "Paperplane", Framework: world.FrameworkConnect,
			Versions:      []world.AppVersion{{Version: "1.4.2-AC", Scopes: []string{"READ", "WRITE", "ADMIN"}}},
			Installations: []world.AppInstallation{{Context: sloppyWiki}},
		},
		{
			ID: appPrefix + "84b2d6f0-15c9-4e37-a8d1-9f0c3e7b5a62", Name: "Quick Script", Vendor: "Bea", DistributionStatus: "DEVELOPMENT",
			Versions:      []world.AppVersion{{Version: "0.1.0", Scopes: []string{"manage:jira-configuration"}, Egress: []string{"*"}}},
			Installations: []world.AppInstallation{{Context: sloppyJira}, {Context: sloppyOldJira}},
		},
		{
			ID: appPrefix + "71c4e9b8-62d3-4f0a-95be-08a7d3f6c21e", Name: "Calendar Bridge", Vendor: "Calbridge", Framework: "3lo",
			Installations: []world.AppInstallation{{Context: sloppyJira}},
		},
	}
}
