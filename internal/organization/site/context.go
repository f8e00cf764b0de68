// SPDX-License-Identifier: MPL-2.0

package site

import (
	"fmt"
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// Apps are installed in contexts: a product on a site, as in ari:cloud:jira::site/CLOUD_ID. Everything here compares without
// case, and gives contexts in lower case.

// separators end a cloud ID.
const separators = ":/?#&= "

// ParseContext splits the ARI of a product on a site into the owner of the contexts in which its apps are installed
// and the cloud ID.
func ParseContext(ari string) (owner, cloudID string, err error) {
	owner, cloudID, before, after, err := siteIn(ari)
	if err != nil || before != "" || after != "" {
		return "", "", notAContext(ari)
	}
	return owner, cloudID, nil
}

// Of does the same for a text that may go on after the cloud ID, such as the ARI of a project on a site, and that may have
// something before the ARI.
func Of(text string) (owner, cloudID string, err error) {
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
	if end := strings.IndexAny(rest, separators); end >= 0 {
		cloudID, after = rest[:end], rest[end:]
	}
	if !isARI || !isSite || owner == "" || cloudID == "" || strings.ContainsAny(owner, ":/ ") {
		return "", "", "", "", notAContext(ari)
	}
	return contextOwner(owner), cloudID, before, after, nil
}

func notAContext(ari string) error {
	return fmt.Errorf("%s is not the ARI of a product on a site, such as ari:cloud:jira::site/CLOUD_ID", atlassian.Quoted(ari))
}

// contextOwner is the owner of the contexts in which the apps of a product are: those of all kinds of Jira are installed in
// Jira. Unverified: that it is so for each of them.
func contextOwner(product string) string {
	if strings.HasPrefix(product, "jira-") {
		return "jira"
	}
	return product
}

// Context is the ARI of the contexts of an owner on a site.
func Context(owner, cloudID string) string { return "ari:cloud:" + owner + "::site/" + cloudID }

// Plain is a context as ParseContext reads it; empty where it is none, or says more than that.
func Plain(ari string) string {
	owner, cloudID, err := ParseContext(ari)
	if err != nil {
		return ""
	}
	return Context(owner, cloudID)
}

// Parts splits any text that says where something is into the owner, which is empty where the text is no ARI, and
// everything in it that may be a cloud ID. Atlassian has several forms of ARIs, with the cloud ID in different places.
func Parts(text string) (owner string, parts []string) {
	text = strings.ToLower(strings.TrimSpace(text))
	if fields := strings.SplitN(text, ":", 4); len(fields) == 4 && fields[0] == "ari" && fields[1] == "cloud" {
		owner = contextOwner(fields[2])
	}
	parts = strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(separators, r) })
	return owner, slices.Clip(parts)
}
