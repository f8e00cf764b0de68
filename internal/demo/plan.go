// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// plan is the part of Terraform's JSON plan that says what will change.
type plan struct {
	ResourceChanges []struct {
		Address string `json:"address"`
		Change  change `json:"change"`
	} `json:"resource_changes"`
	OutputChanges map[string]change `json:"output_changes"`
}

type change struct {
	Actions []string        `json:"actions"`
	Before  json.RawMessage `json:"before"`
	After   json.RawMessage `json:"after"`
	// AfterUnknown holds true for what is known only after apply.
	AfterUnknown json.RawMessage `json:"after_unknown"`
}

// changes says in a sorted line each what the plan does, such as
//
//	update atlassian_domain_verification.acme: status missing_token -> verified
func (p plan) changes() ([]string, error) {
	var lines []string

	for _, resource := range p.ResourceChanges {
		if actions := strings.Join(resource.Change.Actions, "+"); actions != "no-op" {
			attributes, err := resource.Change.attributes()
			if err != nil {
				return nil, fmt.Errorf("cannot read the change of %s: %w", resource.Address, err)
			}

			lines = append(lines, actions+" "+resource.Address+attributes)
		}
	}

	for name, output := range p.OutputChanges {
		if actions := strings.Join(output.Actions, "+"); actions != "no-op" {
			lines = append(lines, actions+" output."+name)
		}
	}

	slices.Sort(lines)

	return lines, nil
}

// attributes says what becomes of the attributes of an object that is there before and after.
func (c change) attributes() (string, error) {
	var before, after, unknown map[string]any

	for from, to := range map[*json.RawMessage]*map[string]any{&c.Before: &before, &c.After: &after, &c.AfterUnknown: &unknown} {
		if len(*from) == 0 {
			continue
		}

		if err := json.Unmarshal(*from, to); err != nil {
			return "", err
		}
	}

	if before == nil || after == nil {
		return "", nil
	}

	var changed []string

	names := maps.Clone(before)
	maps.Copy(names, after)
	maps.Copy(names, unknown)

	for _, name := range slices.Sorted(maps.Keys(names)) {
		switch {
		case holdsTrue(unknown[name]):
			changed = append(changed, name+" known after apply")
		case !reflect.DeepEqual(before[name], after[name]):
			changed = append(changed, name+" "+difference(before[name], after[name]))
		}
	}

	return ": " + strings.Join(changed, ", "), nil
}

// holdsTrue looks for a true anywhere in a value: that is how the plan marks what is unknown.
func holdsTrue(value any) bool {
	switch value := value.(type) {
	case bool:
		return value
	case []any:
		return slices.ContainsFunc(value, holdsTrue)
	case map[string]any:
		return slices.ContainsFunc(slices.Collect(maps.Values(value)), holdsTrue)
	}

	return false
}

// difference says what leaves and what joins a list of texts, how long any other list becomes, and what any other value
// becomes.
func difference(before, after any) string {
	old, wasList := before.([]any)
	fresh, isList := after.([]any)

	if !wasList || !isList {
		return fmt.Sprintf("%v -> %v", before, after)
	}

	if slices.ContainsFunc(slices.Concat(old, fresh), func(element any) bool { _, text := element.(string); return !text }) {
		return fmt.Sprintf("%d -> %d entries", len(old), len(fresh))
	}

	var moves []string

	for _, element := range old {
		if !slices.Contains(fresh, element) {
			moves = append(moves, fmt.Sprintf("-%v", element))
		}
	}

	for _, element := range fresh {
		if !slices.Contains(old, element) {
			moves = append(moves, fmt.Sprintf("+%v", element))
		}
	}

	if len(moves) == 0 {
		return "in another order"
	}

	return strings.Join(moves, " ")
}

// exactly compares what a plan does with what it should do, in any order.
func exactly(got, want []string) error {
	var wrong []string

	for _, line := range want {
		if !slices.Contains(got, line) {
			wrong = append(wrong, "missing:    "+line)
		}
	}

	for _, line := range got {
		if !slices.Contains(want, line) {
			wrong = append(wrong, "unexpected: "+line)
		}
	}

	if len(wrong) > 0 {
		return fmt.Errorf("the plan is not as told:\n  %s", strings.Join(wrong, "\n  "))
	}

	return nil
}

// excerpt is the middle of a plan in Terraform's words: the changes and the sum of them, without the preamble.
func excerpt(readable string) string {
	var (
		kept  strings.Builder
		begun bool
	)

	for line := range strings.Lines(readable) {
		begun = begun || strings.HasPrefix(line, "  # ")
		if begun {
			kept.WriteString(line)
		}

		if strings.HasPrefix(line, "Plan: ") {
			break
		}
	}

	return kept.String()
}

// planned makes a plan that must find something, shows what it says, and tells what it would change.
func (s *story) planned(ctx context.Context, file string) (readable string, changes []string, err error) {
	s.command("plan -detailed-exitcode -out=" + file)

	readable, made, err := s.cli.plan(ctx, 2, file)
	if err != nil {
		return "", nil, err
	}

	s.quote(excerpt(readable))

	changes, err = made.changes()

	return readable, changes, err
}
