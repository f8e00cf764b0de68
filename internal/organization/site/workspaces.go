// SPDX-License-Identifier: MPL-2.0

package site

import (
	"context"
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
)

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
