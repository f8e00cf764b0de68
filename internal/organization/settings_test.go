// SPDX-License-Identifier: MPL-2.0

package organization_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const (
	opOrgPolicies  = "GET /admin/v1/orgs/{orgId}/policies"
	opDataSecurity = "GET /admin/control/v2/orgs/{orgId}/policies"
	opLevels       = "GET /admin/dlp/v1/orgs/{orgId}/classification-levels"
)

// guarded is the small company with everything on that this area knows.
func guarded() simulator.Organization {
	start := simulator.SmallCompany()
	start.OrganizationPolicies = []simulator.OrganizationPolicy{{
		Name: "Office", Type: simulator.PolicyIPAllowlist, In: []string{"192.0.2.0/24"},
		Resources: []simulator.PolicyResource{{ID: start.Workspaces[0].ID}, {ID: start.Workspaces[1].ID}},
	}}
	start.DataSecurityPolicies = []simulator.DataSecurityPolicy{{Name: "No export", Rules: map[string]string{"export": "block"}}}
	start.ClassificationLevels = []simulator.ClassificationLevel{{Name: "Secret"}, {Name: "Public", Status: "DRAFT"}}
	return start
}

func TestSettingsAreReadOnce(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(guarded()))
		o := run(t, on)
		var group errgroup.Group
		for range 5 {
			group.Go(func() error {
				addresses, err := o.OrganizationPolicies.IPAllowlist(t.Context())
				if err != nil {
					return err
				}
				assert.Equal(t, orgpolicies.On, addresses.State)
				assert.Len(t, addresses.Resources, 2)
				export, err := o.OrganizationPolicies.ExportRestriction(t.Context())
				if err != nil {
					return err
				}
				assert.Equal(t, orgpolicies.On, export.State)
				levels, err := o.OrganizationPolicies.Classification(t.Context())
				assert.Equal(t, orgpolicies.On, levels.State)
				assert.Equal(t, 1, levels.Published)
				return err
			})
		}
		require.NoError(t, group.Wait())
		require.Equal(t, map[string]int{opOrgPolicies: 1, opDataSecurity: 1, opLevels: 1}, on.Simulator.Requests())
	})
}

func TestSettingsThatAreOff(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		o := run(t, on)
		addresses, err := o.OrganizationPolicies.IPAllowlist(t.Context())
		require.NoError(t, err)
		assert.Equal(t, orgpolicies.Off, addresses.State)
		export, err := o.OrganizationPolicies.ExportRestriction(t.Context())
		require.NoError(t, err)
		assert.Equal(t, orgpolicies.Off, export.State)
		levels, err := o.OrganizationPolicies.Classification(t.Context())
		require.NoError(t, err)
		assert.Equal(t, orgpolicies.Off, levels.State)
	})
}

// An admin changes the settings in the console, and the next run sees it.
func TestSettingsChangeInTheConsole(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(guarded()))
		require.NoError(t, on.Simulator.PutOrganizationPolicy(simulator.OrganizationPolicy{
			Name: "Office", Type: simulator.PolicyIPAllowlist, In: []string{"192.0.2.0/24"},
			Resources: []simulator.PolicyResource{{ID: jiraOf(guarded()), ApplicationStatus: "applying"}},
		}))
		require.NoError(t, on.Simulator.PutDataSecurityPolicy(simulator.DataSecurityPolicy{
			Name: "No export", Status: simulator.DataSecurityDraft, Rules: map[string]string{"export": "block"},
		}))
		require.NoError(t, on.Simulator.PutClassificationLevel(simulator.ClassificationLevel{Name: "Secret", Status: "ARCHIVED"}))
		o := run(t, on)
		addresses, err := o.OrganizationPolicies.IPAllowlist(t.Context())
		require.NoError(t, err)
		assert.Equal(t, orgpolicies.Applying, addresses.State)
		export, err := o.OrganizationPolicies.ExportRestriction(t.Context())
		require.NoError(t, err)
		assert.Equal(t, orgpolicies.Off, export.State)
		levels, err := o.OrganizationPolicies.Classification(t.Context())
		require.NoError(t, err)
		assert.Equal(t, orgpolicies.Off, levels.State)
	})
}

func jiraOf(org simulator.Organization) string { return org.Workspaces[0].ID }

// What is refused is an error, and not a setting that is off.
func TestSettingsThatAreRefused(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(guarded()))
		on.Simulator.SetGuardPremium(false)
		on.Simulator.Inject(simulator.Fault{Operation: opOrgPolicies, Status: 403, Count: -1})
		on.Simulator.Inject(simulator.Fault{Operation: opDataSecurity, Status: 410, Count: -1})
		o := run(t, on)

		_, err := o.OrganizationPolicies.Classification(t.Context())
		require.ErrorContains(t, err, "Atlassian Guard Premium")
		assert.Equal(t, meaning.PlanLacks, meaning.Why(err).Meaning)
		_, err = o.OrganizationPolicies.IPAllowlist(t.Context())
		assert.Equal(t, meaning.KeyForbidden, meaning.Why(err).Meaning)
		_, err = o.OrganizationPolicies.ExportRestriction(t.Context())
		require.ErrorContains(t, err, "may disable for a time")
		assert.Equal(t, meaning.Withdrawn, meaning.Why(err).Meaning)
	})
}
