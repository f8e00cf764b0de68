// SPDX-License-Identifier: MPL-2.0

package control

import (
	"net/http"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// call is one request, and the organization that it has to itself.
type call struct {
	*wire.Call

	state *world.State
	now   time.Time
}

// within serves an operation in the organization, unless the request is about
// another one.
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

// isOther reports whether a request is about an organization that is not this one.
func (c *call) isOther() bool { return c.PathValue("orgId") != c.state.ID }

// unknownOrg is the answer to a request about another organization.
func (c *call) unknownOrg() wire.Answer {
	return wire.Fail(http.StatusNotFound, wire.CodeUnknownOrg, "Organization not found", "There is no organization "+c.PathValue("orgId")+" that this key may manage.")
}
