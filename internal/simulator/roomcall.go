// SPDX-License-Identifier: MPL-2.0

package simulator

import "time"

// call is one request, and the organization that it has to itself.
type call struct {
	*wireCall

	state *state
	now   time.Time
}

// gate refuses a request before its operation is served; nil lets it pass.
type gate func(*call) *answer

// within serves an operation in the organization, after its gates.
func within(w *World, serve func(*call) answer, gates ...gate) func(*wireCall) answer {
	return func(request *wireCall) (given answer) {
		w.Do(func(now time.Time, s *state) {
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
