// SPDX-License-Identifier: MPL-2.0

package organization_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/datasecurity"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
)

const (
	opCreateDataSecurity = "POST /admin/control/v2/orgs/{orgId}/policies"
	opUpdateDataSecurity = "PUT /admin/control/v2/orgs/{orgId}/policies/{policyId}"
	opReadDataSecurity   = "GET /admin/control/v2/orgs/{orgId}/policies/{policyId}"
	opDeleteDataSecurity = "DELETE /admin/control/v1/orgs/{orgId}/policies/{policyId}"
	opPublish            = "POST /admin/control/v2/orgs/{orgId}/policies/publishDraftPolicies"
)

// blocking is a policy for the whole organization that blocks something.
func blocking(name string, rules ...string) datasecurity.Wanted {
	wanted := datasecurity.Wanted{Content: datasecurity.Content{Name: name, Coverage: "ORG", Rules: map[string]datasecurity.Rule{}}}
	for _, rule := range rules {
		wanted.Rules[rule] = datasecurity.Rule{Effect: "block"}
	}
	return wanted
}

// publishing is the small company, which serves the operations whose forms are guesses.
func publishing() simulator.Organization {
	start := simulator.SmallCompany()
	start.DataSecurityPublish = true
	return start
}

// A policy is made, changed, published and deleted, each of which shows only later.
func TestADataSecurityPolicyLivesAndDies(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(publishing()), simulated.WithLag(20*time.Millisecond))
		o := run(t, on)
		made, err := o.DataSecurity.Create(t.Context(), blocking("No export", "export", "publicLinks"))
		require.NoError(t, err)
		assert.Equal(t, "draft", made.Status)
		wanted := blocking("No exports", "export", "publicLinks")
		wanted.Publish = true
		changed, err := o.DataSecurity.Update(t.Context(), made.ID, wanted)
		require.NoError(t, err)
		assert.Equal(t, "No exports, active", changed.Name+", "+changed.Status)
		found, err := o.DataSecurity.Get(t.Context(), made.ID)
		require.NoError(t, err)
		assert.Equal(t, changed, found, "the run knows what it has written")
		assert.Equal(t, 2, on.Simulator.Requests()[opPublish], "one for each rule")
		require.NoError(t, o.DataSecurity.Delete(t.Context(), made.ID))
		_, err = o.DataSecurity.Get(t.Context(), made.ID)
		assert.True(t, meaning.IsNotFound(err))
		_, err = run(t, on).DataSecurity.Get(t.Context(), made.ID)
		assert.True(t, meaning.IsNotFound(err), "it can be read, with the status deleted")
	})
}

// A policy that is published does not change where the run must not publish, and what says the same already is no write.
func TestAPublishedDataSecurityPolicyStays(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		start := simulator.SmallCompany()
		start.DataSecurityPolicies = []simulator.DataSecurityPolicy{{ID: "1", Name: "No export", Rules: map[string]string{"export": "block"}}}
		on := simulated.Virtual(t, simulated.WithStart(start))
		o := run(t, on)
		same, err := o.DataSecurity.Update(t.Context(), "1", blocking("No export", "export"))
		require.NoError(t, err)
		assert.Equal(t, "active", same.Status)
		_, err = o.DataSecurity.Update(t.Context(), "1", blocking("Another name", "export"))
		require.ErrorAs(t, err, new(*datasecurity.PublishedError))
		assert.Zero(t, on.Simulator.Requests()[opUpdateDataSecurity])
	})
}

// Answers that are lost are settled by reading: nothing is made twice.
func TestLostAnswersAboutDataSecurityAreSettled(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(publishing()))
		o := run(t, on, func(s *organization.Settings) { s.Pace.Visible = 50 * time.Millisecond })
		on.Simulator.Inject(simulator.Fault{Operation: opCreateDataSecurity, LoseAnswer: true, Count: 1})
		made, err := o.DataSecurity.Create(t.Context(), blocking("No export", "export"))
		require.NoError(t, err)
		require.Len(t, on.Simulator.Organization().DataSecurityPolicies, 1)
		assert.Equal(t, on.Simulator.DataSecurityPolicyID("No export"), made.ID)

		on.Simulator.Inject(simulator.Fault{Operation: opPublish, LoseAnswer: true, Count: 1})
		wanted := blocking("No export", "export")
		wanted.Publish = true
		published, err := o.DataSecurity.Update(t.Context(), made.ID, wanted)
		require.NoError(t, err)
		assert.Equal(t, "active", published.Status)

		on.Simulator.Inject(simulator.Fault{Operation: opDeleteDataSecurity, LoseAnswer: true, Count: 1})
		require.NoError(t, o.DataSecurity.Delete(t.Context(), made.ID))

		// One that was lost before it arrived is not taken for another policy of the same name.
		_, err = o.DataSecurity.Create(t.Context(), blocking("Twin", "publicLinks"))
		require.NoError(t, err)
		on.Simulator.Inject(simulator.Fault{Operation: opCreateDataSecurity, Drop: true, Count: -1})
		_, err = o.DataSecurity.Create(t.Context(), blocking("Twin", "publicLinks"))
		require.Error(t, err)
	})
}

// A policy that could not be published is there all the same.
func TestAPolicyThatIsNotPublished(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(publishing()))
		on.Simulator.Inject(simulator.Fault{Operation: opPublish, Status: 400, Count: -1})
		wanted := blocking("No export", "export")
		wanted.Publish = true
		made, err := run(t, on).DataSecurity.Create(t.Context(), wanted)
		require.ErrorAs(t, err, new(*datasecurity.NotPublishedError))
		assert.Equal(t, "draft", made.Status)
		assert.NotEmpty(t, made.ID)
	})
}

// The policy for a part waits for the one that it overrides, which the same run makes.
func TestAnOverrideWaitsForWhatItOverrides(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		o := run(t, on)
		part := blocking("Part", "export")
		part.Coverage = "WORKSPACE"
		_, err := o.DataSecurity.Create(t.Context(), part)
		require.Error(t, err)
		assert.True(t, datasecurity.OverridesNothing(err), err)

		part.AwaitOverridden = true
		result := make(chan error, 1)
		go func() {
			_, err := o.DataSecurity.Create(t.Context(), part)
			result <- err
		}()
		_, err = o.DataSecurity.Create(t.Context(), blocking("All", "export"))
		require.NoError(t, err)
		require.NoError(t, <-result)

		part.Name = "Another part"
		_, err = o.DataSecurity.Create(t.Context(), part)
		require.Error(t, err)
		assert.True(t, datasecurity.IsRedundant(err), err)
	})
}

// A hundred policies cost four pages. What the list does not say of one is read once more, and is an error if that does not say it.
func TestDataSecurityPoliciesAreReadTogether(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		start := simulator.SmallCompany()
		for i := range 100 {
			name := string(rune('a'+i/10)) + string(rune('a'+i%10))
			start.DataSecurityPolicies = append(start.DataSecurityPolicies, simulator.DataSecurityPolicy{ID: "p" + name, Name: name, Rules: map[string]string{"export": "block"}})
		}
		on := simulated.Virtual(t, simulated.WithStart(start))
		o := run(t, on)
		for _, policy := range start.DataSecurityPolicies {
			found, err := o.DataSecurity.Get(t.Context(), policy.ID)
			require.NoError(t, err)
			assert.Equal(t, policy.Name, found.Name)
		}
		assert.Equal(t, map[string]int{opDataSecurity: 4}, on.Simulator.Requests())
		_, err := o.DataSecurity.Get(t.Context(), "none")
		assert.True(t, meaning.IsNotFound(err))
		assert.Equal(t, 1, on.Simulator.Requests()[opReadDataSecurity])
	})
}

// What the list has is not gone, whatever another operation answers: one that is withdrawn may answer that there is no such policy.
func TestAListedDataSecurityPolicyIsNotGone(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		const listed = "Atlassian lists data security policy 1, and says at the same time that it does not exist"
		start := simulator.SmallCompany()
		start.DataSecurityPolicies = []simulator.DataSecurityPolicy{{ID: "1", Name: "No export", Rules: map[string]string{"export": "block"}}}
		on := simulated.Virtual(t, simulated.WithStart(start))
		require.NoError(t, on.Simulator.Withdraw(opReadDataSecurity, wire.WithdrawnMissing))
		short := on.Edited(t, "/v2/orgs/", func(body any) any {
			for _, one := range body.(map[string]any)["data"].([]any) {
				one.(map[string]any)["attributes"].(map[string]any)["rule"] = nil
			}
			return body
		})
		_, err := run(t, short).DataSecurity.Get(t.Context(), "1")
		assert.False(t, meaning.IsNotFound(err))
		require.ErrorContains(t, err, listed)
		require.NoError(t, on.Simulator.Withdraw(opDeleteDataSecurity, wire.WithdrawnMissing))
		require.ErrorContains(t, run(t, on).DataSecurity.Delete(t.Context(), "1"), listed)
	})
}

// The same holds for the other policies.
func TestAListedPolicyIsNotGone(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		start := simulator.SmallCompany()
		start.OrganizationPolicies = []simulator.OrganizationPolicy{{ID: "1", Type: "ip-allowlist", Name: "Office", In: []string{"192.0.2.0/24"}}}
		on := simulated.Virtual(t, simulated.WithStart(start))
		require.NoError(t, on.Simulator.Withdraw("GET /admin/v1/orgs/{orgId}/policies/{policyId}", wire.WithdrawnMissing))
		short := on.Edited(t, "/v1/orgs/", func(body any) any {
			for _, one := range body.(map[string]any)["data"].([]any) {
				one.(map[string]any)["attributes"].(map[string]any)["resources"] = nil
			}
			return body
		})
		_, err := run(t, short).OrganizationPolicies.Get(t.Context(), "1")
		assert.False(t, meaning.IsNotFound(err))
		require.ErrorContains(t, err, "Atlassian lists policy 1, and says at the same time that it does not exist")
		require.NoError(t, on.Simulator.Withdraw("DELETE /admin/v1/orgs/{orgId}/policies/{policyId}", wire.WithdrawnMissing))
		err = run(t, on).OrganizationPolicies.Delete(t.Context(), "1")
		assert.False(t, meaning.IsNotFound(err))
		require.ErrorContains(t, err, "Atlassian lists policy 1, and says at the same time that it does not exist")
	})
}

// An answer about another policy than the one that was asked for is no change of this one.
func TestAnAnswerAboutAnotherPolicy(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		start := simulator.SmallCompany()
		start.OrganizationPolicies = []simulator.OrganizationPolicy{{ID: "1", Type: "ip-allowlist", Name: "Office", In: []string{"192.0.2.0/24"}}}
		other := simulated.Virtual(t, simulated.WithStart(start)).Edited(t, "/v1/orgs/", func(body any) any {
			data := body.(map[string]any)["data"]
			if one, alone := data.(map[string]any); alone {
				one["id"] = "2"
				return body
			}
			data.([]any)[0].(map[string]any)["attributes"].(map[string]any)["resources"] = nil
			return body
		})
		const says = "asked for policy 1, Atlassian has answered with 2"
		_, err := run(t, other).OrganizationPolicies.Get(t.Context(), "1")
		require.ErrorContains(t, err, says)
		_, err = run(t, other).OrganizationPolicies.Find(t.Context(), "1")
		require.ErrorContains(t, err, says)
	})
}
