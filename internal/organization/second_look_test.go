// SPDX-License-Identifier: MPL-2.0

package organization_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// Half an answer drops nobody, and a second look costs one request for every ten who are missing.
func TestMembersWhoAreMissingAreLookedAtOnceMore(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault    simulator.Fault
		byEmail  bool
		requests map[string]int
	}{
		"all is well":      {requests: map[string]int{opSearchUsers: 1}},
		"partial, by ID":   {fault: simulator.Fault{Partial: true}, requests: map[string]int{opSearchUsers: 2}},
		"partial, by mail": {fault: simulator.Fault{Partial: true}, byEmail: true, requests: map[string]int{opSearchUsers: 2}},
		// The count of the group contradicts an empty answer, and the list is read again, whichever member is missing.
		"empty, by ID":   {fault: simulator.Fault{Empty: true}, requests: map[string]int{opSearchUsers: 2, opSearchGroups: 1}},
		"empty, by mail": {fault: simulator.Fault{Empty: true}, byEmail: true, requests: map[string]int{opSearchUsers: 2, opSearchGroups: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			simulated.InVirtualTime(t, func(t *testing.T) {
				const members = 90
				on := simulated.Virtual(t, simulated.WithStart(simulated.Large(simulated.Size{Members: members})))
				o := run(t, on)
				var ids, emails []string
				for i := range members {
					if c.byEmail {
						emails = append(emails, simulated.Email(i+1))
					} else {
						ids = append(ids, simulated.AccountID(i+1))
					}
				}
				if c.fault != (simulator.Fault{}) {
					c.fault.Operation = opSearchUsers
					on.Simulator.Inject(c.fault)
				}
				for range 2 {
					found, err := o.Groups.StillMembers(t.Context(), crowd(on), ids, emails)
					require.NoError(t, err)
					assert.Len(t, found, members)
				}
				all, err := o.Groups.Members(t.Context(), crowd(on))
				require.NoError(t, err)
				assert.Len(t, all, members, "later callers see what the second look has shown")
				assert.Equal(t, c.requests, on.Simulator.Requests())
				assert.Empty(t, on.Simulator.Faults())
			})
		})
	}
}

func TestMembersWhoHaveLeftAreLookedAtOnceMoreAndNoMore(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(simulated.Large(simulated.Size{Users: 200, Members: 60})))
		o := run(t, on)
		var ids []string
		for i := range 80 { // the last twenty are no members
			ids = append(ids, simulated.AccountID(i+1))
		}
		for range 3 {
			found, err := o.Groups.StillMembers(t.Context(), crowd(on), ids, nil)
			require.NoError(t, err)
			assert.Len(t, found, 60)
		}
		// Two batches for the twenty would cost more than the page that all members fit on.
		assert.Equal(t, map[string]int{opSearchUsers: 2, opSearchGroups: 1}, on.Simulator.Requests())
	})
}

// For a group of thousands, the whole list is the cheaper second look.
func TestAnEmptyAnswerForALargeGroupCostsItsPagesAgain(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		const members = 5000
		on := simulated.Virtual(t, simulated.WithStart(simulated.Large(simulated.Size{Members: members})))
		o := run(t, on)
		on.Simulator.Inject(simulator.Fault{Operation: opSearchUsers, Empty: true})
		ids := make([]string, members)
		for i := range ids {
			ids[i] = simulated.AccountID(i + 1)
		}
		found, err := o.Groups.StillMembers(t.Context(), crowd(on), ids, nil)
		require.NoError(t, err)
		assert.Len(t, found, members)
		assert.Equal(t, map[string]int{opSearchUsers: 51, opSearchGroups: 1}, on.Simulator.Requests())
	})
}

// Single memberships share the batches of their second look as they share those of the first.
func TestSingleMembershipsAreLookedAtOnceMoreTogether(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(simulated.Large(simulated.Size{Members: 40})))
		o := run(t, on, func(s *organization.Settings) { s.Pace.Company = 200 * time.Millisecond })
		on.Simulator.Inject(simulator.Fault{Operation: opSearchUsers, Empty: true})
		var reads errgroup.Group
		for i := range 10 {
			reads.Go(func() error {
				member, is, err := o.Groups.StillMember(t.Context(), crowd(on), simulated.AccountID(i+1))
				if err == nil && (!is || member.Email != simulated.Email(i+1)) {
					return fmt.Errorf("%d is no member", i)
				}
				return err
			})
		}
		require.NoError(t, reads.Wait())
		assert.Equal(t, map[string]int{opSearchUsers: 2}, on.Simulator.Requests())
		_, is, err := o.Groups.Member(t.Context(), crowd(on), simulated.AccountID(1))
		require.NoError(t, err)
		assert.True(t, is)
		assert.Equal(t, map[string]int{opSearchUsers: 2}, on.Simulator.Requests())
	})
}

// A second look that fails is no answer; what was removed by the run itself needs none.
func TestASecondLookThatFails(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		o := run(t, on)
		key, lena := groupKey(t, o, on, "contractors"), on.Simulator.AccountID("lena.fischer@contractor.example")
		on.Simulator.Inject(simulator.Fault{Operation: opSearchUsers, Empty: true})
		on.Simulator.Inject(simulator.Fault{Operation: opSearchUsers, Status: 403})
		_, _, err := o.Groups.StillMember(t.Context(), key, lena)
		requireStatus(t, 403, err)
		_, is, err := o.Groups.StillMember(t.Context(), key, lena)
		require.NoError(t, err)
		assert.True(t, is, "a failure is not kept")

		require.NoError(t, o.Groups.RemoveMember(t.Context(), key, lena))
		on.Simulator.ResetRequests()
		_, is, err = o.Groups.StillMember(t.Context(), key, lena)
		require.NoError(t, err)
		assert.False(t, is)
		assert.Zero(t, on.Requests())
	})
}

// A group that counts members has some, whatever its search shows.
func TestNoMembersAgainstTheCountOfTheGroup(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		key := groupKey(t, run(t, on), on, "engineering")
		on.Simulator.Inject(simulator.Fault{Operation: opSearchUsers, Empty: true, Count: -1})
		on.Simulator.ResetRequests()
		o := run(t, on, func(s *organization.Settings) {
			s.ProtectedAccountIDs = []string{on.Simulator.AccountID("chen.li@acme.example")}
		})
		_, err := o.Groups.Members(t.Context(), key)
		require.True(t, meaning.IsContradiction(err), "%v", err)
		require.ErrorContains(t, err, "counts 3 members of group "+key.GroupID)
		assert.Equal(t, map[string]int{opSearchUsers: 2, opSearchGroups: 1, opGroup: 1}, on.Simulator.Requests())
		var last error
		for _, err := range o.Groups.SearchMembers(t.Context(), key) {
			last = err
		}
		assert.True(t, meaning.IsContradiction(last), "%v", last)
		_, err = o.Groups.ProtectedMembers(t.Context(), key)
		assert.True(t, meaning.IsContradiction(err), "%v", err)
		_, err = o.Groups.StillMembers(t.Context(), key, nil, []string{"chen.li@acme.example"})
		assert.True(t, meaning.IsContradiction(err), "%v", err)

		// Where everybody has just left, the search of groups may count them for a while. The group's details do not.
		on.Simulator.ClearFaults()
		for _, member := range on.Simulator.Members("engineering") {
			require.NoError(t, on.Simulator.RemoveMember("engineering", member))
		}
		members, err := run(t, on).Groups.Members(t.Context(), key)
		require.NoError(t, err)
		assert.Empty(t, members)
	})
}

func TestProtectedMembersOfASearchThatLooksAway(t *testing.T) {
	t.Parallel()
	small, large := 50, 300
	for name, c := range map[string]struct {
		members   int
		faults    []simulator.Fault
		protected []string
		want      int
		fails     bool
		searches  int
	}{
		"all is well":                 {members: small, want: 1, searches: 1},
		"one empty answer":            {members: small, want: 1, searches: 2, faults: []simulator.Fault{{Empty: true}}},
		"one of two":                  {members: small, want: 2, searches: 2, faults: []simulator.Fault{{Partial: true}}, protected: []string{simulated.AccountID(3), simulated.AccountID(4)}},
		"nobody, and there is nobody": {members: small, want: 0, searches: 2, protected: []string{simulated.AccountID(310)}},
		"blind":                       {members: small, fails: true, searches: 3, faults: []simulator.Fault{{Empty: true, Count: -1}}},
		"one empty answer, large":     {members: large, want: 1, searches: 2, faults: []simulator.Fault{{Empty: true}}},
		"nobody among very many":      {members: large, want: 0, searches: 3, protected: []string{simulated.AccountID(310)}},
		"blind, large":                {members: large, fails: true, searches: 4, faults: []simulator.Fault{{Empty: true, Count: -1}}},
		"a group that has no members": {members: 0, want: 0, searches: 1},
		"blind, and there is nobody":  {members: 0, want: 0, searches: 1, faults: []simulator.Fault{{Empty: true, Count: -1}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			simulated.InVirtualTime(t, func(t *testing.T) {
				on := simulated.Virtual(t, simulated.WithStart(simulated.Large(simulated.Size{Users: 320, Members: c.members, Groups: 1})))
				if c.protected == nil {
					c.protected = []string{simulated.AccountID(3)}
				}
				for _, fault := range c.faults {
					fault.Operation = opSearchUsers
					on.Simulator.Inject(fault)
				}
				key := crowd(on)
				if c.members == 0 {
					key.GroupID = simulated.GroupID(1)
				}
				found, err := run(t, on, func(s *organization.Settings) { s.ProtectedAccountIDs = c.protected }).Groups.ProtectedMembers(t.Context(), key)
				assert.Equal(t, c.fails, meaning.IsContradiction(err), "%v", err)
				if !c.fails {
					require.NoError(t, err)
				}
				assert.Len(t, found, c.want)
				assert.Equal(t, c.searches, on.Simulator.Requests()[opSearchUsers])
			})
		})
	}
}

func TestRolesDomainsAddressesAndPoliciesAreLookedAtOnceMore(t *testing.T) {
	t.Parallel()
	start := simulator.SmallCompany()
	jira, ada := start.Workspaces[0].ID, "ada.okafor@acme.example"
	for name, c := range map[string]struct {
		operation string
		look      func(ctx context.Context, o *organization.Organization, on *simulated.Organization) (bool, error)
	}{
		"roles": {opRoles, func(ctx context.Context, o *organization.Organization, on *simulated.Organization) (bool, error) {
			key := organization.GroupKey{DirectoryID: on.Credentials.DirectoryID, GroupID: on.Simulator.GroupID("jira-users")}
			return o.Groups.StillHasRole(ctx, key, organization.GroupRole{ResourceID: jira, Role: "atlassian/user"})
		}},
		"domains": {opDomains, func(ctx context.Context, o *organization.Organization, _ *simulated.Organization) (bool, error) {
			_, err := o.Domains.StillByName(ctx, "acme.example")
			return err == nil, err
		}},
		"addresses": {opSearchUsers, func(ctx context.Context, o *organization.Organization, on *simulated.Organization) (bool, error) {
			found, err := o.People.ResolveOne(ctx, organization.InDirectory(on.Credentials.DirectoryID).Still(), ada)
			return found.Email == ada, err
		}},
		"policies": {opPolicies, func(ctx context.Context, o *organization.Organization, on *simulated.Organization) (bool, error) {
			found, err := o.Policies.StillMembers(ctx, []string{on.Simulator.AccountID(ada)})
			return len(found) == 1, err
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			simulated.InVirtualTime(t, func(t *testing.T) {
				on := simulated.Virtual(t)
				there, err := c.look(t.Context(), run(t, on), on)
				require.NoError(t, err)
				require.True(t, there)
				assert.Equal(t, map[string]int{c.operation: 1}, on.Simulator.Requests(), "where nothing is missing, nothing is asked for")

				on.Simulator.ResetRequests()
				on.Simulator.Inject(simulator.Fault{Operation: c.operation, Empty: true})
				o := run(t, on)
				for range 2 {
					there, err = c.look(t.Context(), o, on)
					require.NoError(t, err)
					assert.True(t, there)
				}
				assert.Equal(t, map[string]int{c.operation: 2}, on.Simulator.Requests())

				on.Simulator.Inject(simulator.Fault{Operation: c.operation, Empty: true})
				on.Simulator.Inject(simulator.Fault{Operation: c.operation, Status: 403})
				_, err = c.look(t.Context(), run(t, on), on)
				requireStatus(t, 403, err)
			})
		})
	}
}
