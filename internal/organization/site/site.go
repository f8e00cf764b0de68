// SPDX-License-Identifier: MPL-2.0

// Package site is the area Sites of an organization: which sites and products there are, and what their names and ARIs mean.
package site

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
)

// Site is a site, or one product on it, as the configuration names it.
type Site struct {
	// Reference is how it was named.
	Reference string
	// CloudID is Atlassian's ID of the site.
	CloudID string
	// Contexts are the ARIs of its products in which apps can be installed, sorted.
	Contexts []string
	// Unasked are the IDs of its workspaces that do not say in which context their apps are, sorted: nothing can ask for them.
	Unasked []string
}

// Reference is the form of a name for a site: an ARI, a URL, a host, the first part of a host, or a cloud ID.
const Reference = "the name (acme), URL (https://acme.atlassian.net) or cloud ID of a site, which means all products on it, or the ARI of one product on it (ari:cloud:jira::site/CLOUD_ID)"

// CheckReference says what is wrong with a name for a site, as far as that can be told without asking.
func CheckReference(reference string) error {
	if !strings.HasPrefix(strings.ToLower(reference), "ari:") {
		if Key(reference) == "" {
			return fmt.Errorf("%q is not %s", reference, Reference)
		}
		return nil
	}
	_, _, err := ParseContext(reference)
	return err
}

// Among finds the site that a name means.
func Among(workspaces []atlassian.Workspace, reference string) (Site, error) {
	if err := Unplaced(workspaces); err != nil {
		return Site{}, err
	}
	named := CloudIDs(Key(reference), workspaces)
	switch len(named) {
	case 0:
		return Site{}, &meaning.NotFoundError{
			What: fmt.Sprintf("site %q", reference),
			Hint: "the organization's workspaces name no such site; write " + Reference,
		}
	case 1:
		return Whole(reference, named[0], workspaces), nil
	}
	return Site{}, fmt.Errorf("%q names several sites: give the cloud ID of one, %s", reference, strings.Join(named, " or "))
}

// Unplaced is an error if a workspace may be on any site, because its ID cannot be read.
func Unplaced(workspaces []atlassian.Workspace) error {
	for _, workspace := range workspaces {
		if product, _ := Parts(workspace.ID); product == "" {
			return fmt.Errorf("Atlassian lists a workspace with the ID %q, which is no ARI, so it is not known to which site it belongs: name the products of your site by their ARIs (ari:cloud:jira::site/CLOUD_ID)", workspace.ID) //nolint:staticcheck // the name of a company
		}
	}
	return nil
}

// CloudIDs are the cloud IDs of the sites that a name means, sorted. One workspace that has the name is enough.
func CloudIDs(wanted string, workspaces []atlassian.Workspace) []string {
	var named []string
	for _, workspace := range workspaces {
		_, cloudID, err := Of(workspace.ID) // an error: it is on no site, such as a Bitbucket workspace
		if err == nil && slices.Contains(siteNames(workspace, cloudID), wanted) {
			named = append(named, cloudID)
		}
	}
	slices.Sort(named)
	return slices.Compact(named)
}

// Whole is a site with all its products: the cloud ID says what belongs to it, and not the name, because a product may
// have a host of its own, or none.
func Whole(reference, cloudID string, workspaces []atlassian.Workspace) Site {
	site := Site{Reference: reference, CloudID: cloudID}
	hosts := make(map[string]bool)
	for _, workspace := range workspaces {
		if owner, id, err := Of(workspace.ID); err == nil && id == cloudID {
			site.Contexts = append(site.Contexts, Context(owner, id))
			hosts[Key(workspace.HostURL)] = true
		}
	}
	for _, workspace := range workspaces {
		if _, _, err := Of(workspace.ID); err == nil {
			continue
		}
		_, parts := Parts(workspace.ID)
		if host := Key(workspace.HostURL); slices.Contains(parts, cloudID) || host != "" && hosts[host] {
			site.Unasked = append(site.Unasked, workspace.ID)
		}
	}
	for _, list := range []*[]string{&site.Contexts, &site.Unasked} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	return site
}

// Key is the normal form of a name for a site: the host without ".atlassian.net", in lower case. It is empty where
// there is none.
func Key(reference string) string {
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
func siteNames(workspace atlassian.Workspace, cloudID string) []string {
	names := []string{strings.ToLower(cloudID), Key(workspace.HostURL)}
	if workspace.HostURL == "" {
		names = append(names, Key(workspace.Name))
	}
	return names
}
