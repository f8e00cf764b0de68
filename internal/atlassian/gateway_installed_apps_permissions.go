// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// wirePermission is what a version of an app may do. Every list in it knows whether the answer has it, because a null says
// nothing about what an app may do, and must not count as "nothing".
type wirePermission struct {
	Scopes list[*struct {
		Key string `json:"key"`
	}] `json:"scopes"`
	Egress list[*struct {
		Addresses list[*string] `json:"addresses"`
	}] `json:"egress"`
}

// oneOrMore is a list that may come as a single element. Unverified: that permissions are a list everywhere.
type oneOrMore[W any] []W

// UnmarshalJSON accepts both.
func (o *oneOrMore[W]) UnmarshalJSON(data []byte) error {
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte("{")) {
		var one W
		if err := json.Unmarshal(data, &one); err != nil {
			return fmt.Errorf("reading one of a list: %w", err)
		}
		*o = []W{one}
		return nil
	}
	var all []W
	if err := json.Unmarshal(data, &all); err != nil {
		return fmt.Errorf("reading a list: %w", err)
	}
	*o = all
	return nil
}

// statement collects texts about an app, such as its scopes. If one part is missing, all of it is unknown, because the rest would
// look complete.
type statement struct {
	texts   []string
	unknown bool
}

func (s *statement) add(text string) {
	if strings.TrimSpace(text) == "" {
		s.unknown = true
		return
	}
	s.texts = append(s.texts, text)
}

// known returns the texts, sorted and without duplicates. It is nil if they are unknown, and empty if there are none.
func (s *statement) known() []string {
	if s.unknown {
		return nil
	}
	slices.Sort(s.texts)
	return append([]string{}, slices.Compact(s.texts)...)
}

// scopesOf returns the scopes of all permissions, sorted. It is nil if one permission does not say its scopes, and if there are
// no permissions.
func scopesOf(permissions []wirePermission) []string {
	said := statement{unknown: len(permissions) == 0}
	for _, permission := range permissions {
		if !permission.Scopes.present {
			return nil
		}
		for _, scope := range permission.Scopes.items {
			if scope == nil {
				return nil
			}
			said.add(scope.Key)
		}
	}
	return said.known()
}

// egressOf returns the addresses of all permissions, sorted. It is nil if one permission does not say its egress, if a kind of
// egress has no address, and if there are no permissions. Unverified: that a permission with an empty list of egress calls no
// other address.
func egressOf(permissions []wirePermission) []string {
	said := statement{unknown: len(permissions) == 0}
	for _, permission := range permissions {
		if !permission.Egress.present {
			return nil
		}
		for _, egress := range permission.Egress.items {
			if egress == nil || len(egress.Addresses.items) == 0 {
				return nil
			}
			for _, address := range egress.Addresses.items {
				if address == nil {
					return nil
				}
				said.add(*address)
			}
		}
	}
	return said.known()
}

// connectEgressOf is nil also if there is no address. The API does not say to which addresses a Connect app sends data.
// Atlassian's word for that is "*".
func connectEgressOf(permissions []wirePermission) []string {
	if found := egressOf(permissions); len(found) > 0 {
		return found
	}
	return nil
}
