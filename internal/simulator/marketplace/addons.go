// SPDX-License-Identifier: MPL-2.0

// Package marketplace serves the public Marketplace of a simulated
// organization.
package marketplace

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// pathAddon is the path of an app of the public Marketplace. Atlassian serves
// it on another host. The simulator serves it on the same host, so that a
// client needs one address only.
const pathAddon = "/rest/2/addons/{addonKey}"

var addonVersionParameters = []wire.Parameter{
	{Name: "hosting", Enum: world.Hostings},
	{Name: "limit", Kind: wire.KindNumber, Max: 50},
	{Name: "offset", Kind: wire.KindNumber, AllowZero: true},
}

type wireProgram struct {
	Status string `json:"status"`
}

type wireHref struct {
	Href string `json:"href"`
}

type wireAddon struct {
	Key      string `json:"key"`
	Name     string `json:"name"`
	Summary  string `json:"summary,omitempty"`
	Status   string `json:"status"`
	Programs struct {
		CloudFortified       wireProgram `json:"cloudFortified"`
		BugBountyParticipant struct {
			Cloud wireProgram `json:"cloud"`
		} `json:"bugBountyParticipant"`
	} `json:"programs"`
	Embedded struct {
		Vendor struct {
			Name  string              `json:"name"`
			Links map[string]wireHref `json:"_links"`
		} `json:"vendor"`
	} `json:"_embedded"`
	Links map[string]wireHref `json:"_links"`
}

type wireAddonVersions struct {
	Embedded struct {
		Versions []wireAddonVersion `json:"versions"`
	} `json:"_embedded"`
	Links map[string]wireHref `json:"_links"`
}

type wireAddonVersion struct {
	Name        string `json:"name"`
	BuildNumber int    `json:"buildNumber"`
	Release     struct {
		Date string `json:"date"`
	} `json:"release"`
	PaymentModel string `json:"paymentModel"`
	Deployment   struct {
		Cloud      bool `json:"cloud"`
		Server     bool `json:"server"`
		DataCenter bool `json:"dataCenter"`
	} `json:"deployment"`
}

// Operations is the table of the public Marketplace.
func Operations(w *world.World) []*wire.Operation {
	return []*wire.Operation{
		{
			Method: "GET", Path: pathAddon,
			Access: wire.AccessPublic,
			Serve:  within(w, (*call).getAddon),
			Family: wire.FamilyMarketplace,
		},
		{
			Method: "GET", Path: pathAddon + "/versions",
			Access: wire.AccessPublic,
			Query:  addonVersionParameters, Serve: within(w, (*call).listAddonVersions),
			Family: wire.FamilyMarketplace,
		},
		{
			Method: "GET", Path: pathAddon + "/privacy-and-security",
			Access: wire.AccessPublic,
			Serve:  within(w, (*call).getPrivacyAndSecurity),
			Family: wire.FamilyMarketplace,
		},
	}
}

// listing finds the app that a request is about.
func (c *call) listing() (world.MarketplaceListing, *wire.Answer) {
	key := c.Request.PathValue("addonKey")

	for _, listing := range c.state.Listings {
		if listing.Key == key {
			return listing, nil
		}
	}

	return world.MarketplaceListing{}, new(wire.Fail(http.StatusNotFound, wire.CodeUnknownResource, "Not found", "There is no app "+key+"."))
}

func (c *call) getAddon() wire.Answer {
	listing, refusal := c.listing()
	if refusal != nil {
		return *refusal
	}

	form := wireAddon{Key: listing.Key, Name: listing.Name, Summary: listing.Summary, Status: listing.Status}
	form.Programs.CloudFortified = newProgram(listing.CloudFortified)
	form.Programs.BugBountyParticipant.Cloud = newProgram(listing.BugBounty)
	form.Embedded.Vendor.Name = listing.Vendor
	form.Embedded.Vendor.Links = map[string]wireHref{}
	form.Links = map[string]wireHref{"self": {c.Request.URL.Path}}

	return wire.OK(form)
}

// newProgram says whether an app takes part in a program. Unverified: the
// status of an app that never applied.
func newProgram(in bool) wireProgram {
	if in {
		return wireProgram{"approved"}
	}

	return wireProgram{"rejected"}
}

// listAddonVersions lists a page of the versions. Unverified: its size without
// a limit.
func (c *call) listAddonVersions() wire.Answer {
	listing, refusal := c.listing()
	if refusal != nil {
		return *refusal
	}

	asked, err := wire.Decode[struct {
		Hosting string `json:"hosting"`
		Limit   int    `json:"limit"`
		Offset  int    `json:"offset"`
	}](c.Values)
	if err != nil {
		return wire.Fail(http.StatusBadRequest, wire.CodeInvalidSyntax, "Bad request", err.Error())
	}

	form := wireAddonVersions{Links: map[string]wireHref{}}
	form.Embedded.Versions = []wireAddonVersion{}

	for i, version := range listing.Versions {
		if asked.Hosting == "" || slices.Contains(version.Hosting, asked.Hosting) {
			form.Embedded.Versions = append(form.Embedded.Versions, newWireAddonVersion(version, len(listing.Versions)-i))
		}
	}

	found := len(form.Embedded.Versions)
	from := min(asked.Offset, found)
	to := min(from+cmp.Or(asked.Limit, 10), found)
	form.Embedded.Versions = form.Embedded.Versions[from:to]

	return wire.OK(form)
}

func newWireAddonVersion(v world.MarketplaceVersion, build int) wireAddonVersion {
	form := wireAddonVersion{Name: v.Name, BuildNumber: build, PaymentModel: v.PaymentModel}
	form.Release.Date = v.ReleaseDate
	form.Deployment.Cloud = slices.Contains(v.Hosting, "cloud")
	form.Deployment.Server = slices.Contains(v.Hosting, "server")
	form.Deployment.DataCenter = slices.Contains(v.Hosting, "datacenter")

	return form
}

func (c *call) getPrivacyAndSecurity() wire.Answer {
	listing, refusal := c.listing()
	if refusal != nil {
		return *refusal
	}

	if len(listing.PrivacyAndSecurity) == 0 {
		return wire.Fail(http.StatusNotFound, wire.CodeUnknownResource, "Not found", "The vendor of "+listing.Key+" has answered no questions.")
	}

	return wire.OK(listing.PrivacyAndSecurity)
}
