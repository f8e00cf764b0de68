// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// Marks are how a field was seen, over all exchanges of an operation.
type Marks struct {
	// Given says that it had a value, Null that it was null, and Absent that the object which may have it did not.
	Given, Null, Absent bool
}

// Side is one half of an exchange.
type Side string

// The halves of an exchange. Answers are successful ones.
const (
	Request Side = "request"
	Answer  Side = "answer"
)

// FieldSeen is a field of the request or the successful answers of an operation, named as in [Fields].
type FieldSeen struct {
	Operation string
	Side      Side
	Field     string
}

// sighting is a field with those in it. A tree needs no name for each field of each element of each page.
type sighting struct {
	Marks

	told  Marks // what the report has already
	below map[string]*sighting
}

func (s *sighting) at(name string) *sighting {
	if s.below[name] == nil {
		if s.below == nil {
			s.below = make(map[string]*sighting)
		}
		s.below[name] = new(sighting)
	}
	return s.below[name]
}

// see marks what a value has of what its schemas name.
func (s *sighting) see(schemas []*openapi3.Schema, value any) {
	if value == nil {
		s.Null = true
		return
	}
	s.Given = true
	schemas = branches(schemas)
	switch value := value.(type) {
	case map[string]any:
		properties, _, rest := named(schemas)
		for name, of := range properties {
			if inside, there := value[name]; there {
				s.at(name).see(of, inside)
			} else {
				s.at(name).Absent = true
			}
		}
		for name, inside := range value {
			if properties[name] == nil && rest != nil {
				s.at(anyName).see(rest, inside)
			}
		}
	case []any:
		var items []*openapi3.Schema
		for _, schema := range schemas {
			if schema.Items != nil && schema.Items.Value != nil {
				items = append(items, schema.Items.Value)
			}
		}
		for _, item := range value {
			if items != nil {
				s.at("*").see(items, item)
			}
		}
	}
}

// news writes a line for each field that has more marks than the report knows.
func (s *sighting) news(out io.Writer, operation string, side Side, at string) {
	if s.Marks != s.told {
		s.told = s.Marks
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\n", operation, side, at, s.Marks)
	}
	for _, name := range slices.Sorted(maps.Keys(s.below)) {
		s.below[name].news(out, operation, side, within(at, name))
	}
}

// String has a letter for each mark.
func (m Marks) String() string {
	var text strings.Builder
	for _, one := range []struct {
		seen   bool
		letter string
	}{{m.Given, "g"}, {m.Null, "n"}, {m.Absent, "a"}} {
		if one.seen {
			text.WriteString(one.letter)
		}
	}
	return text.String()
}

func marks(letters string) Marks {
	return Marks{strings.Contains(letters, "g"), strings.Contains(letters, "n"), strings.Contains(letters, "a")}
}

// fieldsOfExchange marks the fields of a request, and of its answer if it was successful.
func (c *coverage) fieldsOfExchange(request checkedRequest, status int, answer []byte) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	op := request.operation
	sent := c.sighting(op.String(), Request)
	query := request.request.URL.Query()
	for _, parameters := range []openapi3.Parameters{op.route.PathItem.Parameters, op.route.Operation.Parameters} {
		for _, p := range parameters {
			if p.Value.In == openapi3.ParameterInQuery {
				one := sent.at("?" + p.Value.Name)
				one.Given, one.Absent = one.Given || query.Has(p.Value.Name), one.Absent || !query.Has(p.Value.Name)
			}
		}
	}
	sent.seeBody(bodySchema(op.route.Operation.RequestBody), request.body)
	if status >= http.StatusMultipleChoices {
		return
	}
	if response := op.route.Operation.Responses.Status(status); response != nil && response.Value != nil {
		c.sighting(op.String(), Answer).seeBody(jsonSchema(response.Value.Content), answer)
	}
}

func (s *sighting) seeBody(schema *openapi3.Schema, body []byte) {
	var value any
	if schema == nil || json.Unmarshal(body, &value) != nil { // the check has said so already
		return
	}
	s.see([]*openapi3.Schema{schema}, value)
}

func (c *coverage) sighting(operation string, side Side) *sighting {
	key := operation + "\t" + string(side)
	if c.fields[key] == nil {
		c.fields[key] = new(sighting)
	}
	return c.fields[key]
}
