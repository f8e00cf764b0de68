// SPDX-License-Identifier: MPL-2.0

package decision

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/ids"
)

// Problem is a word that cannot be recorded.
type Problem struct {
	// List is the list that has the word, and Word what it says.
	List List
	Word string
	// Why is what is wrong with it.
	Why Why
	// Other is the word beside which this one cannot stand, and OtherList the list that has it.
	Other     string
	OtherList List
}

// List is one of the lists of [Written].
type List int

// The lists of a reviewer.
const (
	Keep List = iota + 1
	Remove
	KeepSuspended
	KeepAPIKeys
	Groups
)

// Why says what is wrong with a word.
type Why int

// What can be wrong with a word.
const (
	// Nobody says that there is nobody, or nothing, behind the word.
	Nobody Why = iota + 1
	// Several says that the address is that of several accounts.
	Several
	// Twice says that another word means the same account.
	Twice
)

// Since is the review that a record goes on from.
type Since struct {
	// Record is what it kept.
	Record Record
	// Written is what the reviewer had written when it was kept.
	Written Written
}

// Take records a review: as a new one if since is nil, or as the same one after a change of what is written. What was recorded stays then:
// whom a word meant that has the same reason, and who was in a group or had a role. A word that is new or has another reason is
// decided anew, and so is a new group or role.
//
// Reviewed is the time of the review, if a person has written it. Somebody whom Atlassian says was added to the organization after that is
// no part of a whole.
func Take(seen Seen, written Written, since *Since, reviewed time.Time) (Record, []Problem) {
	l := seen.look()
	t := taking{look: l, since: since, anew: make(set)}
	record := Record{Groups: make(map[string][]string), AppRoles: make(map[string][]string)}
	record.Kept = t.words(Keep, written.Keep, func(s *Since) (map[string]string, map[string]string) { return s.Written.Keep, s.Record.Kept })
	for word, id := range record.Kept {
		if t.fresh[Keep].has(word) {
			t.anew.add(id)
		}
	}
	record.Removed = t.words(Remove, written.Remove, func(s *Since) (map[string]string, map[string]string) { return s.Written.Remove, s.Record.Removed })
	t.notTwice(record)
	t.suspended(written)
	t.keys(seen, written)
	whole := func(of func(Record) map[string][]string, key string, members []string) []string {
		if since != nil {
			if before, covered := of(since.Record)[key]; covered {
				return before
			}
		}
		with := make(set)
		for _, id := range members {
			if l.has(id) && (since != nil || !addedAfter(l.byID[id], reviewed)) {
				with.add(id)
			}
		}
		t.anew.add(with.sorted()...)
		return with.sorted()
	}
	members := seen.members(written.Groups)
	for id := range written.Groups {
		if _, exists := seen.Groups[id]; !exists && !t.recorded(id) {
			t.problems = append(t.problems, Problem{List: Groups, Word: id, Why: Nobody})
		}
		record.Groups[id] = whole(func(r Record) map[string][]string { return r.Groups }, id, members[id])
	}
	for _, role := range written.AppRoles {
		record.AppRoles[role.Key()] = whole(func(r Record) map[string][]string { return r.AppRoles }, role.Key(), seen.Holders[role.Key()])
	}
	record.WithoutAccess = t.withoutAccess(seen, record)
	slices.SortFunc(t.problems, func(a, b Problem) int { return cmp.Or(cmp.Compare(a.List, b.List), strings.Compare(a.Word, b.Word)) })
	return record, t.problems
}

// members are the accounts in each of some groups.
func (s Seen) members(groups map[string]string) map[string][]string {
	members, words := make(map[string][]string, len(groups)), make(map[string]string, len(groups))
	for id := range groups {
		words[ids.Normalize(id)] = id
	}
	for _, a := range s.Accounts {
		for _, group := range a.Groups {
			if id, asked := words[ids.Normalize(group.ID)]; asked {
				members[id] = append(members[id], a.AccountID)
			}
		}
	}
	return members
}

// addedAfter reports whether Atlassian says that an account was added to the organization after a time. Unverified: the form of the time;
// one that cannot be read says nothing.
func addedAfter(a Account, reviewed time.Time) bool {
	if reviewed.IsZero() {
		return false
	}
	added, err := time.Parse(time.RFC3339Nano, a.AddedToOrg)
	return err == nil && added.After(reviewed)
}

// taking is the work of [Take].
type taking struct {
	look

	since    *Since
	fresh    map[List]set
	anew     set // the accounts on which somebody decides now
	problems []Problem
}

// words finds out whom words mean.
func (t *taking) words(list List, words map[string]string, before func(*Since) (reasons, meant map[string]string)) map[string]string {
	var reasons, meant map[string]string
	if t.since != nil {
		reasons, meant = before(t.since)
	}
	if t.fresh == nil {
		t.fresh = make(map[List]set)
	}
	t.fresh[list] = make(set)
	recorded := make(map[string]string, len(words))
	for word, reason := range words {
		if id, known := meant[word]; known && reasons[word] == reason {
			recorded[word] = id
			continue
		}
		t.fresh[list].add(word)
		switch found := t.behind(word); len(found) {
		case 0:
			t.problems = append(t.problems, Problem{List: list, Word: word, Why: Nobody})
		case 1:
			recorded[word] = found[0]
		default:
			t.problems = append(t.problems, Problem{List: list, Word: word, Why: Several})
		}
	}
	return recorded
}

// notTwice refuses two words for one account.
func (t *taking) notTwice(record Record) {
	type place struct {
		list List
		word string
	}
	by := make(map[string]place)
	for _, one := range []struct {
		list  List
		words map[string]string
	}{{Keep, record.Kept}, {Remove, record.Removed}} {
		for _, word := range slices.Sorted(maps.Keys(one.words)) {
			id := one.words[word]
			if other, twice := by[id]; twice {
				t.problems = append(t.problems, Problem{List: one.list, Word: word, Why: Twice, Other: other.word, OtherList: other.list})
				continue
			}
			by[id] = place{one.list, word}
		}
	}
}

// suspended refuses new words of [Written.KeepSuspended] that mean nobody.
func (t *taking) suspended(written Written) {
	for word := range written.KeepSuspended {
		known := false
		if t.since != nil {
			_, known = t.since.Written.KeepSuspended[word]
		}
		if !known && len(t.behind(word)) == 0 {
			t.problems = append(t.problems, Problem{List: KeepSuspended, Word: word, Why: Nobody})
		}
	}
}

// keys refuses new IDs of [Written.KeepAPIKeys] that are those of no key.
func (t *taking) keys(seen Seen, written Written) {
	if !seen.KeysRead {
		return
	}
	ids := make(set)
	for _, key := range seen.Keys {
		ids.add(key.ID)
	}
	for id := range written.KeepAPIKeys {
		known := false
		if t.since != nil {
			_, known = t.since.Written.KeepAPIKeys[id]
		}
		if !known && !ids.has(id) {
			t.problems = append(t.problems, Problem{List: KeepAPIKeys, Word: id, Why: Nobody})
		}
	}
}

// recorded reports whether a group was there at the review.
func (t *taking) recorded(groupID string) bool {
	if t.since == nil {
		return false
	}
	_, was := t.since.Record.Groups[groupID]
	return was
}

// withoutAccess are the accounts that have no access now, and those that were seen so before, unless somebody has decided on them now that
// they have it again.
func (t *taking) withoutAccess(seen Seen, record Record) []string {
	without := make(set)
	if t.since != nil {
		for _, id := range t.since.Record.WithoutAccess {
			if !t.anew.has(id) {
				without.add(id)
			}
		}
		without.add(record.gone(t.look)...)
		return without.sorted()
	}
	for _, a := range seen.Accounts {
		if !HasAccess(a) {
			without.add(a.AccountID)
		}
	}
	return without.sorted()
}

// covered are all accounts that a record covers.
func (r Record) covered() set {
	all := make(set)
	for _, id := range r.Kept {
		all.add(id)
	}
	for _, whole := range []map[string][]string{r.Groups, r.AppRoles} {
		for _, ids := range whole {
			all.add(ids...)
		}
	}
	return all
}

// gone are the accounts that a record covers and that have no access now.
func (r Record) gone(l look) []string {
	var gone []string
	for id := range r.covered() {
		if !l.has(id) {
			gone = append(gone, id)
		}
	}
	return gone
}

// Notice notes who has lost access: if they have it again one day, somebody has to decide on them again.
func (r Record) Notice(seen Seen) Record {
	without := make(set)
	without.add(r.WithoutAccess...)
	without.add(r.gone(seen.look())...)
	r.WithoutAccess = without.sorted()
	return r
}
