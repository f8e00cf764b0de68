// SPDX-License-Identifier: MPL-2.0

package world

import (
	"cmp"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
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
	// AllowMobileBypass lets mobile apps in from every address. An answer does not
	// have it if it is absent.
	AllowMobileBypass *bool `json:"allow_mobile_bypass,omitempty"`
	// Resources are what the policy applies to.
	Resources []PolicyResource `json:"resources,omitempty"`

	policyChange
}

// PolicyResource is what a policy applies to, such as a workspace.
type PolicyResource struct {
	ID string `json:"id"`
	// ApplicationStatus is applied (the default), applying, removing, failed or
	// scheduled. Another API has validating as well.
	ApplicationStatus string `json:"application_status,omitempty"`
	// ScheduledDate, MigrationStart and MigrationEnd are when data moves. A time in
	// the future makes the status scheduled until then.
	ScheduledDate  string `json:"scheduled_date,omitempty"`
	MigrationStart string `json:"migration_start,omitempty"`
	MigrationEnd   string `json:"migration_end,omitempty"`
	// AccountID and Ticket are who asked for a move, and where.
	AccountID string `json:"account_id,omitempty"`
	Ticket    string `json:"ticket,omitempty"`

	next []resourceStep
}

// applicationStatuses are those that a resource of a policy can have.
var applicationStatuses = []string{ResourceApplied, ResourceApplying, ResourceValidating, ResourceRemoving, ResourceFailed, ResourceScheduled}

// Application statuses of the resources of a policy. The Organizations API does
// not document validating, which the Control API has.
const (
	ResourceApplied    = "applied"
	ResourceApplying   = "applying"
	ResourceValidating = "validating"
	ResourceRemoving   = "removing"
	ResourceFailed     = "failed"
	ResourceScheduled  = "scheduled"
)

// regions are the places of data residency. Unverified: all of them but jp, and
// their spelling.
var regions = []string{"global", "us", "eu", "au", "br", "ca", "ch", "de", "gb", "in", "jp", "kr", "sg"}

// checkRule says what is wrong with the rule of a policy. Unverified: that
// Atlassian checks it.
func checkRule(kind string, in []string) error {
	if len(in) == 0 {
		return errors.New("rule.in is empty")
	}

	for _, value := range in {
		if kind == PolicyDataResidency {
			if err := oneOf("rule.in", strings.ToLower(value), regions...); err != nil {
				return err
			}

			continue
		}

		block, err := netip.ParsePrefix(value)
		if _, single := netip.ParseAddr(value); err != nil && single != nil || err == nil && block.Masked() != block {
			return fmt.Errorf("rule.in: %q is neither an address nor a block of addresses", value)
		}
	}

	return nil
}

// checkOrganizationPolicy says what is wrong with a policy that the API is asked
// for. It had some resources before.
func (s *State) checkOrganizationPolicy(wanted OrganizationPolicy, before []PolicyResource) error {
	if err := errors.Join(
		oneOf("type", wanted.Type, PolicyIPAllowlist, PolicyDataResidency),
		oneOf("status", wanted.Status, PolicyEnabled, PolicyDisabled),
		checkRule(wanted.Type, wanted.In),
	); err != nil {
		return err
	}

	seen := map[string]bool{}

	for _, resource := range wanted.Resources {
		had := slices.ContainsFunc(before, func(r PolicyResource) bool { return r.ID == resource.ID })
		if !had && !s.isWorkspace(resource.ID) {
			return fmt.Errorf("resources: there is no %q", resource.ID)
		}

		if seen[resource.ID] {
			return fmt.Errorf("resources: %q is there twice", resource.ID)
		}

		seen[resource.ID] = true
	}

	return nil
}

func (s *State) isWorkspace(id string) bool {
	return slices.ContainsFunc(s.Workspaces, func(w Workspace) bool { return w.ID == id })
}

func (s *State) putOrganizationPolicy(wanted OrganizationPolicy, replace bool) error {
	if wanted.Name == "" {
		return errors.New("name is missing")
	}

	wanted.ID = cmp.Or(wanted.ID, settingID(s.OrganizationPolicies, wanted.Name), Derive(s.ID, "organization policy", strings.ToLower(wanted.Name)))
	wanted.Status = cmp.Or(wanted.Status, PolicyEnabled)
	wanted = wanted.clone()
	wanted.policyChange = policyChange{}

	if err := errors.Join(
		oneOf("type", wanted.Type, PolicyIPAllowlist, PolicyDataResidency),
		oneOf("status", wanted.Status, PolicyEnabled, PolicyDisabled),
	); err != nil {
		return err
	}

	for i := range wanted.Resources {
		resource := &wanted.Resources[i]
		resource.ApplicationStatus = cmp.Or(resource.ApplicationStatus, ResourceApplied)
		resource.next = nil

		if err := oneOf("application_status", resource.ApplicationStatus, applicationStatuses...); err != nil {
			return fmt.Errorf("resources[%d]: %w", i, err)
		}

		if _, err := ResourceOwner(resource.ID); err != nil {
			return fmt.Errorf("resources[%d]: %w", i, err)
		}
	}

	return putSetting(&s.OrganizationPolicies, wanted, replace)
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

// AppliesTo reports whether a policy names a resource.
func (p *OrganizationPolicy) AppliesTo(resourceID string) bool {
	return slices.ContainsFunc(p.Resources, func(r PolicyResource) bool { return r.ID == resourceID })
}
