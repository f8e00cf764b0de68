// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"net/http"
	"slices"
)

type wireResourceCount struct {
	Resources int `json:"resources"`
}

type wireUserGroup struct {
	ID          string  `json:"id"`
	Name        string  `json:"name"`
	Description *string `json:"description"`
}

type wireProductAccess struct {
	ID  string `json:"id"`
	Key string `json:"key"`
}

type wireUser struct {
	AccountID        string               `json:"accountId"`
	AccountStatus    string               `json:"accountStatus"`
	AccountType      string               `json:"accountType"`
	AddedToOrg       string               `json:"addedToOrg"`
	ClaimStatus      string               `json:"claimStatus"`
	Counts           *wireResourceCount   `json:"counts,omitempty"`
	Email            string               `json:"email,omitempty"`
	EmailVerified    bool                 `json:"emailVerified"`
	Groups           *[]wireUserGroup     `json:"groups,omitempty"`
	ManagementSource *string              `json:"managementSource"`
	MembershipStatus string               `json:"membershipStatus"`
	MFAEnabled       *bool                `json:"mfaEnabled,omitempty"`
	Name             string               `json:"name"`
	Nickname         string               `json:"nickname"`
	PlatformRoles    *[]string            `json:"platformRoles,omitempty"`
	ProductAccess    *[]wireProductAccess `json:"productAccess,omitempty"`
	Status           string               `json:"status"`
}

// addedToOrg is when everybody joined: a fixed day, so that answers repeat.
const addedToOrg = "2024-01-15T09:00:00.000Z"

// newWireUser tells what is always told. The source of management and two-step
// verification are documented for managed accounts only.
func (c *call) newWireUser(a *account) wireUser {
	form := wireUser{
		AccountID: a.id, AccountStatus: a.accountStatus(), AccountType: a.kind, AddedToOrg: addedToOrg,
		ClaimStatus: c.state.claimStatus(a), Email: a.email, EmailVerified: a.email != "", MembershipStatus: a.membershipStatus(),
		Name: a.name, Nickname: a.nickname, Status: a.status,
	}

	if form.ClaimStatus == managed {
		source, mfa := a.source, a.mfa
		form.ManagementSource, form.MFAEnabled = &source, &mfa
	}

	return form
}

func (c *call) expandedUser(a *account, expand []string) wireUser {
	form := c.newWireUser(a)

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

// groupsOf names the groups that a user has in the directory of the request.
func (c *call) groupsOf(a *account) []wireUserGroup {
	found := []wireUserGroup{}
	directoryID := c.request.PathValue("directoryId")

	for _, group := range c.state.index.groupsOf[a] {
		if directoryID != allDirectories && group.directory != directoryID {
			continue
		}

		form := wireUserGroup{ID: groupARI(group.id), Name: group.name}

		if group.description != "" {
			form.Description = &group.description
		}

		found = append(found, form)
	}

	return found
}

// platformRoles are the roles beyond a single app that the groups of a user grant.
func (c *call) platformRoles(a *account) []string {
	found := []string{}

	for _, group := range c.state.index.groupsOf[a] {
		for _, role := range group.roles {
			switch role.Role {
			case "atlassian/org-admin", "atlassian/site-admin", "atlassian/user-access-admin", "atlassian/ai-access":
				if !slices.Contains(found, role.Role) {
					found = append(found, role.Role)
				}
			}
		}
	}

	slices.Sort(found)

	return found
}

// productAccess are the workspaces that the groups of a user give access to.
func (c *call) productAccess(a *account) []wireProductAccess {
	found := []wireProductAccess{}

	for _, workspace := range c.state.workspaces {
		if slices.ContainsFunc(c.state.index.groupsOf[a], func(group *groupView) bool {
			return slices.ContainsFunc(group.roles, func(role Role) bool { return role.Resource == workspace.ID })
		}) {
			found = append(found, wireProductAccess{ID: workspace.ID, Key: workspace.TypeKey})
		}
	}

	return found
}

func (c *call) getUser() answer {
	id := c.request.PathValue("userId")

	found, ok := c.state.byAccount[id]
	if !ok || !c.state.visible(found, c.request.PathValue("directoryId")) {
		return fail(http.StatusNotFound, codeUnknownUser, "User not found", "There is no user "+id+" in this directory.")
	}

	return succeed(wireData[wireUser]{c.expandedUser(found, []string{"counts.resources", "platformRoles"})})
}

type wireManagedAccount struct {
	AccountID      string   `json:"account_id"`
	AccountType    string   `json:"account_type"`
	AccountStatus  string   `json:"account_status"`
	Name           string   `json:"name"`
	Picture        string   `json:"picture"`
	Email          string   `json:"email,omitempty"`
	AccessBillable bool     `json:"access_billable"`
	ProductAccess  []any    `json:"product_access"`
	Links          wireSelf `json:"links"`
}

// listManagedAccounts gives the accounts of the claimed domains. Without a
// claimed domain the list is empty, which is no error.
func (c *call) listManagedAccounts() answer {
	at, err := c.page(pageSizeV1)
	if err != nil {
		return c.invalidCursor()
	}

	found := []*account{}

	for _, account := range c.state.accounts {
		if c.state.claimStatus(account) == managed {
			found = append(found, account)
		}
	}

	accounts, next := slicePage(found, func(a *account) string { return sequenceKey(a.seq) }, at)
	page := make([]wireManagedAccount, len(accounts))

	for i, account := range accounts {
		page[i] = wireManagedAccount{
			AccountID: account.id, AccountType: account.kind, AccountStatus: account.accountStatus(), Name: account.name,
			Picture: "https://pictures.simulated.example/" + account.id + ".png", Email: account.email,
			AccessBillable: account.status == statusActive && len(c.productAccess(account)) > 0, ProductAccess: []any{},
			Links: wireSelf{c.address("/users/" + account.id + "/manage/profile")},
		}
	}

	type total struct {
		Total int `json:"total"`
	}

	return succeed(struct {
		wirePage[wireManagedAccount]
		Meta total `json:"meta"`
	}{wirePage[wireManagedAccount]{Data: page, Links: c.addressLinks(at, next)}, total{len(found)}})
}

// groupARI is the form in which "Search for users" names the groups of a user,
// other than all the other operations. Unverified: seen by others, not documented.
func groupARI(groupID string) string {
	return "ari:cloud:identity::group/" + groupID
}
