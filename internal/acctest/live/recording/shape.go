// SPDX-License-Identifier: MPL-2.0

package recording

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// The kinds of a JSON value. A text has its form.
const (
	kindNull   = "null"
	kindBool   = "boolean"
	kindNumber = "number"
	kindObject = "object"
	kindList   = "list"
)

// place is what a recording has at one path of the answers to an operation.
type place struct {
	kinds  map[string]bool
	values map[string]bool // of fields that are kept
	// there counts the values, and objects how many of them are objects.
	there, objects int
}

// shape is what the answers with one status have, by path: data[].name is the name of each element of data. The answer is "".
type shape map[string]*place

func (s shape) at(path string) *place {
	if s[path] == nil {
		s[path] = &place{kinds: make(map[string]bool), values: make(map[string]bool)}
	}
	return s[path]
}

// add adds what a value has.
func (s shape) add(operation, name, path string, value any) {
	here := s.at(path)
	here.there++
	switch value := value.(type) {
	case nil:
		here.kinds[kindNull] = true
	case bool:
		here.kinds[kindBool] = true
	case json.Number, float64:
		here.kinds[kindNumber] = true
	case map[string]any:
		here.kinds[kindObject] = true
		here.objects++
		for key, one := range value {
			s.add(operation, key, strings.TrimPrefix(path+element(key), "."), one)
		}
	case []any:
		here.kinds[kindList] = true
		for _, one := range value {
			s.add(operation, name, path+"[]", one)
		}
	case string:
		here.kinds[plainForm(value)] = true
		if isKept(operation, name, value) {
			here.values[value] = true
		}
	}
}

// element is the step to a field. A name with a dot in it is quoted, so that it is one step.
func element(name string) string {
	if strings.Contains(name, ".") {
		return "[" + strconv.Quote(name) + "]"
	}
	return "." + name
}

// plainForm is the form of a text. Forms that a free text may have by accident count as text, as does an empty text.
func plainForm(text string) string {
	switch form := formOf(text); form {
	case formEmpty, formDigits, formDomain:
		return formText
	default:
		return form
	}
}

// parent is the path of what a field or an element is in.
func parent(path string) string {
	if before, element := strings.CutSuffix(path, "[]"); element {
		return before
	}
	if strings.HasSuffix(path, `"]`) {
		return path[:max(strings.LastIndex(path, `["`), 0)]
	}
	return path[:max(strings.LastIndexByte(path, '.'), 0)]
}

// sometimes reports whether a field is missing in an object that could have it.
func (s shape) sometimes(path string) bool {
	if strings.HasSuffix(path, "[]") || path == "" {
		return false
	}
	in := s[parent(path)]
	return in != nil && s[path] != nil && s[path].there < in.objects
}

// comparable reports whether a recording says anything about a path: there is an object that could have the field, or a list.
func (s shape) comparable(path string) bool {
	if strings.HasSuffix(path, "[]") || path == "" {
		return s[path] != nil
	}
	in := s[parent(path)]
	return in != nil && in.objects > 0
}

// described is what a recording has at a path, in words.
func (s shape) described(path string) string {
	here := s[path]
	switch {
	case here == nil && strings.HasSuffix(path, "[]"):
		return "no element"
	case here == nil:
		return "absent"
	}
	text := strings.Join(slices.Sorted(maps.Keys(here.kinds)), " or ")
	if s.sometimes(path) {
		text += ", or absent"
	}
	return text
}
