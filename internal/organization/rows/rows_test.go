// SPDX-License-Identifier: MPL-2.0

package rows_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/rows"
)

// row is a row of one account.
func row(changes ...func(*atlassian.User)) atlassian.User {
	account := atlassian.User{
		AccountID: "1", Email: "ada@acme.example", Status: "active", AccountStatus: "active", MembershipStatus: "active", ClaimStatus: "managed", MFAEnabled: new(true),
		Groups: []atlassian.UserGroup{{ID: "a"}}, PlatformRoles: []string{}, ProductAccess: []atlassian.ProductAccess{{ResourceID: "jira", Key: "jira"}},
	}
	for _, change := range changes {
		change(&account)
	}
	return account
}

func TestListsOfTwoRowsAreJoined(t *testing.T) {
	t.Parallel()
	early, late := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)
	first := row(func(u *atlassian.User) { u.ProductAccess[0].LastActive = &early })
	second := row(func(u *atlassian.User) {
		u.Email, u.Groups, u.PlatformRoles = "ADA@acme.example", []atlassian.UserGroup{{ID: "b"}, {ID: "a"}}, []string{"atlassian/org-admin"}
		u.ProductAccess = []atlassian.ProductAccess{{ResourceID: "jira", Key: "jira", LastActive: &late}, {ResourceID: "wiki", Key: "confluence"}}
	})
	all, err := rows.Joined([]atlassian.User{first, {AccountID: "2"}, second})
	require.NoError(t, err)
	require.Len(t, all, 2)
	assert.Equal(t, []atlassian.UserGroup{{ID: "a"}, {ID: "b"}}, all[0].Groups)
	assert.Equal(t, second.PlatformRoles, all[0].PlatformRoles)
	assert.Equal(t, second.ProductAccess, all[0].ProductAccess)
	assert.Equal(t, &early, first.ProductAccess[0].LastActive, "others share the row")
}

func TestRowsThatDiffer(t *testing.T) {
	t.Parallel()
	for want, change := range map[string]func(*atlassian.User){
		"mfa_enabled":         func(u *atlassian.User) { u.MFAEnabled = new(false) },
		"mfa_enabled, groups": func(u *atlassian.User) { u.MFAEnabled, u.Groups = nil, nil },
		"claim_status":        func(u *atlassian.User) { u.ClaimStatus = "unmanaged" },
		"email":               func(u *atlassian.User) { u.Email = "" },
		"platform_roles":      func(u *atlassian.User) { u.PlatformRoles = nil },
		"account_type":        func(u *atlassian.User) { u.AccountType, u.TimeZone = "app", "UTC" },
	} {
		_, err := rows.Joined([]atlassian.User{row(), row(change)})
		require.ErrorContains(t, err, " twice, with another "+want+" each time, so the provider cannot tell what is true; try again")
	}
	_, err := rows.Joined([]atlassian.User{row(), row(func(u *atlassian.User) { u.ManagementSource, u.AddedToOrg = "scim", "2026-11-01" })})
	require.NoError(t, err, "two directories may say that")
	_, err = rows.Joined([]atlassian.User{row(), row(func(u *atlassian.User) { u.Status = "suspended" })})
	require.ErrorContains(t, err, `ada@acme.example twice, with status "active", account_status "active", membership_status "active" and with status "suspended"`)
}
