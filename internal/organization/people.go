// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/invitations"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/rows"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/standing"
)

// Account is the account of a person or an app as a directory shows it. Apps have no address, and people may hide theirs.
type Account = atlassian.User

// People are the accounts of the organization, in whichever directory.
type People struct {
	*run

	managed reading.Listing[Account]

	// searches are those of [People.Search], each read once, and lookups those of [People.User] that expand anything.
	searches    *reading.Registry[*reading.Shared[[]Account]]
	lookups     *reading.Registry[*accountLookups]
	invitations *invitations.Invitations
	admins      reading.Listing[Account]
	// inferring are those from whose role other roles are inferred.
	inferring reading.Listing[Account]

	// keys are the people to whom the provider's credentials belong, or may belong.
	keys reading.Shared[keyPeople]
	// losses are what the run has taken away, and plannedLosses what it plans to.
	losses, plannedLosses losses

	// persons is what the run knows of the roles of each account, and holders of those who have a role on a resource.
	persons *reading.Registry[*person]
	holders *reading.Registry[*holders]
}

func newPeople(r *run) *People {
	p := &People{run: r, searches: newUserSearches(), lookups: newUserLookups(r)}
	p.managed = reading.Listing[Account]{Key: accountKey, Pages: p.searchManaged}
	p.invitations = invitations.New(r.client, r.id, invitations.Pace{
		Company: r.pace.Invitations, Visible: r.pace.Visible, Lag: max(r.pace.Visible, r.pace.Granted),
	}, p.awaitInvitee)
	p.admins = reading.Listing[Account]{Key: accountKey, Pages: p.searchAdmins}
	p.inferring = reading.Listing[Account]{Key: accountKey, Pages: p.searchInferring}
	p.persons = reading.NewRegistry(p.newPerson)
	p.holders = reading.NewRegistry(p.newHolders)
	return p
}

// searchUsers is a search whose accounts come once each: see [rows.Once].
func (r *run) searchUsers(ctx context.Context, directoryID string, search atlassian.UserSearch) iter.Seq2[Account, error] {
	return rows.Once(r.client.SearchUsers(ctx, r.id, directoryID, search))
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
	return &meaning.NotFoundError{
		What: fmt.Sprintf("an account %s in directory %s", who, directoryID),
		Hint: "invite the person to the organization first",
	}
}

// everyDirectory asks all directories at once, and managed accounts that are in none, too.
const everyDirectory = "-"

// What Atlassian says of an account that the organization manages or does not. Other words may come.
const (
	ClaimManaged   = "managed"
	ClaimUnmanaged = "unmanaged"
)

// managedAccounts is what the searches for accounts look for that the organization manages.
const managedAccounts = "managed accounts"

func accountKey(a Account) string { return a.AccountID }

// Managed lists the accounts that the organization manages, in whichever directory, with one read for the run.
func (p *People) Managed(ctx context.Context) ([]Account, error) {
	return p.managed.All(ctx)
}

func (p *People) searchManaged(ctx context.Context) iter.Seq2[Account, error] {
	return p.searchProven(ctx, managedAccounts, everyDirectory, atlassian.UserSearch{ClaimStatus: ClaimManaged})
}

// searchProven searches in a directory, or in every one, and shows each account once. A search misses things now and then, and an account that is
// missing looks like one that complies. So it counts as well, searches once more where the count says otherwise, and fails where that
// does not help. Atlassian documents that the count has the managed accounts that are in no directory, and not whether the search does:
// where the count has more, it asks for these first. Unverified: that the count and the search agree in a live organization.
func (p *People) searchProven(ctx context.Context, what, directoryID string, search atlassian.UserSearch) iter.Seq2[Account, error] {
	return func(yield func(Account, error) bool) {
		var found []Account
		read := func(search atlassian.UserSearch) error {
			more, err := reading.Collect(p.client.SearchUsers(ctx, p.id, directoryID, search))
			if err == nil {
				found, err = rows.Joined(slices.Concat(found, more))
			}
			return err
		}
		err := read(search)
		if err == nil {
			var counted int
			counted, err = p.client.CountUsers(ctx, p.id, directoryID, search)
			if outside := outsideOf(directoryID, search); err == nil && counted > len(found) && outside != nil {
				err = read(*outside)
			}
			if err == nil && counted > len(found) {
				err = read(search)
			}
			if err == nil && counted > len(found) {
				err = &PartialSearchError{What: what, Counted: counted, Shown: len(found)}
			}
		}
		for _, account := range found {
			if !yield(account, nil) {
				return
			}
		}
		if err != nil {
			yield(Account{}, err)
		}
	}
}

// outsideOf is the part of a search that is about managed accounts in no directory. It is nil if there is none, as for those in a group or
// with a role, or nothing else.
func outsideOf(directoryID string, search atlassian.UserSearch) *atlassian.UserSearch {
	if directoryID != everyDirectory || len(search.DirectoryIDs) > 0 || search.ClaimStatus != "" || len(search.MembershipStatus) > 0 {
		return nil
	}
	if len(search.GroupIDs)+len(search.RoleIDs)+len(search.ResourceIDs) > 0 {
		return nil
	}
	search.ClaimStatus, search.MembershipStatus = ClaimManaged, []string{noMembership}
	return &search
}

// PartialSearchError says that a search for accounts shows fewer than Atlassian counts.
type PartialSearchError struct {
	// What the search is for, such as "managed accounts".
	What string
	// Counted is how many accounts there are, and Shown how many of them the search shows.
	Counted, Shown int
}

// Error says what contradicts what.
func (e *PartialSearchError) Error() string {
	shown := "none"
	if e.Shown > 0 {
		shown = fmt.Sprintf("only %d", e.Shown)
	}
	return fmt.Sprintf("Atlassian counts %d %s, but its search shows %s of them, even at the second try. "+
		"So the provider cannot tell who the others are: try again, and report it to Atlassian if that does not help", e.Counted, e.What, shown)
}

// InUse reports whether an account is in use, for all that is known. An account counts as in use if its status is missing, is of no known
// word, or contradicts what it is composed of.
func InUse(account Account) bool { return standing.Possible(account) }

// Accounts finds many accounts by their IDs, in whichever directory. An ID without an account is missing from the
// result.
func (p *People) Accounts(ctx context.Context, accountIDs []string) (map[string]Account, error) {
	return p.inDirectory.Get(everyDirectory).accountsByID.Many(ctx, accountIDs)
}

// StillAccounts is [People.Accounts] for IDs that belonged to accounts before: it looks once more at those that one answer lacks,
// 10 to a request.
func (p *People) StillAccounts(ctx context.Context, accountIDs []string) (map[string]Account, error) {
	return p.inDirectory.Get(everyDirectory).accountsByID.Still(ctx, accountIDs)
}

// activeWithoutTwoStep lists the managed accounts in use for which two-step verification is off, with one read for the run: usually few,
// where the whole list would be long. It does not search by status: an account with a status that is not documented may be in use.
func (p *People) activeWithoutTwoStep(ctx context.Context) ([]Account, error) {
	return p.policies.withoutTwoStep.Get(ctx, func(ctx context.Context) ([]Account, error) {
		off := false
		found, err := reading.Collect(p.searchProven(ctx, managedAccounts, everyDirectory, atlassian.UserSearch{ClaimStatus: ClaimManaged, MFAEnabled: &off}))
		return slices.DeleteFunc(found, func(a Account) bool { return !InUse(a) }), err
	})
}

// sameAddress is an address as a key: Atlassian's search ignores case.
func sameAddress(email string) string { return strings.ToLower(email) }
