// SPDX-License-Identifier: MPL-2.0

package admin

import (
	"net/http"
	"slices"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

type wireResourceCount struct {
	Resources int `json:"resources"`
}

type wireUserGroup struct {
	ID          string  `json:"id"`
	Name        string  `json:"name"`
	Description *string `json:"description"`
}

// wireProductAccess lacks the time if the user was never active there.
// Unverified: Atlassian does not say what it answers then.
type wireProductAccess struct {
	ID         string  `json:"id"`
	Key        string  `json:"key"`
	LastActive *string `json:"lastActiveTimestamp,omitempty"`
}

type wireUser struct {
	AccountID        string               `json:"accountId"`
	AccountStatus    string               `json:"accountStatus"`
	AccountType      string               `json:"accountType"`
	AddedToOrg       string               `json:"addedToOrg"`
	ClaimStatus      string               `json:"claimStatus"`
	Counts           *wireResourceCount   `json:"counts,omitempty"`
	Department       string               `json:"department,omitempty"`
	Email            string               `json:"email,omitempty"`
	EmailVerified    bool                 `json:"emailVerified"`
	Groups           *[]wireUserGroup     `json:"groups,omitempty"`
	JobTitle         string               `json:"jobTitle,omitempty"`
	Location         string               `json:"location,omitempty"`
	ManagementSource *string              `json:"managementSource"`
	MembershipStatus string               `json:"membershipStatus"`
	MFAEnabled       *bool                `json:"mfaEnabled,omitempty"`
	Name             string               `json:"name"`
	Nickname         string               `json:"nickname"`
	Organization     string               `json:"organization,omitempty"`
	PlatformRoles    *[]string            `json:"platformRoles,omitempty"`
	ProductAccess    *[]wireProductAccess `json:"productAccess,omitempty"`
	Status           string               `json:"status"`
	TimeZone         string               `json:"timeZone,omitempty"`
}

// addedToOrg is the day on which all users joined. It is fixed, so that answers
// are the same in every run.
const addedToOrg = "2024-01-15T09:00:00.000Z"

// newWireUser has the fields that every answer has, as a view shows them. The source of management
// and two-step verification are documented for managed accounts only.
func (c *call) newWireUser(v *world.View, a *world.Account) wireUser {
	shown := v.PersonOf(a)
	form := wireUser{
		AccountID: a.ID, AccountStatus: shown.AccountStatus(), AccountType: a.Kind, AddedToOrg: addedToOrg,
		ClaimStatus: c.state.ClaimStatus(a), Email: shown.Email, EmailVerified: shown.Email != "", MembershipStatus: v.MembershipStatus(a),
		Name: shown.Name, Nickname: shown.Nickname, Status: v.UserStatus(a),
		Department: shown.Department, JobTitle: shown.JobTitle, Location: shown.Location, Organization: shown.Organization, TimeZone: shown.TimeZone,
	}

	if form.ClaimStatus == world.Managed {
		source, mfa := a.Source, a.MFA
		form.ManagementSource, form.MFAEnabled = &source, &mfa
	}

	return form
}

func (c *call) expandedUser(v *world.View, a *world.Account, expand []string) wireUser {
	form := c.newWireUser(v, a)

	for _, field := range expand {
		switch field {
		case "counts.resources":
			form.Counts = &wireResourceCount{len(c.productAccess(a))}
		case "platformRoles":
			roles := c.platformRoles(a)
			form.PlatformRoles = &roles
		case "productAccess":
			access := c.productAccess(a)
			form.ProductAccess = &access
		case "groups":
			groups := c.groupsOf(a)
			form.Groups = &groups
		}
	}

	return form
}

// groupsOf lists the groups of a user in the directory of the request.
func (c *call) groupsOf(a *world.Account) []wireUserGroup {
	found := []wireUserGroup{}
	directoryID := c.Request.PathValue("directoryId")

	for _, group := range c.state.Index.GroupsOf[a] {
		if directoryID != world.AllDirectories && group.Directory != directoryID {
			continue
		}

		form := wireUserGroup{ID: groupARI(group.ID), Name: group.Name}

		if group.Description != "" {
			form.Description = &group.Description
		}

		found = append(found, form)
	}

	return found
}

// platformRoles are the roles of a user beyond a single app.
func (c *call) platformRoles(a *world.Account) []string {
	found := []string{}

	for role := range c.state.RolesOf(a) {
		switch role.Role {
		case world.RoleOrgAdmin, world.RoleSiteAdmin, world.RoleUserAdmin, "atlassian/ai-access":
			if !slices.Contains(found, role.Role) {
				found = append(found, role.Role)
			}
		}
	}

	slices.Sort(found)

	return found
}

// productAccess are the workspaces on which a user or a group of it was given roles, with the last
// activity there.
func (c *call) productAccess(a *world.Account) []wireProductAccess {
	found := []wireProductAccess{}
	granted := map[string]bool{}

	for role := range c.state.GrantedRoles(a) {
		granted[role.Resource] = true
	}

	for _, workspace := range c.state.Workspaces {
		if !granted[workspace.ID] {
			continue
		}

		access := wireProductAccess{ID: workspace.ID, Key: workspace.TypeKey}

		if at, ever := a.LastActive(workspace.ID); ever {
			access.LastActive = new(at.UTC().Format(time.RFC3339Nano))
		}

		found = append(found, access)
	}

	return found
}

func (c *call) getUser() wire.Answer {
	id := c.Request.PathValue("userId")

	found, ok := c.state.ByAccount[id]
	if !ok || !c.state.Visible(c.state.Truth, found, c.Request.PathValue("directoryId")) {
		return wire.Fail(http.StatusNotFound, wire.CodeUnknownUser, "User not found", "There is no user "+id+" in this directory.")
	}

	return wire.OK(wire.Data[wireUser]{Data: c.expandedUser(c.state.Truth, found, []string{"counts.resources", "platformRoles"})})
}

type wireManagedAccount struct {
	AccountID      string        `json:"account_id"`
	AccountType    string        `json:"account_type"`
	AccountStatus  string        `json:"account_status"`
	Name           string        `json:"name"`
	Picture        string        `json:"picture"`
	Email          string        `json:"email,omitempty"`
	AccessBillable bool          `json:"access_billable"`
	ProductAccess  []any         `json:"product_access"`
	Links          wire.SelfLink `json:"links"`
}

// listManagedAccounts lists the accounts of the claimed domains. Without a
// claimed domain the list is empty.
func (c *call) listManagedAccounts() wire.Answer {
	at, err := c.Page(wire.PageSizeV1)
	if err != nil {
		return c.InvalidCursor()
	}

	found := []*world.Account{}

	for _, account := range c.state.Accounts {
		if c.state.ClaimStatus(account) == world.Managed {
			found = append(found, account)
		}
	}

	accounts, next := wire.SlicePage(found, func(a *world.Account) string { return world.SequenceKey(a.Seq) }, at)
	page := make([]wireManagedAccount, len(accounts))

	for i, account := range accounts {
		page[i] = wireManagedAccount{
			AccountID: account.ID, AccountType: account.Kind, AccountStatus: account.AccountStatus(), Name: account.Name,
			Picture: "https://pictures.simulated.example/" + account.ID + ".png", Email: account.Email,
			AccessBillable: c.state.Truth.UserStatus(account) == world.StatusActive && len(c.productAccess(account)) > 0, ProductAccess: []any{},
			Links: wire.SelfLink{Self: c.Address("/users/" + account.ID + "/manage/profile")},
		}
	}

	type total struct {
		Total int `json:"total"`
	}

	return wire.OK(struct {
		wire.Page[wireManagedAccount]
		Meta total `json:"meta"`
	}{wire.Page[wireManagedAccount]{Data: page, Links: c.AddressLinks(at, next)}, total{len(found)}})
}

// groupARI is the ID of a group in the answers of "Search for users". Other
// operations use the bare ID. Unverified: others have seen this, but it is not
// documented.
func groupARI(groupID string) string {
	return "ari:cloud:identity::group/" + groupID
}
