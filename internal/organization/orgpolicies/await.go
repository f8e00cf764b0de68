// SPDX-License-Identifier: MPL-2.0

package orgpolicies

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// StillApplyingError says that Atlassian was still applying a policy, or taking it off a resource, when the time for that was over.
type StillApplyingError struct {
	// Policy is the policy as it was seen last.
	Policy Policy
	// Resources are those with which Atlassian was not done.
	Resources []Resource
}

// Error names the resources.
func (e *StillApplyingError) Error() string {
	ids := make([]string, len(e.Resources))
	for i, one := range e.Resources {
		ids[i] = fmt.Sprintf("%s (%s)", atlassian.Word(one.ID), atlassian.Word(one.ApplicationStatus))
	}
	return fmt.Sprintf("Atlassian is not done with %s yet: %s", named("policy", e.Policy.Name, e.Policy.ID), strings.Join(ids, ", "))
}

// underWay reports whether Atlassian is at work on a resource. What is scheduled may begin in weeks, and nobody waits for that.
func underWay(r Resource) bool {
	return said(r.ApplicationStatus, "applying", "validating", "removing")
}

// AwaitApplied waits until Atlassian is done with a policy at all resources, no longer than a limit, and returns the policy as it is then:
// see [ApplicationOf] for how that ended at each resource. It does not wait for what is scheduled, nor for a status that is not known.
// All calls that wait share their reads. At the end of the limit, or of the context, the error is a [StillApplyingError], and the policy
// is what was seen last.
func (o *OrganizationPolicies) AwaitApplied(ctx context.Context, id string, limit time.Duration) (Policy, error) {
	began := time.Now()
	seen, err := o.watch.WaitAtMost(ctx, limit, id, func(p Policy, found bool) (bool, error) {
		switch {
		case !found && time.Since(began) < o.visible:
			return false, nil
		case !found:
			return false, &meaning.NotFoundError{What: "policy " + atlassian.Word(id)}
		case !p.Resources.Known:
			return false, &UnsaidError{Policy: p, What: "what it applies to"}
		}
		return !slices.ContainsFunc(p.Resources.List, underWay), nil
	})
	if seen.ID != "" {
		o.policies.Wrote(seen)
	}
	over := errors.Is(err, reading.ErrNotYet) || errors.Is(err, context.DeadlineExceeded)
	if over && seen.ID != "" {
		still := slices.DeleteFunc(slices.Clone(seen.Resources.List), func(r Resource) bool { return !underWay(r) })
		return seen, &StillApplyingError{Policy: seen, Resources: still}
	}
	return seen, err
}

// look reads the policies that calls wait for: one alone by itself, and several with one list. What the list lacks or does not say of
// one, that one's own answer says. A policy that is missing from the result does not exist.
func (o *OrganizationPolicies) look(ctx context.Context, ids []string) (map[string]Policy, error) {
	listed := make(map[string]Policy, len(ids))
	if len(ids) > 1 {
		all, err := reading.Collect(o.client.OrganizationPolicies(ctx, o.id))
		if err != nil {
			return nil, err
		}
		listed = reading.IndexBy(func(p Policy) string { return p.ID }, all)
	}
	found := make(map[string]Policy, len(ids))
	for _, id := range ids {
		one, err := o.completed(ctx, id, listed[id])
		switch {
		case meaning.IsNotFound(err):
		case err != nil:
			return nil, err
		default:
			found[id] = one
		}
	}
	return found, nil
}

// deletionLimit bounds the wait for a deletion that Atlassian has acknowledged.
const deletionLimit = 10 * time.Minute

// Delete deletes a policy, and waits until it is gone. A policy that does not exist is a [meaning.NotFoundError].
func (o *OrganizationPolicies) Delete(ctx context.Context, id string) error {
	err := reading.Settle(ctx, settled(), func(ctx context.Context) error {
		return o.client.DeleteOrganizationPolicy(ctx, o.id, id)
	}, func(ctx context.Context) bool { return o.awaitGone(ctx, id, o.visible) == nil })
	if err == nil {
		err = o.awaitGone(ctx, id, deletionLimit)
	} else {
		err = gone(id, err)
	}
	if meaning.IsNotFound(err) {
		if still := o.stillListed(ctx, id); still != nil {
			err = still
		}
	}
	if err == nil || meaning.IsNotFound(err) {
		o.policies.Removed(id)
	}
	return err
}

// stillListed is an error if the list, read anew, has a policy of which another operation says that it does not exist. So may an operation
// answer that Atlassian has withdrawn.
func (o *OrganizationPolicies) stillListed(ctx context.Context, id string) error {
	all, err := reading.Collect(o.policies.Pages(ctx))
	if err != nil {
		return fmt.Errorf("Atlassian says that policy %s does not exist, and whether it lists the policy could not be read: %w", atlassian.Word(id), err) //nolint:staticcheck // the name of a company
	}
	if slices.ContainsFunc(all, func(p Policy) bool { return p.ID == id }) {
		return listedAndGone(id)
	}
	return nil
}

func listedAndGone(id string) error {
	return fmt.Errorf("Atlassian lists policy %s, and says at the same time that it does not exist: try again, and look in Atlassian Administration if that does not help", atlassian.Word(id)) //nolint:staticcheck // the name of a company
}

// awaitGone waits until reads do not show a policy any more.
func (o *OrganizationPolicies) awaitGone(ctx context.Context, id string, limit time.Duration) error {
	last, err := o.watch.WaitAtMost(ctx, limit, id, func(_ Policy, found bool) (bool, error) { return !found, nil })
	what := "the deletion of " + named("policy", last.Name, id)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, reading.ErrNotYet):
		return &meaning.NotVisibleError{What: what}
	}
	return &meaning.NotVisibleError{What: what, Err: err}
}
