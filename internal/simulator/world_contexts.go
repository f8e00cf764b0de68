// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// Apps are installed in contexts: a product on a site, as in
// ari:cloud:jira::site/<cloud ID>. All apps of the Jira family on a site are
// one context.

// contextOf is the context of a workspace; empty where it is on no site.
func contextOf(workspaceID string) string {
	owner, err := resourceOwner(workspaceID)
	if err != nil || cloudID(workspaceID) == "" {
		return ""
	}

	switch owner {
	case "jira-software", "jira-servicedesk", "jira-core", "jira-product-discovery":
		owner = "jira"
	}

	return "ari:cloud:" + owner + "::site/" + cloudID(workspaceID)
}

// cloudID is the ID of the site within an ARI; empty where it names none.
func cloudID(ari string) string {
	_, id, _ := strings.Cut(ari, ":site/")

	return id
}

// contexts are all contexts of the organization, in the order of its workspaces.
func (s *state) contexts() []string {
	var contexts []string

	for _, workspace := range s.workspaces {
		if context := contextOf(workspace.ID); context != "" && !slices.Contains(contexts, context) {
			contexts = append(contexts, context)
		}
	}

	return contexts
}

// context finds a context by its own ID or that of a workspace in it.
func (s *state) context(reference string) (string, error) {
	contexts := s.contexts()
	if slices.Contains(contexts, reference) {
		return reference, nil
	}

	if slices.ContainsFunc(s.workspaces, func(w Workspace) bool { return w.ID == reference }) && contextOf(reference) != "" {
		return contextOf(reference), nil
	}

	return "", fmt.Errorf("context: %q is no product on a site of this organization, as those of %q are", reference, contexts)
}

// site finds the cloud ID of a site by itself, or by name or address of a workspace.
func (s *state) site(reference string) (string, bool) {
	for _, same := range []func(Workspace) bool{
		func(w Workspace) bool { return cloudID(w.ID) == reference },
		func(w Workspace) bool { return strings.EqualFold(w.Name, reference) },
		func(w Workspace) bool { return w.HostURL != "" && hostOf(w.HostURL) == hostOf(reference) },
	} {
		for _, workspace := range s.workspaces {
			if cloudID(workspace.ID) != "" && same(workspace) {
				return cloudID(workspace.ID), true
			}
		}
	}

	return "", false
}

// hostOf is the host of an address, with or without its scheme.
func hostOf(address string) string {
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}

	parsed, err := url.Parse(address)
	if err != nil {
		return address
	}

	return strings.ToLower(parsed.Host)
}

// mayRead says whether the person administers the site of a context, or that
// with a cloud ID.
func (s *state) mayRead(site string) bool {
	return len(s.userToken.Sites) == 0 || slices.Contains(s.userToken.Sites, site)
}
