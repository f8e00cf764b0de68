// SPDX-License-Identifier: MPL-2.0

package relay_test

import (
	"path"
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/relay"
)

// failing are mutations at which a check looks away, and must not: the list may only shrink, and is to be empty. A key is the
// check, and the mutation's operation, place and kind; * stands for anything without a space.
var failing = []string{}

// cannotBeSeen are mutations that tell of another organization, in which there is nothing to find, and that nothing else in the
// answers contradicts. The reason is what the pages say that the check cannot see.
var cannotBeSeen = map[string]string{}

// tables are the entries of both tables that may be about one check.
type tables struct {
	check   string
	entries []string
	used    map[string]bool
}

func newTables(check string) *tables {
	all := &tables{check: check, used: map[string]bool{}}
	for _, entry := range failing {
		all.keep(entry)
	}
	for entry := range cannotBeSeen {
		all.keep(entry)
	}
	return all
}

func (k *tables) keep(entry string) {
	if rest, ok := strings.CutPrefix(entry, k.check+": "); ok {
		k.entries = append(k.entries, rest)
	}
}

// about tells whether an entry is about a mutation.
func (k *tables) about(m relay.Mutation) bool {
	return slices.ContainsFunc(k.entries, func(entry string) bool { return fits(entry, m.Key()) })
}

// has tells the same of what must not be, and notes that the entry is needed.
func (k *tables) has(one outcome) bool {
	found := false
	for _, entry := range k.entries {
		if fits(entry, one.Key()) {
			k.used[entry], found = true, true
		}
	}
	return found
}

// fits compares word by word. Brackets stand for themselves.
func fits(entry, key string) bool {
	words, keys := strings.Fields(entry), strings.Fields(strings.ReplaceAll(key, "the answer", "the-answer"))
	if len(words) != len(keys) {
		return false
	}
	for i, word := range words {
		word = strings.NewReplacer("[*]", "[]").Replace(word)
		word = strings.ReplaceAll(strings.ReplaceAll(word, "[", `\[`), "]", `\]`)
		if ok, err := path.Match(word, strings.ReplaceAll(keys[i], "[*]", "[]")); err != nil || !ok {
			return false
		}
	}
	return true
}

func (k *tables) unused() []string {
	var left []string
	for _, entry := range k.entries {
		if !k.used[entry] {
			left = append(left, k.check+": "+entry)
		}
	}
	return left
}
