// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const residencyType = "atlassian_data_residency_policy"

// Windows that are to come, and one that is over.
var (
	farWeekend = map[string]any{"start": "2099-12-05T22:00:00Z", "end": "2099-12-06T06:00:00Z"}
	farWeek    = map[string]any{"start": "2099-12-12T22:00:00Z", "end": "2099-12-13T06:00:00Z"}
	pastWindow = map[string]any{"start": "2020-12-05T22:00:00Z", "end": "2020-12-06T06:00:00Z"}
)

// europe keeps the data of products in the EU, with more.
func europe(resources []any, more map[string]any) map[string]any {
	config := map[string]any{"name": "Europe", "region": "EU", "resource_ids": resources}
	maps.Copy(config, more)
	return config
}

// residencyWarnings are the warnings of a plan that must succeed.
func residencyWarnings(t *testing.T, plan *protocol.Plan) string {
	t.Helper()
	require.NoError(t, plan.Diagnostics.Err())
	return strings.Join(plan.Diagnostics.Warnings(), "\n---\n")
}

// The plan says whose data moves, where it is now, and when.
func TestThePlanSaysWhatMoves(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	s := acctest.Server(t, org, nil)
	plan := s.PlanCreate(residencyType, europe(nil, map[string]any{
		"region":            "US",
		"products":          []any{map[string]any{"site": "acme", "product": "jira-software"}, map[string]any{"site": "acme", "product": "confluence"}},
		"migration_window":  farWeekend,
		"migration_windows": map[string]any{confluenceARI: farWeek},
	}))
	assert.Equal(t, []any{jiraARI, confluenceARI}, firstOfTwo(plan.Planned["resources"], jiraARI))
	assert.Equal(t, map[string]any{jiraARI: farWeekend, confluenceARI: farWeek}, plan.Planned["migrations"])
	said := residencyWarnings(t, plan)
	assert.Contains(t, said, "Data is going to move: Applying tells Atlassian to keep the data of 2 products in one region. It moves to US:")
	assert.Contains(t, said, "\n- jira-software of \"acme\" ("+jiraARI+"), now in eu; from 2099-12-05T22:00:00Z to 2099-12-06T06:00:00Z")
	assert.Contains(t, said, "\n- confluence of \"acme\" ("+confluenceARI+"); from 2099-12-12T22:00:00Z to 2099-12-13T06:00:00Z")
	assert.NotContains(t, said, "no longer kept")

	s.Walk()
	state := s.Converge(t, residencyType, europe([]any{jiraARI, confluenceARI}, nil))
	s.Walk()
	less := s.PlanUpdate(state, europe([]any{jiraARI}, nil))
	said = residencyWarnings(t, less)
	assert.Contains(t, said, "Data is no longer kept in its region: After the apply, this policy no longer keeps the data of 1 product in EU:\n- confluence of \"acme\" ("+confluenceARI+")")
	assert.NotContains(t, said, "going to move")
	s.Walk()
	assert.Contains(t, residencyWarnings(t, s.PlanDelete(state)), "this policy no longer keeps the data of 2 products in EU:")
	s.Walk()
	assert.Contains(t, residencyWarnings(t, s.PlanUpdate(state, europe([]any{jiraARI, confluenceARI}, map[string]any{"enabled": false}))), "no longer keeps the data of 2 products in EU:")
	assert.Contains(t, residencyWarnings(t, s.PlanUpdate(state, europe([]any{jiraARI, confluenceARI}, map[string]any{"region": "US"}))), "It moves to US:")
	renamed := s.PlanUpdate(state, europe([]any{jiraARI, confluenceARI}, map[string]any{"name": "The EU"}))
	assert.Empty(t, renamed.Diagnostics, "a rename moves nothing")
	assert.Contains(t, residencyWarnings(t, s.PlanCreate(residencyType, map[string]any{"name": "Nothing", "region": "EU"})), "neither resource_ids nor products names anything")
}

// firstOfTwo returns two elements with the given one first.
func firstOfTwo(list any, first string) []any {
	all, _ := list.([]any)
	if len(all) == 2 && all[1] == first {
		return []any{all[1], all[0]}
	}
	return all
}

func TestResidencyConfigurationsThatAreRefused(t *testing.T) {
	t.Parallel()
	s := acctest.Server(t, simulated.Start(t), nil)
	for said, more := range map[string]map[string]any{
		"Not a migration window: End must be after start.":                        {"migration_window": map[string]any{"start": farWeekend["end"], "end": farWeekend["start"]}},
		"The migration window is over: The window from 2020-12-05T22:00:00Z to":   {"migration_window": pastWindow},
		"migration_windows has a window for " + confluenceARI + ", but neither":   {"migration_windows": map[string]any{confluenceARI: farWeekend}},
		"migration_window.start must be a time in RFC 3339 format":                {"migration_window": map[string]any{"start": "tomorrow", "end": farWeekend["end"]}},
		"Atlassian lists no product \"trello\" on site \"acme\". It lists these:": {"products": []any{map[string]any{"site": "acme", "product": "trello"}}},
		"The organization lists no site \"nowhere\"":                              {"products": []any{map[string]any{"site": "nowhere", "product": "confluence"}}},
	} {
		s.Walk()
		config := europe([]any{jiraARI}, more)
		diagnostics := s.ValidateResourceConfig(residencyType, config)
		if diagnostics.Err() == nil {
			diagnostics = s.PlanCreate(residencyType, config).Diagnostics
		}
		require.Error(t, diagnostics.Err(), said)
		assert.Contains(t, strings.ToLower(diagnostics.Err().Error()), strings.ToLower(said))
	}
}

// Drift of everything that Atlassian knows is shown and mended.
func TestResidencyDriftIsShownAndMended(t *testing.T) {
	t.Parallel()
	for name, drift := range map[string]func(*simulator.OrganizationPolicy){
		"name":            func(p *simulator.OrganizationPolicy) { p.Name = "Somewhere" },
		"region":          func(p *simulator.OrganizationPolicy) { p.In = []string{"US"} },
		"several regions": func(p *simulator.OrganizationPolicy) { p.In = []string{"EU", "US"} },
		"enabled":         func(p *simulator.OrganizationPolicy) { p.Status = "disabled" },
		"a product more": func(p *simulator.OrganizationPolicy) {
			p.Resources = append(p.Resources, simulator.PolicyResource{ID: serviceARI})
		},
		"a product less": func(p *simulator.OrganizationPolicy) { p.Resources = p.Resources[:1] },
		"failed":         func(p *simulator.OrganizationPolicy) { p.Resources[0].ApplicationStatus = simulator.ResourceFailed },
		"removing":       func(p *simulator.OrganizationPolicy) { p.Resources[0].ApplicationStatus = simulator.ResourceRemoving },
		"another window": func(p *simulator.OrganizationPolicy) { p.Resources[0].MigrationEnd = "2099-12-09T00:00:00Z" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := simulated.Start(t)
			s := acctest.Server(t, org, nil)
			config := europe([]any{jiraARI, confluenceARI}, map[string]any{"migration_window": farWeekend})
			state := s.Converge(t, residencyType, config)
			inResidencyConsole(t, org, "Europe", drift)
			s.Walk()
			refreshed, diagnostics := s.ReadResource(state)
			require.NoError(t, diagnostics.Err())
			plan := s.PlanUpdate(refreshed, config)
			require.NoError(t, plan.Diagnostics.Err())
			require.Equal(t, protocol.Update, plan.Action, "%v", refreshed.Values)
			state, diagnostics = s.ApplyResource(plan)
			require.NoError(t, diagnostics.Err())
			s.Walk()
			refreshed, diagnostics = s.ReadResource(state)
			require.NoError(t, diagnostics.Err())
			assert.Equal(t, protocol.NoOp, s.PlanUpdate(refreshed, config).Action)
			policy, is := residencyPolicy(org, "Europe")
			require.True(t, is)
			assert.Equal(t, []string{"EU"}, policy.In)
			assert.Equal(t, "enabled", policy.Status)
			assert.Len(t, policy.Resources, 2)
			for _, one := range policy.Resources {
				assert.Equal(t, simulator.ResourceScheduled, one.ApplicationStatus)
				assert.Equal(t, farWeekend["end"], one.MigrationEnd)
			}
		})
	}
}

// What is on its way never looks like drift, and a window of data that has moved is history.
func TestMovingIsNoDrift(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*simulator.PolicyResource){
		"applying":  func(r *simulator.PolicyResource) { r.ApplicationStatus = simulator.ResourceApplying },
		"scheduled": func(r *simulator.PolicyResource) { r.ApplicationStatus = simulator.ResourceScheduled },
		"applied":   func(r *simulator.PolicyResource) { r.ApplicationStatus = simulator.ResourceApplied },
		"applied, and the window is gone": func(r *simulator.PolicyResource) {
			r.ApplicationStatus, r.MigrationStart, r.MigrationEnd = simulator.ResourceApplied, "", ""
		},
		"applied, with another window": func(r *simulator.PolicyResource) {
			r.ApplicationStatus, r.MigrationEnd = simulator.ResourceApplied, "2099-12-09T00:00:00Z"
		},
		"the window in another spelling": func(r *simulator.PolicyResource) {
			r.MigrationStart, r.MigrationEnd = "2099-12-05T23:00:00+01:00", "2099-12-06T06:00:00.000Z"
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := simulated.Start(t)
			s := acctest.Server(t, org, nil)
			config := europe([]any{jiraARI}, map[string]any{"migration_window": farWeekend})
			state := s.Converge(t, residencyType, config)
			inResidencyConsole(t, org, "Europe", func(p *simulator.OrganizationPolicy) { change(&p.Resources[0]) })
			s.Walk()
			refreshed, diagnostics := s.ReadResource(state)
			require.NoError(t, diagnostics.Err())
			assert.Empty(t, diagnostics.Warnings())
			plan := s.PlanUpdate(refreshed, config)
			assert.Equal(t, protocol.NoOp, plan.Action, "%v", plan.Planned)
			assert.Empty(t, plan.Diagnostics)
		})
	}
}

// The status validating is documented in the Control API only.
func TestValidatingIsNoDrift(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	config := europe([]any{jiraARI}, nil)
	state := acctest.Server(t, org, nil).Converge(t, residencyType, config)
	s := acctest.Server(t, org.Edited(t, "/policies", func(body any) any {
		return eachResidencyObject(body, func(object map[string]any) {
			if object["applicationStatus"] != nil {
				object["applicationStatus"] = "validating"
			}
		})
	}), nil)
	refreshed, diagnostics := s.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, protocol.NoOp, s.PlanUpdate(refreshed, config).Action)
}

// eachResidencyObject does something with every object of an answer.
func eachResidencyObject(body any, do func(object map[string]any)) any {
	switch value := body.(type) {
	case []any:
		for _, one := range value {
			eachResidencyObject(one, do)
		}
	case map[string]any:
		do(value)
		for _, one := range value {
			eachResidencyObject(one, do)
		}
	}
	return body
}

// The end of a window has two spellings, and an answer may have either, or none.
func TestBothSpellingsOfTheEnd(t *testing.T) {
	t.Parallel()
	config := europe([]any{jiraARI}, map[string]any{"migration_window": farWeekend})
	// metaOf changes what answers say of windows.
	metaOf := func(change func(meta map[string]any)) func(any) any {
		return func(body any) any {
			return eachResidencyObject(body, func(object map[string]any) {
				if meta, ok := object["meta"].(map[string]any); ok && meta["migrationStartDateTime"] != nil {
					change(meta)
				}
			})
		}
	}
	for name, test := range map[string]struct {
		change func(meta map[string]any)
		warns  string
		drifts bool
	}{
		"migrationEndDataTime": {func(map[string]any) {}, "", false},
		"migrationEndDateTime": {func(meta map[string]any) {
			meta["migrationEndDateTime"] = meta["migrationEndDataTime"]
			delete(meta, "migrationEndDataTime")
		}, "", false},
		"both, the same":        {func(meta map[string]any) { meta["migrationEndDateTime"] = meta["migrationEndDataTime"] }, "", false},
		"both, the same time":   {func(meta map[string]any) { meta["migrationEndDateTime"] = "2099-12-06T06:00:00.000+0000" }, "", false},
		"both, and they differ": {func(meta map[string]any) { meta["migrationEndDateTime"] = "2099-12-09T06:00:00Z" }, "Atlassian tells two different ends of the window", false},
		"another end":           {func(meta map[string]any) { meta["migrationEndDataTime"] = "2099-12-09T06:00:00Z" }, "", true},
		"no end":                {func(meta map[string]any) { meta["migrationEndDataTime"] = nil }, "Atlassian does not tell when the window ends", false},
		"nothing":               {func(meta map[string]any) { clear(meta) }, "Atlassian tells no window", false},
		"no time":               {func(meta map[string]any) { meta["migrationEndDataTime"] = "soon" }, `Atlassian tells the window "2099-12-05T22:00:00Z" to "soon", which cannot be read`, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := simulated.Start(t, simulated.AsDocumented())
			state := acctest.Server(t, org, nil).Converge(t, residencyType, config)
			s := acctest.Server(t, org.Edited(t, "/policies", metaOf(test.change)), nil)
			refreshed, diagnostics := s.ReadResource(state)
			require.NoError(t, diagnostics.Err())
			if test.warns == "" {
				assert.Empty(t, diagnostics.Warnings())
			} else {
				require.Len(t, diagnostics.Warnings(), 1)
				assert.Contains(t, diagnostics.Warnings()[0], test.warns)
			}
			plan := s.PlanUpdate(refreshed, config)
			require.NoError(t, plan.Diagnostics.Err())
			assert.Equal(t, test.drifts, plan.Action == protocol.Update, "%v", refreshed.Values["migrations"])
		})
	}
}
