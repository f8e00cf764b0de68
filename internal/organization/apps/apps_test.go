// SPDX-License-Identifier: MPL-2.0

package apps_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/apps"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// Operations of the gateway, as the simulator counts them.
const (
	opInventory  = "POST /graphql ecosystem.appsInstalledInContexts"
	opUninstall  = "POST /graphql uninstallApp"
	opAppTask    = "POST /graphql appInstallationTask"
	opReadRules  = "POST /graphql ecosystem.userInstallationRules"
	opWriteRules = "POST /graphql ecosystem.updateUserInstallationRules"
)

// asPerson adds the person's token, and lets apps be uninstalled.
func asPerson(on *simulated.Organization) func(*organization.Settings) {
	return func(s *organization.Settings) {
		s.UserEmail, s.UserAPIToken, s.AllowAppUninstall = on.Credentials.UserEmail, on.Credentials.UserAPIToken, true
	}
}

func siteNames(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("site-%d", i+1)
	}
	return names
}

// 300 apps on 5 sites are one request for the sites and ⌈300/50⌉ for the apps, no matter who asks, in which order, about all
// of the sites or some.
func TestAnInventoryIsReadOnce(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(simulated.Apps(300, 5)))
		o := run(t, on, asPerson(on))
		all, err := o.Apps.Installed(t.Context(), siteNames(5))
		require.NoError(t, err)
		var group errgroup.Group
		for i := range 20 {
			group.Go(func() error {
				names := siteNames(5)
				slices.Reverse(names)
				_, err := o.Apps.Installed(t.Context(), names[:1+i%5])
				return err
			})
		}
		require.NoError(t, group.Wait())
		require.Equal(t, map[string]int{opWorkspaces: 1, opInventory: 6}, on.Simulator.Requests())

		apps := make(map[string]bool)
		for _, app := range all {
			apps[app.AppID] = true
		}
		require.Len(t, apps, 300)
		require.Len(t, all, 1500, "a row for each place")

		one, err := o.Apps.Installed(t.Context(), []string{"site-2"})
		require.NoError(t, err)
		require.Len(t, one, 300)
		for _, app := range one {
			require.Equal(t, "site-2", app.Site)
		}
	})
}

// Those who ask together share what is under way.
func TestAnInventoryIsSharedWhileItIsRead(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(simulated.Apps(120, 2)))
		o := run(t, on, asPerson(on))
		var group errgroup.Group
		for range 10 {
			group.Go(func() error {
				_, err := o.Apps.Installed(t.Context(), siteNames(2))
				return err
			})
		}
		require.NoError(t, group.Wait())
		require.Equal(t, map[string]int{opWorkspaces: 1, opInventory: 3}, on.Simulator.Requests())
	})
}

// An app in more places than a page of them holds takes one more request for every 20.
func TestAnAppInManyPlaces(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(simulated.Apps(3, 45)))
		all, err := run(t, on, asPerson(on)).Apps.Installed(t.Context(), siteNames(45))
		require.NoError(t, err)
		require.Len(t, all, 3*45)
		forge := 0
		counted := make(map[string]bool)
		for _, app := range all {
			if app.Framework == apps.FrameworkForge && !counted[app.AppID] {
				counted[app.AppID] = true
				forge++
			}
		}
		require.Equal(t, map[string]int{opWorkspaces: 1, opInventory: 1 + 2*forge}, on.Simulator.Requests())
	})
}

// Half an inventory is none, and the next who asks reads it anew.
func TestAnInventoryThatFails(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		for name, c := range map[string]struct {
			fault  simulator.Fault
			status int
		}{
			"unauthorized":            {simulator.Fault{Status: 401}, 401},
			"forbidden":               {simulator.Fault{Status: 403}, 403},
			"the second page fails":   {simulator.Fault{Status: 500, Skip: 1}, 500},
			"errors beside data":      {simulator.Fault{GraphQLErrors: "half of it"}, 0},
			"errors beside last data": {simulator.Fault{GraphQLErrors: "half of it", Skip: 2}, 0},
		} {
			on := simulated.Virtual(t, simulated.WithStart(simulated.Apps(120, 1)))
			c.fault.Operation = opInventory
			on.Simulator.Inject(c.fault)
			o := run(t, on, asPerson(on))
			_, err := o.Apps.Installed(t.Context(), siteNames(1))
			var refused *atlassian.Error
			require.ErrorAs(t, err, &refused, name)
			if c.status != 0 {
				require.Equal(t, c.status, refused.Status, name)
			} else {
				require.ErrorContains(t, err, "half of it", name)
			}
			all, err := o.Apps.Installed(t.Context(), siteNames(1))
			require.NoError(t, err, name)
			require.Len(t, all, 120, name)
		}
	})
}

func TestWithoutAToken(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		o := run(t, on)
		_, err := o.Apps.Installed(t.Context(), []string{"acme"})
		require.ErrorIs(t, err, apps.ErrNoUserToken)
		_, err = o.Apps.UserInstalledApps(t.Context(), acmeSite)
		require.ErrorIs(t, err, apps.ErrNoUserToken)
		_, err = o.Apps.MarketplaceApp(t.Context(), "com.orbit.boards")
		require.NoError(t, err, "the Marketplace asks nobody")
		_, err = o.Domains.List(t.Context())
		require.NoError(t, err)
	})
}

func TestSitesThatThePersonDoesNotAdminister(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		start := simulated.Apps(3, 2)
		start.UserAPIToken.Sites = []string{"elsewhere"}
		on := simulated.Virtual(t, simulated.WithStart(start))
		_, err := run(t, on, asPerson(on)).Apps.Installed(t.Context(), siteNames(1))
		requireStatus(t, 403, err)
	})
}

// found is the row of an app of the small company.
func found(t *testing.T, o *organization.Organization, name string) apps.App {
	t.Helper()
	all, err := o.Apps.Installed(t.Context(), []string{"acme"})
	require.NoError(t, err)
	for _, app := range all {
		if app.Name == name {
			return app
		}
	}
	t.Fatalf("%s is not installed", name)
	return apps.App{}
}

func TestUninstalling(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		for name, c := range map[string]struct {
			faults  []simulator.Fault
			refused int
			gone    bool
			says    string
		}{
			"is done":                       {nil, 0, true, ""},
			"is refused":                    {[]simulator.Fault{{Operation: opUninstall, Status: 403}}, 403, false, ""},
			"whose answer is lost":          {[]simulator.Fault{{Operation: opUninstall, LoseAnswer: true}}, 0, true, ""},
			"that never arrives":            {[]simulator.Fault{{Operation: opUninstall, Drop: true}}, 0, false, "not known whether uninstallApp took effect"},
			"that arrives with errors":      {[]simulator.Fault{{Operation: opUninstall, GraphQLErrors: "odd"}}, 0, true, ""},
			"whose task stutters":           {[]simulator.Fault{{Operation: opAppTask, Status: 500, Count: 3}}, 0, true, ""},
			"whose task nobody may look at": {[]simulator.Fault{{Operation: opAppTask, Status: 403}}, 0, true, ""},
		} {
			on := simulated.Virtual(t)
			for _, fault := range c.faults {
				on.Simulator.Inject(fault)
			}
			o := run(t, on, asPerson(on))
			app := found(t, o, "Orbit Boards")
			err := o.Apps.Uninstall(t.Context(), app)
			switch {
			case c.refused != 0:
				requireStatus(t, c.refused, err)
			case c.says != "":
				require.ErrorContains(t, err, c.says, name)
			default:
				require.NoError(t, err, name)
			}
			require.Equal(t, c.gone, len(on.Simulator.AppInstallations("Orbit Boards")) == 0, name)
			require.Equal(t, 1, on.Simulator.Requests()[opUninstall], name)
			all, err := o.Apps.Installed(t.Context(), []string{"acme"})
			require.NoError(t, err, name)
			require.Equal(t, c.gone, !slices.ContainsFunc(all, func(a apps.App) bool { return a.AppID == app.AppID }), "the run knows: "+name)
		}
	})
}

func TestATaskThatFails(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		reason := "the app refuses to go"
		require.NoError(t, on.Simulator.FailUninstalls("Orbit Boards", &reason))
		o := run(t, on, asPerson(on))
		err := o.Apps.Uninstall(t.Context(), found(t, o, "Orbit Boards"))
		var failed *apps.TaskFailedError
		require.ErrorAs(t, err, &failed)
		require.ErrorContains(t, err, reason)
		require.Len(t, on.Simulator.AppInstallations("Orbit Boards"), 1)
	})
}

func TestWhatIsNeverUninstalled(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		o := run(t, on, asPerson(on))
		boards := found(t, o, "Orbit Boards")
		require.NoError(t, o.Apps.UninstallRefusal(boards))
		for says, change := range map[string]func(*apps.App){
			"a part of the product":   func(a *apps.App) { a.System = true },
			"its vendor is Atlassian": func(a *apps.App) { a.Vendor = " atlassian Labs" },
			"a Connect app":           func(a *apps.App) { a.Framework = apps.FrameworkConnect },
			"does not say where":      func(a *apps.App) { a.Context = "" },
		} {
			app := boards
			change(&app)
			require.ErrorContains(t, o.Apps.Uninstall(t.Context(), app), says)
		}
		locked := run(t, on, asPerson(on), func(s *organization.Settings) { s.AllowAppUninstall = false })
		require.ErrorIs(t, locked.Apps.Uninstall(t.Context(), boards), apps.ErrUninstallNotAllowed)
		require.Zero(t, on.Simulator.Requests()[opUninstall])
		require.Len(t, on.Simulator.AppInstallations("Orbit Boards"), 1)
	})
}

func TestRulesForAppsOfUsers(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		o := run(t, on, asPerson(on))
		for range 3 {
			rule, err := o.Apps.UserInstalledApps(t.Context(), acmeSite)
			require.NoError(t, err)
			require.Equal(t, apps.UserAppsAllowed, rule)
		}
		require.Equal(t, map[string]int{opReadRules: 1}, on.Simulator.Requests())

		require.NoError(t, o.Apps.SetUserInstalledApps(t.Context(), acmeSite, apps.UserAppsDenied))
		require.Equal(t, apps.UserAppsDenied, on.Simulator.UserInstalledApps("acme"))
		rule, err := o.Apps.UserInstalledApps(t.Context(), acmeSite)
		require.NoError(t, err)
		require.Equal(t, apps.UserAppsDenied, rule)

		on.Simulator.Inject(simulator.Fault{Operation: opWriteRules, Status: 403})
		requireStatus(t, 403, o.Apps.SetUserInstalledApps(t.Context(), acmeSite, apps.UserAppsAllowed))
		on.Simulator.Inject(simulator.Fault{Operation: opWriteRules, LoseAnswer: true})
		require.NoError(t, o.Apps.SetUserInstalledApps(t.Context(), acmeSite, apps.UserAppsAllowed))
		require.Equal(t, apps.UserAppsAllowed, on.Simulator.UserInstalledApps("acme"))
	})
}

func TestTheMarketplace(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		o := run(t, on)
		for range 3 {
			app, err := o.Apps.MarketplaceApp(t.Context(), "com.orbit.boards")
			require.NoError(t, err)
			require.Equal(t, "Orbit Boards", app.Name)
			require.Equal(t, "approved", app.CloudFortified)
			require.NotNil(t, app.Latest)
			require.Contains(t, app.PrivacyAndSecurity, "dataAccessAndStorage")
		}
		require.Equal(t, map[string]int{
			"GET /rest/2/addons/{addonKey}": 1, "GET /rest/2/addons/{addonKey}/versions": 1, "GET /rest/2/addons/{addonKey}/privacy-and-security": 1,
		}, on.Simulator.Requests())

		app, err := o.Apps.MarketplaceApp(t.Context(), "com.paperplane.forms")
		require.NoError(t, err)
		require.Empty(t, app.PrivacyAndSecurity, "nothing is published")
		_, err = o.Apps.MarketplaceApp(t.Context(), "com.example.nothing")
		require.True(t, meaning.IsNotFound(err))
	})
}
