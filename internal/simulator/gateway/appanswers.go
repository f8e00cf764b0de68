// SPDX-License-Identifier: MPL-2.0

package gateway

import (
	"context"
	"slices"
	"strings"

	"github.com/graph-gophers/graphql-go"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// wireApp is one of the two kinds of apps that the gateway knows.
type wireApp struct{ app *world.KnownApp }

// ToApp resolves Forge and 3LO apps.
func (w *wireApp) ToApp() (*wireForgeApp, bool) {
	if w.app.Framework == world.FrameworkConnect {
		return nil, false
	}

	return &wireForgeApp{w.app, graphql.ID(w.app.ID), w.app.Name, optional(w.app.Vendor), w.app.Status}, true
}

// ToEcosystemConnectApp resolves Connect apps.
func (w *wireApp) ToEcosystemConnectApp() (*wireConnectApp, bool) {
	if w.app.Framework != world.FrameworkConnect {
		return nil, false
	}

	installations := []*wireConnectInstallation{}
	for _, installation := range w.app.Installations {
		installations = append(installations, newWireConnectInstallation(w.app, installation))
	}

	return &wireConnectApp{graphql.ID(w.app.ID), w.app.Name, optional(w.app.Vendor), w.app.Status, &installations}, true
}

type wireForgeApp struct {
	app                *world.KnownApp
	ID                 graphql.ID
	Name               string
	VendorName         *string
	DistributionStatus string
}

type wireInstallationConnection struct {
	Nodes    *[]*wireInstallation
	PageInfo *wirePageInfo
}

// InstallationsByContexts lists the installations of the app in some contexts.
func (w *wireForgeApp) InstallationsByContexts(ctx context.Context, args struct {
	ContextIDs []graphql.ID
	First      *int32
	After      *string
},
) (*wireInstallationConnection, error) {
	c := callOf(ctx)
	if refusal := c.refusal(plain(args.ContextIDs)); refusal != nil {
		return nil, refusal
	}

	context := func(i *world.AppInstallation) string { return i.Context }

	found := w.app.Within(plain(args.ContextIDs))
	slices.SortFunc(found, func(a, b *world.AppInstallation) int { return strings.Compare(a.Context, b.Context) })

	page, info, err := gatewayPage(c, found, context, gatewayList{"installations", w.app.ID, args.ContextIDs}, args.First, args.After)
	if err != nil {
		return nil, err
	}

	nodes := make([]*wireInstallation, len(page))
	for i, installation := range page {
		nodes[i] = newWireInstallation(w.app, installation)
	}

	return &wireInstallationConnection{Nodes: &nodes, PageInfo: info}, nil
}

type wireInstallation struct {
	ID                    graphql.ID
	InstallationContext   graphql.ID
	CreatedAt             string
	AppEnvironment        *wireEnvironment
	AppEnvironmentVersion *wireEnvironmentVersion
	License               *wireLicense
}

type wireEnvironment struct{ Key, Type string }

type wireEnvironmentVersion struct {
	Version       string
	IsLatest      bool
	Permissions   []*wirePermission
	MigrationKeys *wireMigrationKeys
}

type wireMigrationKeys struct{ Jira, Confluence *string }

type wirePermission struct {
	Scopes []*wireScope
	Egress *[]*wireEgress
}

type wireScope struct{ Key, Name string }

type wireEgress struct {
	Type       *string
	Addresses  *[]string
	Category   *string
	InScopeEUD *bool
}

type wireLicense struct {
	Active              bool
	Type                *string
	TrialEndDate        *dateTime
	SubscriptionEndDate *dateTime
}

func newWireInstallation(a *world.KnownApp, i *world.AppInstallation) *wireInstallation {
	form := &wireInstallation{
		ID: graphql.ID(i.ID), InstallationContext: graphql.ID(i.Context), CreatedAt: i.InstalledAt,
		AppEnvironment: &wireEnvironment{i.Environment, environmentType(i.Environment)}, License: newWireLicense(i.License),
	}

	version, ok := a.Version(i.Version)
	if !ok {
		return form
	}

	// Unverified: egress is one object, and its type.
	egress := []*wireEgress{}
	if len(version.Egress) > 0 {
		egress = append(egress, &wireEgress{Type: new("FETCH_BACKEND_SIDE"), Addresses: &version.Egress})
	}

	latest, _ := a.Version("")
	form.AppEnvironmentVersion = &wireEnvironmentVersion{
		Version: version.Version, IsLatest: version.Version == latest.Version,
		Permissions: []*wirePermission{{Scopes: wireScopes(version), Egress: &egress}},
	}

	if a.Key != "" {
		// Unverified: an app has the same key in both products.
		form.AppEnvironmentVersion.MigrationKeys = &wireMigrationKeys{&a.Key, &a.Key}
	}

	return form
}

// environmentType follows from the key: every environment other than production
// and staging is for development.
func environmentType(key string) string {
	switch key {
	case "production", "staging":
		return strings.ToUpper(key)
	default:
		return "DEVELOPMENT"
	}
}

// wireScopes lists the scopes. Unverified: the name of a scope is its key.
func wireScopes(version world.AppVersion) []*wireScope {
	scopes := []*wireScope{}
	for _, scope := range version.Scopes {
		scopes = append(scopes, &wireScope{scope, scope})
	}

	return scopes
}

func newWireLicense(l *world.AppLicense) *wireLicense {
	if l == nil {
		return nil
	}

	return &wireLicense{l.Active, optional(l.Type), (*dateTime)(optional(l.TrialEndDate)), (*dateTime)(optional(l.SubscriptionEndDate))}
}

// optional is null for an empty text.
func optional(text string) *string {
	if text == "" {
		return nil
	}

	return &text
}

// dateTime is the scalar DateTime: a text in RFC 3339 format.
type dateTime string

// ImplementsGraphQLType reports whether it is the scalar of that name.
func (dateTime) ImplementsGraphQLType(name string) bool { return name == "DateTime" }

// UnmarshalGraphQL is required by the library, but no argument is a time.
func (*dateTime) UnmarshalGraphQL(any) error { return badRequest("no argument is a time") }

type wireConnectApp struct {
	ID                 graphql.ID
	Name               string
	VendorName         *string
	DistributionStatus string
	Installations      *[]*wireConnectInstallation
}

type wireConnectInstallation struct {
	InstallationContext graphql.ID
	AppVersion          wireConnectVersion
	License             *wireLicense
}

type wireConnectVersion struct {
	Version     string
	IsSystemApp bool
	Permissions []*wireConnectPermission
}

type wireConnectPermission struct {
	Scopes []*wireScope
	Egress *[]*wireConnectEgress
}

type wireConnectEgress struct{ Addresses *[]string }

func newWireConnectInstallation(a *world.KnownApp, i *world.AppInstallation) *wireConnectInstallation {
	version, _ := a.Version(i.Version)

	return &wireConnectInstallation{
		InstallationContext: graphql.ID(i.Context), License: newWireLicense(i.License),
		AppVersion: wireConnectVersion{version.Version, a.System, []*wireConnectPermission{
			{wireScopes(version), &[]*wireConnectEgress{{&[]string{"*"}}}},
		}},
	}
}
