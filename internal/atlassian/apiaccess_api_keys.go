// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

const (
	keysPage = "https://developer.atlassian.com/cloud/admin/api-access/rest/api-group-api-key/"

	// apiKeysPerPage is the size of a page. Unverified: that Atlassian allows so many.
	apiKeysPerPage = 100
)

// APIKey is an API key of the organization, without its secret. Unverified in a live organization.
type APIKey struct {
	// ID and Label are those of the key.
	ID, Label string
	// CreatedBy is the account of the person who created the key, as far as the answer says so.
	CreatedBy APIKeyCreator
	// ExpiresAt is when the key expires. It is zero if the answer does not say.
	ExpiresAt time.Time
}

// APIKeyCreator is the person who created a key. Each field may be empty.
type APIKeyCreator struct{ AccountID, Name, Email string }

var getAllAPIKeys = documented(Operation{
	ID: "getAllApiKeys", Method: http.MethodGet, Path: "/admin/api-access/v1/orgs/{orgId}/api-keys", Scope: "read:keys:admin", Source: keysPage,
})

// APIKeys lists the API keys of the organization. Unverified: whether keys that have expired are among them.
//
// GET /admin/api-access/v1/orgs/{orgId}/api-keys, pages of up to 100; the other parameters are repeated beside a cursor
// https://developer.atlassian.com/cloud/admin/api-access/rest/api-group-api-key/
func (c *Client) APIKeys(ctx context.Context, organizationID string) iter.Seq2[APIKey, error] {
	size := strconv.Itoa(apiKeysPerPage)
	first := request{operation: getAllAPIKeys, elements: []string{organizationID}, query: url.Values{"pageSize": {size}}}
	with := func(cursor string) request {
		next := first
		next.query = url.Values{"pageSize": {size}, "cursor": {cursor}}
		return next
	}
	return pagesOf(ctx, c, first, with, wireAPIKey.key, func(k APIKey) string { return k.ID })
}

type wireAPIKey struct {
	ID        string `json:"id"`
	Label     string `json:"label"`
	ExpiresAt string `json:"expiresAt"`
	CreatedBy *struct {
		ID    string `json:"id"`
		Name  string `json:"name"`
		Email string `json:"email"`
	} `json:"createdBy"`
}

// complete refuses a key without an ID, and one whose expiry cannot be read: it would pass for one that has expired, or has not.
func (w *wireAPIKey) complete() error {
	if w.ID == "" {
		return errors.New("an API key has no ID")
	}
	if _, err := w.expiry(); err != nil {
		return fmt.Errorf("API key %s expires at %s, which is no time", Word(w.ID), Quoted(w.ExpiresAt))
	}
	return nil
}

// expiry reads the time. Unverified: its form. It may also have no zone, or be a date.
func (w *wireAPIKey) expiry() (time.Time, error) {
	if w.ExpiresAt == "" {
		return time.Time{}, nil
	}
	var failed error
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05.999Z0700", "2006-01-02T15:04:05", time.DateOnly} {
		at, err := time.Parse(layout, w.ExpiresAt)
		if err == nil {
			return at, nil
		}
		failed = err
	}
	return time.Time{}, failed
}

func (w wireAPIKey) key() APIKey {
	key := APIKey{ID: w.ID, Label: w.Label}
	key.ExpiresAt, _ = w.expiry() // complete has read it
	if w.CreatedBy != nil {
		key.CreatedBy = APIKeyCreator{w.CreatedBy.ID, w.CreatedBy.Name, w.CreatedBy.Email}
	}
	return key
}
