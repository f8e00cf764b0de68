// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"fmt"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/audit"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies/addresses"
)

// oneText is the text of the only diagnostic, with its summary first. It is empty if there is none.
func oneText(t *testing.T, diags diag.Diagnostics, at string) string {
	t.Helper()
	if len(diags) == 0 {
		return ""
	}
	require.Len(t, diags, 1)
	located, is := diags[0].(diag.DiagnosticWithPath)
	require.True(t, is)
	assert.Equal(t, path.Root(at), located.Path())
	return diags[0].Summary() + "\n" + diags[0].Detail()
}

func TestRecentShutOut(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	seen := func(text string, events, actors int, last time.Time) audit.SeenAddress {
		address, err := addresses.Parse(text)
		require.NoError(t, err)
		return audit.SeenAddress{Address: address, Events: events, Actors: actors, Last: last}
	}
	office := addresses.Allowlist{Enabled: true, In: []string{"192.0.2.0/24"}}
	const visits = "The audit log does not record every visit, so other addresses may be in use, too."
	for name, test := range map[string]struct {
		recent  audit.SeenAddresses
		planned addresses.Allowlist
		want    string
	}{
		"none": {audit.SeenAddresses{Addresses: []audit.SeenAddress{seen("192.0.2.7", 3, 1, noon)}, Unsaid: 2}, office, ""},
		"some": {
			audit.SeenAddresses{Unsaid: 1, Unread: 2, Addresses: []audit.SeenAddress{seen("2001:db8::1", 3, 2, noon), seen("192.0.2.7", 3, 1, noon), seen("198.51.100.7", 1, 0, time.Time{})}},
			office,
			"Addresses in use will be shut out\nThe audit log has events of the last 7 days from addresses that this change shuts out:" +
				"\n- 2001:db8::1: 3 events of 2 people or apps, the latest at 2026-11-28T12:00:00Z\n- 198.51.100.7: 1 event\n\nAdd to addresses what has to stay inside. " + visits +
				" In the same days 1 event says no address, and 2 events say something that is not understood as an address.",
		},
		"perhaps": {
			audit.SeenAddresses{Addresses: []audit.SeenAddress{seen("198.51.100.7", 1, 1, noon)}},
			addresses.Allowlist{Enabled: true, In: []string{"192.0.2.0/24"}, InUnknown: true},
			"Addresses in use will be shut out\nThe audit log has events of the last 7 days from addresses that this change shuts out:" +
				"\n- 198.51.100.7: 1 event of 1 person or app, the latest at 2026-11-28T12:00:00Z\n\nSome of addresses, or enabled, is known only in the apply, so some of these may stay inside." +
				"\n\nAdd to addresses what has to stay inside. " + visits,
		},
		"no events": {
			audit.SeenAddresses{},
			office,
			"It is not known who would be shut out\nThe audit log has no event of the last 7 days that says an address, so nothing could be compared. " + visits,
		},
		"not understood": {
			audit.SeenAddresses{Unread: 1, Addresses: []audit.SeenAddress{seen("192.0.2.7", 3, 1, noon)}},
			office,
			"Some addresses could not be compared\nThis change shuts out none of the addresses in events of the last 7 days that could be read. " + visits +
				" In the same days 1 event says something that is not understood as an address.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, test.want, oneText(t, recentShutOut(test.recent, test.planned, 7), "warn_of_recent_addresses"))
		})
	}
}

func TestRecentUnread(t *testing.T) {
	t.Parallel()
	many := recentUnread(fmt.Errorf("reading: %w", &audit.TooManyEventsError{Max: 20_000}), 1)
	assert.Equal(t, "It was not checked who would be shut out\nThe audit log has more than 20000 events in the last 1 day, and the provider does not read more. Set warn_of_recent_addresses to fewer days.",
		oneText(t, diag.Diagnostics{many}, "warn_of_recent_addresses"))
	other := recentUnread(assert.AnError, 3)
	assert.Equal(t, diag.SeverityWarning, other.Severity())
	assert.Contains(t, other.Detail(), "The change goes on without this check.")
}
