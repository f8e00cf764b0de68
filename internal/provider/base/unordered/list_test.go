// SPDX-License-Identifier: MPL-2.0

package unordered_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

// list makes a value of elements, nil being one that is not known yet.
func list(t *testing.T, foldCase bool, elements ...any) unordered.ListValue {
	t.Helper()
	values := make([]attr.Value, len(elements))
	for i, element := range elements {
		switch element := element.(type) {
		case string:
			values[i] = types.StringValue(element)
		default:
			values[i] = types.StringUnknown()
		}
	}
	return wrap(t, foldCase, types.ListValueMust(types.StringType, values))
}

func wrap(t *testing.T, foldCase bool, plain basetypes.ListValue) unordered.ListValue {
	t.Helper()
	value, diags := unordered.NewType(foldCase).ValueFromList(t.Context(), plain)
	require.False(t, diags.HasError())
	wrapped, ok := value.(unordered.ListValue)
	require.True(t, ok)
	return wrapped
}

func TestEqualityIgnoresOrderOnlyWhereItMust(t *testing.T) {
	t.Parallel()
	null, unknown := unordered.Null(false), wrap(t, false, types.ListUnknown(types.StringType))
	for name, test := range map[string]struct {
		a, b          unordered.ListValue
		semantic, raw bool
	}{
		"same":                    {list(t, false, "a", "b"), list(t, false, "a", "b"), true, true},
		"other order":             {list(t, false, "a", "b"), list(t, false, "b", "a"), true, false},
		"one more":                {list(t, false, "a", "b"), list(t, false, "a"), false, false},
		"another":                 {list(t, false, "a", "b"), list(t, false, "a", "c"), false, false},
		"twice the one":           {list(t, false, "a", "a", "b"), list(t, false, "a", "b", "b"), false, false},
		"other case":              {list(t, false, "a"), list(t, false, "A"), false, false},
		"other case, folded":      {list(t, true, "a", "B"), list(t, true, "b", "A"), true, false},
		"empty":                   {list(t, false), list(t, false), true, true},
		"empty is not null":       {list(t, false), null, false, false},
		"null":                    {null, unordered.Null(false), true, true},
		"unknown":                 {unknown, unknown, true, true},
		"unknown is not null":     {unknown, null, false, false},
		"unknown is not empty":    {unknown, list(t, false), false, false},
		"an unknown element":      {list(t, false, "a", nil), list(t, false, nil, "a"), false, false},
		"an element to be known":  {list(t, false, "a", nil), list(t, false, "a", "b"), false, false},
		"an element that was not": {list(t, false, "a", "b"), list(t, false, "a", nil), false, false},
	} {
		for _, pair := range [][2]unordered.ListValue{{test.a, test.b}, {test.b, test.a}} {
			semantic, diags := pair[0].ListSemanticEquals(t.Context(), pair[1])
			assert.Empty(t, diags, name)
			assert.Equal(t, test.semantic, semantic, name)
			assert.Equal(t, test.raw, pair[0].Equal(pair[1]), name)
		}
	}
	_, diags := null.ListSemanticEquals(t.Context(), types.ListNull(types.StringType))
	assert.True(t, diags.HasError(), "that is a bug, and not a difference")
	assert.False(t, null.Equal(types.ListNull(types.StringType)))
}

func TestType(t *testing.T) {
	t.Parallel()
	assert.True(t, unordered.NewType(true).Equal(unordered.NewType(true)))
	assert.False(t, unordered.NewType(true).Equal(unordered.NewType(false)))
	assert.False(t, unordered.NewType(true).Equal(types.ListType{ElemType: types.StringType}))
	for _, foldCase := range []bool{true, false} {
		typ := unordered.NewType(foldCase)
		in := tftypes.NewValue(tftypes.List{ElementType: tftypes.String}, []tftypes.Value{tftypes.NewValue(tftypes.String, "A")})
		value, err := typ.ValueFromTerraform(t.Context(), in)
		require.NoError(t, err)
		assert.True(t, value.Equal(unordered.FromStrings([]string{"A"}, foldCase)))
		assert.True(t, value.Type(t.Context()).Equal(typ))
		assert.True(t, typ.ValueType(t.Context()).Type(t.Context()).Equal(typ))
		folded, diags := unordered.FromStrings([]string{"A"}, foldCase).ListSemanticEquals(t.Context(), unordered.FromStrings([]string{"a"}, foldCase))
		assert.Empty(t, diags)
		assert.Equal(t, foldCase, folded)
		out, err := value.ToTerraformValue(t.Context())
		require.NoError(t, err)
		assert.True(t, in.Equal(out))
	}
	_, err := unordered.NewType(false).ValueFromTerraform(t.Context(), tftypes.NewValue(tftypes.String, "A"))
	assert.Error(t, err)
}

func TestStrings(t *testing.T) {
	t.Parallel()
	elements, known := list(t, false, "b", "a").Strings()
	assert.True(t, known)
	assert.Equal(t, []string{"b", "a"}, elements)
	elements, known = list(t, false, "b", nil, "a").Strings()
	assert.False(t, known)
	assert.Equal(t, []string{"b", "a"}, elements)
	elements, known = unordered.Null(false).Strings()
	assert.True(t, known)
	assert.Empty(t, elements)
	_, known = wrap(t, false, types.ListUnknown(types.StringType)).Strings()
	assert.False(t, known)
}

func TestArrange(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		prior, actual, want []string
		foldCase            bool
	}{
		"the prior order stays":        {[]string{"c", "a", "b"}, []string{"a", "b", "c"}, []string{"c", "a", "b"}, false},
		"what is gone is left out":     {[]string{"c", "a", "b"}, []string{"b", "c"}, []string{"c", "b"}, false},
		"what is new follows, sorted":  {[]string{"c", "a"}, []string{"z", "a", "y", "c"}, []string{"c", "a", "y", "z"}, false},
		"the prior spelling stays":     {[]string{"B", "a"}, []string{"A", "b", "C"}, []string{"B", "a", "C"}, true},
		"another case is another":      {[]string{"B"}, []string{"b"}, []string{"b"}, false},
		"nothing before":               {nil, []string{"b", "a"}, []string{"a", "b"}, false},
		"nothing now":                  {[]string{"a"}, nil, []string{}, false},
		"what stood twice stands once": {[]string{"a", "a"}, []string{"a"}, []string{"a"}, false},
	} {
		assert.Equal(t, test.want, unordered.Arrange(test.prior, test.actual, test.foldCase), name)
	}
}

func TestDifference(t *testing.T) {
	t.Parallel()
	missing, foreign := unordered.Difference([]string{"c", "a", "b"}, []string{"x", "b", "A"}, false)
	assert.Equal(t, []string{"c", "a"}, missing)
	assert.Equal(t, []string{"x", "A"}, foreign)
	missing, foreign = unordered.Difference([]string{"c", "a", "b"}, []string{"x", "b", "A"}, true)
	assert.Equal(t, []string{"c"}, missing)
	assert.Equal(t, []string{"x"}, foreign)
}

// The hashing ways give what the plain, pairwise ones would.
func TestSetsProperty(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		foldCase := rapid.Bool().Draw(rt, "fold case")
		same := func(a, b string) bool {
			return a == b || foldCase && strings.ToLower(a) == strings.ToLower(b) //nolint:staticcheck // EqualFold folds more than ToLower
		}
		has := func(all []string, one string) bool {
			return slices.ContainsFunc(all, func(other string) bool { return same(one, other) })
		}
		key := func(s string) string {
			if foldCase {
				return strings.ToLower(s)
			}
			return s
		}
		elements := rapid.SliceOfNDistinct(rapid.StringMatching(`[a-cA-C]{1,2}`), 0, 10, key)
		a, b := elements.Draw(rt, "a"), elements.Draw(rt, "b")

		missing, foreign := unordered.Difference(a, b, foldCase)
		for _, one := range a {
			require.Equal(rt, !has(b, one), slices.Contains(missing, one))
		}
		for _, one := range b {
			require.Equal(rt, !has(a, one), slices.Contains(foreign, one))
		}
		arranged := unordered.Arrange(a, b, foldCase)
		require.Len(rt, arranged, len(b))
		for _, one := range b {
			require.True(rt, has(arranged, one))
		}
		semantic, _ := unordered.FromStrings(a, foldCase).ListSemanticEquals(t.Context(), unordered.FromStrings(b, foldCase))
		require.Equal(rt, len(missing)+len(foreign) == 0, semantic)
		if semantic {
			require.Equal(rt, a, arranged, "nothing to arrange")
		}
	})
}

// A key of a type's own says which elements are the same, as with two spellings of one address.
func TestKey(t *testing.T) {
	t.Parallel()
	trimmed := unordered.NewKey(strings.TrimSpace, "blanks do not matter here.")
	typ := trimmed.NewType()
	assert.True(t, typ.Equal(trimmed.NewType()))
	assert.False(t, typ.Equal(unordered.NewType(false)))
	assert.False(t, typ.Equal(unordered.NewKey(strings.TrimSpace, "").NewType()), "another key")
	assert.True(t, trimmed.Null().Type(t.Context()).Equal(typ))

	spelt := trimmed.FromStrings([]string{"b ", "a"})
	same, diags := spelt.ListSemanticEquals(t.Context(), trimmed.FromStrings([]string{"a ", "b"}))
	assert.Empty(t, diags)
	assert.True(t, same)
	assert.Equal(t, []string{"b ", "c"}, trimmed.Arrange([]string{"a", "b "}, []string{"c", "b"}), "the prior spelling stays")
	missing, foreign := trimmed.Difference([]string{"a", "b "}, []string{" b", "c"})
	assert.Equal(t, []string{"a"}, missing)
	assert.Equal(t, []string{"c"}, foreign)

	resp := planmodifier.ListResponse{PlanValue: types.ListValueMust(types.StringType, []attr.Value{types.StringValue("a"), types.StringValue("b")})}
	trimmed.KeepOrder().PlanModifyList(t.Context(), planmodifier.ListRequest{StateValue: spelt.ListValue, PlanValue: resp.PlanValue}, &resp)
	assert.True(t, spelt.ListValue.Equal(resp.PlanValue))
	var refused validator.ListResponse
	trimmed.NoDuplicates().ValidateList(t.Context(), validator.ListRequest{ConfigValue: trimmed.FromStrings([]string{"a", "a "}).ListValue}, &refused)
	require.Len(t, refused.Diagnostics, 1)
	assert.Equal(t, `"a " is at positions 0 and 1. It is "a" at position 0, but blanks do not matter here.`, refused.Diagnostics[0].Detail())
	_, known := unordered.ListValue{}.Strings()
	assert.True(t, known)
}
