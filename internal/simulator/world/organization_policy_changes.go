// SPDX-License-Identifier: MPL-2.0

package world

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"time"
)

// PolicyHabits are what Atlassian does with the policies of an organization where
// its documents do not say it. A client must get along with all of them.
type PolicyHabits struct {
	// KeepsResources says that an update removes no resource that its body leaves
	// out. Otherwise it does.
	KeepsResources bool `json:"keeps_resources,omitempty"`
	// IgnoresMobileBypass says that a write does not keep allowMobileBypass, which
	// the Organizations API does not document.
	IgnoresMobileBypass bool `json:"ignores_mobile_bypass,omitempty"`
	// ListsNoResources says that the list of policies leaves the resources out.
	ListsNoResources bool `json:"lists_no_resources,omitempty"`
	// HidesResources says that no answer tells what a policy applies to.
	HidesResources bool `json:"hides_resources,omitempty"`
}

// organizationPolicyState is what an organization knows of its policies besides
// the policies.
type organizationPolicyState struct {
	PolicyHabits PolicyHabits

	outcomes  map[string]string // by resource: what every write ends in
	validated []string          // the policies whose validation was asked for
	written   int               // how many policies were created by the API
}

// policyChange is how far the last write of a policy has come. The zero value is
// a policy that has settled.
type policyChange struct {
	// before is what reads show until shown. It is nil if there was no policy.
	before *OrganizationPolicy
	shown  time.Time
	// deleted is a policy that is gone at the time gone.
	deleted bool
	gone    time.Time
}

// resourceStep is the status of a resource from a time on. An empty status means
// that the policy does not apply to it any more.
type resourceStep struct {
	at     time.Time
	status string
}

func (p OrganizationPolicy) clone() OrganizationPolicy {
	p.In, p.Resources = slices.Clone(p.In), slices.Clone(p.Resources)

	return p
}

// described is the policy without how far its last write has come.
func (p OrganizationPolicy) described() OrganizationPolicy {
	p = p.clone()
	p.policyChange = policyChange{}

	for i := range p.Resources {
		p.Resources[i].next = nil
	}

	return p
}

// settleOrganizationPolicies makes happen what is due.
func (s *State) settleOrganizationPolicies(now time.Time) {
	s.OrganizationPolicies = slices.DeleteFunc(s.OrganizationPolicies, func(p OrganizationPolicy) bool { return p.deleted && !p.gone.After(now) })

	for i := range s.OrganizationPolicies {
		policy := &s.OrganizationPolicies[i]
		policy.Resources = slices.DeleteFunc(policy.Resources, func(r PolicyResource) bool { return r.statusAt(now) == "" })

		for j := range policy.Resources {
			policy.Resources[j].settle(now)
		}
	}
}

func (r PolicyResource) statusAt(now time.Time) string {
	status := r.ApplicationStatus
	for _, step := range r.next {
		if !step.at.After(now) {
			status = step.status
		}
	}

	return status
}

func (r *PolicyResource) settle(now time.Time) {
	r.ApplicationStatus = r.statusAt(now)
	r.next = slices.DeleteFunc(slices.Clone(r.next), func(step resourceStep) bool { return !step.at.After(now) })
}

// ShownOrganizationPolicies are the policies as reads show them: for the first
// half of the lag after a write, they show what was there before.
func (s *State) ShownOrganizationPolicies(now time.Time) []OrganizationPolicy {
	shown := make([]OrganizationPolicy, 0, len(s.OrganizationPolicies))

	for _, policy := range s.OrganizationPolicies {
		switch {
		case !policy.shown.After(now):
			shown = append(shown, policy.described())
		case policy.before != nil:
			shown = append(shown, policy.before.described())
		}
	}

	return shown
}

// changing notes that a policy is about to change.
func (s *State) changing(now time.Time, policy *OrganizationPolicy) {
	if !policy.shown.After(now) {
		policy.before = new(policy.described())
	}

	policy.shown = now.Add(s.lag / 2)
}

// OrganizationPolicyAt is the policy with an ID as it is after all writes. It is
// nil if there is none, or if it is being deleted.
func (s *State) OrganizationPolicyAt(id string) *OrganizationPolicy {
	at := slices.IndexFunc(s.OrganizationPolicies, func(p OrganizationPolicy) bool { return p.ID == id && !p.deleted })
	if at < 0 {
		return nil
	}

	return &s.OrganizationPolicies[at]
}

// CreateOrganizationPolicy makes a policy as the API does. Two policies may have
// the same name. Unverified.
func (s *State) CreateOrganizationPolicy(now time.Time, wanted OrganizationPolicy) (OrganizationPolicy, error) {
	s.written++
	wanted = wanted.described()
	wanted.ID = Derive(s.ID, "organization policy by the API", wanted.Name, strconv.Itoa(s.written))
	wanted.Status = cmp.Or(wanted.Status, PolicyEnabled)

	if err := s.checkOrganizationPolicy(wanted, nil); err != nil {
		return wanted, err
	}

	if s.PolicyHabits.IgnoresMobileBypass {
		wanted.AllowMobileBypass = nil
	}

	wanted.shown = now.Add(s.lag / 2)
	s.apply(now, &wanted)
	s.OrganizationPolicies = append(s.OrganizationPolicies, wanted)

	return wanted.described(), nil
}

// UpdateOrganizationPolicy replaces a policy as the API does. Unverified: whether
// resources that the body leaves out are removed. See [PolicyHabits].
func (s *State) UpdateOrganizationPolicy(now time.Time, policy *OrganizationPolicy, wanted OrganizationPolicy) error {
	wanted.ID = policy.ID
	if wanted.Type != policy.Type {
		return errors.New("type: the type of a policy cannot change")
	}

	if err := s.checkOrganizationPolicy(wanted, policy.Resources); err != nil {
		return err
	}

	s.changing(now, policy)
	policy.Name, policy.Status, policy.In = wanted.Name, wanted.Status, slices.Clone(wanted.In)

	if !s.PolicyHabits.IgnoresMobileBypass {
		policy.AllowMobileBypass = wanted.AllowMobileBypass
	}

	for i := range policy.Resources {
		left := &policy.Resources[i]
		kept := slices.ContainsFunc(wanted.Resources, func(r PolicyResource) bool { return r.ID == left.ID })

		if !kept && !s.PolicyHabits.KeepsResources {
			s.removeFrom(now, left)
		}
	}

	for _, resource := range wanted.Resources {
		resource.ApplicationStatus = ""
		policy.putResource(resource)
	}

	s.apply(now, policy)

	return nil
}

// putResource adds a resource, or gives the one with its ID another window.
func (p *OrganizationPolicy) putResource(wanted PolicyResource) {
	at := slices.IndexFunc(p.Resources, func(r PolicyResource) bool { return r.ID == wanted.ID })
	if at < 0 {
		p.Resources = append(p.Resources, wanted)

		return
	}

	wanted.next = nil
	p.Resources[at] = wanted
}

// apply begins to apply a policy to all resources that are not leaving it.
func (s *State) apply(now time.Time, policy *OrganizationPolicy) {
	for i := range policy.Resources {
		if resource := &policy.Resources[i]; resource.ApplicationStatus != ResourceRemoving {
			s.applyTo(now, policy.Type, resource)
		}
	}
}

// applyTo begins to apply a policy to a resource. Data moves at the time that is
// scheduled, and the move ends at the end of its window, if it has one. The answer
// to the write shows the first status. Unverified: all but the names of the
// statuses.
func (s *State) applyTo(now time.Time, kind string, resource *PolicyResource) {
	begin, end := now, now.Add(s.lag)

	bad := !s.isWorkspace(resource.ID)

	if kind == PolicyDataResidency {
		for _, said := range []struct {
			text   string
			moment *time.Time
		}{{cmp.Or(resource.MigrationStart, resource.ScheduledDate), &begin}, {resource.MigrationEnd, &end}} {
			if at, err := parseMoment(said.text); err != nil {
				bad = true
			} else if at.After(*said.moment) {
				*said.moment = at
			}
		}
	}

	if begin.After(end) {
		end = begin.Add(s.lag)
	}

	resource.ApplicationStatus, resource.next = ResourceApplying, nil
	if begin.After(now) {
		resource.ApplicationStatus = ResourceScheduled
		resource.next = append(resource.next, resourceStep{begin, ResourceApplying})
	}

	last := cmp.Or(s.outcomes[resource.ID], ResourceApplied)
	if bad {
		last = ResourceFailed
	}

	resource.next = append(resource.next, resourceStep{end, last})
}

// parseMoment reads a time or a day. Unverified: Atlassian documents no form. No
// text is no time.
func parseMoment(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}

	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		at, err = time.Parse(time.DateOnly, text)
	}

	return at, err
}

// removeFrom begins to remove a resource from a policy.
func (s *State) removeFrom(now time.Time, resource *PolicyResource) {
	resource.ApplicationStatus = ResourceRemoving

	last := ""
	if stuck := s.outcomes[resource.ID]; stuck != "" {
		last = ResourceRemoving
	}

	resource.next = []resourceStep{{now.Add(s.lag), last}}
}

// PutPolicyResource adds a resource to a policy as the API does, or gives it
// another window. The policy is applied to it, even if it was before. A resource
// that does not exist becomes failed, because Atlassian documents no 400.
// Unverified.
func (s *State) PutPolicyResource(now time.Time, policy *OrganizationPolicy, resource PolicyResource) {
	s.changing(now, policy)
	s.applyTo(now, policy.Type, &resource)
	next := resource.next
	policy.putResource(resource)
	policy.Resources[slices.IndexFunc(policy.Resources, func(r PolicyResource) bool { return r.ID == resource.ID })].next = next
}

// RemovePolicyResource removes a resource from a policy as the API does. It reports
// whether the policy applies to it.
func (s *State) RemovePolicyResource(now time.Time, policy *OrganizationPolicy, id string) bool {
	at := slices.IndexFunc(policy.Resources, func(r PolicyResource) bool { return r.ID == id })
	if at < 0 {
		return false
	}

	s.changing(now, policy)
	s.removeFrom(now, &policy.Resources[at])

	return true
}

// DeleteOrganizationPolicy deletes a policy as the API does: first from its
// resources.
func (s *State) DeleteOrganizationPolicy(now time.Time, policy *OrganizationPolicy) {
	s.changing(now, policy)
	policy.deleted, policy.gone = true, now.Add(s.lag)

	for i := range policy.Resources {
		s.removeFrom(now, &policy.Resources[i])
	}
}

// ValidateOrganizationPolicy notes that the validation of a policy was asked for.
func (s *State) ValidateOrganizationPolicy(id string) { s.validated = append(s.validated, id) }

// ValidatedPolicies are the IDs of the policies whose validation was asked for. A
// request that reads like a read does so.
func (w *World) ValidatedPolicies() []string {
	_, leave := w.enter()
	defer leave()

	return slices.Clone(w.state.validated)
}

// EndPolicyResource decides in which status all later writes about a resource end:
// failed, or applying and so on for a write that never ends. Empty lets them end
// as they should.
func (w *World) EndPolicyResource(resourceID, status string) error {
	if err := oneOf("status", status, append([]string{""}, applicationStatuses...)...); err != nil {
		return err
	}

	_, leave := w.enter()
	defer leave()

	if status == "" {
		delete(w.state.outcomes, resourceID)

		return nil
	}

	if w.state.outcomes == nil {
		w.state.outcomes = map[string]string{}
	}

	w.state.outcomes[resourceID] = status

	return nil
}

// SetPolicyHabits changes what Atlassian does where its documents do not say it.
func (w *World) SetPolicyHabits(habits PolicyHabits) {
	_, leave := w.enter()
	defer leave()

	w.state.PolicyHabits = habits
}
