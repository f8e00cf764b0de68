// SPDX-License-Identifier: MPL-2.0

package apps_test

import (
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/apps"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// installationsSay is the same organization, whose gateway says another context of every installation. Nil is null.
func installationsSay(t *testing.T, on *simulated.Organization, say func(context string) any) *simulated.Organization {
	t.Helper()
	var edit func(value any) any
	edit = func(value any) any {
		switch value := value.(type) {
		case map[string]any:
			for name, member := range value {
				if name == "installationContext" {
					value[name] = say(member.(string))
				} else {
					value[name] = edit(member)
				}
			}
		case []any:
			for i, element := range value {
				value[i] = edit(element)
			}
		}
		return value
	}
	return on.Edited(t, "/graphql", edit)
}

// placesOf are the site and product of every row, by the name of the app. "" is a place that is not known.
func placesOf(apps []apps.App) map[string]string {
	places := make(map[string]string)
	for _, app := range apps {
		places[app.Name] = strings.Trim(app.Site+" "+app.Product, " ")
	}
	return places
}

// An installation is left out only where its place is readable as another one that is known, and the app is shown even then if
// Atlassian lists it for a place that was asked for.
func TestAnInstallationIsNeverDropped(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		const jira, other = "ari:cloud:jira::site/" + acmeSite, "ari:cloud:jira::site/00000000-0000-4000-a000-000000000099"
		for name, c := range map[string]struct {
			sites []string
			say   any // of Orbit Boards, which is in Jira
			place string
			reads int // requests for the workspaces
		}{
			"as it is":               {[]string{"acme"}, jira, "acme jira", 1},
			"null":                   {[]string{"acme"}, nil, "", 1},
			"nothing":                {[]string{"acme"}, " ", "", 1},
			"capitals":               {[]string{"acme"}, strings.ToUpper(jira), "acme jira", 1},
			"blanks":                 {[]string{"acme"}, "  " + jira + "\n", "acme jira", 1},
			"a project":              {[]string{"acme"}, jira + "/project/10000", "acme jira", 1},
			"the cloud ID before":    {[]string{"acme"}, "ari:cloud:jira:" + acmeSite + ":project/10000", "acme jira", 1},
			"another owner":          {[]string{"acme"}, "ari:cloud:platform::site/" + acmeSite, "acme platform", 1},
			"another kind of Jira":   {[]string{"acme"}, "ari:cloud:jira-servicedesk::site/" + acmeSite, "acme jira", 1},
			"the cloud ID alone":     {[]string{"acme"}, acmeSite, "acme", 1},
			"another form":           {[]string{"acme"}, "https://api.atlassian.com/ex/jira/" + acmeSite, "acme", 1},
			"a site nobody knows":    {[]string{"acme"}, other, "", 1},
			"what is no place":       {[]string{"acme"}, "production", "", 1},
			"an ARI in capitals":     {[]string{strings.ToUpper(jira)}, jira, strings.ToUpper(jira) + " jira", 0},
			"an ARI":                 {[]string{jira}, jira, jira + " jira", 0},
			"an ARI, null":           {[]string{jira}, nil, "", 0},
			"an ARI, another owner":  {[]string{jira}, "ari:cloud:platform::site/" + acmeSite, jira + " platform", 1},
			"an ARI, unknown site":   {[]string{jira}, other, "", 1},
			"another known product":  {[]string{jira}, "ari:cloud:confluence::site/" + acmeSite, "", 1},
			"a space in the product": {[]string{jira}, "ari:cloud:confluence::site/" + acmeSite + "/space/7", "", 1},
		} {
			on := simulated.Virtual(t)
			said := installationsSay(t, on, func(context string) any {
				if context == jira {
					return c.say
				}
				return context
			})
			o := run(t, said, asPerson(on))
			all, err := o.Apps.Installed(t.Context(), c.sites)
			require.NoError(t, err, name)
			place, shown := placesOf(all)["Orbit Boards"]
			require.True(t, shown, name)
			require.Equal(t, c.place, place, name)
			require.Equal(t, c.reads, on.Simulator.Requests()[opWorkspaces], name)
			require.Equal(t, 1, on.Simulator.Requests()[opInventory], name)
		}
	})
}

// A Connect app comes with all its installations, also those elsewhere. Where none of them is in a place that was asked for,
// Atlassian contradicts itself, and the app is somewhere.
func TestAnAppThatIsNowhere(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(simulated.Apps(3, 2)))
		elsewhere := installationsSay(t, on, func(string) any { return "ari:cloud:jira::site/" + simulated.CloudID(2) })
		o := run(t, elsewhere, asPerson(on))
		all, err := o.Apps.Installed(t.Context(), []string{"site-1"})
		require.NoError(t, err)
		require.Equal(t, map[string]string{"App 001": "", "App 002": "", "App 003": ""}, placesOf(all))

		// The same between two products of one site.
		small := simulated.Virtual(t)
		inWiki := installationsSay(t, small, func(string) any { return "ari:cloud:confluence::site/" + acmeSite })
		all, err = run(t, inWiki, asPerson(small)).Apps.Installed(t.Context(), []string{"ari:cloud:jira::site/" + acmeSite})
		require.NoError(t, err)
		require.Equal(t, map[string]string{"Acme Release Notes": "", "Calendar Bridge": "", "Orbit Boards": ""}, placesOf(all))

		all, err = run(t, on, asPerson(on)).Apps.Installed(t.Context(), []string{"site-1"})
		require.NoError(t, err)
		require.Len(t, all, 3, "the Connect app is on the other site as well, which is not asked for")
		for _, app := range all {
			require.Equal(t, "site-1", app.Site)
		}
	})
}

// Whether a place is another one that is known takes the workspaces. That they cannot be read is an error, and no answer.
func TestPlacesThatCannotBeTold(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		said := installationsSay(t, on, func(string) any { return "ari:cloud:platform::site/" + acmeSite })
		on.Simulator.Inject(simulator.Fault{Operation: opWorkspaces, Status: 403, Count: -1})
		_, err := run(t, said, asPerson(on)).Apps.Installed(t.Context(), []string{"ari:cloud:jira::site/" + acmeSite})
		requireStatus(t, 403, err)
	})
}

// What cannot be placed exactly is never uninstalled, and an app whose place is not readable any more is not gone.
func TestUninstallingTakesAPlace(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		for name, say := range map[string]func(context string) any{
			"null":          func(string) any { return nil },
			"a project":     func(context string) any { return context + "/project/10000" },
			"another site":  func(string) any { return "ari:cloud:jira::site/other" },
			"another owner": func(string) any { return acmeSite },
		} {
			on := simulated.Virtual(t)
			o := run(t, installationsSay(t, on, say), asPerson(on))
			require.ErrorContains(t, o.Apps.Uninstall(t.Context(), found(t, o, "Orbit Boards")), "does not say where", name)
			require.Zero(t, on.Simulator.Requests()[opUninstall], name)
		}

		on := simulated.Virtual(t)
		o := run(t, installationsSay(t, on, func(context string) any { return strings.ToUpper(context) }), asPerson(on))
		require.NoError(t, o.Apps.Uninstall(t.Context(), found(t, o, "Orbit Boards")))
		require.Empty(t, on.Simulator.AppInstallations("Orbit Boards"))

		reason := "the app refuses to go"
		for name, say := range map[string]any{"null": nil, "capitals": "ARI:CLOUD:JIRA::SITE/" + strings.ToUpper(acmeSite), "a project": "ari:cloud:jira::site/" + acmeSite + "/project/1"} {
			on := simulated.Virtual(t)
			on.Simulator.Inject(simulator.Fault{Operation: opUninstall, Drop: true})
			require.NoError(t, on.Simulator.FailUninstalls("Orbit Boards", &reason))
			var looks atomic.Int64
			changing := installationsSay(t, on, func(context string) any {
				if looks.Add(1) <= 4 { // the four apps of the inventory
					return context
				}
				return say
			})
			o := run(t, changing, asPerson(on))
			err := o.Apps.Uninstall(t.Context(), found(t, o, "Orbit Boards"))
			require.ErrorContains(t, err, "not known whether uninstallApp took effect", name)
			require.Len(t, on.Simulator.AppInstallations("Orbit Boards"), 1)
		}
	})
}

// An app may be in one place from two environments, as one of the organization's own while it is developed. One of them goes, and the
// other stays, in Atlassian and in what the run knows.
func TestUninstallingFromOneOfTwoEnvironments(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		id := found(t, run(t, on, asPerson(on)), "Orbit Boards").AppID
		twice := on.Edited(t, "/graphql", func(body any) any {
			data, _ := body.(map[string]any)["data"].(map[string]any)
			ecosystem, is := data["ecosystem"].(map[string]any)
			if !is {
				return body
			}
			apps := ecosystem["appsInstalledInContexts"].(map[string]any)
			development := map[string]any{"id": "dev", "installationContext": "ari:cloud:jira::site/" + acmeSite, "appEnvironment": map[string]any{"key": "development"}}
			page := map[string]any{"pageInfo": map[string]any{"hasNextPage": false}, "nodes": []any{development}}
			boards := map[string]any{"__typename": "App", "id": id, "name": "Orbit Boards", "distributionStatus": "PUBLIC", "installationsByContexts": page}
			for _, edge := range apps["edges"].([]any) {
				if node := edge.(map[string]any)["node"].(map[string]any); node["name"] == "Orbit Boards" {
					installations := node["installationsByContexts"].(map[string]any)
					installations["nodes"] = append(installations["nodes"].([]any), development)
					return body
				}
			}
			apps["edges"] = append(apps["edges"].([]any), map[string]any{"node": boards})
			return body
		})
		o := run(t, twice, asPerson(on))
		rows := func() (environments []string) {
			all, err := o.Apps.Installed(t.Context(), []string{"acme"})
			require.NoError(t, err)
			for _, app := range all {
				if app.Name == "Orbit Boards" {
					environments = append(environments, app.Environment)
				}
			}
			return environments
		}
		require.ElementsMatch(t, []string{"production", "development"}, rows())
		all, err := o.Apps.Installed(t.Context(), []string{"acme"})
		require.NoError(t, err)
		for _, app := range all {
			if app.Name == "Orbit Boards" && app.Environment == "production" {
				require.NoError(t, o.Apps.Uninstall(t.Context(), app))
			}
		}
		require.Empty(t, on.Simulator.AppInstallations("Orbit Boards"))
		require.Equal(t, []string{"development"}, rows())
	})
}
