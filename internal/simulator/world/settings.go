// SPDX-License-Identifier: MPL-2.0

package world

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Types of the policies that two of Atlassian's APIs know. Live answers have more.
const (
	PolicyIPAllowlist   = "ip-allowlist"
	PolicyDataResidency = "data-residency"
	PolicyDataSecurity  = "data-security"
)

// Statuses of policies, and of data security policies.
const (
	PolicyEnabled  = "enabled"
	PolicyDisabled = "disabled"

	DataSecurityDraft   = "draft"
	DataSecurityActive  = "active"
	DataSecurityDeleted = "deleted"

	// CoverageOrganization is missing from Atlassian's list of coverages, and is what
	// a policy for the whole organization has.
	CoverageOrganization = "ORG"
	coverageUnassigned   = "UNASSIGNED"

	LevelPublished = "PUBLISHED"
)

// settingState are the policies of the organization that say nothing about how
// people sign in, and its classification levels.
type settingState struct {
	OrganizationPolicies []OrganizationPolicy
	DataSecurity         []DataSecurityPolicy
	DataSecurityPublish  bool                  // whether the unverified operations on data security policies are served
	unseen               map[string]unseenData // what reads do not show yet, by policy
	Levels               []ClassificationLevel
	LacksGuardPremium    bool

	organizationPolicyState
}

var settingPart = part{seed: (*State).seedSettings, settle: (*State).settleSettings, describe: (*State).describeSettings}

func (s *State) settleSettings(now time.Time) {
	s.settleOrganizationPolicies(now)
	s.settleDataSecurity(now)
}

func (s *State) seedSettings(org Organization) error {
	for i, policy := range org.OrganizationPolicies {
		if err := s.putOrganizationPolicy(policy, false); err != nil {
			return fmt.Errorf("organization_policies[%d]: %w", i, err)
		}
	}

	// Others have seen that an organization has at least one policy. Unverified:
	// which one.
	if !slices.ContainsFunc(s.OrganizationPolicies, func(p OrganizationPolicy) bool { return p.Type == PolicyDataResidency }) {
		if err := s.putOrganizationPolicy(OrganizationPolicy{Name: "Default data residency", Type: PolicyDataResidency, In: []string{"global"}}, false); err != nil {
			return err
		}
	}

	// First those of the organization, which the others need.
	for _, whole := range []bool{true, false} {
		for i, policy := range org.DataSecurityPolicies {
			if (cmp.Or(policy.Coverage, CoverageOrganization) == CoverageOrganization) != whole {
				continue
			}

			if err := s.putDataSecurityPolicy(policy, false); err != nil {
				return fmt.Errorf("data_security_policies[%d]: %w", i, err)
			}
		}
	}

	for i, level := range org.ClassificationLevels {
		if err := s.putLevel(level, false); err != nil {
			return fmt.Errorf("classification_levels[%d]: %w", i, err)
		}
	}

	s.LacksGuardPremium = org.LacksGuardPremium
	s.PolicyHabits = org.PolicyHabits
	s.DataSecurityPublish = org.DataSecurityPublish

	return nil
}

// PresentPolicies are the IP allowlists and data residency policies that are not
// deleted, without the changes that are still to come.
func (s *State) PresentPolicies() []OrganizationPolicy {
	var present []OrganizationPolicy

	for _, policy := range s.OrganizationPolicies {
		if !policy.deleted {
			present = append(present, policy.described())
		}
	}

	return present
}

func (s *State) describeSettings(org *Organization) {
	org.OrganizationPolicies = s.PresentPolicies()

	for _, policy := range s.DataSecurity {
		org.DataSecurityPolicies = append(org.DataSecurityPolicies, policy.clone())
	}

	org.ClassificationLevels = slices.Clone(s.Levels)
	org.LacksGuardPremium = s.LacksGuardPremium
	org.PolicyHabits = s.PolicyHabits
	org.DataSecurityPublish = s.DataSecurityPublish
}

// setting is what has an ID and a name, by both of which it is found.
type setting interface{ names() (id, name string) }

func (p OrganizationPolicy) names() (id, name string)  { return p.ID, p.Name }
func (p DataSecurityPolicy) names() (id, name string)  { return p.ID, p.Name }
func (l ClassificationLevel) names() (id, name string) { return l.ID, l.Name }

// findSetting is where one is, by ID or name. It is -1 if there is none.
func findSetting[T setting](all []T, references ...string) int {
	return slices.IndexFunc(all, func(one T) bool {
		id, name := one.names()

		return slices.ContainsFunc(references, func(reference string) bool { return id == reference || strings.EqualFold(name, reference) })
	})
}

// settingID is the ID of the setting with a name. It is empty if there is none.
func settingID[T setting](all []T, name string) string {
	if at := findSetting(all, name); at >= 0 {
		id, _ := all[at].names()

		return id
	}

	return ""
}

// putSetting replaces the setting with the same ID, or else the one with the same
// name, or adds one. No two have one ID or one name, and a start state must not
// describe one twice.
func putSetting[T setting](all *[]T, wanted T, replace bool) error {
	id, name := wanted.names()

	at, named := findSetting(*all, id), findSetting(*all, name)
	if at < 0 {
		at = named
	}

	switch {
	case at < 0:
		*all = append(*all, wanted)
	case !replace, named >= 0 && named != at:
		return fmt.Errorf("there are two named %q; names and IDs must differ", name)
	default:
		(*all)[at] = wanted
	}

	return nil
}

// unseenData is what the reads show of a policy that was written a moment ago.
type unseenData struct {
	until time.Time
	was   *DataSecurityPolicy // nil if there was none
}

func (s *State) settleDataSecurity(now time.Time) {
	maps.DeleteFunc(s.unseen, func(_ string, one unseenData) bool { return !now.Before(one.until) })
}

// ShownDataSecurity are the policies as the reads show them, which lag behind.
func (s *State) ShownDataSecurity() []DataSecurityPolicy {
	var shown []DataSecurityPolicy

	for _, policy := range s.DataSecurity {
		switch unseen, lags := s.unseen[policy.ID]; {
		case !lags:
			shown = append(shown, policy)
		case unseen.was != nil:
			shown = append(shown, *unseen.was)
		}
	}

	return shown
}

// noteUnseen lets the reads show a policy as it is before a write, for a while.
func (s *State) noteUnseen(now time.Time, id string) {
	if s.lag == 0 {
		return
	}

	if s.unseen == nil {
		s.unseen = map[string]unseenData{}
	}

	var was *DataSecurityPolicy

	if at := findSetting(s.DataSecurity, id); at >= 0 {
		was = new(s.DataSecurity[at].clone())
	}

	if earlier, lags := s.unseen[id]; lags {
		was = earlier.was
	}

	s.unseen[id] = unseenData{now.Add(s.lag), was}
}
