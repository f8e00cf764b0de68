// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// Site is a site, or one product on it, as somebody has named it.
type Site struct {
	// Reference is how it was named.
	Reference string
	// CloudID is Atlassian's ID of the site.
	CloudID string
	// Contexts are the ARIs of its products in which apps can be installed, sorted.
	Contexts []string
}

// SiteReference is the form of a name for a site: an ARI, a URL, a host, the first part of a host, or a cloud ID.
const SiteReference = "the name (acme), URL (https://acme.atlassian.net) or cloud ID of a site, which means all products on it, or the ARI of one product on it (ari:cloud:jira::site/CLOUD_ID)"

// Sites resolves names of sites, in their order. An ARI says it all by itself. For everything else the workspaces of the
// organization are read, once for the run, which tell the products of a site as well.
func (o *Organization) Sites(ctx context.Context, references []string) ([]Site, error) {
	sites := make([]Site, 0, len(references))
	for _, reference := range references {
		site, err := o.site(ctx, reference)
		if err != nil {
			return nil, err
		}
		sites = append(sites, site)
	}
	return sites, nil
}

// CheckSiteReference says what is wrong with a name for a site, as far as that can be told without asking.
func CheckSiteReference(reference string) error {
	if !strings.HasPrefix(reference, "ari:") {
		if siteKey(reference) == "" {
			return fmt.Errorf("%q is not %s", reference, SiteReference)
		}
		return nil
	}
	_, _, err := parseContext(reference)
	return err
}

func (o *Organization) site(ctx context.Context, reference string) (Site, error) {
	if err := CheckSiteReference(reference); err != nil {
		return Site{}, err
	}
	if owner, cloudID, err := parseContext(reference); err == nil {
		return Site{Reference: reference, CloudID: cloudID, Contexts: []string{contextARI(owner, cloudID)}}, nil
	}
	workspaces, err := o.Workspaces(ctx)
	if err != nil {
		return Site{}, err
	}
	wanted := siteKey(reference)
	found := make(map[string]*Site)
	for _, workspace := range workspaces {
		owner, cloudID, err := parseContext(workspace.ID)
		if err != nil { // no site, such as a Bitbucket workspace
			continue
		}
		if !slices.Contains(siteNames(workspace, cloudID), wanted) {
			continue
		}
		site := found[cloudID]
		if site == nil {
			site = &Site{Reference: reference, CloudID: cloudID}
			found[cloudID] = site
		}
		site.Contexts = append(site.Contexts, contextARI(owner, cloudID))
	}
	switch len(found) {
	case 0:
		return Site{}, &NotFoundError{
			What: fmt.Sprintf("site %q", reference),
			Hint: "the organization's workspaces name no such site; write " + SiteReference,
		}
	case 1:
		for _, site := range found {
			slices.Sort(site.Contexts)
			site.Contexts = slices.Compact(site.Contexts)
			return *site, nil
		}
	}
	ids := make([]string, 0, len(found))
	for id := range found {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return Site{}, fmt.Errorf("%q names several sites: give the cloud ID of one, %s", reference, strings.Join(ids, " or "))
}

// siteKey is the normal form of a name for a site: the host without ".atlassian.net", in lower case. It is empty where
// there is none.
func siteKey(reference string) string {
	host := strings.ToLower(strings.TrimSpace(reference))
	if strings.Contains(host, "://") {
		at, err := url.Parse(host)
		if err != nil {
			return ""
		}
		host = at.Hostname()
	}
	host, _, _ = strings.Cut(host, "/")
	if strings.ContainsAny(host, " \t\n:?#@") {
		return ""
	}
	return strings.TrimSuffix(host, ".atlassian.net")
}

// siteNames are the normal forms of all names by which a workspace's site is known.
func siteNames(workspace Workspace, cloudID string) []string {
	names := []string{strings.ToLower(cloudID), siteKey(workspace.HostURL)}
	if workspace.HostURL == "" {
		names = append(names, siteKey(workspace.Name))
	}
	return names
}

// parseContext takes the ARI of a product on a site apart, into the owner of the contexts in which its apps are installed
// and the cloud ID. The apps of all kinds of Jira are installed in Jira. Unverified: that it is so for each of them.
func parseContext(ari string) (owner, cloudID string, err error) {
	rest, isARI := strings.CutPrefix(ari, "ari:cloud:")
	owner, cloudID, isSite := strings.Cut(rest, "::site/")
	if !isARI || !isSite || owner == "" || cloudID == "" || strings.ContainsAny(owner+cloudID, ":/ ") {
		return "", "", fmt.Errorf("%q is not the ARI of a product on a site, such as ari:cloud:jira::site/CLOUD_ID", ari)
	}
	if owner == "jira" || strings.HasPrefix(owner, "jira-") {
		owner = "jira"
	}
	return owner, cloudID, nil
}

func contextARI(owner, cloudID string) string { return "ari:cloud:" + owner + "::site/" + cloudID }
