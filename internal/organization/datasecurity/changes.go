// SPDX-License-Identifier: MPL-2.0

package datasecurity

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// Wanted is what a policy is to be.
type Wanted struct {
	Content

	// Publish asks for a policy that is published. The configuration must allow the [Experiment].
	Publish bool
	// Resources is what the policy is to cover. Nil leaves that to others.
	Resources *[]string
	// Since is what the plan of a change began with. If somebody has changed since what the plan leaves as it is, an update sends nothing,
	// and the error is a [meaning.ChangedError]. Nil compares nothing.
	Since *Wanted
	// AwaitOverridden says that the run makes the policy that this one overrides, and that the creation waits for it.
	AwaitOverridden bool
}

// NotPublishedError says that a policy is there as planned, and is not in force.
type NotPublishedError struct {
	// Err is why.
	Err error
}

// Error says that the policy is not in force.
func (e *NotPublishedError) Error() string { return "the policy was not published: " + e.Err.Error() }

// Unwrap returns the reason.
func (e *NotPublishedError) Unwrap() error { return e.Err }

// PublishedError is the refusal to change a policy that is published, where the run must not publish.
type PublishedError struct{ ID string }

// Error says that nothing was changed.
func (e *PublishedError) Error() string {
	return fmt.Sprintf("data security policy %s is published, and a published policy changes only when it is published anew, so nothing was changed", atlassian.Word(e.ID))
}

// Create makes a policy, and publishes it if that is asked for. A policy with an ID beside an error was made: a [meaning.NotVisibleError]
// says that Atlassian has acknowledged everything, and any other error that something is left to do.
func (d *DataSecurity) Create(ctx context.Context, wanted Wanted) (Policy, error) {
	if !strings.EqualFold(wanted.Coverage, CoverageOrganization) {
		if wanted.AwaitOverridden {
			d.awaitOverridden(ctx, wanted)
		}
		d.creating.Lock()
		defer d.creating.Unlock()
	}
	before, err := d.List(ctx)
	if err != nil {
		return Policy{}, err // the answer to the creation may be lost, and then the list decides
	}
	made, err := d.Client.CreateDataSecurityPolicy(ctx, d.OrganizationID, wanted.Content)
	if atlassian.IsOutcomeUnknown(err) {
		made, err = d.identify(ctx, before, wanted.Content, err)
	}
	if err != nil {
		return Policy{}, err
	}
	acknowledged := as(made.ID, statusDraft, wanted.Content)
	d.listing.Wrote(acknowledged)
	return d.complete(ctx, acknowledged, wanted, true)
}

// as is a policy as a write makes it.
func as(id, status string, content Content) Policy {
	return Policy{
		ID: id, Type: policyType, Name: content.Name, Description: content.Description, Status: status, Coverage: content.Coverage, Rules: content.Rules,
	}
}

// awaitOverridden waits until the run has made what a policy overrides. It costs no request. In the end Atlassian decides.
func (d *DataSecurity) awaitOverridden(ctx context.Context, wanted Wanted) {
	_ = d.Waits.UntilShown(ctx, d.Visible, func(ctx context.Context) bool {
		present, err := d.Present(ctx)
		return err != nil || Around(present, "", wanted.Content).Overridden
	})
}

// identify finds a policy whose creation may have happened: one that was not there before, and that says what was wanted.
func (d *DataSecurity) identify(ctx context.Context, before []Policy, wanted Content, lost error) (Policy, error) {
	var found []Policy
	err := d.until(ctx, func(ctx context.Context) (bool, error) {
		all, err := reading.Collect(d.Client.DataSecurityPolicies(ctx, d.OrganizationID))
		if err != nil {
			return false, err
		}
		found = slices.DeleteFunc(all, func(p Policy) bool {
			return !isDataSecurity(p) || IsDeleted(p) || !says(p, wanted) || slices.ContainsFunc(before, func(b Policy) bool { return b.ID == p.ID })
		})
		return len(found) > 0, nil
	})
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		return Policy{}, fmt.Errorf("the answer to the creation was lost, and %d new policies are like the one that was to be made, so it is not known which one is: %w", len(found), lost)
	case err != nil && !errors.Is(err, reading.ErrNotYet):
		return Policy{}, fmt.Errorf("%w; whether the policy exists could not be read: %w", lost, err)
	}
	return Policy{}, fmt.Errorf("%w; no such policy has appeared since", lost)
}

// says reports whether a policy says what is wanted.
func says(p Policy, wanted Content) bool {
	return p.Name == wanted.Name && p.Description == wanted.Description && strings.EqualFold(p.Coverage, wanted.Coverage) &&
		maps.EqualFunc(p.Rules, wanted.Rules, sameRule)
}

// sameRule compares what rules say. One that is not understood is compared as it came. A subject that is not said is no other one.
func sameRule(a, b Rule) bool {
	if a.Effect == "" || b.Effect == "" {
		return a.Raw == b.Raw
	}
	return strings.EqualFold(a.Effect, b.Effect) && (a.Subject == b.Subject || a.Subject == "" || b.Subject == "")
}

// Update makes a policy what is wanted. Its rules that this version does not know stay. An error beside a policy means the same as in
// [DataSecurity.Create].
func (d *DataSecurity) Update(ctx context.Context, id string, wanted Wanted) (Policy, error) {
	present, err := d.read(ctx, id)
	if err != nil {
		return Policy{}, err
	}
	if err := d.unchanged(ctx, present, wanted); err != nil {
		return Policy{}, err
	}
	wanted.Rules = withOthers(present, wanted.Rules)
	wanted.Status = present.Status
	if says(present, wanted.Content) {
		return d.complete(ctx, present, wanted, false)
	}
	if !wanted.Publish && !IsDraft(present) {
		return Policy{}, &PublishedError{ID: id}
	}
	sending := reading.Sending{Tries: 3, Lost: atlassian.IsOutcomeUnknown, Pauses: d.Waits.Tries()}
	if err := reading.Settle(ctx, sending, func(ctx context.Context) error {
		return d.Client.UpdateDataSecurityPolicy(ctx, d.OrganizationID, id, wanted.Content)
	}, func(ctx context.Context) bool {
		now, err := d.read(ctx, id)
		return err == nil && says(now, wanted.Content)
	}); err != nil {
		return Policy{}, err
	}
	acknowledged := as(id, present.Status, wanted.Content)
	d.listing.Wrote(acknowledged)
	return d.complete(ctx, acknowledged, wanted, true)
}

// withOthers adds the rules of a policy that this version does not know to those that are wanted.
func withOthers(present Policy, wanted map[string]Rule) map[string]Rule {
	all := maps.Clone(wanted)
	for name, rule := range present.Rules {
		if !slices.Contains(KnownRules(), name) {
			all[name] = rule
		}
	}
	return all
}

// complete does what is left after a policy says what is wanted: what it covers, and that it is in force. Then it waits until the reads
// show all of that.
func (d *DataSecurity) complete(ctx context.Context, policy Policy, wanted Wanted, written bool) (Policy, error) {
	if wanted.Resources != nil {
		if err := d.cover(ctx, policy.ID, *wanted.Resources); err != nil {
			return policy, err
		}
	}
	publishes := wanted.Publish && (written || !IsPublished(policy))
	if !publishes && !written {
		return policy, nil
	}
	if publishes && IsDraft(policy) && written { // Atlassian publishes what it knows of
		if now, err := d.awaitShown(ctx, policy.ID, func(p Policy) bool { return says(p, wanted.Content) }); err != nil {
			return now.or(policy), err
		}
	}
	if publishes {
		if err := d.publish(ctx, policy.ID, wanted.Rules); err != nil {
			return d.nowOr(ctx, policy), &NotPublishedError{Err: err}
		}
	}
	now, err := d.awaitShown(ctx, policy.ID, func(p Policy) bool { return says(p, wanted.Content) && (!publishes || IsPublished(p)) })
	shown := now.or(policy)
	if err == nil {
		d.listing.Wrote(shown)
	}
	return shown, err
}

// publish publishes every rule of a policy. A lost answer is settled by what the reads show afterwards.
func (d *DataSecurity) publish(ctx context.Context, id string, rules map[string]Rule) error {
	for _, rule := range slices.Sorted(maps.Keys(rules)) {
		err := d.Client.PublishDataSecurityRule(ctx, d.OrganizationID, id, rule)
		if err != nil && !atlassian.IsOutcomeUnknown(err) {
			return err
		}
	}
	return nil
}

// cover makes what a policy covers what is wanted, with one request.
func (d *DataSecurity) cover(ctx context.Context, id string, wanted []string) error {
	present, err := d.Resources(ctx, id)
	if err != nil {
		return err
	}
	without := func(all, some []string) []string {
		return slices.DeleteFunc(slices.Clone(all), func(one string) bool { return slices.Contains(some, one) })
	}
	attach, detach := without(wanted, present), without(present, wanted)
	if len(attach)+len(detach) == 0 {
		return nil
	}
	err = d.Client.ChangeDataSecurityResources(ctx, d.OrganizationID, id, attach, detach)
	if err != nil && !atlassian.IsOutcomeUnknown(err) {
		return err
	}
	lost := err
	err = d.until(ctx, func(ctx context.Context) (bool, error) {
		now, err := d.Resources(ctx, id)
		return err == nil && len(now) == len(wanted) && len(without(wanted, now)) == 0, err
	})
	if errors.Is(err, reading.ErrNotYet) && lost == nil {
		return &meaning.NotVisibleError{What: "the change of what the policy covers"}
	}
	if err != nil && lost != nil {
		return lost
	}
	return err
}

// seen is a policy as a read has shown it, if any has.
type seen struct{ *Policy }

func (s seen) or(other Policy) Policy {
	if s.Policy == nil {
		return other
	}
	return *s.Policy
}

// nowOr is a policy as it is now, or as it was known where that cannot be read.
func (d *DataSecurity) nowOr(ctx context.Context, known Policy) Policy {
	if now, err := d.read(ctx, known.ID); err == nil {
		d.listing.Wrote(now)
		return now
	}
	return known
}

// awaitShown waits until the reads show a policy in a way. After that time, it is a [meaning.NotVisibleError].
func (d *DataSecurity) awaitShown(ctx context.Context, id string, shown func(Policy) bool) (seen, error) {
	var last seen
	err := d.until(ctx, func(ctx context.Context) (bool, error) {
		now, err := d.read(ctx, id)
		switch {
		case meaning.IsNotFound(err):
			return false, nil // not yet
		case err != nil:
			return false, err
		}
		last = seen{&now}
		return shown(now), nil
	})
	if err == nil {
		return last, nil
	}
	invisible := &meaning.NotVisibleError{What: "the change of data security policy " + atlassian.Word(id)}
	if !errors.Is(err, reading.ErrNotYet) {
		invisible.Err = err
	}
	return last, invisible
}

// until looks until something is so, for as long as the reads may lag behind.
func (d *DataSecurity) until(ctx context.Context, so func(context.Context) (bool, error)) error {
	return reading.Until(ctx, reading.Polling{Pauses: d.Waits.Tries(), Final: d.Waits.Final, Limit: d.Visible}, func(ctx context.Context) (bool, string, error) {
		over, err := so(ctx)
		return over, "", err
	})
}

// Delete deletes a policy, and waits until the reads show that. One that is gone already is fine.
func (d *DataSecurity) Delete(ctx context.Context, id string) error {
	gone := func(ctx context.Context) (bool, error) {
		_, err := d.read(ctx, id)
		if meaning.IsNotFound(err) {
			return true, nil
		}
		return false, err
	}
	sending := reading.Sending{Tries: 3, Lost: atlassian.IsOutcomeUnknown, Pauses: d.Waits.Tries()}
	err := reading.Settle(ctx, sending, func(ctx context.Context) error {
		return d.Client.DeleteDataSecurityPolicy(ctx, d.OrganizationID, id)
	}, func(ctx context.Context) bool {
		so, err := gone(ctx)
		return so && err == nil
	})
	if atlassian.IsNotFound(err) {
		err = d.stillListed(ctx, id)
	}
	if err != nil {
		return err
	}
	switch err := d.until(ctx, gone); {
	case errors.Is(err, reading.ErrNotYet):
		return &meaning.NotVisibleError{What: "the deletion of data security policy " + atlassian.Word(id), Contradicted: true}
	case err != nil:
		return err
	}
	d.listing.Removed(id)
	return nil
}

// OverridesNothing reports whether Atlassian has refused a policy because no policy for the whole organization has its rule.
func OverridesNothing(err error) bool { return refusedWith(err, "rule being overridden") }

// IsRedundant reports whether Atlassian has refused a draft because there is one like it.
func IsRedundant(err error) bool { return refusedWith(err, "redundant draft") }

func refusedWith(err error, words string) bool {
	refused, is := errors.AsType[*atlassian.Error](err)
	return is && atlassian.IsBadRequest(err) && strings.Contains(strings.ToLower(strings.Join([]string{refused.Title, refused.Detail}, " ")), words)
}
