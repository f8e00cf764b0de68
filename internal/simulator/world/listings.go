// SPDX-License-Identifier: MPL-2.0

package world

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// Hostings are where versions of an app can run.
var Hostings = []string{"cloud", "server", "datacenter"}

// MarketplaceListing is what the public Marketplace says about an app.
type MarketplaceListing struct {
	Key     string `json:"key"`
	Name    string `json:"name"`
	Vendor  string `json:"vendor,omitempty"`
	Summary string `json:"summary,omitempty"`
	// Status is public if it is absent.
	Status string `json:"status,omitempty"`
	// CloudFortified and BugBounty are programs that the app takes part in.
	CloudFortified bool `json:"cloud_fortified,omitempty"`
	BugBounty      bool `json:"bug_bounty,omitempty"`
	// Versions, the newest first.
	Versions []MarketplaceVersion `json:"versions,omitempty"`
	// PrivacyAndSecurity are the vendor's answers, a JSON object. It is absent
	// if there are none.
	PrivacyAndSecurity json.RawMessage `json:"privacy_and_security,omitempty"`
}

// MarketplaceVersion is a published version of an app.
type MarketplaceVersion struct {
	Name string `json:"name"`
	// ReleaseDate, such as 2026-01-15.
	ReleaseDate string `json:"release_date,omitempty"`
	// Hosting is any of cloud (the default, alone), server and datacenter.
	Hosting []string `json:"hosting,omitempty"`
	// PaymentModel is atlassian if it is absent. Unverified: its values.
	PaymentModel string `json:"payment_model,omitempty"`
}

// listingState are the listings of the public Marketplace.
type listingState struct {
	Listings []MarketplaceListing
}

var listingPart = part{seed: (*State).seedMarketplace, describe: (*State).describeMarketplace}

func (s *State) describeMarketplace(org *Organization) {
	for _, listing := range s.Listings {
		org.MarketplaceListings = append(org.MarketplaceListings, listing.clone())
	}
}

func (s *State) seedMarketplace(org Organization) error {
	for i, listing := range org.MarketplaceListings {
		if err := s.list(listing.clone()); err != nil {
			return fmt.Errorf("marketplace_listings[%d]: %w", i, err)
		}
	}

	return nil
}

func (s *State) list(listing MarketplaceListing) error {
	if listing.Key == "" || listing.Name == "" {
		return errors.New("key and name must be given")
	}

	if slices.ContainsFunc(s.Listings, func(l MarketplaceListing) bool { return l.Key == listing.Key }) {
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
			version.Hosting = Hostings[:1:1]
		}

		for _, hosting := range version.Hosting {
			if err := oneOf("hosting", hosting, Hostings...); err != nil {
				return fmt.Errorf("versions[%d]: %w", i, err)
			}
		}
	}

	s.Listings = append(s.Listings, listing)

	return nil
}

func (l MarketplaceListing) clone() MarketplaceListing {
	l.Versions, l.PrivacyAndSecurity = slices.Clone(l.Versions), slices.Clone(l.PrivacyAndSecurity)
	for i := range l.Versions {
		l.Versions[i].Hosting = slices.Clone(l.Versions[i].Hosting)
	}

	return l
}
