// SPDX-License-Identifier: MPL-2.0

package console

import (
	"net/http"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// eventControls are the part of the control surface about the audit log.
func (c *surface) eventControls() []control {
	return []control{
		{"POST", Prefix + "events", act(func(r *http.Request) error {
			event, err := read[world.Event](r)
			if err != nil {
				return err
			}

			return c.world.RecordEvent(event)
		})},
	}
}
