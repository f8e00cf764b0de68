// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"strings"
	"time"
)

// The API Access API can also revoke the API tokens of all managed accounts at once: DELETE …/api-tokens, without a body or a filter. The
// client must have no way to send that. So it declares no such operation, and [Client.target] refuses the request.

const tokensPage = "https://developer.atlassian.com/cloud/admin/api-access/rest/api-group-api-token/" //nolint:gosec // a page, and no secret

// APIToken is an API token of a person, without its secret. Unverified in a live organization.
type APIToken struct {
	// ID and Label are those of the token.
	ID, Label string
	// Owner is the person whose token it is, as far as the answer says so.
	Owner CredentialPerson
	// Status is "ALLOWED", "BLOCKED", or another word that Atlassian adds. It is empty if the answer does not say. Unverified: what the
	// words mean.
	Status string
	// Scopes are those of the token. They are nil if the answer does not say, which is not the same as none.
	Scopes []string
	// CreatedAt, ExpiresAt and LastActiveAt are zero if the answer does not say. Unverified: that a token which was never used has no
	// LastActiveAt.
	CreatedAt, ExpiresAt, LastActiveAt time.Time
}

var getAllAPITokensByOrgID = documented(Operation{
	ID: "getAllApiTokensByOrgId", Method: http.MethodGet, Path: "/admin/api-access/v1/orgs/{orgId}/api-tokens", Scope: "read:tokens:admin", Source: tokensPage,
})

// APITokens lists the API tokens of the people of the organization. It sends none of the documented filters: see [Client.APIKeys].
// Unverified: that it has the tokens of managed accounts alone, and whether it has tokens that have expired.
//
// GET /admin/api-access/v1/orgs/{orgId}/api-tokens, pages of up to 100; the other parameters are repeated beside a cursor
// https://developer.atlassian.com/cloud/admin/api-access/rest/api-group-api-token/
func (c *Client) APITokens(ctx context.Context, organizationID string) iter.Seq2[APIToken, error] {
	return credentialPages(ctx, c, getAllAPITokensByOrgID, organizationID, wireAPIToken.token, func(t APIToken) string { return t.ID })
}

var getAPITokenCount = documented(Operation{
	ID: "getApiTokenCount", Method: http.MethodGet, Path: "/admin/api-access/v1/orgs/{orgId}/api-tokens/count", Scope: "read:tokens:admin", Source: tokensPage,
})

// CountAPITokens counts the API tokens of the people of the organization. Unverified: that it counts those that [Client.APITokens] lists.
//
// GET /admin/api-access/v1/orgs/{orgId}/api-tokens/count
// https://developer.atlassian.com/cloud/admin/api-access/rest/api-group-api-token/
func (c *Client) CountAPITokens(ctx context.Context, organizationID string) (int, error) {
	return c.credentialCount(ctx, getAPITokenCount, organizationID)
}

type wireAPIToken struct {
	ID           string          `json:"id"`
	Label        string          `json:"label"`
	Status       string          `json:"status"`
	CreatedAt    string          `json:"createdAt"`
	ExpiresAt    string          `json:"expiresAt"`
	LastActiveAt string          `json:"lastActiveAt"`
	User         *wireCredential `json:"user"`
	Scopes       []string        `json:"scopes"`
}

// complete refuses a token without an ID, and one with a time that cannot be read.
func (w *wireAPIToken) complete() error {
	if w.ID == "" {
		return errors.New("an API token has no ID")
	}
	return credentialTimes("API token "+Word(w.ID), w.CreatedAt, w.ExpiresAt, w.LastActiveAt)
}

func (w wireAPIToken) token() APIToken {
	return APIToken{
		ID: w.ID, Label: w.Label, Owner: w.User.person(), Status: w.Status, Scopes: w.Scopes,
		CreatedAt: credentialTime(w.CreatedAt), ExpiresAt: credentialTime(w.ExpiresAt), LastActiveAt: credentialTime(w.LastActiveAt),
	}
}

// wireCredential is the person who created a key or owns a token.
type wireCredential struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Email string `json:"email"`
}

func (w *wireCredential) person() CredentialPerson {
	if w == nil {
		return CredentialPerson{}
	}
	return CredentialPerson{AccountID: w.ID, Name: w.Name, Email: w.Email}
}

// credentialTimes refuses a time that cannot be read.
func credentialTimes(what, created, expires, lastActive string) error {
	for _, said := range []struct{ verb, at string }{{"was created", created}, {"expires", expires}, {"was last active", lastActive}} {
		if said.at != "" && credentialTime(said.at).IsZero() {
			return fmt.Errorf("%s %s at %s, which is not a time", what, said.verb, Quoted(said.at))
		}
	}
	return nil
}

// credentialTime reads a time of a key or a token; it is zero where there is none. Unverified: its form. It may also have no zone, which
// counts as UTC, or be a date.
func credentialTime(text string) time.Time {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05.999Z0700", "2006-01-02T15:04:05", time.DateOnly} {
		if at, err := time.Parse(layout, text); err == nil {
			return at
		}
	}
	return time.Time{}
}

// bareCount is the answer of the counts of this API: a number alone. Unverified: other counts are objects, so one with a count is
// understood as well.
type bareCount struct{ number *int }

// UnmarshalJSON reads both forms.
func (b *bareCount) UnmarshalJSON(data []byte) error {
	if err := json.Unmarshal(data, &b.number); err == nil {
		return nil
	}
	var counted count
	if err := json.Unmarshal(data, &counted); err != nil {
		return fmt.Errorf("reading a count: %w", err)
	}
	b.number = counted.Count
	return nil
}

func (b *bareCount) complete() error {
	if b.number == nil || *b.number < 0 {
		return errors.New("it has no count")
	}
	return nil
}

// blankID refuses an ID of nothing but spaces: a server that trims it would see another path.
func blankID(name, id string) error {
	if strings.TrimSpace(id) == "" || strings.ContainsFunc(id, func(r rune) bool { return r <= ' ' || r == '/' || r == '\\' || r == 0x7f }) {
		return fmt.Errorf("%s cannot be the %s", Quoted(id), name)
	}
	return nil
}
