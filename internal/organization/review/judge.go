// SPDX-License-Identifier: MPL-2.0

package review

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/domains"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/standing"
)

// judge has the measures of a review, in the form in which it looks things up.
type judge struct {
	settings Settings
	// verified are the names of the verified domains, sorted, and claims the statuses of all domains by their names.
	verified []string
	claims   map[string]string
	// daysByApp are the days of apps by their keys in lower case.
	daysByApp map[string]int
	// reviewed are the times of reviews, by account IDs and by addresses in lower case.
	reviewed map[string]time.Time
	// admins are whom the search for organization admins shows, and missed whom only that search shows, by account ID.
	admins, missed map[string]bool
	// differing are the names of what two answers say differently, by account ID.
	differing map[string][]string
}

func newJudge(facts Facts, settings Settings) *judge {
	j := &judge{
		settings: settings, claims: make(map[string]string, len(facts.Domains)), daysByApp: make(map[string]int),
		reviewed: make(map[string]time.Time, len(settings.Reviewed)), admins: make(map[string]bool), missed: make(map[string]bool), differing: make(map[string][]string),
	}
	for _, domain := range facts.Domains {
		name := hostKey(domain.Name)
		if is(domain.ClaimStatus, domains.Verified) {
			j.verified = append(j.verified, name)
		}
		if j.claims[name] != domains.Verified {
			j.claims[name] = strings.ToLower(domain.ClaimStatus)
		}
	}
	slices.Sort(j.verified)
	j.verified = slices.Compact(j.verified)
	for key, days := range settings.DormantAfterByApp {
		j.daysByApp[strings.ToLower(key)] = days
	}
	for word, at := range settings.Reviewed {
		if key := wordKey(word); at.After(j.reviewed[key]) {
			j.reviewed[key] = at
		}
	}
	for _, admin := range facts.Admins {
		j.admins[admin.AccountID] = true
	}
	return j
}

// hostKey is the same for all spellings of a domain.
func hostKey(name string) string {
	if normal, err := domains.Normalize(name); err == nil {
		return normal
	}
	return strings.ToLower(name)
}

// wordKey is the same for two spellings of an address or an account ID: case carries no meaning in addresses, and does in account IDs.
func wordKey(word string) string {
	if strings.Contains(word, "@") {
		return strings.ToLower(word)
	}
	return word
}

// findings are what somebody has to decide on about a person. The table on the page of atlassian_access_review says the same.
func (j *judge) findings(person *Person) []Finding {
	found := collected{person: person}
	stands, asPerson := standing.Of(person.User), judgedAsPerson(person.User)
	if stands.Doubt != "" {
		found.unknown("status", stands.Doubt)
	}
	for _, name := range j.differing[person.AccountID] {
		if strings.HasSuffix(name, "_status") && name != "claim_status" {
			name = "status" // of which all three are a part
		}
		found.unknown(name, "Atlassian shows the account twice, and does not say the same of it each time.")
	}
	j.admin(&found)
	if stands.InUse && asPerson {
		j.dormant(&found)
		j.claim(&found)
		j.twoStep(&found)
		j.address(&found)
	}
	if stands.Barred {
		j.barred(&found)
	}
	j.tokens(&found, stands.InUse && asPerson)
	if stands.InUse && (asPerson || is(person.AccountType, typeApp)) {
		j.review(&found)
	}
	j.unsaid(&found)
	return found.all
}

// collected are the findings about a person so far.
type collected struct {
	person *Person
	all    []Finding
}

func (c *collected) add(kind Kind, subject, reason string) {
	c.all = append(c.all, Finding{Kind: kind, AccountID: c.person.AccountID, Email: c.person.Email, Name: c.person.Name, Subject: subject, Reason: reason})
}

// unknown adds that an attribute is not known.
func (c *collected) unknown(attribute, reason string) { c.add(Unknown, attribute, reason) }

// counts are how many findings of each kind there are. What was not asked for is not known.
func (j *judge) counts(findings []Finding) map[Kind]*int {
	counts := make(map[Kind]*int)
	for _, kind := range Kinds() {
		counts[kind] = new(int)
	}
	for _, one := range findings {
		*counts[one.Kind]++
	}
	if !j.settings.APITokens {
		counts[StaleToken] = nil
	}
	if j.settings.Reviewed == nil {
		counts[NotReviewed] = nil
	}
	return counts
}

// unknownApps are the keys with days of their own that no app has, and the keys that there are.
func (j *judge) unknownApps(people []Person) (unknown, known []string) {
	if len(j.daysByApp) == 0 {
		return nil, nil
	}
	keys := make(map[string]bool)
	for i := range people {
		for _, app := range people[i].ProductAccess {
			if app.Key != "" {
				keys[strings.ToLower(app.Key)] = true
			}
		}
	}
	for key := range j.settings.DormantAfterByApp {
		if !keys[strings.ToLower(key)] {
			unknown = append(unknown, key)
		}
	}
	slices.Sort(unknown)
	return unknown, slices.Sorted(maps.Keys(keys))
}

// on is the day of a time.
func on(at time.Time) string { return at.UTC().Format(time.DateOnly) }

// older reports whether a time is more than some days ago.
func (j *judge) older(at time.Time, days int) bool {
	return at.Before(j.settings.AsOf.AddDate(0, 0, -days))
}

// clocks is by how much clocks, and notions of a day, may differ.
const clocks = 24 * time.Hour

// Ahead reports whether a time is so far in the future that nothing can have happened then: it says nothing about when that was.
func Ahead(at, now time.Time) bool { return at.After(now.Add(clocks)) }

// ahead reports whether a time is in the future of the read.
func (j *judge) ahead(at time.Time) bool {
	if j.settings.Now.IsZero() {
		return Ahead(at, j.settings.AsOf)
	}
	return Ahead(at, j.settings.Now)
}

// timeOf reads a time that an answer has as a text.
func timeOf(text string) (at time.Time, ok bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05Z0700", time.DateOnly} {
		if at, err := time.Parse(layout, text); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}

// Added is when an account was added to the organization, in RFC 3339. A text of another form stays as it is.
func Added(account atlassian.User) string {
	if at, ok := timeOf(account.AddedToOrg); ok {
		return at.UTC().Format(time.RFC3339)
	}
	return account.AddedToOrg
}
