// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

const (
	keysPage = "https://developer.atlassian.com/cloud/admin/api-access/rest/api-group-api-key/"

	// credentialsPerPage is the size of a page of keys or tokens. Unverified: that Atlassian allows so many. It is always sent: without a
	// page size, Atlassian answered the list of tokens with status 500 to somebody.
	credentialsPerPage = 100
)

// APIKey is an API key of the organization, without its secret. Unverified in a live organization.
type APIKey struct {
	// ID and Label are those of the key.
	ID, Label string
	// CreatedBy is the account of the person who created the key, as far as the answer says so.
	CreatedBy CredentialPerson
	// Scopes are those of the key. They are nil if the answer does not say, which is not the same as none. Unverified: what the answer has
	// for a key without scopes, which may do everything.
	Scopes []string
	// CreatedAt, ExpiresAt and LastActiveAt are zero if the answer does not say. Unverified: that a key which was never used has no
	// LastActiveAt.
	CreatedAt, ExpiresAt, LastActiveAt time.Time
}

// CredentialPerson is the person who created a key or owns a token. Each field may be empty.
type CredentialPerson struct{ AccountID, Name, Email string }

var getAllAPIKeys = documented(Operation{
	ID: "getAllApiKeys", Method: http.MethodGet, Path: "/admin/api-access/v1/orgs/{orgId}/api-keys", Scope: "read:keys:admin", Source: keysPage,
})

// APIKeys lists the API keys of the organization. It sends none of the documented filters, because their words are not documented, and a
// filter that Atlassian misunderstands would hide keys. Unverified: whether keys that have expired are among them.
//
// GET /admin/api-access/v1/orgs/{orgId}/api-keys, pages of up to 100; the other parameters are repeated beside a cursor
// https://developer.atlassian.com/cloud/admin/api-access/rest/api-group-api-key/
func (c *Client) APIKeys(ctx context.Context, organizationID string) iter.Seq2[APIKey, error] {
	return credentialPages(ctx, c, getAllAPIKeys, organizationID, wireAPIKey.key, func(k APIKey) string { return k.ID })
}

// credentialPages reads a list of keys or tokens.
func credentialPages[W, V any](ctx context.Context, c *Client, operation Operation, organizationID string, convert func(W) V, key func(V) string) iter.Seq2[V, error] {
	size := strconv.Itoa(credentialsPerPage)
	first := request{operation: operation, elements: []string{organizationID}, query: url.Values{"pageSize": {size}}}
	with := func(cursor string) request {
		next := first
		next.query = url.Values{"pageSize": {size}, "cursor": {cursor}}
		return next
	}
	return pagesOf(ctx, c, first, with, convert, key)
}

var getAPIKeyCount = documented(Operation{
	ID: "getApiKeyCount", Method: http.MethodGet, Path: "/admin/api-access/v1/orgs/{orgId}/api-keys/count", Scope: "read:keys:admin", Source: keysPage,
})

// CountAPIKeys counts the API keys of the organization. Unverified: that it counts those that [Client.APIKeys] lists.
//
// GET /admin/api-access/v1/orgs/{orgId}/api-keys/count
// https://developer.atlassian.com/cloud/admin/api-access/rest/api-group-api-key/
func (c *Client) CountAPIKeys(ctx context.Context, organizationID string) (int, error) {
	return c.credentialCount(ctx, getAPIKeyCount, organizationID)
}

func (c *Client) credentialCount(ctx context.Context, operation Operation, organizationID string) (int, error) {
	var counted bareCount
	if err := c.do(ctx, request{operation: operation, elements: []string{organizationID}}, &counted); err != nil {
		return 0, err
	}
	return *counted.number, nil
}

// Repeating it does no harm: a key that is revoked cannot come back.
var revokeAPIKey = documented(Operation{
	ID: "revokeApiKey", Method: http.MethodPatch, Path: "/admin/api-access/v1/orgs/{orgId}/api-keys/revoke/{apiKeyId}", Scope: "delete:keys:admin", Source: keysPage,
	Repeat: Idempotent, Success: http.StatusOK, Empty: true,
})

// RevokeAPIKey revokes an API key of the organization for good. Atlassian does not refuse the key that the request itself carries: the
// caller must. Unverified: the status and the body of the answer, and the answer for a key that does not exist.
//
// PATCH /admin/api-access/v1/orgs/{orgId}/api-keys/revoke/{apiKeyId}, without a body
// https://developer.atlassian.com/cloud/admin/api-access/rest/api-group-api-key/
func (c *Client) RevokeAPIKey(ctx context.Context, organizationID, keyID string) error {
	return c.do(ctx, request{operation: revokeAPIKey, elements: []string{organizationID, keyID}, refusal: blankID("apiKeyId", keyID)}, nil)
}

type wireAPIKey struct {
	ID           string          `json:"id"`
	Label        string          `json:"label"`
	CreatedAt    string          `json:"createdAt"`
	ExpiresAt    string          `json:"expiresAt"`
	LastActiveAt string          `json:"lastActiveAt"`
	CreatedBy    *wireCredential `json:"createdBy"`
	Scopes       []string        `json:"scopes"`
}

// complete refuses a key without an ID, and one with a time that cannot be read: it would pass for one that has expired, or was never used.
func (w *wireAPIKey) complete() error {
	if w.ID == "" {
		return errors.New("an API key has no ID")
	}
	return credentialTimes("API key "+Word(w.ID), w.CreatedAt, w.ExpiresAt, w.LastActiveAt)
}

func (w wireAPIKey) key() APIKey {
	return APIKey{
		ID: w.ID, Label: w.Label, CreatedBy: w.CreatedBy.person(), Scopes: w.Scopes,
		CreatedAt: credentialTime(w.CreatedAt), ExpiresAt: credentialTime(w.ExpiresAt), LastActiveAt: credentialTime(w.LastActiveAt),
	}
}
