// SPDX-License-Identifier: MPL-2.0

package group

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// A creation whose group was never identified leaves a state without an ID: see [groupModel.forgetID]. The name alone does not say
// whose group has it now. So the provider never changes or deletes the group that has the name of such a state.

// cannotIdentify is the error about a creation that may have succeeded.
func cannotIdentify(err *meaning.UnidentifiedError) diag.Diagnostic {
	failed := base.Failed("Cannot tell the ID of the new group", err)
	return diag.NewErrorDiagnostic(failed.Summary(), failed.Detail()+"\n\n"+
		"Apply again. If no group has the name then, apply creates the group. If a group has it, apply does not touch that group, because a name alone does not say whose group it is. That apply fails, "+
		"and forgets this unfinished creation. If the group is the right one, import it then:\n\n"+base.ImportBlock("atlassian_group", err.Name, err.DirectoryID+"/"+namePrefix+err.Name))
}

// readNameless removes the state, so that Terraform plans the creation of the group. If a group has the name, that creation
// fails, and the error has the block that imports the group.
func (r *groupResource) readNameless(ctx context.Context, model *groupModel, req resource.ReadRequest, resp *resource.ReadResponse) {
	lost, diags := readUnconfirmed(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(warnOfNamesake(ctx, r.Organization, model, lost)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(groupIdentity.Set(ctx, resp.Identity, r.Organization, model.DirectoryID.ValueString(), "")...)
	resp.State.RemoveResource(ctx)
}

// planNameless plans a new group in place of the unidentified one, or removes the state only.
func (r *groupResource) planNameless(ctx context.Context, prior *groupModel, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Organization == nil {
		return
	}
	lost, diags := readUnconfirmed(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(warnOfNamesake(ctx, r.Organization, prior, lost)...)
	if req.Plan.Raw.IsNull() || resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("id"), types.StringUnknown())...)
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("managed_by"), types.StringUnknown())...)
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("external_synced"), types.BoolUnknown())...)
	resp.RequiresReplace.Append(path.Root("id"))
}

// warnOfNamesake warns which group has the name of a creation that was never confirmed. It returns nothing if no group has the name.
func warnOfNamesake(ctx context.Context, o *organization.Organization, model *groupModel, lost bool) diag.Diagnostics {
	var diags diag.Diagnostics
	directoryID, name := model.DirectoryID.ValueString(), model.Name.ValueString()
	found, taken, err := o.Groups.Namesake(ctx, directoryID, name)
	if err != nil {
		diags.Append(base.Failed("Cannot tell whether a group has the name", err))
		return diags
	}
	if !taken {
		return diags
	}
	o.Claims.Know(organization.UnidentifiedGroupSubject(directoryID, name))
	was := "An earlier apply created group %s, and never learned its ID."
	if lost {
		was = "An earlier apply sent the creation of group %s, and never learned the result."
	}
	diags.AddWarning("A group has the name of one whose creation was never confirmed", fmt.Sprintf(was, base.Quoted(name))+fmt.Sprintf(
		" Group %s has that name now. It may be that group or somebody else's, so the provider does not touch it. Terraform forgets the unfinished creation, "+
			"and an apply that creates the group fails as long as the name is taken. If the group is the right one, import it:\n\n%s\n\n"+
			"Apply once before you write the block: Terraform ignores the block while the unfinished creation is in its state, and that apply removes it from there.",
		found.ID, base.ImportBlock("atlassian_group", name, organization.GroupKey{DirectoryID: directoryID, GroupID: found.ID}.String())))
	return diags
}
