// SPDX-License-Identifier: MPL-2.0

package console

import "net/http"

// organizationControls are the part of the control surface about the organization itself.
func (c *surface) organizationControls() []control {
	return []control{
		{"GET", Prefix + "organization", report(func() any { return c.world.Organization() })},
		{"POST", Prefix + "seats", act(c.limitSeats)},
	}
}

func (c *surface) limitSeats(r *http.Request) error {
	limits, err := read[map[string]*int](r)
	if err != nil {
		return err
	}

	return c.world.LimitSeats(limits)
}
