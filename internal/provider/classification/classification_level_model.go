// SPDX-License-Identifier: MPL-2.0

package classification

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/levels"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// levelModel is the state of an atlassian_classification_level.
type levelModel struct {
	ID         types.String   `tfsdk:"id"`
	Name       types.String   `tfsdk:"name"`
	Definition types.String   `tfsdk:"definition"`
	Guideline  types.String   `tfsdk:"guideline"`
	Color      types.String   `tfsdk:"color"`
	Published  types.Bool     `tfsdk:"published"`
	Status     types.String   `tfsdk:"status"`
	Timeouts   timeouts.Value `tfsdk:"timeouts"`
}

// wanted is what the level is to be. A color that is not known is left to Atlassian.
func (m *levelModel) wanted() levels.Wanted {
	return levels.Wanted{
		Text: levels.Text{
			Name: m.Name.ValueString(), Definition: m.Definition.ValueString(), Guideline: m.Guideline.ValueString(), Color: m.Color.ValueString(),
		},
		Published: m.Published.ValueBool(),
	}
}

// level is what the state says of the level.
func (m *levelModel) level() *levels.Level {
	return &levels.Level{
		ID: m.ID.ValueString(), Name: m.Name.ValueString(), Definition: m.Definition.ValueString(), Guideline: m.Guideline.ValueString(),
		Color: m.Color.ValueString(), Status: m.Status.ValueString(),
	}
}

// show writes what Atlassian shows into the model. It keeps the spelling of a color that differs in case only. A status that leaves open
// whether the level is published says nothing about published.
func (m *levelModel) show(level levels.Level) {
	m.ID, m.Name = types.StringValue(level.ID), types.StringValue(level.Name)
	m.Definition, m.Guideline = base.StringOrNull(level.Definition), base.StringOrNull(level.Guideline)
	if m.Color.IsUnknown() || !strings.EqualFold(m.Color.ValueString(), level.Color) {
		m.Color = base.StringOrNull(level.Color)
	}
	status := levels.Status(level)
	m.Status = base.StringOrNull(status)
	switch status {
	case levels.Published, levels.Draft, levels.Archived:
		m.Published = types.BoolValue(status == levels.Published)
	}
}

// plannedStatus is the status that an apply leaves.
func (m *levelModel) plannedStatus() types.String {
	switch {
	case m.Published.IsUnknown():
		return types.StringUnknown()
	case m.Published.ValueBool():
		return types.StringValue(levels.Published)
	}
	return types.StringValue(levels.Draft)
}

// named is the level in a sentence.
func (m *levelModel) named() string {
	return "classification level " + base.Quoted(m.Name.ValueString())
}

// newLevelModel is the state of a level without a configuration.
func newLevelModel(level levels.Level) *levelModel {
	model := &levelModel{Timeouts: base.NoTimeouts("create", "update", "delete")}
	model.show(level)
	return model
}
