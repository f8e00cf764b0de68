// SPDX-License-Identifier: MPL-2.0

package review_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// The review finds in the sloppy company what is wrong there, and in the tidy one only that somebody administers it. What the companies have
// is in the table of their own test.
func TestNamedCompanies(t *testing.T) {
	t.Parallel()
	now := time.Now()
	for name, want := range map[string]map[string]int{
		"sloppy": {
			"organization_admins": 7, "dormant": 7, "unmanaged": 4, "without_two_step_verification": 7, "outside_verified_domains": 4, "suspended_with_roles": 2, "not_reviewed_since": 17, "unknown": 5,
		},
		"tidy": {"organization_admins": 3},
	} {
		start, ok := simulator.Company(name, now)
		require.True(t, ok)
		reviewed := map[string]any{}
		if name == "tidy" {
			for _, user := range start.Users {
				reviewed[user.Email] = now.AddDate(0, 0, -30).Format(time.DateOnly)
			}
		}
		org := simulated.Start(t, simulated.WithStart(start))
		review, diagnostics := acctest.Server(t, org, nil).ReadDataSource(reviewType, map[string]any{
			"include": []any{"authentication_policies"}, "dormant_after_days_by_app": map[string]any{"confluence": 90}, "reviewed": reviewed,
		})
		require.NoError(t, diagnostics.Err(), name)
		for kind, count := range review["counts"].(map[string]any) {
			if count != nil { // one that was not asked for
				assert.EqualValues(t, want[kind], count, "%s: %s", name, kind)
			}
		}
		assert.Len(t, review["people"], len(start.Users), name)
	}
}
