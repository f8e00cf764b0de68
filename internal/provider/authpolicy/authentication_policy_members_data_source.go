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
	PolicyID   types.String        `tfsdk:"policy_id"`
	AccountIDs []string            `tfsdk:"account_ids"`
	Members    []base.AccountModel `tfsdk:"members"`
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
				Validators:          []validator.String{base.PolicyID},
			},
			"account_ids": schema.ListAttribute{
				MarkdownDescription: "Account IDs of the members, sorted. Empty if nobody is in the policy, and if there is no such policy.",
				Computed:            true,
				ElementType:         types.StringType,
			},
			"members": base.AccountList("The members, sorted by account ID."),
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
	members, err := d.Organization.Policies.MembersOf(ctx, policyID.ValueString())
	if err != nil {
		resp.Diagnostics.Append(base.FailedAt(path.Root("policy_id"), "Cannot find out who is in the authentication policy", err))
		return
	}
	model := membersDataModel{PolicyID: policyID, AccountIDs: organization.WordsFor(members, false), Members: base.AccountModels(members)} // they come sorted
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
}
