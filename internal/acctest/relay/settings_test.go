// SPDX-License-Identifier: MPL-2.0

package relay_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/relay"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/thorough"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// setting is a question to the area of the organization's policies.
type setting struct {
	name string
	ask  func(t *testing.T, o *organization.Organization) (orgpolicies.State, error)
}

var settings = []setting{
	{"IP allowlist", func(t *testing.T, o *organization.Organization) (orgpolicies.State, error) {
		t.Helper()
		found, err := o.OrganizationPolicies.IPAllowlist(t.Context())
		return found.State, err
	}},
	{"export", func(t *testing.T, o *organization.Organization) (orgpolicies.State, error) {
		t.Helper()
		found, err := o.OrganizationPolicies.ExportRestriction(t.Context())
		return found.State, err
	}},
	{"classification", func(t *testing.T, o *organization.Organization) (orgpolicies.State, error) {
		t.Helper()
		found, err := o.OrganizationPolicies.Classification(t.Context())
		return found.State, err
	}},
}

// insecure are organizations in which none of the settings is on, each for another reason.
func insecure() map[string]simulator.Organization {
	none, part, off := company(), company(), company()
	part.OrganizationPolicies = []simulator.OrganizationPolicy{{
		Name: "Office", Type: simulator.PolicyIPAllowlist, In: []string{"192.0.2.0/24"},
		Resources: []simulator.PolicyResource{{ID: part.Workspaces[0].ID}, {ID: part.Workspaces[1].ID, ApplicationStatus: "failed"}},
	}}
	part.DataSecurityPolicies = []simulator.DataSecurityPolicy{
		{Name: "No export", Rules: map[string]string{"export": "block"}},
		{Name: "Marketing may", Coverage: "CONTAINER", Rules: map[string]string{"export": "allow"}},
	}
	part.ClassificationLevels = []simulator.ClassificationLevel{{Name: "Secret", Status: "DRAFT"}, {Name: "Old", Status: "ARCHIVED"}}
	off.OrganizationPolicies = []simulator.OrganizationPolicy{
		{Name: "Office", Type: simulator.PolicyIPAllowlist, Status: simulator.PolicyDisabled, In: []string{"192.0.2.0/24"}, Resources: []simulator.PolicyResource{{ID: off.Workspaces[0].ID}}},
		{Name: "World", Type: simulator.PolicyIPAllowlist, In: []string{"0.0.0.0/0"}, Resources: []simulator.PolicyResource{{ID: off.Workspaces[1].ID}}},
	}
	off.DataSecurityPolicies = []simulator.DataSecurityPolicy{
		{Name: "No export", Status: simulator.DataSecurityDraft, Rules: map[string]string{"export": "block"}},
		{Name: "Open", Rules: map[string]string{"export": "allow"}},
	}
	off.ClassificationLevels = []simulator.ClassificationLevel{{Name: "Secret", Status: "DRAFT"}}
	return map[string]simulator.Organization{"nothing": none, "a part": part, "off": off}
}

// elsewhere are mutations that tell of another organization, in which the setting is on: nothing counts the elements of these lists.
var elsewhere = []known{
	{"a part: IP allowlist", "getPolicies data[?].attributes.resources truncated", "the resource where it failed is gone"},
	{"a part: IP allowlist", "getPolicies data[?].attributes.resources[n] dropped", "the same"},
	{"a part: export", "ControlCloudAPIs_getPoliciesV2 data truncated", "the policy that allows exports in a part is gone"},
	{"a part: export", "ControlCloudAPIs_getPoliciesV2 data[n] dropped", "the same"},
}

// No answer, however it is broken, makes a setting pass for on that is not.
func TestNoSettingPassesForOn(t *testing.T) {
	t.Parallel()
	for name, start := range insecure() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org, _ := simulated.Handler(t, simulated.WithStart(start), simulated.AsDocumented(), simulated.AllowViolations(), simulated.Unrecorded())
			between := relay.New(org.Simulator.Handler())
			stop := between.Record()
			for _, one := range settings {
				state, err := one.ask(t, through(t, org, between))
				require.NoError(t, err)
				require.NotEqual(t, orgpolicies.On, state, one.name)
			}
			exchanges := stop()
			require.Len(t, exchanges, len(settings))
			tried, needed := 0, make(map[known]bool)
			for i, m := range relay.Mutations(exchanges, nil, documented(t)) {
				if i%thorough.Part(1, part) != 0 {
					continue
				}
				for _, one := range settings {
					stop := between.Mutate(m)
					state, err := one.ask(t, through(t, org, between))
					if stop() == 0 {
						continue // it asks for something else
					}
					tried++
					if err == nil && state == orgpolicies.On && !excused(name+": "+one.name, m, needed) {
						t.Errorf("%s, %s passes for on: %s", name, one.name, m)
					}
				}
			}
			t.Logf("%d mutations", tried)
			require.Positive(t, tried)
			for _, entry := range elsewhere {
				if thorough.Part(1, part) == 1 && strings.HasPrefix(entry.check, name+":") {
					assert.True(t, needed[entry], "nothing passes for on any more, so delete the entry: %s", entry)
				}
			}
		})
	}
}

// excused reports whether an entry is about a mutation, and notes that the entry is needed.
func excused(check string, m relay.Mutation, needed map[known]bool) bool {
	for _, one := range elsewhere {
		if one.check == check && matches(one.mutation, m.Key()) {
			needed[one] = true
			return true
		}
	}
	return false
}

// through is a run that asks by way of a relay, and tries nothing again.
func through(t *testing.T, org *simulated.Organization, between *relay.Relay) *organization.Organization {
	t.Helper()
	o, err := organization.New(organization.Settings{
		OrganizationID: org.Credentials.OrganizationID, BaseURL: org.URL, APIKey: org.Credentials.APIKey, UserAgent: "test", Transport: between,
	})
	require.NoError(t, err)
	return o
}
