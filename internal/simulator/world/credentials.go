// SPDX-License-Identifier: MPL-2.0

package world

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// APIToken is the API token of a person. Requests carry none of these: see
// [UserAPIToken].
type APIToken struct {
	// ID of the token. It is not a secret. Unverified: the API Access API and the
	// User management API give a token the same ID.
	ID string `json:"id,omitempty"`
	// User is the owner, by account ID or email address.
	User string `json:"user"`
	// Label is the name that the owner gave to the token.
	Label string `json:"label,omitempty"`
	// Scopes of the token. A token without scopes may do all that its owner may.
	Scopes []string `json:"scopes,omitempty"`
	// Status is ALLOWED or BLOCKED. If it is absent, a token is BLOCKED while the
	// authentication policy of its owner blocks tokens. Unverified: what the words
	// mean.
	Status string `json:"status,omitempty"`
	// CreatedAt, ExpiresAt and LastActiveAt are absent from the lists of tokens if
	// they are absent here.
	CreatedAt    time.Time `json:"created_at,omitzero"`
	ExpiresAt    time.Time `json:"expires_at,omitzero"`
	LastActiveAt time.Time `json:"last_active_at,omitzero"`
}

// Statuses of an API token.
const (
	TokenAllowed = "ALLOWED"
	TokenBlocked = "BLOCKED"
)

// CredentialUse is what changes about a key or a token while it is used. What
// is nil stays.
type CredentialUse struct {
	ExpiresAt    *time.Time `json:"expires_at"`
	LastActiveAt *time.Time `json:"last_active_at"`
}

// credentialState are the API keys of an organization and the API tokens of its
// people. The key and the token that requests must carry are apart from them.
type credentialState struct {
	OtherKeys []APIKey
	Tokens    []APIToken
	// keyRevoked and tokenRevoked say that somebody has revoked what requests
	// carry.
	keyRevoked, tokenRevoked bool
}

// credentialPart are the API keys and tokens. They are seeded after the users,
// who created them.
var credentialPart = part{seed: (*State).seedCredentials, describe: (*State).describeCredentials}

func (s *State) seedCredentials(org Organization) error {
	var err error
	if s.Key, err = s.namedKey(s.Key); err != nil {
		return fmt.Errorf("api_key: %w", err)
	}

	for i, key := range org.OtherAPIKeys {
		if err := s.addKey(key); err != nil {
			return fmt.Errorf("other_api_keys[%d]: %w", i, err)
		}
	}

	s.UserToken.Scopes = slices.Clone(s.UserToken.Scopes)
	s.UserToken.Label = cmp.Or(s.UserToken.Label, "token of the requests")
	s.UserToken.ID = cmp.Or(s.UserToken.ID, Derive(s.ID, "api token", s.UserToken.Label))

	for i, token := range org.APITokens {
		if _, err := s.addToken(token); err != nil {
			return fmt.Errorf("api_tokens[%d]: %w", i, err)
		}
	}

	return nil
}

func (s *State) describeCredentials(org *Organization) {
	org.APIKey = s.Key
	org.APIKey.Scopes = slices.Clone(s.Key.Scopes)
	org.UserAPIToken.Scopes = slices.Clone(s.UserToken.Scopes)

	for _, key := range s.OtherKeys {
		key.Scopes = slices.Clone(key.Scopes)
		org.OtherAPIKeys = append(org.OtherAPIKeys, key)
	}

	for _, token := range s.Tokens {
		token.Scopes = slices.Clone(token.Scopes)
		org.APITokens = append(org.APITokens, token)
	}
}

// addKey adds a key that requests do not carry.
func (s *State) addKey(key APIKey) error {
	if key.Value != "" {
		return errors.New("value: only the key of api_key can be used")
	}

	named, err := s.namedKey(key)
	if err != nil {
		return err
	}

	if slices.ContainsFunc(s.APIKeys(), func(other APIKey) bool { return other.ID == named.ID }) {
		return fmt.Errorf("there are two keys %s", named.ID)
	}

	s.OtherKeys = append(s.OtherKeys, named)

	return nil
}

// namedKey fills in what is absent about a key.
func (s *State) namedKey(key APIKey) (APIKey, error) {
	key.Scopes = slices.Clone(key.Scopes)
	key.Label = cmp.Or(key.Label, "key "+strconv.Itoa(len(s.OtherKeys)+1))
	key.ID = cmp.Or(key.ID, Derive(s.ID, "api key", key.Label))

	if key.CreatedBy != "" {
		creator, ok := s.Account(key.CreatedBy)
		if !ok {
			return APIKey{}, fmt.Errorf("created_by: %q is neither account ID nor email address of a user", key.CreatedBy)
		}

		key.CreatedBy = creator.ID
	}

	return key, nil
}

// addToken adds a token that requests do not carry.
func (s *State) addToken(token APIToken) (APIToken, error) {
	owner, ok := s.Account(token.User)
	if !ok {
		return APIToken{}, fmt.Errorf("user: %q is neither account ID nor email address of a user", token.User)
	}

	if err := oneOf("status", token.Status, "", TokenAllowed, TokenBlocked); err != nil {
		return APIToken{}, err
	}

	token.User = owner.ID
	token.Scopes = slices.Clone(token.Scopes)
	token.Label = cmp.Or(token.Label, "token "+strconv.Itoa(len(s.Tokens)+1))
	token.ID = cmp.Or(token.ID, Derive(s.ID, "api token", owner.ID, token.Label))

	if token.ID == s.UserToken.ID || slices.ContainsFunc(s.Tokens, func(other APIToken) bool { return other.ID == token.ID }) {
		return APIToken{}, fmt.Errorf("there are two tokens %s", token.ID)
	}

	s.Tokens = append(s.Tokens, token)

	return token, nil
}

// APIKeys are all API keys that nobody has revoked, first the one that requests
// carry.
func (s *State) APIKeys() []APIKey {
	var keys []APIKey
	if !s.keyRevoked {
		keys = append(keys, s.Key)
	}

	keys = append(keys, s.OtherKeys...)
	for i := range keys {
		keys[i].Scopes = slices.Clone(keys[i].Scopes)
	}

	return keys
}

// APITokens are the API tokens of all managed accounts that nobody has revoked,
// with their statuses, sorted by ID. Unverified: that those of other accounts are
// not among them.
func (s *State) APITokens() []APIToken {
	tokens := slices.Clone(s.Tokens)

	if person, ok := s.ByEmail[strings.ToLower(s.UserToken.Email)]; ok && !s.tokenRevoked {
		own := s.UserToken
		tokens = append(tokens, APIToken{
			ID: own.ID, User: person.ID, Label: own.Label, Scopes: own.Scopes, CreatedAt: own.CreatedAt, ExpiresAt: own.ExpiresAt, LastActiveAt: own.LastActiveAt,
		})
	}

	tokens = slices.DeleteFunc(tokens, func(t APIToken) bool {
		owner, ok := s.ByAccount[t.User]

		return !ok || s.ClaimStatus(owner) != Managed
	})

	for i, token := range tokens {
		tokens[i].Scopes = slices.Clone(token.Scopes)

		if token.Status == "" {
			tokens[i].Status = TokenAllowed
			if s.PolicyOf(s.ByAccount[token.User]).Settings.UserAPITokens == "blocked" {
				tokens[i].Status = TokenBlocked
			}
		}
	}

	slices.SortFunc(tokens, func(a, b APIToken) int { return cmp.Compare(a.ID, b.ID) })

	return tokens
}

// RevokeKey revokes a key. It reports whether there was one. Afterwards no
// request can carry it.
func (s *State) RevokeKey(id string) bool {
	if id == s.Key.ID && !s.keyRevoked {
		s.keyRevoked = true

		return true
	}

	before := len(s.OtherKeys)
	s.OtherKeys = slices.DeleteFunc(s.OtherKeys, func(k APIKey) bool { return k.ID == id })

	return len(s.OtherKeys) < before
}

// RevokeToken revokes a token. It reports whether there was one.
func (s *State) RevokeToken(id string) bool {
	if id == s.UserToken.ID && !s.tokenRevoked {
		s.tokenRevoked = true

		return true
	}

	before := len(s.Tokens)
	s.Tokens = slices.DeleteFunc(s.Tokens, func(t APIToken) bool { return t.ID == id })

	return len(s.Tokens) < before
}

// IsKeyRevoked reports whether the key that requests carry is revoked.
func (w *World) IsKeyRevoked() bool {
	_, leave := w.enter()
	defer leave()

	return w.state.keyRevoked
}

// IsTokenRevoked reports whether the token that requests carry is revoked.
func (w *World) IsTokenRevoked() bool {
	_, leave := w.enter()
	defer leave()

	return w.state.tokenRevoked
}

// keyPerson is to whom the key of requests belongs: its creator, or else the
// first admin.
func (s *State) keyPerson() *Account {
	if creator, ok := s.ByAccount[s.Key.CreatedBy]; ok {
		return creator
	}

	return s.firstAdmin()
}

// CreateAPIKey creates a key, as a person does in the console. No request can
// carry it.
func (w *World) CreateAPIKey(key APIKey) error {
	now, leave := w.enter()
	defer leave()

	if key.CreatedAt.IsZero() {
		key.CreatedAt = now
	}

	return w.state.addKey(key)
}

// ExpireAPIKeys lets all keys expire at a time. The key that requests carry
// stays valid, so that a test can go on.
func (w *World) ExpireAPIKeys(at time.Time) {
	_, leave := w.enter()
	defer leave()

	w.state.Key.ExpiresAt = at
	for i := range w.state.OtherKeys {
		w.state.OtherKeys[i].ExpiresAt = at
	}
}

// UseAPIKey changes when a key, given by ID or label, expires or was used last.
func (w *World) UseAPIKey(key string, use CredentialUse) error {
	_, leave := w.enter()
	defer leave()

	found := &w.state.Key
	if !named(key, found.ID, found.Label) {
		at := slices.IndexFunc(w.state.OtherKeys, func(k APIKey) bool { return named(key, k.ID, k.Label) })
		if at < 0 {
			return fmt.Errorf("API key %q: %w", key, ErrNotFound)
		}

		found = &w.state.OtherKeys[at]
	}

	use.apply(&found.ExpiresAt, &found.LastActiveAt)

	return nil
}

// RevokeAPIKey revokes a key, given by ID or label, as a person does in the
// console.
func (w *World) RevokeAPIKey(key string) error {
	_, leave := w.enter()
	defer leave()

	for _, k := range w.state.APIKeys() {
		if named(key, k.ID, k.Label) && w.state.RevokeKey(k.ID) {
			return nil
		}
	}

	return fmt.Errorf("API key %q: %w", key, ErrNotFound)
}

// CreateAPIToken creates a token, as its owner does, and returns its ID. No
// request can carry it.
func (w *World) CreateAPIToken(token APIToken) (string, error) {
	now, leave := w.enter()
	defer leave()

	if token.CreatedAt.IsZero() {
		token.CreatedAt = now
	}

	added, err := w.state.addToken(token)

	return added.ID, err
}

// UseAPIToken changes when a token, given by ID or label, expires or was used
// last.
func (w *World) UseAPIToken(token string, use CredentialUse) error {
	_, leave := w.enter()
	defer leave()

	if own := &w.state.UserToken; named(token, own.ID, own.Label) {
		use.apply(&own.ExpiresAt, &own.LastActiveAt)

		return nil
	}

	at := slices.IndexFunc(w.state.Tokens, func(t APIToken) bool { return named(token, t.ID, t.Label) })
	if at < 0 {
		return fmt.Errorf("API token %q: %w", token, ErrNotFound)
	}

	use.apply(&w.state.Tokens[at].ExpiresAt, &w.state.Tokens[at].LastActiveAt)

	return nil
}

// RevokeAPIToken revokes a token, given by ID or label, as its owner or an admin
// does.
func (w *World) RevokeAPIToken(token string) error {
	_, leave := w.enter()
	defer leave()

	for _, t := range w.state.APITokens() {
		if named(token, t.ID, t.Label) && w.state.RevokeToken(t.ID) {
			return nil
		}
	}

	return fmt.Errorf("API token %q: %w", token, ErrNotFound)
}

func named(reference, id, label string) bool { return reference == id || reference == label }

func (u CredentialUse) apply(expires, lastActive *time.Time) {
	if u.ExpiresAt != nil {
		*expires = *u.ExpiresAt
	}

	if u.LastActiveAt != nil {
		*lastActive = *u.LastActiveAt
	}
}
