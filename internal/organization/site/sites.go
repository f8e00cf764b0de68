// SPDX-License-Identifier: MPL-2.0

package site

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// Workspace is a site's app, such as Jira on one site.
type Workspace = atlassian.Workspace

// Entitlement is a plan for a product.
type Entitlement = atlassian.Entitlement

// Sites are the sites of the organization: their workspaces are the products on them.
type Sites struct {
	client *atlassian.Client
	id     string

	workspaces         reading.Shared[[]Workspace]
	roleResources      reading.Shared[roleResources]
	roleResourcesAgain reading.Shared[roleResources]
}

// NewSites makes the sites of a run over an organization. It sends no request.
func NewSites(client *atlassian.Client, organizationID string) *Sites {
	return &Sites{client: client, id: organizationID}
}

// Workspaces lists the organization's workspaces, with one read for the run.
func (s *Sites) Workspaces(ctx context.Context) ([]Workspace, error) {
	return s.workspaces.Get(ctx, func(ctx context.Context) ([]Workspace, error) {
		return reading.Collect(s.client.Workspaces(ctx, s.id))
	})
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

func (s *Sites) site(ctx context.Context, reference string) (Site, error) {
	if err := CheckReference(reference); err != nil {
		return Site{}, err
	}
	if owner, cloudID, err := ParseContext(reference); err == nil {
		return Site{Reference: reference, CloudID: cloudID, Contexts: []string{Context(owner, cloudID)}}, nil
	}
	workspaces, err := s.Workspaces(ctx)
	if err != nil {
		return Site{}, err
	}
	found, err := Among(workspaces, reference)
	if err != nil {
		return Site{}, &UnresolvedSiteError{Reference: reference, Err: err}
	}
	return found, nil
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
			return nil, &meaning.NotFoundError{What: "workspace " + atlassian.Word(filter.ID), Hint: "the organization lists " + workspaceWords(all)}
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
	return atlassian.Words(ids)
}

// workspacesOnSite are the workspaces on a site: those whose ID has its cloud ID, and those on its host. A site that no workspace names,
// or several do, is a [RoleResourceError] without a product.
func workspacesOnSite(workspaces []Workspace, reference string) ([]Workspace, error) {
	if err := Unplaced(workspaces); err != nil {
		return nil, err
	}
	named := CloudIDs(Key(reference), workspaces)
	switch len(named) {
	case 0:
		return nil, &RoleResourceError{Site: reference, Problem: NoSuchSite, Candidates: siteList(workspaces)}
	case 1:
		return onCloudID(workspaces, named[0]), nil
	}
	return nil, &RoleResourceError{Site: reference, Problem: SeveralSites, Candidates: quotedOnce(named)}
}

func onCloudID(workspaces []Workspace, cloudID string) []Workspace {
	unasked := Whole("", cloudID, workspaces).Unasked
	return slices.DeleteFunc(slices.Clone(workspaces), func(w Workspace) bool {
		_, parts := Parts(w.ID)
		return !slices.Contains(parts, cloudID) && !slices.Contains(unasked, w.ID)
	})
}
