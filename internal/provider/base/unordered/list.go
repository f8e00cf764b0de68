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

	key *Key
}

// NewType returns the type. FoldCase is for elements whose case has no meaning, such as e-mail addresses.
func NewType(foldCase bool) ListType { return byCase(foldCase).NewType() }

// Equal reports whether another type is the same.
func (t ListType) Equal(other attr.Type) bool {
	o, ok := other.(ListType)
	return ok && t.key == o.key && t.ListType.Equal(o.ListType)
}

// String names the type in messages.
func (t ListType) String() string { return "unordered.ListType" }

// ValueType is an empty value of the type.
func (t ListType) ValueType(context.Context) attr.Value { return ListValue{key: t.key} }

// ValueFromList wraps a plain list.
func (t ListType) ValueFromList(_ context.Context, list basetypes.ListValue) (basetypes.ListValuable, diag.Diagnostics) {
	return ListValue{ListValue: list, key: t.key}, nil
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
	return ListValue{ListValue: list, key: t.key}, nil
}

// ListValue is an unordered list of strings.
type ListValue struct {
	basetypes.ListValue
	key *Key
}

// Type is the value's type.
func (v ListValue) Type(context.Context) attr.Type { return v.key.NewType() }

// Equal does not ignore order: the framework restores the prior order only if it sees a difference.
func (v ListValue) Equal(other attr.Value) bool {
	o, ok := other.(ListValue)
	return ok && v.ListValue.Equal(o.ListValue)
}

// ListSemanticEquals ignores order, and what the key of the type ignores.
func (v ListValue) ListSemanticEquals(_ context.Context, other basetypes.ListValuable) (bool, diag.Diagnostics) {
	o, ok := other.(ListValue)
	if !ok {
		return false, diag.Diagnostics{diag.NewErrorDiagnostic("Unexpected value", fmt.Sprintf("An unordered list was compared with %T. This is a bug in the provider: please report it.", other))}
	}
	return sameElements(v.ListValue, o.ListValue, v.key.of), nil
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
	return byCase(foldCase).FromStrings(elements)
}

// Unknown returns a value that is not known yet.
func Unknown(foldCase bool) ListValue { return byCase(foldCase).Unknown() }

// Null returns a null value.
func Null(foldCase bool) ListValue { return byCase(foldCase).Null() }

// Arrange returns the present elements in the order and spelling of the earlier ones. New elements follow, sorted.
func Arrange(prior, actual []string, foldCase bool) []string {
	return byCase(foldCase).Arrange(prior, actual)
}

// Difference returns the wanted elements that are not actual ones, and the actual elements that are not wanted, each in its own
// order.
func Difference(wanted, actual []string, foldCase bool) (missing, foreign []string) {
	return byCase(foldCase).Difference(wanted, actual)
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
