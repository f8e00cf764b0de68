// SPDX-License-Identifier: MPL-2.0

package orgpolicies

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
)

// The types of policies that can be written, and the statuses of a policy.
const (
	TypeIPAllowlist   = typeAllowlist
	TypeDataResidency = "data-residency"
	StatusEnabled     = "enabled"
	StatusDisabled    = "disabled"
)

// UnsaidError says that Atlassian does not tell something of a policy without which it cannot be read or written safely.
type UnsaidError struct {
	// Policy is the policy.
	Policy Policy
	// What is what Atlassian does not tell, such as "what it applies to".
	What string
}

// Error names the policy.
func (e *UnsaidError) Error() string {
	return fmt.Sprintf("Atlassian does not tell %s of %s, neither in the list of policies nor in the policy itself", e.What, named("policy", e.Policy.Name, e.Policy.ID))
}

// Codes of Atlassian for a policy that does not exist, and for a resource that a policy does not apply to. A 404 with another code may
// be about the organization.
const (
	codeUnknownPolicy   = "ADMIN-404-5"
	codeUnknownResource = "ADMIN-404-6"
)

func hasCode(err error, code string) bool {
	refused, ok := errors.AsType[*atlassian.Error](err)
	return ok && atlassian.IsNotFound(err) && refused.Code == code
}

// gone turns the answer that there is no such policy into the error of a thing that does not exist.
func gone(id string, err error) error {
	if hasCode(err, codeUnknownPolicy) {
		return &meaning.NotFoundError{What: "policy " + atlassian.Word(id)}
	}
	return err
}

// Get is a policy that a state knows, from the one list of the run. What the list does not say of it, its own answer has to say. If the
// list lacks the policy, it reads the list once more, and then the policy itself: only that answer says that the policy is gone.
func (o *OrganizationPolicies) Get(ctx context.Context, id string) (Policy, error) {
	found, _, err := o.listed(ctx, id)
	if !meaning.IsNotFound(err) {
		return found, err
	}
	if _, there := o.policies.Current(Policy{ID: id}); !there {
		return Policy{}, err // the run itself has deleted it
	}
	if err := o.policies.Again(ctx); err != nil {
		return Policy{}, err
	}
	found, is, err := o.listed(ctx, id)
	switch {
	case !meaning.IsNotFound(err):
		return found, err
	case is: // so may an operation answer that Atlassian has withdrawn
		return Policy{}, listedAndGone(id)
	}
	return o.fresh(ctx, id)
}

// listed is a policy of the list. It reports whether the list has it.
func (o *OrganizationPolicies) listed(ctx context.Context, id string) (found Policy, is bool, err error) {
	all, err := o.List(ctx)
	if err != nil {
		return Policy{}, false, err
	}
	if at := slices.IndexFunc(all, func(p Policy) bool { return p.ID == id }); at >= 0 {
		found, err = o.completed(ctx, id, all[at])
		return found, true, err
	}
	return Policy{}, false, &meaning.NotFoundError{What: "policy " + atlassian.Word(id)}
}

// saysAll reports whether an answer has all that a policy can be compared by.
func saysAll(p Policy) bool { return p.Status != "" && p.Rule.Raw != "" && p.Resources.Known }

// completed is a policy of the list, which may lack it, with what only its own answer says. What neither says stays unsaid.
func (o *OrganizationPolicies) completed(ctx context.Context, id string, listed Policy) (Policy, error) {
	if saysAll(listed) {
		return listed, nil
	}
	read, err := o.fresh(ctx, id)
	if err != nil {
		return Policy{}, fmt.Errorf("reading %s: %w", named("policy", listed.Name, id), err)
	}
	read.Name, read.Status = cmp.Or(read.Name, listed.Name), cmp.Or(read.Status, listed.Status)
	if read.Rule.Raw == "" {
		read.Rule = listed.Rule
	}
	if !read.Resources.Known {
		read.Resources = listed.Resources
	}
	return read, nil
}

// WithBypass is a policy with what Atlassian says of its mobile bypass. Where the list has not said it, the policy itself is asked, with a
// request of its own. It stays unsaid where neither says it.
func (o *OrganizationPolicies) WithBypass(ctx context.Context, policy Policy) (Policy, error) {
	if policy.Rule.AllowMobileBypass != nil {
		return policy, nil
	}
	read, err := o.fresh(ctx, policy.ID)
	if err != nil {
		return Policy{}, fmt.Errorf("reading %s: %w", named("policy", policy.Name, policy.ID), err)
	}
	policy.Rule.AllowMobileBypass = read.Rule.AllowMobileBypass
	return policy, nil
}

// fresh reads a policy now.
func (o *OrganizationPolicies) fresh(ctx context.Context, id string) (Policy, error) {
	read, err := o.ask(ctx, id)
	return read, gone(id, err)
}

// ask asks for a policy. An answer about another one is an error: it must not be taken for a change of this one.
func (o *OrganizationPolicies) ask(ctx context.Context, id string) (Policy, error) {
	read, err := o.client.OrganizationPolicy(ctx, o.id, id)
	if err != nil {
		return Policy{}, err
	}
	if !strings.EqualFold(read.ID, id) {
		return Policy{}, fmt.Errorf("asked for policy %s, Atlassian has answered with %s", atlassian.Word(id), atlassian.Word(read.ID))
	}
	return read, nil
}

// Namesake finds a policy of a type by its exact name. If several have the name, it is the first one.
func (o *OrganizationPolicies) Namesake(ctx context.Context, policyType, name string) (Policy, bool, error) {
	all, err := o.List(ctx)
	if err != nil {
		return Policy{}, false, err
	}
	at := slices.IndexFunc(all, func(p Policy) bool { return said(p.Type, policyType) && p.Name == name })
	if at < 0 {
		return Policy{}, false, nil
	}
	return all[at], true, nil
}

// OfType lists the policies of a type, with the one list of the run, in the order of Atlassian.
func (o *OrganizationPolicies) OfType(ctx context.Context, policyType string) ([]Policy, error) {
	all, err := o.List(ctx)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(all), func(p Policy) bool { return !said(p.Type, policyType) }), nil
}
