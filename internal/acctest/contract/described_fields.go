// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// Fields are the fields of a request or an answer, each with what it is, such as "string, required". The names of a field inside others
// are joined by dots; "*" is each element of a list, and "body" the whole. Parameters of the query begin with "?".
type Fields map[string]string

// wholeBody is the field that stands for the body itself.
const wholeBody = "body"

// anyName stands for the name of a field that an object may have besides those that the document names.
const anyName = "(any name)"

func requestFields(item *openapi3.PathItem, op *openapi3.Operation) Fields {
	fields := Fields{}
	for _, parameters := range []openapi3.Parameters{item.Parameters, op.Parameters} {
		for _, p := range parameters {
			if p.Value == nil || p.Value.In != openapi3.ParameterInQuery {
				continue
			}
			said := "any"
			if p.Value.Schema != nil && p.Value.Schema.Value != nil {
				said = kind([]*openapi3.Schema{p.Value.Schema.Value})
			}
			if p.Value.Required {
				said += ", required"
			}
			fields["?"+p.Value.Name] = said
		}
	}
	if schema := bodySchema(op.RequestBody); schema != nil {
		maps.Copy(fields, bodyFields(schema))
	}
	return fields
}

// bodyFields are the fields of a body, of which the document may say nothing.
func bodyFields(schema *openapi3.Schema) Fields {
	fields := Fields{wholeBody: "any"}
	if schema != nil {
		fields.add(wholeBody, []*openapi3.Schema{schema}, nil)
	}
	return fields
}

// add names what the schemas have. A schema that holds itself is not entered again.
func (f Fields) add(at string, schemas, above []*openapi3.Schema) {
	f[at] = kind(schemas)
	if slices.ContainsFunc(schemas, func(schema *openapi3.Schema) bool { return slices.Contains(above, schema) }) {
		return
	}
	above = append(slices.Clone(above), schemas...)
	all := branches(schemas)
	properties, _, rest := named(all)
	for name, below := range properties {
		here := within(at, name)
		f.add(here, below, above)
		if isRequired(schemas, name) {
			f[here] += ", required"
		}
	}
	if rest != nil {
		f.add(within(at, anyName), rest, above)
	}
	var items []*openapi3.Schema
	for _, schema := range all {
		if schema.Items != nil && schema.Items.Value != nil {
			items = append(items, schema.Items.Value)
		}
	}
	if items != nil {
		f.add(within(at, "*"), items, above)
	}
}

func within(at, name string) string {
	if at == wholeBody {
		return name
	}
	return at + "." + name
}

// isRequired is about schemas that all hold, and not about one of several.
func isRequired(schemas []*openapi3.Schema, name string) bool {
	return slices.ContainsFunc(schemas, func(schema *openapi3.Schema) bool {
		if slices.Contains(schema.Required, name) {
			return true
		}
		for _, part := range schema.AllOf {
			if part.Value != nil && isRequired([]*openapi3.Schema{part.Value}, name) {
				return true
			}
		}
		return false
	})
}

// kind is the type, with the values that it may have and whether it may be null.
func kind(schemas []*openapi3.Schema) string {
	var types, values []string
	nullable := false
	for _, schema := range branches(schemas) {
		types = append(types, schema.Type.Slice()...)
		nullable = nullable || schema.Nullable
		for _, value := range schema.Enum {
			values = append(values, fmt.Sprint(value))
		}
	}
	slices.Sort(types)
	said := strings.Join(slices.Compact(types), " or ")
	if said == "" {
		said = "any"
	}
	if len(values) > 0 {
		slices.Sort(values)
		said += " (" + strings.Join(slices.Compact(values), ", ") + ")"
	}
	if nullable {
		said += ", nullable"
	}
	return said
}
