// SPDX-License-Identifier: MPL-2.0

package site_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/spoken"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/site"
)

// The context that is read of an ARI is its own context, and is found in a longer ARI, too. What is no context is refused in one short line.
func FuzzContexts(f *testing.F) {
	for _, seed := range []string{
		"", "ari:cloud:jira::site/8f2b1c9e", "ari:cloud:jira-software::site/8f2b1c9e", "ARI:CLOUD:Confluence::SITE/8F2B", "ari:cloud:jira:8f2b:project/1", "ari:cloud:jira::site/1:2/3",
		"x ari:cloud:jira::site/1 y", "ari:cloud:::site/1", "ari:cloud:jira::site/", "ari:cloud:ari:cloud:jira::site/1", "\xff", "ari:cloud:\n::site/\n", "İ",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		owner, parts := site.Parts(text)
		for _, part := range append(parts, owner) {
			require.NotContains(t, part, ":")
			require.Equal(t, strings.ToLower(part), part)
		}
		plain := site.Plain(text)
		require.Equal(t, plain, site.Plain(plain))
		owner, cloudID, err := site.ParseContext(text)
		if err != nil {
			require.Empty(t, plain)
			spoken.InOneLine(t, err.Error(), 1000)
			return
		}
		require.Equal(t, site.Context(owner, cloudID), plain)
		for _, longer := range []string{text, text + "/x", text + " and more", "at " + text} {
			foundOwner, foundID, err := site.Of(longer)
			require.NoError(t, err, longer)
			require.Equal(t, [2]string{owner, cloudID}, [2]string{foundOwner, foundID})
		}
		ofParts, parts := site.Parts(plain)
		require.Equal(t, owner, ofParts)
		require.Contains(t, parts, cloudID)
	})
}

// The key of a site is its own key, whatever a person calls the site, and the key of its address.
func FuzzSiteKeys(f *testing.F) {
	for _, seed := range []string{"", "acme", "Acme.atlassian.net", "https://acme.atlassian.net/wiki", "http://[::1]:80", "acme.atlassian.net.atlassian.net", "://", "a b", "a@b", "\xff", "İ"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		key := site.Key(text)
		require.Equal(t, strings.ToLower(key), key)
		if strings.HasSuffix(key, ".atlassian.net") {
			return // a site of a site, which there is not
		}
		require.Equal(t, key, site.Key(key))
		if key != "" {
			require.Equal(t, key, site.Key(key+".atlassian.net"))
		}
	})
}
