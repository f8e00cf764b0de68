// SPDX-License-Identifier: MPL-2.0

package usermanagement

import (
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

// within serves an operation in the organization.
func within(w *world.World, serve func(*call) wire.Answer) func(*wire.Call) wire.Answer {
	return func(request *wire.Call) (given wire.Answer) {
		w.Do(func(now time.Time, s *world.State) { given = serve(&call{request, s, now}) })

		return given
	}
}
