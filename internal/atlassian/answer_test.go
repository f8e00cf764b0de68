// SPDX-License-Identifier: MPL-2.0

package atlassian_test

import (
	"context"
	"iter"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// A missing list is not an empty list.
func TestAbsenceIsAnError(t *testing.T) {
	t.Parallel()
	counts := func(ctx context.Context, c *atlassian.Client) error {
		_, err := c.CountUsers(ctx, "o", "d")
		return err
	}
	for name, c := range map[string]struct {
		call   func(context.Context, *atlassian.Client) error
		answer string
		fails  bool
	}{
		"no list":       {searchPOST, `{}`, true},
		"no answer":     {searchPOST, ``, true},
		"null":          {searchPOST, `null`, true},
		"a null list":   {searchPOST, `{"data":null,"links":null}`, true},
		"an empty list": {searchPOST, `{"data":[],"links":{"next":null}}`, false},
		"not a list":    {searchPOST, `{"data":{"id":"g"}}`, true},
		"no thing":      {read, `{}`, true},
		"a null thing":  {read, `{"data":null}`, true},
		"a thing":       {read, `{"data":{"id":"o","attributes":null}}`, false},
		"no count":      {counts, `{}`, true},
		"a null count":  {counts, `{"count":null}`, true},
		"a count":       {counts, `{"count":0}`, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := c.call(t.Context(), newClient(t, &wire{answers: []answerFunc{status(200, c.answer, "Atl-Traceid", "r1")}}))
			if !c.fails {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, "not what is documented")
			require.ErrorContains(t, err, "(request r1)")
		})
	}
}

func TestWhatAnAnswerLeavesOut(t *testing.T) {
	t.Parallel()
	groupOf := func(answer string) atlassian.Group {
		group, err := newClient(t, &wire{answers: []answerFunc{status(200, answer)}}).Group(t.Context(), "o", "d", "g")
		require.NoError(t, err)
		return group
	}
	require.Equal(t, atlassian.Group{ID: "g", Readable: true, Modifiable: true, Deletable: true},
		groupOf(`{"data":{"id":"ari:cloud:identity::group/g","name":null,"managementAccess":null,"counts":null,"managedBy":null,"new":[1]}}`))
	three, none := 3, 0
	require.Equal(t, atlassian.Group{ID: "g", DirectoryID: "d", Name: "n", Description: "x", ManagedBy: "other", ExternalSynced: true, Readable: true, Users: &three, Resources: &none},
		groupOf(`{"data":{"id":"g","directoryId":"d","name":"n","description":"x","managedBy":"other","externalSynced":true,
			"managementAccess":{"readable":true,"modifiable":false,"deletable":false},"counts":{"users":3,"resources":0}}}`))
}

func TestWhatListsSay(t *testing.T) {
	t.Parallel()
	first := func(answer string, list func(*atlassian.Client) any) any {
		return list(newClient(t, &wire{answers: []answerFunc{status(200, `{"data":[`+answer+`]}`)}}))
	}
	require.Equal(t, atlassian.Directory{ID: "d", Name: "n"},
		first(`{"directoryId":"d","name":"n"}`, func(c *atlassian.Client) any { return only(t, c.Directories(t.Context(), "o")) }))
	require.Equal(t, atlassian.Domain{ID: "1", Name: "a.example", ClaimType: "dns", ClaimStatus: "brand_new"},
		first(`{"id":"1","type":"domains","attributes":{"name":"a.example","claim":{"type":"dns","status":"brand_new"}}}`,
			func(c *atlassian.Client) any { return only(t, c.Domains(t.Context(), "o")) }))
	require.Equal(t, atlassian.GroupRoleAssignment{ResourceID: "r", ResourceOwner: "jira-software", DefaultRole: "x", Roles: []string{"atlassian/user"}},
		first(`{"resourceId":"r","resourceOwner":"jira-software","roles":["atlassian/user"],"defaultRole":"x"}`,
			func(c *atlassian.Client) any { return only(t, c.GroupRoleAssignments(t.Context(), "o", "d", "g")) }))
	require.Equal(t, atlassian.Workspace{ID: "w", Name: "n", Type: "t", TypeKey: "k", HostURL: "h", Status: "online", Owner: "o", Realm: "r"},
		first(`{"id":"w","attributes":{"name":"n","type":"t","typeKey":"k","hostUrl":"h","status":"online","owner":"o","realm":"r"}}`,
			func(c *atlassian.Client) any { return only(t, c.Workspaces(t.Context(), "o")) }))
	yes := true
	require.Equal(t, atlassian.User{
		AccountID: "712020:a", Email: "e", Name: "n", Nickname: "k", AccountType: "atlassian", AccountStatus: "active", MembershipStatus: "active",
		Status: "active", ClaimStatus: "managed", ManagementSource: "synced", MFAEnabled: &yes, EmailVerified: &yes,
		JobTitle: "j", Department: "d", Organization: "o", Location: "l", TimeZone: "z", AddedToOrg: "then", PlatformRoles: []string{"atlassian/org-admin"},
		Groups: []atlassian.UserGroup{{ID: "g", Name: "gn"}}, ProductAccess: []atlassian.ProductAccess{{ResourceID: "r", Key: "jira"}},
	}, first(`{"accountId":"712020:a","email":"e","name":"n","nickname":"k","accountType":"atlassian","accountStatus":"active","membershipStatus":"active",
		"status":"active","claimStatus":"managed","managementSource":"synced","mfaEnabled":true,"emailVerified":true,"groups":[{"id":"g","name":"gn"}],
		"jobTitle":"j","department":"d","organization":"o","location":"l","timeZone":"z","addedToOrg":"then","platformRoles":["atlassian/org-admin"],
		"productAccess":[{"id":"r","key":"jira"}]}`,
		func(c *atlassian.Client) any {
			return only(t, c.SearchUsers(t.Context(), "o", "d", atlassian.UserSearch{}))
		}))
}

func only[V any](t *testing.T, list iter.Seq2[V, error]) V {
	t.Helper()
	var found []V
	for item, err := range list {
		require.NoError(t, err)
		found = append(found, item)
	}
	require.Len(t, found, 1)
	return found[0]
}

func TestWhatSearchesSend(t *testing.T) {
	t.Parallel()
	no := false
	w := &wire{answers: []answerFunc{status(200, `{"data":[]}`)}}
	client := newClient(t, w)
	require.NoError(t, drain(client.SearchGroups(t.Context(), "o", "-", atlassian.GroupSearch{
		GroupIDs: []string{"g"}, AccountIDs: []string{"a"}, ResourceIDs: []string{"r"}, RoleIDs: []string{"x"}, SearchTerm: "s", ExpandCounts: true, Limit: 7,
	})))
	require.JSONEq(t, `{"limit":7,"groupIds":["g"],"accountIds":["a"],"resourceIds":["r"],"roleIds":["x"],"searchTerm":"s","expand":["counts.users","counts.resources"]}`, w.sent()[0].body)
	require.NoError(t, drain(client.SearchUsers(t.Context(), "o", "-", atlassian.UserSearch{
		AccountIDs: []string{"a"}, GroupIDs: []string{"g"}, RoleIDs: []string{"x"}, EmailDomains: []string{"d"}, Emails: []string{"e"}, ResourceIDs: []string{"r"},
		Status: []string{"active"}, AccountStatus: []string{"inactive"}, MembershipStatus: []string{"no_membership"}, DirectoryIDs: []string{"dir"},
		ClaimStatus: "managed", MFAEnabled: &no, Limit: 8,
		Expand: []atlassian.UserExpansion{atlassian.ExpandPlatformRoles, atlassian.ExpandProductAccess},
	})))
	require.JSONEq(t, `{"limit":8,"accountIds":["a"],"groupIds":["g"],"roleIds":["x"],"emailDomains":["d"],"emails":["e"],"resourceIds":["r"],
		"status":["active"],"accountStatus":["inactive"],"membershipStatus":["no_membership"],"directoryIds":["dir"],"claimStatus":"managed","mfaEnabled":false,
		"expand":["platformRoles","productAccess"]}`, w.sent()[1].body)
}

// A caller may read one list twice, and at the same time.
func TestAListMayBeReadTwice(t *testing.T) {
	t.Parallel()
	w := &wire{answers: []answerFunc{paged}}
	groups := newClient(t, w).SearchGroups(t.Context(), "o", "d", atlassian.GroupSearch{})
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			var ids []string
			for group, err := range groups {
				if err != nil {
					ids = append(ids, err.Error())
				}
				ids = append(ids, group.ID)
			}
			if len(ids) != 3 {
				t.Errorf("read %v", ids)
			}
		})
	}
	both.Wait()
	require.Len(t, w.sent(), 6)
}
