// SPDX-License-Identifier: MPL-2.0

package organization_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/site"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const (
	opWorkspaces = "POST /admin/v2/orgs/{orgId}/workspaces"
	acmeSite     = "8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
)

func TestSitesByAnyName(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		o := run(t, on)
		both := []string{"ari:cloud:confluence::site/" + acmeSite, "ari:cloud:jira::site/" + acmeSite}
		for reference, contexts := range map[string][]string{
			"acme":                                         both,
			"ACME":                                         both,
			"acme.atlassian.net":                           both,
			"https://acme.atlassian.net":                   both,
			"https://acme.atlassian.net/":                  both,
			"https://Acme.Atlassian.net/wiki":              both,
			acmeSite:                                       both,
			"ari:cloud:confluence::site/" + acmeSite:       both[:1],
			"ari:cloud:jira::site/" + acmeSite:             both[1:],
			"ari:cloud:jira-software::site/" + acmeSite:    both[1:],
			"ari:cloud:jira-servicedesk::site/" + acmeSite: both[1:],
		} {
			sites, err := o.Sites.Resolve(t.Context(), []string{reference})
			require.NoError(t, err, reference)
			require.Equal(t, []site.Site{{Reference: reference, CloudID: acmeSite, Contexts: contexts}}, sites, reference)
		}
		require.Equal(t, map[string]int{opWorkspaces: 1}, on.Simulator.Requests())

		_, err := o.Sites.Resolve(t.Context(), []string{"acme", "nowhere"})
		require.True(t, meaning.IsNotFound(err))
		require.ErrorContains(t, err, `site "nowhere"`)
	})
}

func TestAnARINeedsNoRequest(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		_, err := run(t, on).Sites.Resolve(t.Context(), []string{"ari:cloud:jira::site/anything"})
		require.NoError(t, err)
		require.Empty(t, on.Simulator.Requests())
	})
}

func TestReferencesThatNameNoSite(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"", " ", "a b", "ari:cloud:jira::site/", "ari:cloud:jira", "ari:cloud:jira::project/1", "ari:cloud:jira::site/1/2", "https://", "acme:8080", "ada@acme.example", "ari:cloud:::site/1"} {
		require.Error(t, site.CheckReference(bad), "%q", bad)
	}
	for _, good := range []string{"acme", "acme.example", "http://127.0.0.1:8080", "ari:cloud:compass::site/1"} {
		require.NoError(t, site.CheckReference(good), "%q", good)
	}
}

func TestANameOfSeveralSites(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(simulator.Organization{Workspaces: []simulator.Workspace{
			{ID: "ari:cloud:jira-software::site/2", Name: "twin"},
			{ID: "ari:cloud:confluence::site/1", Name: "Twin"},
			{ID: "ari:cloud:bitbucket::workspace/3", Name: "twin"},
		}}))
		_, err := run(t, on).Sites.Resolve(t.Context(), []string{"twin"})
		require.ErrorContains(t, err, "1 or 2")
	})
}
