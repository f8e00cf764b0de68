// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"net/url"
	"strconv"
)

const usersPage = organizationPages + "api-group-users/"

// User is an account as a directory shows it. Every text may be empty. Atlassian may add values to every enumeration.
type User struct {
	// AccountID is opaque.
	AccountID string
	// Email, Name and Nickname come from the account's profile. Accounts of apps have no Email, nor have people who hide it.
	Email, Name, Nickname string
	// AccountType is "atlassian". Unverified: that it may be "app" or "customer", as in other lists of accounts.
	AccountType string
	// AccountStatus is "active", "inactive" or "closed".
	AccountStatus string
	// MembershipStatus is "active", "suspended" or "no_membership".
	MembershipStatus string
	// Status combines both: "active", "suspended", "not_invited", "deactivated" or "for_deletion".
	Status string
	// ClaimStatus is "managed" or "unmanaged".
	ClaimStatus string
	// ManagementSource is "invited" or "synced".
	ManagementSource string
	// MFAEnabled says whether two-step verification is on. It is nil if the answer does not say.
	MFAEnabled *bool
	// EmailVerified says whether the address was confirmed.
	EmailVerified bool
	// Groups are the bare IDs of the account's groups, if the search asks for them. They are nil if the answer does not say.
	Groups []string
	// PlatformRoles are the roles beyond one app, such as "atlassian/org-admin", if the search asks for them. They are nil if the answer
	// does not say.
	PlatformRoles []string
}

// UserSearch filters accounts. Empty fields do not filter. Emails exclude SearchTerm.
type UserSearch struct {
	// AccountIDs, GroupIDs, RoleIDs and EmailDomains take at most 10 values each.
	AccountIDs, GroupIDs, RoleIDs, EmailDomains []string
	// Emails takes at most 100 whole addresses.
	Emails []string
	// ResourceIDs takes at most 20 ARIs.
	ResourceIDs []string
	// Status takes at most 4 values.
	Status []string
	// ClaimStatus is "managed" or "unmanaged".
	ClaimStatus string
	// SearchTerm is a part of a name or an address.
	SearchTerm string
	// MFAEnabled filters by two-step verification.
	MFAEnabled *bool
	// ExpandGroups asks for Groups.
	ExpandGroups bool
	// ExpandPlatformRoles asks for PlatformRoles.
	ExpandPlatformRoles bool
	// Limit is the page size, 1 to 100. 0 means 100.
	Limit int
}

type wireUser struct {
	AccountID        string `json:"accountId"`
	Email            string `json:"email"`
	Name             string `json:"name"`
	Nickname         string `json:"nickname"`
	AccountType      string `json:"accountType"`
	AccountStatus    string `json:"accountStatus"`
	MembershipStatus string `json:"membershipStatus"`
	Status           string `json:"status"`
	ClaimStatus      string `json:"claimStatus"`
	ManagementSource string `json:"managementSource"`
	MFAEnabled       *bool  `json:"mfaEnabled"`
	EmailVerified    bool   `json:"emailVerified"`
	Groups           []struct {
		ID string `json:"id"`
	} `json:"groups"`
	PlatformRoles []string `json:"platformRoles"`
}

// complete refuses an account without an ID. All other fields may be null.
func (w *wireUser) complete() error {
	if w.AccountID == "" {
		return errors.New("an account has no ID")
	}
	return nil
}

func (w wireUser) user() User {
	user := User{
		AccountID: w.AccountID, Email: w.Email, Name: w.Name, Nickname: w.Nickname,
		AccountType: w.AccountType, AccountStatus: w.AccountStatus, MembershipStatus: w.MembershipStatus, Status: w.Status,
		ClaimStatus: w.ClaimStatus, ManagementSource: w.ManagementSource, MFAEnabled: w.MFAEnabled, EmailVerified: w.EmailVerified,
		PlatformRoles: w.PlatformRoles,
	}
	if w.Groups != nil {
		user.Groups = make([]string, 0, len(w.Groups))
	}
	for _, g := range w.Groups {
		user.Groups = append(user.Groups, bareID(g.ID))
	}
	return user
}

type wireUserSearch struct {
	Cursor       string   `json:"cursor,omitempty"`
	Limit        int      `json:"limit"`
	AccountIDs   []string `json:"accountIds,omitempty"`
	GroupIDs     []string `json:"groupIds,omitempty"`
	RoleIDs      []string `json:"roleIds,omitempty"`
	EmailDomains []string `json:"emailDomains,omitempty"`
	Emails       []string `json:"emails,omitempty"`
	ResourceIDs  []string `json:"resourceIds,omitempty"`
	Status       []string `json:"status,omitempty"`
	ClaimStatus  string   `json:"claimStatus,omitempty"`
	SearchTerm   string   `json:"searchTerm,omitempty"`
	MFAEnabled   *bool    `json:"mfaEnabled,omitempty"`
	Expand       []string `json:"expand,omitempty"`
}

var searchDirectoryUsers = documented(Operation{ID: "searchDirectoryUsers", Method: http.MethodPost, Path: directory + "/users/search", Source: usersPage})

// SearchUsers lists the accounts that match. An empty search matches all. It is also the only way to list the members of a group,
// because no operation lists them.
//
// POST /admin/v2/orgs/{orgId}/directories/{directoryId}/users/search, pages of up to 100
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-users/
func (c *Client) SearchUsers(ctx context.Context, organizationID, directoryID string, search UserSearch) iter.Seq2[User, error] {
	body := wireUserSearch{
		Limit: limitOrMax(search.Limit), AccountIDs: search.AccountIDs, GroupIDs: search.GroupIDs, RoleIDs: search.RoleIDs,
		EmailDomains: search.EmailDomains, Emails: search.Emails, ResourceIDs: search.ResourceIDs, Status: search.Status,
		ClaimStatus: search.ClaimStatus, SearchTerm: search.SearchTerm, MFAEnabled: search.MFAEnabled,
	}
	if search.ExpandGroups {
		body.Expand = append(body.Expand, "groups")
	}
	if search.ExpandPlatformRoles {
		body.Expand = append(body.Expand, "platformRoles")
	}
	r := request{operation: searchDirectoryUsers, elements: []string{organizationID, directoryID}, body: body, refusal: search.refusal()}
	return pagesOf(ctx, c, r, func(cursor string) request {
		further := body
		further.Cursor = cursor
		next := r
		next.body = further
		return next
	}, wireUser.user, func(u User) string { return u.AccountID })
}

var getDirectoryUsersCount = documented(Operation{ID: "getDirectoryUsersCount", Method: http.MethodGet, Path: directory + "/users/count", Source: usersPage})

// CountUsers counts the accounts in a directory. This method sends the directory as a filter, because Atlassian would otherwise
// count accounts outside of all directories as well. With "-", which means every directory, it does count them. With a search it
// counts the accounts that match its ClaimStatus, MFAEnabled, Status, RoleIDs and ResourceIDs. It does not send other fields.
//
// GET /admin/v2/orgs/{orgId}/directories/{directoryId}/users/count
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-users/
func (c *Client) CountUsers(ctx context.Context, organizationID, directoryID string, searches ...UserSearch) (int, error) {
	query := url.Values{}
	if directoryID != everyDirectory {
		query.Set("directoryIds", directoryID)
	}
	for _, search := range searches {
		if search.ClaimStatus != "" {
			query.Set("claimStatus", search.ClaimStatus)
		}
		if search.MFAEnabled != nil {
			query.Set("mfaEnabled", strconv.FormatBool(*search.MFAEnabled))
		}
		for name, values := range map[string][]string{"status": search.Status, "roleIds": search.RoleIDs, "resourceIds": search.ResourceIDs} {
			for _, value := range values {
				query.Add(name, value)
			}
		}
	}
	return c.count(ctx, request{operation: getDirectoryUsersCount, elements: []string{organizationID, directoryID}, query: query})
}
