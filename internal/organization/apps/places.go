// SPDX-License-Identifier: MPL-2.0

package apps

import (
	"context"
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/site"
)

// places finds the installations that are on the sites in question. In doubt it shows an installation: an app whose place is not
// understood must not pass for an app that is not there.
type places struct {
	apps *Apps

	asked map[string]site.Site // by context
	sites map[string]site.Site // by cloud ID
	read  *knownPlaces         // those that the inventory was read for

	known *knownPlaces
}

// knownPlaces are places in the organization, asked for or not.
type knownPlaces struct {
	contexts, sites map[string]bool
	all             bool // whether the workspaces of the organization are among them
}

func noPlaces() *knownPlaces {
	return &knownPlaces{contexts: make(map[string]bool), sites: make(map[string]bool)}
}

func (k *knownPlaces) add(owner, cloudID string) {
	k.contexts[site.Context(owner, cloudID)], k.sites[cloudID] = true, true
}

// newPlaces is for some sites, among the contexts that the inventory was read for.
func (a *Apps) newPlaces(sites []site.Site, contexts []string) *places {
	p := &places{
		apps: a, asked: make(map[string]site.Site), sites: make(map[string]site.Site), read: noPlaces(), known: noPlaces(),
	}
	for _, site := range slices.Backward(sites) { // of two names for one place, the first counts
		p.sites[site.CloudID] = site
		for _, one := range site.Contexts {
			p.asked[one] = site
		}
	}
	for _, one := range contexts {
		if owner, cloudID, err := site.ParseContext(one); err == nil {
			p.read.add(owner, cloudID)
			p.known.add(owner, cloudID)
		}
	}
	return p
}

// place is where an app is, as far as it is known.
type place struct {
	site, product string
	elsewhere     bool // it is known, and was not asked for
}

// find says where a context is. It reads the workspaces of the organization only where it needs them for that, once for the run.
func (p *places) find(ctx context.Context, ari string) (place, error) {
	owner, parts := site.Parts(ari)
	for _, part := range parts {
		if site, ok := p.asked[site.Context(owner, part)]; ok {
			return place{site: site.Reference, product: owner}, nil
		}
	}
	found := p.judge(owner, parts)
	if found.elsewhere || len(parts) == 0 || p.known.all {
		return found, nil
	}
	workspaces, err := p.apps.setup.Sites.Workspaces(ctx)
	if err != nil {
		return place{}, err
	}
	for _, workspace := range workspaces {
		if owner, cloudID, err := site.Of(workspace.ID); err == nil {
			p.known.add(owner, cloudID)
		}
	}
	p.known.all = true
	return p.judge(owner, parts), nil
}

// judge places a context that was not asked for in this form. A context with the cloud ID of a site that was asked for is on that site,
// unless it is another product there that is known.
func (p *places) judge(owner string, parts []string) place {
	var found place
	for _, part := range parts {
		on, asked := p.sites[part]
		switch {
		case p.known.contexts[site.Context(owner, part)]:
			found.elsewhere = true
		case asked:
			return place{site: on.Reference, product: owner}
		case p.known.sites[part]:
			found.elsewhere = true
		}
	}
	return found
}

// rows makes a row for each place on the sites where an app is, and for each place that is not known.
func (p *places) rows(ctx context.Context, all []atlassian.InstalledApp) ([]App, error) {
	found := []App{}
	for _, app := range all {
		row := App{
			AppID: app.ID, Key: app.Key, Name: app.Name, Vendor: app.Vendor, Framework: app.Framework,
			DistributionStatus: app.DistributionStatus, System: app.System,
		}
		before := len(found)
		for _, installation := range app.Installations {
			where, err := p.find(ctx, installation.Context)
			if err != nil {
				return nil, err
			}
			if where.elsewhere {
				continue
			}
			placed := row
			placed.AppInstallation, placed.Site, placed.Product = installation, where.site, where.product
			found = append(found, placed)
		}
		if len(found) == before && !slices.ContainsFunc(app.Installations, p.wasReadFor) {
			found = append(found, row) // Atlassian lists the app for the places that were asked for, and does not say where in them it is
		}
	}
	slices.SortFunc(found, func(a, b App) int {
		return slices.Compare([]string{strings.ToLower(a.Name), a.AppID, a.Site, a.Product, a.ID}, []string{strings.ToLower(b.Name), b.AppID, b.Site, b.Product, b.ID})
	})
	return found, nil
}

// wasReadFor reports whether an installation may be one of those for which Atlassian lists the app. An installation in another
// known product, on a site of which only some products were asked for, is none of them.
func (p *places) wasReadFor(one atlassian.AppInstallation) bool {
	owner, parts := site.Parts(one.Context)
	return len(parts) == 0 || slices.ContainsFunc(parts, func(part string) bool {
		context := site.Context(owner, part)
		return p.read.contexts[context] || p.read.sites[part] && !p.known.contexts[context]
	})
}
