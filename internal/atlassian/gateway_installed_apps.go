// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"fmt"
	"iter"
)

// The frameworks of apps, as far as the gateway shows them.
const (
	// FrameworkForge marks an app that runs on Atlassian's own platform.
	FrameworkForge = "forge"
	// FrameworkConnect marks an app that runs on servers of its vendor.
	FrameworkConnect = "connect"
	// Framework3LO marks an app that acts for people by OAuth.
	Framework3LO = "3lo"
)

// InstalledApp is an app and its installations.
type InstalledApp struct {
	// ID is the ARI of the app.
	ID string
	// Key is the key of a Connect app, or the key that a Forge app has kept from its time as a Connect app. It may be empty.
	Key string
	// Name and Vendor are texts for people. The developer writes the vendor, which may be empty.
	Name, Vendor string
	// Framework is FrameworkForge, FrameworkConnect or Framework3LO.
	Framework string
	// DistributionStatus says who can install the app: "PUBLIC" is the Marketplace.
	DistributionStatus string
	// System marks apps that Atlassian calls a part of the product.
	System bool
	// Installations are all installations in the answer. For Connect apps they include contexts that the request did not name.
	Installations []AppInstallation
}

// AppInstallation is an app in one context, such as Jira on one site.
type AppInstallation struct {
	// ID is Atlassian's ID of the installation. It is empty for Connect apps.
	ID string
	// Context is the ARI of the place where the app is installed.
	Context string
	// Environment is the key of the environment, such as "production". It is empty for Connect apps.
	Environment string
	// Version is the installed version. It is empty if Atlassian does not say it. Latest says whether it is the latest major
	// version.
	Version string
	Latest  *bool
	// Scopes are what the version may do. Egress is which addresses it may call. Nil means that Atlassian does not say, which is
	// not the same as none.
	Scopes, Egress []string
	// License is nil if there is none.
	License *AppLicense
	// InstalledAt is the time as Atlassian writes it. It is empty for Connect apps.
	InstalledAt string
}

// AppLicense is the license of an installation. Type and dates may be empty.
type AppLicense struct {
	Active                                  bool
	Type, TrialEndDate, SubscriptionEndDate string
}

// Page sizes of the inventory. Unverified: that the gateway refuses larger ones.
const (
	appsPerPage          = 50
	installationsPerPage = 20
)

// inventoryVariables are the variables of the inventory's document.
type inventoryVariables struct {
	Contexts           []string          `json:"contexts"`
	Filters            []inventoryFilter `json:"filters,omitempty"`
	First              int               `json:"first"`
	After              string            `json:"after,omitempty"`
	Installations      int               `json:"installations"`
	InstallationsAfter string            `json:"installationsAfter,omitempty"`
}

type inventoryFilter struct {
	Type   string   `json:"type"`
	Values []string `json:"values"`
}

func onlyApps(ids []string) []inventoryFilter {
	if len(ids) == 0 {
		return nil
	}
	return []inventoryFilter{{Type: "ONLY_APP_IDS", Values: ids}}
}

var appsInstalledInContexts = ofGateway("appsInstalledInContexts", "ecosystem.appsInstalledInContexts", Read)

// InstalledApps reads the apps that are installed in any of the contexts. If IDs are given, it reads only those apps. It leaves
// out Atlassian's own apps. An app with more installations than one page holds takes further requests.
//
// POST /graphql: ecosystem.appsInstalledInContexts, pages of 50 apps with 20 installations each
// https://developer.atlassian.com/platform/atlassian-graphql-api/graphql/
func (c *Client) InstalledApps(ctx context.Context, contexts []string, appIDs ...string) iter.Seq2[InstalledApp, error] {
	return func(yield func(InstalledApp, error) bool) {
		variables := inventoryVariables{Contexts: contexts, Filters: onlyApps(appIDs), First: appsPerPage, Installations: installationsPerPage}
		for app, err := range c.inventory(ctx, variables) {
			var converted InstalledApp
			if err == nil {
				err = c.restOfInstallations(ctx, contexts, app)
			}
			if err == nil {
				converted = app.convert()
			}
			if !yield(converted, err) || err != nil {
				return
			}
		}
	}
}

// inventory reads one page after the other.
func (c *Client) inventory(ctx context.Context, variables inventoryVariables) iter.Seq2[*wireApp, error] {
	return func(yield func(*wireApp, error) bool) {
		var trail pageTrail
		tally := newTally(&countOf{things: "apps", by: "totalCount", required: true})
		for {
			page, err := askGateway[wireInventory](ctx, c, appsInstalledInContexts, "installed_apps", variables)
			if err != nil {
				yield(nil, err)
				return
			}
			found := page.Ecosystem.Apps
			tally.setTotal(found.TotalCount)
			for _, edge := range found.Edges.items {
				trail.note(edge.Node.ID)
				tally.add(edge.Node.ID)
				if !yield(edge.Node, nil) {
					return
				}
			}
			cursor, err := found.PageInfo.next()
			if err == nil {
				err = trail.follow(cursor)
			}
			if err == nil && cursor == "" {
				err = tally.mismatch()
			}
			if err != nil {
				yield(nil, fmt.Errorf("%s: %w", appsInstalledInContexts.ID, err))
				return
			}
			if cursor == "" {
				return
			}
			variables.After = cursor
		}
	}
}

// restOfInstallations reads the remaining installations of an app that has more of them than one page holds.
func (c *Client) restOfInstallations(ctx context.Context, contexts []string, app *wireApp) error {
	if app.Typename != typeApp {
		return nil
	}
	var trail pageTrail
	for page := app.ByContexts; ; {
		for _, one := range page.Nodes.items {
			trail.note(one.InstallationContext + " " + one.ID)
		}
		cursor, err := page.PageInfo.next()
		if err == nil {
			err = trail.follow(cursor)
		}
		if err != nil {
			return fmt.Errorf("%s: the installations of %s: %w", appsInstalledInContexts.ID, Word(app.ID), err)
		}
		if cursor == "" {
			return nil
		}
		variables := inventoryVariables{Contexts: contexts, Filters: onlyApps([]string{app.ID}), First: 1, Installations: installationsPerPage, InstallationsAfter: cursor}
		answered, err := askGateway[wireInventory](ctx, c, appsInstalledInContexts, "installed_apps", variables)
		if err != nil {
			return err
		}
		edges := answered.Ecosystem.Apps.Edges.items
		if len(edges) != 1 || edges[0].Node.ID != app.ID || edges[0].Node.ByContexts == nil {
			return fmt.Errorf("%s: app %s is gone while its installations were read", appsInstalledInContexts.ID, Word(app.ID))
		}
		page = edges[0].Node.ByContexts
		app.ByContexts.Nodes.items = append(app.ByContexts.Nodes.items, page.Nodes.items...)
	}
}
