// SPDX-License-Identifier: MPL-2.0

package usermanagement

import (
	"net/http"
	"slices"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

var privileges = []string{
	"profile", "profile.write", "profile.read", world.ManageEmail, world.ManageLifecycle, world.ManageDeletion, world.ManageTokenRead, world.ManageTokenDelete,
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

// ruleFor is the rule for what is locked for a reason, or for what is allowed if
// there is none.
func ruleFor(reason string) wireRule {
	if reason == "" {
		return wireRule{Allowed: true}
	}

	return wireRule{Reason: &wireReason{reason}}
}

// getManage says what the organization of the key can manage about an account.
func (c *call) getManage() wire.Answer {
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

		rules[privilege] = ruleFor(c.state.ActionLock(c.account, privilege))

		if privilege == "profile" || privilege == "profile.write" {
			rules[privilege] = c.profileRules(world.ProfileFields)
		}
	}

	return wire.OK(rules)
}

// profileRules says which fields of a profile can be changed.
func (c *call) profileRules(fields []string) map[string]wireRule {
	rules := map[string]wireRule{}
	for _, field := range fields {
		rules[field] = ruleFor(c.state.FieldLock(c.account, field))
	}

	return rules
}

// liveManage adds a privilege that live answers have and the document lacks.
func liveManage(whole any) {
	if rules, ok := whole.(wire.LiveObject); ok {
		rules["apiToken.create"] = wire.LiveObject{"allowed": false, "reason": wire.LiveObject{"key": "myselfOnly"}}
	}
}
