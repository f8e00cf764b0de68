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

// PutDataSecurityPolicy makes a data security policy, or replaces the one with the
// same ID or name. A policy that is deleted stays in the list with that status.
func (w *World) PutDataSecurityPolicy(policy DataSecurityPolicy) error {
	_, leave := w.enter()
	defer leave()

	return w.state.putDataSecurityPolicy(policy, true)
}
