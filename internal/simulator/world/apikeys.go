// SPDX-License-Identifier: MPL-2.0

package world

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// keyState are the API keys of an organization. The key that requests must
// carry is apart from them, because it is never changed.
type keyState struct {
	OtherKeys []APIKey
}

// keyPart are the API keys. They are seeded after the users, who created them.
var keyPart = part{seed: (*State).seedKeys, describe: (*State).describeKeys}

func (s *State) seedKeys(org Organization) error {
	var err error
	if s.Key, err = s.namedKey(s.Key); err != nil {
		return fmt.Errorf("api_key: %w", err)
	}

	for i, key := range org.OtherAPIKeys {
		if err := s.addKey(key); err != nil {
			return fmt.Errorf("other_api_keys[%d]: %w", i, err)
		}
	}

	return nil
}

func (s *State) describeKeys(org *Organization) {
	keys := s.APIKeys()
	org.APIKey, org.OtherAPIKeys = keys[0], keys[1:]

	if len(org.OtherAPIKeys) == 0 {
		org.OtherAPIKeys = nil
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
		creator, ok := s.account(key.CreatedBy)
		if !ok {
			return APIKey{}, fmt.Errorf("created_by: %q is neither account ID nor email address of a user", key.CreatedBy)
		}

		key.CreatedBy = creator.ID
	}

	return key, nil
}

// APIKeys are all API keys, first the one that requests carry.
func (s *State) APIKeys() []APIKey {
	keys := append([]APIKey{s.Key}, s.OtherKeys...)
	for i := range keys {
		keys[i].Scopes = slices.Clone(keys[i].Scopes)
	}

	return keys
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

// keyPerson is to whom the key of requests belongs: its creator, or else the
// first admin.
func (s *State) keyPerson() *Account {
	if creator, ok := s.ByAccount[s.Key.CreatedBy]; ok {
		return creator
	}

	return s.firstAdmin()
}
