// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// ErrNoUserToken says that something needs the API token of a person, and none is configured.
var ErrNoUserToken = atlassian.ErrNoUserToken

// AppLicense is what an installation is licensed by.
type AppLicense = atlassian.AppLicense

// How apps are built.
const (
	FrameworkForge   = atlassian.FrameworkForge
	FrameworkConnect = atlassian.FrameworkConnect
	Framework3LO     = atlassian.Framework3LO
)

// InstalledApp is an app in one place: one row of the inventory.
type InstalledApp struct {
	// AppID is the ARI of the app.
	AppID string
	// Key is the key of a Connect app, or the one that a Forge app has from the Connect app it was; it may be empty.
	Key string
	// Name and Vendor are for people. The vendor may be empty, and is whatever the developer wrote.
	Name, Vendor string
	// Framework is FrameworkForge, FrameworkConnect or Framework3LO.
	Framework string
	// DistributionStatus says who may install the app: see Private.
	DistributionStatus string
	// System marks apps that are a part of the product.
	System bool
	// Site is the place as it was named; empty for an app of which Atlassian does not say where it is.
	Site string
	// Product is the owner of the context, such as "jira" or "confluence".
	Product string

	atlassian.AppInstallation
}

// apps is what a run knows of the apps of its sites.
type apps struct {
	uninstallAllowed bool

	mu          sync.Mutex
	inventories []*inventory

	rules       *registry[*shared[string]]
	marketplace *registry[*shared[MarketplaceApp]]
}

func newApps(uninstallAllowed bool) *apps {
	return &apps{
		uninstallAllowed: uninstallAllowed,
		rules:            newRegistry(func(string) *shared[string] { return &shared[string]{} }),
		marketplace:      newRegistry(func(string) *shared[MarketplaceApp] { return &shared[MarketplaceApp]{} }),
	}
}

// inventory is what is installed in a set of contexts.
type inventory struct {
	contexts []string // sorted
	found    shared[[]atlassian.InstalledApp]
}

func (i *inventory) covers(contexts []string) bool {
	return !slices.ContainsFunc(contexts, func(c string) bool { return !slices.Contains(i.contexts, c) })
}

// InstalledApps lists the apps on the sites: a row for each place where an app is, sorted by the app's name, ID, site and
// product. Atlassian's own apps are left out. A set of sites is read once for the run, and so are its subsets. The sites
// must not be empty.
func (o *Organization) InstalledApps(ctx context.Context, sites []string) ([]InstalledApp, error) {
	resolved, err := o.Sites(ctx, sites)
	if err != nil {
		return nil, err
	}
	contexts := contextsOf(resolved)
	all, err := o.inventoryOf(contexts).found.get(ctx, func(ctx context.Context) ([]atlassian.InstalledApp, error) {
		return collect(o.client.InstalledApps(ctx, contexts))
	})
	if err != nil {
		return nil, err
	}
	return rows(all, resolved), nil
}

// inventoryOf finds an inventory that covers the contexts, or begins one.
func (o *Organization) inventoryOf(contexts []string) *inventory {
	o.apps.mu.Lock()
	defer o.apps.mu.Unlock()
	for _, one := range o.apps.inventories {
		if one.covers(contexts) {
			return one
		}
	}
	begun := &inventory{contexts: contexts}
	o.apps.inventories = append(o.apps.inventories, begun)
	return begun
}

func contextsOf(sites []Site) []string {
	var contexts []string
	for _, site := range sites {
		contexts = append(contexts, site.Contexts...)
	}
	slices.Sort(contexts)
	return slices.Compact(contexts)
}

// rows makes a row for each place on the sites where an app is.
func rows(all []atlassian.InstalledApp, sites []Site) []InstalledApp {
	place := make(map[string]Site)
	for _, site := range slices.Backward(sites) { // of two names for one place, the first counts
		for _, one := range site.Contexts {
			place[one] = site
		}
	}
	found := []InstalledApp{}
	for _, app := range all {
		row := InstalledApp{
			AppID: app.ID, Key: app.Key, Name: app.Name, Vendor: app.Vendor, Framework: app.Framework,
			DistributionStatus: app.DistributionStatus, System: app.System,
		}
		if len(app.Installations) == 0 {
			found = append(found, row)
		}
		for _, installation := range app.Installations {
			owner, cloudID, err := parseContext(installation.Context)
			site, here := place[contextARI(owner, cloudID)]
			if err != nil || !here {
				continue
			}
			row.AppInstallation, row.Site, row.Product = installation, site.Reference, owner
			found = append(found, row)
		}
	}
	slices.SortFunc(found, func(a, b InstalledApp) int {
		return slices.Compare([]string{strings.ToLower(a.Name), a.AppID, a.Site, a.Product, a.ID}, []string{strings.ToLower(b.Name), b.AppID, b.Site, b.Product, b.ID})
	})
	return found
}
