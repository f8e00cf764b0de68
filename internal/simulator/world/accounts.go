// SPDX-License-Identifier: MPL-2.0

package world

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
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

// Lifecycles of an account. The one that waits for its deletion and the one
// that is deactivated have the name of the status that they give a user.
const (
	LifecycleActive      = StatusActive
	LifecycleDeactivated = statusDeactivated
	LifecycleForDeletion = StatusForDeletion
	LifecycleClosed      = "closed"
)

// Account is the account of a person or an app. A [View] knows in which
// directories it is.
type Account struct {
	Person
	restrictions

	Seq         int // grows in order of appearance
	ID          string
	Kind        string
	claim       string // empty: the domain decides
	Source      string
	MFA         bool
	activity    activity
	policy      *Policy      // nil: the default policy, if the account is managed
	moveFailure *MoveFailure // why moves by the API fail; nil: they succeed
}

// EmailDomain is the domain of the address; empty where there is none.
func (a *Account) EmailDomain() string {
	_, host, _ := strings.Cut(strings.ToLower(a.Email), "@")

	return host
}

// Account finds an account by ID or email address.
func (s *State) Account(reference string) (*Account, bool) {
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

// accountState are the accounts that an organization knows.
type accountState struct {
	Accounts  []*Account // by seq
	ByAccount map[string]*Account
	ByEmail   map[string]*Account // accounts without an address are missing
}

var accountPart = part{seed: (*State).seedUsers, describe: (*State).describeUsers}

func (s *State) describeUsers(org *Organization) {
	for _, account := range s.Accounts {
		described := User{
			AccountID: account.ID, AccountType: account.Kind, ClaimStatus: account.claim,
			ManagementSource: account.Source, MFA: account.MFA, Status: account.Lifecycle, LastActive: maps.Clone(account.activity),
		}
		account.describeProfile(&described)
		account.describeRestrictions(&described)

		if account.Lifecycle == LifecycleActive {
			described.Status = s.Truth.UserStatus(account)
		} else {
			described.Directories = []string{} // none, which is not the same as absent
		}

		for _, membership := range s.Truth.Memberships(account) {
			described.Directories = append(described.Directories, membership.Directory)

			if membership.Suspended && described.Status != statusSuspended {
				described.SuspendedIn = append(described.SuspendedIn, membership.Directory)
			}
		}

		org.Users = append(org.Users, described)
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

	restricted, err := restrictionsOf(user)
	if err != nil {
		return nil, err
	}

	lifecycle := LifecycleActive
	if slices.Contains([]string{LifecycleDeactivated, LifecycleForDeletion, LifecycleClosed}, user.Status) {
		lifecycle = user.Status
	}

	return &Account{
		Person:       Person{Profile: profileOf(user, local), Lifecycle: lifecycle},
		restrictions: restricted,

		ID:       cmp.Or(id, "712020:"+Derive(s.ID, "account", strings.ToLower(cmp.Or(user.Email, user.Name)))),
		Kind:     cmp.Or(user.AccountType, kind),
		claim:    user.ClaimStatus,
		Source:   cmp.Or(user.ManagementSource, "invited"),
		MFA:      user.MFA,
		activity: maps.Clone(user.LastActive),
	}, nil
}

// Stranger is an account that the organization does not know.
func (s *State) Stranger(email string) *Account {
	return &Account{Person: Person{Profile: Profile{Email: email}, Lifecycle: LifecycleActive}, Kind: typePerson}
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
		oneOf("status", user.Status, slices.Concat([]string{""}, UserStatuses, []string{LifecycleClosed})...),
	); err != nil {
		return nil, err
	}

	if _, taken := s.ByEmail[strings.ToLower(added.Email)]; taken { // accounts without an address are not in this map
		return nil, fmt.Errorf("email: there is a user %q already", added.Email)
	}

	if _, taken := s.ByAccount[added.ID]; taken {
		return nil, fmt.Errorf("account_id: there is a user %q already", added.ID)
	}

	memberships, err := s.membershipsOf(user)
	if err != nil {
		return nil, err
	}

	s.admit(added)
	s.changeAtOnce(func(v *View) { v.memberships[added] = memberships })

	return added, nil
}

// membershipsOf are the memberships that a description asks for.
func (s *State) membershipsOf(user User) ([]Membership, error) {
	references := user.Directories
	if references == nil && user.Status != statusNotInvited {
		references = []string{""}
	}

	if len(references) > 0 && user.Status == statusNotInvited {
		return nil, fmt.Errorf("directories: %s is not_invited and so cannot be in a directory", cmp.Or(user.Email, user.Name, user.AccountID))
	}

	var memberships []Membership

	for _, reference := range references {
		directory, ok := s.directory(reference)
		if !ok {
			return nil, fmt.Errorf("directories: %q is neither ID nor name of a directory", reference)
		}

		memberships = append(memberships, Membership{Directory: directory.ID, Suspended: user.Status == statusSuspended})
	}

	for _, reference := range user.SuspendedIn {
		directory, _ := s.directory(reference)
		at := slices.IndexFunc(memberships, func(m Membership) bool { return m.Directory == directory.ID })

		if at < 0 {
			return nil, fmt.Errorf("suspended_in: %q is none of the directories of the user", reference)
		}

		memberships[at].Suspended = true
	}

	return memberships, nil
}

// admit adds an account to the accounts that the organization knows.
func (s *State) admit(added *Account) {
	s.sequence++
	added.Seq = s.sequence
	s.Accounts = append(s.Accounts, added)
	s.ByAccount[added.ID] = added

	if added.Email != "" {
		s.ByEmail[strings.ToLower(added.Email)] = added
	}
}

// activity is when an account was last active in each app, by resource ID. An
// app in which it never was is missing.
type activity map[string]time.Time

// LastActive is when the account was last active in an app. It is false if that
// never happened.
func (a *Account) LastActive(resource string) (time.Time, bool) {
	at, ever := a.activity[resource]

	return at, ever
}

// activityPart is a part of its own, because users come before the workspaces.
var activityPart = part{seed: (*State).checkActivity}

// checkActivity checks that the users were active in apps of the organization.
func (s *State) checkActivity(org Organization) error {
	for i, user := range org.Users {
		if err := s.checkActivityOf(user); err != nil {
			return fmt.Errorf("users[%d]: %w", i, err)
		}
	}

	return nil
}

func (s *State) checkActivityOf(user User) error {
	for resource := range user.LastActive {
		if !s.KnowsResource(resource) {
			return fmt.Errorf("last_active: %q is not the ID of a workspace of this organization", resource)
		}
	}

	return nil
}

// Activity is when a person was last active in an app.
type Activity struct {
	// Resource is the ID of a workspace.
	Resource string `json:"resource"`
	// At is null for a person who was never active there.
	At *time.Time `json:"at"`
}

// SetActivity changes when a user, given by account ID or email address, was
// last active in an app.
func (w *World) SetActivity(user string, change Activity) error {
	_, leave := w.enter()
	defer leave()

	found, ok := w.state.Account(user)
	if !ok {
		return fmt.Errorf("user %q: %w", user, ErrNotFound)
	}

	if !w.state.KnowsResource(change.Resource) {
		return fmt.Errorf("resource: %q is not the ID of a workspace of this organization", change.Resource)
	}

	if change.At == nil {
		delete(found.activity, change.Resource)

		return nil
	}

	if found.activity == nil {
		found.activity = activity{}
	}

	found.activity[change.Resource] = *change.At

	return nil
}
