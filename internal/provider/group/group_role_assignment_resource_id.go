// SPDX-License-Identifier: MPL-2.0

package group

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// warnOfResource warns of a plan that assigns a role on an app or site that the organization does not list. This is no error: the
// list may lack a kind of resource (unverified), and a check that cannot be made is not a refusal.
func (r *groupRoleAssignmentResource) warnOfResource(ctx context.Context, req resource.ModifyPlanRequest) diag.Diagnostics {
	var diags diag.Diagnostics
	at := path.Root("resource_id")
	var prior, planned types.String
	if r.Organization == nil || req.Plan.Raw.IsNull() {
		return diags
	}
	if !req.State.Raw.IsNull() {
		diags.Append(req.State.GetAttribute(ctx, at, &prior)...)
	}
	diags.Append(req.Plan.GetAttribute(ctx, at, &planned)...)
	if diags.HasError() || planned.IsNull() || planned.IsUnknown() || planned.Equal(prior) {
		return diags
	}
	known, listed, err := r.Organization.Sites.HasRoleResource(ctx, planned.ValueString())
	switch {
	case err != nil:
		tflog.Debug(ctx, "whether there is such an app or site stays unknown until apply", map[string]any{"error": err.Error()})
	case !known:
		resources := make([]string, len(listed))
		for i, workspace := range listed {
			resources[i] = fmt.Sprintf("%s (%s)", base.Word(workspace.ID), base.Quoted(workspace.Name))
		}
		slices.Sort(resources)
		there := "It lists none at all."
		if len(resources) > 0 {
			there = "It lists these:\n" + base.Listed(resources)
		}
		diags.AddAttributeWarning(at, "The organization lists no such app or site", fmt.Sprintf(
			"%s is not among the apps and sites of the organization. If it is misspelt, Atlassian refuses the role in the apply, or accepts it without any effect. %s\n\n"+
				"The list may lack some kinds of resources. If you know that this one exists, you can ignore this warning.", planned.ValueString(), there))
	}
	return diags
}
