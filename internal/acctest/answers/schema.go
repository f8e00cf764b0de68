// SPDX-License-Identifier: MPL-2.0

package answers

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"pgregory.net/rapid"
)

// deepest is how deep a value nests with fields that may be left out: some schemas contain themselves.
const deepest = 8

// maker makes one value.
type maker struct {
	*rapid.T

	// plausible lets values have what no client can do without.
	plausible bool
	// echoed are texts that a name may be.
	echoed []string
	// made counts the texts and numbers, each of which is another.
	made int
}

// valuesOf makes values that a schema allows.
func valuesOf(schema *openapi3.Schema, plausible bool, echoed []string) *rapid.Generator[any] {
	return rapid.Custom(func(t *rapid.T) any {
		return (&maker{T: t, plausible: plausible, echoed: echoed}).value(schema, "value", 0)
	})
}

func (m *maker) one(in int, label string) bool { return rapid.IntRange(1, in).Draw(m.T, label) == 1 }

// value makes a value of a schema. The name is that of the field, and begins its text.
func (m *maker) value(schema *openapi3.Schema, name string, depth int) any {
	if schema.Nullable && m.one(5, "null") && !m.needs(name) {
		return nil
	}
	if len(schema.Enum) > 0 {
		known := slices.DeleteFunc(slices.Clone(schema.Enum), func(value any) bool { return value == nil })
		return rapid.SampledFrom(known).Draw(m.T, "enum")
	}
	switch whole := joined(m, schema); {
	case whole.Type.Is("object"), whole.Type == nil && (len(whole.Properties) > 0 || whole.AdditionalProperties.Schema != nil):
		return m.object(whole, depth)
	case whole.Type.Is("array"):
		return m.list(whole, name, depth)
	case whole.Type.Is("boolean"):
		return rapid.Bool().Draw(m.T, "bool")
	case whole.Type.Is("integer"), whole.Type.Is("number"):
		return m.number(whole)
	case whole.Type.Is("string"):
		return m.text(whole, name)
	case len(whole.Enum) > 0:
		return rapid.SampledFrom(whole.Enum).Draw(m.T, "enum")
	}
	return m.anything(name)
}

// joined is a schema together with all of allOf, and with one of oneOf or anyOf, whose discriminator says which.
func joined(m *maker, schema *openapi3.Schema) *openapi3.Schema {
	if len(schema.AllOf)+len(schema.OneOf)+len(schema.AnyOf) == 0 {
		return schema
	}
	whole := *schema
	whole.Properties, whole.Required = maps.Clone(schema.Properties), slices.Clone(schema.Required)
	whole.AllOf, whole.OneOf, whole.AnyOf = nil, nil, nil
	add := func(part *openapi3.Schema) {
		part = joined(m, part)
		if whole.Type == nil {
			whole.Type, whole.Format, whole.Pattern, whole.Enum = part.Type, part.Format, part.Pattern, part.Enum
			whole.Items, whole.MinLength, whole.MaxLength, whole.Min, whole.Max = part.Items, part.MinLength, part.MaxLength, part.Min, part.Max
		}
		if whole.Properties == nil {
			whole.Properties = openapi3.Schemas{}
		}
		maps.Copy(whole.Properties, part.Properties)
		whole.Required = append(whole.Required, part.Required...)
		if whole.AdditionalProperties.Schema == nil {
			whole.AdditionalProperties = part.AdditionalProperties
		}
	}
	for _, part := range schema.AllOf {
		add(part.Value)
	}
	for _, branches := range []openapi3.SchemaRefs{schema.OneOf, schema.AnyOf} {
		if len(branches) == 0 {
			continue
		}
		branch := rapid.SampledFrom(branches).Draw(m.T, "branch")
		add(branch.Value)
		if d := schema.Discriminator; d != nil {
			for _, value := range slices.Sorted(maps.Keys(d.Mapping)) {
				if d.Mapping[value].Ref == branch.Ref {
					whole.Properties[d.PropertyName] = openapi3.NewSchemaRef("", openapi3.NewStringSchema().WithEnum(value))
					whole.Required = append(whole.Required, d.PropertyName)
				}
			}
		}
	}
	return &whole
}

func (m *maker) object(schema *openapi3.Schema, depth int) any {
	object := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(schema.Properties)) {
		property := schema.Properties[name].Value
		needed := slices.Contains(schema.Required, name)
		needed = needed || len(object) < int(schema.MinProps) //nolint:gosec // a document asks for few
		if m.plausible && slices.Contains(uncounted, name) {
			continue
		}
		needed = needed || m.needs(name)
		if property == nil || property.WriteOnly || !needed && (depth > deepest || m.one(4, "absent")) {
			continue
		}
		object[name] = m.value(property, name, depth+1)
	}
	if more := schema.AdditionalProperties.Schema; more != nil && more.Value != nil && depth <= deepest {
		least := max(0, int(schema.MinProps)-len(object)) //nolint:gosec // a document asks for few
		for range rapid.IntRange(least, least+2).Draw(m.T, "more") {
			m.made++
			object[fmt.Sprintf("more-%d", m.made)] = m.value(more.Value, "more", depth+1)
		}
	}
	return object
}

func (m *maker) list(schema *openapi3.Schema, name string, depth int) any {
	least, most := int(schema.MinItems), 3 //nolint:gosec // a document asks for few
	if schema.MaxItems != nil {
		most = min(most, int(*schema.MaxItems)) //nolint:gosec // the smaller one of both
	}
	if depth > deepest {
		most = least
	}
	list := []any{}
	for range rapid.IntRange(least, max(least, most)).Draw(m.T, "items") {
		var item any
		if schema.Items == nil || schema.Items.Value == nil {
			item = m.anything(name)
		} else {
			item = m.value(schema.Items.Value, name, depth+1)
		}
		if !schema.UniqueItems || len(list) < least || !slices.ContainsFunc(list, func(other any) bool { return reflect.DeepEqual(item, other) }) {
			list = append(list, item)
		}
	}
	return list
}

// number is another one each time, as long as the schema has room. Among them are 0 and 1, which say much where they count.
func (m *maker) number(schema *openapi3.Schema) any {
	least, most := 0, 1<<31-1
	if schema.Min != nil {
		least = int(*schema.Min)
	}
	if schema.Max != nil {
		most = int(*schema.Max)
	}
	m.made++
	return min(most, max(least, rapid.SampledFrom([]int{0, 1, 1000 + m.made, 1000 + m.made, 1000 + m.made}).Draw(m.T, "number")))
}

// text is another one each time, unless the schema has no room for it.
func (m *maker) text(schema *openapi3.Schema, name string) any {
	m.made++
	at := time.Date(2026, 1, 1, 0, 0, m.made, 0, time.UTC).AddDate(0, 0, m.made)
	switch {
	case schema.Format == "date-time":
		zone := rapid.SampledFrom([]*time.Location{time.UTC, time.FixedZone("", 5*3600+1800), time.FixedZone("", -8*3600)}).Draw(m.T, "zone")
		return at.In(zone).Format(rapid.SampledFrom([]string{time.RFC3339, "2006-01-02T15:04:05.000Z07:00"}).Draw(m.T, "layout"))
	case schema.Format == "date":
		return at.Format(time.DateOnly)
	case schema.Format == "uuid":
		return fmt.Sprintf("00000000-0000-4000-8000-%012d", m.made)
	case schema.Format == "email":
		return fmt.Sprintf("person-%d@acme.example", m.made)
	case schema.Pattern != "":
		return rapid.StringMatching("^(?:"+schema.Pattern+")$").Draw(m.T, "pattern")
	}
	if len(m.echoed) > 0 && isName(name) && !m.one(4, "new name") {
		at := rapid.IntRange(0, len(m.echoed)-1).Draw(m.T, "echo")
		named := m.echoed[at]
		m.echoed = slices.Delete(slices.Clone(m.echoed), at, at+1) // nothing is found twice
		return named
	}
	if isTime(name) && (m.plausible || !m.one(20, "no time")) {
		return at.Format(time.RFC3339)
	}
	text := fmt.Sprintf("%s %d%s", name, m.made, rapid.StringOfN(rapid.RuneFrom([]rune("aZ9-_.:, ö名\u202e\"\\<&%{}$\n")), 0, 6, -1).Draw(m.T, "odd"))
	if schema.MaxLength != nil {
		text = string([]rune(text)[:min(len([]rune(text)), int(*schema.MaxLength))]) //nolint:gosec // the smaller one of both
	}
	return text
}

// essential are the fields without which the client refuses an answer, although their documents do not require them.
var essential = []string{
	"data", "id", "accountId", "levelId", "directoryId", "resourceId", "count", "levels", "taskId", "roles", "role", "roleAssignments", "roleAssignmentMethods", "inProgressCount", "attributes", "type",
}

// uncounted are the counts of items on all pages, which random pages do not have.
var uncounted = []string{"total", "page_count"}

func (m *maker) needs(name string) bool { return m.plausible && slices.Contains(essential, name) }

// isTime tells the texts that are times by what is known of the API, although the documents only call them texts.
func isTime(name string) bool {
	return slices.ContainsFunc([]string{"At", "On", "Timestamp", "lastAccess", "expiry", "DateTime", "Date"}, func(end string) bool { return strings.HasSuffix(name, end) })
}

// isName tells the texts by which things are found.
func isName(name string) bool {
	return name == "name" || slices.ContainsFunc([]string{"id", "Id", "ID", "email"}, func(end string) bool { return strings.HasSuffix(name, end) })
}

// anything is a value of a schema that says nothing.
func (m *maker) anything(name string) any {
	m.made++
	switch rapid.IntRange(0, 3).Draw(m.T, "anything") {
	case 0:
		return map[string]any{}
	case 1:
		return map[string]any{name: fmt.Sprintf("%s %d", name, m.made)}
	case 2:
		return m.made
	}
	return fmt.Sprintf("%s %d", name, m.made)
}
