// SPDX-License-Identifier: MPL-2.0

package orgpolicies

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
)

// AmbiguousError says that a name means several policies of a type. Nothing says that the names of policies are unique.
type AmbiguousError struct {
	// Type and Name are those that several policies have.
	Type, Name string
	// IDs are the policies, sorted.
	IDs []string
}

// Error lists the policies.
func (e *AmbiguousError) Error() string {
	return fmt.Sprintf("%d policies of the type %s are named %s, so one must be chosen by its ID: %s",
		len(e.IDs), atlassian.Word(e.Type), atlassian.Quoted(e.Name), atlassian.Words(e.IDs))
}

// Find finds a policy by its ID in the one list of the run. What the list does not say of it, it reads of the policy itself.
func (o *OrganizationPolicies) Find(ctx context.Context, id string) (Policy, error) {
	all, err := o.List(ctx)
	if err != nil {
		return Policy{}, err
	}
	at := slices.IndexFunc(all, func(p Policy) bool { return p.ID == id })
	if at < 0 {
		return Policy{}, &meaning.NotFoundError{What: "policy " + atlassian.Word(id), Hint: hintOf(all)}
	}
	return o.whole(ctx, all[at])
}

// FindNamed is [OrganizationPolicies.Find] for the only policy of a type that has exactly this name.
func (o *OrganizationPolicies) FindNamed(ctx context.Context, policyType, name string) (Policy, error) {
	all, err := o.List(ctx)
	if err != nil {
		return Policy{}, err
	}
	ofType := slices.DeleteFunc(slices.Clone(all), func(p Policy) bool { return !said(p.Type, policyType) })
	named := slices.DeleteFunc(slices.Clone(ofType), func(p Policy) bool { return p.Name != name })
	switch len(named) {
	case 0:
		what := fmt.Sprintf("a policy of the type %s with the name %s", atlassian.Word(policyType), atlassian.Quoted(name))
		if len(ofType) == 0 {
			return Policy{}, &meaning.NotFoundError{What: what, Hint: hintOf(all)}
		}
		return Policy{}, &meaning.NotFoundError{What: what, Hint: hintOf(ofType)}
	case 1:
		return o.whole(ctx, named[0])
	}
	ids := make([]string, len(named))
	for i, one := range named {
		ids[i] = one.ID
	}
	slices.Sort(ids)
	return Policy{}, &AmbiguousError{Type: policyType, Name: name, IDs: ids}
}

// whole is a policy of the list with what only its own answer says. Atlassian documents the same fields for both, and others have
// seen nulls in both.
func (o *OrganizationPolicies) whole(ctx context.Context, listed Policy) (Policy, error) {
	if listed.Status != "" && listed.Rule.Raw != "" && listed.Resources.Known {
		return listed, nil
	}
	read, err := o.ask(ctx, listed.ID)
	if err != nil {
		return Policy{}, fmt.Errorf("reading %s, which the list of policies has: %w", named("policy", listed.Name, listed.ID), err)
	}
	listed.Name, listed.Status = cmp.Or(listed.Name, read.Name), cmp.Or(listed.Status, read.Status)
	if listed.Rule.Raw == "" {
		listed.Rule = read.Rule
	}
	if !listed.Resources.Known {
		listed.Resources = read.Resources
	}
	return listed, nil
}

// manyPolicies is how many policies a message lists.
const manyPolicies = 20

// hintOf lists what there is.
func hintOf(all []Policy) string {
	if len(all) == 0 {
		return "the organization lists no policy, which may be a broken answer: others have seen at least one in every organization"
	}
	lines := make([]string, 0, len(all))
	for _, one := range all {
		lines = append(lines, fmt.Sprintf("%s (%s, %s)", atlassian.Quoted(one.Name), atlassian.Word(one.Type), atlassian.Word(one.ID)))
	}
	slices.Sort(lines)
	more := ""
	if len(lines) > manyPolicies {
		lines, more = lines[:manyPolicies], fmt.Sprintf(" and %d more", len(lines)-manyPolicies)
	}
	return "the organization lists " + strings.Join(lines, ", ") + more
}
