// SPDX-License-Identifier: MPL-2.0

package organization_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func crowd(on *simulated.Organization) organization.GroupKey {
	return organization.GroupKey{DirectoryID: on.Credentials.DirectoryID, GroupID: simulated.CrowdID}
}

func TestReadingTheMembersOfALargeGroupCostsItsPages(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(simulated.Large(simulated.Size{Members: 5000})))
		o := run(t, on)
		var group errgroup.Group
		for range 5 {
			group.Go(func() error {
				members, err := o.Groups.Members(t.Context(), crowd(on))
				if err == nil && len(members) != 5000 {
					t.Errorf("%d members", len(members))
				}
				return err
			})
		}
		require.NoError(t, group.Wait())
		require.Equal(t, map[string]int{opSearchUsers: 50}, on.Simulator.Requests())
	})
}

func TestReadingManySingleMembershipsCostsAtMostTwiceTheListing(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(simulated.Large(simulated.Size{Members: 2000})))
		o := run(t, on)
		var group errgroup.Group
		group.SetLimit(parallelism)
		for i := range 2000 {
			group.Go(func() error {
				_, is, err := o.Groups.Member(t.Context(), crowd(on), simulated.AccountID(i+1))
				if err == nil && !is {
					t.Errorf("%d is no member", i)
				}
				return err
			})
		}
		require.NoError(t, group.Wait())
		require.LessOrEqual(t, on.Requests(), 41, "%v", on.Simulator.Requests())
	})
}

func TestAddressesTravelInBatches(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		emails := make([]string, 1000)
		for i := range emails {
			emails[i] = simulated.Email(i + 1)
		}
		on := simulated.Virtual(t, simulated.WithStart(simulated.Large(simulated.Size{Users: 5000})))

		scope := organization.InDirectory(on.Credentials.DirectoryID)
		found, err := run(t, on).People.Resolve(t.Context(), scope, emails, nil)
		require.NoError(t, err)
		for i, person := range found {
			require.Equal(t, simulated.AccountID(i+1), person.AccountID)
		}
		require.LessOrEqual(t, on.Requests(), 12, "%v", on.Simulator.Requests())

		on.Simulator.ResetRequests()
		o := run(t, on, func(s *organization.Settings) { s.Pace.Company = 100 * time.Millisecond })
		var group errgroup.Group
		for _, email := range emails {
			group.Go(func() error {
				person, err := o.People.ResolveOne(t.Context(), scope, email)
				if err == nil && person.Standing == organization.Nobody {
					return errors.New("no account has " + email)
				}
				return err
			})
		}
		require.NoError(t, group.Wait())
		require.LessOrEqual(t, on.Requests(), 12, "%v", on.Simulator.Requests())
	})
}

func TestUnknownAddresses(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		o := run(t, on)
		scope := organization.InDirectory(on.Credentials.DirectoryID)
		nobody, err := o.People.ResolveOne(t.Context(), scope, "nobody@acme.example")
		require.NoError(t, err)
		require.Equal(t, organization.Nobody, nobody.Standing)
		found, err := o.People.Resolve(t.Context(), scope, []string{"ADA.Okafor@acme.example", "nobody@acme.example"}, nil)
		require.NoError(t, err)
		require.Equal(t, on.Simulator.AccountID("ada.okafor@acme.example"), found[0].AccountID)
		require.Equal(t, nobody, found[1])
	})
}

func TestAddingAMember(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		lag    time.Duration
		faults []simulator.Fault
	}{
		"at once":              {},
		"with a lag":           {lag: 300 * time.Millisecond},
		"answer lost":          {faults: []simulator.Fault{{Operation: opAddMember, LoseAnswer: true}}},
		"answer lost, lagging": {lag: 300 * time.Millisecond, faults: []simulator.Fault{{Operation: opAddMember, LoseAnswer: true}}},
		"connection dropped":   {faults: []simulator.Fault{{Operation: opAddMember, Drop: true}}},
		"bad gateway":          {faults: []simulator.Fault{{Operation: opAddMember, Status: 502}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			simulated.InVirtualTime(t, func(t *testing.T) {
				on := simulated.Virtual(t, simulated.WithLag(c.lag))
				o := run(t, on)
				key, emil := groupKey(t, o, on, "engineering"), accountID(t, o, on, "emil.sorensen@acme.example")
				for _, fault := range c.faults {
					on.Simulator.Inject(fault)
				}
				added, err := o.Groups.AddMember(t.Context(), key, emil)
				require.NoError(t, err)
				require.False(t, added.Already)

				_, is, err := run(t, on).Groups.Member(t.Context(), key, emil)
				require.NoError(t, err)
				require.True(t, is, "the next run reads what this one wrote")
				members, err := o.Groups.Members(t.Context(), key)
				require.NoError(t, err)
				require.Len(t, members, 4)

				require.NoError(t, o.Groups.RemoveMember(t.Context(), key, emil))
				require.NoError(t, o.Groups.RemoveMember(t.Context(), key, emil), "one who is gone already is fine")
				_, is, err = run(t, on).Groups.Member(t.Context(), key, emil)
				require.NoError(t, err)
				require.False(t, is)
			})
		})
	}
}

func TestAConflictIsSettledByReading(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		start := simulator.SmallCompany()
		on := simulated.Virtual(t, simulated.WithStart(start))
		o := run(t, on)
		key := groupKey(t, o, on, "engineering")

		added, err := o.Groups.AddMember(t.Context(), key, accountID(t, o, on, "chen.li@acme.example"))
		require.NoError(t, err)
		require.True(t, added.Already)

		jira := start.Workspaces[0].ID
		require.NoError(t, on.Simulator.SetSeats(jira, 1))
		_, err = o.Groups.AddMember(t.Context(), key, accountID(t, o, on, "hana.sato@acme.dev"))
		var seats *meaning.SeatLimitError
		require.ErrorAs(t, err, &seats)

		_, err = o.Groups.AddMember(t.Context(), key, "712020:nobody")
		requireStatus(t, 404, err)
	})
}

func TestOwnWritesOfMembersAreSeenBeforeTheSearchShowsThem(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithLag(time.Hour))
		o := run(t, on, func(s *organization.Settings) { s.Pace.Visible = 50 * time.Millisecond })
		key, emil := groupKey(t, o, on, "engineering"), accountID(t, o, on, "emil.sorensen@acme.example")
		_, err := o.Groups.AddMember(t.Context(), key, emil)
		var invisible *meaning.NotVisibleError
		require.ErrorAs(t, err, &invisible)
		_, is, err := o.Groups.Member(t.Context(), key, emil)
		require.NoError(t, err)
		require.True(t, is)
	})
}

func TestChangingManyMembers(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		start := simulated.Large(simulated.Size{Users: 120, Members: 60})
		on := simulated.Virtual(t, simulated.WithStart(start), simulated.WithLag(200*time.Millisecond))
		o := run(t, on)
		var add, remove []string
		for i := range 60 {
			add = append(add, simulated.AccountID(61+i))
			remove = append(remove, simulated.AccountID(1+i))
		}
		changes := o.Groups.ChangeMembers(t.Context(), crowd(on), add, remove)
		require.Empty(t, changes.Failed)
		require.NoError(t, changes.Unconfirmed)
		require.Equal(t, add, changes.Added)
		require.Equal(t, remove, changes.Removed)

		members, err := run(t, on).Groups.Members(t.Context(), crowd(on))
		require.NoError(t, err)
		require.Len(t, members, 60)
		for _, m := range members {
			require.Contains(t, add, m.AccountID)
		}
	})
}

func TestAFailedAdditionKeepsWhoIsThere(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(simulated.Large(simulated.Size{Users: 10, Members: 5})))
		o := run(t, on)
		changes := o.Groups.ChangeMembers(t.Context(), crowd(on), []string{simulated.AccountID(6), "712020:nobody"}, []string{simulated.AccountID(1)})
		require.Equal(t, []string{simulated.AccountID(6)}, changes.Added)
		require.Len(t, changes.Failed, 1)
		requireStatus(t, 404, changes.Failed["712020:nobody"])
		require.Equal(t, []string{simulated.AccountID(1)}, changes.Skipped)
		require.Empty(t, changes.Removed)
		require.Zero(t, on.Simulator.Requests()[opRemoveMember])
	})
}

func TestMembersOfAVanishedGroup(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		o := run(t, on)
		key := groupKey(t, o, on, "contractors")
		require.NoError(t, on.Simulator.DeleteGroup(key.GroupID))
		next := run(t, on)
		_, err := next.Groups.Members(t.Context(), key)
		require.True(t, meaning.IsNotFound(err))
		_, is, err := next.Groups.Member(t.Context(), key, "anyone")
		require.NoError(t, err)
		require.False(t, is)
	})
}
