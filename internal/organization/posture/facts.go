// SPDX-License-Identifier: MPL-2.0

package posture

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/apps"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/audit"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/backups"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/domains"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/ids"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies"
)

// Account is the account of a person or an app.
type Account = atlassian.User

// Source is something that is read once for all rules that need it.
type Source string

// The sources.
const (
	Domains                Source = "domains"
	People                 Source = "people"
	AuthenticationPolicies Source = "authentication policies"
	PolicyChanges          Source = "changes of authentication policies"
	Admins                 Source = "organization admins"
	APIKeys                Source = "API keys"
	APITokens              Source = "user API tokens" //nolint:gosec // a name
	IPAllowlists           Source = "IP allowlists"
	DataSecurityPolicies   Source = "data security policies"
	Classification         Source = "classification levels"
	InstalledApps          Source = "installed apps"
	UserInstalledApps      Source = "rules for apps that users install"
	Backups                Source = "backup policies"
)

// Fact is what was read, or why it could not be.
type Fact[T any] struct {
	Value T
	Err   error
}

// errNotAsked is why a fact is not there that nothing asked for.
var errNotAsked = errors.New("it was not asked for")

// Known is a fact that was read.
func Known[T any](value T) Fact[T] { return Fact[T]{Value: value} }

// Unread is a fact that could not be read.
func Unread[T any](err error) Fact[T] { return Fact[T]{Err: err} }

// Facts are what the rules see of an organization.
type Facts struct {
	Domains Fact[[]domains.Domain]
	// People are all accounts with groups, platform roles and product access.
	People Fact[[]Account]
	// AuthenticationPolicies are the policies of the managed accounts, by account ID.
	AuthenticationPolicies Fact[map[string]string]
	// PolicyChanges are the events about each policy since its attestation, and those before that the log may have shown later, by the ID
	// that the parameters have for it.
	PolicyChanges map[string]Fact[[]audit.Event]
	Admins        Fact[[]Admin]
	APIKeys       Fact[[]Credential]
	APITokens     Fact[[]Credential]
	// IPAllowlist, ExportRestriction and Classification are what the organization's policies come to.
	IPAllowlist       Fact[orgpolicies.IPAllowlist]
	ExportRestriction Fact[orgpolicies.ExportRestriction]
	Classification    Fact[orgpolicies.Classification]
	// InstalledApps are rows of apps on the sites, and Unasked the IDs of workspaces there of which nothing can ask for their apps.
	InstalledApps Fact[[]apps.App]
	Unasked       []string
	// UserInstalledApps are the rules of the sites.
	UserInstalledApps Fact[[]SiteRule]
	// Backups are the products on the sites, with their backup policies.
	Backups Fact[backups.Coverage]
}

// noFacts are facts of which none was asked for.
func noFacts() *Facts {
	return &Facts{
		Domains: Unread[[]domains.Domain](errNotAsked), People: Unread[[]Account](errNotAsked), AuthenticationPolicies: Unread[map[string]string](errNotAsked),
		Admins: Unread[[]Admin](errNotAsked), APIKeys: Unread[[]Credential](errNotAsked), APITokens: Unread[[]Credential](errNotAsked),
		IPAllowlist: Unread[orgpolicies.IPAllowlist](errNotAsked), ExportRestriction: Unread[orgpolicies.ExportRestriction](errNotAsked),
		Classification: Unread[orgpolicies.Classification](errNotAsked),
		InstalledApps:  Unread[[]apps.App](errNotAsked), UserInstalledApps: Unread[[]SiteRule](errNotAsked), Backups: Unread[backups.Coverage](errNotAsked),
	}
}

// Admin is an organization admin.
type Admin struct {
	Account

	// Direct says that the account has the role itself, and Understood that all ways by which it has the role are documented ones.
	Direct, Understood bool
}

// Credential is an API key of the organization, or an API token of a person.
type Credential struct {
	// ID and Label are those of the key or token, and Owner is the address or ID of the person.
	ID, Label, Owner string
	// Blocked says that it cannot be used.
	Blocked bool
	// Created, LastUsed and Expires are zero where Atlassian does not say. Unverified: that a key or token which was never used is one of
	// which it does not say LastUsed.
	Created, LastUsed, Expires time.Time
}

// SiteRule is the rule of a site for apps that its users install.
type SiteRule struct {
	Site string
	Rule Fact[string]
}

// samePolicy reports whether two texts are the ID of one authentication policy, in whichever spelling.
func samePolicy(a, b string) bool { return policyKey(a) == policyKey(b) }

// policyKey is the same for all spellings of a policy's ID: the last UUID in it, or else the whole text.
func policyKey(id string) string {
	if found := ids.UUID.FindAllString(id, -1); len(found) > 0 {
		return ids.Normalize(found[len(found)-1])
	}
	return strings.ToLower(id)
}

// among reports whether a policy is one of several. Understood is false where the ID is no UUID and the others are: then it is not known.
func among(id string, policies []string) (is, understood bool) {
	if slices.ContainsFunc(policies, func(one string) bool { return samePolicy(one, id) }) {
		return true, true
	}
	strange := !ids.UUID.MatchString(id) && slices.ContainsFunc(policies, ids.UUID.MatchString)
	return false, !strange
}
