// SPDX-License-Identifier: MPL-2.0

package world

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
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
	// AppSubject is whom the rule appAccess is about: all_apps (the default), or the
	// ARI of an app.
	AppSubject string `json:"app_subject,omitempty"`
	// Resources are what the policy covers, if it does not cover the organization.
	Resources []string `json:"resources,omitempty"`
	// InForce are the rules that are in force although the policy is a draft,
	// because a published policy was changed and not published again.
	InForce map[string]string `json:"in_force,omitempty"`

	published map[string]bool // the rules of a draft that were published, until all are
}

// Say adds a rule to a policy. Only the rule about apps has a subject, and needs one.
func (p *DataSecurityPolicy) Say(rule string, effect, subject *string) error {
	if effect == nil || (subject != nil) != (rule == ruleAppAccess) {
		return fmt.Errorf("%s needs an effect, and %s alone a subjectId", rule, ruleAppAccess)
	}

	if err := errors.Join(oneOf("rule", rule, rulesOfData...), oneOf(rule, *effect, "block", "allow")); err != nil {
		return err
	}

	if subject != nil {
		if _, err := ResourceOwner(*subject); err != nil && *subject != AllApps {
			return fmt.Errorf("subjectId: %w", err)
		}

		p.AppSubject = *subject
	}

	p.Rules[rule] = *effect

	return nil
}

// AllApps is the subject of a rule about all apps.
const AllApps = "all_apps"

const ruleAppAccess = "appAccess"

// rulesOfData are the rules of data security policies. Atlassian's reference has
// export only, and its guide has the others.
var rulesOfData = []string{"export", "publicLinks", "attachmentDownload", "anonymousAccess", "appAccess"}

func (s *State) putDataSecurityPolicy(wanted DataSecurityPolicy, replace bool) error {
	if wanted.Name == "" {
		return errors.New("name is missing")
	}

	wanted.ID = cmp.Or(wanted.ID, s.dataSecurityID(wanted.Name), Derive(s.ID, "data security policy", strings.ToLower(wanted.Name)))
	wanted.Status = cmp.Or(wanted.Status, DataSecurityActive)
	wanted.Coverage = cmp.Or(wanted.Coverage, CoverageOrganization)
	wanted = wanted.clone()

	if wanted.Rules[ruleAppAccess] != "" {
		wanted.AppSubject = cmp.Or(wanted.AppSubject, AllApps)
	}

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

	at := findSetting(s.DataSecurity, wanted.ID)

	switch {
	case !replace && findSetting(s.DataSecurity, wanted.ID, wanted.Name) >= 0:
		return fmt.Errorf("there are two named %q; names and IDs must differ", wanted.Name)
	case at < 0:
		s.DataSecurity = append(s.DataSecurity, wanted)
	default:
		s.DataSecurity[at] = wanted
	}

	delete(s.unseen, wanted.ID)

	return nil
}

// dataSecurityID is the ID of the policy with a name, of one that is not deleted if
// there are several. It is empty if there is none.
func (s *State) dataSecurityID(name string) (id string) {
	for _, policy := range s.DataSecurity {
		if strings.EqualFold(policy.Name, name) && (id == "" || policy.Status != DataSecurityDeleted) {
			id = policy.ID
		}
	}

	return id
}

func (p DataSecurityPolicy) clone() DataSecurityPolicy {
	p.Rules, p.InForce, p.published = maps.Clone(p.Rules), maps.Clone(p.InForce), maps.Clone(p.published)
	p.Resources = slices.Clone(p.Resources)

	return p
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
// same ID or name. What the console changes shows at once. A policy that is deleted
// stays in the list with that status.
func (w *World) PutDataSecurityPolicy(policy DataSecurityPolicy) error {
	_, leave := w.enter()
	defer leave()

	return w.state.putDataSecurityPolicy(policy, true)
}

// The API refuses what the console does, and more, with these words.
var (
	errNotOverridden  = errors.New("The draft org-wide policy does not contain the rule being overridden") //nolint:staticcheck // Atlassian's own words
	errRedundantDraft = errors.New("Redundant draft override rule found")                                  //nolint:staticcheck // the same
)

// checkDraft keeps to the rules of Atlassian's guide: see the guide on data security
// policies of February 2026.
func (s *State) checkDraft(wanted DataSecurityPolicy) error {
	if strings.TrimSpace(wanted.Name) == "" {
		return errors.New("name is missing")
	}

	if _, about := wanted.Rules[ruleAppAccess]; about && wanted.Coverage != CoverageOrganization && wanted.Coverage != "CONTAINER" {
		return errors.New("appAccess supports the coverages ORG and CONTAINER")
	}

	if wanted.Coverage == CoverageOrganization || wanted.Coverage == coverageUnassigned {
		return nil
	}

	if len(wanted.Rules) != 1 {
		return errors.New("exactly one rule is allowed, unless the coverage is ORG")
	}

	overridden := false

	for rule := range wanted.Rules {
		for _, other := range s.DataSecurity {
			same := other.ID != wanted.ID && other.Status != DataSecurityDeleted && other.Rules[rule] != "" &&
				(rule != ruleAppAccess || other.AppSubject == wanted.AppSubject)
			overridden = overridden || same && other.Coverage == CoverageOrganization

			if same && other.Coverage == wanted.Coverage && other.Status == DataSecurityDraft {
				return errRedundantDraft
			}
		}
	}

	if !overridden {
		return errNotOverridden
	}

	return nil
}

// CreateDataSecurity makes a draft.
func (s *State) CreateDataSecurity(now time.Time, wanted DataSecurityPolicy) (DataSecurityPolicy, error) {
	if err := s.checkDraft(wanted); err != nil {
		return DataSecurityPolicy{}, err
	}

	wanted.ID = Derive(s.ID, "data security policy", strconv.Itoa(len(s.DataSecurity)), wanted.Name)
	wanted.Status = DataSecurityDraft
	s.noteUnseen(now, wanted.ID)
	s.DataSecurity = append(s.DataSecurity, wanted.clone())

	return wanted, nil
}

// UpdateDataSecurity changes a policy that is not deleted. Unverified: what happens
// to a published one. Here it is a draft again, and its former rules stay in force
// until it is published.
func (s *State) UpdateDataSecurity(now time.Time, wanted DataSecurityPolicy) (DataSecurityPolicy, error) {
	at := s.dataSecurity(wanted.ID)
	if at < 0 {
		return DataSecurityPolicy{}, ErrNotFound
	}

	if err := s.checkDraft(wanted); err != nil {
		return DataSecurityPolicy{}, err
	}

	s.noteUnseen(now, wanted.ID)

	present := &s.DataSecurity[at]
	if present.Status == DataSecurityActive {
		present.InForce = present.Rules
	}

	wanted.Status, wanted.Resources, wanted.InForce = DataSecurityDraft, present.Resources, present.InForce
	*present = wanted.clone()

	return wanted, nil
}

// dataSecurity is where a policy is that is not deleted. It is -1 if there is none.
func (s *State) dataSecurity(id string) int {
	return slices.IndexFunc(s.DataSecurity, func(p DataSecurityPolicy) bool { return p.ID == id && p.Status != DataSecurityDeleted })
}

// DeleteDataSecurity deletes a policy, which stays readable. Unverified: that a
// published one goes in the same way, and that one which others override does.
func (s *State) DeleteDataSecurity(now time.Time, id string) error {
	at := s.dataSecurity(id)
	if at < 0 {
		return ErrNotFound
	}

	s.noteUnseen(now, id)
	s.DataSecurity[at].Status, s.DataSecurity[at].InForce = DataSecurityDeleted, nil

	return nil
}

// PublishDataSecurity publishes one rule of policies. A policy is published when all
// its rules are. Unverified, like the whole operation: a policy keeps its ID, and
// one that overrides another needs that one to be published before or with it.
func (s *State) PublishDataSecurity(now time.Time, rule string, ids []string) error {
	for _, id := range ids {
		at := s.dataSecurity(id)
		if at < 0 {
			return fmt.Errorf("policy %s: %w", id, ErrNotFound)
		}

		policy := s.DataSecurity[at]
		if policy.Rules[rule] == "" {
			return fmt.Errorf("policy %s has no rule %s", id, rule)
		}

		if policy.Coverage != CoverageOrganization && !slices.ContainsFunc(s.DataSecurity, func(other DataSecurityPolicy) bool {
			return other.Coverage == CoverageOrganization && other.Rules[rule] != "" && (other.Status == DataSecurityActive || slices.Contains(ids, other.ID))
		}) {
			return fmt.Errorf("policy %s overrides the rule %s, and no published policy with the coverage ORG has it", id, rule)
		}
	}

	for _, id := range ids {
		s.noteUnseen(now, id)

		policy := &s.DataSecurity[s.dataSecurity(id)]
		if policy.published == nil {
			policy.published = map[string]bool{}
		}

		policy.published[rule] = true
		if len(policy.published) == len(policy.Rules) {
			policy.Status, policy.InForce, policy.published = DataSecurityActive, nil, nil
		}
	}

	return nil
}

// ChangeDataSecurityResources changes what a policy covers.
func (s *State) ChangeDataSecurityResources(id string, attach, detach []string) error {
	at := s.dataSecurity(id)
	if at < 0 {
		return ErrNotFound
	}

	policy := &s.DataSecurity[at]
	if policy.Coverage == CoverageOrganization {
		return errors.New("a policy with the coverage ORG covers the whole organization")
	}

	for _, resource := range slices.Concat(attach, detach) {
		if _, err := ResourceOwner(resource); err != nil || policy.Coverage == "WORKSPACE" && !s.KnowsResource(resource) {
			return fmt.Errorf("%s is no resource of the organization", resource)
		}
	}

	left := slices.DeleteFunc(slices.Clone(policy.Resources), func(one string) bool { return slices.Contains(detach, one) })
	for _, resource := range attach {
		if !slices.Contains(left, resource) {
			left = append(left, resource)
		}
	}

	policy.Resources = left

	return nil
}

// DataSecurityPolicyID is the ID of a data security policy, given by name. It is
// empty if there is none. Those that are deleted count.
func (w *World) DataSecurityPolicyID(name string) string {
	_, leave := w.enter()
	defer leave()

	return w.state.dataSecurityID(name)
}
