// SPDX-License-Identifier: MPL-2.0

package organization_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const opAPIKeys = "GET /admin/api-access/v1/orgs/{orgId}/api-keys"

// reasons are why accounts are spared, by account ID.
func reasons(spared map[string]*organization.SparedError) map[string]organization.SparedReason {
	found := make(map[string]organization.SparedReason, len(spared))
	for id, why := range spared {
		found[id] = why.Reason
	}
	return found
}

// keyOf makes somebody the creator of the only API key.
func keyOf(email string) simulated.Option {
	start := simulator.SmallCompany()
	start.APIKey.CreatedBy = email
	start.APIKey.Label = "pipeline"
	return simulated.WithStart(start)
}

// ids are the account IDs of people.
func ids(on *simulated.Organization, emails ...string) []string {
	found := make([]string, len(emails))
	for i, email := range emails {
		found[i] = on.Simulator.AccountID(email)
	}
	return found
}

// The admins of the small company are Ada and Bruno, by the group org-admins.
func TestTheLastOrganizationAdminIsSpared(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		for _, loss := range []organization.Loss{organization.LossOfAccess, organization.LossOfOrganizationAdmin} {
			on := simulated.Virtual(t, keyOf(chenAddress))
			people := ids(on, adaAddress, brunoAddress, emilAddress)
			last := func(id string) map[string]organization.SparedReason {
				return map[string]organization.SparedReason{id: organization.SparedLastAdmin}
			}
			o := run(t, on)
			for _, ask := range []func(string) map[string]*organization.SparedError{
				func(id string) map[string]*organization.SparedError {
					found, err := o.People.SparedInPlan(t.Context(), loss, id)
					require.NoError(t, err)
					return found
				},
				func(id string) map[string]*organization.SparedError {
					found, err := o.People.Spared(t.Context(), loss, id)
					require.NoError(t, err)
					return found
				},
			} {
				require.Empty(t, ask(people[2]), "no admin")
				require.Empty(t, ask(people[0]))
				require.Empty(t, ask(people[0]), "the same change once more")
				require.Equal(t, last(people[1]), reasons(ask(people[1])), "two changes of one run count together")
				require.Empty(t, ask(people[2]))
			}
			require.Equal(t, map[string]int{opSearchUsers: 2, opCountUsers: 2, opAPIKeys: 1}, on.Simulator.Requests(), "the admins once, and once more before the refusal")

			both, err := run(t, on).People.Spared(t.Context(), loss, people...)
			require.NoError(t, err)
			require.Equal(t, []string{people[0], people[1]}, slices.Sorted(maps.Keys(both)), "one change of both")
		}
	})
}

func TestWhoCountsAsAnAdminWhoIsLeft(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		app := simulator.SmallCompany()
		app.APIKey.CreatedBy = chenAddress
		app.Users = append(app.Users, simulator.User{AccountID: "712020:a-robot", Name: "Robot", AccountType: "app"})
		on := simulated.Virtual(t, simulated.WithStart(app))
		require.NoError(t, on.Simulator.GiveUserRole("712020:a-robot", "", organization.OrganizationAdminRole))
		require.NoError(t, on.Simulator.Suspend(brunoAddress, ""))
		ada, bruno, chen := on.Simulator.AccountID(adaAddress), on.Simulator.AccountID(brunoAddress), on.Simulator.AccountID(chenAddress)
		found, err := run(t, on).People.Spared(t.Context(), organization.LossOfAccess, ada)
		require.NoError(t, err)
		require.Equal(t, map[string]organization.SparedReason{ada: organization.SparedLastAdmin}, reasons(found), "neither who is suspended nor an app can take over")
		found, err = run(t, on).People.Spared(t.Context(), organization.LossOfOrganizationAdmin, bruno)
		require.NoError(t, err)
		require.Empty(t, found, "who cannot sign in is not the last one")

		o := run(t, on)
		o.People.GainInPlan(chen)
		found, err = o.People.SparedInPlan(t.Context(), organization.LossOfOrganizationAdmin, ada)
		require.NoError(t, err)
		require.Empty(t, found, "the same plan makes another one")
		found, err = o.People.Spared(t.Context(), organization.LossOfOrganizationAdmin, ada)
		require.NoError(t, err)
		require.NotEmpty(t, found, "the apply has not made her one yet")
		require.NoError(t, o.People.AssignOrganizationAdmin(t.Context(), chen))
		found, err = o.People.Spared(t.Context(), organization.LossOfOrganizationAdmin, ada)
		require.NoError(t, err)
		require.Empty(t, found, "now it has")
	})
}

func TestAdminsWhoCannotBeRead(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, keyOf(chenAddress))
		on.Simulator.Inject(simulator.Fault{Operation: opSearchUsers, Status: 403, Count: 9})
		found, err := run(t, on).People.Spared(t.Context(), organization.LossOfAccess, on.Simulator.AccountID(emilAddress))
		require.ErrorContains(t, err, "the provider cannot tell who the organization admins are")
		require.Empty(t, found)
	})
}

func TestThePersonOfTheKeyIsSpared(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, keyOf(emilAddress))
		emil, chen := on.Simulator.AccountID(emilAddress), on.Simulator.AccountID(chenAddress)
		ask := func(change ...func(*organization.Settings)) map[string]*organization.SparedError {
			found, err := run(t, on, change...).People.Spared(t.Context(), organization.LossOfAccess, emil, chen)
			require.NoError(t, err)
			return found
		}
		found := ask()
		require.Equal(t, map[string]organization.SparedReason{emil: organization.SparedKeyOwner}, reasons(found))
		require.EqualError(t, found[emil], "account "+emil+" must keep access: the API key is theirs, because all API keys of the organization that have not expired were created by them (pipeline); "+
			"create an API key of another organization admin, use it for the provider, and revoke these keys first")

		require.Equal(t, map[string]organization.SparedReason{emil: organization.SparedKeyOwner, chen: organization.SparedPerson},
			reasons(ask(func(s *organization.Settings) { s.UserEmail, s.UserAPIToken = chenAddress, "token" })))

		require.NoError(t, on.Simulator.CreateAPIKey(simulator.APIKey{Label: "laptop", CreatedBy: chenAddress, ExpiresAt: time.Now().Add(time.Hour)}))
		require.NoError(t, on.Simulator.CreateAPIKey(simulator.APIKey{Label: "old", CreatedBy: adaAddress, ExpiresAt: time.Now().Add(-time.Hour)}))
		require.Equal(t, map[string]organization.SparedReason{emil: organization.SparedMaybeKeyOwner, chen: organization.SparedMaybeKeyOwner}, reasons(ask()))

		for _, fault := range []simulator.Fault{{Status: 403}, {Status: 404}} {
			fault.Operation = opAPIKeys
			on.Simulator.Inject(fault)
			require.Empty(t, ask(), "a list that may not be read spares nobody")
		}
		on.Simulator.Inject(simulator.Fault{Operation: opAPIKeys, Status: 500, Count: 9})
		_, err := run(t, on).People.Spared(t.Context(), organization.LossOfAccess, emil)
		require.ErrorContains(t, err, "the provider cannot tell who owns the API key")

		on.Simulator.ClearFaults()
		on.Simulator.ExpireAPIKeys(time.Now().Add(-time.Minute))
		require.Empty(t, ask())
	})
}
