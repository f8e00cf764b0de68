// SPDX-License-Identifier: MPL-2.0

package recording

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Difference is what an organization says in another way than the simulator.
type Difference struct {
	// Operation is the ID of the operation, with the status of the answer.
	Operation string
	// Where is the path of the field, or what else of the answer differs.
	Where string
	// Live and Simulator are what each of them says there.
	Live, Simulator string

	unseen bool
}

// String is the difference in one line.
func (d Difference) String() string {
	return fmt.Sprintf("%s | %s | live: %s | simulator: %s", d.Operation, d.Where, d.Live, d.Simulator)
}

// Comparison is the result of [Compare].
type Comparison struct {
	// Differences are sorted by operation and path.
	Differences []Difference
	// Unseen are the fields that the simulator shows sometimes, and the organization never did. It may have had nothing to show there.
	Unseen []Difference
	// Uncompared are the operations that only the simulator was asked for.
	Uncompared []string
}

// answers are the answers to one operation: their shapes by status, with the headers and forms of each.
type answers map[int]*answered

type answered struct {
	body    shape
	headers shape
	forms   map[string]bool
}

// Compare compares the answers of two recordings, operation by operation and status by status. It compares forms, and the words that
// Atlassian makes up: never how many there are of something.
func Compare(live, simulator []Fixture) Comparison {
	ours, theirs := byOperation(live), byOperation(simulator)
	var found Comparison
	for _, name := range slices.Sorted(maps.Keys(ours)) {
		for _, one := range compareAnswers(name, ours[name], theirs[name]) {
			if one.unseen {
				found.Unseen = append(found.Unseen, one)
			} else {
				found.Differences = append(found.Differences, one)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(theirs)) {
		if ours[name] == nil {
			found.Uncompared = append(found.Uncompared, name)
		}
	}
	return found
}

func byOperation(fixtures []Fixture) map[string]answers {
	all := make(map[string]answers)
	for _, one := range fixtures {
		if all[one.Name()] == nil {
			all[one.Name()] = make(answers)
		}
		here := all[one.Name()][one.Status]
		if here == nil {
			here = &answered{body: make(shape), headers: make(shape), forms: make(map[string]bool)}
			all[one.Name()][one.Status] = here
		}
		here.forms[one.Form] = true
		if one.Form == "JSON" {
			here.body.add(one.Operation, "", "", one.Body)
		}
		here.headers.at("").objects++
		for _, name := range told {
			if value, has := one.Header[name]; has {
				here.headers.add("", "", name, value)
			}
		}
	}
	return all
}

func compareAnswers(name string, live, simulator answers) []Difference {
	if simulator == nil {
		return []Difference{{Operation: name, Where: "the operation", Live: "answered with " + statuses(live), Simulator: "never asked"}}
	}
	var found []Difference
	for _, status := range slices.Sorted(maps.Keys(live)) {
		if simulator[status] == nil {
			found = append(found, Difference{Operation: name, Where: "the status", Live: strconv.Itoa(status), Simulator: statuses(simulator)})
			continue
		}
		found = append(found, live[status].differences(name+" "+strconv.Itoa(status), simulator[status])...)
	}
	return found
}

func statuses(all answers) string {
	var texts []string
	for _, status := range slices.Sorted(maps.Keys(all)) {
		texts = append(texts, strconv.Itoa(status))
	}
	return strings.Join(texts, " or ")
}

func (a *answered) differences(operation string, simulator *answered) []Difference {
	var found []Difference
	if other := without(a.forms, simulator.forms); len(other) > 0 {
		found = append(found, Difference{
			Operation: operation, Where: "the body", Live: strings.Join(other, " or "), Simulator: strings.Join(slices.Sorted(maps.Keys(simulator.forms)), " or "),
		})
	}
	for _, one := range a.headers.differences(simulator.headers) {
		one.Operation, one.Where = operation, "the header "+one.Where
		found = append(found, one)
	}
	for _, one := range a.body.differences(simulator.body) {
		if one.Where == "" {
			one.Where = "the answer"
		}
		one.Operation = operation
		found = append(found, one)
	}
	return found
}

// differences are those of all paths of both shapes. What is in something that only one of them has is no difference of its own.
func (s shape) differences(simulator shape) []Difference {
	paths := make(map[string]bool)
	for path := range s {
		paths[path] = true
	}
	for path := range simulator {
		paths[path] = true
	}
	var found []Difference
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		one := Difference{Where: path, Live: s.described(path), Simulator: simulator.described(path)}
		if !s.comparable(path) || !simulator.comparable(path) {
			// Elements that the simulator never showed are not compared, which must not pass for the same.
			if list := simulator[parent(path)]; strings.HasSuffix(path, "[]") && s[path] != nil && list != nil && list.kinds[kindList] {
				found = append(found, one)
			}
			continue
		}
		switch live, theirs := s[path], simulator[path]; {
		case live == nil && theirs == nil: // the object itself is not in the headers
		case live == nil && simulator.sometimes(path):
			one.unseen = true
			found = append(found, one)
		case live == nil && strings.HasSuffix(path, "[]"): // a list without elements is a list
		case live == nil, theirs == nil:
			found = append(found, one)
		case len(without(live.kinds, theirs.kinds)) > 0, s.sometimes(path) && !simulator.sometimes(path):
			found = append(found, one)
		default:
			found = append(found, newWords(path, live, theirs)...)
		}
	}
	return found
}

// newWords are the words of a field that is kept which the simulator did not say.
func newWords(path string, live, simulator *place) []Difference {
	words := without(live.values, simulator.values)
	if len(words) == 0 {
		return nil
	}
	return []Difference{{
		Where: path, Live: quoted(words), Simulator: "only " + quoted(slices.Sorted(maps.Keys(simulator.values))),
	}}
}

func quoted(words []string) string {
	quoted := make([]string, len(words))
	for i, word := range words {
		quoted[i] = strconv.Quote(word)
	}
	return strings.Join(quoted, ", ")
}

// without are the elements of a set that another set does not have.
func without(all, known map[string]bool) []string {
	var rest []string
	for _, one := range slices.Sorted(maps.Keys(all)) {
		if !known[one] {
			rest = append(rest, one)
		}
	}
	return rest
}
