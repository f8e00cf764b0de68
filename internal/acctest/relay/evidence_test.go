// SPDX-License-Identifier: MPL-2.0

package relay_test

import (
	"fmt"
	"maps"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// evidenceChecks are of what an auditor asks for.
func evidenceChecks() []check {
	const events = "atlassian_audit_events"
	// window is a time in which two people were invited. It is long enough ago to be the same in every walk.
	window := func(change map[string]any) func(*world) map[string]any {
		return func(w *world) map[string]any {
			from := time.Now().UTC().Add(-72 * time.Hour).Truncate(time.Hour)
			for i := range 2 {
				if err := w.org.Simulator.RecordEvent(simulator.Event{
					ID: fmt.Sprintf("e%d", i), Time: from.Add(time.Duration(i) * time.Minute), Action: simulator.ActionUserInvited, Policy: "Staff", Actor: "robot",
					Location: simulator.EventLocation{IP: "203.0.113.7", City: "Austin", Country: "United States"}, Message: "Hello",
				}); err != nil {
					panic(err)
				}
			}
			config := map[string]any{"from": from.Format(time.RFC3339), "to": from.Add(time.Hour).Format(time.RFC3339)}
			maps.Copy(config, change)
			return config
		}
	}
	return []check{
		reads(events, "events", window(nil)),
		named(reads(events, "events", window(map[string]any{"actions": []any{simulator.ActionUserInvited}, "actors": []any{"robot"}})), "events by a query"),
		reads("atlassian_audit_event_actions", "actions", always(map[string]any{})),
	}
}

// named is a check under another name.
func named(c check, finds string) check {
	c.finds = finds
	return c
}
