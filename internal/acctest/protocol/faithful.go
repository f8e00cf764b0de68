// SPDX-License-Identifier: MPL-2.0

package protocol

import (
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// unfaithful finds where a plan departs from what is written. Terraform refuses
// such a plan unless it keeps the prior value, which is how a provider says that
// two spellings mean the same.
func unfaithful(schema *tfprotov6.Schema, plan *Plan) Diagnostics {
	var found Diagnostics
	var prior map[string]any
	if plan.Prior != nil {
		prior = plan.Prior.Values
	}
	for _, attribute := range schema.Block.Attributes {
		written, planned := plan.Config[attribute.Name], plan.Planned[attribute.Name]
		if attribute.NestedType != nil || attribute.WriteOnly {
			continue // computed children may be filled in; the framework checks these
		}
		if written == nil && attribute.Computed {
			continue
		}
		typ := attribute.ValueType()
		if !equal(typ, written, planned) && !equal(typ, prior[attribute.Name], planned) {
			found = append(found, failure("Provider produced invalid plan",
				fmt.Sprintf("%s.%s is written as %v, but planned as %v", plan.TypeName, attribute.Name, written, planned)))
		}
	}
	return found
}

// inconsistent finds where a new state departs from its plan, or holds a value
// that is still unknown. Terraform reports either as the provider's bug.
func inconsistent(schema *tfprotov6.Schema, plan *Plan, values map[string]any) Diagnostics {
	const summary = "Provider produced inconsistent result after apply"
	if plan.Action == Delete {
		if values != nil {
			return Diagnostics{failure(summary, plan.TypeName+" is still there after its deletion")}
		}
		return nil
	}
	if values == nil {
		return Diagnostics{failure(summary, plan.TypeName+" was planned, but is gone")}
	}
	var found Diagnostics
	for _, broken := range promisesBroken(schema, plan.Planned, values) {
		found = append(found, failure(summary, plan.TypeName+"."+broken))
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if holdsUnknown(values[name]) {
			found = append(found, failure("Provider returned invalid result object after apply", plan.TypeName+"."+name+" is still unknown"))
		}
	}
	return found
}

// promisesBroken finds known values that turned out otherwise.
func promisesBroken(schema *tfprotov6.Schema, planned, values map[string]any) []string {
	object, ok := schema.ValueType().(tftypes.Object)
	if !ok {
		return nil
	}
	var found []string
	for _, name := range slices.Sorted(maps.Keys(planned)) {
		if holdsUnknown(planned[name]) {
			if !fits(planned[name], values[name]) {
				found = append(found, fmt.Sprintf("%s was planned as %v, but became %v", name, planned[name], values[name]))
			}
			continue
		}
		if !equal(object.AttributeTypes[name], planned[name], values[name]) {
			found = append(found, fmt.Sprintf("%s was planned as %v, but became %v", name, planned[name], values[name]))
		}
	}
	return found
}

// fits compares where parts of the plan were unknown. Sets with unknown parts
// have no order to compare by, so that only their size counts.
func fits(planned, value any) bool {
	switch planned := planned.(type) {
	case unknown:
		return true
	case map[string]any:
		object, ok := value.(map[string]any)
		if !ok || len(object) != len(planned) {
			return false
		}
		for name := range planned {
			if !fits(planned[name], object[name]) {
				return false
			}
		}
		return true
	case []any:
		list, ok := value.([]any)
		return ok && (len(list) == len(planned) || slices.ContainsFunc(planned, isUnknown))
	default:
		return reflect.DeepEqual(planned, value)
	}
}

func isUnknown(value any) bool {
	_, is := value.(unknown)
	return is
}

func holdsUnknown(value any) bool {
	switch value := value.(type) {
	case unknown:
		return true
	case map[string]any:
		for _, one := range value {
			if holdsUnknown(one) {
				return true
			}
		}
	case []any:
		return slices.ContainsFunc(value, holdsUnknown)
	}
	return false
}

// equal compares values of a type; the order in sets doesn't count.
func equal(typ tftypes.Type, one, other any) bool {
	if reflect.DeepEqual(one, other) {
		return true
	}
	a, err := encode(typ, one, "")
	if err != nil {
		return false
	}
	b, err := encode(typ, other, "")
	return err == nil && a.Equal(b)
}
