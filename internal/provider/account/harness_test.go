// SPDX-License-Identifier: MPL-2.0

package account_test

import (
	"maps"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

const (
	userType        = "atlassian_user"
	inviteOperation = "POST /admin/v2/orgs/{orgId}/users/invite"
)

// More people of the small company, and one who is not in it.
const (
	dana  = "dana.novak@acme.example"
	julia = "julia.santos@acme.example" // suspended
	nora  = "nora.lind@partner.example"
)

// inviting is a configuration of a person who is invited to a group.
func inviting(org *simulated.Organization, email string, more map[string]any) map[string]any {
	config := map[string]any{"email": email, "groups": []any{org.Simulator.GroupID("contractors")}}
	maps.Copy(config, more)
	return config
}

func identity(org *simulated.Organization, email string) map[string]any {
	return map[string]any{"organization_id": org.Credentials.OrganizationID, "directory_id": org.Credentials.DirectoryID, "account_id": org.Simulator.AccountID(email)}
}

// accessChanges are the changes of access that arrived.
func accessChanges(org *simulated.Organization) []string {
	var words []string
	for _, change := range org.Simulator.AccessChanges() {
		words = append(words, change.Change)
	}
	return words
}
