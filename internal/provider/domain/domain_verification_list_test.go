// SPDX-License-Identifier: MPL-2.0

package domain_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func TestVerificationList(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	require.NoError(t, org.Simulator.AddDomain("gone.example", "dns", "deleted"))
	require.NoError(t, org.Simulator.AddDomain("xn--bcher-kva.example", "dns", "missing_token"))
	server := acctest.Server(t, org, nil)
	identity := func(name string) map[string]any {
		return map[string]any{"organization_id": org.Credentials.OrganizationID, "domain": name}
	}

	results, diagnostics := server.ListResource("atlassian_domain_verification", nil, protocol.ListOptions{})
	require.NoError(t, diagnostics.Err())
	want := []protocol.Listed{}
	for _, name := range []string{"acme-labs.example", "acme.dev", "acme.example", "xn--bcher-kva.example"} {
		want = append(want, protocol.Listed{DisplayName: name, Identity: identity(name)})
	}
	assert.Equal(t, want, results)

	results, diagnostics = server.ListResource("atlassian_domain_verification", map[string]any{"status": "verified"}, protocol.ListOptions{Limit: 1, IncludeResource: true})
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, []protocol.Listed{{
		DisplayName: "acme.dev",
		Identity:    identity("acme.dev"),
		Resource: map[string]any{
			"domain": "acme.dev", "id": org.Simulator.DomainID("acme.dev"), "claim_type": "http", "status": "verified",
			"wait_until_listed": false, "expected_claim_type": nil, "timeouts": nil,
		},
	}}, results)
	assert.Equal(t, 1, org.Requests())

	// What is listed is what an import of it gives.
	imported, diagnostics := server.ImportByIdentity(verification, results[0].Identity)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, results[0].Resource, imported.Values)

	_, diagnostics = server.ListResource("atlassian_domain_verification", map[string]any{"status": "deleted"}, protocol.ListOptions{})
	require.Error(t, diagnostics.Err())
}

func TestVerificationListLimit(t *testing.T) {
	t.Parallel()
	start := simulator.Organization{}
	for n := range 150 {
		start.Domains = append(start.Domains, simulator.Domain{Name: fmt.Sprintf("d%03d.example", n)})
	}
	org := simulated.Start(t, simulated.WithStart(start))
	server := acctest.Server(t, org, nil)
	for _, limit := range []int64{1, 100, 149, 150, 1000} {
		results, diagnostics := server.ListResource("atlassian_domain_verification", nil, protocol.ListOptions{Limit: limit})
		require.NoError(t, diagnostics.Err())
		assert.Len(t, results, int(min(limit, 150)))
	}
	assert.Equal(t, 2, org.Requests(), "two pages, once")
}

func TestVerificationListPushesErrors(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	org.Simulator.Inject(simulator.Fault{Operation: listing, Status: http.StatusForbidden})
	results, diagnostics := acctest.Server(t, org, nil).ListResource("atlassian_domain_verification", nil, protocol.ListOptions{})
	assert.Empty(t, results)
	require.ErrorContains(t, diagnostics.Err(), "Cannot list the domains")
}
