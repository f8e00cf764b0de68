// SPDX-License-Identifier: MPL-2.0

// Package unordered is a list of strings with the meaning of a set, for collections of thousands.
//
// Terraform's own sets cost quadratic time from about a thousand elements on, in the framework and in the CLI. A list
// costs nothing, but its order would drift. So this list ignores order wherever Terraform asks whether a value changed:
// the type's semantic equality brings the prior order back after a refresh, a plan modifier does so in a plan, and a
// validator refuses duplicates, which a set would swallow. Everything hashes; nothing compares pairwise.
package unordered

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var (
	_ basetypes.ListTypable                    = ListType{}
	_ basetypes.ListValuableWithSemanticEquals = ListValue{}
)

// ListType is the type of an unordered list of strings; make it with [NewType].
type ListType struct {
	basetypes.ListType
	// FoldCase ignores the case of elements, as for e-mail addresses.
	FoldCase bool
}

// NewType returns the type. FoldCase is for elements whose case has no meaning.
func NewType(foldCase bool) ListType {
	return ListType{ListType: basetypes.ListType{ElemType: types.StringType}, FoldCase: foldCase}
}

// Equal reports whether another type is the same.
func (t ListType) Equal(other attr.Type) bool {
	o, ok := other.(ListType)
	return ok && t.FoldCase == o.FoldCase && t.ListType.Equal(o.ListType)
}

// String names the type in messages.
func (t ListType) String() string { return "unordered.ListType" }

// ValueType is an empty value of the type.
func (t ListType) ValueType(context.Context) attr.Value { return ListValue{foldCase: t.FoldCase} }

// ValueFromList wraps a plain list.
func (t ListType) ValueFromList(_ context.Context, list basetypes.ListValue) (basetypes.ListValuable, diag.Diagnostics) {
	return ListValue{ListValue: list, foldCase: t.FoldCase}, nil
}

// ValueFromTerraform decodes a value that came over the protocol.
func (t ListType) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	value, err := t.ListType.ValueFromTerraform(ctx, in)
	if err != nil {
		return nil, fmt.Errorf("decoding a list of strings: %w", err)
	}
	list, ok := value.(basetypes.ListValue)
	if !ok {
		return nil, fmt.Errorf("a list decodes to %T", value)
	}
	return ListValue{ListValue: list, foldCase: t.FoldCase}, nil
}

// ListValue is an unordered list of strings.
type ListValue struct {
	basetypes.ListValue
	foldCase bool
}

// Type is the value's type.
func (v ListValue) Type(context.Context) attr.Type { return NewType(v.foldCase) }

// Equal does not ignore order: the framework restores the prior order only if it sees a difference.
func (v ListValue) Equal(other attr.Value) bool {
	o, ok := other.(ListValue)
	return ok && v.ListValue.Equal(o.ListValue)
}

// ListSemanticEquals ignores order, and case where the type folds it.
func (v ListValue) ListSemanticEquals(_ context.Context, other basetypes.ListValuable) (bool, diag.Diagnostics) {
	o, ok := other.(ListValue)
	if !ok {
		return false, diag.Diagnostics{diag.NewErrorDiagnostic("Unexpected value", fmt.Sprintf("An unordered list was compared with %T. This is a bug in the provider: please report it.", other))}
	}
	return sameElements(v.ListValue, o.ListValue, keyFunc(v.foldCase)), nil
}

// Strings returns the elements. Known is false if the list or one of its elements is not known yet.
func (v ListValue) Strings() (elements []string, known bool) {
	if v.IsUnknown() {
		return nil, false
	}
	known = true
	values := v.Elements()
	elements = make([]string, 0, len(values))
	for _, e := range values {
		text, ok := e.(types.String)
		if !ok || text.IsUnknown() {
			known = false
			continue
		}
		elements = append(elements, text.ValueString())
	}
	return elements, known
}

// FromStrings returns a known value with the given elements in the given order.
func FromStrings(elements []string, foldCase bool) ListValue {
	values := make([]attr.Value, len(elements))
	for i, e := range elements {
		values[i] = types.StringValue(e)
	}
	return ListValue{ListValue: types.ListValueMust(types.StringType, values), foldCase: foldCase}
}

// Null returns a null value.
func Null(foldCase bool) ListValue {
	return ListValue{ListValue: types.ListNull(types.StringType), foldCase: foldCase}
}

// Arrange returns the present elements in the order and spelling of the earlier ones. New elements follow, sorted.
func Arrange(prior, actual []string, foldCase bool) []string {
	key := keyFunc(foldCase)
	rest := make(map[string]string, len(actual))
	for _, e := range actual {
		rest[key(e)] = e
	}
	arranged := make([]string, 0, len(rest))
	for _, e := range prior {
		if _, still := rest[key(e)]; still {
			arranged = append(arranged, e)
			delete(rest, key(e))
		}
	}
	added := make([]string, 0, len(rest))
	for _, e := range rest {
		added = append(added, e)
	}
	slices.Sort(added)
	return append(arranged, added...)
}

// Difference returns the wanted elements that are not actual ones, and the actual elements that are not wanted, each in its own
// order.
func Difference(wanted, actual []string, foldCase bool) (missing, foreign []string) {
	return without(wanted, actual, foldCase), without(actual, wanted, foldCase)
}

func without(elements, others []string, foldCase bool) []string {
	key := keyFunc(foldCase)
	known := make(map[string]struct{}, len(others))
	for _, e := range others {
		known[key(e)] = struct{}{}
	}
	var rest []string
	for _, e := range elements {
		if _, ok := known[key(e)]; !ok {
			rest = append(rest, e)
		}
	}
	return rest
}

func keyFunc(foldCase bool) func(string) string {
	if foldCase {
		return strings.ToLower
	}
	return func(s string) string { return s }
}

// sameElements compares two lists as sets. A list with unknown elements equals only itself.
func sameElements(a, b basetypes.ListValue, key func(string) string) bool {
	if a.IsNull() || b.IsNull() || a.IsUnknown() || b.IsUnknown() {
		return a.IsNull() == b.IsNull() && a.IsUnknown() == b.IsUnknown()
	}
	left, right := a.Elements(), b.Elements()
	if len(left) != len(right) {
		return false
	}
	count := make(map[string]int, len(left))
	for _, e := range left {
		text, ok := e.(types.String)
		if !ok || text.IsUnknown() {
			return false
		}
		count[key(text.ValueString())]++
	}
	for _, e := range right {
		text, ok := e.(types.String)
		if !ok || text.IsUnknown() {
			return false
		}
		k := key(text.ValueString())
		if count[k] == 0 {
			return false
		}
		count[k]--
	}
	return true
}
