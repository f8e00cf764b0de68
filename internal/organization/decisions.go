// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"cmp"
	"context"
	"fmt"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/decision"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// newDecisions makes the area of access review decisions over the reads of the run. Its search for accounts is the one of everybody who
// asks for all that a search can expand, so that they share one read.
func newDecisions(r *run) *decision.Decisions {
	var keys reading.Shared[[]atlassian.APIKey]
	return decision.New(decision.Setup{
		Accounts: func(ctx context.Context, directoryIDs []string) ([]Account, error) {
			found, err := r.people.Search(ctx, UserQuery{
				DirectoryIDs: directoryIDs, UserExpansions: UserExpansions{Groups: true, PlatformRoles: true, ProductAccess: true},
			})
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
		Keys: func(ctx context.Context) ([]atlassian.APIKey, error) {
			return keys.Get(ctx, func(ctx context.Context) ([]atlassian.APIKey, error) {
				found, err := reading.Collect(r.client.APIKeys(ctx, r.id))
				if err != nil {
					return nil, err
				}
				if counted, err := r.client.CountAPIKeys(ctx, r.id); err != nil || counted > len(found) {
					return nil, cmp.Or(err, fmt.Errorf("Atlassian counts %d API keys, and lists %d of them, so it is not known which there are: try again", counted, len(found)))
				}
				return found, nil
			})
		},
	})
}
