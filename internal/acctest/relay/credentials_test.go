// SPDX-License-Identifier: MPL-2.0

package relay_test

import (
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// credentialChecks are the checks of API keys that expire soon, and of API tokens that nobody uses.
func credentialChecks() []check {
	now := time.Now().UTC().Truncate(time.Second)
	ago := func(days int) time.Time { return now.AddDate(0, 0, -days) }
	start := company()
	start.APIKey = simulator.APIKey{ID: "own", Label: "pipeline", CreatedBy: ada, CreatedAt: ago(350), ExpiresAt: now.AddDate(0, 0, 15), LastActiveAt: now}
	start.OtherAPIKeys = []simulator.APIKey{{ID: "laptop", Label: "laptop", CreatedBy: bruno, Scopes: []string{"read:keys:admin"}, CreatedAt: ago(400), ExpiresAt: ago(35)}}
	start.UserAPIToken = simulator.UserAPIToken{Email: "admin@elsewhere.example"}
	start.APITokens = []simulator.APIToken{
		{ID: "t1", User: ada, Label: "backup", CreatedAt: ago(200), LastActiveAt: ago(150), ExpiresAt: now.AddDate(0, 0, 100), Scopes: []string{"read:jira-work"}},
		{ID: "t2", User: emil, Label: "script", CreatedAt: ago(300)},
	}
	keys := reads("atlassian_api_keys", "api_keys", func(*world) map[string]any { return map[string]any{"expires_within_days": 30} })
	tokens := reads("atlassian_api_tokens", "api_tokens", func(*world) map[string]any { return map[string]any{"unused_for_days": 90} })
	keys.start, tokens.start = start, start
	return []check{keys, tokens}
}
