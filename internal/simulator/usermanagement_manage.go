// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"net/http"
	"slices"
)

// profileFields are what Atlassian's example of the rules of a profile names.
var profileFields = []string{
	"name", "nickname", "zoneinfo", "locale",
	"extended_profile.job_title", "extended_profile.department", "extended_profile.organization", "extended_profile.location",
}

var privileges = []string{
	"profile", "profile.write", "profile.read", "email.set", "lifecycle.enablement", "lifecycle.delete", "apiToken.read", "apiToken.delete",
}

var manageParameters = []parameter{{name: "privileges", kind: kindTexts, enum: privileges}}

type wireReason struct {
	Key string `json:"key"`
}

// wireRule says whether something may be done, and if not, why.
type wireRule struct {
	Allowed bool        `json:"allowed"`
	Reason  *wireReason `json:"reason,omitempty"`
}

// managementOperations lists the operations of the User management API that are served.
func managementOperations(w *World) []*operation {
	return []*operation{{
		method: "GET", path: "/users/{account_id}/manage",
		unscoped: true,
		query:    manageParameters, serve: within(w, (*call).getManage),
		family: familyManage,
	}}
}

// getManage says what may be managed about an account. The organization
// follows from the key.
func (c *call) getManage() answer {
	id := c.request.PathValue("account_id")

	found, ok := c.state.byAccount[id]
	if !ok || c.state.claimStatus(found) != managed {
		return fail(http.StatusNotFound, keyAccountNotFound, "Account not found", "There is no managed account "+id+".")
	}

	asked, err := decode[struct {
		Privileges []string `json:"privileges"`
	}](c.values)
	if err != nil {
		return fail(http.StatusBadRequest, keyBadRequest, "Bad request", err.Error())
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

	return succeed(rules)
}

// profileRules says which fields of a profile may be changed: none that comes
// from elsewhere.
func (c *call) profileRules(a *account) map[string]wireRule {
	rule := wireRule{Allowed: true}

	switch {
	case c.state.policyOf(a).settings.SingleSignOn == signOnSAML:
		rule = wireRule{Reason: &wireReason{"authPolicy.saml"}}
	case a.source == "synced":
		rule = wireRule{Reason: &wireReason{"externalDirectory.scim"}}
	}

	rules := map[string]wireRule{}
	for _, field := range profileFields {
		rules[field] = rule
	}

	return rules
}
