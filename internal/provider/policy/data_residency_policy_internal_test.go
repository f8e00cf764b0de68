// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/stretchr/testify/assert"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies/windows"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/site"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

const desk = "ari:cloud:jira-servicedesk::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"

var (
	weekend = windows.Window{Start: "2026-12-05T22:00:00Z", End: "2026-12-06T06:00:00Z"}
	later   = windows.Window{Start: "2026-12-12T22:00:00Z", End: "2026-12-13T06:00:00Z"}
)

// residency is a policy that keeps the data of products in the EU, with changes.
func residency(resources []string, change ...func(*dataResidencyPolicyModel)) *dataResidencyPolicyModel {
	m := newDataResidencyPolicyModel()
	m.ID, m.Name, m.Region, m.Enabled = types.StringValue("1"), types.StringValue("Europe"), types.StringValue("EU"), types.BoolValue(true)
	m.Resources = unordered.FromStrings(resources, foldARIs)
	m.setMigrations(nil, nil)
	for _, c := range change {
		c(&m)
	}
	return &m
}

func inRegion(region string) func(*dataResidencyPolicyModel) {
	return func(m *dataResidencyPolicyModel) { m.Region = types.StringValue(region) }
}

func undecided(m *dataResidencyPolicyModel) { m.Enabled = types.BoolUnknown() }

// paused has a status that is neither enabled nor disabled.
func paused(m *dataResidencyPolicyModel) { m.Enabled = types.BoolNull() }

func off(m *dataResidencyPolicyModel) { m.Enabled = types.BoolValue(false) }

func within(window windows.Window) func(*dataResidencyPolicyModel) {
	return func(m *dataResidencyPolicyModel) { m.MigrationWindow = windowValue(window) }
}

func own(id string, window windows.Window) func(*dataResidencyPolicyModel) {
	return func(m *dataResidencyPolicyModel) {
		m.MigrationWindows = types.MapValueMust(windowType, map[string]attr.Value{id: windowValue(window)})
	}
}

func migrating(byResource map[string]windows.Window) func(*dataResidencyPolicyModel) {
	return func(m *dataResidencyPolicyModel) {
		resources, _ := m.present()
		lower := make(map[string]windows.Window)
		for id, window := range byResource {
			lower[strings.ToLower(id)] = window
		}
		m.setMigrations(resources, lower)
	}
}

func unknownResources(m *dataResidencyPolicyModel) {
	m.Resources = unordered.ListValue{ListValue: types.ListUnknown(types.StringType)}
}

func unknownWindow(m *dataResidencyPolicyModel) {
	m.MigrationWindow = types.ObjectUnknown(windowType.AttrTypes)
}

func TestMoves(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		prior, planned *dataResidencyPolicyModel
		to, freed      []string
		unclear        bool
	}{
		"created":                        {nil, residency([]string{jira, wiki}), []string{jira, wiki}, nil, false},
		"created, but off":               {nil, residency([]string{jira}, off), nil, nil, false},
		"created for nothing":            {nil, residency(nil), nil, nil, false},
		"nothing changes":                {residency([]string{jira}), residency([]string{jira}), nil, nil, false},
		"another spelling":               {residency([]string{jira}), residency([]string{strings.ToUpper(jira)}, inRegion("eu")), nil, nil, false},
		"a product more":                 {residency([]string{jira}), residency([]string{jira, wiki}), []string{wiki}, nil, false},
		"a product less":                 {residency([]string{jira, wiki}), residency([]string{jira}), nil, []string{wiki}, false},
		"another product":                {residency([]string{jira}), residency([]string{wiki}), []string{wiki}, []string{jira}, false},
		"another region":                 {residency([]string{jira, wiki}), residency([]string{jira, wiki}, inRegion("US")), []string{jira, wiki}, nil, false},
		"another region, a product less": {residency([]string{jira, wiki}), residency([]string{jira}, inRegion("US")), []string{jira}, []string{wiki}, false},
		"turned on":                      {residency([]string{jira}, off), residency([]string{jira}), []string{jira}, nil, false},
		"turned off":                     {residency([]string{jira}), residency([]string{jira}, off), nil, []string{jira}, false},
		"stays off":                      {residency([]string{jira}, off), residency([]string{jira, wiki}, off, inRegion("US")), nil, nil, false},
		"destroyed":                      {residency([]string{jira}), nil, nil, []string{jira}, false},
		"another status, destroyed":      {residency([]string{jira}, paused), nil, nil, []string{jira}, false},
		"another status, turned off":     {residency([]string{jira}, paused), residency([]string{jira}, off), nil, []string{jira}, false},
		"another status, turned on":      {residency([]string{jira}, paused), residency([]string{jira}), []string{jira}, nil, false},
		"destroyed, and off":             {residency([]string{jira}, off), nil, nil, nil, false},
		"products are not known":         {residency([]string{jira}), residency(nil, unknownResources), nil, nil, true},
		"the region is not known":        {residency([]string{jira}), residency([]string{jira}, func(m *dataResidencyPolicyModel) { m.Region = types.StringUnknown() }), []string{jira}, nil, false},
		"whether it is on is unknown":    {residency([]string{jira}, off), residency([]string{jira}, undecided), []string{jira}, nil, false},
		"the state has several":          {residency([]string{jira}, func(m *dataResidencyPolicyModel) { m.Region = types.StringNull() }), residency([]string{jira}), []string{jira}, nil, false},
		"the window is not known":        {nil, residency([]string{jira}, unknownWindow), []string{jira}, nil, true},
		"failed before": {residency([]string{jira, wiki}, func(m *dataResidencyPolicyModel) {
			m.NotApplied = notAppliedList([]resourceStatus{{wiki, "failed"}})
		}), residency([]string{jira, wiki}), []string{wiki}, nil, false},
	} {
		m := newMoves(test.prior, test.planned)
		var to []string
		for _, one := range m.to {
			to = append(to, one.resource)
		}
		assert.Equal(t, test.to, to, name)
		assert.Equal(t, test.freed, m.freed, name)
		assert.Equal(t, test.unclear, m.unclear, name)
	}
}

func TestMovesAreSaid(t *testing.T) {
	t.Parallel()
	listed := places{
		{ID: jira, Name: "acme", TypeKey: "jira-software", Regions: []string{"us"}},
		{ID: wiki, Name: "acme", TypeKey: "confluence", Regions: []string{"eu"}},
	}
	m := newMoves(nil, residency([]string{jira, wiki, desk}, within(weekend), own(wiki, later)))
	assert.Equal(t, []string{
		"jira-software of \"acme\" (" + jira + "), now in us; from " + weekend.Start + " to " + weekend.End,
		"confluence of \"acme\" (" + wiki + "), which Atlassian lists in eu already; from " + later.Start + " to " + later.End,
		desk + "; from " + weekend.Start + " to " + weekend.End,
	}, m.lines(listed))
	assert.Equal(t, []string{jira + "; no migration window, so Atlassian chooses the time"}, newMoves(nil, residency([]string{jira})).lines(nil))

	text := func(diags diag.Diagnostics) string {
		var all []string
		for _, d := range diags {
			all = append(all, d.Summary()+": "+d.Detail())
		}
		return strings.Join(all, "\n---\n")
	}
	assert.Equal(t, "Data is going to move: Applying tells Atlassian to keep the data of 1 product in one region. It moves to EU:\n- jira-software of \"acme\" ("+jira+"), now in us; no migration window, so Atlassian chooses the time\n\n"+slow,
		text(newMoves(nil, residency([]string{jira})).warnings(site1(listed))))
	assert.Contains(t, text(newMoves(residency([]string{jira}), residency(nil, unknownResources)).warnings(listed)), "Data may be going to move: The plan does not know yet which products the policy applies to.")
	assert.Equal(t, "Data is no longer kept in its region: After the apply, this policy no longer keeps the data of 1 product in EU:\n- "+desk+"\n\nAtlassian may store and move it elsewhere from then on. What has moved stays where it is at first (unverified).",
		text(newMoves(residency([]string{desk}), nil).warnings(listed)))
	assert.Empty(t, newMoves(residency([]string{jira}), residency([]string{jira})).warnings(listed))

	const perhaps = "Data may no longer be kept in its region: The plan does not know yet whether this policy stays enabled, or what it is going to apply to. " +
		"If it is turned off, or no longer applies to these, it no longer keeps their data in EU:\n- " + desk
	assert.Equal(t, perhaps, text(newMoves(residency([]string{desk}), residency([]string{desk}, undecided)).warnings(listed)))
	assert.Contains(t, text(newMoves(residency([]string{desk}), residency(nil, unknownResources)).warnings(listed)), perhaps)
	assert.NotContains(t, text(newMoves(residency([]string{desk}, off), residency([]string{desk}, undecided)).warnings(listed)), "no longer")
}

func site1(all places) []site.Workspace { return all[:1] }

func TestWindowsThatAreOver(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.December, 8, 0, 0, 0, 0, time.UTC) // after the weekend, before the later one
	done := migrating(map[string]windows.Window{jira: weekend})
	for name, test := range map[string]struct {
		prior, planned *dataResidencyPolicyModel
		at             []string
	}{
		"created":                 {nil, residency([]string{jira, wiki}, within(weekend)), []string{"migration_window"}},
		"created, to come":        {nil, residency([]string{jira, wiki}, within(later)), nil},
		"created, one of its own": {nil, residency([]string{jira, wiki}, within(later), own(wiki, weekend)), []string{"migration_windows"}},
		"created, one to come":    {nil, residency([]string{jira}, within(weekend), own(jira, later)), nil},
		"nothing changes":         {residency([]string{jira}, within(weekend), done), residency([]string{jira}, within(weekend)), nil},
		"a product more":          {residency([]string{jira}, within(weekend), done), residency([]string{jira, wiki}, within(weekend)), []string{"migration_window"}},
		"another region":          {residency([]string{jira}, within(weekend), done), residency([]string{jira}, within(weekend), inRegion("US")), []string{"migration_window"}},
		"turned off":              {residency([]string{jira}, within(weekend), done), residency([]string{jira}, within(weekend), off), nil},
		"the window is new":       {residency([]string{jira}), residency([]string{jira}, within(weekend)), []string{"migration_window"}},
		"the window has drifted":  {residency([]string{jira}, within(weekend), migrating(map[string]windows.Window{jira: later})), residency([]string{jira}, within(weekend)), []string{"migration_window"}},
		"the window is not known": {nil, residency([]string{jira}, unknownWindow), nil},
	} {
		var at []string
		for _, d := range test.planned.over(test.prior, newMoves(test.prior, test.planned).to, now) {
			located, _ := d.(diag.DiagnosticWithPath)
			at = append(at, located.Path().String())
		}
		assert.Equal(t, test.at, at, name)
	}
}

func TestPlannedMigrations(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		prior, planned *dataResidencyPolicyModel
		want           map[string]windows.Window
	}{
		"none":                      {nil, residency([]string{jira}), map[string]windows.Window{}},
		"one for all":               {nil, residency([]string{jira, wiki}, within(weekend)), map[string]windows.Window{jira: weekend, wiki: weekend}},
		"one of its own":            {nil, residency([]string{jira, wiki}, within(weekend), own(strings.ToUpper(wiki), later)), map[string]windows.Window{jira: weekend, wiki: later}},
		"only one has one":          {nil, residency([]string{jira, wiki}, own(wiki, later)), map[string]windows.Window{wiki: later}},
		"of another spelling":       {residency([]string{jira}, migrating(map[string]windows.Window{jira: {Start: "2026-12-05T22:00Z", End: weekend.End}})), residency([]string{jira}, within(weekend)), map[string]windows.Window{jira: weekend}},
		"what Atlassian has, stays": {residency([]string{jira}, migrating(map[string]windows.Window{jira: later})), residency([]string{jira}), map[string]windows.Window{jira: later}},
		"what has gone, goes":       {residency([]string{jira, wiki}, migrating(map[string]windows.Window{wiki: later})), residency([]string{jira}), map[string]windows.Window{}},
		"no products":               {nil, residency(nil, within(weekend)), map[string]windows.Window{}},
	} {
		test.planned.planMigrations(test.prior)
		got, known := windowsOf(test.planned.Migrations)
		assert.True(t, known, name)
		lower := make(map[string]windows.Window)
		for id, window := range test.want {
			lower[strings.ToLower(id)] = window
			assert.Contains(t, test.planned.Migrations.Elements(), id, name)
		}
		assert.Equal(t, lower, got, name)
	}
	for _, unknown := range []func(*dataResidencyPolicyModel){unknownResources, unknownWindow} {
		planned := residency([]string{jira}, unknown)
		planned.planMigrations(nil)
		assert.True(t, planned.Migrations.IsUnknown())
	}
}

func TestReadMigrations(t *testing.T) {
	t.Parallel()
	told := map[string]windows.Answer{jira: {Window: weekend}, wiki: {Window: later}, desk: {}}
	fresh := func(m *dataResidencyPolicyModel) { m.Migrations = types.MapNull(windowType) }
	for name, test := range map[string]struct {
		state   *dataResidencyPolicyModel
		want    map[string]windows.Window
		unclear []string
	}{
		"after an import, all that are told": {residency([]string{jira, wiki, desk}, fresh), map[string]windows.Window{jira: weekend, wiki: later}, nil},
		"only those of the configuration":    {residency([]string{jira, wiki}, own(jira, weekend)), map[string]windows.Window{jira: weekend}, nil},
		"those of the state":                 {residency([]string{jira, wiki}, migrating(map[string]windows.Window{wiki: weekend})), map[string]windows.Window{wiki: later}, nil},
		"drift":                              {residency([]string{jira, wiki}, within(weekend)), map[string]windows.Window{jira: weekend, wiki: later}, nil},
		"not told": {
			residency([]string{desk}, within(weekend), migrating(map[string]windows.Window{desk: weekend})),
			map[string]windows.Window{desk: weekend},
			[]string{desk + ": Atlassian tells no window"},
		},
	} {
		unclear := test.state.readMigrations(told)
		got, _ := windowsOf(test.state.Migrations)
		assert.Equal(t, test.want, got, name)
		assert.Equal(t, test.unclear, unclear, name)
	}
}

func TestStrangers(t *testing.T) {
	t.Parallel()
	m := residency([]string{jira}, own(strings.ToUpper(jira), weekend))
	assert.Empty(t, m.refuseStrangers())
	m = residency([]string{jira}, own(wiki, weekend))
	diags := m.refuseStrangers()
	assert.Len(t, diags, 1)
	assert.Equal(t, "migration_windows has a window for "+wiki+", but neither resource_ids nor products names it. It applies to these:\n- "+jira, diags[0].Detail())
	assert.Empty(t, residency(nil, own(wiki, weekend), unknownResources).refuseStrangers())
}

func TestWrongWindows(t *testing.T) {
	t.Parallel()
	backwards := windows.Window{Start: weekend.End, End: weekend.Start}
	assert.Empty(t, residency(nil, within(weekend)).wrongWindows())
	assert.Empty(t, residency(nil, unknownWindow).wrongWindows())
	diags := residency(nil, within(backwards), own(jira, backwards)).wrongWindows()
	assert.Len(t, diags, 2)
	assert.Equal(t, "End must be after start.", diags[0].Detail())
}
