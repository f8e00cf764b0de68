// SPDX-License-Identifier: MPL-2.0

package posture_test

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/apps"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/backups"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/posture"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// company is a start state by name.
func company(t *testing.T, name string) simulator.Organization {
	t.Helper()
	start, is := simulator.Company(name, time.Now())
	require.True(t, is)
	return start
}

// measures are parameters with which every control can be judged: what is installed in the tidy company is approved.
func measures(t *testing.T, start simulator.Organization) posture.Parameters {
	t.Helper()
	p := posture.Parameters{
		At: time.Now(), MinTwoStepPercent: 100, AttestedWithinDays: 180, MaxAdmins: 5, DormantAfterDays: 90, ExpiryDays: 30, UnusedDays: 30, MaxBackupAgeDays: 7,
		Attestations: make(map[string]posture.Attestation), Approvals: make(map[string]apps.Approval),
	}
	for _, policy := range start.AuthenticationPolicies {
		if !policy.Default {
			p.IntendedPolicies = append(p.IntendedPolicies, policy.ID)
			p.Attestations[policy.ID] = posture.Attestation{At: time.Now().Add(-time.Hour), SingleSignOn: cmp.Or(policy.Settings.SingleSignOn, "none")}
		}
	}
	for _, app := range company(t, "tidy").Apps {
		p.Approvals[app.ID] = apps.Approval{}
	}
	return p
}

// run is one run over a simulated organization.
func run(t *testing.T, on *simulated.Organization) *organization.Organization {
	t.Helper()
	o, err := organization.New(organization.Settings{
		OrganizationID: on.Credentials.OrganizationID, BaseURL: on.URL, Transport: on.Transport, APIKey: on.Credentials.APIKey, UserAgent: "test",
		UserEmail: on.Credentials.UserEmail, UserAPIToken: on.Credentials.UserAPIToken, Experimental: []string{backups.Experiment},
		RequestTimeout: 20 * time.Second, Pace: organization.Pace{Company: 2 * time.Millisecond, PollMin: 5 * time.Millisecond, PollMax: 10 * time.Millisecond},
	})
	require.NoError(t, err)
	return o
}

// statuses are the IDs of controls by their status.
func statuses(findings []posture.Finding) map[posture.Status][]string {
	by := make(map[posture.Status][]string)
	for _, finding := range findings {
		by[finding.Status] = append(by[finding.Status], finding.ID)
	}
	return by
}

func summaries(findings []posture.Finding) string {
	var text strings.Builder
	for _, finding := range findings {
		text.WriteString("\n" + finding.ID + ": " + string(finding.Status) + ": " + finding.Evidence.Summary)
	}
	return text.String()
}

func TestTheTidyCompanyPasses(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		start := company(t, "tidy")
		findings, err := run(t, simulated.Virtual(t, simulated.WithStart(start))).Posture.Assess(t.Context(), measures(t, start))
		require.NoError(t, err)
		assert.Equal(t, map[posture.Status][]string{posture.Pass: posture.IDs()}, statuses(findings), summaries(findings))
	})
}

// The page says what each source costs. Whatever is read twice is one read, as are those that another area has read before.
func TestWhatAnAssessmentCosts(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		start := company(t, "tidy")
		on := simulated.Virtual(t, simulated.WithStart(start))
		o := run(t, on)
		for range 2 {
			_, err := o.Posture.Assess(t.Context(), measures(t, start))
			require.NoError(t, err)
		}
		_, err := o.People.Search(t.Context(), organization.Reviewed())
		require.NoError(t, err)
		const directory = " /admin/v2/orgs/{orgId}/directories/{directoryId}/users/"
		kinds, err := o.Audit.PolicyActions(t.Context())
		require.NoError(t, err)
		assert.Equal(t, map[string]int{
			"GET /admin/v1/orgs/{orgId}/domains":                                 1,
			"POST" + directory + "search":                                        2, // everybody, and the organization admins
			"GET" + directory + "count":                                          2,
			"GET" + directory + "{accountId}/role-assignments":                   3, // one for each organization admin
			"POST /admin/control/v1/orgs/{orgId}/users/auth-policies/bulk-fetch": 1,
			"GET /admin/v1/orgs/{orgId}/event-actions":                           1,
			"GET /admin/v1/orgs/{orgId}/events":                                  len(kinds), // one for each kind
			"GET /admin/api-access/v1/orgs/{orgId}/api-keys":                     1,
			"GET /admin/api-access/v1/orgs/{orgId}/api-keys/count":               1,
			"GET /admin/api-access/v1/orgs/{orgId}/api-tokens":                   1,
			"GET /admin/api-access/v1/orgs/{orgId}/api-tokens/count":             1,
			"GET /admin/v1/orgs/{orgId}/policies":                                1,
			"GET /admin/control/v2/orgs/{orgId}/policies":                        1,
			"GET /admin/dlp/v1/orgs/{orgId}/classification-levels":               1,
			"POST /admin/v2/orgs/{orgId}/workspaces":                             1,
			"POST /graphql ecosystem.appsInstalledInContexts":                    1,
			"POST /graphql ecosystem.userInstallationRules":                      2, // one for each site
			"GET /public/backup-management/v2/orgs/{orgId}/policies":             1,
			"GET /public/backup-management/v2/orgs/{orgId}/policies/{policyId}":  3, // one for each policy
		}, on.Simulator.Requests())
	})
}

// An attestation that ignores every kind of event proves nothing: no change could show.
func TestAnAttestationThatIgnoresEverything(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		start := company(t, "tidy")
		on := simulated.Virtual(t, simulated.WithStart(start))
		o := run(t, on)
		actions, err := o.Audit.PolicyActions(t.Context())
		require.NoError(t, err)
		ignore := func(n int) posture.Finding {
			p := measures(t, start)
			for id, attestation := range p.Attestations {
				for _, action := range actions[:n] {
					attestation.IgnoredActions = append(attestation.IgnoredActions, action.ID)
				}
				p.Attestations[id] = attestation
			}
			findings, err := o.Posture.Assess(t.Context(), p, posture.SingleSignOn)
			require.NoError(t, err)
			return findings[0]
		}
		assert.Equal(t, posture.Pass, ignore(len(actions)-1).Status)
		everything := ignore(len(actions))
		assert.Equal(t, posture.Unknown, everything.Status)
		assert.Contains(t, everything.Evidence.Summary, "ignored_actions of its attestation has every kind of event that is about authentication policies, so that no change could show")
	})
}

// A workspace on the host of a site whose ID does not say where its apps are may have any app.
func TestAppsThatNothingCanAskFor(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		start := company(t, "tidy")
		const loom = "ari:cloud:loom::workspace/abc"
		on := simulated.Virtual(t, simulated.WithStart(start)).Edited(t, "/workspaces", func(body any) any {
			list := body.(map[string]any)
			one := maps.Clone(list["data"].([]any)[0].(map[string]any))
			one["id"] = loom
			list["data"] = append(list["data"].([]any), one)
			return list
		})
		findings, err := run(t, on).Posture.Assess(t.Context(), measures(t, start), posture.ApprovedApps)
		require.NoError(t, err)
		assert.Equal(t, posture.Unknown, findings[0].Status)
		assert.Equal(t, []string{loom}, findings[0].Evidence.Names)
		assert.Contains(t, findings[0].Evidence.Summary, "nothing can ask for the apps of 1 workspace, because no ID says where these are installed: "+loom)
	})
}

func TestTheSloppyCompanyFails(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		start := company(t, "sloppy")
		findings, err := run(t, simulated.Virtual(t, simulated.WithStart(start))).Posture.Assess(t.Context(), measures(t, start))
		require.NoError(t, err)
		assert.Equal(t, map[posture.Status][]string{posture.Fail: posture.IDs()}, statuses(findings), summaries(findings))
	})
}

// Each operation that a control reads is refused in turn. The record of the simulator says which these are, so that the next control is held
// to it as well.
func TestEachRefusalMakesAControlUnknown(t *testing.T) {
	t.Parallel()
	for _, control := range posture.Controls() {
		t.Run(control.ID, func(t *testing.T) {
			t.Parallel()
			simulated.InVirtualTime(t, func(t *testing.T) {
				start := company(t, "tidy") // of the virtual time: what it has from another one would be in the future
				on := simulated.Virtual(t, simulated.WithStart(start))
				findings, err := run(t, on).Posture.Assess(t.Context(), measures(t, start), control.ID)
				require.NoError(t, err)
				require.Len(t, findings, 1)
				require.Equal(t, posture.Pass, findings[0].Status, findings[0].Evidence.Summary)
				read := slices.Sorted(maps.Keys(on.Simulator.Requests()))
				require.NotEmpty(t, read, "it asks nothing")
				for _, operation := range read {
					for _, status := range []int{http.StatusForbidden, http.StatusNotFound} {
						on := simulated.Virtual(t, simulated.WithStart(start))
						on.Simulator.Inject(simulator.Fault{Operation: operation, Status: status, Count: -1})
						findings, err := run(t, on).Posture.Assess(t.Context(), measures(t, start), control.ID)
						require.NoError(t, err)
						assert.Equal(t, posture.Unknown, findings[0].Status, "%s answers %d: %s", operation, status, findings[0].Evidence.Summary)
						assert.NotEmpty(t, findings[0].Evidence.Summary)
					}
				}
			})
		})
	}
}
