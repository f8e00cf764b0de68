// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"fmt"
	"slices"
	"strings"
)

// Apps are installed in contexts: a product on a site, as in ari:cloud:jira::site/CLOUD_ID. Everything here compares without
// case, and gives contexts in lower case.

// parseContext takes the ARI of a product on a site apart, into the owner of the contexts in which its apps are installed
// and the cloud ID.
func parseContext(ari string) (owner, cloudID string, err error) {
	owner, cloudID, err = siteOf(ari)
	if err != nil || !strings.HasSuffix(strings.ToLower(ari), "::site/"+cloudID) {
		return "", "", notAContext(ari)
	}
	return owner, cloudID, nil
}

// siteOf does the same for an ARI that may go on after the cloud ID, such as that of a project on a site.
func siteOf(ari string) (owner, cloudID string, err error) {
	rest, isARI := strings.CutPrefix(strings.ToLower(ari), "ari:cloud:")
	owner, rest, isSite := strings.Cut(rest, "::site/")
	cloudID = rest
	if end := strings.IndexAny(rest, ":/ "); end >= 0 {
		cloudID = rest[:end]
	}
	if !isARI || !isSite || owner == "" || cloudID == "" || strings.ContainsAny(owner, ":/ ") {
		return "", "", notAContext(ari)
	}
	return contextOwner(owner), cloudID, nil
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

// partsOf takes any text apart that says where something is: into the owner, which is empty where the text is no ARI, and
// everything in it that may be a cloud ID. Atlassian has several forms of ARIs, with the cloud ID in different places.
func partsOf(text string) (owner string, parts []string) {
	text = strings.ToLower(strings.TrimSpace(text))
	if fields := strings.SplitN(text, ":", 4); len(fields) == 4 && fields[0] == "ari" && fields[1] == "cloud" {
		owner = contextOwner(fields[2])
	}
	parts = strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(":/?#&= ", r) })
	return owner, slices.Clip(parts)
}
