// SPDX-License-Identifier: MPL-2.0

package review_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func TestAccessReviewRefusals(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	for says, config := range map[string]map[string]any{
		`as_of must be a time in RFC 3339 such as 2026-10-01T09:00:00Z, and "2026-10-01" is none.`: {"as_of": "2026-10-01"},
		`must be a date such as 2026-10-01, or a time in RFC 3339`:                                 {"reviewed": map[string]any{ada: "last week"}},
		`A key must be an account ID or an e-mail address, and "Ada Okafor" is neither.`:           {"reviewed": map[string]any{"Ada Okafor": "2026-10-01"}},
		"directory_ids":                       {"directory_ids": []any{}},
		"at most 10 elements":                 {"directory_ids": slices.Repeat([]any{"b7d92e46-58c1-4f3a-8e20-91a4c6d3f5b8"}, 11)},
		"null":                                {"reviewed": map[string]any{ada: nil}},
		"include":                             {"include": []any{"everything"}},
		"between 1 and":                       {"dormant_after_days": 0},
		"Attribute dormant_after_days_by_app": {"dormant_after_days_by_app": map[string]any{"confluence": 0}},
	} {
		_, diagnostics := acctest.Server(t, org, nil).ReadDataSource(reviewType, config)
		require.ErrorContains(t, diagnostics.Err(), says)
	}
	assert.Zero(t, org.Requests())

	// The posture has the same as_of. A clock may be a little ahead.
	for _, dataSource := range []string{reviewType, postureType} {
		_, diagnostics := acctest.Server(t, org, nil).ReadDataSource(dataSource, map[string]any{"as_of": "2090-01-01T00:00:00Z"})
		require.ErrorContains(t, diagnostics.Err(), `The time has not come: as_of is "2090-01-01T00:00:00Z", which is in the future. `+
			"What is read is the present, and would be judged as if it stayed the same until then. Write a time that has come, or leave it out.")
		_, diagnostics = acctest.Server(t, org, nil).ReadDataSource(dataSource, map[string]any{"as_of": time.Now().Add(time.Hour).Format(time.RFC3339)})
		require.NoError(t, diagnostics.Err())
	}

	_, diagnostics := acctest.Server(t, org, nil).ReadDataSource(reviewType, map[string]any{"dormant_after_days_by_app": map[string]any{"confluense": 30}})
	require.NoError(t, diagnostics.Err())
	require.Equal(t, []string{"No one has access to such an app: No person of this review has access to an app with the key confluense, so nobody is judged by its days. " +
		"If it is misspelt, correct it. The apps that people have are: confluence, jira-servicedesk, jira-software. (at AttributeName(\"dormant_after_days_by_app\").ElementKeyString(\"confluense\"))"}, diagnostics.Warnings())
}

// What may not be read is an error, and no review of the rest.
func TestAReviewThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for _, operation := range []string{opSearchUsers, opCountUsers, opDomains, opTokens, opBulkFetch} {
		org := simulated.Start(t)
		org.Simulator.Inject(simulator.Fault{Operation: operation, Status: http.StatusForbidden, Count: -1})
		_, diagnostics := acctest.Server(t, org, nil).ReadDataSource(reviewType, map[string]any{"include": []any{"api_tokens", "authentication_policies"}})
		require.ErrorContains(t, diagnostics.Err(), "Cannot review the access of the people", operation)
	}
}

// A person in two directories is one row, and suspended only where that is so in both.
func TestPeopleInTwoDirectories(t *testing.T) {
	t.Parallel()
	start := simulator.SmallCompany()
	start.Directories = append(start.Directories, simulator.Directory{ID: "7f1c5b0e-2d84-4c6f-9a31-5e0b8d7c4f26", Name: "Labs"})
	for i := range start.Users {
		if user := &start.Users[i]; user.Email == chen || user.Email == ada {
			user.Directories = []string{"Acme", "Labs"}
			if user.Email == chen {
				user.SuspendedIn = []string{"Labs"}
			}
		}
	}
	org := simulated.Start(t, simulated.WithStart(start))
	all, diagnostics := acctest.Server(t, org, nil).ReadDataSource(reviewType, map[string]any{})
	require.NoError(t, diagnostics.Err())
	assert.Len(t, all["people"], 13)
	assert.Equal(t, "active", row(t, all, chen)["status"])
	assert.NotContains(t, row(t, all, chen)["findings"], "suspended_with_roles")
	labs, diagnostics := acctest.Server(t, org, nil).ReadDataSource(reviewType, map[string]any{"directory_ids": []any{"7f1c5b0e-2d84-4c6f-9a31-5e0b8d7c4f26"}})
	require.NoError(t, diagnostics.Err())
	assert.Len(t, labs["people"], 2, "Bruno, another admin, is not in it")
}
