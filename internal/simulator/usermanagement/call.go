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

// gate refuses a request before its operation is served; nil lets it pass.
type gate func(*call) *wire.Answer

// within serves an operation in the organization, after its gates.
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
