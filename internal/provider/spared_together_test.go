// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// sharing is an organization with four admins, each of whom another type takes away: Ada directly, Bruno and Chen by a group of their
// own, and Emil directly.
func sharing(t *testing.T) *simulated.Organization {
	t.Helper()
	start := simulator.SmallCompany()
	start.APIKey.CreatedBy, start.UserAPIToken.Email = "dana.novak@acme.example", "dana.novak@acme.example"
	role := []simulator.Role{{Resource: adminsResource, Role: "atlassian/org-admin"}}
	for i := range start.Groups {
		if start.Groups[i].Name == "org-admins" {
			start.Groups[i].Members = []string{otherAdmin}
		}
	}
	start.Groups = append(start.Groups, simulator.Group{Name: "wardens", Members: []string{"chen.li@acme.example"}, Roles: role})
	for i := range start.Users {
		switch start.Users[i].Email {
		case sparedPerson, "emil.sorensen@acme.example":
			start.Users[i].Roles = role
		default:
			start.Users[i].Roles = nil
		}
	}
	return simulated.Start(t, simulated.WithStart(start))
}

// usable are the admins who can sign in.
func usable(org *simulated.Organization) (admins []string) {
	byGroup := make(map[string]bool)
	now := org.Simulator.Organization()
	for _, group := range now.Groups {
		for _, role := range group.Roles {
			if role.Role == "atlassian/org-admin" {
				for _, id := range org.Simulator.Members(group.Name) {
					byGroup[id] = true
				}
			}
		}
	}
	for _, user := range now.Users {
		is := byGroup[user.AccountID]
		for _, role := range user.Roles {
			is = is || role.Role == "atlassian/org-admin"
		}
		if is && (user.Status == "" || user.Status == "active") {
			admins = append(admins, user.Email)
		}
	}
	return admins
}

// Several types that each take another admin away leave one together, in whichever order Terraform comes to them, in one plan and in an
// apply of plans that do not know of each other.
func TestSeveralTypesTogetherLeaveAnAdmin(t *testing.T) {
	t.Parallel()
	takers := []struct {
		typeName string
		id       func(org *simulated.Organization) string
		config   func(org *simulated.Organization) map[string]any
	}{
		{"atlassian_organization_admin", func(org *simulated.Organization) string { return org.Simulator.AccountID(sparedPerson) }, nil},
		{
			"atlassian_group_members", func(org *simulated.Organization) string { return org.Simulator.GroupID("org-admins") },
			func(org *simulated.Organization) map[string]any {
				return map[string]any{"group_id": org.Simulator.GroupID("org-admins"), "account_ids": []any{}, "max_removals": 1}
			},
		},
		{
			"atlassian_group_membership", func(org *simulated.Organization) string {
				return org.Simulator.GroupID("wardens") + "/" + org.Simulator.AccountID("chen.li@acme.example")
			}, nil,
		},
		{
			"atlassian_user", func(org *simulated.Organization) string { return org.Simulator.AccountID("emil.sorensen@acme.example") },
			func(*simulated.Organization) map[string]any {
				return map[string]any{"email": "emil.sorensen@acme.example", "status": "suspended"}
			},
		},
	}
	for first := range takers {
		for _, together := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s first, one plan %v", takers[first].typeName, together), func(t *testing.T) {
				t.Parallel()
				org := sharing(t)
				require.Len(t, usable(org), 4)
				states := make([]*protocol.State, len(takers))
				for i, taker := range takers {
					reading := acctest.Server(t, org, nil)
					state, diagnostics := reading.ImportByID(taker.typeName, taker.id(org))
					require.NoError(t, diagnostics.Err())
					states[i], diagnostics = reading.ReadResource(state)
					require.NoError(t, diagnostics.Err())
				}
				plan := func(server *protocol.Server, i int) *protocol.Plan {
					if takers[i].config == nil {
						return server.PlanResource(takers[i].typeName, states[i], nil)
					}
					return server.PlanResource(takers[i].typeName, states[i], takers[i].config(org))
				}
				one := acctest.Server(t, org, nil)
				for _, state := range states {
					if together {
						one.ReadResource(state) // only a run that has refreshed something is a plan for sure
					}
				}
				for n := range takers {
					i := (first + n) % len(takers)
					last := n == len(takers)-1
					if together {
						planned := plan(one, i)
						assert.Equal(t, last, planned.Diagnostics.Err() != nil, "%s: %v", takers[i].typeName, planned.Diagnostics.Err())
						continue
					}
					planned := plan(acctest.Server(t, org, nil), i)
					if planned.Diagnostics.Err() != nil { // what was applied before is known by now
						assert.True(t, last, "%s: %v", takers[i].typeName, planned.Diagnostics.Err())
						continue
					}
					_, diagnostics := one.ApplyResource(planned)
					assert.Equal(t, last, diagnostics.Err() != nil, "%s: %v", takers[i].typeName, diagnostics.Err())
				}
				if together {
					assert.Len(t, usable(org), 4)
				} else {
					assert.Len(t, usable(org), 1)
				}
			})
		}
	}
}
