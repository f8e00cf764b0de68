// SPDX-License-Identifier: MPL-2.0

package orgpolicies

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// Draft is a policy to create, or what an update makes of one.
type Draft struct {
	// Type is [TypeIPAllowlist] or [TypeDataResidency].
	Type string
	// Name need not be unique.
	Name string
	// Status is [StatusEnabled] or [StatusDisabled].
	Status string
	// In are the addresses, or the places, that the policy allows.
	In []string
	// AllowMobileBypass is not set if it is nil.
	AllowMobileBypass *bool
	// Resources are what a new policy applies to from the beginning. An update takes only their windows: see
	// [OrganizationPolicies.SetResources].
	Resources []Resource
}

func (d Draft) content() atlassian.PolicyContent {
	return atlassian.PolicyContent{
		Type: d.Type, Name: d.Name, Status: d.Status, In: d.In, AllowMobileBypass: d.AllowMobileBypass, Resources: d.Resources,
	}
}

// shownBy reports whether an answer shows what a draft says. Addresses and places are compared whatever their order and spelling.
func (d Draft) shownBy(p Policy) bool {
	bypass := d.AllowMobileBypass == nil || p.Rule.AllowMobileBypass != nil && *p.Rule.AllowMobileBypass == *d.AllowMobileBypass
	return p.Name == d.Name && said(p.Status, d.Status) && p.Rule.In != nil && sameValues(p.Rule.In, d.In) && bypass
}

func sameValues(some, others []string) bool { return slices.Equal(canonical(some), canonical(others)) }

func canonical(values []string) []string {
	forms := make([]string, len(values))
	for i, value := range values {
		value = strings.ToLower(strings.TrimSpace(value))
		if address, err := netip.ParseAddr(value); err == nil {
			value = netip.PrefixFrom(address.Unmap(), address.Unmap().BitLen()).String()
		} else if block, err := netip.ParsePrefix(value); err == nil {
			value = block.Masked().String()
		}
		forms[i] = value
	}
	slices.Sort(forms)
	return slices.Compact(forms)
}

// UncertainError says that a policy may have been created, because Atlassian's answer was lost and its list does not show for certain
// which policy that is.
type UncertainError struct {
	// Type and Name are those of the policy.
	Type, Name string
	// IDs are the new policies with this type and name. None of them is certainly the one.
	IDs []string
	// Err is how the answer was lost.
	Err error
}

// Error says what is known, and what to do.
func (e *UncertainError) Error() string {
	if len(e.IDs) == 0 {
		return fmt.Sprintf("Atlassian's answer to the creation of the policy %s was lost, and its list does not show the policy, so it may or may not exist: "+
			"look for it in Atlassian Administration before you create it again, and import it if it is there: %v", atlassian.Quoted(e.Name), e.Err)
	}
	return fmt.Sprintf("Atlassian's answer to the creation of the policy %s was lost, and it is not certain that what has this name now is that policy (%s): "+
		"compare them in Atlassian Administration, import one of them, and delete what is not wanted: %v", atlassian.Quoted(e.Name), atlassian.Words(e.IDs), e.Err)
}

// Unwrap returns how the answer was lost.
func (e *UncertainError) Unwrap() error { return e.Err }

// Pending marks an error that came after a write was sent.
func (e *UncertainError) Pending() {}

// Create creates a policy, and returns it as soon as its ID is known: see [OrganizationPolicies.AwaitApplied]. It never sends a second
// request, because names are not unique. If the answer is lost, the list shows whether there is exactly one new policy that says what
// the draft says; otherwise it is an [UncertainError].
func (o *OrganizationPolicies) Create(ctx context.Context, draft Draft) (Policy, error) {
	before, err := o.List(ctx)
	if err != nil {
		return Policy{}, err
	}
	created, err := o.client.CreateOrganizationPolicy(ctx, o.id, draft.content())
	if atlassian.IsOutcomeUnknown(err) {
		created, err = o.afterLoss(ctx, draft, before, err)
	}
	if err != nil {
		return Policy{}, err
	}
	o.claim(created.ID)
	o.policies.Wrote(created)
	return created, nil
}

// claim makes a policy one that this run has created. It reports false if it is that already.
func (o *OrganizationPolicies) claim(id string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.mine[id] {
		return false
	}
	o.mine[id] = true
	return true
}

func (o *OrganizationPolicies) isMine(id string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.mine[id]
}

// afterLoss looks for a policy whose creation may have taken effect.
func (o *OrganizationPolicies) afterLoss(ctx context.Context, draft Draft, before []Policy, lost error) (Policy, error) {
	var found []Policy
	_ = o.waits.UntilShown(ctx, o.visible, func(ctx context.Context) bool { // what is found by the end is the answer, however the wait ends
		all, err := reading.Collect(o.client.OrganizationPolicies(ctx, o.id))
		if err != nil {
			return false
		}
		found = slices.DeleteFunc(all, func(p Policy) bool {
			was := slices.ContainsFunc(before, func(b Policy) bool { return b.ID == p.ID })
			return was || o.isMine(p.ID) || !said(p.Type, draft.Type) || p.Name != draft.Name
		})
		return len(found) > 0
	})
	if len(found) == 1 {
		one, err := o.completed(ctx, found[0].ID, found[0])
		if err == nil && draft.shownBy(one) && o.claim(one.ID) {
			return one, nil
		}
	}
	uncertain := &UncertainError{Type: draft.Type, Name: draft.Name, Err: lost}
	for _, one := range found {
		uncertain.IDs = append(uncertain.IDs, one.ID)
	}
	return Policy{}, uncertain
}
