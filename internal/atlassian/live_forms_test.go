// SPDX-License-Identifier: MPL-2.0

package atlassian_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

const nullLinks = `"links":{"self":null,"prev":null,"next":null}`

// Live answers have nulls and fields that the documents do not have. They do not change the result.
func TestLiveForms(t *testing.T) {
	t.Parallel()
	page := func(item string) string { return `{"data":[` + item + `],` + nullLinks + `}` }
	for name, c := range map[string]struct {
		answer string
		read   func(*atlassian.Client) any
		want   any
	}{
		"a user": {
			page(`{"accountId":"a","email":null,"name":null,"nickname":null,"department":null,"organization":null,"location":null,"timeZone":null,"jobTitle":null,
				"deactivatedOn":null,"forDeletion":false,"managementSource":null,"mfaEnabled":null,"status":"active","platformRoles":null,
				"groups":[{"id":"ari:cloud:identity::group/g","name":null,"description":null}]}`),
			func(c *atlassian.Client) any {
				return only(t, c.SearchUsers(t.Context(), "o", "d", atlassian.UserSearch{}))
			},
			atlassian.User{AccountID: "a", Status: "active", Groups: []atlassian.UserGroup{{ID: "g"}}},
		},
		"an app": {
			page(`{"accountId":"a","accountType":"app","email":"","groups":null}`),
			func(c *atlassian.Client) any {
				return only(t, c.SearchUsers(t.Context(), "o", "d", atlassian.UserSearch{}))
			},
			atlassian.User{AccountID: "a", AccountType: "app"},
		},
		"a group": {
			page(`{"id":"g","name":"n","description":null,"links":null}`),
			func(c *atlassian.Client) any {
				return only(t, c.SearchGroups(t.Context(), "o", "d", atlassian.GroupSearch{}))
			},
			atlassian.Group{ID: "g", Name: "n", Readable: true, Modifiable: true, Deletable: true},
		},
		"roles": {
			page(`{"resourceId":"r","resourceOwner":null,"defaultRole":null,"roles":["x"]}`),
			func(c *atlassian.Client) any { return only(t, c.GroupRoleAssignments(t.Context(), "o", "d", "g")) },
			atlassian.GroupRoleAssignment{ResourceID: "r", Roles: []string{"x"}},
		},
		"a workspace": {
			page(`{"id":"w","attributes":{"name":"n","hostUrl":null,"owner":null,"sandbox":null,"usage":null},
				"relationships":{"entitlement":[{"id":"e","type":"entitlement","attributes":{"key":"k","planKey":null,"plan":null}}],"policy":null}}`),
			func(c *atlassian.Client) any { return only(t, c.Workspaces(t.Context(), "o")) },
			atlassian.Workspace{ID: "w", Name: "n", Entitlements: []atlassian.Entitlement{{Key: "k"}}},
		},
		"a domain": {
			page(`{"id":"d","attributes":{"name":"n","claim":null}}`),
			func(c *atlassian.Client) any { return only(t, c.Domains(t.Context(), "o")) },
			atlassian.Domain{ID: "d", Name: "n"},
		},
		"a directory": {
			page(`{"directoryId":"d","name":null,"icon":null}`),
			func(c *atlassian.Client) any { return only(t, c.Directories(t.Context(), "o")) },
			atlassian.Directory{ID: "d"},
		},
		"an event": {
			`{"data":[{"id":"e","links":null,"message":{"content":"c","format":"simple"},"attributes":{"time":"2026-11-26T06:00:00Z","action":"x",
				"actor":{"id":"me","name":null,"email":null,"picture":"p"},"context":null,"container":null,"location":null}}],` + nullLinks + `,
				"meta":{"next":null,"page_size":1,"total":1,"count":1,"current":null,"prev":null,"start_index":0,"end_index":1}}`,
			func(c *atlassian.Client) any {
				event := only(t, c.Events(t.Context(), "o", atlassian.EventFilter{}))
				return []string{event.ID, event.Action, event.ActorID, event.ActorName}
			},
			[]string{"e", "x", "me", ""},
		},
		"a member of a policy": {
			`[{"email":null,"accountId":"a","policyId":"p","policy":null}]`,
			func(c *atlassian.Client) any {
				members, err := c.AuthenticationPolicyMembers(t.Context(), "o", []string{"a"})
				require.NoError(t, err)
				return members
			},
			[]atlassian.PolicyMember{{AccountID: "a", PolicyID: "p"}},
		},
		"an organization": {
			`{"data":{"id":"o","attributes":{"name":null},"relationships":null,"links":null}}`,
			func(c *atlassian.Client) any {
				found, err := c.Organization(t.Context(), "o")
				require.NoError(t, err)
				return found
			},
			atlassian.Organization{ID: "o"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := &wire{answers: []answerFunc{status(http.StatusOK, c.answer)}}
			require.Equal(t, c.want, c.read(newClient(t, w)))
			require.Len(t, w.sent(), 1, "a null leads to no further page")
		})
	}
}

// Null is not none: a required field cannot be null.
func TestNullIsNotNone(t *testing.T) {
	t.Parallel()
	lists := map[string]func(context.Context, *atlassian.Client) error{
		"an account has no ID": func(ctx context.Context, c *atlassian.Client) error {
			return drain(c.SearchUsers(ctx, "o", "d", atlassian.UserSearch{}))
		},
		"a group has no ID": func(ctx context.Context, c *atlassian.Client) error {
			return drain(c.SearchGroups(ctx, "o", "d", atlassian.GroupSearch{}))
		},
		"roles are on no": func(ctx context.Context, c *atlassian.Client) error {
			return drain(c.GroupRoleAssignments(ctx, "o", "d", "g"))
		},
		"a workspace has no ID":  func(ctx context.Context, c *atlassian.Client) error { return drain(c.Workspaces(ctx, "o")) },
		"a domain has no ID":     func(ctx context.Context, c *atlassian.Client) error { return drain(c.Domains(ctx, "o")) },
		"a directory has no ID":  func(ctx context.Context, c *atlassian.Client) error { return drain(c.Directories(ctx, "o")) },
		"an action has no ID":    func(ctx context.Context, c *atlassian.Client) error { _, err := c.EventActions(ctx, "o"); return err },
		"which roles there are ": nil,
	}
	for problem, list := range lists {
		t.Run(problem, func(t *testing.T) {
			t.Parallel()
			items := []string{`null`, `{}`, `{"id":null,"accountId":null,"directoryId":null,"resourceId":null}`}
			if list == nil {
				list = lists["roles are on no"]
				items = []string{`{"resourceId":"r"}`, `{"resourceId":"r","roles":null}`}
			}
			for _, item := range items {
				err := list(t.Context(), newClient(t, &wire{answers: []answerFunc{status(http.StatusOK, `{"data":[`+item+`],`+nullLinks+`}`)}}))
				require.ErrorContains(t, err, problem, item)
				require.ErrorContains(t, err, "not what is documented")
			}
			err := list(t.Context(), newClient(t, &wire{answers: []answerFunc{status(http.StatusOK, `{"data":null,`+nullLinks+`}`)}}))
			require.ErrorContains(t, err, "it has no data")
		})
	}
	_, err := newClient(t, &wire{answers: []answerFunc{status(http.StatusOK, `{"data":{"id":null,"name":"n"}}`)}}).Group(t.Context(), "o", "d", "g")
	require.ErrorContains(t, err, "a group has no ID")
}

// The audit log has the cursor twice. If the link is null, meta has it.
func TestTheNextPageOfEventsInMeta(t *testing.T) {
	t.Parallel()
	event := func(id string) string { return `{"id":"` + id + `","attributes":{"time":"2026-11-26T06:00:00Z"}}` }
	for name, first := range map[string]string{
		"no links":     `{"data":[` + event("1") + `],"links":null,"meta":{"next":"c1"}}`,
		"a null link":  `{"data":[` + event("1") + `],` + nullLinks + `,"meta":{"next":"c1"}}`,
		"an address":   `{"data":[` + event("1") + `],"meta":{"next":"https://api.example/events?cursor=c1"}}`,
		"both":         `{"data":[` + event("1") + `],"links":{"next":"c1"},"meta":{"next":"c2"}}`,
		"another meta": `{"data":[` + event("1") + `],"links":{"next":"c1"},"meta":["x"]}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := &wire{answers: []answerFunc{status(http.StatusOK, first), status(http.StatusOK, `{"data":[`+event("2")+`],`+nullLinks+`,"meta":{"next":null}}`)}}
			var ids []string
			for event, err := range newClient(t, w).Events(t.Context(), "o", atlassian.EventFilter{}) {
				require.NoError(t, err)
				ids = append(ids, event.ID)
			}
			require.Equal(t, []string{"1", "2"}, ids)
			require.Contains(t, w.sent()[1].url, "cursor=c1")
		})
	}
}

func TestGroupsOfEventActions(t *testing.T) {
	t.Parallel()
	for attributes, want := range map[string]atlassian.EventAction{
		`{"displayName":"A","groupDisplayName":"G"}`:                               {Name: "A", Groups: []string{"G"}},
		`{"displayName":"A","groupDisplayNames":["G"]}`:                            {Name: "A", Groups: []string{"G"}},
		`{"displayName":"A","groupDisplayNames":["G","H, I"]}`:                     {Name: "A", Groups: []string{"G", "H, I"}},
		`{"groupDisplayName":"G","groupDisplayNames":["G","H"]}`:                   {Groups: []string{"G", "H"}},
		`{"groupDisplayName":"G","groupDisplayNames":["H"]}`:                       {Groups: []string{"G", "H"}},
		`{"displayName":null,"groupDisplayName":null,"groupDisplayNames":["G"]}`:   {Groups: []string{"G"}},
		`{"displayName":"A","groupDisplayName":"G","groupDisplayNames":null}`:      {Name: "A", Groups: []string{"G"}},
		`{"displayName":"A","groupDisplayName":["G"],"groupDisplayNames":"H"}`:     {Name: "A", Groups: []string{"G", "H"}},
		`{"displayName":"A","groupDisplayNames":[null,"",{"name":"?"},"G"]}`:       {Name: "A", Groups: []string{"G"}},
		`{"displayName":{"a":1},"groupDisplayName":null,"groupDisplayNames":null}`: {},
		`null`: {},
	} {
		w := &wire{answers: []answerFunc{status(http.StatusOK, `{"data":[{"id":"x","type":"t","attributes":`+attributes+`}],"links":null}`)}}
		actions, err := newClient(t, w).EventActions(t.Context(), "o")
		require.NoError(t, err, attributes)
		want.ID = "x"
		require.Equal(t, []atlassian.EventAction{want}, actions, attributes)
	}
}
