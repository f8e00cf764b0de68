// SPDX-License-Identifier: MPL-2.0

package backups

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/site"
)

// Place is a product of a site that Atlassian can back up: Jira, whose products on a site are backed up as one, or Confluence.
type Place struct {
	// CloudID and SiteName are those of the site. The name may be empty.
	CloudID, SiteName string
	// Product is "jira" or "confluence".
	Product string
	// Workspaces are those of the product on the site, of which there is at least one.
	Workspaces []site.Workspace
	// Policies are the backup policies of the place, in the order of [Backups.List].
	Policies []Policy
}

// Coverage is what is backed up of an organization.
type Coverage struct {
	// Places are all products on all sites that can be backed up, by site and product.
	Places []Place
	// Unplaced are the policies of which the answer does not say a site of the organization, or a product that is known.
	Unplaced []Policy
}

// Coverage lays the backup policies beside the products on the sites of the organization: a place without a policy is not backed up, as far
// as Atlassian says. A policy that is unplaced may be of any place. It costs the request of the workspaces beside those of [Backups.List].
func (b *Backups) Coverage(ctx context.Context) (Coverage, error) {
	workspaces, err := b.sites.Workspaces(ctx)
	if err != nil {
		return Coverage{}, err
	}
	if err := site.Unplaced(workspaces); err != nil {
		return Coverage{}, err
	}
	policies, err := b.List(ctx)
	if err != nil {
		return Coverage{}, err
	}
	return cover(workspaces, policies), nil
}

func cover(workspaces []site.Workspace, policies []Policy) Coverage {
	type key struct{ cloudID, product string }
	places := make(map[key]*Place)
	for _, workspace := range workspaces {
		owner, cloudID, err := site.Of(workspace.ID) // an error: it is on no site
		// The workspace says its product three times: one that is said in a form that is not known must not make the place vanish.
		product := cmp.Or(productOf(owner), productOf(workspace.TypeKey), productOf(workspace.Type))
		if err != nil || product == "" {
			continue
		}
		at := key{cloudID, product}
		if places[at] == nil {
			places[at] = &Place{CloudID: cloudID, Product: product}
		}
		place := places[at]
		place.SiteName = cmp.Or(place.SiteName, site.Key(workspace.HostURL), workspace.Name)
		place.Workspaces = append(place.Workspaces, workspace)
	}
	var covered Coverage
	for _, policy := range policies {
		place := places[key{strings.ToLower(policy.CloudID), productOf(policy.ProductType)}]
		if place == nil {
			covered.Unplaced = append(covered.Unplaced, policy)
			continue
		}
		place.Policies = append(place.Policies, policy)
	}
	for _, place := range slices.SortedFunc(maps.Values(places), func(a, b *Place) int {
		return cmp.Or(cmp.Compare(a.SiteName, b.SiteName), cmp.Compare(a.CloudID, b.CloudID), cmp.Compare(a.Product, b.Product))
	}) {
		covered.Places = append(covered.Places, *place)
	}
	return covered
}

// productOf is the product that the owner of a workspace, or the type of a backup policy, means. It is empty for one that is not known to be
// backed up. Unverified: all types of a policy but JIRA.
func productOf(kind string) string {
	kind = strings.ToLower(kind)
	switch {
	case kind == "jira" || strings.HasPrefix(kind, "jira-") || strings.HasPrefix(kind, "jira_"):
		return "jira"
	case kind == "confluence":
		return "confluence"
	}
	return ""
}
