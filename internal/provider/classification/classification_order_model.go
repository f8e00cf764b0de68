// SPDX-License-Identifier: MPL-2.0

package classification

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// orderModel is the state of an atlassian_classification_order.
type orderModel struct {
	OrganizationID types.String   `tfsdk:"organization_id"`
	LevelIDs       types.List     `tfsdk:"level_ids"`
	Timeouts       timeouts.Value `tfsdk:"timeouts"`
}

// ids are the IDs that are known, in their order. Known is false if the list or one of its elements is not known yet.
func (m *orderModel) ids() (ids []string, known bool) {
	if m.LevelIDs.IsUnknown() {
		return nil, false
	}
	known = true
	for _, element := range m.LevelIDs.Elements() {
		text, ok := element.(types.String)
		if !ok || text.IsUnknown() || text.IsNull() {
			known = false
			continue
		}
		ids = append(ids, text.ValueString())
	}
	return ids, known
}

// repeated returns an ID that a list has twice. It is empty if there is none.
func repeated(ids []string) string {
	for i, id := range ids {
		if slices.Contains(ids[:i], id) {
			return id
		}
	}
	return ""
}
