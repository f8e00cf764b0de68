// SPDX-License-Identifier: MPL-2.0

package authpolicy_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// People of the small company: the first four are in the policy Staff, all others who are managed in Everyone.
const (
	ada    = "ada.okafor@acme.example"
	bruno  = "bruno.keller@acme.example"
	chen   = "chen.li@acme.example"
	dana   = "dana.novak@acme.example"
	emil   = "emil.sorensen@acme.example"
	fatima = "fatima.haddad@acme.example"
	gus    = "gus.moreau@acme.dev"
	lena   = "lena.fischer@contractor.example" // is not managed
)

// Policies of the small company.
const (
	everyone = "a3d1c0f2-7b64-4e19-8c5d-2f90b6e4a718"
	staff    = "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045"
	glass    = "e5f7a926-3c81-4d0b-9f47-81b2d6c3e05a"
)

// Operations that tests count or disturb.
const (
	moveOperation   = "POST /admin/control/v1/orgs/{orgId}/auth-policy/{policyId}/add-users"
	taskOperation   = "GET /admin/control/v1/orgs/{orgId}/auth-policy/task/{taskId}"
	fetchOperation  = "POST /admin/control/v1/orgs/{orgId}/users/auth-policies/bulk-fetch"
	searchOperation = "POST /admin/v2/orgs/{orgId}/directories/{directoryId}/users/search"
	countOperation  = "GET /admin/v2/orgs/{orgId}/directories/{directoryId}/users/count"
)

// accounts are the account IDs of people, in their order.
func accounts(org *simulated.Organization, emails ...string) []string {
	ids := make([]string, len(emails))
	for i, email := range emails {
		ids[i] = org.Simulator.AccountID(email)
	}
	return ids
}

func anys(texts []string) []any {
	values := make([]any, len(texts))
	for i, text := range texts {
		values[i] = text
	}
	return values
}

// inPolicy checks that people really are in a policy, however a state words it.
func inPolicy(t *testing.T, org *simulated.Organization, policy string, emails ...string) {
	t.Helper()
	for _, email := range emails {
		assert.Equal(t, policy, org.Simulator.AuthenticationPolicyOf(email), email)
	}
}

// really is [inPolicy] as a check of the CLI's tests.
func really(t *testing.T, org *simulated.Organization, policy string, emails ...string) func(*terraform.State) error {
	t.Helper()
	return func(*terraform.State) error {
		inPolicy(t, org, policy, emails...)
		return nil
	}
}

// movesLogged are the moves that the audit log tells of, in the console and by the API.
func movesLogged(t *testing.T, org *simulated.Organization) []atlassian.Event {
	t.Helper()
	client, err := atlassian.New(atlassian.Config{BaseURL: org.URL, APIKey: org.Credentials.APIKey, UserAgent: "test"})
	require.NoError(t, err)
	var moves []atlassian.Event
	for event, err := range client.Events(t.Context(), org.Credentials.OrganizationID, atlassian.EventFilter{Action: simulator.ActionPolicyMemberMoved}) {
		require.NoError(t, err)
		moves = append(moves, event)
	}
	return moves
}

func identity(org *simulated.Organization, policy string) map[string]any {
	return map[string]any{"organization_id": org.Credentials.OrganizationID, "policy_id": policy}
}

// lengthBefore is the plan check of how long a list was before the plan's changes.
type lengthBefore struct {
	address, attribute string
	want               int
}

func (l lengthBefore) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	for _, change := range req.Plan.ResourceChanges {
		values, _ := change.Change.Before.(map[string]any)
		if list, _ := values[l.attribute].([]any); change.Address == l.address && len(list) == l.want {
			return
		}
	}
	resp.Error = fmt.Errorf("%s.%s had not %d elements before", l.address, l.attribute, l.want)
}
