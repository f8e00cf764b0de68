// SPDX-License-Identifier: MPL-2.0

package simulator

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

// kind is the type of a request field or query parameter.
type kind int

const (
	kindText kind = iota
	kindNumber
	kindTruth
	kindTexts
	kindSort     // [{"field", "direction"}]
	kindAnything // looked at by the operation itself
)

// parameter is a field of a request body, or a query parameter, with the
// limits that Atlassian documents for it.
type parameter struct {
	name     string
	kind     kind
	maximum  int  // of a number, or of the length of a list; 0: none
	fromZero bool // a number that may be 0, and has no maximum
	minItems int
	unique   bool
	commas   bool // in a query: the list is one parameter, with commas
	enum     []string
	nullable bool
	required bool
}

// values are the parameters of a request, still as JSON.
type values map[string]json.RawMessage

// decode reads the values into a struct with the same names.
func decode[T any](given values) (T, error) {
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

// check says what is wrong with the values; names are compared exactly.
func check(allowed []parameter, given values) []string {
	var problems []string

	known := map[string]bool{}

	for _, p := range allowed {
		known[p.name] = true

		value, ok := given[p.name]
		if !ok {
			if p.required {
				problems = append(problems, p.name+" is required")
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

func (p parameter) check(value json.RawMessage) string {
	if bytes.Equal(bytes.TrimSpace(value), []byte("null")) {
		if p.nullable {
			return ""
		}

		return p.name + " must not be null"
	}

	switch p.kind {
	case kindText:
		var text string
		if json.Unmarshal(value, &text) != nil {
			return p.name + " must be a text"
		}

		return p.checkEnum(text)
	case kindNumber:
		return p.checkNumber(value)
	case kindTruth:
		var truth bool
		if json.Unmarshal(value, &truth) != nil {
			return p.name + " must be true or false"
		}
	case kindTexts:
		return p.checkTexts(value)
	case kindSort:
		return p.checkSort(value)
	case kindAnything:
	}

	return ""
}

func (p parameter) checkEnum(text string) string {
	if len(p.enum) > 0 && !slices.Contains(p.enum, text) {
		return fmt.Sprintf("%s: %q is none of %s", p.name, text, strings.Join(p.enum, ", "))
	}

	return ""
}

func (p parameter) checkNumber(value json.RawMessage) string {
	var number float64
	if json.Unmarshal(value, &number) != nil || number != math.Trunc(number) {
		return p.name + " must be a whole number"
	}

	if p.fromZero {
		if number < 0 {
			return fmt.Sprintf("%s must be 0 or more, not %v", p.name, number)
		}

		return ""
	}

	if number < 1 || number > float64(p.maximum) {
		return fmt.Sprintf("%s must be from 1 to %d, not %v", p.name, p.maximum, number)
	}

	return ""
}

func (p parameter) checkTexts(value json.RawMessage) string {
	var raw []*string
	if json.Unmarshal(value, &raw) != nil || slices.Contains(raw, nil) {
		return p.name + " must be a list of texts"
	}

	if problem := p.checkLength(len(raw)); problem != "" {
		return problem
	}

	seen := map[string]bool{}

	for _, text := range raw {
		if p.unique && seen[*text] {
			return fmt.Sprintf("%s must not hold %q twice", p.name, *text)
		}

		seen[*text] = true

		if problem := p.checkEnum(*text); problem != "" {
			return problem
		}
	}

	return ""
}

func (p parameter) checkLength(length int) string {
	if length < p.minItems {
		return p.name + " must not be empty"
	}

	if p.maximum > 0 && length > p.maximum {
		return fmt.Sprintf("%s must hold at most %d, not %d", p.name, p.maximum, length)
	}

	return ""
}

func (p parameter) checkSort(value json.RawMessage) string {
	var elements []map[string]string
	if json.Unmarshal(value, &elements) != nil {
		return p.name + " must be a list of objects with field and direction"
	}

	if problem := p.checkLength(len(elements)); problem != "" {
		return problem
	}

	for _, element := range elements {
		if len(element) != 2 || !slices.Contains(p.enum, element["field"]) || (element["direction"] != "asc" && element["direction"] != "desc") {
			return fmt.Sprintf("%s must hold exactly a field (%s) and a direction (asc, desc)", p.name, strings.Join(p.enum, ", "))
		}
	}

	return ""
}

// fromQuery reads the parameters of a URL as if they were a JSON object. Lists
// are repeated parameters, as OpenAPI has it where nothing else is said, or have commas.
func fromQuery(allowed []parameter, query url.Values) (values, []string) {
	given := values{}

	var problems []string

	for name, texts := range query {
		at := slices.IndexFunc(allowed, func(p parameter) bool { return p.name == name })

		var raw any = texts

		if at >= 0 && (allowed[at].kind != kindTexts || allowed[at].commas) {
			if len(texts) > 1 {
				problems = append(problems, name+" is given more than once")
			}

			raw = texts[0]

			switch number, err := strconv.Atoi(texts[0]); {
			case allowed[at].commas:
				raw = strings.Split(texts[0], ",")
			case allowed[at].kind == kindNumber && err == nil:
				raw = number
			case allowed[at].kind == kindTruth && (texts[0] == "true" || texts[0] == "false"):
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

func containsFold(text, part string) bool {
	return part == "" || strings.Contains(strings.ToLower(text), strings.ToLower(part))
}

var limitOf100 = parameter{name: "limit", kind: kindNumber, maximum: 100}
