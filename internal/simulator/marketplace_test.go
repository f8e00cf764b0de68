// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const addons = "/rest/2/addons/"

func TestMarketplace(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	assert.Equal(t, object{
		"key": "com.orbit.boards", "name": "Orbit Boards", "summary": "Boards across projects", "status": "public",
		"programs":  object{"cloudFortified": object{"status": "approved"}, "bugBountyParticipant": object{"cloud": object{"status": "approved"}}},
		"_embedded": object{"vendor": object{"name": "Orbit Apps", "_links": object{}}},
		"_links":    object{"self": object{"href": addons + "com.orbit.boards"}},
	}, b.ok("GET", addons+"com.orbit.boards", nil).body)

	forms := b.ok("GET", addons+"com.paperplane.forms", nil)
	assert.Equal(t, "rejected", forms.at("programs", "cloudFortified", "status"))
	assert.Equal(t, "rejected", forms.at("programs", "bugBountyParticipant", "cloud", "status"))

	versions := b.ok("GET", addons+"com.orbit.boards/versions", nil)
	assert.Equal(t, object{
		"name": "2.0.0", "buildNumber": 2.0, "release": object{"date": "2026-01-12"}, "paymentModel": "atlassian",
		"deployment": object{"cloud": true, "server": false, "dataCenter": false},
	}, versions.at("_embedded", "versions", 0))
	assert.Equal(t, "1.9.0", versions.at("_embedded", "versions", 1, "name"))
	assert.Equal(t, object{}, versions.body["_links"])

	answers := b.ok("GET", addons+"com.orbit.boards/privacy-and-security", nil)
	assert.Equal(t, true, answers.at("dataAccessAndStorage", "appStoresEUDOutsideAtlassian"))
	assert.Equal(t, "Nimbus Hosting", answers.at("thirdPartyInformation", "thirdPartyDetails", 0, "name"))

	for _, missing := range []string{"com.paperplane.forms/privacy-and-security", "nothing", "nothing/versions", "nothing/privacy-and-security"} {
		got := b.do("GET", addons+missing, nil)
		assert.Equal(t, http.StatusNotFound, got.status, missing)
		assertFamily(t, "marketplace", got)
	}
}

func TestMarketplaceVersions(t *testing.T) {
	t.Parallel()

	listing := simulator.MarketplaceListing{Key: "k", Name: "N"}
	for range 12 {
		listing.Versions = append(listing.Versions, simulator.MarketplaceVersion{Name: "v", Hosting: []string{"server", "datacenter"}})
	}

	listing.Versions[11] = simulator.MarketplaceVersion{Name: "first"}
	b := start(t, simulator.Options{Organization: simulator.Organization{Name: "Store", MarketplaceListings: []simulator.MarketplaceListing{listing}}})

	for query, want := range map[string]int{
		"": 10, "?limit=50": 12, "?limit=1": 1, "?offset=0": 10, "?offset=10": 2, "?offset=13": 0, "?limit=50&offset=1": 11,
		"?hosting=cloud": 1, "?hosting=server&limit=50": 11, "?hosting=datacenter&limit=50&offset=10": 1,
	} {
		assert.Len(t, b.ok("GET", addons+"k/versions"+query, nil).at("_embedded", "versions"), want, query)
	}

	first := b.ok("GET", addons+"k/versions?hosting=cloud", nil)
	assert.Equal(t, "first", first.at("_embedded", "versions", 0, "name"))
	assert.InDelta(t, 1, first.at("_embedded", "versions", 0, "buildNumber"), 0)
	assert.Equal(t, object{"cloud": false, "server": true, "dataCenter": true}, b.ok("GET", addons+"k/versions", nil).at("_embedded", "versions", 0, "deployment"))
}

func TestMarketplaceIsPublic(t *testing.T) {
	t.Parallel()

	b := startAllowing(t, simulator.Options{})

	for _, credentials := range []string{"Bearer " + b.APIKey, "Basic x"} {
		for _, o := range public {
			got := b.do(o.method, o.path, nil, func(r *http.Request) { r.Header.Set("Authorization", credentials) })
			assert.Equal(t, http.StatusOK, got.status)
			require.Len(t, b.Violations(), 1)
			assert.Contains(t, b.Violations()[0], "credentials must not be sent to the public Marketplace")
			b.ResetViolations()
		}
	}

	for query, violation := range map[string]string{
		"?hosting=moon": `"moon" is none of cloud`, "?limit=51": "limit must be from 1 to 50", "?limit=0": "limit must be from 1 to 50",
		"?offset=-1": "offset must be 0 or more", "?offset=x": "offset must be a whole number", "?page=2": "page is unknown",
	} {
		got := b.do("GET", addons+"com.orbit.boards/versions"+query, nil)
		assert.Equal(t, http.StatusBadRequest, got.status, query)
		assertFamily(t, "marketplace", got)
		assert.Contains(t, strings.Join(b.Violations(), "\n"), violation)
		b.ResetViolations()
	}
}
