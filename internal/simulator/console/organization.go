// SPDX-License-Identifier: MPL-2.0

package console

import "net/http"

// organizationControls are the part of the control surface about the organization itself.
func (c *surface) organizationControls() []control {
	return []control{
		{"GET", Prefix + "organization", report(func() any { return c.world.Organization() })},
		{"POST", Prefix + "seats", act(c.limitSeats)},
		{"PUT", Prefix + "paid-plan", act(c.setPaidPlan)},
	}
}

func (c *surface) setPaidPlan(r *http.Request) error {
	plan, err := read[struct {
		Paid bool `json:"paid"`
	}](r)
	if err != nil {
		return err
	}

	c.world.SetPaidPlan(plan.Paid)

	return nil
}

func (c *surface) limitSeats(r *http.Request) error {
	limits, err := read[map[string]*int](r)
	if err != nil {
		return err
	}

	return c.world.LimitSeats(limits)
}
