// SPDX-License-Identifier: MPL-2.0

package organization_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/apps"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/site"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// A name leads to a cloud ID, and the cloud ID to all products of the site, whatever hosts they have.
func TestASiteHasAllItsProducts(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(simulator.Organization{Workspaces: []simulator.Workspace{
			{ID: "ari:cloud:jira-software::site/1a", Name: "acme-lab", HostURL: "https://acme-lab.atlassian.net"},
			{ID: "ari:cloud:confluence::site/1a", Name: "wiki", HostURL: "https://wiki.acme.example"},
			{ID: "ari:cloud:compass::site/1a", Name: "Components"},
			{ID: "ari:cloud:jira-software::site/2b", Name: "acme", HostURL: "https://acme.atlassian.net"},
			{ID: "ari:cloud:goals:1a:workspace/9", Name: "Goals"},
			{ID: "ari:cloud:loom::workspace/7", Name: "Loom", HostURL: "https://acme-lab.atlassian.net/loom"},
			{ID: "ari:cloud:bitbucket::workspace/3", Name: "acme-lab", HostURL: "https://bitbucket.org/acme-lab"},
		}}))
		o := run(t, on)
		whole := []string{"ari:cloud:compass::site/1a", "ari:cloud:confluence::site/1a", "ari:cloud:jira::site/1a"}
		unasked := []string{"ari:cloud:goals:1a:workspace/9", "ari:cloud:loom::workspace/7"}
		for _, name := range []string{"acme-lab", "https://acme-lab.atlassian.net", "wiki.acme.example", "components", "1a", "1A"} {
			sites, err := o.Sites.Resolve(t.Context(), []string{name})
			require.NoError(t, err, name)
			require.Equal(t, []site.Site{{Reference: name, CloudID: "1a", Contexts: whole, Unasked: unasked}}, sites, name)
		}
	})
}

// IDs of workspaces are compared without case, and may say more than the site.
func TestIDsOfWorkspacesInOtherForms(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		for name, change := range map[string]func(string) string{
			"capitals":     strings.ToUpper,
			"behind":       func(id string) string { return "ari:cloud:unheard-of::thing/" + id },
			"longer":       func(id string) string { return id + "/project/10000" },
			"as they were": func(id string) string { return id },
		} {
			said := on.Edited(t, "/workspaces", func(body any) any {
				for _, item := range body.(map[string]any)["data"].([]any) {
					workspace := item.(map[string]any)
					workspace["id"] = change(workspace["id"].(string))
				}
				return body
			})
			sites, err := run(t, said).Sites.Resolve(t.Context(), []string{"acme"})
			require.NoError(t, err, name)
			require.Equal(t, []string{"ari:cloud:confluence::site/" + acmeSite, "ari:cloud:jira::site/" + acmeSite}, sites[0].Contexts, name)
		}
	})
}

// A workspace whose ID cannot be read may be on any site.
func TestAWorkspaceOfAnUnknownSite(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		said := simulated.Virtual(t).Edited(t, "/workspaces", func(body any) any {
			body.(map[string]any)["data"].([]any)[1].(map[string]any)["id"] = "UNHEARD_OF\n"
			return body
		})
		o := run(t, said)
		_, err := o.Sites.Resolve(t.Context(), []string{"acme"})
		require.ErrorContains(t, err, `a workspace with the ID "UNHEARD_OF\n", which is no ARI`)
		_, err = o.Sites.Resolve(t.Context(), []string{"ari:cloud:confluence::site/" + acmeSite})
		require.NoError(t, err)
	})
}

func TestAnARIInCapitals(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		sites, err := run(t, simulated.Virtual(t)).Sites.Resolve(t.Context(), []string{strings.ToUpper("ari:cloud:jira-software::site/" + acmeSite)})
		require.NoError(t, err)
		require.Equal(t, acmeSite, sites[0].CloudID)
		require.Equal(t, []string{"ari:cloud:jira::site/" + acmeSite}, sites[0].Contexts)
	})
}

func TestCoverage(t *testing.T) {
	t.Parallel()
	before := apps.CoverageOf([]site.Site{{Reference: "acme", Contexts: []string{"a", "b"}}, {Reference: "lab", Contexts: []string{"c"}}})
	for name, c := range map[string]struct {
		later, lost apps.Coverage
	}{
		"the same":          {apps.Coverage{"acme": {"a", "b"}, "lab": {"c"}}, apps.Coverage{}},
		"more":              {apps.Coverage{"acme": {"a", "b", "d"}, "lab": {"c"}}, apps.Coverage{}},
		"a product less":    {apps.Coverage{"acme": {"b"}, "lab": {"c"}}, apps.Coverage{"acme": {"a"}}},
		"a name taken over": {apps.Coverage{"acme": {"c"}, "lab": {"c"}}, apps.Coverage{"acme": {"a", "b"}}},
		"names exchanged":   {apps.Coverage{"acme": {"c"}, "lab": {"a", "b"}}, apps.Coverage{"acme": {"a", "b"}, "lab": {"c"}}},
		"nothing":           {nil, before},
	} {
		require.Equal(t, c.lost, before.Lost(c.later), name)
		require.Equal(t, name == "the same", before.Equal(c.later), name)
		require.Equal(t, before, before.And(before), name)
	}
	require.Equal(t, apps.Coverage{"acme": {"a", "b"}, "lab": {"c", "d"}}, before.And(apps.Coverage{"lab": {"d"}}))
	require.Equal(t, before, apps.Coverage(nil).And(before))
	require.Equal(t, apps.Coverage{"acme": {"a", "b"}, "lab": {"c"}}, before, "it is as it was")
}

// Fewer workspaces than are counted would be fewer places to look at.
func TestWorkspacesThatAreNotAllListed(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		for _, fault := range []simulator.Fault{{Partial: true}, {Empty: true}} {
			on := simulated.Virtual(t)
			fault.Operation = opWorkspaces
			on.Simulator.Inject(fault)
			o := run(t, on)
			_, err := o.Sites.Resolve(t.Context(), []string{"acme"})
			require.ErrorContains(t, err, "counts 3 workspaces")
			_, err = o.Sites.Resolve(t.Context(), []string{"acme"})
			require.NoError(t, err, "the next who asks reads them anew")
		}
	})
}
