// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"fmt"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// Account is the account of a person or an app as a directory shows it. Apps have no address, and people may hide theirs.
type Account = atlassian.User

// People are the accounts of the organization, in whichever directory.
type People struct {
	*run

	managed reading.Listing[Account]
}

func newPeople(r *run) *People {
	p := &People{run: r}
	p.managed = reading.Listing[Account]{Key: accountKey, Pages: p.searchManaged}
	return p
}

// accountsByEmail finds accounts by their e-mail addresses, in any case, 100 to a request. Asked for one by one, addresses travel in
// batches. The result is keyed by the addresses as they were given; an address without an account is missing from it. No account has the
// empty address. If the scope is [Scope.Still], it looks once more at those that one answer lacks, 100 to a request.
func (p *People) accountsByEmail(ctx context.Context, scope Scope, emails []string) (map[string]Account, error) {
	keys := make([]string, len(emails))
	asked := make([]string, 0, len(emails))
	for i, email := range emails {
		keys[i] = strings.ToLower(email)
		if email != "" {
			asked = append(asked, keys[i])
		}
	}
	byAddress := p.inDirectory.Get(scope.directoryID).accountsByEmail
	find := byAddress.Many
	if scope.still {
		find = byAddress.Still
	}
	found, err := find(ctx, asked)
	if err != nil {
		return nil, err
	}
	byEmail := make(map[string]Account, len(found))
	for i, email := range emails {
		if account, ok := found[keys[i]]; ok {
			byEmail[email] = account
		}
	}
	return byEmail, nil
}

// Account finds an account by its ID. Asked for one by one, IDs travel in batches.
func (p *People) Account(ctx context.Context, directoryID, accountID string) (Account, error) {
	found, ok, err := p.inDirectory.Get(directoryID).accountsByID.Get(ctx, accountID)
	if err != nil {
		return Account{}, err
	}
	if !ok {
		return Account{}, accountNotFound(accountID, directoryID)
	}
	return found, nil
}

func accountNotFound(who, directoryID string) error {
	return &NotFoundError{
		What: fmt.Sprintf("an account %s in directory %s", who, directoryID),
		Hint: "invite the person to the organization first",
	}
}
