// SPDX-License-Identifier: MPL-2.0

package world

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Statuses of a user, as "Search for users in an organization" documents them.
const (
	StatusActive      = "active"
	statusSuspended   = "suspended"
	statusNotInvited  = "not_invited"
	statusDeactivated = "deactivated"
	StatusForDeletion = "for_deletion"
)

// Claim statuses of an account.
const (
	Managed   = "managed"
	Unmanaged = "unmanaged"
)

// Types of an account, as "Get managed accounts in an organization" documents
// them, without customer. Unverified: the searches list accounts of apps, too,
// and give them no address.
const (
	typePerson = "atlassian"
	typeApp    = "app"
)

// UserStatuses are all statuses of a user.
var UserStatuses = []string{StatusActive, statusSuspended, statusNotInvited, statusDeactivated, StatusForDeletion}

// Account is the account of a person or an app.
type Account struct {
	Seq         int // grows in order of appearance
	ID          string
	Kind        string
	Email       string // empty: the account has none or hides it
	Name        string
	Nickname    string
	claim       string // empty: the domain decides
	Source      string
	MFA         bool
	Status      string
	Directories []string
	activity    activity
	policy      *Policy      // nil: the default policy, if the account is managed
	moveFailure *MoveFailure // why moves by the API fail; nil: they succeed
}

// EmailDomain is the domain of the address; empty where there is none.
func (a *Account) EmailDomain() string {
	_, host, _ := strings.Cut(strings.ToLower(a.Email), "@")

	return host
}

// AccountStatus is the lifecycle status of the account. Unverified: an account
// that waits for its deletion is inactive.
func (a *Account) AccountStatus() string {
	if a.Status == statusDeactivated || a.Status == StatusForDeletion {
		return "inactive"
	}

	return "active"
}

// MembershipStatus is the status of the account in the directories.
func (a *Account) MembershipStatus() string {
	switch {
	case len(a.Directories) == 0:
		return "no_membership"
	case a.Status == statusSuspended:
		return "suspended"
	default:
		return "active"
	}
}

// account finds an account by ID or email address.
func (s *State) account(reference string) (*Account, bool) {
	if found, ok := s.ByAccount[reference]; ok {
		return found, true
	}

	found, ok := s.ByEmail[strings.ToLower(reference)]

	return found, ok
}

// ClaimStatus is managed while the domain of the account is claimed.
// Unverified: a domain whose token is missing keeps its accounts.
func (s *State) ClaimStatus(a *Account) string {
	if a.claim != "" {
		return a.claim
	}

	host := a.EmailDomain()
	for _, domain := range s.Domains {
		if domain.Name == host && (domain.Status == claimVerified || domain.Status == claimMissingToken) {
			return Managed
		}
	}

	return Unmanaged
}

// Visible reports whether a search in a directory finds the account. A search
// in all directories also finds managed accounts that are in none.
func (s *State) Visible(a *Account, directoryID string) bool {
	if directoryID != AllDirectories {
		return slices.Contains(a.Directories, directoryID)
	}

	return len(a.Directories) > 0 || s.ClaimStatus(a) == Managed
}

// accountState are the accounts that an organization knows.
type accountState struct {
	Accounts  []*Account // by seq
	ByAccount map[string]*Account
	ByEmail   map[string]*Account // accounts without an address are missing
}

var accountPart = part{seed: (*State).seedUsers, describe: (*State).describeUsers}

func (s *State) describeUsers(org *Organization) {
	for _, account := range s.Accounts {
		org.Users = append(org.Users, User{
			AccountID: account.ID, AccountType: account.Kind, Email: account.Email, Name: account.Name, Nickname: account.Nickname, ClaimStatus: account.claim,
			ManagementSource: account.Source, MFA: account.MFA, Status: account.Status, Directories: slices.Clone(account.Directories),
			LastActive: maps.Clone(account.activity),
		})
	}
}

func (s *State) seedUsers(org Organization) error {
	s.ByAccount, s.ByEmail = map[string]*Account{}, map[string]*Account{}

	for i, user := range org.Users {
		if _, err := s.addAccount(user); err != nil {
			return fmt.Errorf("users[%d]: %w", i, err)
		}
	}

	return nil
}

// newAccount makes an account, but does not add it.
func (s *State) newAccount(user User) (*Account, error) {
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

	return &Account{
		ID:       cmp.Or(id, "712020:"+Derive(s.ID, "account", strings.ToLower(cmp.Or(user.Email, user.Name)))),
		Kind:     cmp.Or(user.AccountType, kind),
		Email:    user.Email,
		Name:     cmp.Or(user.Name, local),
		Nickname: cmp.Or(user.Nickname, user.Name, local),
		claim:    user.ClaimStatus,
		Source:   cmp.Or(user.ManagementSource, "invited"),
		MFA:      user.MFA,
		Status:   cmp.Or(user.Status, StatusActive),
		activity: maps.Clone(user.LastActive),
	}, nil
}

// addAccount adds a person, or an app.
func (s *State) addAccount(user User) (*Account, error) {
	added, err := s.newAccount(user)
	if err != nil {
		return nil, err
	}

	if err := errors.Join(
		oneOf("account_type", added.Kind, typePerson, typeApp),
		oneOf("claim_status", added.claim, "", Managed, Unmanaged),
		oneOf("management_source", added.Source, "invited", "synced"),
		oneOf("status", added.Status, UserStatuses...),
	); err != nil {
		return nil, err
	}

	if _, taken := s.ByEmail[strings.ToLower(added.Email)]; taken { // accounts without an address are not in this map
		return nil, fmt.Errorf("email: there is a user %q already", added.Email)
	}

	if _, taken := s.ByAccount[added.ID]; taken {
		return nil, fmt.Errorf("account_id: there is a user %q already", added.ID)
	}

	references := user.Directories
	if len(references) == 0 && added.Status != statusNotInvited {
		references = []string{""}
	}

	if len(references) > 0 && added.Status == statusNotInvited {
		return nil, fmt.Errorf("directories: %s is not_invited and so cannot be in a directory", cmp.Or(added.Email, added.Name, added.ID))
	}

	for _, reference := range references {
		directory, ok := s.directory(reference)
		if !ok {
			return nil, fmt.Errorf("directories: %q is neither ID nor name of a directory", reference)
		}

		added.Directories = append(added.Directories, directory.ID)
	}

	s.sequence++
	added.Seq = s.sequence
	s.Accounts = append(s.Accounts, added)
	s.ByAccount[added.ID] = added

	if added.Email != "" {
		s.ByEmail[strings.ToLower(added.Email)] = added
	}

	return added, nil
}

// AddUser adds a person and returns the account ID.
func (w *World) AddUser(user User) (string, error) {
	_, leave := w.enter()
	defer leave()

	if err := errors.Join(w.state.checkUserRoles(user.Roles), w.state.checkActivityOf(user)); err != nil {
		return "", err
	}

	added, err := w.state.addAccount(user)
	if err != nil {
		return "", err
	}

	w.state.giveRoles(added, user.Roles)

	return added.ID, nil
}

// UserChange is what a person or an admin can change about a user. Nil changes
// nothing.
type UserChange struct {
	Status      *string `json:"status"`
	MFA         *bool   `json:"mfa"`
	ClaimStatus *string `json:"claim_status"`
}

// ChangeUser changes a user, given by account ID or email address.
func (w *World) ChangeUser(user string, change UserChange) error {
	_, leave := w.enter()
	defer leave()

	found, ok := w.state.account(user)
	if !ok {
		return fmt.Errorf("user %q: %w", user, ErrNotFound)
	}

	if change.Status != nil {
		if err := oneOf("status", *change.Status, StatusActive, statusSuspended, statusDeactivated, StatusForDeletion); err != nil {
			return err
		}
	}

	if change.ClaimStatus != nil {
		if err := oneOf("claim_status", *change.ClaimStatus, Managed, Unmanaged); err != nil {
			return err
		}

		found.claim = *change.ClaimStatus
		w.state.releaseUnmanaged()
	}

	if change.Status != nil {
		found.Status = *change.Status
	}

	if change.MFA != nil {
		found.MFA = *change.MFA
	}

	return nil
}

// RemoveUser removes a user, given by account ID or email address, from the
// organization and from all groups.
func (w *World) RemoveUser(user string) error {
	_, leave := w.enter()
	defer leave()

	found, ok := w.state.account(user)
	if !ok {
		return fmt.Errorf("user %q: %w", user, ErrNotFound)
	}

	w.state.changeAtOnce(func(v *View) { v.removeAccount(found) })
	delete(w.state.ByAccount, found.ID)
	delete(w.state.ByEmail, strings.ToLower(found.Email))
	w.state.Accounts = slices.DeleteFunc(w.state.Accounts, func(a *Account) bool { return a == found })

	return nil
}

// AccountID is the ID of a user, given by email address. It is empty if there
// is no such user.
func (w *World) AccountID(email string) string {
	_, leave := w.enter()
	defer leave()

	if found, ok := w.state.ByEmail[strings.ToLower(email)]; ok {
		return found.ID
	}

	return ""
}
