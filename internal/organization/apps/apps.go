// SPDX-License-Identifier: MPL-2.0

// Package apps is the area Apps of an organization: the apps that are installed on its sites, what a person has reviewed of them, and
// what Atlassian's Marketplace says about them.
package apps

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/site"
)

// ErrNoUserToken says that something needs the API token of a person, and none is configured.
var ErrNoUserToken = atlassian.ErrNoUserToken

// License is what an installation is licensed by.
type License = atlassian.AppLicense

// How apps are built.
const (
	FrameworkForge   = atlassian.FrameworkForge
	FrameworkConnect = atlassian.FrameworkConnect
	Framework3LO     = atlassian.Framework3LO
)

// App is an app in one place: one row of the inventory.
type App struct {
	// AppID is the ARI of the app.
	AppID string
	// Key is the key of a Connect app, or the one that a Forge app has from the Connect app it was; it may be empty.
	Key string
	// Name and Vendor are for people. The vendor may be empty, and is whatever the developer wrote.
	Name, Vendor string
	// Framework is FrameworkForge, FrameworkConnect or Framework3LO.
	Framework string
	// DistributionStatus says for whom the app can be installed: see [App.Private].
	DistributionStatus string
	// System marks apps that are a part of the product.
	System bool
	// Site is the place as it was named; empty where the place is not known.
	Site string
	// Product is the owner of the context, such as "jira" or "confluence"; empty where it is not known.
	Product string

	atlassian.AppInstallation
}

// Apps are the apps on the sites of the organization, and what Atlassian's Marketplace says about them.
type Apps struct {
	setup Setup

	mu          sync.Mutex
	inventories []*inventory

	rules       *reading.Registry[*reading.Shared[string]]
	marketplace *reading.Registry[*reading.Shared[MarketplaceApp]]
}

// Setup is what the apps need to know of their run.
type Setup struct {
	// Client sends the requests.
	Client *atlassian.Client
	// Sites resolves the names of sites.
	Sites *site.Sites
	// Waits are how the run waits, and Visible bounds the wait until a read shows a write that the API has acknowledged.
	Waits   reading.Waits
	Visible time.Duration
	// AllowUninstall lets apps be uninstalled: see [Apps.Uninstall].
	AllowUninstall bool
}

// New makes the apps of a run. It sends no request.
func New(setup Setup) *Apps {
	return &Apps{
		setup:       setup,
		rules:       reading.NewRegistry(func(string) *reading.Shared[string] { return &reading.Shared[string]{} }),
		marketplace: reading.NewRegistry(func(string) *reading.Shared[MarketplaceApp] { return &reading.Shared[MarketplaceApp]{} }),
	}
}

// inventory is what is installed in a set of contexts.
type inventory struct {
	contexts []string // sorted
	found    reading.Shared[[]atlassian.InstalledApp]
}

func (i *inventory) covers(contexts []string) bool {
	return !slices.ContainsFunc(contexts, func(c string) bool { return !slices.Contains(i.contexts, c) })
}

// Installed lists the apps on the sites: a row for each place where an app is, sorted by the app's name, ID, site and
// product. An installation whose place cannot be read has a row without a site: only what is readable as another place that is
// known is left out. So are Atlassian's own apps. A set of sites is read once for the run, and so are its subsets. The sites
// must not be empty.
func (a *Apps) Installed(ctx context.Context, sites []string) ([]App, error) {
	resolved, err := a.setup.Sites.Resolve(ctx, sites)
	if err != nil {
		return nil, err
	}
	contexts := contextsOf(resolved)
	inventory := a.inventoryOf(contexts)
	all, err := inventory.found.Get(ctx, func(ctx context.Context) ([]atlassian.InstalledApp, error) {
		return reading.Collect(a.setup.Client.InstalledApps(ctx, contexts))
	})
	if err != nil {
		return nil, err
	}
	return a.newPlaces(resolved, inventory.contexts).rows(ctx, all)
}

// inventoryOf finds an inventory that covers the contexts, or begins one.
func (a *Apps) inventoryOf(contexts []string) *inventory {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, one := range a.inventories {
		if one.covers(contexts) {
			return one
		}
	}
	begun := &inventory{contexts: contexts}
	a.inventories = append(a.inventories, begun)
	return begun
}

func contextsOf(sites []site.Site) []string {
	var contexts []string
	for _, site := range sites {
		contexts = append(contexts, site.Contexts...)
	}
	slices.Sort(contexts)
	return slices.Compact(contexts)
}

// Rules for apps that users install.
const (
	UserAppsAllowed = atlassian.UserAppsAllowed
	UserAppsDenied  = atlassian.UserAppsDenied
)

// UserInstalledApps reads the rule for apps that the users of a site install, once for the run: UserAppsAllowed or
// UserAppsDenied; others may come.
func (a *Apps) UserInstalledApps(ctx context.Context, cloudID string) (string, error) {
	return a.rules.Get(cloudID).Get(ctx, func(ctx context.Context) (string, error) {
		return a.setup.Client.UserInstallationRule(ctx, cloudID)
	})
}

// SetUserInstalledApps sets the rule, and waits until a read shows it. Setting it twice does no harm, so reading settles a lost answer,
// too.
func (a *Apps) SetUserInstalledApps(ctx context.Context, cloudID, rule string) error {
	err := a.setup.Client.SetUserInstallationRule(ctx, cloudID, rule)
	if err != nil && !atlassian.IsOutcomeUnknown(err) {
		return err
	}
	var failure error
	unseen := a.setup.Waits.UntilShown(ctx, a.setup.Visible, func(ctx context.Context) bool {
		var found string
		found, failure = a.setup.Client.UserInstallationRule(ctx, cloudID)
		return failure == nil && found == rule
	})
	switch {
	case unseen == nil:
		a.rules.Get(cloudID).Put(rule)
		return nil
	case err != nil:
		return err
	}
	return &meaning.NotVisibleError{What: fmt.Sprintf("the rule %q for apps that users install", rule), Err: failure}
}

// MarketplaceApp is what the public Marketplace says of an app.
type MarketplaceApp struct {
	atlassian.MarketplaceListing

	// Latest is the newest version for the cloud; nil where there is none.
	Latest *atlassian.MarketplaceVersion
	// PrivacyAndSecurity is what the vendor has answered about privacy and security, as JSON; empty where nothing is
	// published.
	PrivacyAndSecurity string
}

// MarketplaceApp reads an app of the public Marketplace, once for the run, by three requests without credentials.
func (a *Apps) MarketplaceApp(ctx context.Context, key string) (MarketplaceApp, error) {
	return a.marketplace.Get(key).Get(ctx, func(ctx context.Context) (MarketplaceApp, error) {
		return a.readMarketplaceApp(ctx, key)
	})
}

func (a *Apps) readMarketplaceApp(ctx context.Context, key string) (MarketplaceApp, error) {
	var app MarketplaceApp
	listing, err := a.setup.Client.MarketplaceListing(ctx, key)
	switch {
	case atlassian.IsNotFound(err):
		return app, &meaning.NotFoundError{What: fmt.Sprintf("app %q of the Marketplace", key), Hint: "private apps are not listed there; the key stands in the details of the app's page in the Marketplace"}
	case err != nil:
		return app, err
	}
	app.MarketplaceListing = listing
	reads, ctx := errgroup.WithContext(ctx)
	reads.Go(reading.Guarded(func() error {
		newest, ok, err := a.setup.Client.LatestMarketplaceVersion(ctx, key)
		if ok {
			app.Latest = &newest
		}
		return err
	}))
	reads.Go(reading.Guarded(func() error {
		answers, err := a.setup.Client.MarketplacePrivacyAndSecurity(ctx, key)
		if atlassian.IsNotFound(err) {
			return nil // nothing is published
		}
		app.PrivacyAndSecurity = string(answers)
		return err
	}))
	err = reads.Wait()
	return app, err
}
