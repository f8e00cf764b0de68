// SPDX-License-Identifier: MPL-2.0

package backups_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/backups"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func TestList(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		org := simulated.Virtual(t, simulated.WithStart(company()))
		o := run(t, org)
		var waiting sync.WaitGroup
		for range 5 {
			waiting.Go(func() {
				_, err := o.Backups.List(t.Context())
				assert.NoError(t, err)
			})
		}
		waiting.Wait()
		found, err := o.Backups.List(t.Context())
		require.NoError(t, err)
		require.Len(t, found, 2)
		assert.Equal(t, map[string]int{opList: 1, opOne: 2}, org.Simulator.Requests(), "one read serves the whole run")

		jira, lab := found[0], found[1]
		assert.Equal(t, []string{"acme", "acme Jira", acmeSite, "https://acme.atlassian.net", "JIRA", "DAILY", "02:00"},
			[]string{jira.SiteName, jira.Name, jira.CloudID, jira.SiteURL, jira.ProductType, jira.ScheduleInterval, jira.ScheduleSlot})
		assert.Equal(t, time.Date(2026, 11, 27, 2, 0, 0, 0, time.UTC), *jira.LastBackup)
		assert.Equal(t, 28, *jira.AvailableBackups)
		assert.True(t, *jira.IncludeAttachments)
		assert.Equal(t, backups.Backup, jira.Taken())
		assert.Equal(t, backups.NoBackup, lab.Taken(), "it counts none")
		for i, want := range [][2]bool{{true, true}, {false, true}} {
			active, known := found[i].Active()
			assert.Equal(t, want, [2]bool{active, known})
		}
	})
}

func TestWhatIsNotSaidIsNotKnown(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		org := simulated.Virtual(t).Edited(t, "/policies/", func(body any) any {
			policy := body.(map[string]any)
			policy["status"], policy["details"] = "ON_HOLD", map[string]any{"backupDetails": nil}
			return body
		})
		found, err := run(t, org).Backups.List(t.Context())
		require.NoError(t, err)
		assert.Equal(t, backups.Unsaid, found[0].Taken(), "null is not none")
		_, known := found[0].Active()
		assert.False(t, known, "an unheard-of status says nothing")

		for name, details := range map[string]map[string]any{
			"a count without a time": {"totalAvailableBackups": 3}, "neither": {}, "null for both": {"totalAvailableBackups": nil, "lastBackupTime": nil},
		} {
			org := simulated.Virtual(t).Edited(t, "/policies/", func(body any) any {
				body.(map[string]any)["details"] = map[string]any{"backupDetails": details}
				return body
			})
			found, err := run(t, org).Backups.List(t.Context())
			require.NoError(t, err)
			assert.Equal(t, backups.Unsaid, found[0].Taken(), name)
		}
	})
}

func TestManyPolicies(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		const sites = 75 // two policies each
		start := simulated.Apps(0, sites)
		for n := range sites {
			for _, product := range []string{"JIRA", "CONFLUENCE"} {
				start.BackupPolicies = append(start.BackupPolicies, simulator.BackupPolicy{
					Name: fmt.Sprintf("%s %d", product, n), Site: fmt.Sprintf("site-%d", n+1), Product: product,
				})
			}
		}
		org := simulated.Virtual(t, simulated.WithStart(start))
		o := run(t, org)
		covered, err := o.Backups.Coverage(t.Context())
		require.NoError(t, err)
		assert.Len(t, covered.Places, 2*sites)
		assert.Empty(t, covered.Unplaced)
		for _, place := range covered.Places {
			assert.Len(t, place.Policies, 1, place.SiteName+place.Product)
		}
		requests := org.Simulator.Requests()
		assert.Equal(t, 2, requests[opList])
		assert.Equal(t, 2*sites, requests[opOne])
	})
}

func TestCoverage(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		start := company()
		org := simulated.Virtual(t, simulated.WithStart(start))
		covered, err := run(t, org).Backups.Coverage(t.Context())
		require.NoError(t, err)
		var rows []string
		for _, place := range covered.Places {
			var names []string
			for _, policy := range place.Policies {
				names = append(names, policy.Name)
			}
			rows = append(rows, fmt.Sprintf("%s %s %d: %s", place.SiteName, place.Product, len(place.Workspaces), strings.Join(names, ",")))
		}
		assert.Equal(t, []string{"acme confluence 1: ", "acme jira 2: acme Jira", "acme-lab confluence 1: lab Confluence", "acme-lab jira 1: "}, rows,
			"Jira and Jira Service Management are one, and Bitbucket is not backed up")
		assert.Equal(t, map[string]int{opList: 1, opOne: 2, opWorkspaces: 1}, org.Simulator.Requests())

		for _, kind := range []string{"jira", "JIRA_SOFTWARE", "jira-servicedesk"} {
			edited := org.Edited(t, "/policies/", func(body any) any {
				if policy := body.(map[string]any); policy["policyName"] == "acme Jira" {
					policy["productType"] = kind
				}
				return body
			})
			covered, err := run(t, edited).Backups.Coverage(t.Context())
			require.NoError(t, err)
			assert.Empty(t, covered.Unplaced, kind)
		}

		for name, edit := range map[string]func(policy map[string]any){
			"an unknown product": func(policy map[string]any) { policy["productType"] = "TRELLO" },
			"no product":         func(policy map[string]any) { policy["productType"] = nil },
			"no site":            func(policy map[string]any) { policy["cloudInfo"] = nil },
			"another site":       func(policy map[string]any) { policy["cloudInfo"] = map[string]any{"cloudId": "elsewhere"} },
		} {
			edited := org.Edited(t, "/policies/", func(body any) any {
				if policy := body.(map[string]any); policy["policyName"] == "acme Jira" {
					edit(policy)
				}
				return body
			})
			covered, err := run(t, edited).Backups.Coverage(t.Context())
			require.NoError(t, err)
			require.Len(t, covered.Unplaced, 1, name)
			assert.Equal(t, "acme Jira", covered.Unplaced[0].Name)
		}
	})
}

// A product is a place, even if the ID of its workspace says so in a form that is not known: it must not vanish from what is to be backed up.
func TestCoverageOfAWorkspaceWithAnotherOwner(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		org := simulated.Virtual(t, simulated.WithStart(company()))
		edited := org.Edited(t, "/workspaces", func(body any) any {
			for _, one := range body.(map[string]any)["data"].([]any) {
				workspace := one.(map[string]any)
				workspace["id"] = strings.Replace(workspace["id"].(string), "ari:cloud:confluence::", "ari:cloud:platform::", 1)
			}
			return body
		})
		covered, err := run(t, edited).Backups.Coverage(t.Context())
		require.NoError(t, err)
		var places []string
		for _, place := range covered.Places {
			places = append(places, place.SiteName+" "+place.Product)
		}
		assert.Equal(t, []string{"acme confluence", "acme jira", "acme-lab confluence", "acme-lab jira"}, places)
	})
}

func TestUnavailable(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		org := simulated.Virtual(t)
		for name, c := range map[string]struct {
			prepare func()
			change  func(*organization.Settings)
			lacking backups.Lacking
			want    string
		}{
			"no token":                {nil, func(s *organization.Settings) { s.UserEmail, s.UserAPIToken = "", "" }, backups.Token, "takes the API token of a person who administers the organization, and none is configured"},
			"a token that is refused": {nil, func(s *organization.Settings) { s.UserAPIToken = "other" }, backups.ValidToken, "Atlassian does not accept the API token of the person (Atlassian refused getBackupPolicies"},
			"forbidden":               {func() { require.NoError(t, org.Simulator.RefuseBackups(http.StatusForbidden)) }, nil, backups.AdminOrPlan, "must administer the organization, and its plan must include backup and restore (Atlassian refused"},
			"not found":               {func() { require.NoError(t, org.Simulator.RefuseBackups(http.StatusNotFound)) }, nil, backups.Plan, "the organization's plan must include backup and restore; if it does"},
		} {
			if c.prepare != nil {
				c.prepare()
			}
			change := c.change
			if change == nil {
				change = func(*organization.Settings) {}
			}
			_, err := run(t, org, change).Backups.List(t.Context())
			require.NoError(t, org.Simulator.RefuseBackups(0))
			var lacks *backups.UnavailableError
			require.ErrorAs(t, err, &lacks, name)
			assert.Equal(t, c.lacking, lacks.Lacking, name)
			require.ErrorContains(t, err, c.want, name)
		}

		org.Simulator.Inject(simulator.Fault{Operation: opList, Status: http.StatusInternalServerError, Count: -1})
		_, err := run(t, org).Backups.List(t.Context())
		require.Error(t, err)
		var lacks *backups.UnavailableError
		assert.NotErrorAs(t, err, &lacks, "a failure lacks nothing")
	})
}

func TestPolicyThatVanishes(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		org := simulated.Virtual(t)
		org.Simulator.Inject(simulator.Fault{Operation: opOne, Status: http.StatusNotFound})
		_, err := run(t, org).Backups.List(t.Context())
		var vanished *backups.VanishedError
		require.ErrorAs(t, err, &vanished)
		require.ErrorContains(t, err, `("acme Jira") and does not find it: it may have been deleted just now, so run again`)

		org.Simulator.Inject(simulator.Fault{Operation: opOne, Status: http.StatusForbidden})
		o := run(t, org)
		_, err = o.Backups.List(t.Context())
		var lacks *backups.UnavailableError
		require.ErrorAs(t, err, &lacks, "one policy that cannot be read leaves no list of the others")
		_, err = o.Backups.List(t.Context())
		require.NoError(t, err, "a failure is not kept")

		for name, fault := range map[string]simulator.Fault{"empty": {Empty: true}, "partial": {Partial: true}} {
			fault.Operation = opList
			org.Simulator.Inject(fault)
			_, err := run(t, org).Backups.List(t.Context())
			require.ErrorContains(t, err, "the answer counts 1 backup policies, and its pages show 0", name)
			org.Simulator.ClearFaults()
		}
	})
}

func TestNamedCompanies(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		now := time.Now()
		for name, want := range map[string][]string{
			"tidy":   {"brightside confluence: true 0", "brightside jira: true 0", "brightside-help jira: true 0"},
			"sloppy": {"driftwood confluence: true 45", "driftwood jira: false 249", "driftwood-archive jira: none"},
		} {
			start, ok := simulator.Company(name, now)
			require.True(t, ok)
			covered, err := run(t, simulated.Virtual(t, simulated.WithStart(start))).Backups.Coverage(t.Context())
			require.NoError(t, err)
			var rows []string
			for _, place := range covered.Places {
				row := place.SiteName + " " + place.Product + ": none"
				for _, policy := range place.Policies {
					active, known := policy.Active()
					require.True(t, known)
					row = fmt.Sprintf("%s %s: %v %d", place.SiteName, place.Product, active, int(now.Sub(*policy.LastBackup).Hours()/24))
				}
				rows = append(rows, row)
			}
			assert.Equal(t, want, rows, name)
		}
	})
}
