// SPDX-License-Identifier: MPL-2.0

package acctest

import (
	"net/http"
	"testing"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
)

// hurried is a pace for tests that repeat the same run thousands of times: nothing is worth waiting for.
var hurried = organization.Pace{
	Company: 50 * time.Microsecond, Ten: 50 * time.Microsecond, PollMin: 10 * time.Microsecond, PollMax: 20 * time.Microsecond,
	DomainPollMin: 10 * time.Microsecond, DomainPollMax: 20 * time.Microsecond,
	Visible: time.Millisecond, Granted: time.Millisecond, Logged: 24 * time.Hour, Claims: 10 * time.Microsecond,
}

// Relayed is a provider in process whose requests a transport carries out, and which waits for nothing and tries nothing again.
// It protects the given accounts, and allows the experiments that only read.
func Relayed(t testing.TB, org *simulated.Organization, transport http.RoundTripper, protected ...string) *protocol.Server {
	t.Helper()
	return start(t, RelayedSettings(org, transport, protected...))
}

// RelayedSettings are those of a run like that, without a provider.
func RelayedSettings(org *simulated.Organization, transport http.RoundTripper, protected ...string) organization.Settings {
	settings := settingsOf(org)
	settings.Transport, settings.Pace, settings.MaxRetries, settings.ProtectedAccountIDs = transport, hurried, 0, protected
	settings.Experimental = []string{organization.BackupPolicies}
	return settings
}
