// SPDX-License-Identifier: MPL-2.0

// Package usermanagement serves the User management API of a simulated organization.
package usermanagement

import (
	"net/http"
	"slices"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// profileFields are the fields in Atlassian's example of the rules of a
// profile.
var profileFields = []string{
	"name", "nickname", "zoneinfo", "locale",
	"extended_profile.job_title", "extended_profile.department", "extended_profile.organization", "extended_profile.location",
}

var privileges = []string{
	"profile", "profile.write", "profile.read", "email.set", "lifecycle.enablement", "lifecycle.delete", "apiToken.read", "apiToken.delete",
}

var manageParameters = []wire.Parameter{{Name: "privileges", Kind: wire.KindStrings, Enum: privileges}}

type wireReason struct {
	Key string `json:"key"`
}

// wireRule says whether something is allowed, and if not, why.
type wireRule struct {
	Allowed bool        `json:"allowed"`
	Reason  *wireReason `json:"reason,omitempty"`
}

// Operations is the table of the User management API.
func Operations(w *world.World) []*wire.Operation {
	return []*wire.Operation{{
		Method: "GET", Path: "/users/{account_id}/manage",
		Unscoped: true,
		Query:    manageParameters, Serve: within(w, (*call).getManage),
		Family: wire.FamilyManage,
	}}
}

// getManage says what the organization of the key can manage about an account.
func (c *call) getManage() wire.Answer {
	id := c.Request.PathValue("account_id")

	found, ok := c.state.ByAccount[id]
	if !ok || c.state.ClaimStatus(found) != world.Managed {
		return wire.Fail(http.StatusNotFound, wire.KeyAccountNotFound, "Account not found", "There is no managed account "+id+".")
	}

	asked, err := wire.Decode[struct {
		Privileges []string `json:"privileges"`
	}](c.Values)
	if err != nil {
		return wire.Fail(http.StatusBadRequest, wire.KeyBadRequest, "Bad request", err.Error())
	}

	rules := map[string]any{}

	for _, privilege := range privileges {
		if len(asked.Privileges) > 0 && !slices.Contains(asked.Privileges, privilege) {
			continue
		}

		rules[privilege] = wireRule{Allowed: true}

		if privilege == "profile" || privilege == "profile.write" {
			rules[privilege] = c.profileRules(found)
		}
	}

	return wire.OK(rules)
}

// profileRules says which fields of a profile can be changed: none if the
// profile comes from an identity provider.
func (c *call) profileRules(a *world.Account) map[string]wireRule {
	rule := wireRule{Allowed: true}

	switch {
	case c.state.PolicyOf(a).Settings.SingleSignOn == world.SignOnSAML:
		rule = wireRule{Reason: &wireReason{"authPolicy.saml"}}
	case a.Source == "synced":
		rule = wireRule{Reason: &wireReason{"externalDirectory.scim"}}
	}

	rules := map[string]wireRule{}
	for _, field := range profileFields {
		rules[field] = rule
	}

	return rules
}
