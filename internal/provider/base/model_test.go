// SPDX-License-Identifier: MPL-2.0

package base_test

import (
	"context"
	"maps"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// modeled is a model as the types have them.
type modeled struct {
	ID       types.String   `tfsdk:"id"`
	Enabled  types.Bool     `tfsdk:"enabled"`
	Emails   types.Set      `tfsdk:"emails"`
	Rows     types.List     `tfsdk:"rows"`
	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

func modeledSchema() schema.Schema {
	return schema.Schema{Attributes: map[string]schema.Attribute{
		"id":      schema.StringAttribute{Computed: true},
		"enabled": schema.BoolAttribute{Optional: true},
		"emails":  schema.SetAttribute{Optional: true, ElementType: types.StringType},
		"rows": schema.ListNestedAttribute{Optional: true, NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{Required: true},
		}}},
		"timeouts": timeouts.Attributes(context.Background(), timeouts.Opts{Create: true}),
	}}
}

// objects are values of the schema: whatever Terraform may send, and what it never does.
func objects() map[string]tftypes.Value {
	object := modeledSchema().Type().TerraformType(context.Background()).(tftypes.Object)
	row := object.AttributeTypes["rows"].(tftypes.List).ElementType
	with := func(change map[string]tftypes.Value) tftypes.Value {
		values := map[string]tftypes.Value{}
		for name, kind := range object.AttributeTypes {
			values[name] = tftypes.NewValue(kind, nil)
			if changed, found := change[name]; found {
				values[name] = changed
			}
		}
		return tftypes.NewValue(object, values)
	}
	text := func(value any) tftypes.Value { return tftypes.NewValue(tftypes.String, value) }
	unknown := map[string]tftypes.Value{}
	for name, kind := range object.AttributeTypes {
		unknown[name] = tftypes.NewValue(kind, tftypes.UnknownValue)
	}
	more := tftypes.Object{AttributeTypes: maps.Clone(object.AttributeTypes)}
	more.AttributeTypes["more"] = tftypes.String
	nulls := map[string]tftypes.Value{}
	for name, kind := range more.AttributeTypes {
		nulls[name] = tftypes.NewValue(kind, nil)
	}
	return map[string]tftypes.Value{
		"one more": tftypes.NewValue(more, nulls),
		"full": with(map[string]tftypes.Value{
			"id":       text("a"),
			"enabled":  tftypes.NewValue(tftypes.Bool, true),
			"emails":   tftypes.NewValue(object.AttributeTypes["emails"], []tftypes.Value{text("b"), text(tftypes.UnknownValue)}),
			"rows":     tftypes.NewValue(object.AttributeTypes["rows"], []tftypes.Value{tftypes.NewValue(row, map[string]tftypes.Value{"name": text("c")})}),
			"timeouts": tftypes.NewValue(object.AttributeTypes["timeouts"], map[string]tftypes.Value{"create": text("5m")}),
		}),
		"an element twice":  with(map[string]tftypes.Value{"emails": tftypes.NewValue(object.AttributeTypes["emails"], []tftypes.Value{text("b"), text("b")})}),
		"empty":             with(map[string]tftypes.Value{"emails": tftypes.NewValue(object.AttributeTypes["emails"], []tftypes.Value{}), "id": text("")}),
		"nulls":             with(nil),
		"unknown":           with(unknown),
		"no object":         tftypes.NewValue(object, nil),
		"an unknown object": tftypes.NewValue(object, tftypes.UnknownValue),
		"another type":      tftypes.NewValue(tftypes.Object{AttributeTypes: map[string]tftypes.Type{"id": tftypes.String}}, map[string]tftypes.Value{"id": text("a")}),
	}
}

// A model is decoded and encoded as the framework does it, with the same errors.
func TestModelsAreDecodedAsTheFrameworkDoes(t *testing.T) {
	t.Parallel()
	for name, raw := range objects() {
		same(t, name, raw, &modeled{}, &modeled{})
		same(t, name+", another field", raw, &struct {
			Other types.String `tfsdk:"other"`
		}{}, &struct {
			Other types.String `tfsdk:"other"`
		}{})
		same(t, name+", fields of Go", raw, &goModel{}, &goModel{})
		same(t, name+", a name twice", raw, &doubleModel{}, &doubleModel{})
		if name != "an element twice" { // which of two errors the framework gives is random
			same(t, name+", another type", raw, &otherModel{}, &otherModel{})
		}
		same(t, name+", too few", raw, &struct {
			ID types.String `tfsdk:"id"`
		}{}, &struct {
			ID types.String `tfsdk:"id"`
		}{})
	}
}

// goModel has fields of Go's own types, which the framework alone converts.
type goModel struct {
	ID       *string        `tfsdk:"id"`
	Enabled  types.Bool     `tfsdk:"enabled"`
	Emails   types.Set      `tfsdk:"emails"`
	Rows     types.List     `tfsdk:"rows"`
	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

// otherModel has a field of a type that the schema does not have.
type otherModel struct {
	ID       types.Int64    `tfsdk:"id"`
	Enabled  types.Bool     `tfsdk:"enabled"`
	Emails   types.Set      `tfsdk:"emails"`
	Rows     types.List     `tfsdk:"rows"`
	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

// doubleModel has two fields of one name.
type doubleModel struct {
	ID       types.String   `tfsdk:"id"`
	Again    types.String   `tfsdk:"id"`
	Emails   types.Set      `tfsdk:"emails"`
	Rows     types.List     `tfsdk:"rows"`
	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

// same decodes a value into one model, and into another one by the framework alone, and encodes both.
func same[M any](t *testing.T, name string, raw tftypes.Value, ours, theirs *M) {
	t.Helper()
	ctx := t.Context()
	state := tfsdk.State{Raw: raw, Schema: modeledSchema()}
	assert.Equal(t, summaries(state.Get(ctx, theirs)), summaries(base.Get(ctx, state, ours)), name)
	assert.Equal(t, theirs, ours, name)
	again := new(M)
	assert.Equal(t, summaries(state.Get(ctx, theirs)), summaries(base.Get(ctx, tfsdk.Plan(state), again)), name)
	assert.Equal(t, theirs, again, name)
	assert.Equal(t, summaries(state.Get(ctx, theirs)), summaries(base.Get(ctx, tfsdk.Config(state), again)), name)

	want, got := state, state
	assert.Equal(t, summaries(want.Set(ctx, theirs)), summaries(base.Set(ctx, &got, ours)), name)
	assert.True(t, want.Raw.Equal(got.Raw), name)
	assert.True(t, want.Raw.Type().Equal(got.Raw.Type()), name)
	plan := tfsdk.Plan(state)
	assert.Equal(t, summaries(want.Set(ctx, theirs)), summaries(base.Set(ctx, &plan, *ours)), name)
	assert.True(t, want.Raw.Equal(plan.Raw), name)
}

// summaries are what diagnostics are about. Of several errors, the framework gives the one that it meets first, in random order.
func summaries(diags diag.Diagnostics) (all []string) {
	for _, one := range diags {
		all = append(all, one.Severity().String()+": "+one.Summary())
	}
	return all
}

// A model that was never set is what no schema has: a set without the type of its elements.
func TestAModelThatWasNeverSetIsAnError(t *testing.T) {
	t.Parallel()
	state := tfsdk.State{Raw: objects()["nulls"], Schema: modeledSchema()}
	before := state.Raw
	assert.Equal(t, []string{"Error: Value Conversion Error"}, summaries(base.Set(t.Context(), &state, &modeled{})))
	assert.True(t, before.Equal(state.Raw))
}

// What a model costs is the reason for all of this. Allocations are exact.
func TestModelsAreDecodedWithoutReadingTheirTags(t *testing.T) { //nolint:paralleltest // allocations are those of the process
	state := tfsdk.State{Raw: objects()["full"], Schema: modeledSchema()}
	ctx := t.Context()
	var model modeled
	require.Empty(t, base.Get(ctx, state, &model))
	framework := testing.AllocsPerRun(20, func() { state.Get(ctx, &model); state.Set(ctx, &model) })
	ours := testing.AllocsPerRun(20, func() { base.Get(ctx, state, &model); base.Set(ctx, &state, &model) })
	assert.Less(t, 2*ours, framework)
}
