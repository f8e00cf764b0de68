// SPDX-License-Identifier: MPL-2.0

package account

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var _ datasource.DataSourceWithConfigure = (*userDataSource)(nil)

// newUserDataSource makes a data source atlassian_user.
func newUserDataSource() datasource.DataSource { return &userDataSource{} }

// userDataSource is the data source atlassian_user.
type userDataSource struct{ base.DataSource }

type userDataModel struct {
	foundUser

	DirectoryID types.String `tfsdk:"directory_id"`
	Expand      types.Set    `tfsdk:"expand"`
}

// Metadata names the type.
func (d *userDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_user"
}

// Schema describes the attributes.
func (d *userDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := foundUserAttributes()
	attributes["account_id"] = schema.StringAttribute{
		MarkdownDescription: "ID of the account. Set exactly one of `account_id` and `email`.",
		Optional:            true,
		Computed:            true,
		Validators: []validator.String{
			stringvalidator.ExactlyOneOf(path.MatchRoot("account_id"), path.MatchRoot("email")),
			base.AccountID,
		},
	}
	attributes["email"] = schema.StringAttribute{
		MarkdownDescription: "E-mail address of the account, in any case. Set exactly one of `account_id` and `email`.",
		Optional:            true,
		Computed:            true,
		Validators:          []validator.String{base.EmailAddress},
	}
	attributes["directory_id"] = schema.StringAttribute{
		MarkdownDescription: "ID of the directory to search in. Default: every directory, and the managed accounts that are in none. The `directory_id` of the provider block does not matter here.",
		Optional:            true,
		Validators:          []validator.String{base.DirectoryID},
	}
	attributes["expand"] = expandAttribute()
	resp.Schema = schema.Schema{MarkdownDescription: userDataPage.Markdown(), Attributes: attributes}
}

// Read finds the account.
func (d *userDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model userDataModel
	resp.Diagnostics.Append(base.Get(ctx, req.Config, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	asked, diags := expansions(ctx, model.Expand)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	at, word := path.Root("email"), model.Email.ValueString()
	if model.Email.IsNull() {
		at, word = path.Root("account_id"), model.AccountID.ValueString()
	}
	const failed = "Cannot find the user"
	found, err := d.Organization.People.User(ctx, model.DirectoryID.ValueString(), word, asked)
	switch {
	case meaning.IsNotFound(err):
		resp.Diagnostics.Append(base.FailedAt(at, failed, err))
		return
	case err != nil:
		resp.Diagnostics.Append(base.Failed(failed, err))
		return
	}
	result := userDataModel{foundUser: newFoundUser(found, asked), DirectoryID: model.DirectoryID, Expand: model.Expand}
	if !model.Email.IsNull() {
		result.Email = model.Email // in the spelling of the configuration; Atlassian takes any case
	} else {
		result.AccountID = model.AccountID
	}
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &result)...)
}
