// SPDX-License-Identifier: MPL-2.0

package group

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

const anotherDirectoryText = "Another directory replaces the group."

// anotherDirectory replaces a group for another directory. A directory that is not known yet may turn out to be the same one, and a
// replacement would delete the group with its members.
func anotherDirectory(_ context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
	resp.RequiresReplace = differs(req.StateValue, req.PlanValue)
}

// movesAtApply is the refusal to replace a group in a run that has refreshed nothing. It is the apply of a plan that did not know
// the directory yet, and so did not show a replacement; or a plan that was told not to refresh.
func movesAtApply(prior, planned *groupModel) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("directory_id"), "The group would move to another directory", fmt.Sprintf(
		"Group %s is in directory %s, and directory_id is %s now. A group cannot move, so this would delete it and create another one, without members and roles. "+
			"The plan has not shown that, and nothing was changed. Plan again, with refresh, to see what a replacement takes along. To keep the group, write its own directory_id.",
		base.Quoted(planned.Name.ValueString()), prior.DirectoryID.ValueString(), planned.DirectoryID.ValueString()))
}
