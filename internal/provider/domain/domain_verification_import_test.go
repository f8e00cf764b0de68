// SPDX-License-Identifier: MPL-2.0

package domain_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

func TestVerificationImport(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	id := org.Simulator.DomainID("acme.dev")
	server := configured(t, org)
	want := server.Converge(t, verification, map[string]any{"domain": "acme.dev"})
	for _, text := range []string{"acme.dev", "Acme.DEV.", id} {
		imported, diagnostics := server.ImportByID(verification, text)
		require.NoError(t, diagnostics.Err(), text)
		assert.Equal(t, want.Values, imported.Values, text)
		assert.Equal(t, want.Identity, imported.Identity, text)
	}
	for _, identity := range []map[string]any{
		{"domain": "acme.dev"},
		{"domain": "ACME.dev", "organization_id": org.Credentials.OrganizationID},
	} {
		imported, diagnostics := server.ImportByIdentity(verification, identity)
		require.NoError(t, diagnostics.Err())
		assert.Equal(t, want.Values, imported.Values)
		assert.Equal(t, want.Identity, imported.Identity)
	}
	imported, diagnostics := server.ImportByID(verification, "acme-labs.example")
	require.NoError(t, diagnostics.Err(), "a domain that is not verified can be imported: its plan shows the drift")
	assert.Equal(t, "unverified", imported.Values["status"])

	_, diagnostics = server.ImportByID(verification, "acme.test")
	require.ErrorContains(t, diagnostics.Err(), "Cannot import the domain: Domain acme.test does not exist; add it in Atlassian Administration under Directory > Domains")
	_, diagnostics = server.ImportByID(verification, "no-such")
	require.ErrorContains(t, diagnostics.Err(), "name or ID no-such does not exist; an import ID is a domain's name, such as example.com")
	_, diagnostics = server.ImportByIdentity(verification, map[string]any{"domain": id})
	require.ErrorContains(t, diagnostics.Err(), "is not a domain name")
	_, diagnostics = server.ImportByIdentity(verification, map[string]any{"domain": "acme.dev", "organization_id": "another"})
	require.ErrorContains(t, diagnostics.Err(), "Another organization")
}
