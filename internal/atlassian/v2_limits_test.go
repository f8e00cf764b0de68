// SPDX-License-Identifier: MPL-2.0

package atlassian_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

func values(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf("v%d", i)
	}
	return all
}

// The client does not send what Atlassian documents to refuse, and says why.
func TestSearchesKeepTheDocumentedLimits(t *testing.T) {
	t.Parallel()
	groups := func(s atlassian.GroupSearch) func(context.Context, *atlassian.Client) error {
		return func(ctx context.Context, c *atlassian.Client) error { return drain(c.SearchGroups(ctx, "o", "-", s)) }
	}
	users := func(s atlassian.UserSearch) func(context.Context, *atlassian.Client) error {
		return func(ctx context.Context, c *atlassian.Client) error { return drain(c.SearchUsers(ctx, "o", "-", s)) }
	}
	for name, c := range map[string]struct {
		call func(context.Context, *atlassian.Client) error
		want string // empty: it is sent
	}{
		"groups, full":           {groups(atlassian.GroupSearch{GroupIDs: values(10), AccountIDs: values(10), ResourceIDs: values(20), RoleIDs: values(10), Limit: 100}), ""},
		"groups, full of names":  {groups(atlassian.GroupSearch{GroupNames: values(100), Limit: 1}), ""},
		"group IDs":              {groups(atlassian.GroupSearch{GroupIDs: values(11)}), "groupIds holds 11 values, and Atlassian takes at most 10"},
		"group names":            {groups(atlassian.GroupSearch{GroupNames: values(101)}), "groupNames holds 101 values"},
		"accounts of groups":     {groups(atlassian.GroupSearch{AccountIDs: values(11)}), "accountIds"},
		"resources of groups":    {groups(atlassian.GroupSearch{ResourceIDs: values(21)}), "resourceIds"},
		"roles of groups":        {groups(atlassian.GroupSearch{RoleIDs: values(11)}), "roleIds"},
		"names and IDs":          {groups(atlassian.GroupSearch{GroupNames: values(1), GroupIDs: values(1)}), "groupNames and groupIds exclude each other"},
		"names and a term":       {groups(atlassian.GroupSearch{GroupNames: values(1), SearchTerm: "x"}), "groupNames and searchTerm exclude each other"},
		"a large page of groups": {groups(atlassian.GroupSearch{Limit: 101}), "1 to 100"},
		"a negative page":        {groups(atlassian.GroupSearch{Limit: -1}), "1 to 100"},
		"users, full":            {users(atlassian.UserSearch{AccountIDs: values(10), GroupIDs: values(10), RoleIDs: values(10), EmailDomains: values(10), Emails: values(100), ResourceIDs: values(20), Status: values(4)}), ""},
		"account IDs":            {users(atlassian.UserSearch{AccountIDs: values(11)}), "accountIds"},
		"groups of users":        {users(atlassian.UserSearch{GroupIDs: values(11)}), "groupIds"},
		"roles of users":         {users(atlassian.UserSearch{RoleIDs: values(11)}), "roleIds"},
		"domains of users":       {users(atlassian.UserSearch{EmailDomains: values(11)}), "emailDomains"},
		"e-mails":                {users(atlassian.UserSearch{Emails: values(101)}), "emails"},
		"resources of users":     {users(atlassian.UserSearch{ResourceIDs: values(21)}), "resourceIds"},
		"states of users":        {users(atlassian.UserSearch{Status: values(5)}), "status"},
		"directories of users":   {users(atlassian.UserSearch{DirectoryIDs: values(11)}), "directoryIds"},
		"states of accounts":     {users(atlassian.UserSearch{AccountStatus: values(4)}), "accountStatus"},
		"states of memberships":  {users(atlassian.UserSearch{MembershipStatus: values(4)}), "membershipStatus"},
		"a count": {func(ctx context.Context, c *atlassian.Client) error {
			_, err := c.CountUsers(ctx, "o", "-", atlassian.UserSearch{AccountIDs: values(11)})
			return err
		}, "accountIds"},
		"e-mails and a term":      {users(atlassian.UserSearch{Emails: values(1), SearchTerm: "x"}), "emails and searchTerm exclude each other"},
		"a large page of users":   {users(atlassian.UserSearch{Limit: 101}), "1 to 100"},
		"a write in no directory": {func(ctx context.Context, c *atlassian.Client) error { return c.DeleteGroup(ctx, "o", "-", "g") }, "a write needs the ID of one"},
		"a group named -": {func(ctx context.Context, c *atlassian.Client) error {
			return c.AssignGroupRole(ctx, "o", "d", "-", "r", "x")
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := &wire{answers: []answerFunc{status(200, `{"data":[]}`)}}
			err := c.call(t.Context(), newClient(t, w))
			if c.want == "" {
				require.NoError(t, err)
				require.Len(t, w.sent(), 1)
				return
			}
			require.ErrorContains(t, err, c.want)
			require.Empty(t, w.sent())
		})
	}
}
