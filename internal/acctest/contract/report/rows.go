// SPDX-License-Identifier: MPL-2.0

package main

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/contract"
	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// row is an operation of the client, with what the tests saw of it.
type row struct {
	operation atlassian.Operation
	// api is the document that describes it. It is empty if none does.
	api string
	// reconstructed says that the document is no copy of Atlassian's.
	reconstructed bool
	statuses      []string
	// request and answer are about the fields of each half.
	request, answer tally
}

// tally counts fields, and names those that no test exercised.
type tally struct {
	fields, seen int
	unseen       []string
	// nullable and optional fields may be null or left out. The lists have those that never were.
	nullable, optional      int
	neverNull, neverLeftOut []string
	seenNull, seenLeftOut   int
}

// rows are in the order of the documents, with what no document describes at the end.
func rows(documented []contract.Operation, seen contract.Recording, table []atlassian.Operation) []row {
	said := make(map[string]contract.Operation)
	for _, one := range documented {
		said[one.Name()] = one
	}
	var found []row
	for _, operation := range table {
		one := row{operation: operation}
		if operation.Field == "" {
			if of, ok := said[contract.Operation{Method: operation.Method, Path: operation.Path}.Name()]; ok {
				one.add(of, seen)
			}
		}
		found = append(found, one)
	}
	key := func(r row) string {
		unknown := map[bool]string{true: "2", false: "1"}[r.api == ""]
		return strings.Join([]string{unknown, r.api, r.operation.Path, r.operation.Method, r.operation.Field}, " ")
	}
	slices.SortFunc(found, func(a, b row) int { return strings.Compare(key(a), key(b)) })
	return found
}

func (r *row) add(of contract.Operation, seen contract.Recording) {
	name := of.Method + " " + of.Path
	r.api, r.reconstructed = of.API, of.Reconstructed
	for one := range seen.Operations {
		if one.Operation == name {
			r.statuses = append(r.statuses, strconv.Itoa(one.Status))
		}
	}
	slices.Sort(r.statuses)
	answers := make(contract.Fields)
	for status, fields := range of.Answers {
		if strings.HasPrefix(status, "2") {
			maps.Copy(answers, fields)
		}
	}
	marksOf := func(side contract.Side) func(field string) contract.Marks {
		return func(field string) contract.Marks {
			return seen.Fields[contract.FieldSeen{Operation: name, Side: side, Field: field}]
		}
	}
	r.request, r.answer = count(of.Request, marksOf(contract.Request)), count(answers, marksOf(contract.Answer))
}

func count(fields contract.Fields, marks func(field string) contract.Marks) tally {
	var t tally
	for _, field := range slices.Sorted(maps.Keys(fields)) {
		said, is := fields[field], marks(field)
		if field == "body" { // it is there, or there is no such half
			continue
		}
		t.fields++
		if !is.Given {
			t.unseen = append(t.unseen, field)
		} else {
			t.seen++
		}
		if strings.Contains(said, ", nullable") {
			t.nullable++
			if is.Null {
				t.seenNull++
			} else {
				t.neverNull = append(t.neverNull, field)
			}
		}
		element := strings.HasSuffix(field, "*") || strings.HasSuffix(field, "(any name)")
		if !element && !strings.HasSuffix(said, ", required") {
			t.optional++
			if is.Absent {
				t.seenLeftOut++
			} else {
				t.neverLeftOut = append(t.neverLeftOut, field)
			}
		}
	}
	return t
}
