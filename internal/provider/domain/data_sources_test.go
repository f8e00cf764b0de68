// SPDX-License-Identifier: MPL-2.0

package domain_test

import (
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func TestDomain(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := acctest.Server(t, org, nil)
	id := org.Simulator.DomainID("acme.dev")
	require.NotEmpty(t, id)
	whole := func(name string) map[string]any {
		return map[string]any{"id": id, "name": name, "claim_type": "http", "status": "verified"}
	}

	found, diagnostics := server.ReadDataSource("atlassian_domain", map[string]any{"name": "Acme.DEV"})
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, whole("Acme.DEV"), found, "the user's spelling stays")

	found, diagnostics = server.ReadDataSource("atlassian_domain", map[string]any{"id": id})
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, whole("acme.dev"), found)

	found, diagnostics = server.ReadDataSource("atlassian_domain", map[string]any{"name": "acme-labs.example"})
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, "unverified", found["status"])

	assert.Equal(t, 1, org.Requests(), "one read of the listing serves all")
}

func TestDomainRefusals(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	require.NoError(t, org.Simulator.AddDomain("gone.example", "dns", "deleted"))
	server := acctest.Server(t, org, nil)
	for name, test := range map[string]struct {
		config map[string]any
		says   []string
	}{
		"neither":     {map[string]any{}, []string{"Exactly one of these attributes must be configured: [id,name]"}},
		"both":        {map[string]any{"name": "acme.dev", "id": "1"}, []string{"Exactly one of these attributes must be configured: [id,name]"}},
		"no name":     {map[string]any{"name": "https://acme.dev"}, []string{"Invalid domain name", `"https://acme.dev" is not a domain name`, "such as example.com"}},
		"not listed":  {map[string]any{"name": "acme.test"}, []string{"The domain is not listed", "acme.test", "Directory > Domains", `AttributeName("name")`}},
		"deleted":     {map[string]any{"name": "gone.example"}, []string{"The domain is not listed"}},
		"unknown ID":  {map[string]any{"id": "no-such"}, []string{"The domain is not listed", "no-such", `AttributeName("id")`}},
		"an empty ID": {map[string]any{"id": ""}, []string{"id"}},
	} {
		_, diagnostics := server.ReadDataSource("atlassian_domain", test.config)
		require.Error(t, diagnostics.Err(), name)
		for _, part := range test.says {
			require.ErrorContains(t, diagnostics.Err(), part, name)
		}
	}
}

func TestDomains(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	require.NoError(t, org.Simulator.AddDomain("gone.example", "dns", "deleted"))
	server := acctest.Server(t, org, nil)
	for name, test := range map[string]struct {
		config map[string]any
		want   []string
	}{
		"all":        {map[string]any{}, []string{"acme-labs.example", "acme.dev", "acme.example"}},
		"status":     {map[string]any{"status": "verified"}, []string{"acme.dev", "acme.example"}},
		"claim type": {map[string]any{"claim_type": "dns"}, []string{"acme-labs.example", "acme.example"}},
		"both":       {map[string]any{"status": "unverified", "claim_type": "http"}, []string{}},
	} {
		answer, diagnostics := server.ReadDataSource("atlassian_domains", test.config)
		require.NoError(t, diagnostics.Err(), name)
		names := []string{}
		for _, one := range answer["domains"].([]any) {
			names = append(names, one.(map[string]any)["name"].(string))
		}
		assert.Equal(t, test.want, names, name)
	}
	assert.Equal(t, 1, org.Requests(), "one read of the listing serves all")

	_, diagnostics := server.ReadDataSource("atlassian_domains", map[string]any{"status": "deleted"})
	require.Error(t, diagnostics.Err(), "an empty answer would look like a fact")
	_, diagnostics = server.ReadDataSource("atlassian_domains", map[string]any{"claim_type": "DNS"})
	require.ErrorContains(t, diagnostics.Err(), `Write "dns"`)
}

// A listing that cannot be read is an error, and never an empty list.
func TestDomainsUnreadable(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	org.Simulator.Inject(simulator.Fault{Operation: listing, Status: http.StatusForbidden, Count: -1})
	server := acctest.Server(t, org, nil)
	_, diagnostics := server.ReadDataSource("atlassian_domains", map[string]any{})
	require.ErrorContains(t, diagnostics.Err(), "Cannot list the domains")
	_, diagnostics = server.ReadDataSource("atlassian_domain", map[string]any{"name": "acme.dev"})
	require.ErrorContains(t, diagnostics.Err(), "Cannot read the domain")
}

func TestDataSourcesFromTheCLI(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{
			Config: acctest.Config(org, `
				data "atlassian_domains" "all" {}
				data "atlassian_domain" "each" {
					count = length(data.atlassian_domains.all.domains)
					id    = data.atlassian_domains.all.domains[count.index].id
				}
				output "status" {
					value = join(",", sort([for d in data.atlassian_domain.each : "${d.name}=${d.status}"]))
				}`),
			ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownOutputValue("status",
				knownvalue.StringExact("acme-labs.example=unverified,acme.dev=verified,acme.example=verified"))},
		},
	}})
}
