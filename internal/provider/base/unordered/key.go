// SPDX-License-Identifier: MPL-2.0

package unordered

import (
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
)

// Key says which elements of a list are the same, although they are written in different ways.
type Key struct {
	canonical func(string) string
	// advice says why two spellings are one element, and what to do about them.
	advice string
}

// NewKey makes a key. Elements are the same if they have the same canonical form. The advice goes on after "but", for an
// element that a list has in two spellings. Lists have the same type only if they have the same key.
func NewKey(canonical func(element string) string, advice string) *Key {
	return &Key{canonical, advice}
}

var (
	// exact is the key of elements that can be written in one way only.
	exact = NewKey(func(element string) string { return element }, "")
	// folded is the key of elements whose case has no meaning.
	folded = NewKey(strings.ToLower, "neither the order nor the case of letters matters here. Remove one of them, "+
		"or write distinct([for e in LIST : lower(e)]), where LIST is the present expression.")
)

func byCase(foldCase bool) *Key {
	if foldCase {
		return folded
	}
	return exact
}

// of returns the canonical form of an element. The key of an empty [ListValue] is nil.
func (k *Key) of(element string) string {
	if k == nil {
		return element
	}
	return k.canonical(element)
}

// NewType returns the type of a list with the key.
func (k *Key) NewType() ListType {
	if k == nil {
		k = exact
	}
	return ListType{ListType: basetypes.ListType{ElemType: types.StringType}, key: k}
}

// FromStrings is [FromStrings] for a list with the key.
func (k *Key) FromStrings(elements []string) ListValue {
	values := make([]attr.Value, len(elements))
	for i, e := range elements {
		values[i] = types.StringValue(e)
	}
	return ListValue{ListValue: types.ListValueMust(types.StringType, values), key: k}
}

// Null is [Null] for a list with the key.
func (k *Key) Null() ListValue { return ListValue{ListValue: types.ListNull(types.StringType), key: k} }

// Unknown is [Unknown] for a list with the key.
func (k *Key) Unknown() ListValue {
	return ListValue{ListValue: types.ListUnknown(types.StringType), key: k}
}

// KeepOrder is [KeepOrder] for a list with the key.
func (k *Key) KeepOrder() planmodifier.List { return keepOrder{k} }

// NoDuplicates is [NoDuplicates] for a list with the key.
func (k *Key) NoDuplicates() validator.List { return noDuplicates{k} }

// Arrange is [Arrange] for a list with the key.
func (k *Key) Arrange(prior, actual []string) []string {
	rest := make(map[string]string, len(actual))
	for _, e := range actual {
		rest[k.of(e)] = e
	}
	arranged := make([]string, 0, len(rest))
	for _, e := range prior {
		if _, still := rest[k.of(e)]; still {
			arranged = append(arranged, e)
			delete(rest, k.of(e))
		}
	}
	added := make([]string, 0, len(rest))
	for _, e := range rest {
		added = append(added, e)
	}
	slices.Sort(added)
	return append(arranged, added...)
}

// Difference is [Difference] for a list with the key.
func (k *Key) Difference(wanted, actual []string) (missing, foreign []string) {
	return k.without(wanted, actual), k.without(actual, wanted)
}

func (k *Key) without(elements, others []string) []string {
	known := make(map[string]struct{}, len(others))
	for _, e := range others {
		known[k.of(e)] = struct{}{}
	}
	var rest []string
	for _, e := range elements {
		if _, ok := known[k.of(e)]; !ok {
			rest = append(rest, e)
		}
	}
	return rest
}
