// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"maps"
	"net/http"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// AnswerField is a field that an answer may have, as a document says.
type AnswerField struct {
	// Path leads to the field by names; "*" is each element of a list.
	Path []string
	// Type is string, integer, number, boolean, array or object; empty where the document does not say.
	Type string
	// Enum are the values that it may have; empty where it may have any.
	Enum []string
}

// deepest bounds how deep an answer is looked into: some schemas hold themselves.
const deepest = 8

// AnswerFields lists the fields that the answer to a request may have. Without [FolderVariable], and for what no document
// describes, there are none.
func AnswerFields(r *http.Request, status int) ([]AnswerField, error) {
	c, err := fromEnvironment()
	if c == nil || err != nil || isUndocumented(r) {
		return nil, err
	}
	op, err := c.find(r)
	if err != nil {
		return nil, err
	}
	response := op.route.Operation.Responses.Status(status)
	if response == nil || response.Value == nil {
		return nil, nil
	}
	schema := jsonSchema(response.Value.Content)
	if schema == nil {
		return nil, nil
	}
	return fieldsOf([]*openapi3.Schema{schema}, nil), nil
}

func fieldsOf(schemas []*openapi3.Schema, at []string) []AnswerField {
	schemas = branches(schemas)
	if len(at) > deepest {
		return nil
	}
	var found []AnswerField
	properties, _, _ := named(schemas)
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		here := append(slices.Clone(at), name)
		found = append(found, fieldAt(properties[name], here))
		found = append(found, fieldsOf(properties[name], here)...)
	}
	var items []*openapi3.Schema
	for _, schema := range schemas {
		if schema.Items != nil && schema.Items.Value != nil {
			items = append(items, schema.Items.Value)
		}
	}
	if len(items) > 0 {
		here := append(slices.Clone(at), "*")
		found = append(found, fieldAt(items, here))
		found = append(found, fieldsOf(items, here)...)
	}
	return found
}

func fieldAt(schemas []*openapi3.Schema, at []string) AnswerField {
	one := AnswerField{Path: at}
	for _, schema := range branches(schemas) {
		if types := schema.Type.Slice(); one.Type == "" && len(types) > 0 {
			one.Type = types[0]
		}
		for _, value := range schema.Enum {
			if text, ok := value.(string); ok {
				one.Enum = append(one.Enum, text)
			}
		}
	}
	return one
}
