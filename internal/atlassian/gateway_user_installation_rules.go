// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"errors"
)

// The rules for apps that users install.
const (
	// UserAppsAllowed means that the people of a site may install apps that act for them.
	UserAppsAllowed = "allow"
	// UserAppsDenied means that they may not.
	UserAppsDenied = "deny"
)

var userInstallationRules = ofGateway("userInstallationRules", "ecosystem.userInstallationRules", Read)

// UserInstallationRule reads whether the people of a site may install apps that act for them (3LO): "allow" or "deny". The rule
// does not apply to Forge apps. There is no rule for them.
//
// POST /graphql: ecosystem.userInstallationRules. Unverified: no public caller of it was found
// https://developer.atlassian.com/platform/atlassian-graphql-api/graphql/
func (c *Client) UserInstallationRule(ctx context.Context, cloudID string) (string, error) {
	answered, err := askGateway[wireRules](ctx, c, userInstallationRules, "user_installation_rules", map[string]any{"cloudId": cloudID})
	if err != nil {
		return "", err
	}
	return answered.Ecosystem.Rules.Rule, nil
}

type wireRules struct {
	Ecosystem *struct {
		Rules *struct {
			Rule string `json:"rule"`
		} `json:"userInstallationRules"`
	} `json:"ecosystem"`
}

func (w *wireRules) complete() error {
	if w.Ecosystem == nil || w.Ecosystem.Rules == nil || w.Ecosystem.Rules.Rule == "" {
		return errors.New("it has no rule")
	}
	return nil
}

var updateUserInstallationRules = ofGateway("updateUserInstallationRules", "ecosystem.updateUserInstallationRules", Idempotent)

// SetUserInstallationRule sets whether the people of a site may install apps that act for them.
//
// POST /graphql: ecosystem.updateUserInstallationRules. Unverified: no public caller of it was found
// https://developer.atlassian.com/platform/atlassian-graphql-api/graphql/
func (c *Client) SetUserInstallationRule(ctx context.Context, cloudID, rule string) error {
	variables := map[string]any{"input": map[string]any{"cloudId": cloudID, "rule": rule}}
	answered, err := askGateway[wireRulesUpdate](ctx, c, updateUserInstallationRules, "update_user_installation_rules", variables)
	if err != nil {
		return err
	}
	return c.refusedMutation(updateUserInstallationRules, answered.Ecosystem.Payload)
}

type wireRulesUpdate struct {
	Ecosystem *struct {
		Payload *mutation `json:"updateUserInstallationRules"`
	} `json:"ecosystem"`
}

func (w *wireRulesUpdate) complete() error {
	if w.Ecosystem == nil {
		return errors.New("it does not contain the result")
	}
	return w.Ecosystem.Payload.complete()
}
