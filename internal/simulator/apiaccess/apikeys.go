// SPDX-License-Identifier: MPL-2.0

package apiaccess

import (
	"net/http"
	"slices"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// keyFilters are those of "Get all API keys in an org", which its count has as
// well.
var keyFilters = slices.Concat(
	[]wire.Parameter{{Name: "q"}, {Name: "keyType"}},
	timeParameters("expiresAt"), timeParameters("lastActiveAt"),
)

type wireKey struct {
	ID           string      `json:"id"`
	Label        string      `json:"label"`
	CreatedAt    string      `json:"createdAt,omitempty"`
	ExpiresAt    string      `json:"expiresAt,omitempty"`
	LastActiveAt string      `json:"lastActiveAt,omitempty"`
	OrgID        string      `json:"orgId"`
	CreatedBy    *wirePerson `json:"createdBy,omitempty"`
	Scopes       []string    `json:"scopes"`
}

// keys are the API keys that the filters of a request leave, whether they have
// expired or not. Unverified: that keys which have expired are in the list, and
// those that somebody has revoked are not.
func (c *call) keys() ([]row[wireKey], *wire.Answer) {
	if c.Has("keyType") {
		c.Violate("keyType: its values are not documented")

		return nil, new(wire.Fail(http.StatusBadRequest, wire.CodeInvalidSyntax, "Bad request", "keyType: unknown value"))
	}

	var rows []row[wireKey]

	for _, key := range c.state.APIKeys() {
		shown := wireKey{
			ID: key.ID, Label: key.Label, OrgID: c.state.ID, Scopes: append([]string{}, key.Scopes...), CreatedBy: c.person(key.CreatedBy),
			CreatedAt: stamp(key.CreatedAt), ExpiresAt: stamp(key.ExpiresAt), LastActiveAt: stamp(key.LastActiveAt),
		}
		rows = append(rows, row[wireKey]{
			shown, shown.ID, shown.Label, shown.CreatedBy,
			map[string]time.Time{"createdAt": key.CreatedAt, "expiresAt": key.ExpiresAt, "lastActiveAt": key.LastActiveAt},
		})
	}

	return filtered(c, rows, "expiresAt", "lastActiveAt")
}

// listKeys gives a page of the API keys.
func (c *call) listKeys() wire.Answer {
	rows, refusal := c.keys()
	if refusal != nil {
		return *refusal
	}

	return pageOf(c, rows)
}

// countKeys counts the API keys.
func (c *call) countKeys() wire.Answer {
	rows, refusal := c.keys()
	if refusal != nil {
		return *refusal
	}

	return wire.OK(len(rows))
}

// revokeKey revokes a key, even the one that the request carries. Unverified:
// the answer for a key that does not exist.
func (c *call) revokeKey() wire.Answer {
	if !c.state.RevokeKey(c.PathValue("apiKeyId")) {
		return wire.Fail(http.StatusNotFound, wire.CodeUnknownResource, "Not found", "There is no API key "+c.PathValue("apiKeyId")+".")
	}

	return wire.NoBody(http.StatusOK)
}

// liveKey gives a key the nulls and a field that live answers of other APIs
// have. Unverified: no live answer of this one is known.
func liveKey(_ int, key wire.LiveObject) {
	wire.OrNull(key, "createdAt", "expiresAt", "lastActiveAt", "createdBy", "systemAccountId", "resource", "targetResources")
	key["keyType"] = "organization"

	if scopes, ok := key["scopes"].([]any); ok && len(scopes) == 0 {
		key["scopes"] = nil
	}
}

func stamp(at time.Time) string {
	if at.IsZero() {
		return ""
	}

	return at.UTC().Format(time.RFC3339)
}

// wirePerson is who created a key.
type wirePerson struct {
	ID    string `json:"id"`
	Name  string `json:"name,omitempty"`
	Email string `json:"email,omitempty"`
}

// person is an account as the list of keys shows it. It is nil if nobody is
// known.
func (c *call) person(accountID string) *wirePerson {
	var known *world.Account

	switch known = c.state.ByAccount[accountID]; {
	case known != nil:
		return &wirePerson{known.ID, known.Name, known.Email}
	case accountID != "":
		return &wirePerson{ID: accountID}
	}

	return nil
}
