// SPDX-License-Identifier: MPL-2.0

package keys

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// No API says which key or token a request carries, and no list has a secret. But some keys cannot be the one that the provider runs
// with, because Atlassian takes its requests: one that has expired, and one with scopes that lacks what the revocation of a key needs, for
// then Atlassian would refuse the revocation. If one key is left, it is the provider's own, provided that the list is whole. If several are
// left, each of them may be, unless the user says which it is.

// Own says whether the provider runs with a key or a token.
type Own int

const (
	// OwnNo is a key that the provider cannot run with.
	OwnNo Own = iota + 1
	// OwnMaybe is one of several that it may run with.
	OwnMaybe
	// OwnYes is the only one that it can run with, or the one that the user has named as such.
	OwnYes
)

// clockError is how wrong the clock of this machine may be. A key that expired only just now may still be in use.
const clockError = 24 * time.Hour

// revokeScopes are the scopes that listing and revoking a key need.
var revokeScopes = []string{"read:keys:admin", "delete:keys:admin"}

// adminScope is a scope in the documented form. Scopes in another form say nothing: they may stand for the documented ones.
var adminScope = regexp.MustCompile(`^[a-z]+:[a-z-]+:admin$`)

// OwnKeys says of each key, by its ID, whether the provider runs with it and may revoke keys. Named is the ID of the provider's own key, as
// the user says; it may be empty. An ID that is none of those that may be the provider's own changes nothing.
func OwnKeys(keys []APIKey, named string, now time.Time) map[string]Own {
	candidates := make([]string, 0, len(keys))
	for _, key := range keys {
		if mayRevoke(key, now) {
			candidates = append(candidates, key.ID)
		}
	}
	own := ownOf(candidates, named)
	for _, key := range keys {
		if own[key.ID] == 0 {
			own[key.ID] = OwnNo
		}
	}
	return own
}

// mayRevoke reports whether Atlassian may take a request with a key that lists and revokes keys.
func mayRevoke(key APIKey, now time.Time) bool {
	if expired(key.ExpiresAt, now) {
		return false
	}
	documented := len(key.Scopes) > 0 && !slices.ContainsFunc(key.Scopes, func(s string) bool { return !adminScope.MatchString(s) })
	return !documented || !slices.ContainsFunc(revokeScopes, func(s string) bool { return !slices.Contains(key.Scopes, s) })
}

// expired reports whether something expired so long ago that no clock can be wrong about it.
func expired(at, now time.Time) bool { return !at.IsZero() && at.Before(now.Add(-clockError)) }

// ownOf tells candidates apart.
func ownOf(candidates []string, named string) map[string]Own {
	own := make(map[string]Own, len(candidates))
	known := slices.Contains(candidates, named)
	for _, id := range candidates {
		switch {
		case id == named, len(candidates) == 1:
			own[id] = OwnYes
		case known:
			own[id] = OwnNo
		default:
			own[id] = OwnMaybe
		}
	}
	return own
}

// OwnTokens says of each token of one person, by its ID, whether the provider runs with it as user_api_token, given that it is that
// person's. Named is as for [OwnKeys].
func OwnTokens(tokens []ManagedAPIToken, named string, now time.Time) map[string]Own {
	candidates := make([]string, 0, len(tokens))
	for _, token := range tokens {
		if !expired(token.ExpiresAt, now) {
			candidates = append(candidates, token.ID)
		}
	}
	own := ownOf(candidates, named)
	for _, token := range tokens {
		if own[token.ID] == 0 {
			own[token.ID] = OwnNo
		}
	}
	return own
}

// OwnAmong says of each token of a list, by its ID, whether the provider runs with it as user_api_token. A token of which Atlassian does
// not say the owner may be the provider's own.
func (k *Keys) OwnAmong(tokens []APIToken, now time.Time) map[string]Own {
	own := make(map[string]Own, len(tokens))
	var candidates []string
	certain := true
	for _, token := range tokens {
		own[token.ID] = OwnNo
		if k.setup.PersonEmail == "" || expired(token.ExpiresAt, now) {
			continue
		}
		switch {
		case token.Owner.Email == "":
			certain = false
		case !strings.EqualFold(token.Owner.Email, k.setup.PersonEmail):
			continue
		}
		candidates = append(candidates, token.ID)
	}
	for _, id := range candidates {
		own[id] = OwnMaybe
		if len(candidates) == 1 && certain {
			own[id] = OwnYes
		}
	}
	return own
}

// OwnError says that a key or token must not be revoked, because the provider runs with it, or may.
type OwnError struct {
	// What it is: "API key" or "API token".
	What string
	// ID and Label are those of what was to be revoked.
	ID, Label string
	// Certain says that it is the provider's own.
	Certain bool
	// Candidates are the IDs of all that may be the provider's own.
	Candidates []string
	// Named is what the user says is the provider's own, where that is none of these.
	Named string
}

// Error says why it must not be revoked.
func (e *OwnError) Error() string {
	is := "may be the one that the provider runs with"
	if e.Certain {
		is = "is the one that the provider runs with"
	}
	return e.What + " " + atlassian.Word(e.ID) + " (" + atlassian.Quoted(e.Label) + ") " + is
}
