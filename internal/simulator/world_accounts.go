// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Statuses of a user, as "Search for users in an organization" documents them.
const (
	statusActive      = "active"
	statusSuspended   = "suspended"
	statusNotInvited  = "not_invited"
	statusDeactivated = "deactivated"
	statusForDeletion = "for_deletion"
)

const (
	managed   = "managed"
	unmanaged = "unmanaged"
)

// Types of an account, as "Get managed accounts in an organization" documents
// them, without customer. Unverified: that the searches have accounts of apps,
// too, and give them no address.
const (
	typePerson = "atlassian"
	typeApp    = "app"
)

var userStatuses = []string{statusActive, statusSuspended, statusNotInvited, statusDeactivated, statusForDeletion}

// account is the account of a person or an app.
type account struct {
	seq         int // grows in order of appearance
	id          string
	kind        string
	email       string // empty: has none, or hides it
	name        string
	nickname    string
	claim       string // empty: follows the domain
	source      string
	mfa         bool
	status      string
	directories []string
	policy      *authenticationPolicy // nil: the default one, if the account is managed
	moveFailure *MoveFailure          // what becomes of moves by the API; nil: they succeed
}

func (a *account) emailDomain() string {
	_, host, _ := strings.Cut(strings.ToLower(a.email), "@")

	return host
}

// accountStatus is the lifecycle status of the account. Unverified: that an
// account waiting for its deletion is inactive.
func (a *account) accountStatus() string {
	if a.status == statusDeactivated || a.status == statusForDeletion {
		return "inactive"
	}

	return "active"
}

// membershipStatus is the status of the account in the directories.
func (a *account) membershipStatus() string {
	switch {
	case len(a.directories) == 0:
		return "no_membership"
	case a.status == statusSuspended:
		return "suspended"
	default:
		return "active"
	}
}

// account finds an account by ID or email address.
func (s *state) account(reference string) (*account, bool) {
	if found, ok := s.byAccount[reference]; ok {
		return found, true
	}

	found, ok := s.byEmail[strings.ToLower(reference)]

	return found, ok
}

// claimStatus is managed while the domain of the account is claimed.
// Unverified: that a domain whose token went missing keeps its accounts.
func (s *state) claimStatus(a *account) string {
	if a.claim != "" {
		return a.claim
	}

	host := a.emailDomain()
	for _, domain := range s.domains {
		if domain.name == host && (domain.status == claimVerified || domain.status == claimMissingToken) {
			return managed
		}
	}

	return unmanaged
}

// visible says whether a search in that directory finds the account. A search
// in all directories finds managed accounts that are in none, too.
func (s *state) visible(a *account, directoryID string) bool {
	if directoryID != allDirectories {
		return slices.Contains(a.directories, directoryID)
	}

	return len(a.directories) > 0 || s.claimStatus(a) == managed
}

// accountState are the accounts that an organization knows.
type accountState struct {
	accounts  []*account // by seq
	byAccount map[string]*account
	byEmail   map[string]*account // without those that have no address
}

var accountPart = part{seed: (*state).seedUsers, describe: (*state).describeUsers}

func (s *state) describeUsers(org *Organization) {
	for _, account := range s.accounts {
		org.Users = append(org.Users, User{
			AccountID: account.id, AccountType: account.kind, Email: account.email, Name: account.name, Nickname: account.nickname, ClaimStatus: account.claim,
			ManagementSource: account.source, MFA: account.mfa, Status: account.status, Directories: slices.Clone(account.directories),
		})
	}
}

func (s *state) seedUsers(org Organization) error {
	s.byAccount, s.byEmail = map[string]*account{}, map[string]*account{}

	for i, user := range org.Users {
		if _, err := s.addAccount(user); err != nil {
			return fmt.Errorf("users[%d]: %w", i, err)
		}
	}

	return nil
}

// newAccount describes an account to be added.
func (s *state) newAccount(user User) (*account, error) {
	local, host, found := strings.Cut(user.Email, "@")
	if user.Email != "" && (!found || local == "" || host == "") {
		return nil, fmt.Errorf("email: %q is not an email address", user.Email)
	}

	id, kind := user.AccountID, typePerson

	if user.Email == "" {
		kind = typeApp

		if id == "" && user.Name == "" {
			return nil, errors.New("email is missing; without one, name or account_id is required")
		}
	}

	return &account{
		id:       cmp.Or(id, "712020:"+derive(s.id, "account", strings.ToLower(cmp.Or(user.Email, user.Name)))),
		kind:     cmp.Or(user.AccountType, kind),
		email:    user.Email,
		name:     cmp.Or(user.Name, local),
		nickname: cmp.Or(user.Nickname, user.Name, local),
		claim:    user.ClaimStatus,
		source:   cmp.Or(user.ManagementSource, "invited"),
		mfa:      user.MFA,
		status:   cmp.Or(user.Status, statusActive),
	}, nil
}

// addAccount adds a person, or an app.
func (s *state) addAccount(user User) (*account, error) {
	added, err := s.newAccount(user)
	if err != nil {
		return nil, err
	}

	if err := errors.Join(
		oneOf("account_type", added.kind, typePerson, typeApp),
		oneOf("claim_status", added.claim, "", managed, unmanaged),
		oneOf("management_source", added.source, "invited", "synced"),
		oneOf("status", added.status, userStatuses...),
	); err != nil {
		return nil, err
	}

	if _, taken := s.byEmail[strings.ToLower(added.email)]; taken { // nobody is there without an address
		return nil, fmt.Errorf("email: there is a user %q already", added.email)
	}

	if _, taken := s.byAccount[added.id]; taken {
		return nil, fmt.Errorf("account_id: there is a user %q already", added.id)
	}

	references := user.Directories
	if len(references) == 0 && added.status != statusNotInvited {
		references = []string{""}
	}

	if len(references) > 0 && added.status == statusNotInvited {
		return nil, fmt.Errorf("directories: %s is not_invited and so cannot be in a directory", cmp.Or(added.email, added.name, added.id))
	}

	for _, reference := range references {
		directory, ok := s.directory(reference)
		if !ok {
			return nil, fmt.Errorf("directories: %q is neither ID nor name of a directory", reference)
		}

		added.directories = append(added.directories, directory.ID)
	}

	s.sequence++
	added.seq = s.sequence
	s.accounts = append(s.accounts, added)
	s.byAccount[added.id] = added

	if added.email != "" {
		s.byEmail[strings.ToLower(added.email)] = added
	}

	return added, nil
}
