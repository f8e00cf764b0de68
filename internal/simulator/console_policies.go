// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"net/http"
)

// policyControls are the part of the control surface about authentication
// policies and what the audit log tells of them.
func (c *console) policyControls() []control {
	const policies = controlPrefix + "authentication-policies"

	return []control{
		{"POST", policies, create(func(policy AuthenticationPolicy) (any, error) {
			id, err := c.world.AddAuthenticationPolicy(policy)

			return map[string]string{"id": id}, err
		})},
		{"PATCH", policies + "/{policy}", act(func(r *http.Request) error {
			change, err := readControl[AuthenticationSettingsChange](r)
			if err != nil {
				return err
			}

			return c.world.SetAuthenticationSettings(r.PathValue("policy"), change)
		})},
		{"DELETE", policies + "/{policy}", act(func(r *http.Request) error { return c.world.DeleteAuthenticationPolicy(r.PathValue("policy")) })},
		{"PUT", policies + "/{policy}/members/{user}", act(func(r *http.Request) error {
			return c.world.MoveToAuthenticationPolicy(r.PathValue("policy"), r.PathValue("user"))
		})},
		{"PUT", controlPrefix + "users/{user}/move-failure", act(func(r *http.Request) error {
			failure, err := readControl[MoveFailure](r)
			if err != nil {
				return err
			}

			return c.world.FailMoves(r.PathValue("user"), &failure)
		})},
		{"DELETE", controlPrefix + "users/{user}/move-failure", act(func(r *http.Request) error { return c.world.FailMoves(r.PathValue("user"), nil) })},
		{"POST", controlPrefix + "events", act(func(r *http.Request) error {
			event, err := readControl[Event](r)
			if err != nil {
				return err
			}

			return c.world.RecordEvent(event)
		})},
	}
}
