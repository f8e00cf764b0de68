// SPDX-License-Identifier: MPL-2.0

package relay_test

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/relay"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/thorough"
)

// known is a kind of mutation at which a check finds nothing. A * stands for anything within a word.
type known struct {
	// check is one of the checks, or several.
	check string
	// mutation is operation, place and kind.
	mutation string
	// why says what is to be mended, or what the pages say that nobody can see.
	why string
}

func (k known) String() string { return fmt.Sprintf("%s: %s (%s)", k.check, k.mutation, k.why) }

// tables are the entries, and which of them are needed. The nil tables have none.
type tables struct {
	mu      sync.Mutex
	entries []known
	used    map[known]bool
	checks  int // that were compared with them
}

func newTables() *tables {
	all := &tables{used: make(map[known]bool)}
	all.entries = cannotBeSeen()
	return all
}

// excuses reports whether an entry is about a mutation that must not be, and notes that the entries are needed.
func (k *tables) excuses(check string, m relay.Mutation) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	found := false
	for _, entry := range k.entries {
		if entry.fits(check, m) {
			k.used[entry], found = true, true
		}
	}
	return found
}

func (k *tables) finished() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.checks++
}

// judge fails for entries at which nothing fails any more: so the tables can only shrink. It needs all checks, and all
// mutations.
func (k *tables) judge(t *testing.T, checks int) {
	t.Helper()
	if k.checks < checks || thorough.Part(1, part) != 1 {
		return
	}
	for _, entry := range k.entries {
		if !k.used[entry] {
			t.Errorf("nothing fails any more, so delete the entry: %s", entry)
		}
	}
}

func (k known) fits(check string, m relay.Mutation) bool {
	return matches(k.check, check) && matches(k.mutation, m.Key())
}

// matches compares word by word. [*] is each element of a list, [n] one of several, and [?] either.
func matches(pattern, text string) bool {
	patterns, words := wordsOf(pattern), wordsOf(text)
	if last := len(patterns) - 1; last >= 0 && patterns[last] == "**" { // whatever comes
		if len(words) < last {
			return false
		}
		patterns, words = patterns[:last], words[:last]
	}
	return slices.EqualFunc(patterns, words, func(pattern, word string) bool {
		if pattern == word || !strings.ContainsAny(pattern, `*?[\`) {
			return pattern == word
		}
		ok, err := path.Match(pattern, word)
		return err == nil && ok
	})
}

// split has the words of all texts that were compared: each entry is compared with thousands of mutations, and each mutation with all entries.
var split sync.Map

func wordsOf(text string) []string {
	if known, found := split.Load(text); found {
		return known.([]string)
	}
	words := strings.Fields(literal(text))
	split.Store(text, words)
	return words
}

// elements takes the brackets, which mean something else to path.Match, from the elements of lists.
var elements = strings.NewReplacer("[*]", "<each>", "[n]", "<one>", "[?]", "<*>")

func literal(text string) string { return elements.Replace(text) }
