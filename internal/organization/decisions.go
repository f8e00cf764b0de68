// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/decision"
)

// newDecisions makes the area of access review decisions over the reads of the run. Its search for accounts is the one of everybody who
// asks for all that a search can expand, so that they share one read.
func newDecisions(r *run) *decision.Decisions {
	return decision.New(decision.Setup{
		Accounts: func(ctx context.Context, directoryIDs []string) ([]Account, error) {
			found, err := r.people.Search(ctx, Reviewed(directoryIDs...))
			return found.Accounts, err
		},
		Holders: func(ctx context.Context, directoryIDs []string, role decision.AppRole) ([]Account, error) {
			found, err := r.people.Search(ctx, UserQuery{DirectoryIDs: directoryIDs, RoleIDs: []string{role.Role}, ResourceIDs: []string{role.ResourceID}})
			return found.Accounts, err
		},
		Groups: func(ctx context.Context, groupIDs []string) (map[string]string, error) {
			found, err := r.inDirectory.Get(everyDirectory).groupsByID.Still(ctx, groupIDs)
			names := make(map[string]string, len(found))
			for id, group := range found {
				names[id] = group.Name
			}
			return names, err
		},
		Keys: func(ctx context.Context) ([]atlassian.APIKey, error) { return r.credentials.APIKeys(ctx) },
	})
}
