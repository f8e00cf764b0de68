// SPDX-License-Identifier: MPL-2.0

package atlassian_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

func TestTheMarketplaceIsAskedByNobody(t *testing.T) {
	t.Parallel()
	for base, want := range map[string]string{
		"https://api.atlassian.com": "https://marketplace.atlassian.com/rest/2/addons/com.example%2Fapp",
		"http://127.0.0.1:1/":       "http://127.0.0.1:1/rest/2/addons/com.example%2Fapp",
	} {
		w := &wire{answers: []answerFunc{status(200, `{"key":"com.example/app","name":"App","programs":{"cloudFortified":{"status":"approved"}},"_embedded":{"vendor":{"name":"V"}}}`)}}
		listing, err := newClient(t, w, func(c *atlassian.Config) { c.BaseURL = base }).MarketplaceListing(t.Context(), "com.example/app")
		require.NoError(t, err)
		require.Equal(t, atlassian.MarketplaceListing{Key: "com.example/app", Name: "App", Vendor: "V", CloudFortified: "approved"}, listing)
		require.Equal(t, want, w.sent()[0].url)
		require.Empty(t, w.sent()[0].authorization)
	}
	_, err := atlassian.New(atlassian.Config{BaseURL: "https://x.example", APIKey: key, MarketplaceURL: "http://y.example"})
	require.Error(t, err)
}
