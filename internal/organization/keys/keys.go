// SPDX-License-Identifier: MPL-2.0

// Package keys is the area Keys of an organization: its API keys, and the API tokens of its people. It knows neither a secret of them.
package keys

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// APIKey is an API key of the organization.
type APIKey = atlassian.APIKey

// APIToken is an API token of a person.
type APIToken = atlassian.APIToken

// ManagedAPIToken is an API token of a managed account, as the list of that account shows it.
type ManagedAPIToken = atlassian.ManagedAPIToken

// Person is who created a key or owns a token. Each field may be empty.
type Person = atlassian.CredentialPerson

// Setup is what the keys need to know of their run.
type Setup struct {
	// Client sends the requests, and OrganizationID is the organization.
	Client         *atlassian.Client
	OrganizationID string
	// PersonEmail is the address of the person whose API token the provider runs with. It is empty where there is no such token.
	PersonEmail string
	// Person finds the account of that person; false where no account is known by the address.
	Person func(context.Context) (accountID string, known bool, err error)
	// Protected reports whether the configuration protects an account.
	Protected func(accountID string) bool
	// Protects reports whether the configuration protects a person of whom the ID is not known. Known is false if that cannot be told.
	Protects func(ctx context.Context, person Person) (protects, known bool, err error)
	// Waits are how the run waits, and Visible bounds the wait until a read shows a write that the API has acknowledged.
	Waits   reading.Waits
	Visible time.Duration
}

// Keys are the API keys of the organization and the API tokens of its people.
type Keys struct {
	setup     Setup
	apiKeys   *credentials[APIKey]
	apiTokens *credentials[APIToken]
}

// New makes the area. It sends no request.
func New(setup Setup) *Keys {
	client, id := setup.Client, setup.OrganizationID
	return &Keys{
		setup: setup,
		apiKeys: newCredentials("API keys", func(k APIKey) string { return k.ID },
			func(ctx context.Context) iter.Seq2[APIKey, error] { return client.APIKeys(ctx, id) },
			func(ctx context.Context) (int, error) { return client.CountAPIKeys(ctx, id) }),
		apiTokens: newCredentials("API tokens", func(t APIToken) string { return t.ID },
			func(ctx context.Context) iter.Seq2[APIToken, error] { return client.APITokens(ctx, id) },
			func(ctx context.Context) (int, error) { return client.CountAPITokens(ctx, id) }),
	}
}

// APIKeys are all API keys that Atlassian lists, in the order of their labels: one read and one count for the run. A list with fewer keys
// than Atlassian counts is an error.
func (k *Keys) APIKeys(ctx context.Context) ([]APIKey, error) {
	found, err := k.apiKeys.proven(ctx)
	slices.SortFunc(found, func(a, b APIKey) int { return byLabel(a.Label, b.Label, a.ID, b.ID) })
	return found, err
}

// ListedAPIKeys are the API keys of the same read, without the count: the list may not be whole.
func (k *Keys) ListedAPIKeys(ctx context.Context) ([]APIKey, error) {
	return k.apiKeys.listing.All(ctx)
}

// APITokens are all API tokens that Atlassian lists, in the order of their owners' addresses and their labels: one read and one count for
// the run. A list with fewer tokens than Atlassian counts is an error. Unverified: that all tokens of managed accounts are in the list.
func (k *Keys) APITokens(ctx context.Context) ([]APIToken, error) {
	found, err := k.apiTokens.proven(ctx)
	slices.SortFunc(found, func(a, b APIToken) int {
		return cmp.Or(
			cmp.Compare(strings.ToLower(a.Owner.Email), strings.ToLower(b.Owner.Email)),
			cmp.Compare(a.Owner.AccountID, b.Owner.AccountID),
			byLabel(a.Label, b.Label, a.ID, b.ID))
	})
	return found, err
}

// TokensOf are the API tokens of a managed account, in the order of their labels, with a request of its own. It takes an API key without
// scopes.
func (k *Keys) TokensOf(ctx context.Context, accountID string) ([]ManagedAPIToken, error) {
	found, err := k.setup.Client.ManagedAPITokens(ctx, accountID)
	slices.SortFunc(found, func(a, b ManagedAPIToken) int { return byLabel(a.Label, b.Label, a.ID, b.ID) })
	return found, err
}

func byLabel(a, b, idA, idB string) int {
	return cmp.Or(cmp.Compare(strings.ToLower(a), strings.ToLower(b)), cmp.Compare(a, b), cmp.Compare(idA, idB))
}

// DaysUntil is how many whole days are left at a time until another one. It is negative where that is over, and less than a day ago is -1.
// It is not known for the zero time.
func DaysUntil(at, from time.Time) (days int, known bool) {
	if at.IsZero() {
		return 0, false
	}
	return int(math.Floor(at.Sub(from).Hours() / 24)), true
}

// credentials are a list of Atlassian that a count proves to be whole.
type credentials[V any] struct {
	what    string
	listing *reading.Listing[V]
	count   func(context.Context) (int, error)
	whole   reading.Shared[bool]
}

func newCredentials[V any](what string, key func(V) string, pages func(context.Context) iter.Seq2[V, error], count func(context.Context) (int, error)) *credentials[V] {
	return &credentials[V]{what: what, count: count, listing: &reading.Listing[V]{Key: key, Pages: pages}}
}

// proven is the list, once a count of the run has shown that it is whole.
func (c *credentials[V]) proven(ctx context.Context) ([]V, error) {
	if _, err := c.whole.Get(ctx, c.prove); err != nil {
		return nil, err
	}
	return c.all(ctx)
}

// counted is nil if a count has shown that the list is whole, and otherwise says that none has.
func (c *credentials[V]) counted(ctx context.Context) error {
	whole, err := c.whole.Get(ctx, c.prove)
	if err == nil && !whole {
		err = &UncountedError{What: c.what}
	}
	return err
}

// UncountedError says that Atlassian lists things, and does not say how many there are.
type UncountedError struct {
	// What is listed, such as "API keys".
	What string
}

// Error says what is not known.
func (e *UncountedError) Error() string {
	return fmt.Sprintf("Atlassian lists the %s, but not how many there are, so the provider cannot tell whether the list is complete", e.What)
}

// Counted is an error unless Atlassian's counts have shown that the lists of API keys, or of API tokens, are whole.
func (k *Keys) Counted(ctx context.Context, tokens bool) error {
	if tokens {
		return k.apiTokens.counted(ctx)
	}
	return k.apiKeys.counted(ctx)
}

// all is the list, without what pages repeat.
func (c *credentials[V]) all(ctx context.Context) ([]V, error) {
	listed, err := c.listing.All(ctx)
	if err != nil {
		return nil, err
	}
	seen := make(map[string]bool, len(listed))
	found := make([]V, 0, len(listed))
	for _, v := range listed {
		if !seen[c.listing.Key(v)] {
			found = append(found, v)
		}
		seen[c.listing.Key(v)] = true
	}
	return found, nil
}

// prove compares the list with Atlassian's count. If something is missing, it reads and counts once more, because somebody may have
// made a key in between. A count that Atlassian refuses, or answers in another form, proves nothing and refutes nothing.
func (c *credentials[V]) prove(ctx context.Context) (whole bool, err error) {
	for look := 1; ; look++ {
		found, err := c.all(ctx)
		if err != nil {
			return false, err
		}
		counted, err := c.count(ctx)
		switch {
		case err != nil && isUncounted(err):
			return false, nil
		case err == nil && counted <= len(found):
			return true, nil
		case err != nil:
			return false, err
		case look == 2:
			return false, &IncompleteError{What: c.what, Listed: len(found), Counted: counted}
		}
		if err := c.listing.Again(ctx); err != nil {
			return false, err
		}
	}
}

// isUncounted reports whether an error says that there is no count, now or later.
func isUncounted(err error) bool {
	if _, answered := errors.AsType[*atlassian.Error](err); answered {
		return meaning.IsRefusal(err) && !atlassian.IsUnauthorized(err)
	}
	return meaning.Why(err).Meaning == meaning.Unknown && !errors.Is(err, context.Canceled)
}

// IncompleteError says that Atlassian counts more than it lists.
type IncompleteError struct {
	// What is missing, such as "API keys".
	What string
	// Listed and Counted are the two numbers.
	Listed, Counted int
}

// Error says what contradicts what.
func (e *IncompleteError) Error() string {
	return fmt.Sprintf("Atlassian counts %d %s, but lists %d of them, even after a second read, so the provider cannot tell which are missing: "+
		"try again, and report it to Atlassian if that does not help", e.Counted, e.What, e.Listed)
}
