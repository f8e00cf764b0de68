// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/keys"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
)

// No API says to whom the provider's API key belongs, but a key is a person's and ends with the access of that person. So a person who created
// a key that has not expired may be the one. Unverified: all of that, and that the list of keys has the provider's own.

// keyPeople are the people to whom the credentials of the provider belong, or may belong.
type keyPeople struct {
	// creators have the labels of the API keys that have not expired, by the IDs of their creators in lower case.
	creators map[string][]string
	// unnamed says that the creator of such a key is not known.
	unnamed bool
	// person is the account of user_email, in lower case; it is empty where there is none.
	person string
}

// spare returns why an account must be spared, or nil.
func (k keyPeople) spare(accountID string) *SparedError {
	id := strings.ToLower(accountID)
	labels, created := k.creators[id]
	switch {
	case created && len(k.creators) == 1 && !k.unnamed:
		return &SparedError{Reason: SparedKeyOwner, Keys: labels}
	case created:
		return &SparedError{Reason: SparedMaybeKeyOwner, Keys: labels}
	case id == k.person:
		return &SparedError{Reason: SparedPerson}
	}
	return nil
}

// keyPeople reads who created API keys, and whose address user_email is, with one read of each for the run. A list of keys that may not be
// read, or is not understood, spares nobody.
func (p *People) keyPeople(ctx context.Context) (keyPeople, error) {
	found, err := p.keys.Get(ctx, p.readKeyPeople)
	if err != nil {
		return keyPeople{}, fmt.Errorf("the provider cannot tell who owns the API key: %w", err)
	}
	return found, nil
}

func (p *People) readKeyPeople(ctx context.Context) (keyPeople, error) {
	found := keyPeople{creators: make(map[string][]string)}
	listed, err := p.credentials.ListedAPIKeys(ctx)
	if err != nil && !isUnlisted(err) {
		return found, err
	}
	addresses := make(map[string][]string)
	for _, key := range listed {
		by := key.CreatedBy
		switch {
		case !key.ExpiresAt.IsZero() && key.ExpiresAt.Before(time.Now()):
		case by.AccountID != "":
			found.add(by.AccountID, key.Label)
		case by.Email != "":
			addresses[by.Email] = append(addresses[by.Email], key.Label)
		default:
			found.unnamed = true
		}
	}
	asked := slices.DeleteFunc([]string{p.userEmail}, func(address string) bool { return address == "" })
	for address := range addresses {
		asked = append(asked, address)
	}
	if len(asked) == 0 {
		return found, nil
	}
	accounts, err := p.accountsByEmail(ctx, InDirectory(everyDirectory).Still(), asked)
	if err != nil {
		return found, err
	}
	for address, labels := range addresses {
		if account, ok := accounts[address]; ok {
			for _, label := range labels {
				found.add(account.AccountID, label)
			}
		} else {
			found.unnamed = true
		}
	}
	found.person = strings.ToLower(accounts[p.userEmail].AccountID)
	return found, nil
}

func (k keyPeople) add(accountID, label string) {
	id := strings.ToLower(accountID)
	k.creators[id] = append(k.creators[id], label)
}

// newKeys makes the area of API keys and tokens, which shares its read of the keys with [People.Spared].
func newKeys(r *run, hasToken bool) *keys.Keys {
	person := ""
	if hasToken {
		person = r.userEmail
	}
	return keys.New(keys.Setup{
		Client: r.client, OrganizationID: r.id, PersonEmail: person,
		Person: func(ctx context.Context) (string, bool, error) {
			accounts, err := r.people.accountsByEmail(ctx, InDirectory(everyDirectory).Still(), []string{person})
			account, known := accounts[person]
			return account.AccountID, known, err
		},
		Protected: func(accountID string) bool { return len(r.people.Protected(accountID)) > 0 },
		Protects:  r.people.protectsPerson,
		Waits:     r.waits, Visible: r.pace.Visible,
	})
}

// protectsPerson reports whether the configuration protects a person who is known by no ID. Where it protects nobody, there is nothing to
// look up; otherwise it looks for the address, and does not know about one that it does not find.
func (p *People) protectsPerson(ctx context.Context, person keys.Person) (protects, known bool, err error) {
	if len(p.ProtectedAccountIDs()) == 0 {
		return false, true, nil
	}
	if person.Email == "" {
		return false, false, nil
	}
	accounts, err := p.accountsByEmail(ctx, InDirectory(everyDirectory).Still(), []string{person.Email})
	if err != nil {
		return false, false, err
	}
	account, known := accounts[person.Email]
	return known && len(p.Protected(account.AccountID)) > 0, known, nil
}

// isUnlisted reports whether an error says that the keys cannot be listed, now or later: the key may not, the operation is not there, or
// its answer has another form. Every other error may go away.
func isUnlisted(err error) bool {
	if _, answered := errors.AsType[*atlassian.Error](err); answered {
		return meaning.IsRefusal(err) && !atlassian.IsUnauthorized(err)
	}
	return meaning.Why(err).Meaning == meaning.Unknown && !errors.Is(err, context.Canceled)
}
