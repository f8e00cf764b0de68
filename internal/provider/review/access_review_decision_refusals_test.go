// SPDX-License-Identifier: MPL-2.0

package review_test

import (
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// A creation says in its plan who is undecided, and for what it is going to fail. It fails, and leaves no state.
func TestACreationWithSomebodyUndecided(t *testing.T) {
	t.Parallel()
	org := start(t)
	server := acctest.Server(t, org, nil)
	config := without(reviewed(org), "keep", ivan)
	plan := server.PlanCreate(decisionType, config)
	require.NoError(t, plan.Diagnostics.Err())
	warned := strings.Join(plan.Diagnostics.Warnings(), "\n")
	for _, part := range []string{
		"As it is, apply will fail. Nobody has decided on the access of 1 account:\n- " + ivan + ` "Ivan Petrov" (` + org.Simulator.AccountID(ivan) + ", status active): has access, and nobody has decided on it",
		"keep = {\n  \"" + ivan + "\" = \"REASON\"\n}",
		"Accounts are covered as part of a whole",
		`group "engineering" (` + org.Simulator.GroupID("engineering") + "): 3 accounts: " + chen + ", " + dana + ", " + gus,
		"role atlassian/user on " + confluence + ": 4 accounts: " + ada,
	} {
		assert.Contains(t, warned, part)
	}
	state, diagnostics := server.ApplyResource(plan)
	require.Nil(t, state)
	require.Len(t, diagnostics.Errors(), 1)
	assert.Contains(t, diagnostics.Errors()[0], "Accounts have access, and nobody has decided on it: Nobody has decided on the access of 1 account:\n- "+ivan)
}

// A message stays short enough to be read.
func TestAPlanOfManyUndecided(t *testing.T) {
	t.Parallel()
	org := start(t)
	for i := range 30 {
		_, err := org.Simulator.AddUser(simulator.User{Email: strings.Repeat("x", i+1) + "@acme.example"})
		require.NoError(t, err)
	}
	plan := acctest.Server(t, org, nil).PlanCreate(decisionType, reviewed(org))
	warned := strings.Join(plan.Diagnostics.Warnings(), "\n")
	assert.Contains(t, warned, "access of 30 accounts:")
	assert.Contains(t, warned, "\n- and 10 more\n")
	assert.Equal(t, 5, strings.Count(warned, `= "REASON"`))
}

func TestWordsOfADecisionThatAreWrong(t *testing.T) {
	t.Parallel()
	org := start(t)
	for name, c := range map[string]struct {
		config map[string]any
		says   string
	}{
		"a quarter":         {map[string]any{"quarter": "Q4 2026"}, `quarter must be a quarter such as 2026-Q4, and "Q4 2026" is not.`},
		"nobody reviewed":   {map[string]any{"reviewed_by": " "}, "must name who has decided"},
		"a time":            {map[string]any{"reviewed_at": "yesterday"}, `Not a time: reviewed_at must be a time in RFC 3339 format, such as 2026-11-28T09:30:00Z, but is "yesterday".`},
		"no reason":         {map[string]any{"keep": map[string]any{ada: "  "}}, "A reason is missing: " + ada + " has no reason. A reviewer has to say why: write it as the value of this key."},
		"a null reason":     {map[string]any{"remove": map[string]any{ada: nil}}, "A reason is missing: " + ada},
		"no group":          {map[string]any{"groups": map[string]any{"engineering": "why"}}, "is not the ID of a group, a UUID in lower case. If you have only its name, use the data source atlassian_group to find the ID."},
		"no person":         {map[string]any{"keep": map[string]any{"ada okafor": "why"}}, `"ada okafor" is not an account ID.`},
		"no address":        {map[string]any{"keep": map[string]any{"ada@": "why"}}, `"ada@" is not an e-mail address.`},
		"no key":            {map[string]any{"keep_api_keys": map[string]any{"my key": "why"}}, `"my key" is not the ID of an API key.`},
		"an address twice":  {map[string]any{"keep": map[string]any{ada: "why", "Ada.Okafor@acme.example": "why"}}, "One address is there twice: Ada.Okafor@acme.example and " + ada + " are one e-mail address"},
		"kept and removed":  {map[string]any{"keep": map[string]any{ada: "why"}, "remove": map[string]any{"ADA.okafor@acme.example": "why"}}, "One account is kept and removed: ADA.okafor@acme.example is in remove, and keep has " + ada},
		"both ways":         {map[string]any{"app_roles": []any{map[string]any{"resource_id": jira, "site": "acme", "product": "jira-software", "role": "atlassian/user"}}}, "write either resource_id, or site and product"},
		"neither way":       {map[string]any{"app_roles": []any{map[string]any{"role": "atlassian/user"}}}, "write either resource_id, or site and product"},
		"half a way":        {map[string]any{"app_roles": []any{map[string]any{"site": "acme", "role": "atlassian/user"}}}, "write either resource_id, or site and product"},
		"days":              {map[string]any{"valid_for_days": 0}, "valid_for_days"},
		"no directories":    {map[string]any{"directory_ids": []any{}}, "directory_ids"},
		"a directory twice": {map[string]any{"directory_ids": []any{"a", "a"}}, "directory_ids"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := map[string]any{"quarter": "2026-Q4", "reviewed_by": "Ada"}
			maps.Copy(config, c.config)
			assert.ErrorContains(t, acctest.Server(t, org, nil).ValidateResourceConfig(decisionType, config).Err(), c.says)
		})
	}
	for name, c := range map[string]struct {
		config map[string]any
		says   string
	}{
		"nobody to keep":   {with(reviewed(org), "keep", map[string]any{"adaa@acme.example": "why"}), `There is no such account: keep has adaa@acme.example, and there is no such account in the organization. Check the spelling, or take it out if this person has left since.`},
		"nobody to remove": {with(reviewed(org), "remove", map[string]any{"712020:nobody": "why"}), "There is no such account: remove has 712020:nobody"},
		"nobody suspended": {with(reviewed(org), "keep_suspended", map[string]any{"nobody@acme.example": "why"}), "There is no such account: keep_suspended has nobody@acme.example"},
		"no group":         {with(reviewed(org), "groups", map[string]any{"00000000-0000-4000-8000-000000000001": "why"}), "There is no such group: groups has 00000000-0000-4000-8000-000000000001, and the organization has no group with this ID."},
		"no key":           {with(reviewed(org), "keep_api_keys", map[string]any{"none": "why"}), "There is no such API key: keep_api_keys has none"},
		"kept twice":       {with(reviewed(org), "keep", map[string]any{org.Simulator.AccountID(fatima): "why"}), "One account is named twice: keep has " + org.Simulator.AccountID(fatima) + " and " + fatima + ", which are one account."},
		"kept and removed": {with(reviewed(org), "remove", map[string]any{org.Simulator.AccountID(fatima): "why"}), "One account is kept and removed: " + org.Simulator.AccountID(fatima) + " is the account of " + fatima + " in keep"},
		"no directory":     {with(map[string]any{"quarter": "2026-Q4", "reviewed_by": "Ada", "directory_ids": []any{"b7d92e46-58c1-4f3a-8e20-91a4c6d3f5b9"}}, "keep", nil), "Cannot read who has access: "},
		"no site":          {map[string]any{"quarter": "2026-Q4", "reviewed_by": "Ada", "app_roles": []any{map[string]any{"site": "acne", "product": "jira-software", "role": "atlassian/user"}}}, "There is no such site: The organization lists no site"},
		"from tomorrow": {func() map[string]any {
			config := reviewed(org)
			config["reviewed_at"] = time.Now().Add(24 * time.Hour).Format(time.RFC3339)
			return config
		}(), "The review lies in the future: reviewed_at is "},
		"from long ago": {func() map[string]any {
			config := reviewed(org)
			config["reviewed_at"] = time.Now().Add(-101 * 24 * time.Hour).Format(time.RFC3339)
			return config
		}(), "and a review is good for 100 days (valid_for_days), so this one has expired."},
	} {
		t.Run("plan: "+name, func(t *testing.T) {
			t.Parallel()
			assert.ErrorContains(t, acctest.Server(t, org, nil).PlanCreate(decisionType, c.config).Diagnostics.Err(), c.says)
		})
	}
}

// What cannot be read is an error, never a decision that holds.
func TestWhatCannotBeReadIsNotDecided(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault simulator.Fault
		says  string
	}{
		"the accounts": {simulator.Fault{Operation: "POST /admin/v2/orgs/{orgId}/directories/{directoryId}/users/search", Status: http.StatusForbidden, Count: -1}, "Cannot read who has access: "},
		"their count":  {simulator.Fault{Operation: "GET /admin/v2/orgs/{orgId}/directories/{directoryId}/users/count", Status: http.StatusForbidden, Count: -1}, "Cannot read who has access: "},
		"the groups":   {simulator.Fault{Operation: "POST /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/search", Status: http.StatusForbidden, Count: -1}, "Cannot read who has access: "},
		"the API keys": {simulator.Fault{Operation: "GET /admin/api-access/v1/orgs/{orgId}/api-keys", Status: http.StatusForbidden, Count: -1}, "So it is not known which keys are about to expire. To review access without API keys, set key_expiry_days = 0."},
		"part of them": {simulator.Fault{Operation: "POST /admin/v2/orgs/{orgId}/directories/{directoryId}/users/search", Partial: true, Count: -1}, "accounts that match, but its search shows only"},
		"none of them": {simulator.Fault{Operation: "POST /admin/v2/orgs/{orgId}/directories/{directoryId}/users/search", Empty: true, Count: -1}, "accounts that match, but its search shows none"},
		"part of keys": {simulator.Fault{Operation: "GET /admin/api-access/v1/orgs/{orgId}/api-keys", Empty: true, Count: -1}, "Cannot read the API keys: "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := start(t)
			config := reviewed(org)
			state := deciding(t, org, config)
			org.Simulator.Inject(c.fault)
			_, diagnostics := acctest.Server(t, org, nil).ReadResource(state)
			assert.ErrorContains(t, diagnostics.Err(), c.says, "a refresh")
			assert.ErrorContains(t, acctest.Server(t, org, nil).PlanCreate(decisionType, config).Diagnostics.Err(), c.says, "a plan")
		})
	}
}

// Without API keys, nothing is said about them, and nothing is asked.
func TestAReviewWithoutAPIKeys(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t) // whose own key does not say when it expires
	config := reviewed(org)
	plan := acctest.Server(t, org, nil).PlanCreate(decisionType, config)
	assert.Contains(t, strings.Join(plan.Diagnostics.Warnings(), "\n"), "does not say when it expires")
	config["key_expiry_days"] = 0
	org.Simulator.ResetRequests()
	state := deciding(t, org, config)
	assert.Nil(t, state.Values["expiring_api_keys"])
	for operation := range org.Simulator.Requests() {
		assert.NotContains(t, operation, "api-keys")
	}
	config["key_expiry_days"] = 30
	plan = acctest.Server(t, org, nil).PlanUpdate(state, config)
	require.NoError(t, plan.Diagnostics.Err())
	assert.Equal(t, protocol.Update, plan.Action)
	_, diagnostics := acctest.Server(t, org, nil).ApplyResource(plan)
	assert.ErrorContains(t, diagnostics.Err(), "API keys expire: Somebody has to look at 1 API key:")
}
