// SPDX-License-Identifier: MPL-2.0

package atlassian_test

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// decodedFields says which field of an answer becomes which field of a result. Each line of the file has an operation, the path to the
// field of the answer, and that to the field of the result; "*" is each element, and the same one on both sides. An operation reads no
// other field.
func decodedFields(t testing.TB) map[string][]decodedField {
	t.Helper()
	text, err := os.ReadFile("testdata/decoded.txt")
	require.NoError(t, err)
	fields := make(map[string][]decodedField)
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "" {
			continue
		}
		words := strings.Fields(line)
		require.Len(t, words, 3, line)
		fields[words[0]] = append(fields[words[0]], decodedField{answer: strings.Trim(words[1], "."), result: strings.Trim(words[2], ".")})
	}
	return fields
}

type decodedField struct{ answer, result string }

// leaf is a value that holds no other.
type leaf struct {
	// path has "*" for each element, and at says which elements these are.
	path string
	at   string
	text string
}

func (l leaf) String() string { return fmt.Sprintf("%s at %s is %q", l.path, l.at, l.text) }

// named is the path to a field. No document has the names that [answers] makes up, so any of them is as good.
func named(path, at []string, name string) (fieldPath, fieldAt []string) {
	if strings.HasPrefix(name, "more-") {
		return append(slices.Clone(path), "?"), append(slices.Clone(at), name)
	}
	return append(slices.Clone(path), name), at
}

// leavesOfAnswer are the values of a decoded answer. A null says nothing.
func leavesOfAnswer(value any) (leaves []leaf) {
	var walk func(value any, path, at []string)
	walk = func(value any, path, at []string) {
		leaves = append(leaves, leaf{strings.Join(path, "."), strings.Join(at, "."), textOf(value)})
		switch value := value.(type) {
		case map[string]any:
			for name, one := range value {
				path, at := named(path, at, name)
				walk(one, path, at)
			}
		case []any:
			for i, one := range value {
				walk(one, append(slices.Clone(path), "*"), append(slices.Clone(at), strconv.Itoa(i)))
			}
		}
	}
	walk(value, nil, nil)
	return leaves
}

// leavesOfResult are the values of a result that say something.
func leavesOfResult(value any) (leaves []leaf) {
	var walk func(value reflect.Value, path, at []string)
	walk = func(value reflect.Value, path, at []string) {
		if !value.IsValid() || value.IsZero() {
			return
		}
		said := func(text string) { leaves = append(leaves, leaf{strings.Join(path, "."), strings.Join(at, "."), text}) }
		switch one := value.Interface().(type) {
		case time.Time:
			said(textOf(one.Format(time.RFC3339Nano)))
			return
		case json.RawMessage:
			said(textOf(string(one)))
			return
		}
		switch value.Kind() {
		case reflect.Pointer, reflect.Interface:
			walk(value.Elem(), path, at)
		case reflect.Struct:
			for i := range value.NumField() {
				walk(value.Field(i), append(slices.Clone(path), value.Type().Field(i).Name), at)
			}
		case reflect.Slice:
			for i := range value.Len() {
				walk(value.Index(i), append(slices.Clone(path), "*"), append(slices.Clone(at), strconv.Itoa(i)))
			}
		case reflect.Map:
			for _, name := range value.MapKeys() {
				path, at := named(path, at, name.String())
				walk(value.MapIndex(name), path, at)
			}
		default:
			said(textOf(fmt.Sprint(value.Interface())))
		}
	}
	walk(reflect.ValueOf(value), nil, nil)
	return leaves
}

// textOf writes equal values alike: a time in any zone, and an object in any order.
func textOf(value any) string {
	text, ok := value.(string)
	if !ok {
		encoded, _ := json.Marshal(value) // it was JSON
		return string(encoded)
	}
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return at.UTC().Format(time.RFC3339Nano)
	}
	var inside any
	if json.Unmarshal([]byte(text), &inside) == nil && inside != nil {
		return textOf(inside)
	}
	return text
}

// place is a field of one element.
type place struct{ path, at string }

// unfaithful says where a result differs from the answer.
func unfaithful(fields []decodedField, answer, result any) (found []string) {
	said := make(map[string][]leaf)
	for _, one := range leavesOfAnswer(answer) {
		said[one.path] = append(said[one.path], one)
	}
	could := make(map[place][]string) // what a field of the result may be
	anywhere := make(map[string]bool)
	for _, field := range fields {
		path, anyOrder := strings.CutPrefix(field.result, "~")
		anywhere[path] = anyOrder
		for _, one := range said[field.answer] {
			if one.text != "null" {
				here := placed(path, one.at, anyOrder)
				could[here] = append(could[here], one.text)
			}
		}
	}
	is := make(map[place][]string)
	for _, one := range leavesOfResult(result) {
		here := placed(one.path, one.at, anywhere[one.path])
		is[here] = append(is[here], one.text)
		if !slices.Contains(could[here], one.text) && !isDerived(one.path) {
			found = append(found, fmt.Sprintf("the result says that %s, and the answer says %q", one, could[here]))
		}
	}
	for here, texts := range could {
		silent := len(is[here]) == 0 && slices.ContainsFunc(texts, func(text string) bool { return slices.Contains([]string{"", "0", "false", "{}"}, text) })
		silent = silent || strings.HasSuffix(here.path, "Move.OtherEnd") && len(is[here]) == 0 // it is said only if the two ends differ
		if !silent && !slices.ContainsFunc(texts, func(text string) bool { return slices.Contains(is[here], text) }) {
			found = append(found, fmt.Sprintf("the answer says %q for %s at %s, and the result says %q", texts, here.path, here.at, is[here]))
		}
	}
	return found
}

func placed(path, at string, anyOrder bool) place {
	if anyOrder {
		at, _, _ = strings.Cut(at, ".")
	}
	return place{path, at}
}

// derived are the fields of results that an answer need not say in so many words.
var derived = map[string]string{
	"Resources.Known": "says whether the answer lists resources",
	"Mentions":        "has all that an event says of itself and its objects",
	"Readable":        "is true if the answer does not say it",
	"Modifiable":      "is true if the answer does not say it",
	"Deletable":       "is true if the answer does not say it",
}

func isDerived(path string) bool { return derived[strings.TrimPrefix(path, "*.")] != "" }
