// SPDX-License-Identifier: MPL-2.0

package world

import (
	"cmp"
	"errors"
	"fmt"
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
	// Resources are what the policy applies to.
	Resources []PolicyResource `json:"resources,omitempty"`
}

// PolicyResource is what a policy applies to, such as a workspace.
type PolicyResource struct {
	ID string `json:"id"`
	// ApplicationStatus is applied (the default), applying, removing, failed or scheduled.
	ApplicationStatus string `json:"application_status,omitempty"`
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
