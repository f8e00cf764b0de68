// SPDX-License-Identifier: MPL-2.0

package usermanagement

import (
	"net/http"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

type lifecycleErrorCode struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

type lifecycleContext struct {
	Message    string               `json:"message"`
	AccountID  string               `json:"accountId"`
	ErrorCodes []lifecycleErrorCode `json:"errorCodes"`
}

type successMessage struct {
	Message string `json:"message"`
}

// disable deactivates the account.
func (c *call) disable() wire.Answer {
	if c.Request.ContentLength == 0 {
		c.Violate("a body is required, even if it holds no message: send {}")

		return wire.Fail(http.StatusBadRequest, wire.KeyBadRequest, "Bad request", "The body is missing.")
	}

	return c.step(world.ManageLifecycle, wire.NoBody(http.StatusNoContent), func() *world.LifecycleError {
		return c.state.Deactivate(c.now, c.account, c.Text("message"))
	})
}

// enable activates the account.
func (c *call) enable() wire.Answer {
	return c.step(world.ManageLifecycle, wire.NoBody(http.StatusNoContent), func() *world.LifecycleError {
		return c.state.Activate(c.now, c.account)
	})
}

// deleteAccount schedules the deletion.
func (c *call) deleteAccount() wire.Answer {
	return c.step(world.ManageDeletion, wire.OK(successMessage{"Success"}), func() *world.LifecycleError {
		return c.state.ScheduleDeletion(c.now, c.account)
	})
}

// cancelDelete restores and activates the account. Unverified: the answer if no
// deletion is scheduled.
func (c *call) cancelDelete() wire.Answer {
	if refusal := c.refusedAction(world.ManageDeletion); refusal != nil {
		return *refusal
	}

	if !c.state.CancelDeletion(c.now, c.account) {
		return wire.FailKey(http.StatusNotFound, "notFound", nil)
	}

	return wire.OK(successMessage{"Success"})
}

// step takes a step of the account's life, if the organization may and the
// account is eligible.
func (c *call) step(action string, done wire.Answer, take func() *world.LifecycleError) wire.Answer {
	if refusal := c.refusedAction(action); refusal != nil {
		return *refusal
	}

	if refused := take(); refused != nil {
		return wire.FailKey(http.StatusConflict, "conflict.lifecycleErrors", lifecycleContext{
			Message: "The account is not eligible for the requested action.", AccountID: c.account.ID,
			ErrorCodes: []lifecycleErrorCode{{refused.Code, refused.Message}},
		})
	}

	return done
}
