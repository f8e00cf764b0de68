// SPDX-License-Identifier: MPL-2.0

package organization_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const (
	opOrgPolicy      = "GET /admin/v1/orgs/{orgId}/policies/{policyId}"
	opCreatePolicy   = "POST /admin/v1/orgs/{orgId}/policies"
	opUpdatePolicy   = "PUT /admin/v1/orgs/{orgId}/policies/{policyId}"
	opDeletePolicy   = "DELETE /admin/v1/orgs/{orgId}/policies/{policyId}"
	opAddToPolicy    = "POST /admin/v1/orgs/{orgId}/policies/{policyId}/resources"
	opResendToPolicy = "PUT /admin/v1/orgs/{orgId}/policies/{policyId}/resources/{resourceId}"
	opRemoveFrom     = "DELETE /admin/v1/orgs/{orgId}/policies/{policyId}/resources/{resourceId}"
)

var (
	jiraARI       = simulator.SmallCompany().Workspaces[0].ID
	confluenceARI = simulator.SmallCompany().Workspaces[1].ID
)

func draft(name string, resources ...string) orgpolicies.Draft {
	d := orgpolicies.Draft{Type: orgpolicies.TypeIPAllowlist, Name: name, Status: orgpolicies.StatusEnabled, In: []string{"192.0.2.0/24"}}
	d.Resources = resourcesOf(resources...)
	return d
}

func resourcesOf(ids ...string) []orgpolicies.Resource {
	var resources []orgpolicies.Resource
	for _, id := range ids {
		resources = append(resources, orgpolicies.Resource{ID: id})
	}
	return resources
}

// statuses are those of a policy's resources, by ID.
func statuses(p orgpolicies.Policy) map[string]string {
	found := make(map[string]string)
	for _, resource := range p.Resources.List {
		found[resource.ID] = resource.ApplicationStatus
	}
	return found
}

// reach lists what a policy applies to, apart from what is leaving it. How far Atlassian is with that depends on the time.
func reach(p orgpolicies.Policy) []string {
	var found []string
	for _, resource := range p.Resources.List {
		if orgpolicies.ApplicationOf(resource.ApplicationStatus) != orgpolicies.Removing {
			found = append(found, resource.ID)
		}
	}
	return found
}

// hurried is a run that does not wait long for what reads do not show.
func hurried(s *organization.Settings) { s.Pace.Visible = 50 * time.Millisecond }

// otherOrganization is a run over an organization that does not exist.
func otherOrganization(s *organization.Settings) {
	s.OrganizationID = "00000000-0000-4000-8000-00000000dead"
}

const slow = 200 * time.Millisecond

// A policy is created, applied, changed, taken to other resources and deleted, while every read shows for a while what was there before.
func TestOrganizationPolicyFromBeginningToEnd(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		for _, habits := range []simulator.PolicyHabits{{}, {KeepsResources: true}, {ListsNoResources: true}} {
			on := simulated.Virtual(t, simulated.WithLag(slow))
			on.Simulator.SetPolicyHabits(habits)
			o := run(t, on).OrganizationPolicies
			ctx := t.Context()

			created, err := o.Create(ctx, draft("Office", jiraARI))
			require.NoError(t, err)
			applied, err := o.AwaitApplied(ctx, created.ID, time.Minute)
			require.NoError(t, err)
			assert.Equal(t, map[string]string{jiraARI: "applied"}, statuses(applied))

			wanted := draft("Offices")
			wanted.In = []string{"192.0.2.0/25", "2001:db8::1"}
			wanted.AllowMobileBypass = new(true)
			changed, err := o.Update(ctx, created.ID, wanted)
			require.NoError(t, err)
			assert.Equal(t, "Offices", changed.Name)
			assert.Equal(t, []string{jiraARI}, reach(changed), "an update keeps what the policy applies to")
			assert.True(t, *changed.Rule.AllowMobileBypass)

			wanted.AllowMobileBypass = nil
			wanted.In = []string{"192.0.2.0/26"}
			changed, err = o.Update(ctx, created.ID, wanted)
			require.NoError(t, err)
			assert.True(t, *changed.Rule.AllowMobileBypass, "and what the rule says besides")

			moved, err := o.SetResources(ctx, created.ID, resourcesOf(confluenceARI))
			require.NoError(t, err)
			assert.Equal(t, []string{confluenceARI}, reach(moved))
			moved, err = o.AwaitApplied(ctx, created.ID, time.Minute)
			require.NoError(t, err)
			assert.Equal(t, map[string]string{confluenceARI: "applied"}, statuses(moved))

			got, err := o.Get(ctx, created.ID)
			require.NoError(t, err)
			assert.Equal(t, moved, got, "own writes are laid over what the run has read")

			require.NoError(t, o.Delete(ctx, created.ID))
			_, err = o.Get(ctx, created.ID)
			assert.True(t, meaning.IsNotFound(err))
			assert.True(t, meaning.IsNotFound(o.Delete(ctx, created.ID)))
			assert.Len(t, on.Simulator.Organization().OrganizationPolicies, 1, "the default one stays")
			assert.Empty(t, on.Simulator.ValidatedPolicies())
		}
	})
}

// What is so already is not written.
func TestPoliciesThatNeedNoWrite(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(guarded()))
		o := run(t, on).OrganizationPolicies
		office, found, err := o.Namesake(t.Context(), orgpolicies.TypeIPAllowlist, "Office")
		require.NoError(t, err)
		require.True(t, found)
		_, err = o.Update(t.Context(), office.ID, draft("Office"))
		require.NoError(t, err)
		_, err = o.SetResources(t.Context(), office.ID, resourcesOf(confluenceARI, jiraARI, jiraARI))
		require.NoError(t, err)
		assert.Equal(t, map[string]int{opOrgPolicies: 1, opOrgPolicy: 2}, on.Simulator.Requests())
	})
}

// A hundred policies cost one page, and those that a run waits for share their reads.
func TestHundredPolicies(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		start := simulator.SmallCompany()
		for i := range 150 {
			start.OrganizationPolicies = append(start.OrganizationPolicies, simulator.OrganizationPolicy{
				ID: fmt.Sprintf("p%03d", i), Name: fmt.Sprintf("P%d", i), Type: simulator.PolicyIPAllowlist, In: []string{"192.0.2.0/24"},
				Resources: []simulator.PolicyResource{{ID: jiraARI}},
			})
		}
		each := func(work func(id string) error) {
			var group errgroup.Group
			for _, policy := range start.OrganizationPolicies {
				group.Go(func() error { return work(policy.ID) })
			}
			require.NoError(t, group.Wait())
		}
		const pages = 2 // 151 policies
		for name, fault := range map[string]simulator.Fault{"whole": {}, "partial": {Operation: opOrgPolicies, Partial: true}, "empty": {Operation: opOrgPolicies, Empty: true}} {
			on := simulated.Virtual(t, simulated.WithStart(start))
			if fault.Operation != "" {
				on.Simulator.Inject(fault)
			}
			o := run(t, on).OrganizationPolicies
			each(func(id string) error { _, err := o.Get(t.Context(), id); return err })
			assert.LessOrEqual(t, on.Simulator.Requests()[opOrgPolicies], 2*pages, name)
			assert.Zero(t, on.Simulator.Requests()[opOrgPolicy], name)
			if name != "whole" {
				continue
			}
			assert.Equal(t, map[string]int{opOrgPolicies: pages}, on.Simulator.Requests())
			on.Simulator.ResetRequests()
			each(func(id string) error { _, err := o.AwaitApplied(t.Context(), id, time.Minute); return err })
			assert.LessOrEqual(t, on.Simulator.Requests()[opOrgPolicies]+on.Simulator.Requests()[opOrgPolicy], 4*pages)
		}
	})
}

// Only Atlassian's answer for the policy itself says that it is gone.
func TestPoliciesThatAreGone(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(guarded()))
		o := run(t, on).OrganizationPolicies
		_, err := o.Get(t.Context(), "nothing")
		require.True(t, meaning.IsNotFound(err))
		assert.Equal(t, map[string]int{opOrgPolicies: 2, opOrgPolicy: 1}, on.Simulator.Requests())

		for _, status := range []int{403, 410, 500} {
			on.Simulator.Inject(simulator.Fault{Operation: opOrgPolicy, Status: status})
			_, err = o.Get(t.Context(), "nothing")
			require.Error(t, err)
			assert.False(t, meaning.IsNotFound(err), status)
		}

		other := run(t, on, otherOrganization).OrganizationPolicies
		_, err = other.Get(t.Context(), "nothing")
		require.Error(t, err)
		assert.False(t, meaning.IsNotFound(err), "the organization is what does not exist")
		assert.False(t, meaning.IsNotFound(other.Delete(t.Context(), "nothing")))
	})
}

// The answer to a creation may be lost, and never leads to a second policy.
func TestLostCreationOfAPolicy(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithLag(slow))
		require.NoError(t, on.Simulator.PutOrganizationPolicy(simulator.OrganizationPolicy{Name: "Office", Type: simulator.PolicyIPAllowlist, In: []string{"192.0.2.0/24"}}))
		on.Simulator.Inject(simulator.Fault{Operation: opCreatePolicy, LoseAnswer: true})
		o := run(t, on).OrganizationPolicies
		created, err := o.Create(t.Context(), draft("Office", jiraARI))
		require.NoError(t, err)
		assert.Equal(t, []string{jiraARI}, reach(created), "not the one that was there before")
		assert.Equal(t, 1, on.Simulator.Requests()[opCreatePolicy])

		on.Simulator.Inject(simulator.Fault{Operation: opCreatePolicy, Status: 502})
		_, err = run(t, on, hurried).OrganizationPolicies.Create(t.Context(), draft("Home"))
		var uncertain *orgpolicies.UncertainError
		require.ErrorAs(t, err, &uncertain)
		assert.Empty(t, uncertain.IDs)
		assert.True(t, meaning.IsPending(err))
		require.ErrorContains(t, err, "it may or may not exist")
		assert.Len(t, on.Simulator.Organization().OrganizationPolicies, 3)
	})
}

// Two new policies of the same name: neither is certainly the one.
func TestLostCreationsOfTheSameName(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		o := run(t, on, hurried).OrganizationPolicies
		_, err := o.List(t.Context())
		require.NoError(t, err)
		other := draft("Office", jiraARI)
		other.In = []string{"198.51.100.0/24"}
		_, err = run(t, on).OrganizationPolicies.Create(t.Context(), other) // somebody else
		require.NoError(t, err)
		on.Simulator.Inject(simulator.Fault{Operation: opCreatePolicy, LoseAnswer: true, Count: -1})
		_, err = o.Create(t.Context(), draft("Office", jiraARI))
		var uncertain *orgpolicies.UncertainError
		require.ErrorAs(t, err, &uncertain)
		assert.Len(t, uncertain.IDs, 2)
		require.ErrorContains(t, err, "compare them")

		on.Simulator.ClearFaults()
		other.Name = "Home"
		_, err = run(t, on).OrganizationPolicies.Create(t.Context(), other)
		require.NoError(t, err)
		on.Simulator.Inject(simulator.Fault{Operation: opCreatePolicy, Status: 503})
		_, err = o.Create(t.Context(), draft("Home", jiraARI))
		require.ErrorAs(t, err, &uncertain)
		assert.Len(t, uncertain.IDs, 1, "one that says something else is not adopted")
	})
}

// Lost answers to all other writes are settled by reading.
func TestLostWritesOfPolicies(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(guarded()))
		o := run(t, on).OrganizationPolicies
		office, _, err := o.Namesake(t.Context(), orgpolicies.TypeIPAllowlist, "Office")
		require.NoError(t, err)
		lose := func(operation string) { on.Simulator.Inject(simulator.Fault{Operation: operation, LoseAnswer: true}) }

		lose(opRemoveFrom)
		_, err = o.SetResources(t.Context(), office.ID, resourcesOf(confluenceARI))
		require.NoError(t, err)
		lose(opAddToPolicy)
		set, err := o.SetResources(t.Context(), office.ID, resourcesOf(confluenceARI, jiraARI))
		require.NoError(t, err)
		assert.Equal(t, map[string]string{jiraARI: "applied", confluenceARI: "applied"}, statuses(set))
		assert.Equal(t, 1, on.Simulator.Requests()[opAddToPolicy])
		lose(opUpdatePolicy)
		_, err = o.Update(t.Context(), office.ID, draft("New"))
		require.NoError(t, err)
		lose(opDeletePolicy)
		require.NoError(t, o.Delete(t.Context(), office.ID))
	})
}

// What Atlassian failed to apply is sent again, and so is another window.
func TestResourcesThatAreSentAgain(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		require.NoError(t, on.Simulator.EndPolicyResource(jiraARI, simulator.ResourceFailed))
		o := run(t, on).OrganizationPolicies
		created, err := o.Create(t.Context(), draft("Office", jiraARI))
		require.NoError(t, err)
		applied, err := o.AwaitApplied(t.Context(), created.ID, time.Minute)
		require.NoError(t, err, "it is over, although it failed")
		assert.Equal(t, map[string]string{jiraARI: "failed"}, statuses(applied))
		require.NoError(t, on.Simulator.EndPolicyResource(jiraARI, ""))
		_, err = o.SetResources(t.Context(), created.ID, resourcesOf(jiraARI))
		require.NoError(t, err)
		applied, err = o.AwaitApplied(t.Context(), created.ID, time.Minute)
		require.NoError(t, err)
		assert.Equal(t, map[string]string{jiraARI: "applied"}, statuses(applied))
		assert.Equal(t, 1, on.Simulator.Requests()[opResendToPolicy])

		moving := orgpolicies.Resource{ID: jiraARI, Move: atlassian.PolicyMove{Start: "2099-01-01T00:00:00Z", End: "2099-01-02T00:00:00Z"}}
		home := orgpolicies.Draft{Type: orgpolicies.TypeDataResidency, Name: "Tokyo", Status: orgpolicies.StatusEnabled, In: []string{"jp"}, Resources: []orgpolicies.Resource{moving}}
		created, err = o.Create(t.Context(), home)
		require.NoError(t, err)
		applied, err = o.AwaitApplied(t.Context(), created.ID, time.Minute)
		require.NoError(t, err, "what is scheduled is not waited for")
		assert.Equal(t, map[string]string{jiraARI: "scheduled"}, statuses(applied))
		on.Simulator.ResetRequests()
		_, err = o.SetResources(t.Context(), created.ID, []orgpolicies.Resource{{ID: jiraARI, Move: atlassian.PolicyMove{Start: "2099-01-01T01:00:00+01:00", End: "2099-01-02T00:00:00Z"}}})
		require.NoError(t, err)
		assert.Equal(t, map[string]int{opOrgPolicy: 1}, on.Simulator.Requests(), "the same time")
		moving.Move.End = "2099-01-03T00:00:00Z"
		set, err := o.SetResources(t.Context(), created.ID, []orgpolicies.Resource{moving})
		require.NoError(t, err)
		assert.Equal(t, moving.Move, set.Resources.List[0].Move)
	})
}

// The wait for what never ends is bounded, and says what it has seen.
func TestPoliciesThatAreNeverApplied(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		require.NoError(t, on.Simulator.EndPolicyResource(jiraARI, simulator.ResourceApplying))
		o := run(t, on).OrganizationPolicies
		created, err := o.Create(t.Context(), draft("Office", jiraARI, confluenceARI))
		require.NoError(t, err)
		var still *orgpolicies.StillApplyingError
		seen, err := o.AwaitApplied(t.Context(), created.ID, 50*time.Millisecond)
		require.ErrorAs(t, err, &still)
		assert.Equal(t, map[string]string{jiraARI: "applying", confluenceARI: "applied"}, statuses(seen))
		require.ErrorContains(t, err, "is not done with policy \"Office\" yet: "+jiraARI+" (applying)")

		expiring, ending := on.Expiring(t, "/policies/"+created.ID, 2)
		seen, err = run(t, expiring).OrganizationPolicies.AwaitApplied(ending, created.ID, time.Minute)
		require.ErrorAs(t, err, &still)
		assert.Equal(t, created.ID, seen.ID)
	})
}

// Without knowing what a policy applies to, nothing is written: an update could take it off everything.
func TestPoliciesOfUnknownReach(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(guarded()))
		on.Simulator.SetPolicyHabits(simulator.PolicyHabits{HidesResources: true})
		o := run(t, on).OrganizationPolicies
		office, _, err := o.Namesake(t.Context(), orgpolicies.TypeIPAllowlist, "Office")
		require.NoError(t, err)
		got, err := o.Get(t.Context(), office.ID)
		require.NoError(t, err)
		assert.False(t, got.Resources.Known)
		var unsaid *orgpolicies.UnsaidError
		_, err = o.Update(t.Context(), office.ID, draft("New"))
		require.ErrorAs(t, err, &unsaid)
		require.ErrorContains(t, err, "does not tell what it applies to")
		_, err = o.SetResources(t.Context(), office.ID, nil)
		require.ErrorAs(t, err, &unsaid)
		_, err = o.AwaitApplied(t.Context(), office.ID, time.Minute)
		require.ErrorAs(t, err, &unsaid)
		assert.Zero(t, on.Simulator.Requests()[opUpdatePolicy]+on.Simulator.Requests()[opRemoveFrom])
	})
}

// A resource that cannot be added takes nothing off.
func TestResourcesThatCannotBeAdded(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(guarded()))
		o := run(t, on).OrganizationPolicies
		office, _, err := o.Namesake(t.Context(), orgpolicies.TypeIPAllowlist, "Office")
		require.NoError(t, err)
		on.Simulator.Inject(simulator.Fault{Operation: opAddToPolicy, Status: 403})
		third := simulator.SmallCompany().Workspaces[2].ID
		_, err = o.SetResources(t.Context(), office.ID, resourcesOf(third))
		var failed *orgpolicies.ResourceError
		require.ErrorAs(t, err, &failed)
		assert.Equal(t, third, failed.ResourceID)
		assert.Zero(t, on.Simulator.Requests()[opRemoveFrom])
	})
}
