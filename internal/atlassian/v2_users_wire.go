// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"errors"
	"fmt"
	"time"
)

type wireUser struct {
	AccountID        string   `json:"accountId"`
	Email            string   `json:"email"`
	Name             string   `json:"name"`
	Nickname         string   `json:"nickname"`
	AccountType      string   `json:"accountType"`
	AccountStatus    string   `json:"accountStatus"`
	MembershipStatus string   `json:"membershipStatus"`
	Status           string   `json:"status"`
	ClaimStatus      string   `json:"claimStatus"`
	ManagementSource string   `json:"managementSource"`
	MFAEnabled       *bool    `json:"mfaEnabled"`
	EmailVerified    *bool    `json:"emailVerified"`
	JobTitle         string   `json:"jobTitle"`
	Department       string   `json:"department"`
	Organization     string   `json:"organization"`
	Location         string   `json:"location"`
	TimeZone         string   `json:"timeZone"`
	AddedToOrg       string   `json:"addedToOrg"`
	PlatformRoles    []string `json:"platformRoles"`
	Groups           []struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	} `json:"groups"`
	ProductAccess []struct {
		ID         string  `json:"id"`
		Key        string  `json:"key"`
		LastActive *string `json:"lastActiveTimestamp"`
	} `json:"productAccess"`
}

// complete refuses an account without an ID, and a time that is none: an account without a time counts as one that was
// never active. All other fields may be null.
func (w *wireUser) complete() error {
	if w.AccountID == "" {
		return errors.New("an account has no ID")
	}
	for _, access := range w.ProductAccess {
		if _, err := timeOf(access.LastActive); err != nil {
			return fmt.Errorf("the last activity of account %s: %w", Word(w.AccountID), err)
		}
	}
	return nil
}

func (w wireUser) user() User {
	user := User{
		AccountID: w.AccountID, Email: w.Email, Name: w.Name, Nickname: w.Nickname,
		AccountType: w.AccountType, AccountStatus: w.AccountStatus, MembershipStatus: w.MembershipStatus, Status: w.Status,
		ClaimStatus: w.ClaimStatus, ManagementSource: w.ManagementSource, MFAEnabled: w.MFAEnabled, EmailVerified: w.EmailVerified,
		JobTitle: w.JobTitle, Department: w.Department, Organization: w.Organization, Location: w.Location, TimeZone: w.TimeZone,
		AddedToOrg: w.AddedToOrg, PlatformRoles: w.PlatformRoles,
	}
	if w.Groups != nil {
		user.Groups = make([]UserGroup, len(w.Groups))
	}
	for i, g := range w.Groups {
		user.Groups[i] = UserGroup{ID: bareID(g.ID), Name: g.Name}
	}
	if w.ProductAccess != nil {
		user.ProductAccess = make([]ProductAccess, len(w.ProductAccess))
	}
	for i, access := range w.ProductAccess {
		at, _ := timeOf(access.LastActive) // complete has refused what does not parse
		user.ProductAccess[i] = ProductAccess{ResourceID: access.ID, Key: access.Key, LastActive: at}
	}
	return user
}

// timeOf is a time of an answer, in the form that is documented, or with an offset without a colon, as other APIs of Atlassian write it.
// Null and a missing field are no time; an empty text is an error.
func timeOf(text *string) (*time.Time, error) {
	if text == nil {
		return nil, nil //nolint:nilnil // that there is no time is no failure
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05Z0700"} {
		if at, err := time.Parse(layout, *text); err == nil {
			return &at, nil
		}
	}
	return nil, fmt.Errorf("%s is not a time of the documented form", Quoted(*text))
}

type wireUserSearch struct {
	Cursor           string          `json:"cursor,omitempty"`
	Limit            int             `json:"limit"`
	AccountIDs       []string        `json:"accountIds,omitempty"`
	GroupIDs         []string        `json:"groupIds,omitempty"`
	RoleIDs          []string        `json:"roleIds,omitempty"`
	EmailDomains     []string        `json:"emailDomains,omitempty"`
	Emails           []string        `json:"emails,omitempty"`
	ResourceIDs      []string        `json:"resourceIds,omitempty"`
	DirectoryIDs     []string        `json:"directoryIds,omitempty"`
	Status           []string        `json:"status,omitempty"`
	AccountStatus    []string        `json:"accountStatus,omitempty"`
	MembershipStatus []string        `json:"membershipStatus,omitempty"`
	ClaimStatus      string          `json:"claimStatus,omitempty"`
	SearchTerm       string          `json:"searchTerm,omitempty"`
	MFAEnabled       *bool           `json:"mfaEnabled,omitempty"`
	Expand           []UserExpansion `json:"expand,omitempty"`
}
