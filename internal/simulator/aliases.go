// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"io"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// What describes an organization, and what changes it. See package world.
type (
	APIKey                       = world.APIKey
	App                          = world.App
	AppInstallation              = world.AppInstallation
	AppLicense                   = world.AppLicense
	AppVersion                   = world.AppVersion
	AuthenticationPolicy         = world.AuthenticationPolicy
	AuthenticationSettings       = world.AuthenticationSettings
	AuthenticationSettingsChange = world.AuthenticationSettingsChange
	Directory                    = world.Directory
	Domain                       = world.Domain
	Event                        = world.Event
	EventAction                  = world.EventAction
	Group                        = world.Group
	GroupChange                  = world.GroupChange
	MarketplaceListing           = world.MarketplaceListing
	MarketplaceVersion           = world.MarketplaceVersion
	MoveFailure                  = world.MoveFailure
	Organization                 = world.Organization
	Role                         = world.Role
	User                         = world.User
	UserAPIToken                 = world.UserAPIToken
	UserChange                   = world.UserChange
	Workspace                    = world.Workspace
)

// What goes wrong with requests. See package wire.
type (
	Fault          = wire.Fault
	ResetPrecision = wire.ResetPrecision
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
	ActionDomainAdded       = world.ActionDomainAdded
	ActionDomainChanged     = world.ActionDomainChanged
	ActionDomainRemoved     = world.ActionDomainRemoved
	ActionAppInstalled      = world.ActionAppInstalled
	ActionAppUpdated        = world.ActionAppUpdated
	ActionAppUninstalled    = world.ActionAppUninstalled
)

// ErrNotFound is returned where there is no such object to change.
var ErrNotFound = world.ErrNotFound

// Load reads an Organization from JSON.
func Load(r io.Reader) (Organization, error) { return world.Load(r) }

// SmallCompany is the organization that a simulator starts with where none is given.
func SmallCompany() Organization { return world.SmallCompany() }
