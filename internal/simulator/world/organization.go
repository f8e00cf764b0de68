// SPDX-License-Identifier: MPL-2.0

package world

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

// Organization describes the state that a simulator starts with. Everything is
// optional. Missing identifiers are derived from the names, so that the same
// description always gives the same organization.
type Organization struct {
	// ID of the organization, a UUID.
	ID string `json:"id,omitempty"`
	// Name of the organization.
	Name string `json:"name,omitempty"`
	// APIKey is the organization API key that requests must carry.
	APIKey APIKey `json:"api_key,omitzero"`
	// OtherAPIKeys are the API keys of the organization that requests do not carry.
	OtherAPIKeys []APIKey `json:"other_api_keys,omitempty"`
	// UserAPIToken is the API token of a person that requests carry.
	UserAPIToken UserAPIToken `json:"user_api_token,omitzero"`
	// APITokens are the API tokens of people that requests do not carry.
	APITokens []APIToken `json:"api_tokens,omitempty"`
	// Directories of the organization. One is made if none is given.
	Directories []Directory `json:"directories,omitempty"`
	// Domains listed in the organization.
	Domains []Domain `json:"domains,omitempty"`
	// Users are the accounts, managed or not, that the organization knows.
	Users []User `json:"users,omitempty"`
	// Groups of all directories.
	Groups []Group `json:"groups,omitempty"`
	// GroupUpdate serves the operation that renames a group and changes its
	// description. Unverified: see simulator.Options.
	GroupUpdate bool `json:"group_update,omitempty"`
	// AuthenticationPolicies of the organization, one of which is the default.
	// A default policy is made if none is given.
	AuthenticationPolicies []AuthenticationPolicy `json:"authentication_policies,omitempty"`
	// OrganizationPolicies are its IP allowlists and data residency policies. A
	// data residency policy is made if none is given.
	OrganizationPolicies []OrganizationPolicy `json:"organization_policies,omitempty"`
	// PolicyHabits are what Atlassian does with its policies where its documents
	// do not say it.
	PolicyHabits PolicyHabits `json:"policy_habits,omitzero"`
	// DataSecurityPolicies say what nobody can do with the data of the organization.
	DataSecurityPolicies []DataSecurityPolicy `json:"data_security_policies,omitempty"`
	// DataSecurityPublish serves the operations that publish data security policies
	// and that say what such a policy covers. Unverified: their forms, so they are
	// off.
	DataSecurityPublish bool `json:"data_security_publish,omitempty"`
	// ClassificationLevels of data, the most sensitive one first.
	ClassificationLevels []ClassificationLevel `json:"classification_levels,omitempty"`
	// LacksGuardPremium says that the plan of the organization does not include
	// the classification of data.
	LacksGuardPremium bool `json:"lacks_guard_premium,omitempty"`
	// Workspaces are the apps of the organization.
	Workspaces []Workspace `json:"workspaces,omitempty"`
	// Seats limits how many users may have access to a resource, by resource ID.
	Seats map[string]int `json:"seats,omitempty"`
	// Unpaid says that no subscription of the organization is paid for. Then
	// nobody can be invited by the API.
	Unpaid bool `json:"unpaid,omitempty"`
	// EventActions are additional kinds of events that the audit log lists.
	EventActions []EventAction `json:"event_actions,omitempty"`
	// Units says that Atlassian has rolled Units out: the group of the
	// organization's admins takes no new members.
	Units bool `json:"units,omitempty"`
	// Apps are the Marketplace and private apps that are known, installed or not.
	Apps []App `json:"apps,omitempty"`
	// UserInstalledApps says by cloud ID whether the people of a site may let apps
	// of others act for them: allow (the default) or deny.
	UserInstalledApps map[string]string `json:"user_installed_apps,omitempty"`
	// BackupPolicies say which apps of which sites are backed up.
	BackupPolicies []BackupPolicy `json:"backup_policies,omitempty"`
	// BackupRefusal is 403 or 404 if the plan of the organization has no backups:
	// the status with which the backup management API then refuses. Unverified:
	// which of them.
	BackupRefusal int `json:"backup_refusal,omitempty"`
	// MarketplaceListings are what the public Marketplace says.
	MarketplaceListings []MarketplaceListing `json:"marketplace_listings,omitempty"`
}

// APIKey is an organization API key.
type APIKey struct {
	// Value is sent as bearer token.
	Value string `json:"value,omitempty"`
	// Scopes of the key. A key without scopes may do everything.
	Scopes []string `json:"scopes,omitempty"`
	// RefuseUnscopedWrites makes a key with scopes refuse the writes for which
	// Atlassian documents no scope. What Atlassian does there is not documented.
	RefuseUnscopedWrites bool `json:"refuse_unscoped_writes,omitempty"`
	// ID of the key in the list of keys. It is not a secret.
	ID string `json:"id,omitempty"`
	// Label is the name that its creator gave to the key.
	Label string `json:"label,omitempty"`
	// CreatedBy is who created the key, by account ID or email address. If it is
	// absent, the list of keys does not say so.
	CreatedBy string `json:"created_by,omitempty"`
	// CreatedAt, ExpiresAt and LastActiveAt are absent from the list of keys if
	// they are absent here.
	CreatedAt    time.Time `json:"created_at,omitzero"`
	ExpiresAt    time.Time `json:"expires_at,omitzero"`
	LastActiveAt time.Time `json:"last_active_at,omitzero"`
}

// UserAPIToken is the API token of a person.
type UserAPIToken struct {
	Email string `json:"email,omitempty"`
	Value string `json:"value,omitempty"`
	// Sites that the person administers, by cloud ID. All sites if it is
	// absent.
	Sites []string `json:"sites,omitempty"`
	// ID, Label, Scopes and the times are those of the token in the lists of
	// tokens, where it is if the organization manages the account of Email: see
	// [APIToken].
	ID           string    `json:"id,omitempty"`
	Label        string    `json:"label,omitempty"`
	Scopes       []string  `json:"scopes,omitempty"`
	CreatedAt    time.Time `json:"created_at,omitzero"`
	ExpiresAt    time.Time `json:"expires_at,omitzero"`
	LastActiveAt time.Time `json:"last_active_at,omitzero"`
}

// Directory holds users and groups.
type Directory struct {
	ID   string `json:"id,omitempty"`
	Name string `json:"name"`
}

// Domain is an email domain listed in the organization.
type Domain struct {
	ID   string `json:"id,omitempty"`
	Name string `json:"name"`
	// ClaimType says how the domain was verified: dns (the default) or http.
	ClaimType string `json:"claim_type,omitempty"`
	// ClaimStatus is verified (the default), unverified, missing_token,
	// superseded or deleted.
	ClaimStatus string `json:"claim_status,omitempty"`
}

// User is an account that the organization knows.
type User struct {
	AccountID string `json:"account_id,omitempty"`
	// AccountType is atlassian, for people, or app. If it is absent, an account
	// with an address is a person's, and an account without one is an app's.
	AccountType string `json:"account_type,omitempty"`
	// Email may be absent, as for an app or a person whose address is hidden.
	// Then a name or an account ID is required.
	Email    string `json:"email,omitempty"`
	Name     string `json:"name,omitempty"`
	Nickname string `json:"nickname,omitempty"`
	// ClaimStatus is managed or unmanaged. If it is absent, the account is
	// managed while the domain of its email address is verified.
	ClaimStatus string `json:"claim_status,omitempty"`
	// ManagementSource is invited (the default) or synced.
	ManagementSource string `json:"management_source,omitempty"`
	// MFA says whether two-step verification is on.
	MFA bool `json:"mfa,omitempty"`
	// Status is active (the default), suspended, not_invited, deactivated,
	// for_deletion or closed. A user who is suspended is so in all directories,
	// and one who is not_invited is in none.
	Status string `json:"status,omitempty"`
	// Directories of the user, by ID or name. The first directory if it is
	// absent. An empty list stands for none.
	Directories []string `json:"directories,omitzero"`
	// SuspendedIn are the directories, by ID or name, in which the user is
	// suspended, if these are not all or the account is not active.
	SuspendedIn []string `json:"suspended_in,omitempty"`
	// JobTitle, Department, Organization, Location, TimeZone and Locale are
	// further fields of the profile.
	JobTitle     string `json:"job_title,omitempty"`
	Department   string `json:"department,omitempty"`
	Organization string `json:"organization,omitempty"`
	Location     string `json:"location,omitempty"`
	TimeZone     string `json:"time_zone,omitempty"`
	Locale       string `json:"locale,omitempty"`
	// Locked says what the organization cannot manage about the account, and
	// why: {"name": "authPolicy.saml"}. A locked thing is a field of the
	// profile, or email.set, lifecycle.enablement or lifecycle.delete.
	Locked map[string]string `json:"locked,omitempty"`
	// ExportControl says that the account is blocked by US export control.
	ExportControl bool `json:"export_control,omitempty"`
	// Roles that the user has directly, and not by a group. The resource of an
	// organization admin is the organization: ari:cloud:platform::org/<id>.
	Roles []Role `json:"roles,omitempty"`
	// LastActive is when the user was last active, by the ID of the workspace. A
	// workspace in which the user never was active is absent.
	LastActive map[string]time.Time `json:"last_active,omitempty"`
}

// Group is a group of one directory.
type Group struct {
	ID          string `json:"id,omitempty"`
	Name        string `json:"name"`
	Description string `json:"description,omitempty"`
	// Directory of the group, by ID or name. The first directory if it is
	// absent.
	Directory string `json:"directory,omitempty"`
	// Synced groups come from an identity provider and refuse changes by the API.
	Synced bool `json:"synced,omitempty"`
	// Default groups grant a default role and cannot be deleted.
	Default bool `json:"default,omitempty"`
	// Admin groups grant admin access and cannot be deleted.
	Admin bool `json:"admin,omitempty"`
	// Members, by account ID or email address.
	Members []string `json:"members,omitempty"`
	// Roles that the group grants.
	Roles []Role `json:"roles,omitempty"`
}

// EventAction is a kind of event of the audit log.
type EventAction struct {
	ID string `json:"id"`
	// Name and Groups are what the console shows. Both may be absent. Several
	// groups are sent as a list, which Atlassian does not document.
	Name   string   `json:"name,omitempty"`
	Groups []string `json:"groups,omitempty"`
}

// Role is what a group grants on a resource, or what a user has there.
type Role struct {
	Resource string `json:"resource"`
	Role     string `json:"role"`
	// Default says that the resource gives this role to new users.
	Default bool `json:"default,omitempty"`
}

// AuthenticationPolicy says how its members sign in.
type AuthenticationPolicy struct {
	// ID of the policy, a UUID.
	ID   string `json:"id,omitempty"`
	Name string `json:"name"`
	// Default is the policy of all managed accounts that are in no other.
	Default bool `json:"default,omitempty"`
	// Members, by account ID or email address: managed accounts that were moved
	// to this policy. The default policy also has all managed accounts that are
	// in no other.
	Members  []string               `json:"members,omitempty"`
	Settings AuthenticationSettings `json:"settings,omitzero"`
}

// AuthenticationSettings are what an authentication policy asks for. They are
// in the console only. No API reads or writes them.
type AuthenticationSettings struct {
	// SingleSignOn is none (the default), saml or google_workspace.
	SingleSignOn string `json:"single_sign_on,omitempty"`
	// TwoStepVerification is optional (the default) or required.
	TwoStepVerification string `json:"two_step_verification,omitempty"`
	// MinimumPasswordStrength is weak (the default), fair, good, strong or very_strong.
	MinimumPasswordStrength string `json:"minimum_password_strength,omitempty"`
	// PasswordExpiryDays is how long a password is valid. 0 means forever.
	PasswordExpiryDays int `json:"password_expiry_days,omitempty"`
	// IdleSessionMinutes is how long an idle session lasts. 30 days if it is
	// absent.
	IdleSessionMinutes int `json:"idle_session_minutes,omitempty"`
	// UserAPITokens is allowed (the default) or blocked.
	UserAPITokens string `json:"user_api_tokens,omitempty"`
	// ThirdPartyLogin is allowed (the default) or blocked.
	ThirdPartyLogin string `json:"third_party_login,omitempty"`
}

// Workspace is an app of the organization at one place.
type Workspace struct {
	// ID is the Atlassian Resource Identifier (ARI) of the workspace.
	ID       string `json:"id,omitempty"`
	Name     string `json:"name"`
	Type     string `json:"type,omitempty"`
	TypeKey  string `json:"type_key,omitempty"`
	HostURL  string `json:"host_url,omitempty"`
	Status   string `json:"status,omitempty"`
	Owner    string `json:"owner,omitempty"`
	Realm    string `json:"realm,omitempty"`
	Capacity int    `json:"capacity,omitempty"`
	// Directory of the people who use the workspace, by ID or name. The first
	// directory if it is absent. An invitation to the workspace adds people to it.
	Directory string `json:"directory,omitempty"`
	// Usage is how many people a Bitbucket workspace may have in use.
	Usage   int      `json:"usage,omitempty"`
	Regions []string `json:"regions,omitempty"`
	// Sandbox is NONE (the default) or CHILD, for a sandbox of another workspace.
	Sandbox string `json:"sandbox,omitempty"`
	// CreatedAt is an ISO 8601 time, and CreatedBy the ARI of an account.
	CreatedAt string `json:"created_at,omitempty"`
	CreatedBy string `json:"created_by,omitempty"`
	// Entitlements are the plans that the organization has. If they are absent,
	// there is one for the product, of which Atlassian does not say the plan.
	Entitlements []Entitlement `json:"entitlements,omitempty"`
}

// Entitlement is a plan for a product. Atlassian may not say which.
type Entitlement struct {
	Key     string `json:"key"`
	Plan    string `json:"plan,omitempty"`
	PlanKey string `json:"plan_key,omitempty"`
}

// Load reads an Organization from JSON. An unknown field is an error, so that a
// misspelled field is not ignored silently.
func Load(r io.Reader) (Organization, error) {
	var org Organization

	decoder := json.NewDecoder(r)
	decoder.DisallowUnknownFields()

	if err := decoder.Decode(&org); err != nil {
		return Organization{}, fmt.Errorf("cannot read the organization: %w", err)
	}

	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return Organization{}, errors.New("cannot read the organization: there is more after the JSON object, which must stand alone")
	}

	return org, nil
}
