// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// The warning names the addresses of recent events that a change shuts out, and no others.
func TestIPAllowlistNamesRecentAddresses(t *testing.T) {
	t.Parallel()
	const (
		events  = "GET /admin/v1/orgs/{orgId}/events-stream"
		summary = "Addresses in use will be shut out: "
	)
	org := simulated.Start(t)
	today := time.Now().UTC().Truncate(time.Second)
	for days, at := range map[int]string{1: "192.0.2.9", 2: "2001:db8::1", 3: "::ffff:198.51.100.7", 20: "203.0.113.1"} {
		require.NoError(t, org.Simulator.RecordEvent(simulator.Event{
			Action: simulator.ActionUserInvited, Time: today.AddDate(0, 0, -days), Location: simulator.EventLocation{IP: at},
		}))
	}
	config := func(changes ...any) map[string]any {
		return office(append([]any{"warn_of_recent_addresses", 7, "addresses", list("192.0.2.0/24", "2001:db8::1")}, changes...)...)
	}
	seen := func(days int, address string) string {
		return "\n- " + address + ": 1 event of 1 person or app, the latest at " + today.AddDate(0, 0, -days).Format(time.RFC3339)
	}

	created := acctest.Server(t, org, nil).PlanCreate(allowlistType, config())
	require.Len(t, created.Diagnostics.Warnings(), 1)
	assert.Contains(t, created.Diagnostics.Warnings()[0], summary)
	assert.Contains(t, created.Diagnostics.Warnings()[0], "of the last 7 days from addresses that this change shuts out:"+seen(3, "198.51.100.7")+"\n\n")

	state := acctest.Server(t, org, nil).Converge(t, allowlistType, config())
	shrinks := config("addresses", list("192.0.2.0/24"))
	plan := acctest.Server(t, org, nil).PlanUpdate(state, shrinks)
	require.Len(t, plan.Diagnostics.Warnings(), 1)
	assert.Contains(t, plan.Diagnostics.Warnings()[0], "shuts out:"+seen(2, "2001:db8::1")+"\n\n", "what is shut out already is not news")

	reaches := config("resource_ids", list(confluence, jira))
	plan = acctest.Server(t, org, nil).PlanUpdate(state, reaches)
	require.Len(t, plan.Diagnostics.Warnings(), 1)
	assert.Contains(t, plan.Diagnostics.Warnings()[0], "shuts out:"+seen(3, "198.51.100.7")+"\n\n", "for the new product it is")

	fits := config("addresses", list("192.0.2.0/24", "2001:db8::1", "198.51.100.7"), "resource_ids", list(confluence, jira))
	assert.Empty(t, acctest.Server(t, org, nil).PlanUpdate(state, fits).Diagnostics.Warnings())

	org.Simulator.Inject(simulator.Fault{Operation: events, Status: http.StatusForbidden})
	plan = acctest.Server(t, org, nil).PlanUpdate(state, shrinks)
	require.NoError(t, plan.Diagnostics.Err())
	require.Len(t, plan.Diagnostics.Warnings(), 1)
	assert.Contains(t, plan.Diagnostics.Warnings()[0], "It was not checked who would be shut out: Cannot read the addresses of recent events from the audit log. ")
}
