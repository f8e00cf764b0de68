// SPDX-License-Identifier: MPL-2.0

package base

import (
	"context"
	"reflect"
	"slices"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// The framework reads the tags of a model anew for every value that it decodes or encodes, and compiles a regular expression for each field:
// see docs/upstream/framework-compiles-expressions.md. With a thousand objects, that is a fifth of what the provider computes. So the tags of
// each model are read once here. What is out of the ordinary is left to the framework, and so is every error.

// getter is what has a method Get: a state, a plan or a configuration.
type getter interface {
	Get(ctx context.Context, target any) diag.Diagnostics
}

// setter is what has a method Set: a pointer to a state or a plan.
type setter interface {
	Set(ctx context.Context, model any) diag.Diagnostics
}

// Get decodes a state, a plan or a configuration into a model, as its own method Get does. The model is a pointer to a struct.
func Get(ctx context.Context, from getter, model any) diag.Diagnostics {
	var of tfsdk.State // which has the same fields as the others
	switch from := from.(type) {
	case tfsdk.State:
		of = from
	case tfsdk.Plan:
		of = tfsdk.State(from)
	case tfsdk.Config:
		of = tfsdk.State(from)
	}
	if of.Schema != nil && decode(ctx, of.Schema.Type(), of.Raw, reflect.Indirect(reflect.ValueOf(model))) {
		return nil
	}
	return from.Get(ctx, model)
}

// Set encodes a model into a state or a plan, as its own method Set does. The model is a struct, or a pointer to one.
func Set(ctx context.Context, into setter, model any) diag.Diagnostics {
	var of *tfsdk.State // which has the same fields as a plan
	switch into := into.(type) {
	case *tfsdk.State:
		of = into
	case *tfsdk.Plan:
		of = (*tfsdk.State)(into)
	}
	if of != nil && encode(ctx, of.Schema.Type(), &of.Raw, reflect.Indirect(reflect.ValueOf(model))) {
		return nil
	}
	return into.Set(ctx, model)
}

// field is a field of a model.
type field struct {
	name  string // of the attribute
	index int
}

// models has the fields of each model by its type. A model that has others than attributes of the framework's types has none.
var models sync.Map

func fieldsOf(model reflect.Type) []field {
	stored, _ := models.Load(model)
	if known, found := stored.([]field); found {
		return known
	}
	fields := readFields(model)
	models.Store(model, fields)
	return fields
}

var attributeValue = reflect.TypeFor[attr.Value]()

func readFields(model reflect.Type) []field {
	var fields []field
	if model.Kind() != reflect.Struct {
		return nil
	}
	for i := range model.NumField() {
		name := model.Field(i).Tag.Get("tfsdk")
		if name == "" || name == "-" || !model.Field(i).IsExported() || !model.Field(i).Type.Implements(attributeValue) {
			return nil
		}
		if slices.ContainsFunc(fields, func(other field) bool { return other.name == name }) {
			return nil
		}
		fields = append(fields, field{name, i})
	}
	return fields
}

// decode sets the fields of a model. It reports false, and changes nothing, where that is for the framework.
func decode(ctx context.Context, schema attr.Type, raw tftypes.Value, model reflect.Value) bool {
	fields, attributes, ok := attributesOf(schema, model)
	if !ok || raw.IsNull() || !raw.IsKnown() {
		return false
	}
	var values map[string]tftypes.Value
	if err := raw.As(&values); err != nil || len(values) != len(fields) {
		return false
	}
	decoded := reflect.New(model.Type()).Elem()
	for _, field := range fields {
		raw, found := values[field.name]
		if !found {
			return false
		}
		value, err := attributes[field.name].ValueFromTerraform(ctx, raw)
		if err != nil || !valid(ctx, field.name, attributes[field.name], raw, value) || reflect.TypeOf(value) != decoded.Field(field.index).Type() {
			return false
		}
		decoded.Field(field.index).Set(reflect.ValueOf(value))
	}
	model.Set(decoded)
	return true
}

// encode sets a value to what a model is. It reports false, and changes nothing, where that is for the framework.
func encode(ctx context.Context, schema attr.Type, into *tftypes.Value, model reflect.Value) bool {
	fields, attributes, ok := attributesOf(schema, model)
	if !ok {
		return false
	}
	object := tftypes.Object{AttributeTypes: make(map[string]tftypes.Type, len(fields))}
	values := make(map[string]tftypes.Value, len(fields))
	for _, field := range fields {
		value, is := reflect.TypeAssert[attr.Value](model.Field(field.index))
		want := attributes[field.name].TerraformType(ctx)
		if !is || !want.Equal(value.Type(ctx).TerraformType(ctx)) { // a set that was never set has no type, and panics below
			return false
		}
		raw, err := value.ToTerraformValue(ctx)
		if err != nil || !want.Equal(raw.Type()) || !valid(ctx, field.name, attributes[field.name], raw, value) {
			return false
		}
		object.AttributeTypes[field.name], values[field.name] = want, raw
	}
	*into = tftypes.NewValue(object, values)
	return true
}

// attributesOf returns the fields of a model and the types of the schema's attributes, if each is about all of the other.
func attributesOf(schema attr.Type, model reflect.Value) ([]field, map[string]attr.Type, bool) {
	if !model.IsValid() {
		return nil, nil, false
	}
	object, is := schema.(attr.TypeWithAttributeTypes)
	fields := fieldsOf(model.Type())
	if !is || fields == nil {
		return nil, nil, false
	}
	attributes := object.AttributeTypes()
	if len(attributes) != len(fields) {
		return nil, nil, false
	}
	for _, field := range fields {
		if attributes[field.name] == nil {
			return nil, nil, false
		}
	}
	return fields, attributes, true
}

// valid asks a value, or else its type, whether there is anything to say of it, as the framework does.
func valid(ctx context.Context, name string, attribute attr.Type, raw tftypes.Value, value attr.Value) bool {
	if value, is := value.(xattr.ValidateableAttribute); is {
		var resp xattr.ValidateAttributeResponse
		value.ValidateAttribute(ctx, xattr.ValidateAttributeRequest{Path: path.Root(name)}, &resp)
		return len(resp.Diagnostics) == 0
	}
	if attribute, is := attribute.(xattr.TypeWithValidate); is { //nolint:staticcheck // deprecated, and what sets and lists have
		return len(attribute.Validate(ctx, raw, path.Root(name))) == 0
	}
	return true
}
