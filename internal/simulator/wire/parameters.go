// SPDX-License-Identifier: MPL-2.0

package wire

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Kind is the type of a request field or query parameter.
type Kind int

// The types of fields and parameters.
const (
	KindString Kind = iota
	KindNumber
	KindBool
	KindStrings
	KindSort // [{"field", "direction"}]
	KindAny  // the operation checks it
)

// Parameter is a field of a request body, or a query parameter, with the
// limits that Atlassian documents for it.
type Parameter struct {
	Name      string
	Kind      Kind
	Max       int  // of a number, or of the length of a list; 0: no maximum
	AllowZero bool // a number that may be 0, and has no maximum
	MinItems  int
	Unique    bool
	Commas    bool // in a query: the list is one parameter with commas
	Enum      []string
	Nullable  bool
	Required  bool
}

// Values are the parameters of a request as JSON.
type Values map[string]json.RawMessage

// Decode decodes the values into a struct.
func Decode[T any](given Values) (T, error) {
	var into T

	encoded, err := json.Marshal(given)
	if err != nil {
		return into, fmt.Errorf("cannot encode the parameters: %w", err)
	}

	if err := json.Unmarshal(encoded, &into); err != nil {
		return into, fmt.Errorf("cannot decode the parameters: %w", err)
	}

	return into, nil
}

// check says what is wrong with the values. Unlike encoding/json, it compares
// names exactly.
func check(allowed []Parameter, given Values) []string {
	var problems []string

	known := map[string]bool{}

	for _, p := range allowed {
		known[p.Name] = true

		value, ok := given[p.Name]
		if !ok {
			if p.Required {
				problems = append(problems, p.Name+" is required")
			}

			continue
		}

		if problem := p.check(value); problem != "" {
			problems = append(problems, problem)
		}
	}

	for _, name := range slices.Sorted(maps.Keys(given)) {
		if !known[name] {
			problems = append(problems, name+" is unknown")
		}
	}

	return problems
}

func (p Parameter) check(value json.RawMessage) string {
	if bytes.Equal(bytes.TrimSpace(value), []byte("null")) {
		if p.Nullable {
			return ""
		}

		return p.Name + " must not be null"
	}

	switch p.Kind {
	case KindString:
		var text string
		if json.Unmarshal(value, &text) != nil {
			return p.Name + " must be a text"
		}

		return p.checkEnum(text)
	case KindNumber:
		return p.checkNumber(value)
	case KindBool:
		var truth bool
		if json.Unmarshal(value, &truth) != nil {
			return p.Name + " must be true or false"
		}
	case KindStrings:
		return p.checkStrings(value)
	case KindSort:
		return p.checkSort(value)
	case KindAny:
	}

	return ""
}

func (p Parameter) checkEnum(text string) string {
	if len(p.Enum) > 0 && !slices.Contains(p.Enum, text) {
		return fmt.Sprintf("%s: %q is none of %s", p.Name, text, strings.Join(p.Enum, ", "))
	}

	return ""
}

func (p Parameter) checkNumber(value json.RawMessage) string {
	var number float64
	if json.Unmarshal(value, &number) != nil || number != math.Trunc(number) {
		return p.Name + " must be a whole number"
	}

	if p.AllowZero {
		if number < 0 {
			return fmt.Sprintf("%s must be 0 or more, not %v", p.Name, number)
		}

		return ""
	}

	if number < 1 || number > float64(p.Max) {
		return fmt.Sprintf("%s must be from 1 to %d, not %v", p.Name, p.Max, number)
	}

	return ""
}

func (p Parameter) checkStrings(value json.RawMessage) string {
	var raw []*string
	if json.Unmarshal(value, &raw) != nil || slices.Contains(raw, nil) {
		return p.Name + " must be a list of texts"
	}

	if problem := p.checkLength(len(raw)); problem != "" {
		return problem
	}

	seen := map[string]bool{}

	for _, text := range raw {
		if p.Unique && seen[*text] {
			return fmt.Sprintf("%s must not hold %q twice", p.Name, *text)
		}

		seen[*text] = true

		if problem := p.checkEnum(*text); problem != "" {
			return problem
		}
	}

	return ""
}

func (p Parameter) checkLength(length int) string {
	if length < p.MinItems {
		return p.Name + " must not be empty"
	}

	if p.Max > 0 && length > p.Max {
		return fmt.Sprintf("%s must hold at most %d, not %d", p.Name, p.Max, length)
	}

	return ""
}

func (p Parameter) checkSort(value json.RawMessage) string {
	var elements []map[string]string
	if json.Unmarshal(value, &elements) != nil {
		return p.Name + " must be a list of objects with field and direction"
	}

	if problem := p.checkLength(len(elements)); problem != "" {
		return problem
	}

	for _, element := range elements {
		if len(element) != 2 || !slices.Contains(p.Enum, element["field"]) || (element["direction"] != "asc" && element["direction"] != "desc") {
			return fmt.Sprintf("%s must hold exactly a field (%s) and a direction (asc, desc)", p.Name, strings.Join(p.Enum, ", "))
		}
	}

	return ""
}

// fromQuery reads the parameters of a URL as if they were a JSON object. A list
// is a repeated parameter, which is the default of OpenAPI, or has commas.
func fromQuery(allowed []Parameter, query url.Values) (Values, []string) {
	given := Values{}

	var problems []string

	for name, texts := range query {
		at := slices.IndexFunc(allowed, func(p Parameter) bool { return p.Name == name })

		var raw any = texts

		if at >= 0 && (allowed[at].Kind != KindStrings || allowed[at].Commas) {
			if len(texts) > 1 {
				problems = append(problems, name+" is given more than once")
			}

			raw = texts[0]

			switch number, err := strconv.Atoi(texts[0]); {
			case allowed[at].Commas:
				raw = strings.Split(texts[0], ",")
			case allowed[at].Kind == KindNumber && err == nil:
				raw = number
			case allowed[at].Kind == KindBool && (texts[0] == "true" || texts[0] == "false"):
				raw = texts[0] == "true"
			}
		}

		encoded, err := json.Marshal(raw)
		if err != nil {
			problems = append(problems, name+" cannot be read")

			continue
		}

		given[name] = encoded
	}

	return given, problems
}

// ContainsFold reports whether a text contains a part. Case does not matter.
// Every text contains the empty part.
func ContainsFold(text, part string) bool {
	return part == "" || strings.Contains(strings.ToLower(text), strings.ToLower(part))
}

// LimitOf100 is the limit parameter of most lists.
var LimitOf100 = Parameter{Name: "limit", Kind: KindNumber, Max: 100}
