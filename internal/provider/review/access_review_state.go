// SPDX-License-Identifier: MPL-2.0

package review

import (
	"fmt"
	"maps"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/review"
)

// The state of a review is built from values of the protocol, and not from a struct with tags as that of other types: the framework
// takes a minute of processor time and gigabytes to turn 10,000 such rows into these values.

// stateOf is the configuration of a review with what the review found.
func stateOf(config tftypes.Value, found review.Review) (tftypes.Value, error) {
	typ, ok := config.Type().(tftypes.Object)
	if !ok {
		return tftypes.Value{}, fmt.Errorf("the configuration is no object: it is %s. This is a bug in the provider: please report it", config.Type())
	}
	values := make(map[string]tftypes.Value)
	if err := config.As(&values); err != nil {
		return tftypes.Value{}, fmt.Errorf("reading the configuration: %w", err)
	}
	values = maps.Clone(values)
	counts := make(map[string]tftypes.Value, len(found.Counts))
	for kind, count := range found.Counts {
		counts[string(kind)] = tftypes.NewValue(tftypes.Number, nil)
		if count != nil {
			counts[string(kind)] = tftypes.NewValue(tftypes.Number, *count)
		}
	}
	values["counts"] = tftypes.NewValue(typ.AttributeTypes["counts"], counts)
	values["verified_domains"] = list(typ.AttributeTypes["verified_domains"], append([]string{}, found.VerifiedDomains...), func(_ tftypes.Type, name string) tftypes.Value { return text(name) })
	values["findings"] = list(typ.AttributeTypes["findings"], append([]review.Finding{}, found.Findings...), findingValue)
	values["people"] = list(typ.AttributeTypes["people"], found.People, personValue)
	if err := tftypes.ValidateValue(typ, values); err != nil {
		return tftypes.Value{}, fmt.Errorf("what was found does not fit the schema: %w. This is a bug in the provider: please report it", err)
	}
	return tftypes.NewValue(typ, values), nil
}

// list is a list of values, each converted to the type of an element. No list is null.
func list[V any](typ tftypes.Type, all []V, of func(tftypes.Type, V) tftypes.Value) tftypes.Value {
	if all == nil {
		return tftypes.NewValue(typ, nil)
	}
	elements := make([]tftypes.Value, len(all))
	for i, one := range all {
		elements[i] = of(typ.(tftypes.List).ElementType, one) //nolint:forcetypeassert // the schema has it as a list
	}
	return tftypes.NewValue(typ, elements)
}

// text is a text. An empty one is null: Atlassian does not distinguish it from a missing one.
func text(of string) tftypes.Value {
	if of == "" {
		return tftypes.NewValue(tftypes.String, nil)
	}
	return tftypes.NewValue(tftypes.String, of)
}

func timeValue(at *time.Time) tftypes.Value {
	if at == nil {
		return text("")
	}
	return text(at.UTC().Format(time.RFC3339))
}

func findingValue(typ tftypes.Type, one review.Finding) tftypes.Value {
	return tftypes.NewValue(typ, map[string]tftypes.Value{
		"kind": text(string(one.Kind)), "account_id": text(one.AccountID), "email": text(one.Email), "name": text(one.Name), "subject": text(one.Subject), "reason": text(one.Reason),
	})
}

func personValue(typ tftypes.Type, person review.Person) tftypes.Value {
	of := typ.(tftypes.Object).AttributeTypes //nolint:forcetypeassert // the schema has it as an object
	return tftypes.NewValue(typ, map[string]tftypes.Value{
		"account_id":        text(person.AccountID),
		"email":             text(person.Email),
		"name":              text(person.Name),
		"account_type":      text(person.AccountType),
		"status":            text(person.Status),
		"account_status":    text(person.AccountStatus),
		"membership_status": text(person.MembershipStatus),
		"claim_status":      text(person.ClaimStatus),
		"mfa_enabled":       tftypes.NewValue(tftypes.Bool, person.MFAEnabled),
		"platform_roles":    list(of["platform_roles"], person.PlatformRoles, func(_ tftypes.Type, role string) tftypes.Value { return text(role) }),
		"groups": list(of["groups"], person.Groups, func(typ tftypes.Type, group review.Group) tftypes.Value {
			return tftypes.NewValue(typ, map[string]tftypes.Value{"id": text(group.ID), "name": text(group.Name)})
		}),
		"apps": list(of["apps"], person.ProductAccess, func(typ tftypes.Type, app review.App) tftypes.Value {
			return tftypes.NewValue(typ, map[string]tftypes.Value{"resource_id": text(app.ResourceID), "key": text(app.Key), "last_active": timeValue(app.LastActive)})
		}),
		"last_active":              timeValue(person.LastActive),
		"added_to_org":             text(review.Added(person.User)),
		"authentication_policy_id": text(person.PolicyID),
		"api_tokens": list(of["api_tokens"], person.Tokens, func(typ tftypes.Type, token review.Token) tftypes.Value {
			return tftypes.NewValue(typ, map[string]tftypes.Value{
				"id": text(token.ID), "label": text(token.Label),
				"created_at": timeValue(token.CreatedAt), "last_active_at": timeValue(token.LastActiveAt), "expires_at": timeValue(token.ExpiresAt),
			})
		}),
		"findings": list(of["findings"], append([]review.Kind{}, person.Findings...), func(_ tftypes.Type, kind review.Kind) tftypes.Value { return text(string(kind)) }),
	})
}
