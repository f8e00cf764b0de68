// SPDX-License-Identifier: MPL-2.0

package organization_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func onConfluence(role string) organization.UserRole {
	return organization.UserRole{ResourceID: simulator.SmallCompany().Workspaces[1].ID, Role: role}
}

func onJira(role string) organization.UserRole {
	return organization.UserRole{ResourceID: simulator.SmallCompany().Workspaces[0].ID, Role: role}
}

func TestAssigningAndRevokingARoleOfAPerson(t *testing.T) {
	t.Parallel()
	role := onConfluence("atlassian/user")
	for name, c := range map[string]struct {
		lag    time.Duration
		faults []simulator.Fault
	}{
		"at once":            {},
		"with a lag":         {lag: 300 * time.Millisecond},
		"answers lost":       {lag: 100 * time.Millisecond, faults: []simulator.Fault{{Operation: opAssignToUser, LoseAnswer: true}, {Operation: opRevokeOfUser, LoseAnswer: true}}},
		"connection dropped": {faults: []simulator.Fault{{Operation: opAssignToUser, Drop: true}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			simulated.InVirtualTime(t, func(t *testing.T) {
				on := simulated.Virtual(t, simulated.WithLag(c.lag))
				o, milo := run(t, on), on.Simulator.AccountID(miloAddress)
				for _, fault := range c.faults {
					on.Simulator.Inject(fault)
				}
				require.NoError(t, o.People.AssignUserRole(t.Context(), milo, role))
				for _, walk := range []*organization.Organization{o, run(t, on)} {
					ways, err := walk.People.HasUserRole(t.Context(), milo, role)
					require.NoError(t, err)
					require.Equal(t, organization.Ways{organization.Directly}, ways)
				}
				var exists *meaning.ExistsError
				require.ErrorAs(t, run(t, on).People.AssignUserRole(t.Context(), milo, role), &exists)
				require.Equal(t, milo+"/"+role.String(), exists.ImportID)
				for range 2 {
					stays, err := o.People.RevokeUserRole(t.Context(), milo, role)
					require.NoError(t, err, "a role that is gone already is fine")
					require.Empty(t, stays)
				}
				for _, walk := range []*organization.Organization{o, run(t, on)} {
					ways, err := walk.People.StillHasUserRole(t.Context(), milo, role)
					require.NoError(t, err)
					require.Empty(t, ways)
				}
			})
		})
	}
}

// A role by a group is neither the direct one, nor revoked with it.
func TestARoleThatAGroupGrants(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		o, emil, role := run(t, on), on.Simulator.AccountID(emilAddress), onJira("atlassian/user")
		ways, err := o.People.HasUserRole(t.Context(), emil, role)
		require.NoError(t, err)
		require.Equal(t, organization.Ways{organization.ByGroup}, ways)
		require.NoError(t, o.People.AssignUserRole(t.Context(), emil, role))
		stays, err := o.People.RevokeUserRole(t.Context(), emil, role)
		require.NoError(t, err)
		require.Equal(t, organization.Ways{organization.ByGroup}, stays)
		require.True(t, on.Simulator.Requests()[opAssignToUser] == 1 && on.Simulator.Requests()[opRevokeOfUser] == 1)
	})
}

func TestARoleThatNeverAppears(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		var late organization.Pace
		late.Granted, late.PollMin, late.PollMax = 100*time.Millisecond, 10*time.Millisecond, 20*time.Millisecond
		on := simulated.Virtual(t, simulated.WithLag(time.Hour))
		o := run(t, on, func(s *organization.Settings) { s.Pace = late })
		milo := on.Simulator.AccountID(miloAddress)
		err := o.People.AssignUserRole(t.Context(), milo, onConfluence("atlassian/user"))
		var never *organization.UserNotGrantedError
		require.ErrorAs(t, err, &never)
		require.ErrorContains(t, err, "does not have it directly after the documented 30 seconds")
		require.True(t, meaning.IsPending(err))

		on = simulated.Virtual(t)
		require.NoError(t, on.Simulator.GiveUserRole(miloAddress, onConfluence("").ResourceID, "atlassian/user"))
		on.Simulator.Inject(simulator.Fault{Operation: opRevokeOfUser, Status: 403})
		_, err = run(t, on).People.RevokeUserRole(t.Context(), on.Simulator.AccountID(miloAddress), onConfluence("atlassian/user"))
		requireStatus(t, 403, err)
	})
}

func TestRolesOfAVanishedAccount(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		o := run(t, on)
		for _, id := range []string{"nobody", on.Simulator.AccountID(miloAddress)} {
			if id != "nobody" {
				require.NoError(t, on.Simulator.RemoveUser(miloAddress))
			}
			_, err := o.People.StillHasUserRole(t.Context(), id, onJira("atlassian/user"))
			require.True(t, meaning.IsNotFound(err), "%v", err)
			_, err = o.People.RevokeUserRole(t.Context(), id, onJira("atlassian/user"))
			require.NoError(t, err)
		}
		wrong := run(t, on, func(s *organization.Settings) { s.OrganizationID = "00000000-0000-4000-8000-000000000000" })
		_, err := wrong.People.StillHasUserRole(t.Context(), on.Simulator.AccountID(emilAddress), onJira("atlassian/user"))
		require.Error(t, err)
		require.False(t, meaning.IsNotFound(err), "a wrong organization is no removed account")
	})
}

// One answer that lacks a role proves nothing.
func TestARoleOfAPersonIsLookedAtOnceMore(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		role := onConfluence("atlassian/guest")
		require.NoError(t, on.Simulator.GiveUserRole(miloAddress, role.ResourceID, role.Role))
		on.Simulator.Inject(simulator.Fault{Operation: opUserRoles, Empty: true})
		ways, err := run(t, on).People.StillHasUserRole(t.Context(), on.Simulator.AccountID(miloAddress), role)
		require.NoError(t, err)
		require.True(t, ways.Direct())
		require.Equal(t, 2, on.Simulator.Requests()[opUserRoles])
	})
}

// crowdWithRole is an organization in which many people have a role directly.
func crowdWithRole(t *testing.T, people int, change func(*simulator.Organization)) (*simulated.Organization, organization.UserRole) {
	t.Helper()
	const jira = "ari:cloud:jira-software::site/crowd"
	org := simulator.Organization{ID: "5c3f7a10-2e64-4b8d-a1f9-0d6e8b4c2a75", Name: "Crowd", Workspaces: []simulator.Workspace{
		{ID: jira, Name: "w"}, {ID: "ari:cloud:confluence::site/crowd", Name: "w"},
	}}
	for i := range people {
		org.Users = append(org.Users, simulator.User{
			Email: fmt.Sprintf("p%d@crowd.example", i), Roles: []simulator.Role{{Resource: jira, Role: "atlassian/user"}},
		})
	}
	if change != nil {
		change(&org)
	}
	return simulated.Virtual(t, simulated.WithStart(org)), organization.UserRole{ResourceID: jira, Role: "atlassian/user"}
}

// held reads a role of many people, ten at once, and returns how many of them have it directly.
func held(t *testing.T, o *organization.Organization, on *simulated.Organization, people int, role organization.UserRole) (direct int) {
	t.Helper()
	results := make([]bool, people)
	var readers errgroup.Group
	readers.SetLimit(10)
	for i := range people {
		readers.Go(func() error {
			ways, err := o.People.StillHasUserRole(t.Context(), on.Simulator.AccountID(fmt.Sprintf("p%d@crowd.example", i)), role)
			results[i] = ways.Direct()
			return err
		})
	}
	require.NoError(t, readers.Wait())
	for _, is := range results {
		if is {
			direct++
		}
	}
	return direct
}

// The floor for 2,000 people who have one role on one app: 20 pages of people, one of groups and one of admins, each with its count. Half
// of the reads are of single accounts, which the search must not contradict.
func TestTwoThousandRolesOfPeople(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on, role := crowdWithRole(t, 2000, nil)
		require.Equal(t, 2000, held(t, run(t, on), on, 2000, role))
		require.Equal(t, map[string]int{opUserRoles: 20, opCountUsers: 2, opSearchUsers: 21, opSearchGroups: 1, opGroupCount: 1}, on.Simulator.Requests())
	})
}

// A few cost less singly.
func TestAFewRolesOfPeople(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on, role := crowdWithRole(t, 2000, nil)
		require.Equal(t, 8, held(t, run(t, on), on, 8, role))
		require.Equal(t, map[string]int{opUserRoles: 8, opCountUsers: 1}, on.Simulator.Requests())
	})
}

// Somebody who has the role in another way as well, or lacks it, costs a request.
func TestRolesOfPeopleWithOtherWays(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on, role := crowdWithRole(t, 300, func(org *simulator.Organization) {
			roles := org.Users[290].Roles
			org.Users[299].Roles = nil // lost
			org.Groups = []simulator.Group{{Name: "all", Roles: roles, Members: []string{"p298@crowd.example", "p297@crowd.example"}}}
			org.Users[297].Roles = nil // by a group only
			org.Users[296].Roles = append(org.Users[296].Roles[:1:1], simulator.Role{Resource: organizationARI, Role: "atlassian/org-admin"})
			org.Groups = append(org.Groups, simulator.Group{Name: "other", Members: []string{"p295@crowd.example"}})
		})
		require.Equal(t, 298, held(t, run(t, on), on, 300, role))
		require.Equal(t, map[string]int{
			opUserRoles:  3 + 4 + 2, // three singly, four that the search leaves open, and a second look at two
			opCountUsers: 2, opSearchUsers: 4, opSearchGroups: 1, opGroupCount: 1,
		}, on.Simulator.Requests())
	})
}

// Whatever the search for groups lacks, nobody seems to have directly what a group grants.
func TestTheSearchForGrantingGroupsIsProven(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]simulator.Fault{
		"none found": {Operation: opSearchGroups, Empty: true}, "no count": {Operation: opGroupCount, Status: 403},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			simulated.InVirtualTime(t, func(t *testing.T) {
				on, role := crowdWithRole(t, 300, func(org *simulator.Organization) {
					org.Groups = []simulator.Group{{Name: "all", Roles: org.Users[0].Roles}}
					for i := range org.Users {
						org.Groups[0].Members = append(org.Groups[0].Members, org.Users[i].Email)
						if i > 100 {
							org.Users[i].Roles = nil
						}
					}
				})
				on.Simulator.Inject(fault)
				require.Equal(t, 101, held(t, run(t, on), on, 300, role))
			})
		})
	}
}

// A search may find who has the role elsewhere. Those who were read singly before contradict it.
func TestASearchThatContradictsIsNotUsed(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on, role := crowdWithRole(t, 300, func(org *simulator.Organization) {
			for i := range org.Users { // the last 100 have the role elsewhere
				if i >= 200 {
					org.Users[i].Roles = []simulator.Role{
						{Resource: "ari:cloud:confluence::site/crowd", Role: "atlassian/user"}, {Resource: org.Workspaces[0].ID, Role: "atlassian/guest"},
					}
				}
			}
		})
		o := run(t, on, func(s *organization.Settings) { s.Transport = looseRoleFilters{on.Transport} })
		for i := 200; i < 203; i++ { // read singly first
			ways, err := o.People.StillHasUserRole(t.Context(), on.Simulator.AccountID(fmt.Sprintf("p%d@crowd.example", i)), role)
			require.NoError(t, err)
			require.Empty(t, ways)
		}
		require.Equal(t, 200, held(t, o, on, 300, role), "nobody is said to have a role that was lost")
	})
}

// A search that leaves out a group of somebody makes a role of the group look like a direct one: the count of the members tells.
func TestASearchThatLeavesOutAGroupIsNotUsed(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on, role := crowdWithRole(t, 3, func(org *simulator.Organization) {
			org.Groups = []simulator.Group{{Name: "all", Roles: org.Users[0].Roles, Members: []string{"p0@crowd.example", "p1@crowd.example", "p2@crowd.example"}}}
			org.Users[1].Roles, org.Users[2].Roles = nil, nil
		})
		require.Equal(t, 1, held(t, run(t, on, func(s *organization.Settings) { s.Transport = withoutGroups{on.Transport} }), on, 3, role))
	})
}

// withoutGroups leaves out the groups of the last account that a search shows.
type withoutGroups struct{ next http.RoundTripper }

func (w withoutGroups) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := w.next.RoundTrip(request)
	if err != nil || !strings.HasSuffix(request.URL.Path, "/users/search") {
		return response, err
	}
	sent, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	var page map[string]any
	if err := json.Unmarshal(sent, &page); err != nil {
		return nil, err
	}
	if accounts, _ := page["data"].([]any); len(accounts) > 0 {
		if last, is := accounts[len(accounts)-1].(map[string]any); is && last["groups"] != nil {
			last["groups"] = []any{}
		}
	}
	changed, err := json.Marshal(page)
	if err != nil {
		return nil, err
	}
	response.Body, response.ContentLength = io.NopCloser(bytes.NewReader(changed)), int64(len(changed))
	response.Header.Del("Content-Length")
	return response, nil
}

// looseRoleFilters searches by the role alone, where a search has a resource, too.
type looseRoleFilters struct{ next http.RoundTripper }

func (l looseRoleFilters) RoundTrip(request *http.Request) (*http.Response, error) {
	if strings.HasSuffix(request.URL.Path, "/users/search") {
		sent, err := io.ReadAll(request.Body)
		if err != nil {
			return nil, err
		}
		body := make(map[string]any)
		if err := json.Unmarshal(sent, &body); err != nil {
			return nil, err
		}
		delete(body, "resourceIds")
		loose, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		request = request.Clone(request.Context())
		request.Body, request.ContentLength = io.NopCloser(bytes.NewReader(loose)), int64(len(loose))
	}
	return l.next.RoundTrip(request)
}
