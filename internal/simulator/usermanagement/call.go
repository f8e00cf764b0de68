// SPDX-License-Identifier: MPL-2.0

package usermanagement

import (
	"net/http"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// call is one request about a managed account. While it is served, nothing else
// can read or change the organization.
type call struct {
	*wire.Call

	state   *world.State
	now     time.Time
	account *world.Account
}

// within makes a handler that serves an operation with the state of the
// organization. It refuses accounts that the organization does not manage.
func within(w *world.World, serve func(*call) wire.Answer) func(*wire.Call) wire.Answer {
	return func(request *wire.Call) (given wire.Answer) {
		w.Do(func(now time.Time, s *world.State) {
			found, ok := s.ByAccount[request.PathValue("account_id")]
			if !ok || s.ClaimStatus(found) != world.Managed {
				given = wire.FailKey(http.StatusNotFound, wire.KeyAccountNotFound, nil)

				return
			}

			given = serve(&call{request, s, now, found})
		})

		return given
	}
}

// refusedAction is the refusal of an action that the organization cannot take
// on the account. It is nil if it can.
func (c *call) refusedAction(action string) *wire.Answer {
	reason := c.state.ActionLock(c.account, action)
	if reason == "" {
		return nil
	}

	return new(wire.FailKey(http.StatusForbidden, "forbidden.action", ruleFor(reason)))
}
