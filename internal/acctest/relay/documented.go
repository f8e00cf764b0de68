// SPDX-License-Identifier: MPL-2.0

package relay

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/contract"
	"github.com/orgsec/terraform-provider-atlassian/internal/gateway"
)

// Documented is a field of an answer, as a document or the schema of the gateway has it.
type Documented struct {
	// Type is what it holds: string, integer, number, boolean, array or object.
	Type string
	// Enum are the values that it may have; empty where it may have any.
	Enum []string

	at path
}

// String is the path to the field.
func (d Documented) String() string { return d.at.String() }

// example is a value of the type that nobody has heard of.
func (d Documented) example() any {
	switch d.Type {
	case "integer", "number":
		return json.Number("987654321")
	case "boolean":
		return true
	case "array":
		return []any{unheardOf}
	case "object":
		return map[string]any{"unheardOf": unheardOf}
	}
	return unheardOf
}

// Fields are the fields that an answer may have. Without the OpenAPI documents, only those of the gateway are known.
func Fields(one Exchange) ([]Documented, error) {
	if strings.HasSuffix(one.request.URL.Path, "/graphql") {
		return fieldsOfQuery(one.asked)
	}
	found, err := contract.AnswerFields(one.request, one.Status)
	if err != nil {
		return nil, fmt.Errorf("the fields of %s: %w", one.Operation, err)
	}
	fields := make([]Documented, len(found))
	for i, f := range found {
		fields[i] = Documented{Type: f.Type, Enum: f.Enum, at: parsed(f.Path)}
	}
	return fields, nil
}

// parsed makes a path of names, of which "*" is each element.
func parsed(names []string) path {
	at := make(path, len(names))
	for i, name := range names {
		if at[i] = field(name); name == "*" {
			at[i] = element(each)
		}
	}
	return at
}

var schema = sync.OnceValues(func() (*ast.Schema, error) {
	return gqlparser.LoadSchema(&ast.Source{Name: "schema.graphqls", Input: gateway.Schema})
})

// fieldsOfQuery are the fields that a query asks for.
func fieldsOfQuery(asked []byte) ([]Documented, error) {
	var body struct {
		Query string `json:"query"`
	}
	if err := json.Unmarshal(asked, &body); err != nil {
		return nil, fmt.Errorf("reading a query: %w", err)
	}
	known, err := schema()
	if err != nil {
		return nil, fmt.Errorf("reading the schema of the gateway: %w", err)
	}
	query, problems := gqlparser.LoadQueryWithRules(known, body.Query, rules.NewDefaultRules())
	if len(problems) > 0 {
		return nil, fmt.Errorf("reading a query: %w", problems)
	}
	var found []Documented
	for _, operation := range query.Operations {
		found = append(found, fieldsOf(known, operation.SelectionSet, path{field("data")})...)
	}
	return found, nil
}

func fieldsOf(known *ast.Schema, selections ast.SelectionSet, at path) []Documented {
	var found []Documented
	for _, selection := range selections {
		switch one := selection.(type) {
		case *ast.Field:
			here := at.then(field(one.Alias))
			kind, enum := "string", []string(nil)
			if definition := known.Types[one.Definition.Type.Name()]; definition != nil {
				switch definition.Kind {
				case ast.Enum:
					for _, value := range definition.EnumValues {
						enum = append(enum, value.Name)
					}
				case ast.Scalar:
					kind = map[string]string{"Boolean": "boolean", "Int": "integer", "Float": "number"}[definition.Name]
				default:
					kind = "object"
				}
			}
			of := one.Definition.Type
			if of.Elem != nil {
				found = append(found, Documented{Type: "array", at: here})
				here = here.then(element(each))
			}
			found = append(found, Documented{Type: kind, Enum: enum, at: here})
			found = append(found, fieldsOf(known, one.SelectionSet, here)...)
		case *ast.InlineFragment:
			found = append(found, fieldsOf(known, one.SelectionSet, at)...)
		case *ast.FragmentSpread:
			found = append(found, fieldsOf(known, one.Definition.SelectionSet, at)...)
		}
	}
	return found
}
