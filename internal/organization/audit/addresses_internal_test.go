// SPDX-License-Identifier: MPL-2.0

package audit

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies/addresses"
)

func TestSeenIn(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	from := func(ip, actor string, hour int) Event {
		event := Event{ActorID: actor, Location: atlassian.EventLocation{IP: ip}}
		if hour != 0 {
			event.Time = noon.Add(time.Duration(hour) * time.Hour)
		}
		return event
	}
	found := seenIn([]Event{
		from("192.0.2.1", "ada", 1), from("::ffff:192.0.2.1", "ada", 5), from(" 192.0.2.1 ", "bob", 2), from("192.0.2.1", "", 3),
		from("2001:DB8:0::1", "ada", 6), from("", "ada", 7), from("  ", "ada", 7), from("unknown", "ada", 7), from("192.0.2.0/24", "ada", 7),
		from("198.51.100.7, 192.0.2.9", "cid", 4), from("198.51.100.8", "cid", 0),
	})
	seen := func(text string, hour, events, actors int) SeenAddress {
		address, err := addresses.Parse(text)
		assert.NoError(t, err)
		s := SeenAddress{Address: address, Events: events, Actors: actors}
		if hour != 0 {
			s.Last = noon.Add(time.Duration(hour) * time.Hour)
		}
		return s
	}
	assert.Equal(t, SeenAddresses{Unsaid: 2, Unread: 2, Addresses: []SeenAddress{
		seen("2001:db8::1", 6, 1, 1), seen("192.0.2.1", 5, 4, 2), seen("192.0.2.9", 4, 1, 1), seen("198.51.100.7", 4, 1, 1), seen("198.51.100.8", 0, 1, 1),
	}}, found)
}
