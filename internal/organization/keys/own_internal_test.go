// SPDX-License-Identifier: MPL-2.0

package keys

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

var now = time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)

func TestOwnKeys(t *testing.T) {
	t.Parallel()
	ago := func(d time.Duration) time.Time { return now.Add(-d) }
	whole := APIKey{ID: "whole"}
	unsaid := APIKey{ID: "unsaid", Scopes: []string{}, ExpiresAt: now.Add(time.Hour)}
	able := APIKey{ID: "able", Scopes: []string{"delete:keys:admin", "read:keys:admin"}}
	unable := APIKey{ID: "unable", Scopes: []string{"read:keys:admin", "read:tokens:admin"}}
	blind := APIKey{ID: "blind", Scopes: []string{"delete:keys:admin"}}
	strange := APIKey{ID: "strange", Scopes: []string{"read:keys:admin", "everything"}}
	over := APIKey{ID: "over", ExpiresAt: ago(25 * time.Hour)}
	justOver := APIKey{ID: "just over", ExpiresAt: ago(time.Hour)}
	for name, test := range map[string]struct {
		keys  []APIKey
		named string
		want  map[string]Own
	}{
		"the only key":                            {[]APIKey{whole}, "", map[string]Own{"whole": OwnYes}},
		"the only one that has not expired":       {[]APIKey{whole, over}, "", map[string]Own{"whole": OwnYes, "over": OwnNo}},
		"no clock is trusted to the minute":       {[]APIKey{whole, justOver}, "", map[string]Own{"whole": OwnMaybe, "just over": OwnMaybe}},
		"scopes that cannot revoke a key":         {[]APIKey{able, unable, blind}, "", map[string]Own{"able": OwnYes, "unable": OwnNo, "blind": OwnNo}},
		"scopes in another form say nothing":      {[]APIKey{able, strange}, "", map[string]Own{"able": OwnMaybe, "strange": OwnMaybe}},
		"no scopes may do everything":             {[]APIKey{able, unsaid}, "", map[string]Own{"able": OwnMaybe, "unsaid": OwnMaybe}},
		"the user says which it is":               {[]APIKey{whole, able, unsaid}, "able", map[string]Own{"whole": OwnNo, "able": OwnYes, "unsaid": OwnNo}},
		"what the user says can be no such key":   {[]APIKey{whole, able, over}, "over", map[string]Own{"whole": OwnMaybe, "able": OwnMaybe, "over": OwnNo}},
		"what the user says is no key at all":     {[]APIKey{whole, able}, "x", map[string]Own{"whole": OwnMaybe, "able": OwnMaybe}},
		"a wrong word does not free the only key": {[]APIKey{whole}, "x", map[string]Own{"whole": OwnYes}},
		"none that can be it: the list lacks it":  {[]APIKey{over}, "", map[string]Own{"over": OwnNo}},
	} {
		assert.Equal(t, test.want, OwnKeys(test.keys, test.named, now), name)
	}
}

func TestOwnTokens(t *testing.T) {
	t.Parallel()
	one, two, over := ManagedAPIToken{ID: "one"}, ManagedAPIToken{ID: "two", ExpiresAt: now}, ManagedAPIToken{ID: "over", ExpiresAt: now.Add(-48 * time.Hour)}
	assert.Equal(t, map[string]Own{"one": OwnYes, "over": OwnNo}, OwnTokens([]ManagedAPIToken{one, over}, "", now))
	assert.Equal(t, map[string]Own{"one": OwnMaybe, "two": OwnMaybe}, OwnTokens([]ManagedAPIToken{one, two}, "", now))
	assert.Equal(t, map[string]Own{"one": OwnNo, "two": OwnYes}, OwnTokens([]ManagedAPIToken{one, two}, "two", now))
}

func TestOwnAmong(t *testing.T) {
	t.Parallel()
	token := func(id, email string, expires time.Time) APIToken {
		return APIToken{ID: id, Owner: Person{Email: email}, ExpiresAt: expires}
	}
	tokens := []APIToken{token("a", "Ada@acme.example", time.Time{}), token("b", "bo@acme.example", time.Time{}), token("c", "ada@acme.example", now.Add(-48*time.Hour))}
	of := func(email string) *Keys { return New(Setup{PersonEmail: email}) }
	assert.Equal(t, map[string]Own{"a": OwnNo, "b": OwnNo, "c": OwnNo}, of("").OwnAmong(tokens, now), "the provider runs with no token")
	assert.Equal(t, map[string]Own{"a": OwnYes, "b": OwnNo, "c": OwnNo}, of("ada@ACME.example").OwnAmong(tokens, now))
	tokens = append(tokens, token("d", "", time.Time{}))
	assert.Equal(t, map[string]Own{"a": OwnMaybe, "b": OwnNo, "c": OwnNo, "d": OwnMaybe}, of("ada@acme.example").OwnAmong(tokens, now), "an unknown owner may be the person")
}

func TestDaysUntil(t *testing.T) {
	t.Parallel()
	for at, want := range map[time.Time]int{
		now: 0, now.Add(23 * time.Hour): 0, now.Add(24 * time.Hour): 1, now.Add(-time.Minute): -1, now.Add(-25 * time.Hour): -2, now.Add(30*24*time.Hour + time.Hour): 30,
	} {
		days, known := DaysUntil(at, now)
		assert.True(t, known)
		assert.Equal(t, want, days, at)
	}
	_, known := DaysUntil(time.Time{}, now)
	assert.False(t, known, "a missing expiry is not never")
}

func TestFilter(t *testing.T) {
	t.Parallel()
	day := func(n int) time.Time { return now.AddDate(0, 0, n) }
	tokens := []APIToken{
		{ID: "used", Label: "Script", Owner: Person{Name: "Ada", Email: "ada@acme.example"}, Status: "ALLOWED", CreatedAt: day(-10), LastActiveAt: day(-1), ExpiresAt: day(5)},
		{ID: "stale", Label: "old", Owner: Person{Name: "Bo", Email: "bo@acme.example"}, Status: "BLOCKED", CreatedAt: day(-200), LastActiveAt: day(-100), ExpiresAt: day(100)},
		{ID: "unsaid", Label: "x"},
	}
	for name, test := range map[string]struct {
		filter Filter
		want   []string
	}{
		"nothing is asked":     {Filter{}, []string{"used", "stale", "unsaid"}},
		"a label in any case":  {Filter{Search: "SCRIPT"}, []string{"used"}},
		"a part of an address": {Filter{Search: "bo@"}, []string{"stale"}},
		"a name":               {Filter{Search: "ada"}, []string{"used"}},
		"a status, and none that is not known is lost":  {Filter{Status: "blocked"}, []string{"stale", "unsaid"}},
		"an unknown expiry may be near":                 {Filter{ExpiresBefore: day(30)}, []string{"used", "unsaid"}},
		"and may be far":                                {Filter{ExpiresAfter: day(30)}, []string{"stale", "unsaid"}},
		"what was never used was not used since":        {Filter{LastActiveBefore: day(-30)}, []string{"stale", "unsaid"}},
		"and is none of those that were":                {Filter{LastActiveAfter: day(-30)}, []string{"used"}},
		"an unknown creation is on both sides":          {Filter{CreatedBefore: day(-30)}, []string{"stale", "unsaid"}},
		"and on the other":                              {Filter{CreatedAfter: day(-30)}, []string{"used", "unsaid"}},
		"a bound itself is neither before nor after it": {Filter{ExpiresBefore: day(5), CreatedAfter: day(-10)}, []string{"unsaid"}},
	} {
		var found []string
		for _, token := range test.filter.Tokens(tokens) {
			found = append(found, token.ID)
		}
		assert.Equal(t, test.want, found, name)
	}
	keys := []APIKey{{ID: "k", Label: "ci", CreatedBy: Person{Email: "ada@acme.example"}, ExpiresAt: day(5)}, {ID: "l", ExpiresAt: day(50)}, {ID: "m"}}
	assert.Equal(t, []APIKey{keys[0], keys[2]}, Filter{ExpiresBefore: day(10)}.Keys(keys))
	assert.Equal(t, keys[:1], Filter{Search: "ADA"}.Keys(keys))
	assert.Len(t, keys, 3)
	assert.Equal(t, "l", keys[1].ID, "the shared list stays as it was")
}
