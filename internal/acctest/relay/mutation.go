// SPDX-License-Identifier: MPL-2.0

package relay

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// Mutation is one change to the answers of one operation.
type Mutation struct {
	// Operation and Form say which answers; without a form, all of the operation.
	Operation, Form string
	// Kind says how they change.
	Kind Kind
	// Detail says more, such as whose answer it is instead.
	Detail string

	at     path
	change change
	status int
	first  bool // the first of these answers alone, as of a search that flaps
}

// Place is what changes, with [*] for each element of a list, and [n] for one of several.
func (m Mutation) Place() string { return m.at.place() }

// Key names the mutation among those of a kind: operation, place and kind. It leaves out the form, and which of several elements it is.
func (m Mutation) Key() string { return fmt.Sprintf("%s %s %s", m.Operation, m.Place(), m.Kind) }

// String says all of it.
func (m Mutation) String() string {
	text := fmt.Sprintf("%s: %s: %s", m.Operation, m.at, m.Kind)
	if m.Detail != "" {
		text += " " + m.Detail
	}
	if m.Form != "" {
		text += fmt.Sprintf(" (asked by %s)", m.Form)
	}
	return text
}

// Probes reports whether the mutation is one of those by which a field shows that nobody reads it: where a value is gone, null, empty,
// unheard of or of another type, at every place at once, and nothing comes out otherwise, it does not matter how it changes.
func (m Mutation) Probes() bool {
	return m.Form == "" && m.status == 0 && !m.first && slices.Equal(m.at, m.at.pattern()) && slices.Contains([]Kind{Null, Dropped, Empty, Unheard, Retyped}, m.Kind)
}

// Within reports whether what changes is at another mutation's place, or in it.
func (m Mutation) Within(other Mutation) bool {
	at, around := m.at.pattern(), other.at.pattern()
	return m.Operation == other.Operation && m.status == 0 && len(at) >= len(around) && slices.Equal(at[:len(around)], around)
}

func (m Mutation) isFor(one Exchange) bool {
	return one.Operation == m.Operation && (m.Form == "" || one.Form == m.Form)
}

// Mutations are all that can happen to the answers of some exchanges. Others are exchanges of other runs: their answers take
// the place of these.
func Mutations(exchanges, others []Exchange, documented func(Exchange) []Documented) []Mutation {
	all := &mutations{seen: make(map[string]bool), forms: make(map[string][]string)}
	for _, one := range exchanges {
		if !slices.Contains(all.forms[one.Operation], one.Form) {
			all.forms[one.Operation] = append(all.forms[one.Operation], one.Form)
		}
	}
	for _, one := range exchanges {
		walk(one.Body, nil, func(at path, value any) { all.ofValue(one, at, value) })
		all.ofDocuments(one, documented(one))
		all.ofStatus(one)
		for _, other := range slices.Concat(exchanges, others) {
			if other.Operation != one.Operation {
				all.add(one, Mutation{Kind: Another, Detail: other.Operation, change: to(other.Body)})
			}
		}
	}
	return all.list
}

// mutations collects each mutation once.
type mutations struct {
	list  []Mutation
	seen  map[string]bool
	forms map[string][]string
}

// add adds a mutation of one form, and of all where there are several.
func (all *mutations) add(one Exchange, m Mutation) {
	m.Operation = one.Operation
	if len(all.forms[one.Operation]) > 1 {
		m.Form = one.Form
		all.once(m)
	}
	m.Form = ""
	all.once(m)
}

func (all *mutations) once(m Mutation) {
	if key := m.String(); !all.seen[key] {
		all.seen[key] = true
		all.list = append(all.list, m)
	}
}

// ofValue changes a value where it is, and all values at places like that.
func (all *mutations) ofValue(one Exchange, at path, value any) {
	changes := changesOf(value)
	if len(at) == 0 {
		delete(changes, Dropped) // an answer that is not there is no JSON
	}
	_, _, places := edit(one.Body, at.pattern(), func(same any) (any, bool) { return same, false })
	for _, kind := range slices.Sorted(maps.Keys(changes)) {
		all.add(one, Mutation{Kind: kind, at: at.pattern(), change: changes[kind]})
		if places > 1 {
			all.add(one, Mutation{Kind: kind, at: at, change: changes[kind]})
		}
		if _, list := value.([]any); list && slices.Contains([]Kind{Empty, Beheaded, Truncated}, kind) {
			all.add(one, Mutation{Kind: kind, Detail: "at first", at: at, change: changes[kind], first: true})
		}
	}
}

// ofDocuments gives an answer the documented fields that it has not got.
func (all *mutations) ofDocuments(one Exchange, documented []Documented) {
	for _, d := range documented {
		if len(d.at) == 0 || d.at[len(d.at)-1].name == "" {
			continue
		}
		parent, name := d.at[:len(d.at)-1], d.at[len(d.at)-1].name
		lacking := false
		_, _, _ = edit(one.Body, parent, func(value any) (any, bool) {
			object, is := value.(map[string]any)
			_, there := object[name]
			lacking = lacking || (is && !there)
			return value, false
		})
		if !lacking {
			continue
		}
		for _, kind := range []Kind{GivenNull, Given} {
			value := any(nil)
			if kind == Given {
				value = d.example()
			}
			all.add(one, Mutation{Kind: kind, Detail: name, at: parent, change: func(now any) (any, bool) {
				object, is := now.(map[string]any)
				if _, there := object[name]; !is || there {
					return now, false
				}
				more := map[string]any{name: value}
				maps.Copy(more, object)
				return more, false
			}})
		}
	}
}

// ofStatus lets an operation fail, in ways that a client may take for the absence of something.
func (all *mutations) ofStatus(one Exchange) {
	for _, status := range []int{http.StatusNoContent, http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound, http.StatusGone, http.StatusInternalServerError} {
		all.add(one, Mutation{Kind: Refused, Detail: strings.ToLower(http.StatusText(status)), status: status})
	}
}
