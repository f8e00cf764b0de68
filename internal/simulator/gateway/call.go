// SPDX-License-Identifier: MPL-2.0

package gateway

import (
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
// organization.
func within(w *world.World, serve func(*call) wire.Answer) func(*wire.Call) wire.Answer {
	return func(request *wire.Call) (given wire.Answer) {
		w.Do(func(now time.Time, s *world.State) { given = serve(&call{request, s, now}) })

		return given
	}
}
