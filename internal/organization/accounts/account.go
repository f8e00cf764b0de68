// SPDX-License-Identifier: MPL-2.0

package accounts

import (
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// Field is a field of a profile, by the path that the rules of the User management API use.
type Field string

// The fields of a profile.
const (
	Name         Field = "name"
	Nickname     Field = "nickname"
	JobTitle     Field = "extended_profile.job_title"
	Department   Field = "extended_profile.department"
	Organization Field = "extended_profile.organization"
	Location     Field = "extended_profile.location"
	ZoneInfo     Field = "zoneinfo"
	Locale       Field = "locale"
)

// Email is the address. It is a field of the profile that cannot be changed as the others can: see [Change].
const Email Field = "email"

// Fields are all fields of a profile.
func Fields() []Field {
	return []Field{Name, Nickname, JobTitle, Department, Organization, Location, ZoneInfo, Locale}
}

// Statuses of an account that only these have meanings for. Others may come.
const (
	statusActive      = "active"
	statusSuspended   = "suspended"
	statusNotInvited  = "not_invited"
	statusDeactivated = "deactivated"
	statusForDeletion = "for_deletion"
)

// Account is an account as far as the run knows it.
type Account struct {
	ID    string
	Email string
	// Status is what Atlassian composes of the life of the account and its place in the directories: "active", "suspended",
	// "not_invited", "deactivated", "for_deletion", or another word.
	Status string
	// Active says whether the person can log in. It is nil if Atlassian does not say.
	Active *bool

	claim  string
	values map[Field]string // what is known; an empty text means that the profile does not have the field
	user   atlassian.User
}

// FromSearch is an account as the search shows it. A field that the search leaves out is not known: the profile may have it.
func FromSearch(user atlassian.User) Account {
	account := Account{
		ID: user.AccountID, Email: user.Email, Status: user.Status, Active: active(user.Status, user.AccountStatus), claim: user.ClaimStatus,
		values: make(map[Field]string, len(Fields())), user: user,
	}
	for field, text := range searched(&user) {
		if *text != "" {
			account.values[field] = *text
		}
	}
	return account
}

// searched are the fields that the search shows. Unverified: that its time zone is the zoneinfo of the profile, so it is not taken for it.
func searched(user *atlassian.User) map[Field]*string {
	return map[Field]*string{
		Name: &user.Name, Nickname: &user.Nickname, JobTitle: &user.JobTitle, Department: &user.Department,
		Organization: &user.Organization, Location: &user.Location,
	}
}

// active says what the two statuses of an account say about its life. Unverified: which account status an account has whose deletion is
// scheduled. A suspended account is active: the person has lost the apps of a directory, and nothing else.
func active(status, accountStatus string) *bool {
	yes, no := true, false
	status = strings.ToLower(status)
	switch status {
	case statusForDeletion, statusDeactivated:
		return &no
	}
	switch strings.ToLower(accountStatus) {
	case "active":
		return &yes
	case "inactive", "closed":
		return &no
	}
	switch status {
	case statusActive, statusSuspended, statusNotInvited:
		return &yes
	}
	return nil
}

// Claim statuses of an account.
const (
	managed   = "managed"
	unmanaged = "unmanaged"
)

// Managed reports whether the organization manages the account.
func (a Account) Managed() bool { return strings.EqualFold(a.claim, managed) }

// said reports whether it is known if the organization manages the account.
func (a Account) said() bool { return a.Managed() || strings.EqualFold(a.claim, unmanaged) }

// DeletionScheduled reports whether the account is to be deleted.
func (a Account) DeletionScheduled() bool { return strings.EqualFold(a.Status, statusForDeletion) }

// Value is the value of a field, and whether it is known. A field that is known to be missing has an empty value.
func (a Account) Value(field Field) (string, bool) {
	if field == Email {
		return a.Email, a.Email != ""
	}
	text, known := a.values[field]
	return text, known
}

// take takes over what a profile says.
func (a *Account) take(profile atlassian.Profile) {
	for field, text := range profiled(&profile) {
		a.values[field] = ""
		if *text != nil {
			a.values[field] = **text
		}
	}
	if profile.Email != nil && a.Email == "" { // the search has it, with all that the run has written
		a.Email = *profile.Email
	}
}

// profiled are the fields of a profile.
func profiled(profile *atlassian.Profile) map[Field]**string {
	return map[Field]**string{
		Name: &profile.Name, Nickname: &profile.Nickname, JobTitle: &profile.JobTitle, Department: &profile.Department,
		Organization: &profile.Organization, Location: &profile.Location, ZoneInfo: &profile.ZoneInfo, Locale: &profile.Locale,
	}
}

// Change is what an account is to be. What is nil or missing stays as it is.
type Change struct {
	// Active says whether the person should be allowed to log in. Message is what a person who is deactivated sees.
	Active  *bool
	Message string
	// Email is an address on a verified domain.
	Email *string
	// Fields are the values of fields of the profile. An empty text removes what is there.
	Fields map[Field]string
}

// Empty reports whether there is nothing to change.
func (c Change) Empty() bool { return c.Active == nil && c.Email == nil && len(c.Fields) == 0 }

// certain are the fields that must be known to tell whether anything differs.
func (c Change) certain() []Field {
	if c.Email != nil {
		return append(c.fields(), Email)
	}
	return c.fields()
}

// fields are the fields that change.
func (c Change) fields() []Field {
	fields := make([]Field, 0, len(c.Fields))
	for _, field := range Fields() {
		if _, named := c.Fields[field]; named {
			fields = append(fields, field)
		}
	}
	return fields
}

// Missing is the part of a change that an account does not have yet. What is not known is not what it is to be. An account whose deletion is
// scheduled is not active.
func (a Account) Missing(wanted Change) Change {
	missing := Change{Message: wanted.Message}
	if wanted.Active != nil && (a.Active == nil || *a.Active != *wanted.Active) {
		missing.Active = wanted.Active
	}
	if wanted.Email != nil && !strings.EqualFold(a.Email, *wanted.Email) {
		missing.Email = wanted.Email
	}
	for field, text := range wanted.Fields {
		if known, ok := a.Value(field); !ok || known != text {
			if missing.Fields == nil {
				missing.Fields = make(map[Field]string)
			}
			missing.Fields[field] = text
		}
	}
	return missing
}
