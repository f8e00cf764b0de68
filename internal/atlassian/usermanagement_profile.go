// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"errors"
	"net/http"
)

const profilePage = userManagementPages + "api-group-profile/"

// Profile is the profile of a managed account. A text is nil if the answer does not have it, or has null.
type Profile struct {
	// AccountID is opaque.
	AccountID string
	// AccountStatus is "active", "inactive" or "closed".
	AccountStatus string

	Email, Name, Nickname                        *string
	JobTitle, Department, Organization, Location *string
	// ZoneInfo is a time zone, such as "America/Los_Angeles". Locale is a language tag, such as "en-US".
	ZoneInfo, Locale *string
}

// ProfileChange is what changes in a profile. A field that is nil stays as it is. An empty text removes what the field holds. Unverified:
// that Atlassian accepts an empty text.
type ProfileChange struct {
	Name, Nickname                               *string
	JobTitle, Department, Organization, Location *string
	ZoneInfo, Locale                             *string
}

type wireExtendedProfile struct {
	JobTitle     *string `json:"job_title,omitempty"`
	Department   *string `json:"department,omitempty"`
	Organization *string `json:"organization,omitempty"`
	Location     *string `json:"location,omitempty"`
}

type wireProfile struct {
	Account *struct {
		AccountID       string               `json:"account_id"`
		AccountStatus   looseString          `json:"account_status"`
		Email           *string              `json:"email"`
		Name            *string              `json:"name"`
		Nickname        *string              `json:"nickname"`
		ZoneInfo        *string              `json:"zoneinfo"`
		Locale          *string              `json:"locale"`
		ExtendedProfile *wireExtendedProfile `json:"extended_profile"`
	} `json:"account"`
}

func (w *wireProfile) complete() error {
	if w.Account == nil || w.Account.AccountID == "" {
		return errors.New("it has no account with an ID")
	}
	return nil
}

func (w wireProfile) profile() Profile {
	a := w.Account
	found := Profile{
		AccountID: a.AccountID, AccountStatus: string(a.AccountStatus), Email: a.Email, Name: a.Name, Nickname: a.Nickname,
		ZoneInfo: a.ZoneInfo, Locale: a.Locale,
	}
	if e := a.ExtendedProfile; e != nil {
		found.JobTitle, found.Department, found.Organization, found.Location = e.JobTitle, e.Department, e.Organization, e.Location
	}
	return found
}

var getManagedProfile = documented(Operation{ID: "getManagedProfile", Method: http.MethodGet, Path: manage + "/profile", Source: profilePage})

// ManagedProfile reads the profile of a managed account.
//
// GET /users/{account_id}/manage/profile
// https://developer.atlassian.com/cloud/admin/user-management/rest/api-group-profile/
func (c *Client) ManagedProfile(ctx context.Context, accountID string) (Profile, error) {
	var answer wireProfile
	if err := c.do(ctx, request{operation: getManagedProfile, elements: []string{accountID}}, &answer); err != nil {
		return Profile{}, err
	}
	return answer.profile(), nil
}

var updateManagedProfile = documented(Operation{
	ID: "updateManagedProfile", Method: http.MethodPatch, Path: manage + "/profile", Source: profilePage,
	Repeat: Idempotent, Success: http.StatusOK,
})

// UpdateManagedProfile changes fields of the profile of a managed account, and returns the whole profile. The schema of the body requires
// fields that the same document calls read-only. Live, a part of the profile is enough.
//
// PATCH /users/{account_id}/manage/profile
// https://developer.atlassian.com/cloud/admin/user-management/rest/api-group-profile/
func (c *Client) UpdateManagedProfile(ctx context.Context, accountID string, change ProfileChange) (Profile, error) {
	body := struct {
		Name            *string              `json:"name,omitempty"`
		Nickname        *string              `json:"nickname,omitempty"`
		ZoneInfo        *string              `json:"zoneinfo,omitempty"`
		Locale          *string              `json:"locale,omitempty"`
		ExtendedProfile *wireExtendedProfile `json:"extended_profile,omitempty"`
	}{Name: change.Name, Nickname: change.Nickname, ZoneInfo: change.ZoneInfo, Locale: change.Locale}
	if extended := (wireExtendedProfile{change.JobTitle, change.Department, change.Organization, change.Location}); extended != (wireExtendedProfile{}) {
		body.ExtendedProfile = &extended
	}
	var answer wireProfile
	if err := c.do(ctx, request{operation: updateManagedProfile, elements: []string{accountID}, body: body}, &answer); err != nil {
		return Profile{}, err
	}
	return answer.profile(), nil
}

var setManagedEmail = documented(Operation{
	ID: "setManagedEmail", Method: http.MethodPut, Path: manage + "/email", Source: userManagementPages + "api-group-email/",
	Repeat: Idempotent, Success: http.StatusNoContent, Empty: true,
})

// SetManagedEmail gives a managed account another e-mail address. The organization must have verified its domain. The account loses all
// its sessions.
//
// PUT /users/{account_id}/manage/email
// https://developer.atlassian.com/cloud/admin/user-management/rest/api-group-email/
func (c *Client) SetManagedEmail(ctx context.Context, accountID, email string) error {
	body := struct {
		Email string `json:"email"`
	}{email}
	return c.do(ctx, request{operation: setManagedEmail, elements: []string{accountID}, body: body}, nil)
}
