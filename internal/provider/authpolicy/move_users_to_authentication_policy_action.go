// SPDX-License-Identifier: MPL-2.0

package authpolicy

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/action/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

var (
	_ action.Action                   = (*moveUsers)(nil)
	_ action.ActionWithConfigure      = (*moveUsers)(nil)
	_ action.ActionWithModifyPlan     = (*moveUsers)(nil)
	_ action.ActionWithValidateConfig = (*moveUsers)(nil)
)

// newMoveUsers makes an action atlassian_move_users_to_authentication_policy.
func newMoveUsers() action.Action { return &moveUsers{} }

// moveUsers is the action atlassian_move_users_to_authentication_policy.
type moveUsers struct{ base.Action }

type moveUsersModel struct {
	PolicyID   types.String        `tfsdk:"policy_id"`
	AccountIDs unordered.ListValue `tfsdk:"account_ids"`
	Emails     unordered.ListValue `tfsdk:"emails"`
	Timeouts   timeouts.Value      `tfsdk:"timeouts"`
}

// list returns both lists as one.
func (m *moveUsersModel) list() wordList {
	both := membersModel{AccountIDs: m.AccountIDs, Emails: m.Emails}
	return both.list()
}

// Metadata names the type.
func (a *moveUsers) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_move_users_to_authentication_policy"
}

// Schema describes the attributes.
func (a *moveUsers) Schema(ctx context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: moveUsersPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"policy_id": schema.StringAttribute{
				MarkdownDescription: "ID of the authentication policy that people go to. " + wherePolicyID,
				Required:            true,
				Validators:          []validator.String{base.PolicyID},
			},
			"account_ids": schema.ListAttribute{
				MarkdownDescription: "Account IDs of the people, in any order, each once. Set at least one of `account_ids` and `emails`. Both together are one list.",
				Optional:            true,
				CustomType:          unordered.NewType(false),
				Validators:          base.AccountIDs(),
			},
			"emails": schema.ListAttribute{
				MarkdownDescription: "E-mail addresses of the people, in any order and case, each once. Set at least one of `account_ids` and `emails`. Both together are one list.",
				Optional:            true,
				CustomType:          unordered.NewType(true),
				Validators:          base.Emails(),
			},
			"timeouts": base.InvokeTimeout(ctx, "How long the move may take, as a duration such as `90s` or `2h`. Default: `30m`."),
		},
	}
}

// ValidateConfig requires people.
func (a *moveUsers) ValidateConfig(ctx context.Context, req action.ValidateConfigRequest, resp *action.ValidateConfigResponse) {
	var model moveUsersModel
	resp.Diagnostics.Append(base.Get(ctx, req.Config, &model)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(requireList(model.AccountIDs, model.Emails)...)
	}
}

// Invoke moves the people who are in other policies.
func (a *moveUsers) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var model moveUsersModel
	resp.Diagnostics.Append(base.CheckIDs(req.Config)...)
	resp.Diagnostics.Append(base.Get(ctx, req.Config, &model)...)
	ctx, cancel, ok := base.Within(ctx, model.Timeouts.Invoke, membersTimeout, &resp.Diagnostics)
	if !ok {
		return
	}
	defer cancel()
	say := func(format string, args ...any) {
		resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf(format, args...)})
	}
	policyID := model.PolicyID.ValueString()
	wanted, err := a.Organization.People.Resolve(ctx, organization.Anywhere(), model.list().words, nil)
	if err != nil {
		resp.Diagnostics.Append(base.Failed(cannotLookUp, err))
		return
	}
	resp.Diagnostics.Append(refuseJoining(a.Organization, policyID, wanted)...)
	resp.Diagnostics.Append(refuseDuplicates(wanted)...)
	if resp.Diagnostics.HasError() {
		return
	}
	going := membersElsewhere(wanted, policyID)
	say("%s to be moved into policy %s, %d of %d in it already", base.Quantity(len(going), "person is", "people are"), policyID, len(wanted)-len(going), len(wanted))
	said := -1
	done := a.Organization.Policies.Move(ctx, organization.PolicyMove{PolicyID: policyID, Accounts: going, Progress: func(done, total int) {
		if done > said {
			said = done
			say("%d of %d done", done, total)
		}
	}})
	report := moveReport{policyID: policyID, total: len(going), once: true}
	report.add(wanted, done)
	resp.Diagnostics.Append(report.diagnostics()...)
	say("%s moved, %d failed", base.Quantity(len(done.Moved), "person was", "people were"), len(done.Failed))
}
