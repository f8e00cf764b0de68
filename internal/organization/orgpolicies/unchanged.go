// SPDX-License-Identifier: MPL-2.0

package orgpolicies

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies/windows"
)

// Unchanged looks at a policy before the first write of a change. Prior is what the plan of the change began with, and wanted what it
// leads to. It is a [meaning.ChangedError] if Atlassian says something else than prior of what the plan leaves as it is: a write sends the
// whole policy, and would undo what somebody has done since the plan. What prior does not say is not compared, and neither is a product
// that somebody has added since: it stays. It is an [UnsaidError] if Atlassian does not tell what has to be compared.
func (o *OrganizationPolicies) Unchanged(ctx context.Context, id string, prior, wanted Draft) error {
	seen, present, err := o.present(ctx, id)
	if err != nil {
		return err
	}
	var changes []meaning.Change
	for _, compare := range []func(prior, wanted Draft, seen Policy) (*meaning.Change, string){otherName, otherStatus, otherRule, otherBypass} {
		change, unsaid := compare(prior, wanted, seen)
		if unsaid != "" {
			return fmt.Errorf("%w, so nothing was sent", &UnsaidError{Policy: seen, What: unsaid})
		}
		if change != nil {
			changes = append(changes, *change)
		}
	}
	if change := takenOff(prior, wanted, present); change != nil {
		changes = append(changes, *change)
	}
	changes = append(changes, otherWindows(prior, wanted, present)...)
	if len(changes) == 0 {
		return nil
	}
	return &meaning.ChangedError{What: named("policy", seen.Name, id), Changes: changes}
}

// otherName compares the name. An answer without a name says nothing about it.
func otherName(prior, wanted Draft, seen Policy) (change *meaning.Change, unsaid string) {
	if prior.Name == "" || prior.Name != wanted.Name || seen.Name == "" || seen.Name == prior.Name {
		return nil, ""
	}
	return &meaning.Change{Attribute: "name", Was: []string{prior.Name}, Is: []string{seen.Name}}, ""
}

func otherStatus(prior, wanted Draft, seen Policy) (change *meaning.Change, unsaid string) {
	switch {
	case prior.Status == "" || prior.Status != wanted.Status:
		return nil, ""
	case seen.Status == "":
		return nil, "whether it is enabled"
	case said(seen.Status, prior.Status):
		return nil, ""
	}
	return &meaning.Change{Attribute: "enabled", Was: []string{enabled(prior.Status)}, Is: []string{enabled(seen.Status)}}, ""
}

// enabled says a status as the value of an attribute. One that is new stays as it is.
func enabled(status string) string {
	switch {
	case said(status, StatusEnabled):
		return "true"
	case said(status, StatusDisabled):
		return "false"
	}
	return status
}

// otherRule compares the addresses, or the region.
func otherRule(prior, wanted Draft, seen Policy) (change *meaning.Change, unsaid string) {
	attribute, what := "addresses", "which addresses it lets in"
	if said(wanted.Type, TypeDataResidency) {
		attribute, what = "region", "the region"
	}
	switch {
	case len(prior.In) == 0 || !sameValues(prior.In, wanted.In):
		return nil, ""
	case seen.Rule.In == nil:
		return nil, what
	case sameValues(seen.Rule.In, prior.In):
		return nil, ""
	}
	return &meaning.Change{Attribute: attribute, Was: prior.In, Is: seen.Rule.In}, ""
}

// otherBypass compares the mobile bypass. An answer that does not say it says nothing about it.
func otherBypass(prior, wanted Draft, seen Policy) (change *meaning.Change, unsaid string) {
	before, after, now := prior.AllowMobileBypass, wanted.AllowMobileBypass, seen.Rule.AllowMobileBypass
	if before == nil || after == nil || now == nil || *before != *after || *now == *before {
		return nil, ""
	}
	return &meaning.Change{Attribute: "allow_mobile_bypass", Was: []string{strconv.FormatBool(*before)}, Is: []string{strconv.FormatBool(*now)}}, ""
}

// takenOff compares the resources that stay in the policy. One that somebody has taken off since the plan would be added again.
func takenOff(prior, wanted Draft, present []Resource) *meaning.Change {
	had, stays := idsOf(prior.Resources), among(idsOf(wanted.Resources))
	is := among(idsOf(present))
	if !slices.ContainsFunc(had, func(id string) bool { return stays(id) && !is(id) }) {
		return nil
	}
	return &meaning.Change{Attribute: "resources", Was: had, Is: idsOf(present)}
}

// otherWindows compares the windows that stay as they are. What an answer does not tell of a window is not different, and the window of data
// that has moved is history.
func otherWindows(prior, wanted Draft, present []Resource) []meaning.Change {
	before, after := movesOf(prior.Resources), movesOf(wanted.Resources)
	var changes []meaning.Change
	for _, resource := range present {
		was, becomes := before[key(resource.ID)], after[key(resource.ID)]
		if was.IsZero() || !was.SameAs(becomes) {
			continue
		}
		if is, _ := WindowOf(resource).Seen(was, was); !is.SameAs(was) {
			changes = append(changes, meaning.Change{
				Attribute: "the migration window of " + atlassian.Word(resource.ID), Was: []string{was.String()}, Is: []string{is.String()},
			})
		}
	}
	return changes
}

func movesOf(resources []Resource) map[string]windows.Window {
	moves := make(map[string]windows.Window, len(resources))
	for _, resource := range resources {
		moves[key(resource.ID)] = WindowOf(resource).Window
	}
	return moves
}

func idsOf(resources []Resource) []string {
	ids := make([]string, len(resources))
	for i, resource := range resources {
		ids[i] = resource.ID
	}
	return ids
}
