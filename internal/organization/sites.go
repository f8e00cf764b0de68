// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
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

// SiteReference is the form of a name for a site: an ARI, a URL, a host, the first part of a host, or a cloud ID.
const SiteReference = "the name (acme), URL (https://acme.atlassian.net) or cloud ID of a site, which means all products on it, or the ARI of one product on it (ari:cloud:jira::site/CLOUD_ID)"

// Workspace is a site's app, such as Jira on one site.
type Workspace = atlassian.Workspace

// Entitlement is a plan for a product.
type Entitlement = atlassian.Entitlement

// Sites are the sites of the organization: their workspaces are the products on them.
type Sites struct {
	*run

	workspaces         reading.Shared[[]Workspace]
	roleResources      reading.Shared[roleResources]
	roleResourcesAgain reading.Shared[roleResources]
}

// Workspaces lists the organization's workspaces, with one read for the run.
func (s *Sites) Workspaces(ctx context.Context) ([]Workspace, error) {
	return s.workspaces.Get(ctx, func(ctx context.Context) ([]Workspace, error) {
		return reading.Collect(s.client.Workspaces(ctx, s.id))
	})
}

// WorkspaceFilter selects workspaces. An empty field selects all of them.
type WorkspaceFilter struct {
	// Site is the name, host, URL or cloud ID of a site.
	Site string
	// ID is the ARI of one workspace.
	ID string
	// Products are type keys, such as "confluence".
	Products []string
	// Statuses are those of Atlassian, such as "online".
	Statuses []string
}

// FindWorkspaces selects workspaces from the one list of the run, in its order. It is an error if there is no such site, or no workspace
// of the ID; where no workspace of a site has the product or the status, there are none.
func (s *Sites) FindWorkspaces(ctx context.Context, filter WorkspaceFilter) ([]Workspace, error) {
	all, err := s.Workspaces(ctx)
	if err != nil {
		return nil, err
	}
	if filter.Site != "" {
		if all, err = workspacesOnSite(all, filter.Site); err != nil {
			return nil, err
		}
	}
	if filter.ID != "" {
		at := slices.IndexFunc(all, func(w Workspace) bool { return strings.EqualFold(w.ID, filter.ID) })
		if at < 0 {
			return nil, &NotFoundError{What: "workspace " + Word(filter.ID), Hint: "the organization lists " + workspaceWords(all)}
		}
		all = all[at : at+1]
	}
	has := func(wanted []string, value string) bool {
		return len(wanted) == 0 || slices.ContainsFunc(wanted, func(w string) bool { return strings.EqualFold(w, value) })
	}
	var found []Workspace
	for _, w := range all {
		if has(filter.Products, ProductOf(w)) && has(filter.Statuses, w.Status) {
			found = append(found, w)
		}
	}
	return found, nil
}

func workspaceWords(workspaces []Workspace) string {
	if len(workspaces) == 0 {
		return "none"
	}
	ids := make([]string, len(workspaces))
	for i, w := range workspaces {
		ids[i] = w.ID
	}
	slices.Sort(ids)
	return Words(ids)
}

// Resolve resolves names of sites, in their order. An ARI says it all by itself. For everything else the workspaces of the
// organization are read, once for the run, which also show the products of a site.
func (s *Sites) Resolve(ctx context.Context, references []string) ([]Site, error) {
	sites := make([]Site, 0, len(references))
	for _, reference := range references {
		site, err := s.site(ctx, reference)
		if err != nil {
			return nil, err
		}
		sites = append(sites, site)
	}
	return sites, nil
}

// ResolveKnown resolves those of the names that mean a site. Unresolved are the errors of the others.
func (s *Sites) ResolveKnown(ctx context.Context, references []string) (known []Site, unresolved []*UnresolvedSiteError, err error) {
	for _, reference := range references {
		site, err := s.site(ctx, reference)
		if failed, ok := errors.AsType[*UnresolvedSiteError](err); ok {
			unresolved = append(unresolved, failed)
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		known = append(known, site)
	}
	return known, unresolved, nil
}

// UnresolvedSiteError says that it cannot be told which site a name means, though the workspaces of the organization were read.
type UnresolvedSiteError struct {
	// Reference is the name.
	Reference string
	// Err says why.
	Err error
}

// Error says why.
func (e *UnresolvedSiteError) Error() string { return e.Err.Error() }

// Unwrap returns why.
func (e *UnresolvedSiteError) Unwrap() error { return e.Err }

// CheckSiteReference says what is wrong with a name for a site, as far as that can be told without asking.
func CheckSiteReference(reference string) error {
	if !strings.HasPrefix(strings.ToLower(reference), "ari:") {
		if siteKey(reference) == "" {
			return fmt.Errorf("%q is not %s", reference, SiteReference)
		}
		return nil
	}
	_, _, err := parseContext(reference)
	return err
}

func (s *Sites) site(ctx context.Context, reference string) (Site, error) {
	if err := CheckSiteReference(reference); err != nil {
		return Site{}, err
	}
	if owner, cloudID, err := parseContext(reference); err == nil {
		return Site{Reference: reference, CloudID: cloudID, Contexts: []string{contextARI(owner, cloudID)}}, nil
	}
	workspaces, err := s.Workspaces(ctx)
	if err != nil {
		return Site{}, err
	}
	site, err := siteAmong(workspaces, reference)
	if err != nil {
		return Site{}, &UnresolvedSiteError{Reference: reference, Err: err}
	}
	return site, nil
}

// siteAmong finds the site that a name means.
func siteAmong(workspaces []Workspace, reference string) (Site, error) {
	if err := unplacedAmong(workspaces); err != nil {
		return Site{}, err
	}
	named := cloudIDsNamed(siteKey(reference), workspaces)
	switch len(named) {
	case 0:
		return Site{}, &NotFoundError{
			What: fmt.Sprintf("site %q", reference),
			Hint: "the organization's workspaces name no such site; write " + SiteReference,
		}
	case 1:
		return wholeSite(reference, named[0], workspaces), nil
	}
	return Site{}, fmt.Errorf("%q names several sites: give the cloud ID of one, %s", reference, strings.Join(named, " or "))
}

// unplacedAmong is an error if a workspace may be on any site, because its ID cannot be read.
func unplacedAmong(workspaces []Workspace) error {
	for _, workspace := range workspaces {
		if product, _ := partsOf(workspace.ID); product == "" {
			return fmt.Errorf("Atlassian lists a workspace with the ID %q, which is no ARI, so it is not known to which site it belongs: name the products of your site by their ARIs (ari:cloud:jira::site/CLOUD_ID)", workspace.ID) //nolint:staticcheck // the name of a company
		}
	}
	return nil
}

// cloudIDsNamed are the cloud IDs of the sites that a name means, sorted. One workspace that has the name is enough.
func cloudIDsNamed(wanted string, workspaces []Workspace) []string {
	var named []string
	for _, workspace := range workspaces {
		_, cloudID, err := siteOf(workspace.ID) // an error: it is on no site, such as a Bitbucket workspace
		if err == nil && slices.Contains(siteNames(workspace, cloudID), wanted) {
			named = append(named, cloudID)
		}
	}
	slices.Sort(named)
	return slices.Compact(named)
}

// workspacesOnSite are the workspaces on a site: those whose ID has its cloud ID, and those on its host. A site that no workspace names,
// or several do, is a [RoleResourceError] without a product.
func workspacesOnSite(workspaces []Workspace, site string) ([]Workspace, error) {
	if err := unplacedAmong(workspaces); err != nil {
		return nil, err
	}
	named := cloudIDsNamed(siteKey(site), workspaces)
	switch len(named) {
	case 0:
		return nil, &RoleResourceError{Site: site, Problem: NoSuchSite, Candidates: siteList(workspaces)}
	case 1:
		return onCloudID(workspaces, named[0]), nil
	}
	return nil, &RoleResourceError{Site: site, Problem: SeveralSites, Candidates: quotedOnce(named)}
}

func onCloudID(workspaces []Workspace, cloudID string) []Workspace {
	unasked := wholeSite("", cloudID, workspaces).Unasked
	return slices.DeleteFunc(slices.Clone(workspaces), func(w Workspace) bool {
		_, parts := partsOf(w.ID)
		return !slices.Contains(parts, cloudID) && !slices.Contains(unasked, w.ID)
	})
}

// wholeSite is a site with all its products: the cloud ID says what belongs to it, and not the name, because a product may
// have a host of its own, or none.
func wholeSite(reference, cloudID string, workspaces []Workspace) Site {
	site := Site{Reference: reference, CloudID: cloudID}
	hosts := make(map[string]bool)
	for _, workspace := range workspaces {
		if owner, id, err := siteOf(workspace.ID); err == nil && id == cloudID {
			site.Contexts = append(site.Contexts, contextARI(owner, id))
			hosts[siteKey(workspace.HostURL)] = true
		}
	}
	for _, workspace := range workspaces {
		if _, _, err := siteOf(workspace.ID); err == nil {
			continue
		}
		_, parts := partsOf(workspace.ID)
		if host := siteKey(workspace.HostURL); slices.Contains(parts, cloudID) || host != "" && hosts[host] {
			site.Unasked = append(site.Unasked, workspace.ID)
		}
	}
	for _, list := range []*[]string{&site.Contexts, &site.Unasked} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	return site
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

// Apps are installed in contexts: a product on a site, as in ari:cloud:jira::site/CLOUD_ID. Everything here compares without
// case, and gives contexts in lower case.

// parseContext splits the ARI of a product on a site into the owner of the contexts in which its apps are installed
// and the cloud ID.
func parseContext(ari string) (owner, cloudID string, err error) {
	owner, cloudID, before, after, err := siteIn(ari)
	if err != nil || before != "" || after != "" {
		return "", "", notAContext(ari)
	}
	return owner, cloudID, nil
}

// siteOf does the same for a text that may go on after the cloud ID, such as the ARI of a project on a site, and that may have
// something before the ARI.
func siteOf(text string) (owner, cloudID string, err error) {
	owner, cloudID, _, _, err = siteIn(text)
	return owner, cloudID, err
}

// siteIn finds the ARI of a product on a site in a text, and the text before and after it.
func siteIn(ari string) (owner, cloudID, before, after string, err error) {
	text := strings.ToLower(ari)
	start := max(0, strings.LastIndex(text, "ari:cloud:"))
	before, text = text[:start], text[start:]
	rest, isARI := strings.CutPrefix(text, "ari:cloud:")
	owner, rest, isSite := strings.Cut(rest, "::site/")
	cloudID = rest
	if end := strings.IndexAny(rest, ":/ "); end >= 0 {
		cloudID, after = rest[:end], rest[end:]
	}
	if !isARI || !isSite || owner == "" || cloudID == "" || strings.ContainsAny(owner, ":/ ") {
		return "", "", "", "", notAContext(ari)
	}
	return contextOwner(owner), cloudID, before, after, nil
}

func notAContext(ari string) error {
	return fmt.Errorf("%q is not the ARI of a product on a site, such as ari:cloud:jira::site/CLOUD_ID", ari)
}

// contextOwner is the owner of the contexts in which the apps of a product are: those of all kinds of Jira are installed in
// Jira. Unverified: that it is so for each of them.
func contextOwner(product string) string {
	if strings.HasPrefix(product, "jira-") {
		return "jira"
	}
	return product
}

func contextARI(owner, cloudID string) string { return "ari:cloud:" + owner + "::site/" + cloudID }

// plainContext is a context as parseContext reads it; empty where it is none, or says more than that.
func plainContext(ari string) string {
	owner, cloudID, err := parseContext(ari)
	if err != nil {
		return ""
	}
	return contextARI(owner, cloudID)
}

// partsOf splits any text that says where something is into the owner, which is empty where the text is no ARI, and
// everything in it that may be a cloud ID. Atlassian has several forms of ARIs, with the cloud ID in different places.
func partsOf(text string) (owner string, parts []string) {
	text = strings.ToLower(strings.TrimSpace(text))
	if fields := strings.SplitN(text, ":", 4); len(fields) == 4 && fields[0] == "ari" && fields[1] == "cloud" {
		owner = contextOwner(fields[2])
	}
	parts = strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(":/?#&= ", r) })
	return owner, slices.Clip(parts)
}
