// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
)

// pathAddon is an app of the public Marketplace. Atlassian has it on another
// host; here it is on the same, so that a client has one address to know.
const pathAddon = "/rest/2/addons/{addonKey}"

// hostings are where versions of an app can run.
var hostings = []string{"cloud", "server", "datacenter"}

var addonVersionParameters = []parameter{
	{name: "hosting", enum: hostings},
	{name: "limit", kind: kindNumber, maximum: 50},
	{name: "offset", kind: kindNumber, fromZero: true},
}

// MarketplaceListing is what the public Marketplace says about an app.
type MarketplaceListing struct {
	Key     string `json:"key"`
	Name    string `json:"name"`
	Vendor  string `json:"vendor,omitempty"`
	Summary string `json:"summary,omitempty"`
	// Status is public where it is absent.
	Status string `json:"status,omitempty"`
	// CloudFortified and BugBounty are programs that the app takes part in.
	CloudFortified bool `json:"cloud_fortified,omitempty"`
	BugBounty      bool `json:"bug_bounty,omitempty"`
	// Versions, the newest first.
	Versions []MarketplaceVersion `json:"versions,omitempty"`
	// PrivacyAndSecurity are the vendor's answers, an object; absent where there are none.
	PrivacyAndSecurity json.RawMessage `json:"privacy_and_security,omitempty"`
}

// MarketplaceVersion is a published version of an app.
type MarketplaceVersion struct {
	Name string `json:"name"`
	// ReleaseDate, such as 2026-01-15.
	ReleaseDate string `json:"release_date,omitempty"`
	// Hosting is any of cloud (the default, alone), server and datacenter.
	Hosting []string `json:"hosting,omitempty"`
	// PaymentModel is atlassian where it is absent. Unverified: its values.
	PaymentModel string `json:"payment_model,omitempty"`
}

type wireMarketplaceErrors struct {
	Errors []wireMarketplaceError `json:"errors"`
}

type wireMarketplaceError struct {
	Message string `json:"message"`
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

func (s *state) seedMarketplace(org Organization) error {
	for i, listing := range org.MarketplaceListings {
		if err := s.list(listing.clone()); err != nil {
			return fmt.Errorf("marketplace_listings[%d]: %w", i, err)
		}
	}

	return nil
}

func (s *state) list(listing MarketplaceListing) error {
	if listing.Key == "" || listing.Name == "" {
		return errors.New("key and name must be given")
	}

	if slices.ContainsFunc(s.listings, func(l MarketplaceListing) bool { return l.Key == listing.Key }) {
		return fmt.Errorf("key: there is a listing %q already", listing.Key)
	}

	var answers map[string]any
	if len(listing.PrivacyAndSecurity) > 0 && (json.Unmarshal(listing.PrivacyAndSecurity, &answers) != nil || answers == nil) {
		return errors.New("privacy_and_security must be a JSON object")
	}

	listing.Status = cmp.Or(listing.Status, "public")

	for i := range listing.Versions {
		version := &listing.Versions[i]
		if version.Name == "" {
			return fmt.Errorf("versions[%d]: name is missing", i)
		}

		version.PaymentModel = cmp.Or(version.PaymentModel, "atlassian")

		if len(version.Hosting) == 0 {
			version.Hosting = hostings[:1:1]
		}

		for _, hosting := range version.Hosting {
			if err := oneOf("hosting", hosting, hostings...); err != nil {
				return fmt.Errorf("versions[%d]: %w", i, err)
			}
		}
	}

	s.listings = append(s.listings, listing)

	return nil
}

func (l MarketplaceListing) clone() MarketplaceListing {
	l.Versions, l.PrivacyAndSecurity = slices.Clone(l.Versions), slices.Clone(l.PrivacyAndSecurity)
	for i := range l.Versions {
		l.Versions[i].Hosting = slices.Clone(l.Versions[i].Hosting)
	}

	return l
}

// marketplaceOperations lists the operations of the public Marketplace that are served.
func marketplaceOperations(w *World) []*operation {
	return []*operation{
		{
			method: "GET", path: pathAddon,
			access: accessPublic,
			serve:  within(w, (*call).getAddon),
			family: familyMarketplace,
		},
		{
			method: "GET", path: pathAddon + "/versions",
			access: accessPublic,
			query:  addonVersionParameters, serve: within(w, (*call).listAddonVersions),
			family: familyMarketplace,
		},
		{
			method: "GET", path: pathAddon + "/privacy-and-security",
			access: accessPublic,
			serve:  within(w, (*call).getPrivacyAndSecurity),
			family: familyMarketplace,
		},
	}
}

// listing finds the app that a request is about.
func (c *call) listing() (MarketplaceListing, *answer) {
	key := c.request.PathValue("addonKey")

	for _, listing := range c.state.listings {
		if listing.Key == key {
			return listing, nil
		}
	}

	return MarketplaceListing{}, new(fail(http.StatusNotFound, codeUnknownResource, "Not found", "There is no app "+key+"."))
}

func (c *call) getAddon() answer {
	listing, refusal := c.listing()
	if refusal != nil {
		return *refusal
	}

	wire := wireAddon{Key: listing.Key, Name: listing.Name, Summary: listing.Summary, Status: listing.Status}
	wire.Programs.CloudFortified = newProgram(listing.CloudFortified)
	wire.Programs.BugBountyParticipant.Cloud = newProgram(listing.BugBounty)
	wire.Embedded.Vendor.Name = listing.Vendor
	wire.Embedded.Vendor.Links = map[string]wireHref{}
	wire.Links = map[string]wireHref{"self": {c.request.URL.Path}}

	return succeed(wire)
}

// newProgram says whether an app takes part. Unverified: how it is said of one that never applied.
func newProgram(in bool) wireProgram {
	if in {
		return wireProgram{"approved"}
	}

	return wireProgram{"rejected"}
}

// listAddonVersions gives a part of the list. Unverified: how long it is where
// no limit is asked for.
func (c *call) listAddonVersions() answer {
	listing, refusal := c.listing()
	if refusal != nil {
		return *refusal
	}

	asked, err := decode[struct {
		Hosting string `json:"hosting"`
		Limit   int    `json:"limit"`
		Offset  int    `json:"offset"`
	}](c.values)
	if err != nil {
		return fail(http.StatusBadRequest, codeInvalidSyntax, "Bad request", err.Error())
	}

	wire := wireAddonVersions{Links: map[string]wireHref{}}
	wire.Embedded.Versions = []wireAddonVersion{}

	for i, version := range listing.Versions {
		if asked.Hosting == "" || slices.Contains(version.Hosting, asked.Hosting) {
			wire.Embedded.Versions = append(wire.Embedded.Versions, version.wire(len(listing.Versions)-i))
		}
	}

	found := len(wire.Embedded.Versions)
	from := min(asked.Offset, found)
	to := min(from+cmp.Or(asked.Limit, 10), found)
	wire.Embedded.Versions = wire.Embedded.Versions[from:to]

	return succeed(wire)
}

func (v MarketplaceVersion) wire(build int) wireAddonVersion {
	wire := wireAddonVersion{Name: v.Name, BuildNumber: build, PaymentModel: v.PaymentModel}
	wire.Release.Date = v.ReleaseDate
	wire.Deployment.Cloud = slices.Contains(v.Hosting, "cloud")
	wire.Deployment.Server = slices.Contains(v.Hosting, "server")
	wire.Deployment.DataCenter = slices.Contains(v.Hosting, "datacenter")

	return wire
}

func (c *call) getPrivacyAndSecurity() answer {
	listing, refusal := c.listing()
	if refusal != nil {
		return *refusal
	}

	if len(listing.PrivacyAndSecurity) == 0 {
		return fail(http.StatusNotFound, codeUnknownResource, "Not found", "The vendor of "+listing.Key+" has answered no questions.")
	}

	return succeed(listing.PrivacyAndSecurity)
}
