// SPDX-License-Identifier: MPL-2.0

package usermanagement

import (
	"net/http"
	"slices"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

type wireToken struct {
	ID         string `json:"id"`
	Label      string `json:"label"`
	CreatedAt  string `json:"createdAt"`
	LastAccess string `json:"lastAccess,omitempty"`
	Expiry     string `json:"expiry,omitempty"`
}

// tokensOf are the API tokens of the account.
func (c *call) tokensOf() []world.APIToken {
	return slices.DeleteFunc(c.state.APITokens(), func(t world.APIToken) bool { return t.User != c.account.ID })
}

// listTokens gives all API tokens of the account, without pages.
func (c *call) listTokens() wire.Answer {
	if refusal := c.refusedAction(world.ManageTokenRead); refusal != nil {
		return *refusal
	}

	shown := []wireToken{}
	for _, token := range c.tokensOf() {
		shown = append(shown, wireToken{token.ID, token.Label, stamp(token.CreatedAt), stamp(token.LastActiveAt), stamp(token.ExpiresAt)})
	}

	return wire.OK(shown)
}

// deleteToken revokes one token of the account. Unverified: the key of the
// refusal if the account has no such token.
func (c *call) deleteToken() wire.Answer {
	if refusal := c.refusedAction(world.ManageTokenDelete); refusal != nil {
		return *refusal
	}

	id := c.PathValue("tokenId")
	if !slices.ContainsFunc(c.tokensOf(), func(t world.APIToken) bool { return t.ID == id }) || !c.state.RevokeToken(id) {
		return wire.FailKey(http.StatusNotFound, "notFound", nil)
	}

	return wire.NoBody(http.StatusNoContent)
}

func stamp(at time.Time) string {
	if at.IsZero() {
		return ""
	}

	return at.UTC().Format("2006-01-02T15:04:05.000Z")
}

// liveTokens gives the tokens the nulls that live answers of other operations
// have.
func liveTokens(whole any) {
	tokens, _ := whole.([]any)
	for _, token := range tokens {
		if token, ok := token.(wire.LiveObject); ok {
			wire.OrNull(token, "lastAccess", "expiry")
			token["scopes"] = nil
		}
	}
}
