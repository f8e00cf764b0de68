// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"io"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/company"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

type (
	// Activity is when a person was last active in an app.
	Activity = world.Activity
	// AccessChange is a change of a person's access by the API.
	AccessChange = world.AccessChange
	// APIKey is an organization API key.
	APIKey = world.APIKey
	// APIToken is the API token of a person.
	APIToken = world.APIToken
	// CredentialUse is what changes about a key or a token while it is used.
	CredentialUse = world.CredentialUse
	// App is a Marketplace or private app, installed or not.
	App = world.App
	// AppInstallation is an app in one place.
	AppInstallation = world.AppInstallation
	// AppLicense is what was bought.
	AppLicense = world.AppLicense
	// AppVersion is a version of an app and what it asks for.
	AppVersion = world.AppVersion
	// AuthenticationPolicy says how its members sign in.
	AuthenticationPolicy = world.AuthenticationPolicy
	// AuthenticationSettings are what an authentication policy asks for.
	AuthenticationSettings = world.AuthenticationSettings
	// AuthenticationSettingsChange is what an admin can change about an authentication policy.
	AuthenticationSettingsChange = world.AuthenticationSettingsChange
	// ClassificationLevel is how sensitive data can be.
	ClassificationLevel = world.ClassificationLevel
	// DataSecurityPolicy says what nobody can do with data.
	DataSecurityPolicy = world.DataSecurityPolicy
	// BackupPolicy backs up one app of a site.
	BackupPolicy = world.BackupPolicy
	// Directory holds users and groups.
	Directory = world.Directory
	// Domain is an email domain of the organization.
	Domain = world.Domain
	// Event is an entry of the audit log.
	Event = world.Event
	// EventLocation is where the actor of an event was.
	EventLocation = world.EventLocation
	// EventAction is a kind of event of the audit log.
	EventAction = world.EventAction
	// Group is a group of one directory.
	Group = world.Group
	// GroupChange is what can be changed about a group.
	GroupChange = world.GroupChange
	// Invitation is what people were invited to in one request.
	Invitation = world.Invitation
	// MarketplaceListing is what the public Marketplace says about an app.
	MarketplaceListing = world.MarketplaceListing
	// MarketplaceVersion is a published version of an app.
	MarketplaceVersion = world.MarketplaceVersion
	// MoveFailure is why a user cannot be moved to another authentication policy.
	MoveFailure = world.MoveFailure
	// Organization describes the state that a simulator starts with.
	Organization = world.Organization
	// OrganizationPolicy is an IP allowlist or a data residency policy.
	OrganizationPolicy = world.OrganizationPolicy
	// PolicyHabits are what Atlassian does with policies where its documents do not say it.
	PolicyHabits = world.PolicyHabits
	// PolicyResource is what a policy applies to.
	PolicyResource = world.PolicyResource
	// Profile is what an account says of its person.
	Profile = world.Profile
	// ProfileChange is what a person can change about the own profile.
	ProfileChange = world.ProfileChange
	// Role is what a group grants on a resource.
	Role = world.Role
	// User is an account that the organization knows.
	User = world.User
	// UserAPIToken is the API token of a person.
	UserAPIToken = world.UserAPIToken
	// UserChange is what can be changed about a user.
	UserChange = world.UserChange
	// Workspace is an app of the organization at one place.
	Workspace = world.Workspace
	// Entitlement is a plan for a product.
	Entitlement = world.Entitlement

	// Fault is something that goes wrong with requests to come.
	Fault = wire.Fault
	// Request is one request to the APIs, and how it was answered.
	Request = wire.Request
	// ResetPrecision is the form of the X-RateLimit-Reset header.
	ResetPrecision = wire.ResetPrecision
	// Withdrawal is how a withdrawn operation answers.
	Withdrawal = wire.Withdrawal
)

// The forms of X-RateLimit-Reset.
const (
	ResetMinute = wire.ResetMinute
	ResetSecond = wire.ResetSecond
	ResetNone   = wire.ResetNone
)

// Actions of the audit log.
const (
	ActionPolicyCreated     = world.ActionPolicyCreated
	ActionPolicyUpdated     = world.ActionPolicyUpdated
	ActionPolicyDeleted     = world.ActionPolicyDeleted
	ActionPolicyMadeDefault = world.ActionPolicyMadeDefault
	ActionPolicyMemberMoved = world.ActionPolicyMemberMoved
	ActionGroupCreated      = world.ActionGroupCreated
	ActionGroupUpdated      = world.ActionGroupUpdated
	ActionGroupDeleted      = world.ActionGroupDeleted
	ActionMemberAdded       = world.ActionMemberAdded
	ActionMemberRemoved     = world.ActionMemberRemoved
	ActionGroupRoleAssigned = world.ActionGroupRoleAssigned
	ActionGroupRoleRevoked  = world.ActionGroupRoleRevoked
	ActionUserInvited       = world.ActionUserInvited
	ActionUserSuspended     = world.ActionUserSuspended
	ActionUserRestored      = world.ActionUserRestored
	ActionUserRemoved       = world.ActionUserRemoved
	ActionUserDeactivated   = world.ActionUserDeactivated
	ActionUserActivated     = world.ActionUserActivated
	ActionUserRoleAssigned  = world.ActionUserRoleAssigned
	ActionUserRoleRevoked   = world.ActionUserRoleRevoked
	ActionDomainAdded       = world.ActionDomainAdded
	ActionDomainChanged     = world.ActionDomainChanged
	ActionDomainRemoved     = world.ActionDomainRemoved
	ActionAppInstalled      = world.ActionAppInstalled
	ActionAppUpdated        = world.ActionAppUpdated
	ActionAppUninstalled    = world.ActionAppUninstalled
)

// What the policies of an organization have.
const (
	PolicyIPAllowlist    = world.PolicyIPAllowlist
	PolicyDataResidency  = world.PolicyDataResidency
	PolicyEnabled        = world.PolicyEnabled
	PolicyDisabled       = world.PolicyDisabled
	ResourceApplied      = world.ResourceApplied
	ResourceApplying     = world.ResourceApplying
	ResourceValidating   = world.ResourceValidating
	ResourceRemoving     = world.ResourceRemoving
	ResourceFailed       = world.ResourceFailed
	ResourceScheduled    = world.ResourceScheduled
	DataSecurityActive   = world.DataSecurityActive
	DataSecurityDraft    = world.DataSecurityDraft
	DataSecurityDeleted  = world.DataSecurityDeleted
	CoverageOrganization = world.CoverageOrganization
)

// ErrNotFound is returned where there is no such object to change.
var ErrNotFound = world.ErrNotFound

// Load reads an Organization from JSON.
func Load(r io.Reader) (Organization, error) { return world.Load(r) }

// SmallCompany is the organization that a simulator starts with where none is given.
func SmallCompany() Organization { return company.Small() }

// SloppyCompany is an organization in which something is wrong for each control of
// a security posture and each finding of an access review, at a time.
func SloppyCompany(now time.Time) Organization { return company.Sloppy(now) }

// TidyCompany is an organization in which all is well, at a time.
func TidyCompany(now time.Time) Organization { return company.Tidy(now) }

// Company is the start state with a name, at a time. It is false if there is none.
func Company(name string, now time.Time) (Organization, bool) { return company.Named(name, now) }

// Companies are the names of the start states.
func Companies() []string { return company.Names() }
