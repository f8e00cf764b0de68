// SPDX-License-Identifier: MPL-2.0

package listing

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/contract"
)

// Change is what became different about one operation, or about the document of an API if there is no operation.
type Change struct {
	API, Operation string
	// Used says that the provider calls the operation.
	Used bool
	// What are the sentences about it.
	What []string
}

// Compare tells what the documents say now and the list does not, and the other way round. Every document that is listed has to be there:
// a missing one is a change, because nothing else is known about it.
func Compare(before, now Listing) []Change {
	var changes []Change
	for _, api := range names(before, now) {
		switch {
		case now[api] == nil:
			changes = append(changes, Change{API: api, What: []string{"There is no document, so nothing was compared."}})
			continue
		case before[api] == nil:
			changes = append(changes, Change{API: api, What: []string{"The list does not have this API."}})
			continue
		case before[api].Reconstructed && !now[api].Reconstructed:
			changes = append(changes, Change{API: api, What: []string{
				"The list was made without Atlassian's document, from its pages. A difference may be an error of the list.",
			}})
		}
		changes = append(changes, compareAPI(api, before[api], now[api])...)
	}
	return changes
}

func compareAPI(api string, before, now *API) []Change {
	used := make(map[string]bool)
	for _, operation := range Used() {
		used[contract.Operation{Method: operation.Method, Path: operation.Path}.Name()] = true
	}
	was, is := before.byName(), now.byName()
	var changes []Change
	for _, key := range names(was, is) {
		one := Change{API: api, Operation: cmp.Or(is[key], was[key]), Used: used[key]}
		switch {
		case is[key] == "":
			one.What = []string{"It is gone."}
		case was[key] == "":
			one.What = []string{"It is new."}
			if now.Operations[is[key]].Deprecated {
				one.What = append(one.What, "It is deprecated.")
			}
		default:
			one.What = compareOperations(before.Operations[was[key]], now.Operations[is[key]], one.Used)
		}
		if len(one.What) > 0 {
			changes = append(changes, one)
		}
	}
	return changes
}

func compareOperations(before, now *Operation, used bool) []string {
	var what []string
	switch {
	case now.Deprecated && !before.Deprecated:
		what = append(what, "It is deprecated now.")
	case before.Deprecated && !now.Deprecated:
		what = append(what, "It is no longer deprecated.")
	}
	if now.ID != before.ID {
		what = append(what, fmt.Sprintf("Its ID is now %s, and was %s.", code(now.ID), code(before.ID)))
	}
	if !slices.Equal(now.Scopes, before.Scopes) {
		what = append(what, fmt.Sprintf("Its scopes are now %s, and were %s.", code(now.Scopes...), code(before.Scopes...)))
	}
	if !used {
		return what
	}
	what = append(what, compareFields("the request", before.Request, now.Request)...)
	for _, status := range names(before.Answers, now.Answers) {
		was, listed := before.Answers[status]
		is, documented := now.Answers[status]
		switch {
		case !documented:
			what = append(what, fmt.Sprintf("The answer %s is gone.", status))
		case !listed:
			what = append(what, fmt.Sprintf("The answer %s is new.", status))
		default:
			what = append(what, compareFields("the answer "+status, was, is)...)
		}
	}
	return what
}

func compareFields(of string, before, now contract.Fields) []string {
	var what []string
	for _, field := range names(before, now) {
		was, is := before[field], now[field]
		switch {
		case was == is:
		case is == "" && !isWithin(field, before, now):
			what = append(what, fmt.Sprintf("The field `%s` of %s is gone. It was: %s.", field, of, was))
		case was == "" && !isWithin(field, now, before):
			what = append(what, fmt.Sprintf("The field `%s` of %s is new: %s.", field, of, is))
		case was != "" && is != "":
			what = append(what, fmt.Sprintf("The field `%s` of %s is now: %s. It was: %s.", field, of, is, was))
		}
	}
	return what
}

// isWithin recognizes a field of an object or a list that came or went as a whole, which is told once.
func isWithin(field string, has, lacks contract.Fields) bool {
	for above := field; strings.Contains(above, "."); {
		above = above[:strings.LastIndex(above, ".")]
		if has[above] != "" && lacks[above] == "" {
			return true
		}
	}
	return false
}

// names are the keys of both, sorted.
func names[V any](one, other map[string]V) []string {
	both := maps.Clone(one)
	if both == nil {
		both = make(map[string]V)
	}
	maps.Copy(both, other)
	return slices.Sorted(maps.Keys(both))
}

func code(words ...string) string {
	var quoted []string
	for _, word := range words {
		if word != "" {
			quoted = append(quoted, "`"+word+"`")
		}
	}
	return cmp.Or(strings.Join(quoted, ", "), "none")
}
