// SPDX-License-Identifier: MPL-2.0

package world

import (
	"cmp"
	"fmt"
	"maps"
)

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
