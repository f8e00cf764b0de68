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
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/domains"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/ids"
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
	APITokens              Source = "user API tokens"
	OrganizationPolicies   Source = "policies of the organization"
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
	// PolicyChanges are the events about each policy since its attestation, by the ID that the parameters have for it.
	PolicyChanges map[string]Fact[[]audit.Event]
	Admins        Fact[[]Admin]
	APIKeys       Fact[[]Credential]
	APITokens     Fact[[]Credential]
	// OrganizationPolicies are the policies that restrict access and data.
	OrganizationPolicies Fact[[]OrganizationPolicy]
	Classification       Fact[[]ClassificationLevel]
	// InstalledApps are rows of apps on the sites.
	InstalledApps Fact[[]apps.App]
	// UserInstalledApps are the rules of the sites.
	UserInstalledApps Fact[[]SiteRule]
	Backups           Fact[[]SiteBackup]
}

// noFacts are facts of which none was asked for.
func noFacts() *Facts {
	return &Facts{
		Domains: Unread[[]domains.Domain](errNotAsked), People: Unread[[]Account](errNotAsked), AuthenticationPolicies: Unread[map[string]string](errNotAsked),
		Admins: Unread[[]Admin](errNotAsked), APIKeys: Unread[[]Credential](errNotAsked), APITokens: Unread[[]Credential](errNotAsked),
		OrganizationPolicies: Unread[[]OrganizationPolicy](errNotAsked), Classification: Unread[[]ClassificationLevel](errNotAsked),
		InstalledApps: Unread[[]apps.App](errNotAsked), UserInstalledApps: Unread[[]SiteRule](errNotAsked), Backups: Unread[[]SiteBackup](errNotAsked),
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
	// Created, LastUsed and Expires are nil where Atlassian does not say.
	Created, LastUsed, Expires *time.Time
	// Unsaid says why LastUsed is nil: it is true if Atlassian may know it and does not say. Otherwise, the credential was never used.
	Unsaid bool
}

// OrganizationPolicy is a policy of the organization, such as an IP allowlist.
type OrganizationPolicy struct {
	// Type and Status are in Atlassian's words; both may be empty.
	Type, Name, Status string
	// RestrictsExport says what the rule does about export: nil where that is not understood.
	RestrictsExport *bool
	// Sites are the cloud IDs of the sites that it is about; nil where that is not known.
	Sites []string
}

// ClassificationLevel is a level by which data is classified.
type ClassificationLevel struct{ Name, Status string }

// SiteRule is the rule of a site for apps that its users install.
type SiteRule struct {
	Site string
	Rule Fact[string]
}

// SiteBackup is what is known of the backups of a site.
type SiteBackup struct {
	Site     string
	Policies []BackupPolicy
}

// BackupPolicy is a backup policy of a product on a site.
type BackupPolicy struct {
	Name, Product, Status string
	// Last is when the last backup was made: nil where Atlassian does not say.
	Last *time.Time
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
