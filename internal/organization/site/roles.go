// SPDX-License-Identifier: MPL-2.0

package site

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// roleResources are the resources of the organization that roles can be assigned on, or the reason why they are not known.
type roleResources struct {
	workspaces []Workspace
	err        error
}

// HasRoleResource reports whether roles can be assigned on a resource, as far as the organization's list of workspaces shows, and
// returns that list. Unverified: that the list holds all kinds of resources. The organization itself is not a workspace, and has roles
// all the same. The run reads the list once. If it cannot be read, that answer holds for the whole run, because an optional check must
// not cost a refused request for each role.
func (s *Sites) HasRoleResource(ctx context.Context, resourceID string) (bool, []Workspace, error) {
	known, err := s.rolePlaces(ctx)
	if err != nil {
		return false, nil, err
	}
	listed := resourceID == "ari:cloud:platform::org/"+s.id ||
		slices.ContainsFunc(known.workspaces, func(w Workspace) bool { return w.ID == resourceID || RoleResourceOf(w) == resourceID })
	return listed, known.workspaces, known.err
}

func (s *Sites) rolePlaces(ctx context.Context) (roleResources, error) {
	return s.roleResources.Get(ctx, func(ctx context.Context) (roleResources, error) {
		workspaces, err := s.Workspaces(ctx)
		return roleResources{workspaces, err}, nil
	})
}

// RoleResource returns the ARI by which roles are assigned on a product of a site. The site is named by its name, host, URL or cloud
// ID, and the product by its type key, such as "confluence". It shares the one read of [Sites.HasRoleResource]. A site or a product that
// the list lacks, or has several times, is a [RoleResourceError].
func (s *Sites) RoleResource(ctx context.Context, reference, product string) (string, error) {
	if err := CheckRoleSite(reference); err != nil {
		return "", err
	}
	return s.resource(ctx, reference, product, RoleResourceOf)
}

// StillRoleResource is [Sites.RoleResource] for a site and a product that were found before: if the list lacks them, it reads the list
// once more.
func (s *Sites) StillRoleResource(ctx context.Context, reference, product string) (string, error) {
	resourceID, err := s.RoleResource(ctx, reference, product)
	if _, lacking := errors.AsType[*RoleResourceError](err); !lacking {
		return resourceID, err
	}
	return s.resourceAgain(ctx, reference, product, RoleResourceOf)
}

// ProductResource returns the ARI of a product of a site, by which policies apply to it. It is [Sites.RoleResource] for policies: the two
// differ only where Atlassian lists plain jira, with which roles have a problem of their own. Unverified: that a policy takes the ARI that
// the list of workspaces has.
func (s *Sites) ProductResource(ctx context.Context, reference, product string) (string, error) {
	if err := CheckRoleSite(reference); err != nil {
		return "", err
	}
	return s.resource(ctx, reference, product, ownID)
}

// StillProductResource is [Sites.ProductResource] for a site and a product that were found before: if the list lacks them, it reads the
// list once more.
func (s *Sites) StillProductResource(ctx context.Context, reference, product string) (string, error) {
	resourceID, err := s.ProductResource(ctx, reference, product)
	if _, lacking := errors.AsType[*RoleResourceError](err); !lacking {
		return resourceID, err
	}
	return s.resourceAgain(ctx, reference, product, ownID)
}

// ownID is the ARI of a workspace as Atlassian lists it.
func ownID(w Workspace) string { return w.ID }

// resource finds what a site and a product mean in the list that the run has read. Of makes the ARI of a workspace.
func (s *Sites) resource(ctx context.Context, reference, product string, of func(Workspace) string) (string, error) {
	known, err := s.rolePlaces(ctx)
	if err == nil {
		err = known.err
	}
	if err != nil {
		return "", err
	}
	return resourceAmong(known.workspaces, reference, product, of)
}

// resourceAgain finds what a site and a product mean in a list that is read once more, once for the run.
func (s *Sites) resourceAgain(ctx context.Context, reference, product string, of func(Workspace) string) (string, error) {
	again, err := s.roleResourcesAgain.Get(ctx, func(ctx context.Context) (roleResources, error) {
		workspaces, err := reading.Collect(s.client.Workspaces(ctx, s.id))
		if err == nil {
			s.workspaces.Put(workspaces)
			s.roleResources.Put(roleResources{workspaces: workspaces})
		}
		return roleResources{workspaces, err}, nil
	})
	if err == nil {
		err = again.err
	}
	if err != nil {
		return "", err
	}
	return resourceAmong(again.workspaces, reference, product, of)
}

// CheckRoleSite says what is wrong with a name for the site of a role, as far as that can be told without asking. The ARI of a product
// names no site, but all that a role needs.
func CheckRoleSite(reference string) error {
	if strings.HasPrefix(strings.ToLower(reference), "ari:") || Key(reference) == "" {
		return fmt.Errorf("%s is not %s", atlassian.Quoted(reference), RoleSiteReference)
	}
	return nil
}

// RoleSiteReference is the form of a name for the site of a role: a name, a host, a URL or a cloud ID.
const RoleSiteReference = "the name (acme), host (acme.atlassian.net), URL (https://acme.atlassian.net) or cloud ID of a site"

// RoleResourceProblem is why a site and a product name no single resource.
type RoleResourceProblem int

// The problems of a site and a product.
const (
	NoSuchSite RoleResourceProblem = iota + 1
	SeveralSites
	NoSuchProduct
	SeveralProducts
)

// RoleResourceError says that a site and a product name no resource that roles can be assigned on, or several.
type RoleResourceError struct {
	// Site and Product are what was asked for.
	Site, Product string
	// Problem is what is wrong with them.
	Problem RoleResourceProblem
	// Candidates are what there is instead, escaped and sorted: sites, cloud IDs, products of the site, or ARIs.
	Candidates []string
}

// Error says what is wrong, and what there is.
func (e *RoleResourceError) Error() string {
	candidates := strings.Join(e.Candidates, ", ")
	switch e.Problem {
	case SeveralSites:
		return fmt.Sprintf("%s names several sites; write the cloud ID of one: %s", atlassian.Quoted(e.Site), candidates)
	case NoSuchProduct:
		return fmt.Sprintf("site %s has no product %s; it has %s", atlassian.Quoted(e.Site), atlassian.Quoted(e.Product), candidates)
	case SeveralProducts:
		return fmt.Sprintf("site %s has product %s more than once; write the resource ID of one: %s", atlassian.Quoted(e.Site), atlassian.Quoted(e.Product), candidates)
	default:
		if candidates == "" {
			candidates = "no site at all"
		}
		return fmt.Sprintf("the organization lists no site %s; it lists %s", atlassian.Quoted(e.Site), candidates)
	}
}

// resourceAmong finds the resource that a site and a product mean. Of makes the ARI of a workspace. A workspace whose ID is no ARI may be on any site, so what is
// missing beside it is not known to be missing.
func resourceAmong(workspaces []Workspace, reference, product string, of func(Workspace) string) (string, error) {
	failed := &RoleResourceError{Site: reference, Product: product}
	cloudIDs := CloudIDs(Key(reference), workspaces)
	if len(cloudIDs) > 1 {
		failed.Problem, failed.Candidates = SeveralSites, quotedOnce(cloudIDs)
		return "", failed
	}
	var resources, products []string
	if len(cloudIDs) == 1 {
		for _, w := range onCloudID(workspaces, cloudIDs[0]) {
			products = append(products, ProductOf(w))
			if strings.EqualFold(ProductOf(w), product) {
				resources = append(resources, of(w))
			}
		}
	}
	slices.Sort(resources)
	resources = slices.Compact(resources)
	if len(resources) == 1 {
		return resources[0], nil
	}
	if len(resources) == 0 {
		if err := Unplaced(workspaces); err != nil {
			return "", err
		}
	}
	switch {
	case len(cloudIDs) == 0:
		failed.Problem, failed.Candidates = NoSuchSite, siteList(workspaces)
	case len(resources) == 0:
		failed.Problem, failed.Candidates = NoSuchProduct, quotedOnce(products)
	default:
		failed.Problem, failed.Candidates = SeveralProducts, make([]string, len(resources))
		for i, resource := range resources { // whole, for a person to copy
			failed.Candidates[i] = atlassian.Word(resource)
		}
	}
	return "", failed
}

// ProductOf is the key of a workspace's product, such as "confluence". Atlassian documents no field of a workspace as required, so the
// owner of its ARI stands in for a key that is missing.
func ProductOf(w Workspace) string {
	owner, _, _ := strings.Cut(strings.TrimPrefix(strings.ToLower(w.ID), "ari:cloud:"), ":")
	return cmp.Or(w.TypeKey, w.Type, owner)
}

// RoleResourceOf is the ARI by which roles on a workspace are assigned, which is the workspace's own. Unverified: for Jira the owner
// must be jira-software; plain jira was reported to be accepted and to grant nothing. So this holds even if Atlassian lists plain jira.
func RoleResourceOf(w Workspace) string {
	const plain = "ari:cloud:jira::site/"
	if len(w.ID) < len(plain) || !strings.EqualFold(w.ID[:len(plain)], plain) {
		return w.ID
	}
	owner := "jira-software"
	if product := strings.ToLower(ProductOf(w)); strings.HasPrefix(product, "jira-") {
		owner = product
	}
	return "ari:cloud:" + owner + "::site/" + w.ID[len(plain):]
}

// CloudIDOf is the cloud ID of the site that a workspace is on; empty where its ID names none.
func CloudIDOf(w Workspace) string {
	_, cloudID, err := Of(w.ID)
	if err != nil {
		return ""
	}
	return cloudID
}

// siteList lists the sites among workspaces as a person may name them, in quotation marks and sorted.
func siteList(workspaces []Workspace) []string {
	var sites []string
	for _, w := range workspaces {
		if _, cloudID, err := Of(w.ID); err == nil {
			sites = append(sites, cmp.Or(Key(w.HostURL), Key(w.Name), cloudID))
		}
	}
	return quotedOnce(sites)
}

// quotedOnce quotes and sorts texts, each of them once.
func quotedOnce(texts []string) []string {
	sorted := slices.Compact(slices.Sorted(slices.Values(texts)))
	for i, text := range sorted {
		sorted[i] = atlassian.Quoted(text)
	}
	return sorted
}
