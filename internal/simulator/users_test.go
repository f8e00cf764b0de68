// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func TestUser(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	want := object{
		"accountId": b.AccountID(ada), "accountStatus": "active", "accountType": "atlassian", "addedToOrg": "2024-01-15T09:00:00.000Z",
		"claimStatus": "managed", "email": ada, "emailVerified": true, "managementSource": "invited", "membershipStatus": "active",
		"mfaEnabled": true, "name": "Ada Okafor", "nickname": "Ada Okafor", "status": "active",
	}
	assert.Equal(t, want, b.ok("POST", "{dir}/users/search", object{"emails": []string{ada}}).at("data", 0))

	escaped := strings.ReplaceAll(b.AccountID(ada), ":", "%3A")
	assert.Equal(t, ada, b.ok("GET", "{dir}/users/"+escaped, nil).at("data", "email"))

	want["counts"] = object{"resources": 2.0}
	want["platformRoles"] = []any{"atlassian/org-admin"}
	assert.Equal(t, want, b.ok("GET", "{dir}/users/"+b.AccountID(ada), nil).at("data"))
	assert.Equal(t, want, b.ok("GET", "{all}/users/"+b.AccountID(ada), nil).at("data"))

	outside := b.ok("GET", "{dir}/users/"+b.AccountID(lena), nil)
	assert.Equal(t, "unmanaged", outside.at("data", "claimStatus"))
	assert.Nil(t, outside.at("data", "managementSource"))
	assert.NotContains(t, outside.at("data"), "mfaEnabled", "known of managed accounts only")

	got := b.do("GET", "{dir}/users/nobody", nil)
	assert.Equal(t, http.StatusNotFound, got.status)
	assert.Equal(t, "ADMIN-404-8", got.at("errors", 0, "code"))
}

func TestSearchUsers(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	engineering, contractors := b.GroupID("engineering"), b.GroupID("contractors")

	tests := []struct {
		name   string
		search object
		want   []string
	}{
		{"by account ID", object{"accountIds": []string{b.AccountID(emil), b.AccountID(ada), "nobody"}}, []string{ada, emil}},
		{"one account ID twice", object{"accountIds": []string{b.AccountID(ada), b.AccountID(ada)}}, []string{ada}},
		{"by email", object{"emails": []string{"EMIL.sorensen@acme.example", ada, "x@y"}}, []string{ada, emil}},
		{"by part of an email", object{"emails": []string{"emil"}}, []string{}},
		{"by group", object{"groupIds": []string{contractors}}, []string{lena, "milo.rossi@contractor.example"}},
		{"by groups", object{"groupIds": []string{contractors, engineering, "x"}}, []string{
			"chen.li@acme.example", "dana.novak@acme.example", "gus.moreau@acme.dev", lena, "milo.rossi@contractor.example",
		}},
		{"by group and account", object{"groupIds": []string{contractors}, "accountIds": []string{b.AccountID(ada), b.AccountID(lena)}}, []string{lena}},
		{"by group and email", object{"groupIds": []string{contractors}, "emails": []string{ada, lena}}, []string{lena}},
		{"by term in the name", object{"searchTerm": "okafor"}, []string{ada}},
		{"by term in the email", object{"searchTerm": "@CONTRACTOR"}, []string{lena, "milo.rossi@contractor.example"}},
		{"by domain", object{"emailDomains": []string{"contractor.example"}}, []string{lena, "milo.rossi@contractor.example"}},
		{"by domain with @", object{"emailDomains": []string{"@acme.dev"}}, []string{"gus.moreau@acme.dev", "hana.sato@acme.dev", "ivan.petrov@acme.dev"}},
		{"unmanaged", object{"claimStatus": "unmanaged"}, []string{lena, "milo.rossi@contractor.example"}},
		{"without two-step verification", object{"mfaEnabled": false}, []string{emil, "ivan.petrov@acme.dev", "julia.santos@acme.example", "kofi.mensah@acme.example"}},
		{"suspended", object{"status": []string{"suspended"}}, []string{"julia.santos@acme.example"}},
		{"membership suspended", object{"membershipStatus": []string{"suspended"}}, []string{"julia.santos@acme.example"}},
		{"deactivated", object{"accountStatus": []string{"inactive"}}, []string{"kofi.mensah@acme.example"}},
		{"by role", object{"roleIds": []string{"atlassian/org-admin"}}, []string{ada, "bruno.keller@acme.example"}},
		{"by resource", object{"resourceIds": []string{confluenceSite}}, []string{ada, "bruno.keller@acme.example", "chen.li@acme.example", "fatima.haddad@acme.example", "hana.sato@acme.dev"}},
		{"by role and resource", object{"roleIds": []string{"atlassian/org-admin"}, "resourceIds": []string{confluenceSite}}, []string{}},
		{"by other directory", object{"directoryIds": []string{"other"}}, []string{}},
		{"by directory", object{"directoryIds": []string{b.DirectoryID}, "emails": []string{ada}}, []string{ada}},
	}

	for _, tt := range tests {
		assert.Equal(t, tt.want, b.ok("POST", "{dir}/users/search", tt.search).column("email"), tt.name)
		assert.Equal(t, tt.want, b.ok("POST", "{all}/users/search", tt.search).column("email"), tt.name)
	}
}

func TestExpandUsers(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	user := b.ok("POST", "{dir}/users/search", object{
		"emails": []string{"chen.li@acme.example"}, "expand": []string{"groups", "platformRoles", "counts.resources", "productAccess"},
	})

	assert.Equal(t, []any{
		object{"id": "ari:cloud:identity::group/" + b.GroupID("confluence-users"), "name": "confluence-users", "description": "Default group of Confluence"},
		object{"id": "ari:cloud:identity::group/" + b.GroupID("engineering"), "name": "engineering", "description": "Everyone who ships"},
		object{"id": "ari:cloud:identity::group/" + b.GroupID("jira-users"), "name": "jira-users", "description": "Default group of Jira"},
	}, user.at("data", 0, "groups"))
	assert.Equal(t, []any{}, user.at("data", 0, "platformRoles"))
	assert.Equal(t, object{"resources": 2.0}, user.at("data", 0, "counts"))
	assert.Equal(t, []any{object{"id": jiraSite, "key": "jira-software"}, object{"id": confluenceSite, "key": "confluence"}}, user.at("data", 0, "productAccess"))
}

func TestSortUsers(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	sorted := func(direction string) []string {
		return b.collect("POST", "{dir}/users/search", object{"limit": 5, "sortBy": []object{{"field": "nick_name", "direction": direction}}}, 3, "nickname")
	}

	ascending := sorted("asc")
	assert.Len(t, ascending, 13)
	assert.True(t, slices.IsSorted(ascending))

	descending := sorted("desc")
	slices.Reverse(descending)
	assert.Equal(t, ascending, descending)
}

func TestCountUsers(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	_, err := b.AddUser(simulator.User{Email: "nina@acme.example", Status: "not_invited"})
	require.NoError(t, err)

	count := func(path string) any { return b.ok("GET", path, nil).body["count"] }

	assert.InDelta(t, 13, count("{dir}/users/count"), 0)
	assert.InDelta(t, 14, count("{all}/users/count"), 0, "managed accounts in no directory count, too")
	assert.InDelta(t, 1, count("{all}/users/count?status=not_invited&membershipStatus=no_membership"), 0)
	assert.InDelta(t, 2, count("{dir}/users/count?claimStatus=unmanaged"), 0)
	assert.InDelta(t, 7, count("{dir}/users/count?mfaEnabled=true"), 0)
	assert.InDelta(t, 3, count("{dir}/users/count?groupIds="+b.GroupID("engineering")), 0)
}

func TestManagedAccounts(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	got := b.ok("GET", "{v1}/users", nil)
	assert.Len(t, got.body["data"], 11)
	assert.Equal(t, object{"total": 11.0}, got.at("meta"))
	assert.Equal(t, b.AccountID(ada), got.at("data", 0, "account_id"))
	assert.Equal(t, true, got.at("data", 0, "access_billable"))
	assert.NotContains(t, got.column("email"), lena)

	require.NoError(t, b.SetDomainClaim("acme.dev", "missing_token"))
	assert.Len(t, b.ok("GET", "{v1}/users", nil).body["data"], 11, "the domain is still claimed")

	require.NoError(t, b.SetDomainClaim("acme.dev", "unverified"))
	assert.Len(t, b.ok("GET", "{v1}/users", nil).body["data"], 8, "accounts are managed through their domain")

	require.NoError(t, b.RemoveDomain("acme.example"))

	none := b.ok("GET", "{v1}/users", nil)
	assert.Equal(t, []any{}, none.body["data"], "no claimed domain is no error")
}

// large is an organization of 20,000 users, with one group of 5,000 of them.
func large() simulator.Organization {
	org := simulator.Organization{Name: "Large", Domains: []simulator.Domain{{Name: "large.example"}}, Groups: []simulator.Group{{Name: "big"}}}
	for i := range 20000 {
		email := fmt.Sprintf("user%05d@large.example", i)
		org.Users = append(org.Users, simulator.User{Email: email})

		if i%4 == 0 {
			org.Groups[0].Members = append(org.Groups[0].Members, email)
		}
	}

	for i := range 2000 {
		org.Groups = append(org.Groups, simulator.Group{Name: fmt.Sprintf("g%04d", i), Members: []string{org.Users[i].Email, org.Users[i+1].Email}})
	}

	return org
}

func TestLargeOrganization(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{Organization: large()})

	members := b.collect("POST", "{dir}/users/search", object{"groupIds": []string{b.GroupID("big")}, "limit": 100}, 50, "email")
	assert.Len(t, members, 5000)
	slices.Sort(members)
	assert.Len(t, slices.Compact(members), 5000)

	assert.Len(t, b.collect("POST", "{dir}/groups/search", object{"limit": 100, "expand": []string{"counts.users"}}, 21, "id"), 2001)
	assert.Len(t, b.ok("POST", "{dir}/users/search", object{"emails": members[:100], "limit": 100, "expand": []string{"groups"}}).column("email"), 100)
	assert.InDelta(t, 20000, b.ok("GET", "{dir}/users/count", nil).body["count"], 0)
}
