// SPDX-License-Identifier: MPL-2.0

package account

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/action/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

var (
	_ action.Action               = (*changeAccess)(nil)
	_ action.ActionWithConfigure  = (*changeAccess)(nil)
	_ action.ActionWithModifyPlan = (*changeAccess)(nil)
)

// newSuspendUser makes an action atlassian_suspend_user.
func newSuspendUser() action.Action { return &changeAccess{suspends: true} }

// newRestoreUser makes an action atlassian_restore_user.
func newRestoreUser() action.Action { return &changeAccess{} }

// changeAccess is the action atlassian_suspend_user, and atlassian_restore_user, which differ in what they do with each person.
type changeAccess struct {
	base.Action

	suspends bool
}

type changeAccessModel struct {
	DirectoryID types.String        `tfsdk:"directory_id"`
	Users       unordered.ListValue `tfsdk:"users"`
	Timeouts    timeouts.Value      `tfsdk:"timeouts"`
}

// Metadata names the type.
func (a *changeAccess) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_restore_user"
	if a.suspends {
		resp.TypeName = req.ProviderTypeName + "_suspend_user"
	}
}

// Schema describes the attributes.
func (a *changeAccess) Schema(ctx context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	page := a.Page()
	resp.Schema = schema.Schema{
		MarkdownDescription: page.Markdown(),
		Attributes: map[string]schema.Attribute{
			"directory_id": schema.StringAttribute{
				MarkdownDescription: "ID of the directory. Default: the `directory_id` of the provider block, or else the organization's only directory.",
				Optional:            true,
				Validators:          []validator.String{base.DirectoryID},
			},
			"users":    listAttribute("E-mail addresses or account IDs of the people, in any order, each once."),
			"timeouts": base.InvokeTimeout(ctx, "How long the change may take, as a duration such as `90s` or `2h`. Default: `30m`."),
		},
	}
}

// Invoke suspends or restores the people for whom that is not done already.
func (a *changeAccess) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var model changeAccessModel
	resp.Diagnostics.Append(base.CheckIDs(req.Config)...)
	resp.Diagnostics.Append(base.Get(ctx, req.Config, &model)...)
	ctx, cancel, ok := base.Within(ctx, model.Timeouts.Invoke, changeTimeout, &resp.Diagnostics)
	if !ok {
		return
	}
	defer cancel()
	directoryID, err := a.Organization.Directories.Resolve(ctx, model.DirectoryID.ValueString())
	if err != nil {
		resp.Diagnostics.Append(base.FailedAt(path.Root("directory_id"), "Cannot tell which directory is meant", err))
		return
	}
	words, _ := model.Users.Strings()
	people, err := a.Organization.People.Resolve(ctx, organization.InDirectory(directoryID).Still(), words, nil)
	if err != nil {
		resp.Diagnostics.Append(base.Failed("Cannot look up the people", err))
		return
	}
	resp.Diagnostics.Append(refusePeople(people, directoryID)...)
	ids := accountIDs(people)
	if a.suspends {
		resp.Diagnostics.Append(base.Spared(ctx, a.Organization, organization.LossOfAccess, ids...)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	a.carryOut(ctx, directoryID, people, ids, resp)
}

// carryOut changes the access, says how far it is, and reports all failures together.
func (a *changeAccess) carryOut(ctx context.Context, directoryID string, people []organization.Person, ids []string, resp *action.InvokeResponse) {
	say := func(format string, args ...any) {
		resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf(format, args...)})
	}
	change, done := a.Organization.People.RestoreAll, "restored"
	if a.suspends {
		change, done = a.Organization.People.SuspendAll, "suspended"
	}
	words := wordsByAccount(people)
	over := 0
	results := change(ctx, directoryID, ids, func(result organization.AccessResult) {
		over++
		what := done
		switch {
		case result.Err != nil:
			what = "failed"
		case result.Already:
			what = done + " already"
		}
		say("%d of %d: %s %s", over, len(ids), base.Escaped(words[result.AccountID]), what)
	})
	var reasons []string
	failed := make(map[string]error)
	changed, already := 0, 0
	for _, result := range results {
		switch {
		case result.Err != nil:
			failed[result.AccountID] = result.Err
			reasons = append(reasons, words[result.AccountID]+": "+result.Err.Error())
		case result.Already:
			already++
		default:
			changed++
		}
	}
	if len(reasons) > 0 {
		resp.Diagnostics.AddError("Not everybody was "+done, fmt.Sprintf("%d of %d people could not be %s:%s\n\nThe others are. Fix the causes and run the action again: it changes only the remaining people.%s",
			len(reasons), len(ids), done, base.BulletList(reasons), base.TimeIsOver(failed)))
	}
	say("%s %s, %d already, %d failed", base.Quantity(changed, "person was", "people were"), done, already, len(reasons))
}

// refusePeople refuses addresses without an account in the directory, and accounts that stand in the list by both names.
func refusePeople(people []organization.Person, directoryID string) diag.Diagnostics {
	return refuseListed("users", people, "People without an account", func(strangers string) string {
		return fmt.Sprintf("Directory %s has no account for %s. Check the spelling. No access was changed.", directoryID, strangers)
	})
}
