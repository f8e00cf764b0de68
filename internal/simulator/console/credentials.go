// SPDX-License-Identifier: MPL-2.0

package console

import (
	"net/http"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// credentialControls are the part of the control surface about API keys and API
// tokens.
func (c *surface) credentialControls() []control {
	const (
		keys   = Prefix + "api-keys"
		tokens = Prefix + "api-tokens"
	)

	return []control{
		{"POST", keys, act(func(r *http.Request) error {
			key, err := read[world.APIKey](r)
			if err != nil {
				return err
			}

			return c.world.CreateAPIKey(key)
		})},
		{"PATCH", keys + "/{key}", used("key", c.world.UseAPIKey)},
		{"DELETE", keys + "/{key}", act(func(r *http.Request) error { return c.world.RevokeAPIKey(r.PathValue("key")) })},
		{"POST", tokens, create(func(token world.APIToken) (any, error) {
			id, err := c.world.CreateAPIToken(token)

			return map[string]string{"id": id}, err
		})},
		{"PATCH", tokens + "/{token}", used("token", c.world.UseAPIToken)},
		{"DELETE", tokens + "/{token}", act(func(r *http.Request) error { return c.world.RevokeAPIToken(r.PathValue("token")) })},
	}
}

// used changes when a key or a token expires or was used last.
func used(name string, deed func(reference string, use world.CredentialUse) error) http.HandlerFunc {
	return act(func(r *http.Request) error {
		use, err := read[world.CredentialUse](r)
		if err != nil {
			return err
		}

		return deed(r.PathValue(name), use)
	})
}
