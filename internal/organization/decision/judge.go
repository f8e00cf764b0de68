// SPDX-License-Identifier: MPL-2.0

package decision

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/ids"
)

// Person is an account about which something was found, and why.
type Person struct {
	Account

	// Reason is a clause without its full stop. Texts of others in it are quoted.
	Reason string
}

// KeyFinding is an API key about which something was found, and why.
type KeyFinding struct {
	Key

	// Reason is a clause without its full stop.
	Reason string
}

// Findings are what speaks against a decision. Lists have the order of the accounts that were seen; keys that of their IDs.
type Findings struct {
	// Undecided have access, and nobody has decided on it.
	Undecided []Person
	// NotRemoved were to lose access, and have it.
	NotRemoved []Person
	// SuspendedWithRoles have lost access, and would have it again at once.
	SuspendedWithRoles []Person
	// ExpiringKeys expire soon, have expired, or do not say when they do.
	ExpiringKeys []KeyFinding
	// MissingGroups were reviewed as a whole, and do not exist. They are sorted.
	MissingGroups []string
}

// Now is when a judgment is made, and how long before the end of a key.
type Now struct {
	At      time.Time
	KeyDays int64
}

// Judge compares what is seen with what is written and recorded.
func Judge(seen Seen, written Written, record Record, now Now) Findings {
	var found Findings
	j := newJudge(seen, written, record)
	for _, a := range seen.Accounts {
		switch has := HasAccess(a); {
		case has && j.removed.has(a.AccountID):
			found.NotRemoved = append(found.NotRemoved, Person{a, "was to lose access, and has it"})
		case has && !j.decided(a):
			found.Undecided = append(found.Undecided, Person{a, j.whyUndecided(a)})
		}
		if roles := rolesOf(a); roles != "" && isSuspended(a) && !j.staysSuspended(a) {
			found.SuspendedWithRoles = append(found.SuspendedWithRoles, Person{a, "is suspended, and has " + roles})
		}
	}
	found.ExpiringKeys = expiring(seen, written, now)
	for _, id := range slices.Sorted(maps.Keys(written.Groups)) {
		if _, exists := seen.Groups[id]; !exists {
			found.MissingGroups = append(found.MissingGroups, id)
		}
	}
	return found
}

// judge decides about one account after the other.
type judge struct {
	seen            Seen
	kept, covered   set // covered are those of a whole, and those who are kept by name
	removed, absent set
	groups, roles   map[string]set    // who was in each group, or had each role
	came            map[string]string // why a holder of a role is new, by account ID
	suspended       set               // the words of people who may stay suspended, in lower case
	meant           map[string]string // whom an address meant at the review, in lower case
}

func newJudge(seen Seen, written Written, record Record) judge {
	j := judge{seen: seen, kept: make(set), removed: make(set), absent: make(set), suspended: make(set), came: make(map[string]string), meant: make(map[string]string)}
	of := Record{Kept: only(record.Kept, written.Keep), Groups: only(record.Groups, written.Groups), AppRoles: make(map[string][]string)}
	for _, role := range written.AppRoles {
		of.AppRoles[role.Key()] = record.AppRoles[role.Key()]
	}
	j.covered, j.groups, j.roles = of.covered(), sets(of.Groups, ids.Normalize), sets(of.AppRoles, strings.Clone)
	j.kept.add(slices.Collect(maps.Values(of.Kept))...)
	for _, role := range written.AppRoles {
		for _, id := range seen.Holders[role.Key()] {
			if !j.roles[role.Key()].has(id) {
				j.came[id] = fmt.Sprintf("has the role %s on %s, and did not have it at the review", atlassian.Word(role.Role), atlassian.Word(role.ResourceID))
			}
		}
	}
	for _, words := range []map[string]string{of.Kept, only(record.Removed, written.Remove)} {
		for word, id := range words {
			j.meant[strings.ToLower(word)] = id
		}
	}
	for _, id := range only(record.Removed, written.Remove) {
		j.removed.add(id)
	}
	j.absent.add(record.WithoutAccess...)
	for word := range written.KeepSuspended {
		j.suspended.add(strings.ToLower(word))
	}
	return j
}

// only is the part of a record for which there is a reason.
func only[V any](recorded map[string]V, reasons map[string]string) map[string]V {
	part := make(map[string]V, len(recorded))
	for word, value := range recorded {
		if _, written := reasons[word]; written {
			part[word] = value
		}
	}
	return part
}

// decided reports whether somebody has decided on an account: by its name, or as part of a whole. A whole that has reviewed somebody says
// nothing about another one into which they have come since.
func (j judge) decided(a Account) bool {
	return j.covered.has(a.AccountID) && !j.absent.has(a.AccountID) && (j.kept.has(a.AccountID) || j.cameInto(a) == "")
}

// cameInto says into which whole an account has come since its review. It is empty if that is none.
func (j judge) cameInto(a Account) string {
	for _, group := range a.Groups {
		if members, whole := j.groups[ids.Normalize(group.ID)]; whole && !members.has(a.AccountID) {
			return fmt.Sprintf("is in group %s, and was not at the review", named(j.seen.Groups[group.ID], group.ID))
		}
	}
	return j.came[a.AccountID]
}

// sets are lists as sets, by their keys in the form that all spellings share.
func sets(lists map[string][]string, form func(string) string) map[string]set {
	all := make(map[string]set, len(lists))
	for key, list := range lists {
		key = form(key)
		all[key] = make(set, len(list))
		all[key].add(list...)
	}
	return all
}

// whyUndecided says why nobody has decided on an account.
func (j judge) whyUndecided(a Account) string {
	if j.absent.has(a.AccountID) {
		if j.covered.has(a.AccountID) {
			return "lost access, or had none at the review, and has it again"
		}
		return "had no access at the review, and has it now"
	}
	if id, meant := j.meant[strings.ToLower(a.Email)]; a.Email != "" && meant && id != a.AccountID {
		return "has an address that was that of another account at the review, " + atlassian.Word(id)
	}
	if came := j.cameInto(a); came != "" {
		return came
	}
	return "has access, and nobody has decided on it"
}

func named(name, id string) string {
	if name == "" {
		return atlassian.Word(id)
	}
	return fmt.Sprintf("%s (%s)", atlassian.Quoted(name), atlassian.Word(id))
}

// staysSuspended reports whether a suspended account may keep its roles.
func (j judge) staysSuspended(a Account) bool {
	return j.suspended.has(strings.ToLower(a.AccountID)) || a.Email != "" && j.suspended.has(strings.ToLower(a.Email))
}

// rolesOf says what an account would have again if it were restored. It is empty if that is nothing.
func rolesOf(a Account) string {
	var parts []string
	if len(a.PlatformRoles) > 0 {
		parts = append(parts, "the "+noun(len(a.PlatformRoles), "role", "roles")+" "+words(a.PlatformRoles))
	}
	if len(a.ProductAccess) > 0 {
		apps := make([]string, len(a.ProductAccess))
		for i, one := range a.ProductAccess {
			if apps[i] = one.Key; apps[i] == "" {
				apps[i] = one.ResourceID
			}
		}
		parts = append(parts, "access to "+words(apps))
	}
	if len(a.Groups) > 0 {
		parts = append(parts, fmt.Sprintf("%d %s", len(a.Groups), noun(len(a.Groups), "group", "groups")))
	}
	return strings.Join(parts, ", ")
}

func noun(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// words lists a few texts of others.
func words(texts []string) string {
	const most = 5
	few := make([]string, 0, most)
	for _, text := range texts[:min(len(texts), most)] {
		few = append(few, atlassian.Word(text))
	}
	said := strings.Join(few, ", ")
	if more := len(texts) - most; more > 0 {
		said += fmt.Sprintf(" and %d more", more)
	}
	return said
}

const day = 24 * time.Hour

// expiring are the keys that somebody has to look at. A key that has expired stays one of them: that it vanished unseen is what this is
// about.
func expiring(seen Seen, written Written, now Now) []KeyFinding {
	var found []KeyFinding
	for _, key := range seen.Keys {
		if _, kept := written.KeepAPIKeys[key.ID]; kept {
			continue
		}
		reason := ""
		switch {
		case key.ExpiresAt.IsZero():
			reason = "does not say when it expires"
		case !key.ExpiresAt.After(now.At):
			reason = "has expired"
		case key.ExpiresAt.Before(now.At.Add(time.Duration(now.KeyDays) * day)):
			reason = fmt.Sprintf("expires within %d days", now.KeyDays)
		}
		if reason != "" {
			found = append(found, KeyFinding{key, reason})
		}
	}
	slices.SortFunc(found, func(a, b KeyFinding) int { return strings.Compare(a.ID, b.ID) })
	return found
}
