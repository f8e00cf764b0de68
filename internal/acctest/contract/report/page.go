// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

const beginning = `<!-- make contract-report writes this page. -->

# Contract coverage

This page is for maintainers and auditors. It says which operations and fields of Atlassian's APIs the tests exercise, and which they do not.

Every test runs against a simulated organization. A check stands between the provider and the simulation, and compares each request and each answer with Atlassian's OpenAPI documents. Nothing here was tried against a live organization. An operation that no document describes is in the last table.

The tests that need no Terraform CLI were recorded, so that the whole suite exercises what is here or more. ` + "`make contract-report`" + ` records them and writes this page.%s

## Operations

| column | meaning |
|---|---|
| answers | the statuses that the tests saw |
| sent | parameters of the query and fields of the body that a request had, of those that the document names |
| given | fields that a successful answer had with a value |
| null | fields that were null in a successful answer, of those that may be null |
| left out | fields that a successful answer did not have, of those that it need not have |

`

const unexercised = `
## What no test exercises

The code of the client has the name of a field in bold, and of none other: what is not in bold, the provider neither sends nor reads. In the name of a field, ` + "`*`" + ` is each element of a list, and ` + "`?`" + ` begins a parameter of the query.

`

const undocumented = `
## Operations without a document

| operation | what the tests compare it with |
|---|---|
`

// page is the whole text.
func page(rows []row, names func(id string) map[string]bool) string {
	var text strings.Builder
	fmt.Fprintf(&text, beginning, reconstructed(rows))
	text.WriteString("| API | operation | answers | sent | given | null | left out |\n|---|---|---|---|---|---|---|\n")
	for _, r := range rows {
		if r.api != "" {
			fmt.Fprintf(&text, "| %s | `%s` | %s | %s | %s | %s | %s |\n", r.api, r.operation.Name(), strings.Join(r.statuses, ", "),
				of(r.request.seen, r.request.fields), of(r.answer.seen, r.answer.fields), of(r.answer.seenNull, r.answer.nullable), of(r.answer.seenLeftOut, r.answer.optional))
		}
	}
	text.WriteString(unexercised)
	text.WriteString("| operation | never | fields |\n|---|---|---|\n")
	for _, r := range rows {
		name, known := "`"+r.operation.Name()+"`", names(r.operation.ID)
		for _, one := range []struct {
			never  string
			fields []string
		}{
			{"sent", r.request.unseen}, {"given", r.answer.unseen}, {"null", r.answer.neverNull}, {"left out", without(r.answer.neverLeftOut, r.answer.unseen)},
		} {
			if len(one.fields) > 0 {
				fmt.Fprintf(&text, "| %s | %s | %s |\n", name, one.never, listed(one.fields, known))
				name = ""
			}
		}
	}
	text.WriteString(undocumented)
	for _, r := range rows {
		if r.api == "" {
			fmt.Fprintf(&text, "| `%s` | %s |\n", r.operation.Name(), reference(r.operation))
		}
	}
	return text.String()
}

// reconstructed says which documents are no copies of Atlassian's.
func reconstructed(rows []row) string {
	var apis []string
	for _, r := range rows {
		if r.reconstructed && !slices.Contains(apis, r.api) {
			apis = append(apis, r.api)
		}
	}
	if len(apis) == 0 {
		return ""
	}
	return fmt.Sprintf(" Atlassian's own documents of these APIs were not at hand, and those used were made from its reference pages: %s.", strings.Join(apis, ", "))
}

func reference(operation atlassian.Operation) string {
	switch {
	case operation.Field != "":
		return "the schema in `internal/gateway`"
	case operation.Guessed:
		return "nothing: its form is a guess"
	}
	return "nothing: Atlassian describes it on pages only"
}

func of(seen, all int) string {
	if all == 0 {
		return ""
	}
	return fmt.Sprintf("%d of %d", seen, all)
}

// listed has those in bold that the client sends or reads: the whole path has to be known to it.
func listed(fields []string, known map[string]bool) string {
	quoted := make([]string, len(fields))
	for i, field := range fields {
		quoted[i] = "`" + field + "`"
		if isKnown(field, known) {
			quoted[i] = "**" + quoted[i] + "**"
		}
	}
	return strings.Join(quoted, ", ")
}

func isKnown(field string, known map[string]bool) bool {
	for name := range strings.SplitSeq(strings.TrimPrefix(field, "?"), ".") {
		if name != "*" && name != "(any name)" && !known[name] {
			return false
		}
	}
	return true
}

// without leaves out what is listed already: a field that never came was always left out, or what holds it was.
func without(fields, listed []string) []string {
	is := make(map[string]bool, len(listed))
	for _, field := range listed {
		is[field] = true
	}
	var left []string
	for _, field := range fields {
		if !is[field] {
			left = append(left, field)
		}
	}
	return left
}
