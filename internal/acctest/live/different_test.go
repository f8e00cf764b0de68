// SPDX-License-Identifier: MPL-2.0

package live_test

import (
	"io"
	"net/http"
	"net/http/httputil"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/contract"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/live/recording"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// ofEach changes each element of the data of a page.
func ofEach(change func(element map[string]any)) func(body any) any {
	return func(body any) any {
		page, _ := body.(map[string]any)
		list, _ := page["data"].([]any)
		for _, one := range list {
			if element, is := one.(map[string]any); is {
				change(element)
			}
		}
		return body
	}
}

// An organization that is not as the simulator is must come out as lines that say where.
func TestDifferencesArePrinted(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, simulated.WithStart(furnished()), simulated.AsDocumented(), simulated.AllowViolations())
	different := org.
		Edited(t, "/event-actions", ofEach(func(action map[string]any) { action["severity"] = "very secret" })). // a field that nobody knows
		Edited(t, "/directories", func(body any) any {                                                           // also of what is below this path
			if page, is := body.(map[string]any); is && page["links"] != nil {
				if list, _ := page["data"].([]any); len(list) > 0 {
					if directory, is := list[0].(map[string]any); is && directory["icon"] != nil {
						delete(directory, "icon")        // one that is missing
						directory["name"] = nil          // a null
						directory["status"] = "SUNSET"   // a word
						directory["owner"] = 17          // a number
						directory["a@b.example"] = "hm." // a name that is data
					}
				}
			}
			return body
		}).
		Edited(t, "/api-keys", ofEach(func(key map[string]any) {
			if key["createdAt"] != nil {
				key["createdAt"] = "2026-01-02" // another form
			}
		}))
	live := recorded(t, different, t.TempDir())
	compared := recording.Compare(live, simulatedAnswers(t))
	var lines []string
	for _, one := range compared.Differences {
		lines = append(lines, one.String())
	}
	text := strings.Join(lines, "\n")
	assert.Equal(t, []string{
		`getAllApiKeys 200 | data[].createdAt | live: date | simulator: time 0000-00-00T00:00:00Z`,
		`getDirectoriesForOrg 200 | data[].icon | live: absent | simulator: URL`,
		`getDirectoriesForOrg 200 | data[].name | live: null | simulator: text`,
		`getDirectoriesForOrg 200 | data[].owner | live: number | simulator: absent`,
		`getDirectoriesForOrg 200 | data[].status | live: text | simulator: absent`,
		`getDirectoriesForOrg 200 | data[]["user-1@domain-1.example"] | live: text | simulator: absent`,
		`getEventActions 200 | data[].severity | live: text | simulator: absent`,
	}, lines)
	for _, secret := range []string{"very secret", "a@b.example", "hm."} {
		assert.NotContains(t, text, secret)
	}
	if folder := os.Getenv(contract.FolderVariable); folder != "" {
		documents, err := contract.Load(t.Context(), folder)
		require.NoError(t, err)
		violations, err := recording.Violations(t.Context(), documents, live)
		require.NoError(t, err)
		assert.Contains(t, violations, "GET /admin/v1/orgs/{orgId}/event-actions: answer 200: at /data/*/severity: the schema has no such field (organization.openapi.json)")
	}
}

// A refusal, and a limit that the simulator does not have here, are differences.
func TestAnotherStatusIsADifference(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, simulated.WithStart(furnished()), simulated.AsDocumented(), simulated.AllowViolations())
	different := org.Behind(t, func(proxy *httputil.ReverseProxy) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch {
			case strings.HasSuffix(r.URL.Path, "/event-actions"):
				w.Header().Set("Content-Type", "application/json")
				w.WriteHeader(http.StatusForbidden)
				_, _ = io.WriteString(w, `{"because":"the plan lacks Ada's license"}`)
			case strings.HasSuffix(r.URL.Path, "/domains"):
				w.Header().Set("Sunset", "Sat, 31 Dec 2026 23:59:59 GMT")
				proxy.ServeHTTP(w, r)
			default:
				proxy.ServeHTTP(w, r)
			}
		})
	})
	compared := recording.Compare(recorded(t, different, t.TempDir()), simulatedAnswers(t))
	var lines []string
	for _, one := range compared.Differences {
		lines = append(lines, one.String())
	}
	assert.Equal(t, []string{
		"getDomains 200 | the header Sunset | live: text | simulator: absent",
		"getEventActions | the status | live: 403 | simulator: 200",
	}, lines)
	assert.Equal(t, []string{"pollEvents"}, compared.Uncompared, "the data source of events asks for their names first")
}
