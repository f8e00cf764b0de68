// SPDX-License-Identifier: MPL-2.0

package organization_test

import (
	"errors"
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/site"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// sites is an organization with two sites of one name, one with several products, and products on no site.
func sites() simulated.Option {
	return simulated.WithStart(simulator.Organization{Workspaces: []simulator.Workspace{
		{ID: "ari:cloud:jira-software::site/1a", Name: "acme", Type: "jira-software", HostURL: "https://acme.atlassian.net"},
		{ID: "ari:cloud:confluence::site/1a", Name: "acme", Type: "confluence", HostURL: "https://wiki.acme.example/wiki"},
		{ID: "ari:cloud:goals:1a:workspace/9", Name: "Goals", Type: "goals"},
		{ID: "ari:cloud:loom::workspace/7", Name: "Loom", Type: "loom", HostURL: "https://acme.atlassian.net/loom"},
		{ID: "ari:cloud:jira::site/2b", Name: "old", Type: "jira", TypeKey: "jira-software", HostURL: "https://old.atlassian.net"},
		{ID: "ari:cloud:compass::site/2b", Name: "old", Type: "compass", HostURL: "https://old.atlassian.net/compass"},
		{ID: "ari:cloud:compass::site/2b/x", Name: "old", Type: "compass", HostURL: "https://old.atlassian.net/compass"},
		{ID: "ari:cloud:confluence::site/3c", Name: "twin", Type: "confluence"},
		{ID: "ari:cloud:confluence::site/4d", Name: "twin", Type: "confluence"},
		{ID: "ari:cloud:bitbucket::workspace/5", Name: "acme-code", Type: "bitbucket", HostURL: "https://bitbucket.org/acme-code"},
	}})
}

func TestTheResourceOfARoleBySiteAndProduct(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, sites())
		o := run(t, on)
		for name, want := range map[[2]string]string{
			{"acme", "jira-software"}:                     "ari:cloud:jira-software::site/1a",
			{"ACME.atlassian.net", "Confluence"}:          "ari:cloud:confluence::site/1a",
			{"https://acme.atlassian.net/jira/", "goals"}: "ari:cloud:goals:1a:workspace/9",
			{"wiki.acme.example", "loom"}:                 "ari:cloud:loom::workspace/7",
			{"1A", "confluence"}:                          "ari:cloud:confluence::site/1a",
			{"old", "jira-software"}:                      "ari:cloud:jira-software::site/2b",
			{"3c", "confluence"}:                          "ari:cloud:confluence::site/3c",
		} {
			resource, err := o.Sites.RoleResource(t.Context(), name[0], name[1])
			require.NoError(t, err, name)
			require.Equal(t, want, resource, name)
		}
		for name, says := range map[[2]string]string{
			{"nowhere", "confluence"}:           `the organization lists no site "nowhere"; it lists "acme", "old", "twin", "wiki.acme.example"`,
			{"acme-code", "bitbucket"}:          `the organization lists no site "acme-code"; it lists "acme", `,
			{"acme", "trello"}:                  `site "acme" has no product "trello"; it has "confluence", "goals", "jira-software", "loom"`,
			{"acme", "jira"}:                    `site "acme" has no product "jira"; it has "confluence", `,
			{"twin", "confluence"}:              `"twin" names several sites; write the cloud ID of one: "3c", "4d"`,
			{"old", "compass"}:                  `site "old" has product "compass" more than once; write the resource ID of one: ari:cloud:compass::site/2b, ari:cloud:compass::site/2b/x`,
			{"ari:cloud:jira::site/1a", "jira"}: `"ari:cloud:jira::site/1a" is not the name (acme), host`,
			{"", "jira"}:                        `"" is not the name`,
		} {
			_, err := o.Sites.RoleResource(t.Context(), name[0], name[1])
			require.ErrorContains(t, err, says, name)
		}
		require.Equal(t, map[string]int{opWorkspaces: 1}, on.Simulator.Requests())
	})
}

// A policy applies to a product by the ARI that the list has, plain jira included.
func TestTheResourceOfAPolicyBySiteAndProduct(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, sites())
		o := run(t, on)
		for name, want := range map[[2]string]string{
			{"acme", "confluence"}:   "ari:cloud:confluence::site/1a",
			{"old", "jira-software"}: "ari:cloud:jira::site/2b",
		} {
			resource, err := o.Sites.ProductResource(t.Context(), name[0], name[1])
			require.NoError(t, err, name)
			require.Equal(t, want, resource, name)
			resource, err = o.Sites.StillProductResource(t.Context(), name[0], name[1])
			require.NoError(t, err, name)
			require.Equal(t, want, resource, name)
		}
		require.Equal(t, 1, on.Simulator.Requests()["POST /admin/v2/orgs/{orgId}/workspaces"], "one read for the run")
		_, err := o.Sites.ProductResource(t.Context(), "ari:cloud:jira::site/2b", "jira")
		require.ErrorContains(t, err, "is not the name (acme), host")
		_, err = o.Sites.StillProductResource(t.Context(), "acme", "trello")
		require.ErrorContains(t, err, `site "acme" has no product "trello"`)
		require.Equal(t, 2, on.Simulator.Requests()["POST /admin/v2/orgs/{orgId}/workspaces"], "what was there before is looked for once more")
	})
}

func TestTheResourceOfARoleInAnEmptyOrganization(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(simulator.Organization{Name: "Empty"}))
		_, err := run(t, on).Sites.RoleResource(t.Context(), "acme", "confluence")
		failed, ok := errors.AsType[*site.RoleResourceError](err)
		require.True(t, ok, err)
		require.Equal(t, site.NoSuchSite, failed.Problem)
		require.Empty(t, failed.Candidates)
		require.ErrorContains(t, err, "it lists no site at all")
	})
}

// What was found before and one answer lacks is looked for once more, once a run.
func TestTheResourceOfARoleIsLookedForOnceMore(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, sites())
		var answers atomic.Int32
		o := run(t, on.Edited(t, "/workspaces", func(body any) any {
			if answers.Add(1) == 1 {
				page := body.(map[string]any)
				page["data"], page["meta"] = []any{}, nil
			}
			return body
		}))
		_, err := o.Sites.RoleResource(t.Context(), "acme", "confluence")
		require.ErrorContains(t, err, "lists no site")
		for range 3 {
			resource, err := o.Sites.StillRoleResource(t.Context(), "acme", "confluence")
			require.NoError(t, err)
			require.Equal(t, "ari:cloud:confluence::site/1a", resource)
			_, err = o.Sites.StillRoleResource(t.Context(), "gone", "confluence")
			require.ErrorContains(t, err, "lists no site")
		}
		require.Equal(t, map[string]int{opWorkspaces: 2}, on.Simulator.Requests())
	})
}

// A list that cannot be read says nothing of a site, and is asked for once.
func TestTheResourceOfARoleWithoutAList(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, sites())
		on.Simulator.Inject(simulator.Fault{Operation: opWorkspaces, Status: http.StatusForbidden, Count: -1})
		o := run(t, on)
		for range 3 {
			_, err := o.Sites.StillRoleResource(t.Context(), "acme", "confluence")
			require.Error(t, err)
			_, ok := errors.AsType[*site.RoleResourceError](err)
			require.False(t, ok)
		}
		require.Equal(t, map[string]int{opWorkspaces: 1}, on.Simulator.Requests())

		// Neither does one with a workspace that may be anywhere, but of what is missing.
		unread := simulated.Virtual(t, sites()).Edited(t, "/workspaces", func(body any) any {
			body.(map[string]any)["data"].([]any)[9].(map[string]any)["id"] = "UNHEARD_OF"
			return body
		})
		o = run(t, unread)
		_, err := o.Sites.RoleResource(t.Context(), "acme", "confluence")
		require.NoError(t, err)
		_, err = o.Sites.RoleResource(t.Context(), "acme", "trello")
		require.ErrorContains(t, err, "UNHEARD_OF")
		_, ok := errors.AsType[*site.RoleResourceError](err)
		require.False(t, ok)
	})
}
