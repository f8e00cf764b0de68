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

// ProfileRestriction is why a property of an account's profile cannot be changed by the organization.
type ProfileRestriction struct {
	// Property is the property's path, such as "name".
	Property string
	// Reason is "authPolicy.saml", "externalDirectory.scim" or another one; others may come.
	Reason string
}

// manageability is the answer: only what is asked for is in it.
type manageability struct {
	ProfileWrite map[string]json.RawMessage `json:"profile.write"`
}

func (m *manageability) complete() error {
	if m.ProfileWrite == nil {
		return errors.New("it does not say what of the profile can be changed")
	}
	return nil
}

var getManagePermissions = documented(Operation{ID: "getManagePermissions", Method: http.MethodGet, Path: manage, Source: managePage})

// ProfileRestrictions reads what of a managed account's profile the organization cannot change, and why. The reason
// "authPolicy.saml" is the only sign that this API gives of an account that signs in by SAML. An API key with scopes is
// refused, whatever its scopes are.
//
// GET /users/{account_id}/manage
// https://developer.atlassian.com/cloud/admin/user-management/rest/api-group-manage/
func (c *Client) ProfileRestrictions(ctx context.Context, accountID string) ([]ProfileRestriction, error) {
	var answer manageability
	r := request{operation: getManagePermissions, elements: []string{accountID}, query: url.Values{"privileges": {"profile.write"}}}
	if err := c.do(ctx, r, &answer); err != nil {
		return nil, err
	}
	var restrictions []ProfileRestriction
	for property, data := range answer.ProfileWrite {
		var rule struct {
			Allowed bool `json:"allowed"`
			Reason  struct {
				Key looseText `json:"key"`
			} `json:"reason"`
		}
		if json.Unmarshal(data, &rule) == nil && !rule.Allowed { // a rule of another form says nothing
			restrictions = append(restrictions, ProfileRestriction{Property: property, Reason: string(rule.Reason.Key)})
		}
	}
	return restrictions, nil
}
