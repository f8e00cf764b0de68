// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
)

const (
	userManagementPages = "https://developer.atlassian.com/cloud/admin/user-management/rest/"
	managePage          = userManagementPages + "api-group-manage/"
	manage              = "/users/{account_id}/manage"
)

// Privileges of an organization over a managed account. The rules of ProfileWrite are by field.
const (
	ProfileWrite    = "profile.write"
	EmailSet        = "email.set"
	LifecycleEnable = "lifecycle.enablement"
	LifecycleDelete = "lifecycle.delete"
)

// Rule says whether the organization may change something about an account.
type Rule struct {
	Allowed bool
	// Reason is why it is not allowed: "authPolicy.saml", "externalDirectory.scim" or another one. Atlassian may add reasons. It is
	// empty if the answer does not say.
	Reason string
}

// Permissions are what the organization may change about an account. The set is open: a rule that is unknown, missing or in a form that
// is not documented says nothing.
type Permissions struct {
	// Actions are the rules by privilege, such as "email.set".
	Actions map[string]Rule
	// Profile are the rules by field, such as "name" or "extended_profile.job_title". It is nil if the answer does not have them.
	Profile map[string]Rule
}

// manageability is the answer. It has only what the request asks for, and whatever else Atlassian adds.
type manageability map[string]json.RawMessage

// complete accepts every object, because no rule is required.
func (m *manageability) complete() error {
	if *m == nil {
		return errors.New("it has no rules")
	}
	return nil
}

// readRule reads a rule. One without a clear word says nothing.
func readRule(data json.RawMessage) (Rule, bool) {
	var rule struct {
		Allowed *bool           `json:"allowed"`
		Reason  json.RawMessage `json:"reason"`
	}
	if err := json.Unmarshal(data, &rule); err != nil || rule.Allowed == nil {
		return Rule{}, false
	}
	var reason struct {
		Key looseString `json:"key"`
	}
	_ = json.Unmarshal(rule.Reason, &reason) // a reason in another form is none
	return Rule{Allowed: *rule.Allowed, Reason: string(reason.Key)}, true
}

func (m manageability) permissions() Permissions {
	found := Permissions{Actions: make(map[string]Rule, len(m))}
	for privilege, data := range m {
		if privilege != ProfileWrite {
			if rule, ok := readRule(data); ok {
				found.Actions[privilege] = rule
			}
			continue
		}
		var fields map[string]json.RawMessage
		if json.Unmarshal(data, &fields) != nil || fields == nil {
			continue
		}
		found.Profile = make(map[string]Rule, len(fields))
		for field, data := range fields {
			if rule, ok := readRule(data); ok {
				found.Profile[field] = rule
			}
		}
	}
	return found
}

var getManagePermissions = documented(Operation{ID: "getManagePermissions", Method: http.MethodGet, Path: manage, Source: managePage})

// ManagePermissions reads what the organization may change about a managed account, and what not, and why. Without privileges, it asks
// for all. The reason "authPolicy.saml" of a field is the only sign in this API that an account signs in by SAML. Atlassian refuses an
// API key with scopes, whatever its scopes are, as it does for all operations on managed accounts.
//
// GET /users/{account_id}/manage
// https://developer.atlassian.com/cloud/admin/user-management/rest/api-group-manage/
func (c *Client) ManagePermissions(ctx context.Context, accountID string, privileges ...string) (Permissions, error) {
	r := request{operation: getManagePermissions, elements: []string{accountID}}
	if len(privileges) > 0 {
		r.query = url.Values{"privileges": privileges}
	}
	var answer manageability
	if err := c.do(ctx, r, &answer); err != nil {
		return Permissions{}, err
	}
	return answer.permissions(), nil
}
