// SPDX-License-Identifier: MPL-2.0

package simulated

import (
	"fmt"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// Apps describes an organization of sites, each with Jira and Confluence, and of
// apps, each of them in the Jira of every site: every third is a Connect app, and
// all others are Forge apps. All IDs are known beforehand.
func Apps(count, sites int) simulator.Organization {
	organization := simulator.Organization{Name: "Apps"}
	var installations []simulator.AppInstallation
	for n := range sites {
		name := fmt.Sprintf("site-%d", n+1)
		host := "https://" + name + ".atlassian.net"
		organization.Workspaces = append(
			organization.Workspaces,
			simulator.Workspace{ID: "ari:cloud:jira-software::site/" + CloudID(n+1), Name: name, Type: "jira-software", HostURL: host},
			simulator.Workspace{ID: "ari:cloud:confluence::site/" + CloudID(n+1), Name: name, Type: "confluence", HostURL: host + "/wiki"},
		)
		installations = append(installations, simulator.AppInstallation{Context: "ari:cloud:jira::site/" + CloudID(n+1)})
	}
	for n := range count {
		app := simulator.App{
			ID: AppID(n + 1), Name: fmt.Sprintf("App %03d", n+1), Vendor: "Apps", Installations: installations,
			Versions: []simulator.AppVersion{{Version: "1.0.0", Scopes: []string{"read:jira-work"}}},
		}
		if n%3 == 2 {
			app.Framework, app.Key = "connect", fmt.Sprintf("com.example.app-%03d", n+1)
		}
		organization.Apps = append(organization.Apps, app)
	}
	return organization
}

// CloudID is the ID of the nth site of [Apps], from 1.
func CloudID(n int) string { return fmt.Sprintf("00000000-0000-4000-b000-%012d", n) }

// AppID is the ID of the nth app, from 1.
func AppID(n int) string {
	return fmt.Sprintf("ari:cloud:ecosystem::app/00000000-0000-4000-d000-%012d", n)
}
