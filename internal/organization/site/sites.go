// SPDX-License-Identifier: MPL-2.0

package site

import (
	"context"
	"errors"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
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
