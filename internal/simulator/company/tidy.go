// SPDX-License-Identifier: MPL-2.0

package company

import (
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// The sites and policies of the tidy company.
const (
	tidyID      = "0b6f8e42-9d17-4c3a-8e5f-71a2c4d906b3"
	tidySite    = "6a0d3f5e-28c1-4b97-9f64-c5e1b7d2083a"
	tidyHelp    = "d2f7c918-4e60-4a5b-b3d8-09a6e1f4c752"
	tidyStaff   = "47e1d0a9-6b35-4f82-9c1e-d3a8f5b70c26"
	tidyAdmins  = "91c5b8f3-0e7a-4d26-a4f9-6b2e7d1c8a50"
	tidyDefault = "f80a2d64-c7b1-4359-8e0d-1f9c6a3b5e47"

	tidyJira    = "ari:cloud:jira-software::site/" + tidySite
	tidyWiki    = "ari:cloud:confluence::site/" + tidySite
	tidyService = "ari:cloud:jira-servicedesk::site/" + tidyHelp
)

// Tidy is a company of sixteen people in which all is well, at a time: nothing for
// the controls of a security posture, and of the findings of an access review only
// that somebody has to administer the organization.
func Tidy(now time.Time) world.Organization {
	calendar := newCalendar(now)

	return world.Organization{
		ID:   tidyID,
		Name: "Brightside",
		APIKey: world.APIKey{
			Label: "terraform", CreatedBy: "nadia.haas@brightside.example", CreatedAt: calendar.ago(40), ExpiresAt: calendar.in(320), LastActiveAt: calendar.ago(0),
		},
		OtherAPIKeys: []world.APIKey{{
			Label: "siem-export", Scopes: []string{"read:events:admin"}, CreatedBy: "oscar.lindqvist@brightside.example",
			CreatedAt: calendar.ago(90), ExpiresAt: calendar.in(270), LastActiveAt: calendar.ago(0),
		}},
		UserAPIToken: world.UserAPIToken{
			Email: "nadia.haas@brightside.example", Label: "terraform, apps and backups", CreatedAt: calendar.ago(40), ExpiresAt: calendar.in(320), LastActiveAt: calendar.ago(0),
		},
		APITokens: []world.APIToken{
			{User: "quentin.abbey@brightside.example", Label: "release notes", CreatedAt: calendar.ago(200), ExpiresAt: calendar.in(160), LastActiveAt: calendar.ago(2)},
		},
		Directories: []world.Directory{{ID: "2c9b4e71-d830-4f56-a1c7-85e0f3b6d294", Name: "Brightside"}},
		Domains: []world.Domain{
			{Name: "brightside.example", ClaimType: "dns", ClaimStatus: "verified"},
			{Name: "brightside.dev", ClaimType: "dns", ClaimStatus: "verified"},
		},
		Users:                  tidyPeople(calendar),
		Groups:                 tidyGroups(),
		AuthenticationPolicies: tidyAuthenticationPolicies(),
		Workspaces: []world.Workspace{
			{
				ID: tidyJira, Name: "brightside", Type: "jira-software", HostURL: "https://brightside.atlassian.net", Regions: []string{"eu"},
				Entitlements: []world.Entitlement{{Key: "jira-software", Plan: "Enterprise", PlanKey: "enterprise"}},
			},
			{
				ID: tidyWiki, Name: "brightside", Type: "confluence", HostURL: "https://brightside.atlassian.net/wiki", Regions: []string{"eu"},
				Entitlements: []world.Entitlement{{Key: "confluence", Plan: "Enterprise", PlanKey: "enterprise"}},
			},
			{
				ID: tidyService, Name: "brightside-help", Type: "jira-servicedesk", HostURL: "https://brightside-help.atlassian.net", Regions: []string{"eu"},
				Entitlements: []world.Entitlement{{Key: "jira-servicedesk", Plan: "Premium", PlanKey: "premium"}},
			},
		},
		Apps:                tidyApps(),
		UserInstalledApps:   map[string]string{tidySite: "deny", tidyHelp: "deny"},
		MarketplaceListings: smallListings(),
		OrganizationPolicies: []world.OrganizationPolicy{
			{
				Name: "Offices and VPN", Type: world.PolicyIPAllowlist, In: []string{"192.0.2.0/24", "198.51.100.17"},
				Resources: []world.PolicyResource{{ID: tidyJira}, {ID: tidyWiki}, {ID: tidyService}},
			},
			{Name: "European Union", Type: world.PolicyDataResidency, In: []string{"eu"}, Resources: []world.PolicyResource{{ID: tidyJira}, {ID: tidyWiki}}},
		},
		DataSecurityPolicies: []world.DataSecurityPolicy{
			{Name: "Nothing leaves", Description: "No exports and no public links", Rules: map[string]string{"export": "block", "publicLinks": "block"}},
		},
		ClassificationLevels: []world.ClassificationLevel{
			{Name: "Public", Definition: "Everybody may know it"},
			{Name: "Internal", Definition: "Everybody at Brightside may know it"},
			{Name: "Confidential", Definition: "Only the people whom it concerns may know it"},
		},
		BackupPolicies: []world.BackupPolicy{
			tidyBackup(calendar, "brightside Jira", tidySite, "JIRA"),
			tidyBackup(calendar, "brightside Confluence", tidySite, "CONFLUENCE"),
			tidyBackup(calendar, "brightside-help Jira", tidyHelp, "JIRA"),
		},
	}
}

// tidyPeople are all managed, have two-step verification, and use what they have.
// Tess has left: the account is deactivated, and has nothing any more.
func tidyPeople(calendar calendar) []world.User {
	both := []string{tidyJira, tidyWiki}
	admin := []world.Role{{Resource: "ari:cloud:platform::org/" + tidyID, Role: world.RoleOrgAdmin}}

	return []world.User{
		{Email: "nadia.haas@brightside.example", Name: "Nadia Haas", JobTitle: "Head of IT", MFA: true, Roles: admin, LastActive: calendar.active(0, both...)},
		{Email: "oscar.lindqvist@brightside.example", Name: "Oscar Lindqvist", JobTitle: "Systems engineer", MFA: true, Roles: admin, LastActive: calendar.active(1, both...)},
		{Email: "priya.menon@brightside.example", Name: "Priya Menon", JobTitle: "Security lead", MFA: true, Roles: admin, LastActive: calendar.active(3, both...)},
		{Email: "quentin.abbey@brightside.example", Name: "Quentin Abbey", Department: "Engineering", MFA: true, LastActive: calendar.active(0, both...)},
		{Email: "rosa.delgado@brightside.example", Name: "Rosa Delgado", Department: "Engineering", MFA: true, LastActive: calendar.active(0, both...)},
		{Email: "soren.vestergaard@brightside.example", Name: "Søren Vestergaard", Department: "Engineering", MFA: true, LastActive: calendar.active(2, both...)},
		{Email: "tamar.levi@brightside.example", Name: "Tamar Levi", Department: "Engineering", MFA: true, ManagementSource: "synced", LastActive: calendar.active(5, both...)},
		{Email: "uma.iyer@brightside.dev", Name: "Uma Iyer", Department: "Engineering", MFA: true, ManagementSource: "synced", LastActive: calendar.active(1, both...)},
		{Email: "victor.santos@brightside.dev", Name: "Victor Santos", Department: "Engineering", MFA: true, LastActive: calendar.active(12, both...)},
		{Email: "wanda.kruger@brightside.example", Name: "Wanda Krüger", Department: "Finance", MFA: true, LastActive: calendar.active(20, tidyWiki)},
		{Email: "ximena.rios@brightside.example", Name: "Ximena Ríos", Department: "Finance", MFA: true, LastActive: calendar.active(9, tidyWiki)},
		{Email: "yann.leroy@brightside.example", Name: "Yann Leroy", Department: "Support", MFA: true, LastActive: calendar.active(0, tidyService, tidyWiki)},
		{Email: "zara.malik@brightside.example", Name: "Zara Malik", Department: "Support", MFA: true, LastActive: calendar.active(1, tidyService, tidyWiki)},
		{Email: "arne.holm@brightside.example", Name: "Arne Holm", Department: "Support", MFA: true, LastActive: calendar.active(4, tidyService, tidyWiki)},
		{Email: "beatriz.luz@brightside.example", Name: "Beatriz Luz", Department: "Sales", MFA: true, LastActive: calendar.active(7, tidyWiki)},
		{Email: "tess.brandt@brightside.example", Name: "Tess Brandt", MFA: true, Status: "deactivated"},
	}
}

func tidyGroups() []world.Group {
	engineers := []string{
		"nadia.haas@brightside.example", "oscar.lindqvist@brightside.example", "priya.menon@brightside.example", "quentin.abbey@brightside.example",
		"rosa.delgado@brightside.example", "soren.vestergaard@brightside.example", "tamar.levi@brightside.example", "uma.iyer@brightside.dev", "victor.santos@brightside.dev",
	}
	support := []string{"yann.leroy@brightside.example", "zara.malik@brightside.example", "arne.holm@brightside.example"}
	others := []string{"wanda.kruger@brightside.example", "ximena.rios@brightside.example", "beatriz.luz@brightside.example"}

	everybody := append(append(append([]string{}, engineers...), support...), others...)

	return []world.Group{
		{
			Name: "jira-users", Description: "Default group of Jira", Default: true, Members: engineers,
			Roles: []world.Role{{Resource: tidyJira, Role: "atlassian/user", Default: true}},
		},
		{
			Name: "confluence-users", Description: "Default group of Confluence", Default: true, Members: everybody,
			Roles: []world.Role{{Resource: tidyWiki, Role: "atlassian/user", Default: true}},
		},
		{
			Name: "support-agents", Description: "Answers customers", Members: support,
			Roles: []world.Role{{Resource: tidyService, Role: "atlassian/user"}},
		},
		{Name: "idp-engineering", Description: "Synced from the identity provider", Synced: true, Members: []string{"tamar.levi@brightside.example", "uma.iyer@brightside.dev"}},
	}
}

// tidyAuthenticationPolicies have everybody in Staff or Administrators, and leave
// the default policy empty.
func tidyAuthenticationPolicies() []world.AuthenticationPolicy {
	settings := world.AuthenticationSettings{SingleSignOn: "saml", TwoStepVerification: "required", MinimumPasswordStrength: "very_strong", IdleSessionMinutes: 480}

	return []world.AuthenticationPolicy{
		{ID: tidyDefault, Name: "Nobody yet", Default: true, Settings: world.AuthenticationSettings{TwoStepVerification: "required", MinimumPasswordStrength: "very_strong", UserAPITokens: "blocked"}},
		{
			ID: tidyStaff, Name: "Staff", Settings: settings,
			Members: []string{
				"quentin.abbey@brightside.example", "rosa.delgado@brightside.example", "soren.vestergaard@brightside.example", "tamar.levi@brightside.example",
				"uma.iyer@brightside.dev", "victor.santos@brightside.dev", "wanda.kruger@brightside.example", "ximena.rios@brightside.example",
				"yann.leroy@brightside.example", "zara.malik@brightside.example", "arne.holm@brightside.example", "beatriz.luz@brightside.example",
				"tess.brandt@brightside.example",
			},
		},
		{
			ID: tidyAdmins, Name: "Administrators", Settings: settings,
			Members: []string{"nadia.haas@brightside.example", "oscar.lindqvist@brightside.example", "priya.menon@brightside.example"},
		},
	}
}

// tidyApps are two apps, which somebody has reviewed.
func tidyApps() []world.App {
	return []world.App{
		{
			ID: appPrefix + "2b6f0d1e-94c7-4a35-8e12-7d0c5b9fa364", Key: "com.orbit.boards", Name: "Orbit Boards", Vendor: "Orbit Apps",
			Versions:      []world.AppVersion{{Version: "2.0.0", Scopes: []string{"read:jira-user", "read:jira-work"}, Egress: []string{"*.orbit.example"}}},
			Installations: []world.AppInstallation{{Context: tidyJira, License: &world.AppLicense{Active: true, Type: "COMMERCIAL"}}},
		},
		{
			ID: appPrefix + "c1a7e5d9-3f08-4b62-9e4d-5a80b6f27c13", Name: "Brightside Release Notes", Vendor: "Brightside", DistributionStatus: "DEVELOPMENT",
			Versions:      []world.AppVersion{{Version: "1.4.0", Scopes: []string{"read:jira-work"}}},
			Installations: []world.AppInstallation{{Context: tidyJira}},
		},
	}
}

func tidyBackup(calendar calendar, name, site, product string) world.BackupPolicy {
	return world.BackupPolicy{
		Name: name, Site: site, Product: product, Interval: "DAILY", Slot: "02:00", CreatedBy: "nadia.haas@brightside.example",
		CreatedAt: calendar.ago(400), StartedAt: calendar.ago(399), LastBackupAt: calendar.ago(0), AvailableBackups: 30,
	}
}
