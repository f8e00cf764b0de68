// SPDX-License-Identifier: MPL-2.0

package command

import (
	"maps"
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// access is what a client needs: the line that `simulate` prints.
type access struct {
	BaseURL        string `json:"base_url"`
	OrganizationID string `json:"organization_id"`
	APIKey         string `json:"api_key"`
	UserEmail      string `json:"user_email"`
	UserAPIToken   string `json:"user_api_token"`
}

func newAccess(baseURL string, credentials simulator.Credentials) access {
	return access{
		BaseURL:        baseURL,
		OrganizationID: credentials.OrganizationID,
		APIKey:         credentials.APIKey,
		UserEmail:      credentials.UserEmail,
		UserAPIToken:   credentials.UserAPIToken,
	}
}

// environ replaces the variables of the provider, so that the command gets no
// value for a real organization. The directory ID is removed without a
// replacement, because the simulated organization has other directories.
func (a access) environ(environ []string) []string {
	variables := map[string]string{
		"ATLASSIAN_BASE_URL":       a.BaseURL,
		"ATLASSIAN_ORG_ID":         a.OrganizationID,
		"ATLASSIAN_ORG_API_KEY":    a.APIKey,
		"ATLASSIAN_DIRECTORY_ID":   "",
		"ATLASSIAN_USER_EMAIL":     a.UserEmail,
		"ATLASSIAN_USER_API_TOKEN": a.UserAPIToken,
	}

	replaced := slices.DeleteFunc(slices.Clone(environ), func(variable string) bool {
		name, _, _ := strings.Cut(variable, "=")
		_, ours := variables[name]

		return ours
	})

	for _, name := range slices.Sorted(maps.Keys(variables)) {
		if variables[name] != "" {
			replaced = append(replaced, name+"="+variables[name])
		}
	}

	return replaced
}
