// SPDX-License-Identifier: MPL-2.0

package group

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// planCreation says what a replaced group takes along, and checks whether the name of a new group is taken.
func (r *groupResource) planCreation(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var planned groupModel
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &planned)...)
	replaced, diags := readReplaceable(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() || r.Organization == nil {
		return
	}
	if replaced.GroupID != "" && !replaced.Said {
		// Only this call shows that the plan replaces the group: -replace and replace_triggered_by do not change its values.
		resp.Diagnostics.Append(groupEnd{group: replaced.model(), replaced: true}.said(ctx, r.Organization)...)
	}
	resp.Diagnostics.Append(r.takenName(ctx, &planned, replaced.GroupID)...)
	resp.Diagnostics.Append(r.claimName(ctx, &planned, true, resp.Private)...)
}

// takenName checks whether a group that this configuration does not hold has the planned name. A check that fails is no refusal.
//
// A taken name is an error only in a run that refreshes groups. Terraform plans a creation once more while it applies, in a run that
// refreshes nothing. With create_before_destroy, the old group still has the name in that run, and an error would do harm: Terraform
// would keep the old group as a deposed object, and the next apply would destroy it. So a run that may be an apply only warns, and
// the creation fails.
func (r *groupResource) takenName(ctx context.Context, planned *groupModel, replaced string) diag.Diagnostics {
	var diags diag.Diagnostics
	if planned.Name.IsUnknown() || planned.DirectoryID.IsUnknown() {
		return diags
	}
	directoryID, name := planned.DirectoryID.ValueString(), planned.Name.ValueString()
	found, taken, err := r.Organization.Groups.Namesake(ctx, directoryID, name)
	if err != nil {
		tflog.Debug(ctx, "whether the group's name is taken stays unknown", map[string]any{"error": err.Error()})
		return diags
	}
	key := organization.GroupKey{DirectoryID: directoryID, GroupID: found.ID}
	if taken && r.Organization.Claims.Ends(organization.GroupSubject(key)) {
		return diag.Diagnostics{madeAgain(found.Name, found.ID)}
	}
	if !taken || found.ID == replaced || r.Organization.Claims.Known(organization.GroupSubject(key)) || r.Organization.Claims.Known(organization.UnidentifiedGroupSubject(directoryID, name)) {
		return diags
	}
	exists := base.Exists("atlassian_group", organization.GroupExists(key, found.Name))
	if r.Organization.Claims.Refreshed() {
		diags.AddError(exists.Summary(), exists.Detail()+"\n\nIf this configuration has the group under another address, write a moved block instead.")
	} else {
		diags.AddWarning(exists.Summary(), exists.Detail()+"\n\nThe apply fails as long as that group has the name.")
	}
	return diags
}

// existsAtApply is the refusal to adopt a group. The plan has not refused the name: it was free then, or it belonged to the replaced
// group.
func existsAtApply(err *organization.ExistsError) diag.Diagnostic {
	exists := base.Exists("atlassian_group", err)
	return diag.NewErrorDiagnostic(exists.Summary(), exists.Detail()+"\n\n"+
		"If this apply replaces that group, create_before_destroy is the cause: the old group keeps the name until it is destroyed, so the new one cannot be created before. "+
		"Nothing was changed. Remove create_before_destroy from this resource, and from every resource that depends on it, because each of them forces it here as well. "+
		"Or keep the group, and change its name or description in place.")
}

// createdAgain warns that somebody has deleted the group during its creation.
func createdAgain(model *groupModel) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Somebody deleted the group while it was being created",
		"Atlassian acknowledged the creation of group "+base.Quoted(model.Name.ValueString())+", and the group was deleted before its ID was known. "+
			"It was created once more, and exists now. Find out who or what deletes it, or remove it from the configuration.")
}
