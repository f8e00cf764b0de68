// SPDX-License-Identifier: MPL-2.0

package apiaccess

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

const pathAccess = "/admin/api-access/v1/orgs/{orgId}"

// Unverified: how many keys a page has if nothing is said, and at most. Others
// have asked for 1000.
const (
	defaultPage = 50
	maxPage     = 1000
)

// keyParameters are those of "Get all API keys in an org", but its filters by
// date and by the type of a key, whose values are not documented, and the
// order.
var keyParameters = []wire.Parameter{
	{Name: "q", Kind: wire.KindString},
	{Name: "pageSize", Kind: wire.KindNumber, Max: maxPage},
	{Name: "cursor", Kind: wire.KindString},
}

type wireCreator struct {
	ID    string `json:"id"`
	Name  string `json:"name,omitempty"`
	Email string `json:"email,omitempty"`
}

type wireKey struct {
	ID           string       `json:"id"`
	Label        string       `json:"label"`
	CreatedAt    string       `json:"createdAt,omitempty"`
	ExpiresAt    string       `json:"expiresAt,omitempty"`
	LastActiveAt string       `json:"lastActiveAt,omitempty"`
	OrgID        string       `json:"orgId"`
	CreatedBy    *wireCreator `json:"createdBy,omitempty"`
	Scopes       []string     `json:"scopes"`
}

// Operations is the table of the API Access API.
func Operations(w *world.World) []*wire.Operation {
	return []*wire.Operation{{
		Method: "GET", Path: pathAccess + "/api-keys",
		Scope: "read:keys:admin",
		Query: keyParameters, Serve: within(w, (*call).listKeys),
		Family: wire.FamilyAccess,
		Lists:  true, Live: wire.LivePage(liveKey),
	}}
}

// listKeys gives a page of the API keys of the organization, whether they have
// expired or not. Unverified: that keys which have expired are in the list, and
// those that somebody has revoked are not.
func (c *call) listKeys() wire.Answer {
	asked, err := wire.Decode[struct {
		Q        string `json:"q"`
		PageSize int    `json:"pageSize"`
	}](c.Values)
	if err != nil {
		return wire.Fail(http.StatusBadRequest, wire.CodeInvalidSyntax, "Bad request", err.Error())
	}

	at, err := c.Page(defaultPage)
	if err != nil {
		return c.InvalidCursor()
	}

	// The other parameters are repeated beside a cursor.
	at.Limit = cmp.Or(asked.PageSize, defaultPage)

	keys := c.state.APIKeys()
	slices.SortFunc(keys, func(a, b world.APIKey) int { return cmp.Compare(a.ID, b.ID) })

	shown := make([]wireKey, 0, len(keys))

	for _, key := range keys {
		if one := c.wireKey(key); one.matches(asked.Q) {
			shown = append(shown, one)
		}
	}

	page, next := wire.SlicePage(shown, func(k wireKey) string { return k.ID }, at)

	return wire.OK(wire.Page[wireKey]{Data: page, Links: wire.CursorLinks(at, next)})
}

func (c *call) wireKey(key world.APIKey) wireKey {
	shown := wireKey{
		ID: key.ID, Label: key.Label, OrgID: c.state.ID, Scopes: append([]string{}, key.Scopes...),
		CreatedAt: stamp(key.CreatedAt), ExpiresAt: stamp(key.ExpiresAt), LastActiveAt: stamp(key.LastActiveAt),
	}

	switch creator := c.state.ByAccount[key.CreatedBy]; {
	case creator != nil:
		shown.CreatedBy = &wireCreator{creator.ID, creator.Name, creator.Email}
	case key.CreatedBy != "":
		shown.CreatedBy = &wireCreator{ID: key.CreatedBy}
	}

	return shown
}

// matches reports whether a search finds a key. Unverified: where it looks.
func (k wireKey) matches(text string) bool {
	places := []string{k.Label}
	if k.CreatedBy != nil {
		places = append(places, k.CreatedBy.Name, k.CreatedBy.Email)
	}

	return slices.ContainsFunc(places, func(place string) bool { return strings.Contains(strings.ToLower(place), strings.ToLower(text)) })
}

func stamp(at time.Time) string {
	if at.IsZero() {
		return ""
	}

	return at.UTC().Format(time.RFC3339)
}

// liveKey gives a key the nulls that live answers of other APIs have.
// Unverified: no live answer of this one is known.
func liveKey(_ int, key wire.LiveObject) {
	wire.OrNull(key, "createdAt", "expiresAt", "lastActiveAt", "createdBy", "systemAccountId", "resource", "targetResources")
}
