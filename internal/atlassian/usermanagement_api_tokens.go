// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"
)

const (
	manageTokensPage = userManagementPages + "api-group-api-tokens/"
	manageTokens     = manage + "/api-tokens"
)

// ManagedAPIToken is an API token of a managed account, without its secret.
type ManagedAPIToken struct {
	// ID and Label are those of the token. Unverified: that the ID is that of the same token in [Client.APITokens].
	ID, Label string
	// CreatedAt, ExpiresAt and LastActiveAt are zero if the answer does not say.
	CreatedAt, ExpiresAt, LastActiveAt time.Time
}

var getManagedAPITokens = documented(Operation{ID: "getManagedApiTokens", Method: http.MethodGet, Path: manageTokens, Source: manageTokensPage})

// ManagedAPITokens lists the API tokens of a managed account.
//
// GET /users/{account_id}/manage/api-tokens
// https://developer.atlassian.com/cloud/admin/user-management/rest/api-group-api-tokens/
func (c *Client) ManagedAPITokens(ctx context.Context, accountID string) ([]ManagedAPIToken, error) {
	var answer managedTokens
	if err := c.do(ctx, request{operation: getManagedAPITokens, elements: []string{accountID}}, &answer); err != nil {
		return nil, err
	}
	tokens := make([]ManagedAPIToken, len(answer.items))
	for i, w := range answer.items {
		tokens[i] = ManagedAPIToken{
			ID: w.ID, Label: w.Label,
			CreatedAt: credentialTime(w.CreatedAt), ExpiresAt: credentialTime(w.Expiry), LastActiveAt: credentialTime(w.LastAccess),
		}
	}
	return tokens, nil
}

var deleteManagedAPIToken = documented(Operation{
	ID: "deleteManagedApiToken", Method: http.MethodDelete, Path: manageTokens + "/{tokenId}", Source: manageTokensPage,
	Repeat: Idempotent, Success: http.StatusNoContent, Empty: true,
})

// DeleteManagedAPIToken revokes one API token of a managed account for good.
//
// DELETE /users/{account_id}/manage/api-tokens/{tokenId}
// https://developer.atlassian.com/cloud/admin/user-management/rest/api-group-api-tokens/
func (c *Client) DeleteManagedAPIToken(ctx context.Context, accountID, tokenID string) error {
	return c.do(ctx, request{operation: deleteManagedAPIToken, elements: []string{accountID, tokenID}, refusal: blankID("tokenId", tokenID)}, nil)
}

// managedTokens is the answer: a list, without pages.
type managedTokens struct{ list[wireManagedToken] }

// UnmarshalJSON reads the list.
func (m *managedTokens) UnmarshalJSON(data []byte) error { return json.Unmarshal(data, &m.list) }

func (m *managedTokens) complete() error {
	if !m.present {
		return errors.New("it has no list")
	}
	for i := range m.items {
		if err := m.items[i].complete(); err != nil {
			return fmt.Errorf("item %d: %w", i+1, err)
		}
	}
	return nil
}

type wireManagedToken struct {
	ID         string `json:"id"`
	Label      string `json:"label"`
	CreatedAt  string `json:"createdAt"`
	LastAccess string `json:"lastAccess"`
	Expiry     string `json:"expiry"`
}

func (w *wireManagedToken) complete() error {
	if w.ID == "" {
		return errors.New("an API token has no ID")
	}
	return credentialTimes("API token "+Word(w.ID), w.CreatedAt, w.Expiry, w.LastAccess)
}
