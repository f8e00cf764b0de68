// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"time"
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
	// EmailVerified says whether the address was confirmed. It is nil if the answer does not say.
	EmailVerified *bool
	// JobTitle, Department, Organization, Location and TimeZone come from the account's profile.
	JobTitle, Department, Organization, Location, TimeZone string
	// AddedToOrg is the time when the account was first added to a directory, as the answer writes it.
	AddedToOrg string
	// PlatformRoles are the IDs of the account's roles beyond a single app, if the search asks for them. They are nil if the answer does
	// not say. Unverified: whether roles that come by groups are among them.
	PlatformRoles []string
	// ProductAccess are the apps that the account has access to, if the search asks for them. They are nil if the answer does not say.
	ProductAccess []ProductAccess
	// Groups are the account's groups, if the search asks for them. They are nil if the answer does not say.
	Groups []UserGroup
}

// UserGroup is a group of an account.
type UserGroup struct {
	// ID is the bare ID. It is empty if the answer does not say.
	ID string
	// Name is empty if the answer does not say, as in live answers.
	Name string
}

// ProductAccess is an app that an account has access to.
type ProductAccess struct {
	// ResourceID is the ARI of the app, and Key its kind, such as "confluence".
	ResourceID, Key string
	// LastActive is when the account was last active there. It is nil if the answer has no such time. Unverified: that this means never,
	// and whether apps without any activity are listed.
	LastActive *time.Time
}

// UserExpansion is a part of an account that a search gives only if it is asked to.
type UserExpansion string

// The documented expansions.
const (
	ExpandGroups        UserExpansion = "groups"
	ExpandPlatformRoles UserExpansion = "platformRoles"
	ExpandProductAccess UserExpansion = "productAccess"
)

// UserSearch filters accounts. Empty fields do not filter. Emails exclude SearchTerm.
type UserSearch struct {
	// AccountIDs, GroupIDs, RoleIDs, EmailDomains and DirectoryIDs take at most 10 values each.
	AccountIDs, GroupIDs, RoleIDs, EmailDomains, DirectoryIDs []string
	// Emails takes at most 100 whole addresses.
	Emails []string
	// ResourceIDs takes at most 20 ARIs.
	ResourceIDs []string
	// Status takes at most 4 values.
	Status []string
	// AccountStatus and MembershipStatus take at most 3 values each.
	AccountStatus, MembershipStatus []string
	// ClaimStatus is "managed" or "unmanaged".
	ClaimStatus string
	// SearchTerm is a part of a name or an address.
	SearchTerm string
	// MFAEnabled filters by two-step verification.
	MFAEnabled *bool
	// Expand asks for Groups, PlatformRoles and ProductAccess.
	Expand []UserExpansion
	// Limit is the page size, 1 to 100. 0 means 100.
	Limit int
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
		EmailDomains: search.EmailDomains, Emails: search.Emails, ResourceIDs: search.ResourceIDs, DirectoryIDs: search.DirectoryIDs,
		Status: search.Status, AccountStatus: search.AccountStatus, MembershipStatus: search.MembershipStatus,
		ClaimStatus: search.ClaimStatus, SearchTerm: search.SearchTerm, MFAEnabled: search.MFAEnabled, Expand: search.Expand,
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
// counts the accounts that match it, except that the operation has no filter by Emails: it does not send these.
// Atlassian documents SearchTerm as looking at nicknames and addresses here, and at display names and addresses in the search.
//
// GET /admin/v2/orgs/{orgId}/directories/{directoryId}/users/count
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-users/
func (c *Client) CountUsers(ctx context.Context, organizationID, directoryID string, searches ...UserSearch) (int, error) {
	query, refusals := url.Values{}, make([]error, 0, len(searches))
	for _, search := range searches {
		refusals = append(refusals, search.refusal())
		for name, values := range map[string][]string{
			"accountIds": search.AccountIDs, "groupIds": search.GroupIDs, "roleIds": search.RoleIDs, "emailDomains": search.EmailDomains,
			"resourceIds": search.ResourceIDs, "directoryIds": search.DirectoryIDs, "status": search.Status,
			"accountStatus": search.AccountStatus, "membershipStatus": search.MembershipStatus,
		} {
			if len(values) > 0 {
				query[name] = values
			}
		}
		if search.ClaimStatus != "" {
			query.Set("claimStatus", search.ClaimStatus)
		}
		if search.SearchTerm != "" {
			query.Set("searchTerm", search.SearchTerm)
		}
		if search.MFAEnabled != nil {
			query.Set("mfaEnabled", strconv.FormatBool(*search.MFAEnabled))
		}
	}
	if directoryID != everyDirectory {
		query.Set("directoryIds", directoryID)
	}
	return c.count(ctx, request{
		operation: getDirectoryUsersCount, elements: []string{organizationID, directoryID}, query: query, refusal: errors.Join(refusals...),
	})
}
