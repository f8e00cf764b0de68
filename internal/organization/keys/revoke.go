// SPDX-License-Identifier: MPL-2.0

package keys

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// maxLost is how often the provider sends a revocation if every answer is lost.
const maxLost = 3

// ErrProtected says that the person of a key or a token is protected by the configuration.
var ErrProtected = errors.New("the account that it belongs to is in protected_account_ids of the provider block")

// ErrCreatorUnknown says that Atlassian does not say who created a key, so that it may be of an account that the configuration protects.
var ErrCreatorUnknown = errors.New("Atlassian does not say who created the key, and protected_account_ids of the provider block may list that account") //nolint:staticcheck // the name of a company

// KeyToRevoke finds an API key, and refuses it if it is the provider's own, or may be, or if the configuration protects its creator. Named
// is the ID of the provider's own key, as the user says; it may be empty.
func (k *Keys) KeyToRevoke(ctx context.Context, id, named string) (APIKey, error) {
	keys, err := k.APIKeys(ctx)
	if err != nil {
		return APIKey{}, fmt.Errorf("the provider cannot tell which API key it runs with: %w", err)
	}
	at := slices.IndexFunc(keys, func(key APIKey) bool { return key.ID == id })
	if at < 0 {
		return APIKey{}, &meaning.NotFoundError{What: "API key " + atlassian.Word(id), Hint: "the data source atlassian_api_keys lists the API keys"}
	}
	key := keys[at]
	own := OwnKeys(keys, named, time.Now())
	if own[id] != OwnNo {
		return key, ownError("API key", id, key.Label, named, own)
	}
	return key, k.checkCreator(ctx, key.CreatedBy)
}

// checkCreator refuses a key of a protected person, and one that may be: a revocation cannot be undone.
func (k *Keys) checkCreator(ctx context.Context, creator Person) error {
	if creator.AccountID != "" {
		if k.setup.Protected(creator.AccountID) {
			return ErrProtected
		}
		return nil
	}
	protects, known, err := k.setup.Protects(ctx, creator)
	switch {
	case err != nil:
		return fmt.Errorf("the provider cannot tell who created the API key: %w", err)
	case !known:
		return ErrCreatorUnknown
	case protects:
		return ErrProtected
	}
	return nil
}

func ownError(what, id, label, named string, own map[string]Own) *OwnError {
	refused := &OwnError{What: what, ID: id, Label: label, Certain: own[id] == OwnYes}
	for candidate, is := range own {
		if is != OwnNo {
			refused.Candidates = append(refused.Candidates, candidate)
		}
	}
	slices.Sort(refused.Candidates)
	if named != "" && !slices.Contains(refused.Candidates, named) {
		refused.Named = named
	}
	return refused
}

// RevokeAPIKey revokes an API key for good, and looks whether it is gone. It refuses what [Keys.KeyToRevoke] refuses. The list settles a lost
// answer. A [meaning.NotVisibleError] is a success that the list does not show. An [OwnRevokedError] says that the key was the provider's own after
// all.
func (k *Keys) RevokeAPIKey(ctx context.Context, id, named string) error {
	if _, err := k.KeyToRevoke(ctx, id, named); err != nil {
		return err
	}
	var last error
	isGone := func(ctx context.Context) bool {
		var found []APIKey
		found, last = reading.Collect(k.setup.Client.APIKeys(ctx, k.setup.OrganizationID))
		if last != nil {
			return atlassian.IsUnauthorized(last) // nothing can be read any more
		}
		return !slices.ContainsFunc(found, func(key APIKey) bool { return key.ID == id })
	}
	send := func(ctx context.Context) error { return k.setup.Client.RevokeAPIKey(ctx, k.setup.OrganizationID, id) }
	if err := k.settle(ctx, "the revocation of API key "+atlassian.Word(id), send, isGone, &last); err != nil {
		return err
	}
	k.apiKeys.listing.Removed(id)
	return nil
}

// settle sends a revocation, and looks until it shows.
func (k *Keys) settle(ctx context.Context, what string, send func(context.Context) error, isGone func(context.Context) bool, last *error) error {
	sent := reading.Sending{Tries: maxLost, Lost: atlassian.IsOutcomeUnknown, Pauses: k.setup.Waits.Tries()}
	err := reading.Settle(ctx, sent, send, isGone)
	if err == nil || atlassian.IsNotFound(err) {
		err = k.shown(ctx, what, isGone, last, err)
	}
	if *last != nil && atlassian.IsUnauthorized(*last) {
		return &OwnRevokedError{Err: *last}
	}
	return err
}

// shown waits until a revocation shows that Atlassian has acknowledged. It looks once at one that Atlassian does not know: somebody may have
// made it before.
func (k *Keys) shown(ctx context.Context, what string, isGone func(context.Context) bool, last *error, refused error) error {
	if refused != nil {
		if isGone(ctx) {
			return nil
		}
		return refused
	}
	if k.setup.Waits.UntilShown(ctx, k.setup.Visible, isGone) == nil {
		return nil
	}
	return &meaning.NotVisibleError{What: what, Err: *last, Contradicted: *last == nil}
}

// OwnRevokedError says that Atlassian does not take the provider's API key any more, right after a key was revoked.
type OwnRevokedError struct{ Err error }

// Error says what has happened.
func (e *OwnRevokedError) Error() string {
	return fmt.Sprintf("Atlassian no longer accepts the API key of the provider: either the revoked key was the provider's own, or somebody has revoked it (%v)", e.Err)
}

// Unwrap returns Atlassian's answer.
func (e *OwnRevokedError) Unwrap() error { return e.Err }

// TokenToRevoke finds an API token of a managed account, and refuses it if it is the provider's own, or may be, or if the configuration protects
// the account. The address is that of the account, where it is known. Named is as for [Keys.KeyToRevoke].
func (k *Keys) TokenToRevoke(ctx context.Context, accountID, address, id, named string) (ManagedAPIToken, error) {
	if k.setup.Protected(accountID) {
		return ManagedAPIToken{}, ErrProtected
	}
	tokens, err := k.TokensOf(ctx, accountID)
	if err != nil {
		return ManagedAPIToken{}, err
	}
	at := slices.IndexFunc(tokens, func(t ManagedAPIToken) bool { return t.ID == id })
	if at < 0 {
		return ManagedAPIToken{}, &meaning.NotFoundError{
			What: "API token " + atlassian.Word(id) + " of account " + atlassian.Word(accountID), Hint: "the data source atlassian_api_tokens lists the API tokens",
		}
	}
	mine, err := k.isOwnPerson(ctx, accountID, address)
	if err != nil {
		return tokens[at], fmt.Errorf("the provider cannot tell whether its API token belongs to that account: %w", err)
	}
	if own := OwnTokens(tokens, named, time.Now()); mine && own[id] != OwnNo {
		return tokens[at], ownError("API token", id, tokens[at].Label, named, own)
	}
	return tokens[at], nil
}

// isOwnPerson reports whether an account is, or may be, that of the person whose API token the provider runs with.
func (k *Keys) isOwnPerson(ctx context.Context, accountID, address string) (bool, error) {
	if k.setup.PersonEmail == "" {
		return false, nil
	}
	if strings.EqualFold(address, k.setup.PersonEmail) {
		return true, nil
	}
	person, known, err := k.setup.Person(ctx)
	if err != nil {
		return false, err
	}
	if !known {
		return address == "", nil // an account with a hidden address may be theirs
	}
	return strings.EqualFold(person, accountID), nil
}

// RevokeAPIToken revokes one API token of a managed account for good, and looks whether it is gone. It refuses what [Keys.TokenToRevoke] refuses.
// A [meaning.NotVisibleError] is a success that the list does not show.
func (k *Keys) RevokeAPIToken(ctx context.Context, accountID, address, id, named string) error {
	if _, err := k.TokenToRevoke(ctx, accountID, address, id, named); err != nil {
		return err
	}
	var last error
	isGone := func(ctx context.Context) bool {
		var found []ManagedAPIToken
		found, last = k.setup.Client.ManagedAPITokens(ctx, accountID)
		return last == nil && !slices.ContainsFunc(found, func(t ManagedAPIToken) bool { return t.ID == id })
	}
	send := func(ctx context.Context) error { return k.setup.Client.DeleteManagedAPIToken(ctx, accountID, id) }
	if err := k.settle(ctx, "the revocation of API token "+atlassian.Word(id), send, isGone, &last); err != nil {
		return err
	}
	k.apiTokens.listing.Removed(id)
	return nil
}
