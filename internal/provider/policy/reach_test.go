// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"net/http"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// onProducts is a configuration of an allowlist for products of sites, written as pairs.
func onProducts(pairs ...any) map[string]any {
	var products []any
	for pair := range slices.Chunk(pairs, 2) {
		products = append(products, map[string]any{"site": pair[0], "product": pair[1]})
	}
	return allowing("resource_ids", nil, "products", products)
}

func TestAPolicyOnNoSuchProduct(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := acctest.Server(t, org, nil)
	for want, config := range map[string]map[string]any{
		`There is no such site: The organization lists no site "nowhere". It lists these:` + "\n- \"acme\" (at ": onProducts("nowhere", "confluence"),
		`The site has no such product: Atlassian lists no product "trello" on site "acme". It lists these:`:      onProducts("acme", "confluence", "acme", "trello"),
	} {
		plan := server.PlanCreate(allowlistType, config)
		require.Len(t, plan.Diagnostics.Errors(), 1)
		assert.Contains(t, plan.Diagnostics.Errors()[0], want)
		server.Walk()
	}
	for want, config := range map[string]map[string]any{
		`"acme" is not an Atlassian Resource Identifier (ARI). Write it as ari:cloud:OWNER::site/SITE_ID, as the data source atlassian_workspaces lists it, ` +
			`or name the product by its site in products.`: allowing("resource_ids", list("acme")),
		"To name a product by its ARI, write it into resource_ids.": onProducts(confluence, "confluence"),
		"Duplicate element": allowing("resource_ids", list(confluence, confluence)),
	} {
		diagnostics := server.ValidateResourceConfig(allowlistType, config)
		require.Len(t, diagnostics.Errors(), 1, want)
		assert.Contains(t, diagnostics.Errors()[0], want)
	}
}

// What is not known in the plan is found in the apply, or refused there before anything is sent.
func TestAPolicyWhoseProductsAreNotKnownYet(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	plan := acctest.Server(t, org, nil).PlanCreate(allowlistType, onProducts("acme", "confluence", protocol.Unknown, "jira-software"))
	require.NoError(t, plan.Diagnostics.Err())
	assert.Equal(t, protocol.Unknown, plan.Planned["resources"])

	_, diagnostics := acctest.Server(t, org, nil).ApplyKnown(plan, onProducts("acme", "confluence", "nowhere", "jira-software"))
	require.ErrorContains(t, diagnostics.Err(), `The organization lists no site "nowhere"`)
	assert.Empty(t, allowlists(org))

	state, diagnostics := acctest.Server(t, org, nil).ApplyKnown(plan, onProducts("acme", "confluence", "acme", "jira-software"))
	require.NoError(t, diagnostics.Err())
	assert.ElementsMatch(t, list(confluence, jira), state.Values["resources"])
	assert.ElementsMatch(t, []string{confluence, jira}, resourcesOf(only(t, org)))
}

// Without the list of sites, a plan cannot tell drift from what is configured: it shows an update, says why, and the apply stops.
func TestAPolicyWithoutTheListOfSites(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	config := onProducts("acme", "confluence")
	state := acctest.Server(t, org, nil).Converge(t, allowlistType, config)
	org.Simulator.Inject(simulator.Fault{Operation: queryWorkspaces, Status: http.StatusForbidden, Count: -1})
	server := acctest.Server(t, org, nil)
	plan := server.PlanUpdate(state, config)
	require.NoError(t, plan.Diagnostics.Err())
	assert.Equal(t, protocol.Update, plan.Action)
	assert.Equal(t, protocol.Unknown, plan.Planned["resources"])
	assert.Contains(t, plan.Diagnostics.Warnings()[0], "The products cannot be looked up")
	after, diagnostics := acctest.Server(t, org, nil).ApplyResource(plan)
	require.ErrorContains(t, diagnostics.Err(), "The products cannot be looked up")
	assert.Equal(t, state.Values["resources"], after.Values["resources"])
	assert.Equal(t, []string{confluence}, resourcesOf(only(t, org)))
}

// A product that one answer lacks is looked for once more, so that a policy does not lose it.
func TestAPolicyOnAProductThatOneAnswerLacks(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	config := onProducts("acme", "confluence")
	state := acctest.Server(t, org, nil).Converge(t, allowlistType, config)
	lacking := func(answers int32) *simulated.Organization {
		var seen atomic.Int32
		return org.Edited(t, "/workspaces", func(body any) any {
			if page, ok := body.(map[string]any); ok && seen.Add(1) <= answers {
				page["data"], page["meta"] = []any{}, nil
			}
			return body
		})
	}
	plan := acctest.Server(t, lacking(1), nil).PlanUpdate(state, config)
	require.NoError(t, plan.Diagnostics.Err())
	assert.Equal(t, protocol.NoOp, plan.Action)
	plan = acctest.Server(t, lacking(2), nil).PlanUpdate(state, config)
	require.ErrorContains(t, plan.Diagnostics.Err(), `The organization lists no site "acme". It lists no site at all.`)
}

// The way in which a product is named changes nothing in Atlassian.
func TestTheWayInWhichAProductIsNamed(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	state := acctest.Server(t, org, nil).Converge(t, allowlistType, allowing())
	org.Simulator.ResetRequests()
	named := acctest.Server(t, org, nil).ConvergeFrom(t, state, onProducts("https://acme.atlassian.net", "Confluence"))
	assert.Nil(t, named.Values["resource_ids"])
	assert.Equal(t, list(confluence), named.Values["resources"])
	for _, write := range []string{updatePolicy, addResource, removeResource} {
		assert.Zero(t, org.Simulator.Requests()[write], write)
	}
}
