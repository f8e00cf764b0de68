// SPDX-License-Identifier: MPL-2.0

package relay

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// Kind is a way to change a value.
type Kind string

// The ways to change a value. Neutral are those that leave the meaning as it was.
const (
	Null      Kind = "null"      // it is null
	Dropped   Kind = "dropped"   // it is not there
	Empty     Kind = "empty"     // it is there, with nothing in it
	Upper     Kind = "upper"     // a text in capitals
	Lower     Kind = "lower"     // a text without capitals
	Longer    Kind = "longer"    // a text goes on
	Behind    Kind = "behind"    // a text stands behind a prefix
	Owned     Kind = "owned"     // an ARI has another owner
	Unheard   Kind = "unheard"   // a text or a number that nobody has heard of
	Retyped   Kind = "retyped"   // a value of another type
	Beheaded  Kind = "beheaded"  // a list lacks its first element
	Truncated Kind = "truncated" // a list lacks its last element
	Doubled   Kind = "doubled"   // each element of a list comes twice
	Reversed  Kind = "reversed"  // a list in another order (neutral)
	Hollow    Kind = "hollow"    // a list has a null more
	Blank     Kind = "blank"     // a list has an object more that says nothing
	Added     Kind = "added"     // an object has a field more (neutral)
	Given     Kind = "given"     // a documented field that was not there has a value nobody has heard of
	GivenNull Kind = "givennull" // a documented field that was not there is null
	Another   Kind = "another"   // the answer to another operation
	Refused   Kind = "refused"   // no answer, but a status
)

// Neutral reports whether a kind leaves the meaning of an answer as it was, so that the same is to be found.
func (k Kind) Neutral() bool { return k == Reversed || k == Added }

const unheardOf = "UNHEARD_OF"

func to(value any) change { return func(any) (any, bool) { return value, false } }

func dropped(value any) (any, bool) { return value, true }

// changesOf are the ways in which a value can change.
func changesOf(value any) map[Kind]change {
	all := map[Kind]change{Null: to(nil), Dropped: dropped}
	switch was := value.(type) {
	case nil:
		delete(all, Null)
		all[Unheard], all[Empty] = to(unheardOf), to("")
	case string:
		changesOfText(all, was)
	case json.Number:
		all[Empty], all[Unheard], all[Retyped] = to(json.Number("0")), to(json.Number("987654321")), to(unheardOf)
		all[Longer] = to(json.Number(string(was) + "0"))
	case bool:
		all[Retyped] = to(unheardOf)
	case map[string]any:
		all[Empty], all[Retyped] = to(map[string]any{}), to([]any{was})
		all[Added] = func(now any) (any, bool) {
			object, is := now.(map[string]any)
			if !is {
				return now, false // at another place like this, there is nothing
			}
			more := map[string]any{"unheardOf": unheardOf}
			maps.Copy(more, object)
			return more, false
		}
	case []any:
		changesOfList(all, was)
	}
	return all
}

func changesOfText(all map[Kind]change, was string) {
	text := func(changed func(string) string) change {
		return func(now any) (any, bool) {
			if said, ok := now.(string); ok {
				return changed(said), false
			}
			return now, false
		}
	}
	if was != "" {
		all[Empty] = to("")
	}
	if strings.ToUpper(was) != was {
		all[Upper] = text(strings.ToUpper)
	}
	if strings.ToLower(was) != was {
		all[Lower] = text(strings.ToLower)
	}
	all[Longer] = text(func(s string) string { return s + "/project/10000" })
	all[Behind] = text(func(s string) string { return "ari:cloud:unheard-of::thing/" + s })
	all[Unheard] = to(unheardOf)
	all[Retyped] = text2list
	if strings.HasPrefix(was, "ari:cloud:") {
		all[Owned] = text(func(s string) string {
			if _, rest, ok := strings.Cut(s, "::"); ok {
				return "ari:cloud:platform::" + rest
			}
			return s
		})
	}
}

func text2list(now any) (any, bool) { return []any{now}, false }

func changesOfList(all map[Kind]change, was []any) {
	list := func(changed func([]any) []any) change {
		return func(now any) (any, bool) {
			if whole, ok := now.([]any); ok {
				return changed(whole), false
			}
			return now, false
		}
	}
	all[Hollow] = list(func(l []any) []any { return append(slices.Clone(l), nil) })
	all[Blank] = list(func(l []any) []any { return append(slices.Clone(l), map[string]any{}) })
	all[Retyped] = to(map[string]any{"unheardOf": was})
	if len(was) == 0 {
		return
	}
	all[Empty] = to([]any{})
	all[Doubled] = list(func(l []any) []any { return slices.Concat(l, l) })
	if len(was) > 1 {
		all[Beheaded] = list(func(l []any) []any { return l[min(1, len(l)):] })
		all[Truncated] = list(func(l []any) []any { return l[:max(0, len(l)-1)] })
		all[Reversed] = list(func(l []any) []any {
			other := slices.Clone(l)
			slices.Reverse(other)
			return other
		})
	}
}

func asObject(value any) map[string]any {
	object, _ := value.(map[string]any)
	return object
}
