// SPDX-License-Identifier: MPL-2.0

package orgpolicies

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies/windows"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// maxTries bounds how often a write goes out whose answer is lost.
const maxTries = 3

// settled is how a write goes out that does no harm when it is sent twice.
func settled() reading.Sending {
	return reading.Sending{Tries: maxTries, Lost: atlassian.IsOutcomeUnknown}
}

// attached are the resources that a policy applies to, without those that are leaving it. It fails if Atlassian does not tell them, or
// not by ID.
func attached(p Policy) ([]Resource, error) {
	if !p.Resources.Known || slices.ContainsFunc(p.Resources.List, func(r Resource) bool { return r.ID == "" }) {
		return nil, &UnsaidError{Policy: p, What: "what it applies to"}
	}
	return slices.DeleteFunc(slices.Clone(p.Resources.List), func(r Resource) bool { return ApplicationOf(r.ApplicationStatus) == Removing }), nil
}

// present reads a policy, and what it applies to. Beside an error it returns the policy, if it was read.
func (o *OrganizationPolicies) present(ctx context.Context, id string) (seen Policy, resources []Resource, err error) {
	if seen, err = o.fresh(ctx, id); err != nil {
		return Policy{}, nil, err
	}
	resources, err = attached(seen)
	return seen, resources, err
}

// Update changes what a policy says, and waits until reads show it. It keeps the resources, and what the rule says besides. It is not
// documented whether an update removes what its body leaves out, so the body has the resources that the policy applies to at this
// moment, with the windows that the draft has for them. If Atlassian does not tell them, it sends nothing, and the error is an [UnsaidError]. It sends nothing either if the policy
// says all of it already. Beside an error it returns what was seen last, if anything was.
func (o *OrganizationPolicies) Update(ctx context.Context, id string, wanted Draft) (Policy, error) {
	seen, resources, err := o.present(ctx, id)
	if err != nil {
		return seen, err
	}
	if !said(seen.Type, wanted.Type) {
		return seen, fmt.Errorf("%s has the type %s, and is no policy of the type %s, so nothing was sent", named("policy", seen.Name, id), atlassian.Word(seen.Type), wanted.Type)
	}
	if wanted.shownBy(seen) {
		o.policies.Wrote(seen)
		return seen, nil
	}
	content := wanted.content()
	content.Resources = nil
	for _, resource := range rescheduled(resources, wanted.Resources) {
		content.Resources = append(content.Resources, resource.Resource)
	}
	if seen.Rule.In != nil { // a rule of another form cannot be kept
		content.Rule = seen.Rule.Raw
	}
	look := o.looking(id, &seen, wanted.shownBy)
	err = reading.Settle(ctx, settled(), func(ctx context.Context) error {
		_, err := o.client.UpdateOrganizationPolicy(ctx, o.id, id, content)
		return err
	}, func(ctx context.Context) bool { return o.waits.UntilShown(ctx, o.visible/4, look) == nil })
	if err != nil {
		return seen, gone(id, err)
	}
	return o.shown(ctx, &seen, "the change of "+named("policy", wanted.Name, id), look)
}

// looking makes a look at a policy that keeps what it has seen.
func (o *OrganizationPolicies) looking(id string, seen *Policy, is func(Policy) bool) func(context.Context) bool {
	return func(ctx context.Context) bool {
		now, err := o.fresh(ctx, id)
		if err != nil {
			return false
		}
		*seen = now
		return is(now)
	}
}

// shown waits until reads show a write that was acknowledged.
func (o *OrganizationPolicies) shown(ctx context.Context, seen *Policy, what string, look func(context.Context) bool) (Policy, error) {
	err := o.waits.UntilShown(ctx, o.visible, look)
	o.policies.Wrote(*seen)
	switch {
	case err == nil:
		return *seen, nil
	case errors.Is(err, reading.ErrNotYet):
		return *seen, &meaning.NotVisibleError{What: what}
	}
	return *seen, &meaning.NotVisibleError{What: what, Err: err}
}

// ResourceError says that a policy could not be applied to a resource, or not be taken off it.
type ResourceError struct {
	// ResourceID is the resource.
	ResourceID string
	// Deed is what was tried, such as "adding".
	Deed string
	// Err is Atlassian's answer.
	Err error
}

// Error names the resource.
func (e *ResourceError) Error() string {
	return fmt.Sprintf("%s %s: %v", e.Deed, atlassian.Word(e.ResourceID), e.Err)
}

// Unwrap returns Atlassian's answer.
func (e *ResourceError) Unwrap() error { return e.Err }

// key is what a resource is found by.
func key(id string) string { return strings.ToLower(id) }

// SetResources makes a policy apply to exactly some resources, and waits until reads show it: not until Atlassian has applied it, for
// which there is [OrganizationPolicies.AwaitApplied]. It first adds, and takes nothing off if that fails. A resource that is leaving is
// added again. One that Atlassian failed to apply the policy to is sent again, and so is one whose data is to move in another window.
// It fails if Atlassian does not tell what the policy applies to. Beside an error it returns what was seen last, if anything was.
func (o *OrganizationPolicies) SetResources(ctx context.Context, id string, wanted []Resource) (Policy, error) {
	return o.setResources(ctx, id, wanted, besides(wanted))
}

// ChangeResources is [OrganizationPolicies.SetResources] for a plan that names what leaves the policy. What the policy applies to besides,
// because somebody has added it since the plan, stays: taking it off would open what no plan has shown.
func (o *OrganizationPolicies) ChangeResources(ctx context.Context, id string, wanted []Resource, leaving []string) (Policy, error) {
	return o.setResources(ctx, id, wanted, among(leaving))
}

func (o *OrganizationPolicies) setResources(ctx context.Context, id string, wanted []Resource, leaves func(string) bool) (Policy, error) {
	seen, present, err := o.present(ctx, id)
	if err != nil {
		return seen, err
	}
	before := make(map[string]Resource, len(present))
	for _, resource := range present {
		before[key(resource.ID)] = resource
	}
	want := make(map[string]bool, len(wanted))
	var failures []error
	sent := 0
	for _, resource := range wanted {
		was, there := before[key(resource.ID)]
		switch {
		case want[key(resource.ID)]:
			continue // it is there twice
		case !there:
			sent++
			failures = append(failures, o.addResource(ctx, id, resource, &seen))
		case outstanding(was, resource):
			sent++
			failures = append(failures, o.resend(ctx, id, was, resource))
		}
		want[key(resource.ID)] = true
	}
	if err := errors.Join(failures...); err != nil {
		return seen, gone(id, err)
	}
	removed, err := o.removeResources(ctx, id, present, leaves, &seen)
	if err != nil {
		return seen, err
	}
	if sent+removed == 0 {
		o.policies.Wrote(seen)
		return seen, nil
	}
	look := o.looking(id, &seen, func(p Policy) bool { return appliesTo(p, want, leaves) })
	return o.shown(ctx, &seen, changeOfReach(seen, id), look)
}

func changeOfReach(seen Policy, id string) string {
	return "the change of what " + named("policy", seen.Name, id) + " applies to"
}

// RemoveResources takes a policy off some resources, and waits until reads show it. Unlike [OrganizationPolicies.ChangeResources], it adds
// nothing: it goes before an update that is not meant for the resources that leave. Beside an error it returns what was seen last, if
// anything was.
func (o *OrganizationPolicies) RemoveResources(ctx context.Context, id string, leaving []string) (Policy, error) {
	return o.takeOff(ctx, id, among(leaving))
}

// KeepResources is [OrganizationPolicies.RemoveResources] for every resource that is not among some.
func (o *OrganizationPolicies) KeepResources(ctx context.Context, id string, keep []Resource) (Policy, error) {
	return o.takeOff(ctx, id, besides(keep))
}

func (o *OrganizationPolicies) takeOff(ctx context.Context, id string, leaves func(string) bool) (Policy, error) {
	seen, present, err := o.present(ctx, id)
	if err != nil {
		return seen, err
	}
	removed, err := o.removeResources(ctx, id, present, leaves, &seen)
	if err != nil || removed == 0 {
		return seen, err
	}
	look := o.looking(id, &seen, func(p Policy) bool { return appliesTo(p, nil, leaves) })
	return o.shown(ctx, &seen, changeOfReach(seen, id), look)
}

// removeResources takes a policy off those of its resources that leave it, and counts them.
func (o *OrganizationPolicies) removeResources(ctx context.Context, id string, present []Resource, leaves func(string) bool, seen *Policy) (removed int, err error) {
	var failures []error
	for _, resource := range present {
		if leaves(resource.ID) {
			removed++
			failures = append(failures, o.removeResource(ctx, id, resource.ID, seen))
		}
	}
	return removed, gone(id, errors.Join(failures...))
}

// besides reports whether a resource is not among some.
func besides(resources []Resource) func(string) bool {
	is := among(idsOf(resources))
	return func(resourceID string) bool { return !is(resourceID) }
}

// among reports whether a resource is among some.
func among(ids []string) func(string) bool {
	keys := make(map[string]bool, len(ids))
	for _, id := range ids {
		keys[key(id)] = true
	}
	return func(resourceID string) bool { return keys[key(resourceID)] }
}

// appliesTo reports whether a policy applies to all that is wanted, and to nothing that leaves it, apart from what is on its way.
func appliesTo(p Policy, want map[string]bool, leaves func(string) bool) bool {
	present, err := attached(p)
	if err != nil {
		return false
	}
	found := make(map[string]bool, len(want))
	for _, resource := range present {
		if leaves(resource.ID) {
			return false
		}
		if want[key(resource.ID)] {
			found[key(resource.ID)] = true
		}
	}
	return len(found) == len(want)
}

// outstanding reports whether a resource that a policy names has to be sent again. Where the policy is applied, the data has moved, and
// another window changes nothing.
func outstanding(was, wanted Resource) bool {
	application, move := ApplicationOf(was.ApplicationStatus), wanted.Move
	if application == ApplicationFailed || application == Applied {
		return application == ApplicationFailed
	}
	return move != (atlassian.PolicyMove{}) && (was.Move.OtherEnd != "" || !windows.Same(move.Start, was.Move.Start) ||
		!windows.Same(move.End, was.Move.End) || move.ScheduledDate != "" && !windows.Same(move.ScheduledDate, was.Move.ScheduledDate))
}

// names reports whether a policy names a resource that is not leaving it.
func names(p Policy, id string) bool {
	return slices.ContainsFunc(p.Resources.List, func(r Resource) bool { return key(r.ID) == key(id) && ApplicationOf(r.ApplicationStatus) != Removing })
}

func (o *OrganizationPolicies) addResource(ctx context.Context, id string, resource Resource, seen *Policy) error {
	err := reading.Settle(ctx, settled(), func(ctx context.Context) error {
		_, err := o.client.AddPolicyResource(ctx, o.id, id, resource)
		return err
	}, func(ctx context.Context) bool {
		look := o.looking(id, seen, func(p Policy) bool { return names(p, resource.ID) })
		return o.waits.UntilShown(ctx, o.visible/4, look) == nil
	})
	return about(resource.ID, "adding", err)
}

// resend sends a resource again. What it says besides its window stays.
func (o *OrganizationPolicies) resend(ctx context.Context, id string, was, wanted Resource) error {
	if wanted.Move != (atlassian.PolicyMove{}) {
		was.Move = wanted.Move
	}
	err := reading.Settle(ctx, settled(), func(ctx context.Context) error {
		_, err := o.client.UpdatePolicyResource(ctx, o.id, id, was)
		return err
	}, nil)
	return about(was.ID, "changing", err)
}

// removeResource takes a policy off a resource. One that the policy does not apply to any more needs nothing.
func (o *OrganizationPolicies) removeResource(ctx context.Context, id, resourceID string, seen *Policy) error {
	err := reading.Settle(ctx, settled(), func(ctx context.Context) error {
		return o.client.RemovePolicyResource(ctx, o.id, id, resourceID)
	}, func(ctx context.Context) bool {
		look := o.looking(id, seen, func(p Policy) bool { return p.Resources.Known && !names(p, resourceID) })
		return o.waits.UntilShown(ctx, o.visible/4, look) == nil
	})
	if hasCode(err, codeUnknownResource) {
		return nil
	}
	return about(resourceID, "removing", err)
}

func about(resourceID, deed string, err error) error {
	if err == nil {
		return nil
	}
	return &ResourceError{ResourceID: resourceID, Deed: deed, Err: err}
}
