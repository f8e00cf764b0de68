// SPDX-License-Identifier: MPL-2.0

package apiaccess_test

import (
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const (
	keysType   = "atlassian_api_keys"
	tokensType = "atlassian_api_tokens"

	opKeys   = "GET /admin/api-access/v1/orgs/{orgId}/api-keys"
	opTokens = "GET /admin/api-access/v1/orgs/{orgId}/api-tokens"

	emil = "emil.sorensen@acme.example"
	hana = "hana.sato@acme.dev"

	asOf = "2026-11-28T12:00:00Z"
)

// day is noon of a day of November 2026, in which asOf is the 28th.
func day(n int) time.Time { return time.Date(2026, 11, n, 12, 0, 0, 0, time.UTC) }

// company is the small company with keys and tokens of two people. The real time does not matter: nothing here expires before 2090, but
// one key that has expired long ago.
func company() simulator.Organization {
	start := simulator.SmallCompany()
	start.APIKey = simulator.APIKey{ID: "own", Label: "pipeline", CreatedAt: day(1), ExpiresAt: day(28).AddDate(100, 0, 0), LastActiveAt: day(28)}
	start.OtherAPIKeys = []simulator.APIKey{
		{ID: "over", Label: "Laptop", CreatedBy: emil, CreatedAt: day(1).AddDate(-2, 0, 0), ExpiresAt: day(1).AddDate(-1, 0, 0)},
		{ID: "reader", Label: "audit", CreatedBy: hana, Scopes: []string{"read:accounts:admin"}},
	}
	start.UserAPIToken = simulator.UserAPIToken{Email: emil, ID: "own-token", Label: "terraform", CreatedAt: day(1), LastActiveAt: day(28)}
	start.APITokens = []simulator.APIToken{
		{ID: "t1", User: emil, Label: "backup", CreatedAt: day(1).AddDate(-1, 0, 0), LastActiveAt: day(1).AddDate(0, -6, 0), ExpiresAt: day(28).AddDate(100, 0, 0)},
		{ID: "t2", User: hana, Label: "script", CreatedAt: day(27), Scopes: []string{"read:jira-work"}, Status: "BLOCKED"},
	}
	return start
}

func column(rows any, name string) []any {
	found := []any{}
	for _, row := range rows.([]any) {
		found = append(found, row.(map[string]any)[name])
	}
	return found
}

func TestAPIKeys(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, simulated.WithStart(company()), simulated.AsDocumented())
	server := acctest.Server(t, org, nil)
	got, diagnostics := server.ReadDataSource(keysType, map[string]any{"as_of": asOf})
	require.NoError(t, diagnostics.Err())
	owner := func(email, name string) map[string]any {
		return map[string]any{"account_id": org.Simulator.AccountID(email), "email": email, "name": name}
	}
	assert.Equal(t, []any{
		map[string]any{
			"id": "reader", "label": "audit", "owner": owner(hana, "Hana Sato"), "scopes": []any{"read:accounts:admin"}, "created_at": nil, "last_active_at": nil,
			"expires_at": nil, "expires_in_days": nil, "used_by_provider": "no",
		},
		map[string]any{
			"id": "over", "label": "Laptop", "owner": owner(emil, "Emil Sorensen"), "scopes": []any{}, "created_at": "2024-11-01T12:00:00Z", "last_active_at": nil,
			"expires_at": "2025-11-01T12:00:00Z", "expires_in_days": int64(-392), "used_by_provider": "no",
		},
		map[string]any{
			"id": "own", "label": "pipeline", "owner": nil, "scopes": []any{}, "created_at": "2026-11-01T12:00:00Z", "last_active_at": "2026-11-28T12:00:00Z",
			"expires_at": "2126-11-28T12:00:00Z", "expires_in_days": int64(36524), "used_by_provider": "yes",
		},
	}, got["api_keys"])
	for name, c := range map[string]struct {
		config map[string]any
		want   []any
	}{
		"near, past or unknown": {map[string]any{"expires_within_days": 30}, []any{"reader", "over"}},
		"before":                {map[string]any{"expires_before": "2026-01-01T00:00:00Z"}, []any{"reader", "over"}},
		"after":                 {map[string]any{"expires_after": "2026-01-01T00:00:00Z"}, []any{"reader", "own"}},
		"unused":                {map[string]any{"unused_for_days": 90}, []any{"reader", "over"}},
		"not used since":        {map[string]any{"last_active_before": asOf}, []any{"reader", "over"}},
		"used":                  {map[string]any{"last_active_after": "2026-01-01T00:00:00Z"}, []any{"own"}},
		"search":                {map[string]any{"search": "EMIL"}, []any{"over"}},
		"none":                  {map[string]any{"search": "nothing"}, []any{}},
	} {
		c.config["as_of"] = asOf
		got, diagnostics := server.ReadDataSource(keysType, c.config)
		require.NoError(t, diagnostics.Err(), name)
		assert.Equal(t, c.want, column(got["api_keys"], "id"), name)
	}
	assert.Equal(t, map[string]int{opKeys: 1, opKeys + "/count": 1}, org.Simulator.Requests(), "one run reads once")
}

func TestAPITokens(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, simulated.WithStart(company()), simulated.AsDocumented())
	server := acctest.Server(t, org, nil)
	got, diagnostics := server.ReadDataSource(tokensType, map[string]any{"as_of": asOf})
	require.NoError(t, diagnostics.Err())
	rows := got["api_tokens"]
	assert.Equal(t, []any{"t1", "own-token", "t2"}, column(rows, "id"))
	assert.Equal(t, []any{"ALLOWED", "ALLOWED", "BLOCKED"}, column(rows, "status"))
	assert.Equal(t, []any{"maybe", "maybe", "no"}, column(rows, "used_by_provider"), "user_email is Emil's")
	assert.Equal(t, []any{"2026-05-01T12:00:00Z", "2026-11-28T12:00:00Z", nil}, column(rows, "last_active_at"))
	for name, c := range map[string]struct {
		config map[string]any
		want   []any
	}{
		"unused, and not new":  {map[string]any{"unused_for_days": 90}, []any{"t1"}},
		"never used is unused": {map[string]any{"unused_for_days": 1}, []any{"t1"}},
		"from a day on":        {map[string]any{"unused_for_days": 0}, []any{"t1", "t2"}},
		"not used since":       {map[string]any{"last_active_before": "2026-11-01T00:00:00Z"}, []any{"t1", "t2"}},
		"blocked":              {map[string]any{"status": "BLOCKED"}, []any{"t2"}},
		"new":                  {map[string]any{"created_after": "2026-11-20T00:00:00Z"}, []any{"t2"}},
		"old":                  {map[string]any{"created_before": "2026-01-01T00:00:00Z"}, []any{"t1"}},
		"the earlier of both":  {map[string]any{"created_before": "2025-01-01T00:00:00Z", "unused_for_days": 90}, []any{}},
		"an unknown expiry":    {map[string]any{"expires_within_days": 10}, []any{"own-token", "t2"}},
	} {
		c.config["as_of"] = asOf
		got, diagnostics := server.ReadDataSource(tokensType, c.config)
		require.NoError(t, diagnostics.Err(), name)
		assert.Equal(t, c.want, column(got["api_tokens"], "id"), name)
	}
	assert.Equal(t, map[string]int{opTokens: 1, opTokens + "/count": 1}, org.Simulator.Requests())
}

func TestListsThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for kind, operation := range map[string]string{keysType: opKeys, tokensType: opTokens} {
		org := simulated.Start(t, simulated.WithStart(company()))
		org.Simulator.Inject(simulator.Fault{Operation: operation, Status: 403, Count: -1})
		_, diagnostics := acctest.Server(t, org, nil).ReadDataSource(kind, map[string]any{})
		require.ErrorContains(t, diagnostics.Err(), "Cannot list the API ")
		require.ErrorContains(t, diagnostics.Err(), "The API key may lack a scope.")
	}
	org := simulated.Start(t, simulated.WithStart(company()))
	for _, config := range []map[string]any{
		{"as_of": "yesterday"},
		{"expires_before": "2026-11-28"},
		{"expires_within_days": -1},
		{"search": ""},
		{"expires_within_days": 1, "expires_before": asOf},
		{"unused_for_days": 1, "last_active_before": asOf},
	} {
		_, diagnostics := acctest.Server(t, org, nil).ReadDataSource(keysType, config)
		require.Error(t, diagnostics.Err(), "%v", config)
	}
	_, diagnostics := acctest.Server(t, org, nil).ReadDataSource(tokensType, map[string]any{"created_after": "soon"})
	require.EqualError(t, diagnostics.Err(), `Invalid value: created_after must be a time in RFC 3339 such as 2026-11-26T09:00:00Z, but "soon" is not. (at AttributeName("created_after"))`)
}

// From now on, days count from the time of the read.
func TestAPIKeysFromTheCLI(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	start := company()
	start.APIKey.ExpiresAt = time.Now().Add(10*24*time.Hour + time.Hour)
	org := simulated.Start(t, simulated.WithStart(start))
	config := acctest.Config(org, `
data "atlassian_api_keys" "expiring" {
  expires_within_days = 30
  search              = "pipeline"
}

data "atlassian_api_tokens" "all" {}

output "days" {
  value = data.atlassian_api_keys.expiring.api_keys[0].expires_in_days
}

output "owners" {
  value = join(" ", distinct(data.atlassian_api_tokens.all.api_tokens[*].owner.email))
}
`)
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: config, Check: resource.ComposeAggregateTestCheckFunc(resource.TestCheckOutput("days", "10"), resource.TestCheckOutput("owners", emil+" "+hana))},
		{Config: config, PlanOnly: true},
	}})
}
