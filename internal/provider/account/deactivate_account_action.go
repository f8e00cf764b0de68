// SPDX-License-Identifier: MPL-2.0

package account

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/action/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

var (
	_ action.Action               = (*deactivateAccount)(nil)
	_ action.ActionWithConfigure  = (*deactivateAccount)(nil)
	_ action.ActionWithModifyPlan = (*deactivateAccount)(nil)
)

// newDeactivateAccount makes an action atlassian_deactivate_account.
func newDeactivateAccount() action.Action { return &deactivateAccount{} }

// deactivateAccount is the action atlassian_deactivate_account.
type deactivateAccount struct{ base.Action }

type deactivateAccountModel struct {
	Accounts unordered.ListValue `tfsdk:"accounts"`
	Message  types.String        `tfsdk:"message"`
	Timeouts timeouts.Value      `tfsdk:"timeouts"`
}

// Metadata names the type.
func (*deactivateAccount) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_deactivate_account"
}

// Schema describes the attributes.
func (*deactivateAccount) Schema(ctx context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: deactivateAccountPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"accounts": accountsAttribute(),
			"message": schema.StringAttribute{
				MarkdownDescription: "Message that the people see. Default: a text of Atlassian.",
				Optional:            true,
			},
			"timeouts": base.InvokeTimeout(ctx, "How long the change may take, as a duration such as `90s` or `2h`. Default: `30m`."),
		},
	}
}

// accountsAttribute lists the accounts of an action.
func accountsAttribute() schema.Attribute {
	return listAttribute("E-mail addresses or IDs of managed accounts, in any order, each once.")
}

// Invoke deactivates the accounts that are active.
func (a *deactivateAccount) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var model deactivateAccountModel
	resp.Diagnostics.Append(base.CheckIDs(req.Config)...)
	resp.Diagnostics.Append(base.Get(ctx, req.Config, &model)...)
	ctx, cancel, ok := base.Within(ctx, model.Timeouts.Invoke, changeTimeout, &resp.Diagnostics)
	if !ok {
		return
	}
	defer cancel()
	accountChange{organization: a.Organization, message: model.Message.ValueString()}.carryOut(ctx, model.Accounts, resp)
}

// accountChange deactivates or activates several accounts.
type accountChange struct {
	organization *organization.Organization
	active       bool
	message      string
}

// done is what the change does, as a participle.
func (c accountChange) done() string {
	if c.active {
		return "activated"
	}
	return "deactivated"
}

// look finds the accounts behind the words of a list, and refuses the list if one of them cannot be changed.
func (c accountChange) look(ctx context.Context, list unordered.ListValue) ([]organization.Person, diag.Diagnostics, error) {
	var diags diag.Diagnostics
	words, known := list.Strings()
	if !known {
		return nil, nil, nil
	}
	people, err := c.organization.People.Resolve(ctx, organization.Everywhere().Still(), words, nil)
	if err != nil {
		return nil, nil, err
	}
	diags.Append(refuseListed("accounts", people, "Addresses without an account", func(strangers string) string {
		return "The organization has no account for " + strangers + ". Check the spelling. Nothing is changed."
	})...)
	if !c.active {
		diags.Append(base.SparedInPlan(ctx, c.organization, organization.LossOfAccess, slices.Compact(slices.Sorted(slices.Values(accountIDs(people))))...)...)
	}
	return people, diags, nil
}

// carryOut changes the accounts, says how far it is, and reports all failures together.
func (c accountChange) carryOut(ctx context.Context, list unordered.ListValue, resp *action.InvokeResponse) {
	people, diags, err := c.look(ctx, list)
	if err != nil {
		resp.Diagnostics.Append(base.Failed("Cannot look up the accounts", err))
		return
	}
	if resp.Diagnostics.Append(diags...); resp.Diagnostics.HasError() {
		return
	}
	say := func(format string, args ...any) {
		resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf(format, args...)})
	}
	words, ids := wordsByAccount(people), accountIDs(people)
	changes := c.organization.Accounts.SetActive(ctx, ids, c.active, c.message, func(done int) { say("%d of %d accounts done", done, len(ids)) })
	resp.Diagnostics.Append(c.failures(changes.Failed, words, len(ids))...)
	say("%s %s, %d already, %d failed", base.Quantity(len(changes.Changed), "account was", "accounts were"), c.done(), len(ids)-len(changes.Changed)-len(changes.Failed), len(changes.Failed))
}

// failures is one error for all accounts that could not be changed, and one of its own for a key that has scopes.
func (c accountChange) failures(failed map[string]error, words map[string]string, total int) diag.Diagnostics {
	var diags diag.Diagnostics
	var reasons []string
	for _, id := range slices.Sorted(maps.Keys(failed)) {
		if scoped := scopedKey(failed[id]); scoped != nil && !isAgain(scoped) {
			diags.Append(failedChange(scoped))
		}
		reasons = append(reasons, base.Word(words[id])+": "+reasonOf(failed[id]))
	}
	if len(reasons) > 0 {
		diags.AddError("Not every account was "+c.done(), fmt.Sprintf("%d of %d accounts could not be %s:%s\n\nThe others are. Fix the causes and run the action again: it changes only the remaining accounts.%s",
			len(reasons), total, c.done(), base.BulletList(reasons), base.TimeIsOver(failed)))
	}
	return diags
}
