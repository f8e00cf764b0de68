// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies/windows"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// dataResidencyPolicyModel is the state of an atlassian_data_residency_policy.
type dataResidencyPolicyModel struct {
	ID      types.String `tfsdk:"id"`
	Name    types.String `tfsdk:"name"`
	Region  types.String `tfsdk:"region"`
	Enabled types.Bool   `tfsdk:"enabled"`
	reach
	MigrationWindow  types.Object   `tfsdk:"migration_window"`
	MigrationWindows types.Map      `tfsdk:"migration_windows"`
	Migrations       types.Map      `tfsdk:"migrations"`
	Timeouts         timeouts.Value `tfsdk:"timeouts"`
}

// windowType is the type of a migration window.
var windowType = types.ObjectType{AttrTypes: map[string]attr.Type{"start": types.StringType, "end": types.StringType}}

// newDataResidencyPolicyModel is a model of which nothing is known, as after an import.
func newDataResidencyPolicyModel() dataResidencyPolicyModel {
	return dataResidencyPolicyModel{
		reach: noReach(), MigrationWindow: types.ObjectNull(windowType.AttrTypes), MigrationWindows: types.MapNull(windowType), Migrations: types.MapNull(windowType),
		Timeouts: base.NoTimeouts("create", "update", "delete"),
	}
}

// inForce reports whether the policy is enabled. It is while that is not known, or while Atlassian has a status for it that is neither:
// a plan rather says too much than too little.
func (m *dataResidencyPolicyModel) inForce() bool {
	return m.Enabled.IsUnknown() || m.Enabled.IsNull() || m.Enabled.ValueBool()
}

// windowOf decodes a window. Known is false if one of its ends is not known yet. A null window is zero.
func windowOf(value attr.Value) (window windows.Window, known bool) {
	object, ok := value.(types.Object)
	if !ok || object.IsUnknown() {
		return window, false
	}
	text := func(name string) (string, bool) {
		value, ok := object.Attributes()[name].(types.String)
		return value.ValueString(), !object.IsNull() && ok && !value.IsUnknown()
	}
	if object.IsNull() {
		return window, true
	}
	start, startKnown := text("start")
	end, endKnown := text("end")
	return windows.Window{Start: start, End: end}, startKnown && endKnown
}

// windowValue is the opposite of [windowOf].
func windowValue(window windows.Window) types.Object {
	return types.ObjectValueMust(windowType.AttrTypes, map[string]attr.Value{"start": base.StringOrNull(window.Start), "end": base.StringOrNull(window.End)})
}

// windowsOf decodes windows by resource, in lower case. Known is false if something of them is not known yet.
func windowsOf(value types.Map) (byResource map[string]windows.Window, known bool) {
	byResource = make(map[string]windows.Window, len(value.Elements()))
	known = !value.IsUnknown()
	for id, element := range value.Elements() {
		window, all := windowOf(element)
		known = known && all
		byResource[strings.ToLower(id)] = window
	}
	return byResource, known
}

// configured returns the window that the configuration has for each of some resources, by resource in lower case. A resource without one
// is not in it. Known is false if a window is not known yet.
func (m *dataResidencyPolicyModel) configured(resources []string) (wanted map[string]windows.Window, known bool) {
	general, generalKnown := windowOf(m.MigrationWindow)
	own, ownKnown := windowsOf(m.MigrationWindows)
	wanted = make(map[string]windows.Window, len(resources))
	for _, id := range resources {
		key := strings.ToLower(id)
		switch window, has := own[key]; {
		case has:
			wanted[key] = window
		case !general.IsZero():
			wanted[key] = general
		}
	}
	return wanted, generalKnown && ownKnown
}

// strangers are the resources that migration_windows names and the policy does not apply to, sorted.
func (m *dataResidencyPolicyModel) strangers(resources []string) []string {
	var found []string
	for _, id := range slices.Sorted(maps.Keys(m.MigrationWindows.Elements())) {
		if !slices.ContainsFunc(resources, func(r string) bool { return strings.EqualFold(r, id) }) {
			found = append(found, id)
		}
	}
	return found
}

// setMigrations writes windows by resource. The keys have the spelling of the resources.
func (m *dataResidencyPolicyModel) setMigrations(resources []string, byResource map[string]windows.Window) {
	values := make(map[string]attr.Value, len(byResource))
	for _, id := range resources {
		if window, has := byResource[strings.ToLower(id)]; has {
			values[id] = windowValue(window)
		}
	}
	m.Migrations = types.MapValueMust(windowType, values)
}

// planMigrations plans the windows: those of the configuration, and those of the state for resources for which the configuration has
// none, because Atlassian keeps them. They are unknown while the resources or the windows are.
func (m *dataResidencyPolicyModel) planMigrations(prior *dataResidencyPolicyModel) {
	resources, known := m.present()
	wanted, windowsKnown := m.configured(resources)
	if !known || !windowsKnown {
		m.Migrations = types.MapUnknown(windowType)
		return
	}
	if prior != nil {
		before, _ := windowsOf(prior.Migrations)
		for _, id := range resources {
			key := strings.ToLower(id)
			if kept, has := before[key]; has && wanted[key].IsZero() {
				wanted[key] = kept
			}
		}
	}
	m.setMigrations(resources, wanted)
}

// readMigrations sets the windows to what Atlassian says of each resource of the policy, by resource in lower case. A resource is in the
// result if the configuration or the state has a window for it, and after an import if Atlassian tells one. Unclear says of resources
// what could not be told.
func (m *dataResidencyPolicyModel) readMigrations(answers map[string]windows.Answer) (unclear []string) {
	resources, _ := m.present()
	wanted, _ := m.configured(resources)
	before, _ := windowsOf(m.Migrations)
	imported := m.Migrations.IsNull()
	seen := make(map[string]windows.Window, len(resources))
	for _, id := range resources {
		key := strings.ToLower(id)
		_, had := before[key]
		_, wants := wanted[key]
		if !had && !wants && !imported {
			continue
		}
		window, problem := answers[key].Seen(wanted[key], before[key])
		if problem != "" {
			unclear = append(unclear, base.Word(id)+": "+problem)
		}
		if !window.IsZero() {
			seen[key] = window
		}
	}
	m.setMigrations(resources, seen)
	return unclear
}

// wrongWindows reports windows of another form, at their attributes. A window that is not known is not wrong.
func (m *dataResidencyPolicyModel) wrongWindows() diag.Diagnostics {
	var diags diag.Diagnostics
	check := func(at path.Path, value attr.Value) {
		window, known := windowOf(value)
		if !known || window.IsZero() {
			return
		}
		if err := window.Check(); err != nil {
			diags.AddAttributeError(at, "Not a migration window", base.Capitalized(err.Error())+".")
		}
	}
	check(path.Root("migration_window"), m.MigrationWindow)
	for _, id := range slices.Sorted(maps.Keys(m.MigrationWindows.Elements())) {
		check(path.Root("migration_windows").AtMapKey(id), m.MigrationWindows.Elements()[id])
	}
	return diags
}

// read takes over what Atlassian says of the policy. What the answer does not say is an error, and never none.
func (m *dataResidencyPolicyModel) read(policy orgpolicies.Policy) diag.Diagnostics {
	diags := residencies.refuseOther(policy)
	if diags.HasError() {
		return diags
	}
	m.ID = types.StringValue(policy.ID)
	if policy.Name != "" { // an answer without a name says nothing about it
		m.Name = types.StringValue(policy.Name)
	}
	diags.Append(residencies.readStatus(policy, &m.Enabled)...)
	diags.Append(m.readRegion(policy)...)
	diags.Append(m.reach.read(policy)...)
	if diags.HasError() {
		return diags
	}
	return append(diags, untoldWindows(m.readMigrations(answersOf(policy)))...)
}

// readRegion takes over the region. The spelling of the state stays if only the case differs. A rule that names no region, or several,
// shows as region = null, so that the plan has a difference.
func (m *dataResidencyPolicyModel) readRegion(policy orgpolicies.Policy) diag.Diagnostics {
	var diags diag.Diagnostics
	switch in := policy.Rule.In; {
	case in == nil:
		diags.AddAttributeError(path.Root("region"), "It is not known in which region the policy keeps data", fmt.Sprintf(
			"Atlassian's answer about policy %s has no list of regions. That does not mean that there is none, so the state stays as it was. Try again later.", base.Word(policy.ID)))
	case len(in) == 1 && strings.EqualFold(in[0], m.Region.ValueString()):
	case len(in) == 1:
		m.Region = types.StringValue(in[0])
	default:
		m.Region = types.StringNull()
		what := "no region"
		if len(in) > 0 {
			what = "several regions: " + base.ShortList(in)
		}
		diags.AddAttributeWarning(path.Root("region"), "The policy does not name one region", fmt.Sprintf(
			"Atlassian says that policy %s names %s. The plan shows it as a change of region, and the next apply moves the data to the region that is configured. Look at the policy in Atlassian Administration first.", base.Word(policy.ID), what))
	}
	return diags
}

// untoldWindows warns of windows that the answer of Atlassian does not tell.
func untoldWindows(unclear []string) diag.Diagnostics {
	if len(unclear) == 0 {
		return nil
	}
	return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(path.Root("migrations"), "Migration windows cannot be checked", fmt.Sprintf(
		"Whether Atlassian is going to move this data in the window of the state cannot be told:%s\n\nThe state keeps its windows. Look at the policy in Atlassian Administration.", base.BulletList(unclear)))}
}

// answersOf returns what Atlassian says of the windows of a policy, by resource in lower case.
func answersOf(policy orgpolicies.Policy) map[string]windows.Answer {
	answers := make(map[string]windows.Answer, len(policy.Resources.List))
	for _, one := range policy.Resources.List {
		answers[strings.ToLower(one.ID)] = orgpolicies.WindowOf(one)
	}
	return answers
}
