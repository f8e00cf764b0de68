// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
)

const (
	marketplacePage = "https://developer.atlassian.com/platform/marketplace/rest/v2/"
	addon           = "/rest/2/addons/{addonKey}"
)

// MarketplaceListing is an app in the public Marketplace.
type MarketplaceListing struct {
	// Key and Name identify the app.
	Key, Name string
	// Summary and Status may be empty.
	Summary, Status string
	// Vendor is the name of the seller.
	Vendor string
	// CloudFortified and BugBounty are the statuses in these programs, such as "approved". They are empty if the answer gives
	// none.
	CloudFortified, BugBounty string
}

// MarketplaceVersion is a version of an app in the Marketplace.
type MarketplaceVersion struct {
	// Name is the number of the version.
	Name string
	// ReleaseDate and PaymentModel are texts of the answer. They may be empty.
	ReleaseDate, PaymentModel string
}

var getAddon = documented(Operation{ID: "getAddon", Method: http.MethodGet, Path: addon, Credential: Nobody, Source: marketplacePage})

// MarketplaceListing reads an app of the public Marketplace. No credentials are sent.
//
// GET /rest/2/addons/{addonKey} of marketplace.atlassian.com. Unverified: where the programs stand in the answer
// https://developer.atlassian.com/platform/marketplace/rest/v2/
func (c *Client) MarketplaceListing(ctx context.Context, key string) (MarketplaceListing, error) {
	var found wireListing
	if err := c.do(ctx, request{operation: getAddon, elements: []string{key}}, &found); err != nil {
		return MarketplaceListing{}, err
	}
	return MarketplaceListing{
		Key: found.Key, Name: found.Name, Summary: string(found.Summary), Status: string(found.Status), Vendor: string(found.Embedded.Vendor.Name),
		CloudFortified: string(found.Programs.CloudFortified.Status), BugBounty: string(found.Programs.BugBounty.Cloud.Status),
	}, nil
}

type wireListing struct {
	Key      string      `json:"key"`
	Name     string      `json:"name"`
	Summary  looseString `json:"summary"`
	Status   looseString `json:"status"`
	Programs struct {
		CloudFortified wireProgram `json:"cloudFortified"`
		BugBounty      struct {
			Cloud wireProgram `json:"cloud"`
		} `json:"bugBountyParticipant"`
	} `json:"programs"`
	Embedded struct {
		Vendor struct {
			Name looseString `json:"name"`
		} `json:"vendor"`
	} `json:"_embedded"`
}

type wireProgram struct {
	Status looseString `json:"status"`
}

func (w *wireListing) complete() error {
	if w.Key == "" || w.Name == "" {
		return errors.New("it has no key or no name")
	}
	return nil
}

var getAddonVersions = documented(Operation{
	ID: "getAddonVersions", Method: http.MethodGet, Path: addon + "/versions", Credential: Nobody, Source: marketplacePage,
})

// LatestMarketplaceVersion reads the newest version of an app for the cloud. It returns false if there is none.
//
// GET /rest/2/addons/{addonKey}/versions of marketplace.atlassian.com. Unverified: that the newest one comes first
// https://developer.atlassian.com/platform/marketplace/rest/v2/
func (c *Client) LatestMarketplaceVersion(ctx context.Context, key string) (MarketplaceVersion, bool, error) {
	var found wireVersions
	r := request{operation: getAddonVersions, elements: []string{key}, query: url.Values{"hosting": {"cloud"}, "limit": {"1"}}}
	if err := c.do(ctx, r, &found); err != nil {
		return MarketplaceVersion{}, false, err
	}
	if len(found.Embedded.Versions.items) == 0 {
		return MarketplaceVersion{}, false, nil
	}
	newest := found.Embedded.Versions.items[0]
	return MarketplaceVersion{Name: newest.Name, ReleaseDate: string(newest.Release.Date), PaymentModel: string(newest.PaymentModel)}, true, nil
}

type wireVersions struct {
	Embedded struct {
		Versions list[struct {
			Name    string `json:"name"`
			Release struct {
				Date looseString `json:"date"`
			} `json:"release"`
			PaymentModel looseString `json:"paymentModel"`
		}] `json:"versions"`
	} `json:"_embedded"`
}

func (w *wireVersions) complete() error {
	if !w.Embedded.Versions.present {
		return errors.New("it has no list of versions")
	}
	return nil
}

var getAddonPrivacyAndSecurity = documented(Operation{
	ID: "getAddonPrivacyAndSecurity", Method: http.MethodGet, Path: addon + "/privacy-and-security", Credential: Nobody, Source: marketplacePage,
})

// MarketplacePrivacyAndSecurity reads the vendor's answers about privacy and security, as JSON.
//
// GET /rest/2/addons/{addonKey}/privacy-and-security of marketplace.atlassian.com
// https://developer.atlassian.com/platform/marketplace/rest/v2/
func (c *Client) MarketplacePrivacyAndSecurity(ctx context.Context, key string) (json.RawMessage, error) {
	var found wireAnswers
	if err := c.do(ctx, request{operation: getAddonPrivacyAndSecurity, elements: []string{key}}, &found); err != nil {
		return nil, err
	}
	return found.raw, nil
}

// wireAnswers is any JSON object.
type wireAnswers struct{ raw json.RawMessage }

// UnmarshalJSON keeps the text.
func (w *wireAnswers) UnmarshalJSON(data []byte) error {
	w.raw = append(json.RawMessage(nil), data...)
	return nil
}

func (w *wireAnswers) complete() error {
	var object map[string]json.RawMessage
	if json.Unmarshal(w.raw, &object) != nil || object == nil {
		return errors.New("it is no JSON object")
	}
	return nil
}
