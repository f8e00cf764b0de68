// SPDX-License-Identifier: MPL-2.0

package apiaccess

import (
	"net/http"
	"slices"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// tokenFilters are those of "Get all API tokens in an org", which its count has
// as well.
var tokenFilters = slices.Concat(
	[]wire.Parameter{{Name: "q"}, {Name: "status", Enum: []string{world.TokenAllowed, world.TokenBlocked}}},
	timeParameters("createdAt"), timeParameters("lastActiveAt"),
)

type wireToken struct {
	ID           string     `json:"id"`
	Label        string     `json:"label"`
	Status       string     `json:"status"`
	CreatedAt    string     `json:"createdAt,omitempty"`
	ExpiresAt    string     `json:"expiresAt,omitempty"`
	LastActiveAt string     `json:"lastActiveAt,omitempty"`
	User         *wireOwner `json:"user,omitempty"`
	Scopes       []string   `json:"scopes"`
}

// wireOwner is the owner of a token.
type wireOwner struct {
	ID    string `json:"id"`
	OrgID string `json:"orgId"`
	Name  string `json:"name,omitempty"`
	Email string `json:"email,omitempty"`
}

// tokens are the API tokens of people that the filters of a request leave.
// Unverified: that tokens which have expired are in the list.
func (c *call) tokens() ([]row[wireToken], *wire.Answer) {
	var rows []row[wireToken]

	for _, token := range c.state.APITokens() {
		if c.Has("status") && c.Text("status") != token.Status {
			continue
		}

		owner := c.person(token.User)
		shown := wireToken{
			ID: token.ID, Label: token.Label, Status: token.Status, Scopes: append([]string{}, token.Scopes...), User: &wireOwner{owner.ID, c.state.ID, owner.Name, owner.Email},
			CreatedAt: stamp(token.CreatedAt), ExpiresAt: stamp(token.ExpiresAt), LastActiveAt: stamp(token.LastActiveAt),
		}
		rows = append(rows, row[wireToken]{
			shown, shown.ID, shown.Label, owner,
			map[string]time.Time{"createdAt": token.CreatedAt, "expiresAt": token.ExpiresAt, "lastActiveAt": token.LastActiveAt},
		})
	}

	return filtered(c, rows, "createdAt", "lastActiveAt")
}

// listTokens gives a page of the API tokens.
func (c *call) listTokens() wire.Answer {
	rows, refusal := c.tokens()
	if refusal != nil {
		return *refusal
	}

	return pageOf(c, rows)
}

// countTokens counts the API tokens.
func (c *call) countTokens() wire.Answer {
	rows, refusal := c.tokens()
	if refusal != nil {
		return *refusal
	}

	return wire.OK(len(rows))
}

// revokeAllTokens is a trap. At Atlassian, the operation revokes the tokens of
// all managed accounts. It has neither a body nor a filter. No client of this
// simulator may send it, so it revokes nothing and breaks the rules.
func (c *call) revokeAllTokens() wire.Answer {
	c.Violate("revokes the API tokens of ALL managed accounts: nothing may ever send it")

	return wire.Fail(http.StatusForbidden, wire.CodeForbidden, "Forbidden", "The simulator does not revoke all API tokens.")
}

// liveToken gives a token the nulls and a field that live answers of other APIs
// have. Unverified: no live answer of this one is known.
func liveToken(at int, token wire.LiveObject) {
	wire.OrNull(token, "createdAt", "expiresAt", "lastActiveAt", "user")
	token["tokenType"] = "user"

	if scopes, ok := token["scopes"].([]any); ok && len(scopes) == 0 && at%2 == 0 {
		token["scopes"] = nil
	}
}
