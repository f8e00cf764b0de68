// SPDX-License-Identifier: MPL-2.0

package admin

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

// gate returns why a request is refused before its operation is served, or nil.
type gate func(*call) *wire.Answer

// within makes a handler that serves an operation with the state of the
// organization, after its gates.
func within(w *world.World, serve func(*call) wire.Answer, gates ...gate) func(*wire.Call) wire.Answer {
	return func(request *wire.Call) (given wire.Answer) {
		w.Do(func(now time.Time, s *world.State) {
			c := &call{request, s, now}

			for _, refuses := range gates {
				if refusal := refuses(c); refusal != nil {
					given = *refusal

					return
				}
			}

			given = serve(c)
		})

		return given
	}
}
