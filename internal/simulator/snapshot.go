// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"maps"
	"slices"
	"strings"
)

// Organization is the present state, all identifiers included, in the format
// of [Load]: what is true, not what the searches show already.
func (w *World) Organization() Organization {
	_, leave := w.enter()
	defer leave()

	return w.state.snapshot()
}

func (s *state) snapshot() Organization {
	org := Organization{
		ID: s.id, Name: s.name, APIKey: s.key, UserAPIToken: s.userToken,
		Directories: slices.Clone(s.directories), Workspaces: slices.Clone(s.workspaces), Seats: maps.Clone(s.seats),
		UserInstalledApps: maps.Clone(s.userRules), EventActions: slices.Clone(s.actions), Units: s.units, GroupUpdate: s.groupUpdate,
	}
	org.APIKey.Scopes = slices.Clone(s.key.Scopes)
	org.UserAPIToken.Sites = slices.Clone(s.userToken.Sites)

	for _, domain := range s.domains {
		org.Domains = append(org.Domains, Domain{ID: domain.id, Name: domain.name, ClaimType: domain.claimType, ClaimStatus: domain.status})
	}

	for _, account := range s.accounts {
		org.Users = append(org.Users, User{
			AccountID: account.id, AccountType: account.kind, Email: account.email, Name: account.name, Nickname: account.nickname, ClaimStatus: account.claim,
			ManagementSource: account.source, MFA: account.mfa, Status: account.status, Directories: slices.Clone(account.directories),
		})
	}

	for _, group := range s.truth.sorted {
		described := Group{
			ID: group.id, Name: group.name, Description: group.description, Directory: group.directory,
			Synced: group.synced, Default: group.defaults, Admin: group.admin, Roles: slices.Clone(group.roles),
		}

		for _, member := range group.members {
			described.Members = append(described.Members, member.id)
		}

		org.Groups = append(org.Groups, described)
	}

	org.AuthenticationPolicies = s.describePolicies()

	for _, app := range s.apps {
		org.Apps = append(org.Apps, app.describe())
	}

	for _, listing := range s.listings {
		org.MarketplaceListings = append(org.MarketplaceListings, listing.clone())
	}

	return org
}

// GroupID finds a group by name; empty where there is none.
func (w *World) GroupID(name string) string {
	_, leave := w.enter()
	defer leave()

	if group, ok := w.state.group(name); ok {
		return group.id
	}

	return ""
}

// AccountID finds a user by email address; empty where there is none.
func (w *World) AccountID(email string) string {
	_, leave := w.enter()
	defer leave()

	if found, ok := w.state.byEmail[strings.ToLower(email)]; ok {
		return found.id
	}

	return ""
}

// DomainID finds a domain by name; empty where there is none.
func (w *World) DomainID(name string) string {
	_, leave := w.enter()
	defer leave()

	if found, ok := w.state.domain(name); ok {
		return found.id
	}

	return ""
}

// Members lists the account IDs of the members of a group, given by ID or
// name, as they really are.
func (w *World) Members(group string) []string {
	_, leave := w.enter()
	defer leave()

	var members []string

	if found, ok := w.state.group(group); ok {
		for _, member := range found.members {
			members = append(members, member.id)
		}
	}

	return members
}

// Roles lists the roles of a group, given by ID or name, as they really are.
func (w *World) Roles(group string) []Role {
	_, leave := w.enter()
	defer leave()

	if found, ok := w.state.group(group); ok {
		return slices.Clone(found.roles)
	}

	return nil
}
