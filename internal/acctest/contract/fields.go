// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// unnamedFields finds the fields of a JSON body that its schema doesn't name.
// A schema that says nothing about additional properties allows them, and nearly
// all of Atlassian's say nothing: without this check a misspelled field would be
// valid on either side. Only a schema that speaks of additional properties, or
// that names no property at all, is taken at its word.
func unnamedFields(schema *openapi3.Schema, body []byte) []string {
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		return nil // the validator has said so already
	}
	return unnamed([]*openapi3.Schema{schema}, value, "")
}

// unnamed takes several schemas for one value, because each branch of allOf,
// anyOf and oneOf may name fields.
func unnamed(schemas []*openapi3.Schema, value any, at string) []string {
	schemas = branches(schemas)
	var found []string
	switch value := value.(type) {
	case map[string]any:
		properties, open, rest := named(schemas)
		for _, name := range slices.Sorted(maps.Keys(value)) {
			switch schemas := properties[name]; {
			case schemas != nil:
				found = append(found, unnamed(schemas, value[name], at+"/"+name)...)
			case rest != nil:
				found = append(found, unnamed(rest, value[name], at+"/"+name)...)
			case !open:
				found = append(found, fmt.Sprintf("at %s/%s: the schema has no such field", at, name))
			}
		}
	case []any:
		var items []*openapi3.Schema
		for _, schema := range schemas {
			if schema.Items != nil && schema.Items.Value != nil {
				items = append(items, schema.Items.Value)
			}
		}
		if items == nil {
			return nil
		}
		for i, item := range value {
			found = append(found, unnamed(items, item, fmt.Sprintf("%s/%d", at, i))...)
		}
	}
	return found
}

// branches adds the members of allOf, anyOf and oneOf, and theirs.
func branches(schemas []*openapi3.Schema) []*openapi3.Schema {
	var all []*openapi3.Schema
	for _, schema := range schemas {
		all = append(all, schema)
		for _, refs := range []openapi3.SchemaRefs{schema.AllOf, schema.AnyOf, schema.OneOf} {
			for _, ref := range refs {
				if ref.Value != nil {
					all = append(all, branches([]*openapi3.Schema{ref.Value})...)
				}
			}
		}
	}
	return all
}

// named collects the properties that the schemas name together. The object is
// open when any other may be there as well; rest are the schemas of those others.
func named(schemas []*openapi3.Schema) (properties map[string][]*openapi3.Schema, open bool, rest []*openapi3.Schema) {
	properties = make(map[string][]*openapi3.Schema)
	silent := true
	for _, schema := range schemas {
		for name, ref := range schema.Properties {
			silent = false
			if ref.Value != nil {
				properties[name] = append(properties[name], ref.Value)
			}
		}
		switch additional := schema.AdditionalProperties; {
		case additional.Schema != nil && additional.Schema.Value != nil:
			open = true
			rest = append(rest, additional.Schema.Value)
		case additional.Has != nil:
			silent = false
			open = open || *additional.Has
		}
	}
	return properties, open || silent, rest
}
