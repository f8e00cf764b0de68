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

// ProfileRestriction is a property of an account's profile that the organization cannot change, and the reason.
type ProfileRestriction struct {
	// Property is the property's path, such as "name".
	Property string
	// Reason is "authPolicy.saml", "externalDirectory.scim" or another one. Atlassian may add reasons.
	Reason string
}

// manageability is the answer. It has only what the request asks for.
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

// ProfileRestrictions reads which parts of a managed account's profile the organization cannot change, and why. The reason
// "authPolicy.saml" is the only sign in this API that an account signs in by SAML. Atlassian refuses an API key with scopes,
// whatever its scopes are.
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
				Key looseString `json:"key"`
			} `json:"reason"`
		}
		if json.Unmarshal(data, &rule) == nil && !rule.Allowed { // a rule of another form says nothing
			restrictions = append(restrictions, ProfileRestriction{Property: property, Reason: string(rule.Reason.Key)})
		}
	}
	return restrictions, nil
}
