// SPDX-License-Identifier: MPL-2.0

package app

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/apps"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

// The values of on_unapproved.
const (
	report    = "report"
	uninstall = "uninstall"
)

// approvedAppsModel is the state of an atlassian_approved_apps.
type approvedAppsModel struct {
	Sites        unordered.ListValue `tfsdk:"sites"`
	Approved     types.Map           `tfsdk:"approved"`
	OnUnapproved types.String        `tfsdk:"on_unapproved"`
	Unapproved   types.List          `tfsdk:"unapproved"`
	Exceeding    types.List          `tfsdk:"exceeding"`
	Missing      types.List          `tfsdk:"missing"`
	Covered      types.Map           `tfsdk:"covered"`
	Uncovered    types.Map           `tfsdk:"uncovered"`
	Timeouts     timeouts.Value      `tfsdk:"timeouts"`
}

// approvalModel is an approval.
type approvalModel struct {
	Name       types.String        `tfsdk:"name"`
	Scopes     unordered.ListValue `tfsdk:"scopes"`
	Egress     unordered.ListValue `tfsdk:"egress"`
	Frameworks unordered.ListValue `tfsdk:"frameworks"`
	Vendor     types.String        `tfsdk:"vendor"`
	Private    types.Bool          `tfsdk:"private"`
	MaxVersion types.String        `tfsdk:"max_version"`
	Required   types.Bool          `tfsdk:"required"`
	ReviewedBy types.String        `tfsdk:"reviewed_by"`
	ReviewedAt types.String        `tfsdk:"reviewed_at"`
	Reason     types.String        `tfsdk:"reason"`
}

var approvalType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"name": types.StringType, "scopes": unordered.NewType(false), "egress": unordered.NewType(true), "frameworks": unordered.NewType(false), "vendor": types.StringType, "private": types.BoolType, "max_version": types.StringType,
	"required": types.BoolType, "reviewed_by": types.StringType, "reviewed_at": types.StringType, "reason": types.StringType,
}}

// noApprovals is what an import begins with: every app that is installed shows as unapproved.
func noApprovals() types.Map { return types.MapValueMust(approvalType, map[string]attr.Value{}) }

// approvals returns the approvals of the model. Known is false if one of them is not known yet.
func (m *approvedAppsModel) approvals(ctx context.Context) (approvals map[string]apps.Approval, known bool, diags diag.Diagnostics) {
	if m.Approved.IsUnknown() {
		return nil, false, nil
	}
	approvals = make(map[string]apps.Approval, len(m.Approved.Elements()))
	for name, element := range m.Approved.Elements() {
		object, ok := element.(types.Object)
		if !ok || object.IsUnknown() {
			return nil, false, nil
		}
		var model approvalModel
		diags.Append(object.As(ctx, &model, objectOptions)...)
		approval, known := model.approval()
		if diags.HasError() || !known {
			return nil, false, diags
		}
		approvals[name] = approval
	}
	return approvals, true, diags
}

// approval converts the approval.
func (m approvalModel) approval() (approval apps.Approval, known bool) {
	if m.MaxVersion.IsUnknown() || m.Required.IsUnknown() || m.Vendor.IsUnknown() || m.Private.IsUnknown() {
		return approval, false
	}
	known = true
	for from, to := range map[*unordered.ListValue]*[]string{&m.Scopes: &approval.Scopes, &m.Egress: &approval.Egress, &m.Frameworks: &approval.Frameworks} {
		if from.IsNull() {
			continue // restricts nothing
		}
		texts, all := from.Strings()
		*to, known = texts, known && all
	}
	approval.Name, approval.Vendor, approval.Private, approval.MaxVersion = m.Name.ValueString(), m.Vendor.ValueString(), m.Private.ValueBoolPointer(), m.MaxVersion.ValueString()
	approval.Optional = !m.Required.IsNull() && !m.Required.ValueBool()
	return approval, known
}

// planComputed plans empty findings, so that every finding of a refresh shows as a change. If the apply only notes unapproved
// apps, these are unknown until the apply. The prior state is empty where there is none.
func (m *approvedAppsModel) planComputed(prior *approvedAppsModel) {
	m.show(apps.Findings{}, reviewNotes{})
	if m.notesFirst(prior) {
		m.Unapproved = types.ListUnknown(unapprovedType)
	}
}

// show writes the findings of a review into the model.
func (m *approvedAppsModel) show(found apps.Findings, notes reviewNotes) {
	m.Unapproved = unapprovedList(found.Unapproved)
	m.Exceeding = exceedingList(found.Exceeding)
	m.Missing = base.StringList(notes.named(found.Missing))
}

// identity is the value of the identity's one part: the names of the sites, sorted.
func (m *approvedAppsModel) identity() string {
	names, _ := m.Sites.Strings()
	names = slices.Clone(names)
	slices.Sort(names)
	return strings.Join(names, siteSeparator)
}

// siteSeparator separates the sites in an import ID. No site has this character in its name.
const siteSeparator = ","

// notesFirst reports whether the apply only notes unapproved apps, so that the next plan shows them. This is so if the apply
// would uninstall apps, and this plan cannot have shown all of them as drift: there was no review yet, the approvals change, or
// the last apply or an import did not uninstall apps. A value that is not known yet may turn out unchanged: see
// refuseUnknownUninstalls.
func (m *approvedAppsModel) notesFirst(prior *approvedAppsModel) bool {
	return m.OnUnapproved.ValueString() == uninstall && (!m.Approved.Equal(prior.Approved) || !m.OnUnapproved.Equal(prior.OnUnapproved))
}
