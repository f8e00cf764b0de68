// SPDX-License-Identifier: MPL-2.0

package world

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Profile is what an account says of its person. The profile of the User
// management API and the search show the same one, the search after the lag.
type Profile struct {
	Email        string // empty: the account has none or hides it
	Name         string
	Nickname     string
	JobTitle     string
	Department   string
	Organization string
	Location     string
	TimeZone     string // the zoneinfo of the User management API
	Locale       string
}

// profileOf is the profile that a description asks for. A person without a name
// has the local part of the address for one.
func profileOf(user User, local string) Profile {
	return Profile{
		Email: user.Email, Name: cmp.Or(user.Name, local), Nickname: cmp.Or(user.Nickname, user.Name, local),
		JobTitle: user.JobTitle, Department: user.Department, Organization: user.Organization, Location: user.Location,
		TimeZone: user.TimeZone, Locale: user.Locale,
	}
}

// describeProfile puts the profile of an account into its description.
func (p Profile) describeProfile(user *User) {
	user.Email, user.Name, user.Nickname = p.Email, p.Name, p.Nickname
	user.JobTitle, user.Department, user.Organization, user.Location = p.JobTitle, p.Department, p.Organization, p.Location
	user.TimeZone, user.Locale = p.TimeZone, p.Locale
}

// Person is what searches show of an account after the lag: who it is, and
// where it stands in its life.
type Person struct {
	Profile

	Lifecycle string
}

// AccountStatus is the lifecycle status of the account. Unverified: an account
// that waits for its deletion is inactive.
func (p Person) AccountStatus() string {
	switch p.Lifecycle {
	case LifecycleDeactivated, LifecycleForDeletion:
		return "inactive"
	default:
		return p.Lifecycle
	}
}

// PersonOf is what a view shows of an account.
func (v *View) PersonOf(a *Account) Person {
	if shown, lags := v.past[a]; lags {
		return shown
	}

	return a.Person
}

// ByEmailIn finds an account by the address that a view shows.
func (s *State) ByEmailIn(v *View, email string) (*Account, bool) {
	for account, shown := range v.past {
		if email != "" && strings.EqualFold(shown.Email, email) {
			return account, true
		}
	}

	found, ok := s.ByEmail[strings.ToLower(email)]

	return found, ok && strings.EqualFold(v.PersonOf(found).Email, email)
}

// ChangePerson changes an account. The searches show it after the lag.
func (s *State) ChangePerson(now time.Time, a *Account, change func(*Person)) {
	s.changePerson(a, change, func(apply func(*View)) { s.Change(now, apply) })
}

// changePerson changes an account in a way in which views change.
func (s *State) changePerson(a *Account, change func(*Person), in func(apply func(*View))) {
	before, after := a.Person, a.Person
	change(&after)

	if s.Index != s.Truth {
		if _, lags := s.Index.past[a]; !lags {
			s.Index.past[a] = before
		}
	}

	in(func(v *View) {
		if v == s.Truth {
			a.Person = after

			return
		}

		v.past[a] = after
		if after == a.Person {
			delete(v.past, a)
		}
	})

	if !strings.EqualFold(before.Email, after.Email) {
		delete(s.ByEmail, strings.ToLower(before.Email))

		if after.Email != "" {
			s.ByEmail[strings.ToLower(after.Email)] = a
		}
	}
}

// VerifiedDomain reports whether a domain is one that the organization has
// verified.
func (s *State) VerifiedDomain(name string) bool {
	domain, ok := s.domain(name)

	return ok && domain.Status == claimVerified
}

// Reasons for which the organization cannot change something about an account.
const (
	ReasonSAML          = "authPolicy.saml"
	ReasonSCIM          = "externalDirectory.scim"
	ReasonGoogle        = "externalDirectory.google"
	ReasonExportControl = "blocked.exportControl"
	ReasonNotMyself     = "administrative.notMyself"
)

// What the organization can manage about an account, beside fields of the
// profile.
const (
	ManageEmail       = "email.set"
	ManageLifecycle   = "lifecycle.enablement"
	ManageDeletion    = "lifecycle.delete"
	ManageTokenRead   = "apiToken.read"
	ManageTokenDelete = "apiToken.delete"
)

// ProfileFields are the fields of a profile that have rules, as in Atlassian's
// example.
var ProfileFields = []string{
	"name", "nickname", "zoneinfo", "locale",
	"extended_profile.job_title", "extended_profile.department", "extended_profile.organization", "extended_profile.location",
}

// lockable is everything that [World.Lock] locks.
var lockable = append(slices.Clone(ProfileFields), ManageEmail, ManageLifecycle, ManageDeletion, ManageTokenRead, ManageTokenDelete)

// FieldLock is why a field of the profile cannot be changed. It is empty if the
// field can.
func (s *State) FieldLock(a *Account, field string) string {
	switch {
	case a.locks[field] != "":
		return a.locks[field]
	case s.PolicyOf(a) != nil && s.PolicyOf(a).Settings.SingleSignOn == SignOnSAML:
		return ReasonSAML
	case a.Source == "synced":
		return ReasonSCIM
	}

	return ""
}

// ActionLock is why something beside the profile cannot be managed. It is empty
// if it can. Unverified: an identity provider that syncs an account also decides
// whether it is active, and the person of the key cannot deactivate or delete
// the own account.
func (s *State) ActionLock(a *Account, action string) string {
	lifecycle := action == ManageLifecycle || action == ManageDeletion

	switch {
	case a.locks[action] != "":
		return a.locks[action]
	case lifecycle && a.exportControl:
		return ReasonExportControl
	case lifecycle && a == s.keyPerson():
		return ReasonNotMyself
	case lifecycle && a.Source == "synced":
		return ReasonSCIM
	}

	return ""
}

// restrictions are what limits a single account.
type restrictions struct {
	locks         map[string]string // reasons, by field or action
	exportControl bool

	deactivationMessage string
}

func (r restrictions) describeRestrictions(user *User) {
	user.Locked, user.ExportControl = maps.Clone(r.locks), r.exportControl
}

// restrictionsOf are those that a description asks for.
func restrictionsOf(user User) (restrictions, error) {
	for what, reason := range user.Locked {
		if err := checkLock(what, reason); err != nil {
			return restrictions{}, fmt.Errorf("locked: %w", err)
		}
	}

	return restrictions{locks: maps.Clone(user.Locked), exportControl: user.ExportControl}, nil
}

func checkLock(what, reason string) error {
	if reason == "" {
		return fmt.Errorf("reason is missing; %s is one", ReasonSAML)
	}

	return oneOf("what is locked", what, lockable...)
}

// Lock makes a field of a user's profile, such as name, or an action, such as
// email.set, one that the organization cannot manage, for a reason. An empty
// reason unlocks it.
func (w *World) Lock(user, what, reason string) error {
	_, leave := w.enter()
	defer leave()

	found, ok := w.state.Account(user)
	if !ok {
		return fmt.Errorf("user %q: %w", user, ErrNotFound)
	}

	if reason == "" {
		delete(found.locks, what)

		return oneOf("what is locked", what, lockable...)
	}

	if err := checkLock(what, reason); err != nil {
		return err
	}

	if found.locks == nil {
		found.locks = map[string]string{}
	}

	found.locks[what] = reason

	return nil
}

// ProfileChange is what a person can change about the own profile. Nil changes
// nothing.
type ProfileChange struct {
	Email        *string `json:"email"`
	Name         *string `json:"name"`
	Nickname     *string `json:"nickname"`
	JobTitle     *string `json:"job_title"`
	Department   *string `json:"department"`
	Organization *string `json:"organization"`
	Location     *string `json:"location"`
	TimeZone     *string `json:"time_zone"`
	Locale       *string `json:"locale"`
}

// ChangeProfile changes the profile of a user, given by account ID or email
// address, as the person does.
func (w *World) ChangeProfile(user string, change ProfileChange) error {
	_, leave := w.enter()
	defer leave()

	found, ok := w.state.Account(user)
	if !ok {
		return fmt.Errorf("user %q: %w", user, ErrNotFound)
	}

	if change.Email != nil {
		local, host, ok := strings.Cut(*change.Email, "@")
		if !ok || local == "" || host == "" {
			return fmt.Errorf("email: %q is not an email address", *change.Email)
		}

		if other, taken := w.state.ByEmail[strings.ToLower(*change.Email)]; taken && other != found {
			return fmt.Errorf("email: there is a user %q already", *change.Email)
		}
	}

	w.state.changePerson(found, func(p *Person) { change.apply(&p.Profile) }, w.state.changeAtOnce)
	w.state.releaseUnmanaged()

	return nil
}

func (c ProfileChange) apply(p *Profile) {
	for field, value := range map[*string]*string{
		&p.Email: c.Email, &p.Name: c.Name, &p.Nickname: c.Nickname, &p.JobTitle: c.JobTitle, &p.Department: c.Department,
		&p.Organization: c.Organization, &p.Location: c.Location, &p.TimeZone: c.TimeZone, &p.Locale: c.Locale,
	} {
		if value != nil {
			*field = *value
		}
	}
}

// Profile is the profile of a user, given by account ID or email address,
// whatever the searches show. It is empty if there is no such user.
func (w *World) Profile(user string) Profile {
	_, leave := w.enter()
	defer leave()

	if found, ok := w.state.Account(user); ok {
		return found.Profile
	}

	return Profile{}
}
