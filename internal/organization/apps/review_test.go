// SPDX-License-Identifier: MPL-2.0

package apps_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/apps"
)

const (
	boardsID = "ari:cloud:ecosystem::app/1f3d7c52-8a0e-4b6b-9a57-0d2c4e6f8a10"
	boards   = "1f3d7c52-8a0e-4b6b-9a57-0d2c4e6f8a10"
	formsID  = "ari:cloud:ecosystem::app/com.example.forms"
)

// app is a Forge app of the Marketplace, changed as told.
func app(change ...func(*apps.App)) apps.App {
	one := apps.App{
		AppID: boardsID, Key: "com.example.boards", Name: "Boards", Vendor: "Example", Framework: apps.FrameworkForge, DistributionStatus: "PUBLIC",
		Site: "acme", Product: "jira",
		AppInstallation: atlassian.AppInstallation{Context: "ari:cloud:jira::site/1", Version: "2.1.0", Scopes: []string{"read", "write"}, Egress: []string{"api.example.com"}},
	}
	for _, c := range change {
		c(&one)
	}
	return one
}

func TestWhatAnApprovalRestricts(t *testing.T) {
	t.Parallel()
	none := []string{}
	for name, c := range map[string]struct {
		app      apps.App
		approval apps.Approval
		reasons  []string
	}{
		"nothing":                   {app(), apps.Approval{}, nil},
		"all of it":                 {app(), apps.Approval{Scopes: []string{"write", "read", "more"}, Egress: []string{"api.example.com"}, Frameworks: []string{"forge"}, MaxVersion: "2.1.0"}, nil},
		"a scope":                   {app(), apps.Approval{Scopes: []string{"read"}}, []string{"it has scopes that were not reviewed: write"}},
		"every scope":               {app(), apps.Approval{Scopes: none}, []string{"it has scopes that were not reviewed: read, write"}},
		"no scopes to restrict":     {app(func(a *apps.App) { a.Scopes = none }), apps.Approval{Scopes: none}, nil},
		"scopes that nobody says":   {app(func(a *apps.App) { a.Scopes = nil }), apps.Approval{Scopes: []string{"read"}}, []string{"Atlassian does not say which scopes it has"}},
		"an address":                {app(), apps.Approval{Egress: []string{"api.other.com"}}, []string{"it may call addresses that were not reviewed: api.example.com"}},
		"every address":             {app(), apps.Approval{Egress: none}, []string{"it may call addresses that were not reviewed: api.example.com"}},
		"no address":                {app(), apps.Approval{Egress: []string{"*"}}, nil},
		"addresses nobody says":     {app(func(a *apps.App) { a.Egress = nil }), apps.Approval{Egress: none}, []string{"Atlassian does not say which addresses it calls"}},
		"addresses nobody minds":    {app(func(a *apps.App) { a.Egress = nil }), apps.Approval{Egress: []string{"*"}}, nil},
		"another vendor":            {app(), apps.Approval{Vendor: "Exàmple"}, []string{`its vendor is "Example", and "Exàmple" was reviewed`}},
		"the same vendor":           {app(), apps.Approval{Vendor: "Example"}, nil},
		"a vendor nobody says":      {app(func(a *apps.App) { a.Vendor = "" }), apps.Approval{Vendor: "Example"}, []string{`Atlassian does not say who its vendor is, and "Example" was reviewed`}},
		"a private app":             {app(), apps.Approval{Private: new(true)}, []string{"it is an app of the Marketplace, and a private app was reviewed"}},
		"no private app":            {app(func(a *apps.App) { a.DistributionStatus = "" }), apps.Approval{Private: new(false)}, []string{"it is a private app, and an app of the Marketplace was reviewed"}},
		"a framework":               {app(), apps.Approval{Frameworks: []string{"connect", "3lo"}}, []string{"it is a forge app, and connect or 3lo was reviewed"}},
		"every framework":           {app(), apps.Approval{Frameworks: none}, []string{"it is a forge app, and no framework was reviewed"}},
		"a newer version":           {app(), apps.Approval{MaxVersion: "2.0.9"}, []string{"its version 2.1.0 is newer than 2.0.9, the newest that was reviewed"}},
		"a longer number":           {app(func(a *apps.App) { a.Version = "2.10.0" }), apps.Approval{MaxVersion: "2.9.0"}, []string{"its version 2.10.0 is newer than 2.9.0, the newest that was reviewed"}},
		"every patch of a minor":    {app(func(a *apps.App) { a.Version = "2.1.99" }), apps.Approval{MaxVersion: "2.1"}, nil},
		"every minor of a major":    {app(func(a *apps.App) { a.Version = "2.99" }), apps.Approval{MaxVersion: "2"}, nil},
		"the next minor":            {app(func(a *apps.App) { a.Version = "2.2.0" }), apps.Approval{MaxVersion: "2.1-AC"}, []string{"its version 2.2.0 is newer than 2.1-AC, the newest that was reviewed"}},
		"fewer numbers":             {app(func(a *apps.App) { a.Version = "2" }), apps.Approval{MaxVersion: "2.1.0"}, nil},
		"what follows the numbers":  {app(func(a *apps.App) { a.Version = "2.1.0-AC" }), apps.Approval{MaxVersion: "2.1.0"}, nil},
		"a suffix is no older":      {app(func(a *apps.App) { a.Version = "2.1.1-AC" }), apps.Approval{MaxVersion: "2.1.0-AC"}, []string{"its version 2.1.1-AC is newer than 2.1.0-AC, the newest that was reviewed"}},
		"a version nobody says":     {app(func(a *apps.App) { a.Version = "" }), apps.Approval{MaxVersion: "1.0.0"}, []string{"Atlassian does not say which version it has"}},
		"a version that is no such": {app(func(a *apps.App) { a.Version = "blue" }), apps.Approval{MaxVersion: "1.0.0"}, []string{`its version "blue" cannot be compared with 1.0.0`}},
		"everything": {
			app(),
			apps.Approval{Scopes: none, Egress: none, Frameworks: none, MaxVersion: "1.0.0"},
			[]string{
				"it is a forge app, and no framework was reviewed", "it has scopes that were not reviewed: read, write",
				"it may call addresses that were not reviewed: api.example.com", "its version 2.1.0 is newer than 1.0.0, the newest that was reviewed",
			},
		},
	} {
		review := apps.Review([]apps.App{c.app}, map[string]apps.Approval{boards: c.approval})
		require.Empty(t, review.Unapproved, name)
		require.Empty(t, review.Missing, name)
		require.Equal(t, c.reasons == nil, review.Compliant(), name)
		if c.reasons == nil {
			require.Empty(t, review.Exceeding, name)
			continue
		}
		require.Len(t, review.Exceeding, 1, name)
		require.Equal(t, c.reasons, review.Exceeding[0].Reasons, name)
		require.Equal(t, boards, review.Exceeding[0].Approval, name)
		require.Equal(t, c.app, review.Exceeding[0].App, name)
	}
}

func TestReviewedAddresses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		reviewed, address string
		covered           bool
	}{
		{"api.example.com", "api.example.com", true},
		{"API.example.com", "api.Example.com", true},
		{"*", "anything", true},
		{"*", "*", true},
		{"*.example.com", "*.example.com", true},
		{"*.example.com", "a.example.com", true},
		{"*.example.com", "a.b.example.com", true},
		{"*.example.com", "*.b.example.com", true},
		{"*.example.com", "example.com", false},
		{"*.example.com", "badexample.com", false},
		{"*.example.com", "example.com.evil.org", false},
		{"api.example.com", "*.example.com", false},
		{"a.example.com", "*", false},
		{"*.example.com", "*", false},
		{"example.com", "https://example.com", true},
		{"https://example.com", "https://example.com/", true},
		{"https://example.com", "http://example.com", false},
		{"https://example.com", "example.com", false},
		{"*.example.com", "wss://a.example.com", true},
		{"example.com", "https://example.com/secrets", false},
		{"https://example.com/a", "https://example.com/a", true},
		{"*.example.com", "https://evil.org/.example.com", false},
		{"*.example.com", "https://evil.org?x=.example.com", false},
		{"*.example.com", "https://x@a.example.com", false},
		{"example.com", "example.com:8443", false},
		{"", "example.com", false},
		{"https://*", "https://*", true},
		{"https://*", "https://a.example.com", true},
		{"HTTPS://*/", "https://a.example.com/path?x=y", true},
		{"https://*", "https://*.example.com", true},
		{"https://*", "http://a.example.com", false},
		{"https://*", "wss://*", false},
		{"https://*", "a.example.com", false},
		{"https://*", "https://", false},
		{"https://*", "*", false},
		{"https://*", "https", false},
		{"*", "https://*", true},
		{"*.example.com", "https://*", false},
		{"https://*.example.com", "https://*", false},
		{"*.example.com", "https://a.example.com#x", false},
		{"*.example.com", "https://evil.org,api.example.com", false},
		{"*.example.com", "https://evil.org;api.example.com", false},
		{"*.example.com", "https://evil.org&api.example.com", false},
		{"*.example.com", "https://evil.org!api.example.com", false},
		{"*.example.com", "evil.org|api.example.com", false},
		{"*.example.com", "evil.org,api.example.com", false},
		{"*.example.com", "*.*.example.com", false},
		{"*.example.com", "https://e\u2024example.com.example.com", false},
		{"evil.org,api.example.com", "evil.org,api.example.com", true},
		{"https://*", "https://evil.org,http://api.example.com", false},
		{"https://*", "https://evil.org/,http://api.example.com", false},
		{"*.example.com:8443", "a_b-c.example.com:8443", true},
		{"*.example.com", "a.example.com:8443", false},
	} {
		review := apps.Review(
			[]apps.App{app(func(a *apps.App) { a.Egress = []string{c.address} })},
			map[string]apps.Approval{boards: {Egress: []string{c.reviewed}}},
		)
		require.Equal(t, c.covered, review.Compliant(), "%q covers %q", c.reviewed, c.address)
	}
}

func TestWhichAppAnApprovalNames(t *testing.T) {
	t.Parallel()
	private := func(a *apps.App) { a.DistributionStatus = "DEVELOPMENT" }
	connect := func(a *apps.App) {
		a.AppID, a.Key, a.Framework = formsID, "com.example.forms", apps.FrameworkConnect
	}
	for name, c := range map[string]struct {
		app   apps.App
		named string
		is    bool
	}{
		"by its ID":                            {app(), boardsID, true},
		"by its UUID":                          {app(), boards, true},
		"by its UUID in capitals":              {app(), "1F3D7C52-8A0E-4B6B-9A57-0D2C4E6F8A10", true},
		"by its key":                           {app(), "com.example.boards", true},
		"by its key in another case":           {app(), "com.example.Boards", false},
		"by its name":                          {app(), "Boards", false},
		"a private one by its UUID":            {app(private), boards, true},
		"a private one by a key":               {app(private), "com.example.boards", false},
		"one of unknown status by a key":       {app(func(a *apps.App) { a.DistributionStatus = "" }), "com.example.boards", false},
		"a Connect app by its key":             {app(connect), "com.example.forms", true},
		"a Connect app by its key in capitals": {app(connect), "COM.example.forms", false},
		"a private Connect app by its key":     {app(connect, private), "com.example.forms", false},
		"a private Connect app by its ID":      {app(connect, private), formsID, true},
		"a private app with a key in its ID and a framework in capitals":  {app(connect, private, func(a *apps.App) { a.Framework = "Connect" }), "com.example.forms", false},
		"a private app with a key in its ID and a framework of no name":   {app(connect, private, func(a *apps.App) { a.Framework = "wasm" }), "com.example.forms", false},
		"a private app with a key in its ID and a framework of Atlassian": {app(connect, private, func(a *apps.App) { a.Framework = apps.FrameworkForge }), "com.example.forms", false},
		"a key that looks like an ID, and a framework in capitals":        {app(connect, private, func(a *apps.App) { a.AppID, a.Key, a.Framework = boardsID, boards, "Connect" }), boards, false},
		"a key that looks like an ID":                                     {app(connect, private, func(a *apps.App) { a.AppID, a.Key = boardsID, boards }), boards, false},
		"an ID with a key that looks like one":                            {app(connect, private, func(a *apps.App) { a.AppID, a.Key = boardsID, boards }), boardsID, false},
		"an app without a key by an empty one":                            {app(func(a *apps.App) { a.Key = "" }), "", false},
	} {
		review := apps.Review([]apps.App{c.app}, map[string]apps.Approval{c.named: {}})
		require.Equal(t, c.is, review.Compliant(), name)
		require.Equal(t, c.is, len(review.Unapproved) == 0, name)
		require.Equal(t, c.is, len(review.Missing) == 0, name)
	}
}

// The key of a private app counts where the approval says that it is one's own, and there alone.
func TestTheKeyOfAPrivateApp(t *testing.T) {
	t.Parallel()
	for _, framework := range []string{apps.FrameworkForge, apps.FrameworkConnect, apps.Framework3LO, ""} {
		for _, status := range []string{"PUBLIC", "public", "DEVELOPMENT", "SHARED", "PRIVATE", ""} {
			one := app(func(a *apps.App) {
				a.Framework, a.DistributionStatus = framework, status
				if framework == apps.FrameworkConnect || framework == "" {
					a.AppID, a.Key = formsID, "com.example.forms"
				}
			})
			for _, own := range []*bool{nil, new(false), new(true)} {
				review := apps.Review([]apps.App{one}, map[string]apps.Approval{one.Key: {Private: own}})
				require.Equal(t, one.Private() && (own == nil || !*own), len(review.Unapproved) == 1, "%s %s", framework, status)
				review = apps.Review([]apps.App{one}, map[string]apps.Approval{one.AppID: {}})
				require.True(t, review.Compliant(), "by its ID: %s %s", framework, status)
			}
			require.Equal(t, one.Private(), one.HasPrivateKey(one.Key))
			require.False(t, one.HasPrivateKey(one.AppID))
		}
	}
}

func TestSystemAppsSeveralApprovalsAndMissingOnes(t *testing.T) {
	t.Parallel()
	system := app(func(a *apps.App) { a.System = true })
	elsewhere := app(func(a *apps.App) { a.Product = "confluence" })
	require.True(t, apps.Review([]apps.App{system}, nil).Compliant(), "a part of the product needs no approval")
	atlassian := app(func(a *apps.App) { a.Vendor = "Atlassian" })
	require.Len(t, apps.Review([]apps.App{atlassian, elsewhere}, nil).Unapproved, 2, "anybody may be called Atlassian")

	review := apps.Review([]apps.App{app(), elsewhere}, map[string]apps.Approval{
		boards: {}, "com.example.boards": {Scopes: []string{"read"}}, "z": {}, "y": {}, "x": {Optional: true},
	})
	require.Len(t, review.Exceeding, 2, "each approval must hold, in each place")
	require.Equal(t, "com.example.boards", review.Exceeding[0].Approval)
	require.Equal(t, []string{"write"}, review.Exceeding[0].NewScopes)
	require.Equal(t, []string{"y", "z"}, review.Missing)
}

// Whatever is installed, approving exactly that finds nothing; and an app that gains a scope is found.
func TestAnApprovalOfWhatIsThereHolds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOfDistinct(rapid.StringMatching(`[a-z*.:/-]{1,12}`), rapid.ID[string])
		one := app(func(a *apps.App) {
			a.Scopes, a.Egress = texts.Draw(t, "scopes"), texts.Draw(t, "egress")
			a.Version = rapid.StringMatching(`[0-9]{1,3}(\.[0-9]{1,3}){0,2}`).Draw(t, "version")
		})
		approval := apps.Approval{Scopes: one.Scopes, Egress: one.Egress, Frameworks: []string{one.Framework}, MaxVersion: one.Version}
		approvals := map[string]apps.Approval{boards: approval}
		require.True(t, apps.Review([]apps.App{one}, approvals).Compliant())

		grown := one
		grown.Scopes = append([]string{"NEW"}, one.Scopes...)
		review := apps.Review([]apps.App{grown}, approvals)
		require.Len(t, review.Exceeding, 1)
		require.Equal(t, []string{"NEW"}, review.Exceeding[0].NewScopes)
	})
}
