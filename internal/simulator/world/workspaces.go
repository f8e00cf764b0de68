// SPDX-License-Identifier: MPL-2.0

package world

import (
	"cmp"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
)

// workspaceState are the workspaces of an organization.
type workspaceState struct {
	Workspaces []Workspace
}

var workspacePart = part{
	seed:     (*State).seedWorkspaces,
	describe: func(s *State, org *Organization) { org.Workspaces = slices.Clone(s.Workspaces) },
}

func (s *State) seedWorkspaces(org Organization) error {
	seen := map[string]bool{}

	for i, workspace := range org.Workspaces {
		if workspace.Name == "" {
			return fmt.Errorf("workspaces[%d]: name is missing", i)
		}

		if workspace.ID == "" {
			owner := cmp.Or(workspace.Type, "jira-software")
			workspace.ID = "ari:cloud:" + owner + "::site/" + Derive(s.ID, "site", strings.ToLower(workspace.Name))
		}

		owner, err := ResourceOwner(workspace.ID)
		if err != nil {
			return fmt.Errorf("workspaces[%d]: id: %w", i, err)
		}

		if seen[workspace.ID] {
			return fmt.Errorf("workspaces[%d]: there are two workspaces %s", i, workspace.ID)
		}

		seen[workspace.ID] = true
		workspace.Type = cmp.Or(workspace.Type, owner)
		workspace.TypeKey = cmp.Or(workspace.TypeKey, owner)
		workspace.Status = cmp.Or(workspace.Status, "online")
		workspace.Realm = cmp.Or(workspace.Realm, "multi-region")
		workspace.Sandbox = cmp.Or(workspace.Sandbox, "NONE")

		if workspace.Entitlements == nil {
			workspace.Entitlements = []Entitlement{{Key: workspace.TypeKey}}
		}

		directory, ok := s.directory(workspace.Directory)
		if !ok {
			return fmt.Errorf("workspaces[%d]: directory: %q is neither ID nor name of a directory", i, workspace.Directory)
		}

		workspace.Directory = directory.ID
		s.Workspaces = append(s.Workspaces, workspace)
	}

	return nil
}

// KnowsResource reports whether a resource is a workspace of the organization.
func (s *State) KnowsResource(resource string) bool {
	return slices.ContainsFunc(s.Workspaces, func(w Workspace) bool { return w.ID == resource })
}

// DirectoryOf is the ID of the directory whose people use a workspace. It is
// empty if the organization has no such workspace.
func (s *State) DirectoryOf(resource string) string {
	for _, workspace := range s.Workspaces {
		if workspace.ID == resource {
			return workspace.Directory
		}
	}

	return ""
}

// Apps are installed in contexts: a product on a site, as in
// ari:cloud:jira::site/<cloud ID>. All apps of the Jira family on a site are
// one context.

// contextOf is the context of a workspace. It is empty if the workspace is on
// no site.
func contextOf(workspaceID string) string {
	owner, err := ResourceOwner(workspaceID)
	if err != nil || CloudID(workspaceID) == "" {
		return ""
	}

	switch owner {
	case "jira-software", "jira-servicedesk", "jira-core", "jira-product-discovery":
		owner = "jira"
	}

	return "ari:cloud:" + owner + "::site/" + CloudID(workspaceID)
}

// CloudID is the ID of the site in an ARI. It is empty if the ARI names no
// site.
func CloudID(ari string) string {
	_, id, _ := strings.Cut(ari, ":site/")

	return id
}

// Contexts are all contexts of the organization, in the order of its workspaces.
func (s *State) Contexts() []string {
	var contexts []string

	for _, workspace := range s.Workspaces {
		if context := contextOf(workspace.ID); context != "" && !slices.Contains(contexts, context) {
			contexts = append(contexts, context)
		}
	}

	return contexts
}

// context finds a context by its own ID or that of a workspace in it.
func (s *State) context(reference string) (string, error) {
	contexts := s.Contexts()
	if slices.Contains(contexts, reference) {
		return reference, nil
	}

	if slices.ContainsFunc(s.Workspaces, func(w Workspace) bool { return w.ID == reference }) && contextOf(reference) != "" {
		return contextOf(reference), nil
	}

	return "", fmt.Errorf("context: %q is no product on a site of this organization, as those of %q are", reference, contexts)
}

// site finds the cloud ID of a site, given by cloud ID, or by name or address
// of a workspace on it.
func (s *State) site(reference string) (string, bool) {
	for _, same := range []func(Workspace) bool{
		func(w Workspace) bool { return CloudID(w.ID) == reference },
		func(w Workspace) bool { return strings.EqualFold(w.Name, reference) },
		func(w Workspace) bool { return w.HostURL != "" && hostOf(w.HostURL) == hostOf(reference) },
	} {
		for _, workspace := range s.Workspaces {
			if CloudID(workspace.ID) != "" && same(workspace) {
				return CloudID(workspace.ID), true
			}
		}
	}

	return "", false
}

// SiteOf is the name of a site, by its cloud ID, and its address. Both are empty
// if there is no such site.
func (s *State) SiteOf(cloudID string) (name, address string) {
	for _, workspace := range s.Workspaces {
		if CloudID(workspace.ID) != cloudID {
			continue
		}

		if name == "" {
			name = workspace.Name
		}

		if address == "" && workspace.HostURL != "" {
			address = "https://" + hostOf(workspace.HostURL)
		}
	}

	return name, address
}

// hostOf is the host of an address, with or without its scheme.
func hostOf(address string) string {
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}

	parsed, err := url.Parse(address)
	if err != nil {
		return address
	}

	return strings.ToLower(parsed.Host)
}

// MayRead reports whether the person administers the site with a cloud ID.
func (s *State) MayRead(site string) bool {
	return len(s.UserToken.Sites) == 0 || slices.Contains(s.UserToken.Sites, site)
}

// Rules of a site: whether its people may let apps of others (3LO) act for
// them.
const (
	ruleAllow = "allow"
	ruleDeny  = "deny"
)

// userRuleState are the rules for apps of others.
type userRuleState struct {
	userRules map[string]string // by cloud ID; a missing site means allow
}

var userRulePart = part{
	seed:     (*State).seedUserRules,
	describe: func(s *State, org *Organization) { org.UserInstalledApps = maps.Clone(s.userRules) },
}

func (s *State) seedUserRules(org Organization) error {
	s.userRules = map[string]string{}

	for site, rule := range org.UserInstalledApps {
		if err := s.SetUserRule(site, rule); err != nil {
			return fmt.Errorf("user_installed_apps: %w", err)
		}
	}

	return nil
}

// SetUserRule sets the rule of a site, given as for
// [World.SetUserInstalledApps].
func (s *State) SetUserRule(site, rule string) error {
	id, ok := s.site(site)
	if !ok {
		return fmt.Errorf("site %q: %w", site, ErrNotFound)
	}

	if err := oneOf("rule", rule, ruleAllow, ruleDeny); err != nil {
		return err
	}

	s.userRules[id] = rule

	return nil
}

// UserRule is the rule of a site by its cloud ID.
func (s *State) UserRule(site string) string { return cmp.Or(s.userRules[site], ruleAllow) }

// SetUserInstalledApps sets whether the people of a site may let apps of others
// act for them: allow or deny. The site is a cloud ID, or the name or address of
// a workspace on it.
func (w *World) SetUserInstalledApps(site, rule string) error {
	_, leave := w.enter()
	defer leave()

	return w.state.SetUserRule(site, rule)
}

// UserInstalledApps is the rule that [World.SetUserInstalledApps] sets. It is
// empty if there is no such site.
func (w *World) UserInstalledApps(site string) string {
	_, leave := w.enter()
	defer leave()

	if id, ok := w.state.site(site); ok {
		return w.state.UserRule(id)
	}

	return ""
}
