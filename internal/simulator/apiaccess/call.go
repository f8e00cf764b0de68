// SPDX-License-Identifier: MPL-2.0

// Package apiaccess serves the API Access API of a simulated organization: its
// API keys, and the API tokens of its people.
package apiaccess

import (
	"net/http"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// call is one request. While it is served, nothing else can read or change the
// organization.
type call struct {
	*wire.Call

	state *world.State
	now   time.Time
}

// within makes a handler that serves an operation with the state of the
// organization, and refuses requests about another organization.
func within(w *world.World, serve func(*call) wire.Answer) func(*wire.Call) wire.Answer {
	return func(request *wire.Call) (given wire.Answer) {
		w.Do(func(now time.Time, s *world.State) {
			if c := (&call{request, s, now}); c.isOther() {
				given = c.unknownOrg()
			} else {
				given = serve(c)
			}
		})

		return given
	}
}

// isOther reports whether a request is about another organization.
func (c *call) isOther() bool { return c.PathValue("orgId") != c.state.ID }

// unknownOrg is the answer to a request about another organization.
func (c *call) unknownOrg() wire.Answer {
	return wire.Fail(http.StatusNotFound, wire.CodeUnknownOrg, "Organization not found", "There is no organization "+c.PathValue("orgId")+" that this key may manage.")
}
