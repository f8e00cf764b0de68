// SPDX-License-Identifier: MPL-2.0

package relay

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// step leads from a value to one in it: by a name, by an index, or to each element of a list.
type step struct {
	name  string
	index int // each or more; in an object, it does not count
}

// each is the index that means every element.
const each = -1

func field(name string) step { return step{name: name} }

func element(index int) step { return step{index: index} }

// path leads from an answer to a value in it. The empty path is the answer itself.
type path []step

// String is the path as people write it, such as data[0].attributes.name, with [*] for each element.
func (p path) String() string {
	var text strings.Builder
	for _, s := range p {
		switch {
		case s.name != "":
			if text.Len() > 0 {
				text.WriteByte('.')
			}
			text.WriteString(s.name)
		case s.index == each:
			text.WriteString("[*]")
		default:
			text.WriteString("[" + strconv.Itoa(s.index) + "]")
		}
	}
	if text.Len() == 0 {
		return "the answer"
	}
	return text.String()
}

// pattern is the path with every index replaced by all.
func (p path) pattern() path {
	all := slices.Clone(p)
	for i := range all {
		if all[i].name == "" {
			all[i].index = each
		}
	}
	return all
}

var indexes = regexp.MustCompile(`\[[0-9]+\]`)

// place is the path for people who don't care which element it is: [*] is each, and [n] is one of several.
func (p path) place() string {
	return indexes.ReplaceAllString(p.String(), "[n]")
}

func (p path) then(s step) path { return append(slices.Clone(p), s) }

// change makes another value of one; gone takes it away.
type change func(value any) (changed any, gone bool)

// edit applies a change to each value that a path leads to, and tells how many there were. The given value stays as it is.
func edit(value any, at path, change change) (edited any, gone bool, times int) {
	if len(at) == 0 {
		edited, gone = change(value)
		return edited, gone, 1
	}
	switch whole := value.(type) {
	case map[string]any:
		part, there := whole[at[0].name]
		if !there {
			return value, false, 0
		}
		changed, away, n := edit(part, at[1:], change)
		copied := maps.Clone(whole)
		if copied[at[0].name] = changed; away {
			delete(copied, at[0].name)
		}
		return copied, false, n
	case []any:
		if at[0].name != "" {
			return value, false, 0
		}
		copied, total := make([]any, 0, len(whole)), 0
		for i, one := range whole {
			away := false
			if at[0].index == each || at[0].index == i {
				var n int
				one, away, n = edit(one, at[1:], change)
				total += n
			}
			if !away {
				copied = append(copied, one)
			}
		}
		return copied, false, total
	}
	return value, false, 0
}

// walk visits a value and everything in it, with the path to each.
func walk(value any, at path, visit func(at path, value any)) {
	visit(at, value)
	switch whole := value.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(whole)) {
			walk(whole[name], at.then(field(name)), visit)
		}
	case []any:
		for i, one := range whole {
			walk(one, at.then(element(i)), visit)
		}
	}
}
