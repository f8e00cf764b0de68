// SPDX-License-Identifier: MPL-2.0

package claims

import (
	"iter"
	"strings"
)

// Subject is something that one object of a configuration can hold, such as the membership of an account in a group.
type Subject string

// meaning separates the name of a subject from the account that is meant.
const meaning = "\x01"

// For returns a subject that is named by an e-mail address, for the account that has the address. An address may pass to another account:
// an object that a state knows by its former address is not the one that another object has by the same address now. So subjects of one
// address and two accounts are two subjects. An empty ID means that the account is not known: then the subject is the same as that of any
// account.
func (s Subject) For(accountID string) Subject {
	if accountID == "" {
		return s
	}
	return s + Subject(meaning+strings.ToLower(accountID))
}

// parts are the name of a subject and the account that is meant.
func (s Subject) parts() (name, accountID string) {
	name, accountID, _ = strings.Cut(string(s), meaning)
	return name, accountID
}

// table keeps something for each subject: by its name, and by the account that is meant.
type table[V any] map[string]map[string]V

// put keeps a value for a subject, in place of the one before.
func (t table[V]) put(s Subject, value V) {
	name, accountID := s.parts()
	if t[name] == nil {
		t[name] = make(map[string]V)
	}
	t[name][accountID] = value
}

// get returns what is kept for exactly this subject.
func (t table[V]) get(s Subject) V {
	name, accountID := s.parts()
	return t[name][accountID]
}

// at yields what is kept for a subject and for those that may be the same.
func (t table[V]) at(s Subject) iter.Seq[V] {
	name, accountID := s.parts()
	return func(yield func(V) bool) {
		for other, value := range t[name] {
			if (accountID == "" || other == "" || other == accountID) && !yield(value) {
				return
			}
		}
	}
}

// first returns something that is kept for a subject, or for one that may be the same.
func (t table[V]) first(s Subject) (value V, found bool) {
	for value := range t.at(s) {
		return value, true
	}
	return value, false
}

// has reports whether something is kept for a subject, or for one that may be the same.
func (t table[V]) has(s Subject) bool {
	_, found := t.first(s)
	return found
}

// counts counts for each subject.
type counts struct{ table[int] }

func newCounts() counts { return counts{make(table[int])} }

// add adds to the number of a subject.
func (c counts) add(s Subject, n int) { c.put(s, c.get(s)+n) }

// sum is the number of a subject, together with those that may be the same.
func (c counts) sum(s Subject) (n int) {
	for value := range c.at(s) {
		n += value
	}
	return n
}
