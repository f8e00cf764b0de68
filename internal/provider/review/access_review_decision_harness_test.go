// SPDX-License-Identifier: MPL-2.0

package review_test

import (
	"maps"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const decisionType = "atlassian_access_review_decision"

// People and places of the small company.
const (
	ada, bruno, chen, dana = "ada.okafor@acme.example", "bruno.keller@acme.example", "chen.li@acme.example", "dana.novak@acme.example"
	emil, fatima, gus      = "emil.sorensen@acme.example", "fatima.haddad@acme.example", "gus.moreau@acme.dev"
	hana, ivan, julia      = "hana.sato@acme.dev", "ivan.petrov@acme.dev", "julia.santos@acme.example"
	kofi, lena, milo       = "kofi.mensah@acme.example", "lena.fischer@contractor.example", "milo.rossi@contractor.example"

	jira       = "ari:cloud:jira-software::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
	confluence = "ari:cloud:confluence::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
)

// start is the small company, whose API key says when it expires.
func start(t testing.TB, options ...simulated.Option) *simulated.Organization {
	t.Helper()
	org := simulated.Start(t, append([]simulated.Option{simulated.WithStart(keyed())}, options...)...)
	return org
}

func keyed() simulator.Organization {
	company := simulator.SmallCompany()
	company.APIKey.Label = "pipeline"
	company.APIKey.ExpiresAt = time.Now().Add(200 * 24 * time.Hour)
	return company
}

// reviewed is a configuration that decides on everybody in the small company, with changes.
func reviewed(org *simulated.Organization, changes ...map[string]any) map[string]any {
	config := map[string]any{
		"quarter": "2026-Q4", "reviewed_by": "Ada Okafor",
		"keep": map[string]any{
			"Ada.Okafor@acme.example": "owns the organization", org.Simulator.AccountID(bruno): "stands in for Ada", fatima: "answers requests", ivan: "on call", milo: "until the end of the project",
		},
		"groups": map[string]any{
			org.Simulator.GroupID("jira-users"): "reviewed by Dana", org.Simulator.GroupID("engineering"): "reviewed by Dana",
		},
		"app_roles": []any{map[string]any{"resource_id": confluence, "role": "atlassian/user"}},
	}
	for _, change := range changes {
		maps.Copy(config, change)
	}
	return config
}

// with is a configuration in which a map has more.
func with(config map[string]any, attribute string, more map[string]any) map[string]any {
	changed := maps.Clone(config)
	all := map[string]any{}
	if before, is := config[attribute].(map[string]any); is {
		maps.Copy(all, before)
	}
	maps.Copy(all, more)
	changed[attribute] = all
	return changed
}

// without is a configuration in which a map has less.
func without(config map[string]any, attribute string, keys ...string) map[string]any {
	changed := with(config, attribute, nil)
	for _, key := range keys {
		delete(changed[attribute].(map[string]any), key)
	}
	return changed
}

// deciding brings a decision that holds into the state.
func deciding(t *testing.T, org *simulated.Organization, config map[string]any) *protocol.State {
	t.Helper()
	return acctest.Server(t, org, nil).Converge(t, decisionType, config)
}

// refreshed is a state after a refresh by a run of its own.
func refreshed(t *testing.T, org *simulated.Organization, state *protocol.State) *protocol.State {
	t.Helper()
	read, diagnostics := acctest.Server(t, org, nil).ReadResource(state)
	require.NoError(t, diagnostics.Err())
	require.NotNil(t, read)
	return read
}

// column is one attribute of every element of a list in a state.
func column(values map[string]any, list, attribute string) []any {
	found := []any{}
	elements, _ := values[list].([]any)
	for _, element := range elements {
		found = append(found, element.(map[string]any)[attribute])
	}
	return found
}

// lists are the findings that are lists.
var lists = []string{"undecided", "not_removed", "suspended_with_roles", "expiring_api_keys", "missing_groups"}

// protocolServer is a provider that is not configured yet.
func protocolServer(t *testing.T) *protocol.Server {
	t.Helper()
	return protocol.New(t, provider.New("test")())
}
