// SPDX-License-Identifier: MPL-2.0

// Package dlp serves the data loss prevention API of a simulated organization: its
// classification levels.
package dlp

import (
	"net/http"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// codeNotPaid is unverified: Atlassian documents the status 402, and not the
// fields of its body.
const codeNotPaid = "ADMIN-402-1"

// call is one request. While it is served, nothing else can read or change the
// organization.
type call struct {
	*wire.Call

	state *world.State
	now   time.Time
}

// within makes a handler that serves an operation with the state of the
// organization. It refuses requests about another organization, and those of an
// organization without the plan.
func within(w *world.World, serve func(*call) wire.Answer) func(*wire.Call) wire.Answer {
	return func(request *wire.Call) (given wire.Answer) {
		w.Do(func(now time.Time, s *world.State) {
			switch c := (&call{request, s, now}); {
			case c.PathValue("orgId") != s.ID:
				// Unverified: Atlassian documents 403, and no 404 for an organization.
				given = wire.Fail(http.StatusForbidden, wire.CodeForbidden, "Forbidden", "You are not allowed to manage this organization.")
			case s.LacksGuardPremium:
				given = wire.Fail(http.StatusPaymentRequired, codeNotPaid, "Payment required", "The organization does not have this paid feature enabled.")
			default:
				given = serve(c)
			}
		})

		return given
	}
}
