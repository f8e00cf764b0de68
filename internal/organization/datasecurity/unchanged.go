// SPDX-License-Identifier: MPL-2.0

package datasecurity

import (
	"context"
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
)

// unchanged compares a policy, right before an update, with what the plan of the update began with: in the attributes and in the rules that
// the plan leaves as they are. An update sends the whole policy, and would undo what somebody has drafted since.
func (d *DataSecurity) unchanged(ctx context.Context, present Policy, wanted Wanted) error {
	since := wanted.Since
	if since == nil {
		return nil
	}
	var changes []meaning.Change
	note := func(attribute string, same bool, was, is []string) {
		if !same {
			changes = append(changes, meaning.Change{Attribute: attribute, Was: was, Is: is})
		}
	}
	texts := func(attribute, was, becomes, is string, same func(a, b string) bool) {
		note(attribute, !same(was, becomes) || same(was, is), some(was), some(is))
	}
	equal := func(a, b string) bool { return a == b }
	texts("name", since.Name, wanted.Name, present.Name, equal)
	texts("description", since.Description, wanted.Description, present.Description, equal)
	texts("coverage", since.Coverage, wanted.Coverage, present.Coverage, strings.EqualFold)
	for _, name := range KnownRules() {
		was, becomes, is := since.Rules, wanted.Rules, present.Rules
		note("the rule "+name, !sameIn(was, becomes, name) || sameIn(was, is, name), effectIn(was, name), effectIn(is, name))
	}
	if since.Resources != nil && wanted.Resources != nil && sameSet(*since.Resources, *wanted.Resources) {
		covers, err := d.Resources(ctx, present.ID)
		if err != nil {
			return err
		}
		note("resource_ids", sameSet(*since.Resources, covers), *since.Resources, covers)
	}
	if len(changes) == 0 {
		return nil
	}
	return &meaning.ChangedError{What: "data security policy " + atlassian.Quoted(present.Name), Changes: changes}
}

// some is a text as a list, which has nothing for an empty text.
func some(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}

// sameIn reports whether two policies say the same of a rule, or both have none.
func sameIn(some, others map[string]Rule, name string) bool {
	one, has := some[name]
	other, alsoHas := others[name]
	return has == alsoHas && (!has || sameRule(one, other))
}

// effectIn is what the rules of a policy say of one of them. A rule of another form is what it came as.
func effectIn(rules map[string]Rule, name string) []string {
	rule, has := rules[name]
	switch {
	case !has:
		return nil
	case rule.Effect == "":
		return []string{rule.Raw}
	case rule.Subject != "":
		return []string{rule.Effect, rule.Subject}
	}
	return []string{rule.Effect}
}

// sameSet compares lists whose order has no meaning.
func sameSet(some, others []string) bool {
	return slices.Equal(slices.Compact(slices.Sorted(slices.Values(some))), slices.Compact(slices.Sorted(slices.Values(others))))
}
