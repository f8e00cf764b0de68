// SPDX-License-Identifier: MPL-2.0

package organization_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// A refusal to show a write ends each wait at once: the next look would be refused, too.
func TestWaitsEndWithARefusal(t *testing.T) {
	t.Parallel()
	jira := simulator.SmallCompany().Workspaces[0].ID
	for look, c := range map[string]struct {
		skip int // looks before the wait
		wait func(ctx context.Context, o *organization.Organization, key organization.GroupKey, emil string) error
	}{
		opDomains: {0, func(ctx context.Context, o *organization.Organization, _ organization.GroupKey, _ string) error {
			_, err := o.Domains.Wait(ctx, "acme-labs.example", false)
			return err
		}},
		opSearchUsers: {0, func(ctx context.Context, o *organization.Organization, key organization.GroupKey, emil string) error {
			_, err := o.Groups.AddMember(ctx, key, emil)
			return err
		}},
		opRoles: {1, func(ctx context.Context, o *organization.Organization, key organization.GroupKey, _ string) error {
			return o.Groups.AssignRole(ctx, key, organization.GroupRole{ResourceID: jira, Role: "atlassian/user"})
		}},
		opSearchGroups: {0, func(ctx context.Context, o *organization.Organization, key organization.GroupKey, _ string) error {
			_, err := o.Groups.Update(ctx, key, organization.GroupChange{Name: new("builders")})
			return err
		}},
	} {
		t.Run(look, func(t *testing.T) {
			t.Parallel()
			simulated.InVirtualTime(t, func(t *testing.T) {
				on := simulated.Virtual(t, simulated.WithStart(renamable()))
				o := run(t, on)
				key, emil := groupKey(t, o, on, "contractors"), on.Simulator.AccountID(emilEmail)
				on.Simulator.ResetRequests()
				on.Simulator.Inject(simulator.Fault{Operation: look, Status: 403, Skip: c.skip, Count: -1})
				err := c.wait(t.Context(), o, key, emil)
				require.ErrorContains(t, err, "403")
				assert.Equal(t, c.skip+1, on.Simulator.Requests()[look])
			})
		})
	}
}
