// SPDX-License-Identifier: MPL-2.0

package authpolicy

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var (
	_ datasource.DataSource              = (*membersDataSource)(nil)
	_ datasource.DataSourceWithConfigure = (*membersDataSource)(nil)
)

// newMembersDataSource makes a data source atlassian_authentication_policy_members.
func newMembersDataSource() datasource.DataSource { return &membersDataSource{} }

// membersDataSource is the data source atlassian_authentication_policy_members.
type membersDataSource struct{ base.DataSource }

type membersDataModel struct {
	PolicyID   types.String      `tfsdk:"policy_id"`
	AccountIDs []string          `tfsdk:"account_ids"`
	Members    []memberDataModel `tfsdk:"members"`
}

type memberDataModel struct {
	AccountID  types.String `tfsdk:"account_id"`
	Email      types.String `tfsdk:"email"`
	Name       types.String `tfsdk:"name"`
	Status     types.String `tfsdk:"status"`
	MFAEnabled types.Bool   `tfsdk:"mfa_enabled"`
}

// newMemberDataModel is what a data source says of a member. What Atlassian does not say stays null.
func newMemberDataModel(account organization.Account) memberDataModel {
	return memberDataModel{
		AccountID:  types.StringValue(account.AccountID),
		Email:      base.StringOrNull(account.Email),
		Name:       base.StringOrNull(account.Name),
		Status:     base.StringOrNull(account.Status),
		MFAEnabled: types.BoolPointerValue(account.MFAEnabled),
	}
}

var membersDataPage = base.Page{
	Summary: "The accounts in an authentication policy.",
	Text: "Atlassian's API cannot ask a policy for its members, so every managed account is asked for its policy. A policy that nobody is in cannot be told from one that does not exist: both give empty lists, and a wrong `policy_id` is no error. " +
		"Where that would hurt, use a postcondition that demands members.\n\n" +
		"**Cost.** Takes two requests for every 100 managed accounts of the organization, shared with everything else in the run that needs to know all of them.",
	Operations: policiesDataPage.Operations,
	Unverified: policiesDataPage.Unverified,
}

// Metadata names the type.
func (d *membersDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + membersName
}

// Schema describes the attributes.
func (d *membersDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: membersDataPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"policy_id": schema.StringAttribute{
				MarkdownDescription: "ID of the authentication policy. " + wherePolicyID,
				Required:            true,
				Validators:          []validator.String{policyIDValidator()},
			},
			"account_ids": schema.ListAttribute{
				MarkdownDescription: "Account IDs of the members, sorted. Empty where nobody is in the policy, and where there is no such policy.",
				Computed:            true,
				ElementType:         types.StringType,
			},
			"members": schema.ListNestedAttribute{
				MarkdownDescription: "The members, sorted by account ID.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"account_id": schema.StringAttribute{MarkdownDescription: "ID of the account.", Computed: true},
					"email":      schema.StringAttribute{MarkdownDescription: "E-mail address of the account; null where Atlassian does not give it.", Computed: true},
					"name":       schema.StringAttribute{MarkdownDescription: "Full name of the person; null where Atlassian does not give it.", Computed: true},
					"status": schema.StringAttribute{
						MarkdownDescription: "Status of the account in the organization. Atlassian documents `active`, `suspended`, `not_invited`, `deactivated` and `for_deletion`.",
						Computed:            true,
					},
					"mfa_enabled": schema.BoolAttribute{
						MarkdownDescription: "Whether two-step verification is on; null where Atlassian does not say. It may be off for a good reason where people sign in by single sign-on.",
						Computed:            true,
					},
				}},
			},
		},
	}
}

// Read finds the members.
func (d *membersDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var policyID types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("policy_id"), &policyID)...)
	if resp.Diagnostics.HasError() {
		return
	}
	members, err := d.Organization.MembersOfPolicy(ctx, policyID.ValueString())
	if err != nil {
		resp.Diagnostics.Append(base.FailedAt(path.Root("policy_id"), "Cannot find out who is in the authentication policy", err))
		return
	}
	model := membersDataModel{PolicyID: policyID, AccountIDs: base.WordsFor(members, false), Members: make([]memberDataModel, len(members))}
	for i, member := range members { // they come sorted
		model.Members[i] = newMemberDataModel(member)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
