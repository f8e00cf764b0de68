// SPDX-License-Identifier: MPL-2.0

package console

import (
	"net/http"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// settingControls are the part of the control surface about the other policies of
// the organization, and the classification of its data.
func (c *surface) settingControls() []control {
	return []control{
		{"PUT", Prefix + "organization-policies", act(func(r *http.Request) error {
			policy, err := read[world.OrganizationPolicy](r)
			if err != nil {
				return err
			}

			return c.world.PutOrganizationPolicy(policy)
		})},
		{"DELETE", Prefix + "organization-policies/{policy}", act(func(r *http.Request) error { return c.world.RemoveOrganizationPolicy(r.PathValue("policy")) })},
		{"PUT", Prefix + "policy-resource-outcomes", act(func(r *http.Request) error {
			wanted, err := read[struct {
				Resource string `json:"resource"`
				Status   string `json:"status"`
			}](r)
			if err != nil {
				return err
			}

			return c.world.EndPolicyResource(wanted.Resource, wanted.Status)
		})},
		{"PUT", Prefix + "policy-habits", act(func(r *http.Request) error {
			habits, err := read[world.PolicyHabits](r)
			if err != nil {
				return err
			}

			c.world.SetPolicyHabits(habits)

			return nil
		})},
		{"GET", Prefix + "policy-validations", report(func() any { return append([]string{}, c.world.ValidatedPolicies()...) })},
		{"PUT", Prefix + "data-security-policies", act(func(r *http.Request) error {
			policy, err := read[world.DataSecurityPolicy](r)
			if err != nil {
				return err
			}

			return c.world.PutDataSecurityPolicy(policy)
		})},
		{"PUT", Prefix + "classification-levels", act(func(r *http.Request) error {
			level, err := read[world.ClassificationLevel](r)
			if err != nil {
				return err
			}

			return c.world.PutClassificationLevel(level)
		})},
		{"PUT", Prefix + "classification-levels/{level}/place", act(func(r *http.Request) error {
			move, err := read[struct {
				Place int `json:"place"`
			}](r)
			if err != nil {
				return err
			}

			return c.world.MoveClassificationLevel(r.PathValue("level"), move.Place)
		})},
		{"PUT", Prefix + "guard-premium", act(func(r *http.Request) error {
			plan, err := read[struct {
				Included bool `json:"included"`
			}](r)
			if err != nil {
				return err
			}

			c.world.SetGuardPremium(plan.Included)

			return nil
		})},
	}
}

// policyControls are the part of the control surface about authentication
// policies, and who is in them.
func (c *surface) policyControls() []control {
	const policies = Prefix + "authentication-policies"

	return []control{
		{"POST", policies, create(func(policy world.AuthenticationPolicy) (any, error) {
			id, err := c.world.AddAuthenticationPolicy(policy)

			return map[string]string{"id": id}, err
		})},
		{"PATCH", policies + "/{policy}", act(func(r *http.Request) error {
			change, err := read[world.AuthenticationSettingsChange](r)
			if err != nil {
				return err
			}

			return c.world.SetAuthenticationSettings(r.PathValue("policy"), change)
		})},
		{"DELETE", policies + "/{policy}", act(func(r *http.Request) error { return c.world.DeleteAuthenticationPolicy(r.PathValue("policy")) })},
		{"PUT", policies + "/{policy}/members/{user}", act(func(r *http.Request) error {
			return c.world.MoveToAuthenticationPolicy(r.PathValue("policy"), r.PathValue("user"))
		})},
		{"PUT", Prefix + "users/{user}/move-failure", act(func(r *http.Request) error {
			failure, err := read[world.MoveFailure](r)
			if err != nil {
				return err
			}

			return c.world.FailMoves(r.PathValue("user"), &failure)
		})},
		{"DELETE", Prefix + "users/{user}/move-failure", act(func(r *http.Request) error { return c.world.FailMoves(r.PathValue("user"), nil) })},
	}
}
