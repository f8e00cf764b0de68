// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// MarketplaceApp is what the public Marketplace says of an app.
type MarketplaceApp struct {
	atlassian.MarketplaceListing

	// Latest is the newest version for the cloud; nil where there is none.
	Latest *atlassian.MarketplaceVersion
	// PrivacyAndSecurity is what the vendor has answered about privacy and security, as JSON; empty where nothing is
	// published.
	PrivacyAndSecurity string
}

// MarketplaceApp reads an app of the public Marketplace, once for the run, by three requests without credentials.
func (a *Apps) MarketplaceApp(ctx context.Context, key string) (MarketplaceApp, error) {
	return a.marketplace.Get(key).Get(ctx, func(ctx context.Context) (MarketplaceApp, error) {
		return a.readMarketplaceApp(ctx, key)
	})
}

func (a *Apps) readMarketplaceApp(ctx context.Context, key string) (MarketplaceApp, error) {
	var app MarketplaceApp
	listing, err := a.client.MarketplaceListing(ctx, key)
	switch {
	case atlassian.IsNotFound(err):
		return app, &NotFoundError{What: fmt.Sprintf("app %q of the Marketplace", key), Hint: "private apps are not listed there; the key stands in the details of the app's page in the Marketplace"}
	case err != nil:
		return app, err
	}
	app.MarketplaceListing = listing
	reads, ctx := errgroup.WithContext(ctx)
	reads.Go(reading.Guarded(func() error {
		newest, ok, err := a.client.LatestMarketplaceVersion(ctx, key)
		if ok {
			app.Latest = &newest
		}
		return err
	}))
	reads.Go(reading.Guarded(func() error {
		answers, err := a.client.MarketplacePrivacyAndSecurity(ctx, key)
		if atlassian.IsNotFound(err) {
			return nil // nothing is published
		}
		app.PrivacyAndSecurity = string(answers)
		return err
	}))
	err = reads.Wait()
	return app, err
}
