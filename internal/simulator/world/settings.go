// SPDX-License-Identifier: MPL-2.0

package world

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
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

// OrganizationPolicy is an IP allowlist or a data residency policy.
type OrganizationPolicy struct {
	ID   string `json:"id,omitempty"`
	Name string `json:"name"`
	// Type is ip-allowlist or data-residency.
	Type string `json:"type"`
	// Status is enabled (the default) or disabled.
	Status string `json:"status,omitempty"`
	// In are the IP addresses and blocks, or the places, that the policy allows.
	In []string `json:"in,omitempty"`
	// Resources are what the policy applies to.
	Resources []PolicyResource `json:"resources,omitempty"`
}

// PolicyResource is what a policy applies to, such as a workspace.
type PolicyResource struct {
	ID string `json:"id"`
	// ApplicationStatus is applied (the default), applying, removing, failed or scheduled.
	ApplicationStatus string `json:"application_status,omitempty"`
}

// DataSecurityPolicy says what nobody can do with data.
type DataSecurityPolicy struct {
	ID          string `json:"id,omitempty"`
	Name        string `json:"name"`
	Description string `json:"description,omitempty"`
	// Status is active (the default), which means published, draft or deleted.
	Status string `json:"status,omitempty"`
	// Coverage is ORG (the default), WORKSPACE, CONTAINER, CLASSIFICATION,
	// DC_WORKSPACE or UNASSIGNED.
	Coverage string `json:"coverage,omitempty"`
	// Rules are block or allow, by name: export, publicLinks, attachmentDownload,
	// anonymousAccess, appAccess. A policy that does not cover the organization has
	// one rule, which a policy that does must have as well.
	Rules map[string]string `json:"rules"`
}

// ClassificationLevel is how sensitive data can be.
type ClassificationLevel struct {
	ID         string `json:"id,omitempty"`
	Name       string `json:"name"`
	Definition string `json:"definition,omitempty"`
	Guideline  string `json:"guideline,omitempty"`
	// Color is RED if it is absent. Atlassian documents no other one.
	Color string `json:"color,omitempty"`
	// Status is PUBLISHED (the default), DRAFT or ARCHIVED.
	Status string `json:"status,omitempty"`
}

// settingState are the policies of the organization that say nothing about how
// people sign in, and its classification levels.
type settingState struct {
	OrganizationPolicies []OrganizationPolicy
	DataSecurity         []DataSecurityPolicy
	Levels               []ClassificationLevel
	LacksGuardPremium    bool
}

var settingPart = part{seed: (*State).seedSettings, describe: (*State).describeSettings}

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

	return nil
}

func (s *State) describeSettings(org *Organization) {
	for _, policy := range s.OrganizationPolicies {
		policy.In, policy.Resources = slices.Clone(policy.In), slices.Clone(policy.Resources)
		org.OrganizationPolicies = append(org.OrganizationPolicies, policy)
	}

	for _, policy := range s.DataSecurity {
		policy.Rules = maps.Clone(policy.Rules)
		org.DataSecurityPolicies = append(org.DataSecurityPolicies, policy)
	}

	org.ClassificationLevels = slices.Clone(s.Levels)
	org.LacksGuardPremium = s.LacksGuardPremium
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

// putSetting replaces the setting with the same ID or name, or adds one. A start
// state must not describe one twice.
func putSetting[T setting](all *[]T, wanted T, replace bool) error {
	id, name := wanted.names()

	switch at := findSetting(*all, id, name); {
	case at < 0:
		*all = append(*all, wanted)
	case !replace:
		return fmt.Errorf("there are two named %q; names and IDs must differ", name)
	default:
		(*all)[at] = wanted
	}

	return nil
}

func (s *State) putOrganizationPolicy(wanted OrganizationPolicy, replace bool) error {
	if wanted.Name == "" {
		return errors.New("name is missing")
	}

	wanted.ID = cmp.Or(wanted.ID, settingID(s.OrganizationPolicies, wanted.Name), Derive(s.ID, "organization policy", strings.ToLower(wanted.Name)))
	wanted.Status = cmp.Or(wanted.Status, PolicyEnabled)
	wanted.In, wanted.Resources = slices.Clone(wanted.In), slices.Clone(wanted.Resources)

	if err := errors.Join(
		oneOf("type", wanted.Type, PolicyIPAllowlist, PolicyDataResidency),
		oneOf("status", wanted.Status, PolicyEnabled, PolicyDisabled),
	); err != nil {
		return err
	}

	for i := range wanted.Resources {
		resource := &wanted.Resources[i]
		resource.ApplicationStatus = cmp.Or(resource.ApplicationStatus, "applied")

		if err := oneOf("application_status", resource.ApplicationStatus, "applied", "applying", "removing", "failed", "scheduled"); err != nil {
			return fmt.Errorf("resources[%d]: %w", i, err)
		}

		if _, err := ResourceOwner(resource.ID); err != nil {
			return fmt.Errorf("resources[%d]: %w", i, err)
		}
	}

	return putSetting(&s.OrganizationPolicies, wanted, replace)
}

// rulesOfData are the rules of data security policies. Atlassian's reference has
// export only, and its guide has the others.
var rulesOfData = []string{"export", "publicLinks", "attachmentDownload", "anonymousAccess", "appAccess"}

func (s *State) putDataSecurityPolicy(wanted DataSecurityPolicy, replace bool) error {
	if wanted.Name == "" {
		return errors.New("name is missing")
	}

	wanted.ID = cmp.Or(wanted.ID, settingID(s.DataSecurity, wanted.Name), Derive(s.ID, "data security policy", strings.ToLower(wanted.Name)))
	wanted.Status = cmp.Or(wanted.Status, DataSecurityActive)
	wanted.Coverage = cmp.Or(wanted.Coverage, CoverageOrganization)
	wanted.Rules = maps.Clone(wanted.Rules)

	if err := errors.Join(
		oneOf("status", wanted.Status, DataSecurityActive, DataSecurityDraft, DataSecurityDeleted),
		oneOf("coverage", wanted.Coverage, CoverageOrganization, "WORKSPACE", "CONTAINER", "CLASSIFICATION", "DC_WORKSPACE", coverageUnassigned),
	); err != nil {
		return err
	}

	for rule, effect := range wanted.Rules {
		if err := errors.Join(oneOf("rules", rule, rulesOfData...), oneOf("rules."+rule, effect, "block", "allow")); err != nil {
			return err
		}
	}

	if err := s.ruleOfPart(wanted); err != nil {
		return err
	}

	return putSetting(&s.DataSecurity, wanted, replace)
}

// ruleOfPart refuses a policy for a part of the organization that has several
// rules, or one that no policy of the organization has.
func (s *State) ruleOfPart(wanted DataSecurityPolicy) error {
	if wanted.Coverage == CoverageOrganization || wanted.Coverage == coverageUnassigned {
		return nil
	}

	if len(wanted.Rules) != 1 {
		return errors.New("rules: only a policy with the coverage ORG can have several rules, and none can be empty")
	}

	for rule := range wanted.Rules {
		if !slices.ContainsFunc(s.DataSecurity, func(other DataSecurityPolicy) bool {
			return other.Coverage == CoverageOrganization && other.Status != DataSecurityDeleted && other.Rules[rule] != ""
		}) {
			return fmt.Errorf("rules: no policy with the coverage ORG has the rule %s, which this one overrides", rule)
		}
	}

	return nil
}

func (s *State) putLevel(wanted ClassificationLevel, replace bool) error {
	if wanted.Name == "" {
		return errors.New("name is missing")
	}

	const tag = "ari:cloud:platform::classification-tag/"

	wanted.ID = cmp.Or(wanted.ID, settingID(s.Levels, wanted.Name), tag+Derive(s.ID, "classification level", strings.ToLower(wanted.Name)))
	wanted.Status = cmp.Or(wanted.Status, LevelPublished)
	wanted.Color = cmp.Or(wanted.Color, "RED")

	if err := oneOf("status", wanted.Status, LevelPublished, "DRAFT", "ARCHIVED"); err != nil {
		return err
	}

	if !strings.HasPrefix(wanted.ID, tag) {
		return fmt.Errorf("id: %q does not read like %s<id>", wanted.ID, tag)
	}

	return putSetting(&s.Levels, wanted, replace)
}

// PutOrganizationPolicy makes an IP allowlist or a data residency policy, or
// replaces the one with the same ID or name.
func (w *World) PutOrganizationPolicy(policy OrganizationPolicy) error {
	_, leave := w.enter()
	defer leave()

	return w.state.putOrganizationPolicy(policy, true)
}

// RemoveOrganizationPolicy removes a policy, given by ID or name.
func (w *World) RemoveOrganizationPolicy(reference string) error {
	_, leave := w.enter()
	defer leave()

	at := findSetting(w.state.OrganizationPolicies, reference)
	if at < 0 {
		return fmt.Errorf("policy %q: %w", reference, ErrNotFound)
	}

	w.state.OrganizationPolicies = slices.Delete(w.state.OrganizationPolicies, at, at+1)

	return nil
}

// PutDataSecurityPolicy makes a data security policy, or replaces the one with the
// same ID or name. A policy that is deleted stays in the list with that status.
func (w *World) PutDataSecurityPolicy(policy DataSecurityPolicy) error {
	_, leave := w.enter()
	defer leave()

	return w.state.putDataSecurityPolicy(policy, true)
}

// PutClassificationLevel makes a level, or replaces the one with the same ID or
// name. A level cannot be deleted. It can be ARCHIVED.
func (w *World) PutClassificationLevel(level ClassificationLevel) error {
	_, leave := w.enter()
	defer leave()

	return w.state.putLevel(level, true)
}

// SetGuardPremium says whether the plan of the organization includes the
// classification of data.
func (w *World) SetGuardPremium(included bool) {
	_, leave := w.enter()
	defer leave()

	w.state.LacksGuardPremium = !included
}
