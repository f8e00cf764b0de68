// SPDX-License-Identifier: MPL-2.0

package account

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var _ datasource.DataSourceWithConfigure = (*usersDataSource)(nil)

// newUsersDataSource makes a data source atlassian_users.
func newUsersDataSource() datasource.DataSource { return &usersDataSource{} }

// usersDataSource is the data source atlassian_users.
type usersDataSource struct{ base.DataSource }

type usersDataModel struct {
	AccountIDs       types.List   `tfsdk:"account_ids"`
	Emails           types.List   `tfsdk:"emails"`
	GroupIDs         types.List   `tfsdk:"group_ids"`
	RoleIDs          types.List   `tfsdk:"role_ids"`
	ResourceIDs      types.List   `tfsdk:"resource_ids"`
	EmailDomains     types.List   `tfsdk:"email_domains"`
	DirectoryIDs     types.List   `tfsdk:"directory_ids"`
	Status           types.List   `tfsdk:"status"`
	AccountStatus    types.List   `tfsdk:"account_status"`
	MembershipStatus types.List   `tfsdk:"membership_status"`
	ClaimStatus      types.String `tfsdk:"claim_status"`
	MFAEnabled       types.Bool   `tfsdk:"mfa_enabled"`
	SearchTerm       types.String `tfsdk:"search_term"`
	Expand           types.Set    `tfsdk:"expand"`
	Users            []foundUser  `tfsdk:"users"`
	NotFound         []string     `tfsdk:"not_found"`
}

// Metadata names the type.
func (d *usersDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_users"
}

// Schema describes the attributes.
func (d *usersDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: usersPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"account_ids":   filterList("Account IDs. Selects only these accounts. See also `not_found`.", base.AccountID),
			"emails":        filterList("Whole e-mail addresses, in any case. Selects only the accounts with these addresses. Conflicts with `search_term`. See also `not_found`.", base.EmailAddress),
			"group_ids":     filterList("IDs of groups. Selects only accounts in one of these groups. A group that does not exist is an error.", base.GroupID.With("If you have only its name, use the data source atlassian_group to find the ID.")),
			"role_ids":      filterList("IDs of roles, such as `atlassian/org-admin`. Selects only accounts with one of these roles. With `resource_ids`, it selects accounts with one of these roles on one of those resources.", base.RoleID),
			"resource_ids":  filterList("Atlassian Resource Identifiers (ARIs), such as `ari:cloud:jira-software::site/SITE_ID`. Selects only accounts with a role on one of these resources. If the organization does not list one as an app or site, the provider warns, because a misspelled one finds nobody.", base.RoleResourceID{}),
			"email_domains": filterList("E-mail domains, such as `example.com`. Selects only accounts with an address on one of these domains.", emailDomain),
			"directory_ids": filterList("IDs of directories. Selects only accounts in one of these directories. Without it, the search is in every directory, and also finds managed accounts that are in none. "+
				"The `directory_id` of the provider block does not matter here. A directory that does not exist is an error.", base.DirectoryID.With("The data source atlassian_directories lists the directories.")),
			"status": filterList("Statuses in the organization. Selects only accounts with one of these: `active`, `suspended`, `not_invited`, `deactivated`, `for_deletion`.",
				stringvalidator.OneOf("active", "suspended", "not_invited", "deactivated", "for_deletion")),
			"account_status": filterList("Statuses of the account itself. Selects only accounts with one of these: `active`, `inactive`, `closed`.",
				stringvalidator.OneOf("active", "inactive", "closed")),
			"membership_status": filterList("Statuses in the directories. Selects only accounts with one of these: `active`, `suspended`, `no_membership`.",
				stringvalidator.OneOf("active", "suspended", "no_membership")),
			"claim_status": schema.StringAttribute{
				MarkdownDescription: "Whether the organization manages the account. Selects only managed accounts (`managed`) or only others (`unmanaged`). Default: no such filter.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.OneOf(organization.ClaimManaged, organization.ClaimUnmanaged)},
			},
			"mfa_enabled": schema.BoolAttribute{
				MarkdownDescription: "Whether two-step verification is on. Selects only accounts with it on (`true`) or off (`false`). If Atlassian does not know, as for unmanaged accounts, an account matches neither. Default: no such filter.",
				Optional:            true,
			},
			"search_term": schema.StringAttribute{
				MarkdownDescription: "Text to look for in display names and e-mail addresses. Atlassian does not document how it matches the text. The provider cannot check with a count that the result is complete. Conflicts with `emails`. Default: no such filter.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1), stringvalidator.ConflictsWith(path.MatchRoot("emails"))},
			},
			"expand": expandAttribute(),
			"users": schema.ListNestedAttribute{
				MarkdownDescription: "The accounts, sorted by e-mail address and then by name and ID. Accounts without an address come last. Empty if no account matches.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: foundUserAttributes()},
			},
			"not_found": schema.ListAttribute{
				MarkdownDescription: "Elements of `account_ids` and `emails` for which Atlassian shows no account. " +
					"It does not contain accounts that exist and do not match the other filters. To notice a wrong address, require that this list is empty.",
				Computed:    true,
				ElementType: types.StringType,
			},
		},
	}
}

// query converts the filters.
func (m *usersDataModel) query(ctx context.Context) (organization.UserQuery, diag.Diagnostics) {
	asked, diags := expansions(ctx, m.Expand)
	query := organization.UserQuery{
		ClaimStatus: m.ClaimStatus.ValueString(), MFAEnabled: m.MFAEnabled.ValueBoolPointer(), SearchTerm: m.SearchTerm.ValueString(), UserExpansions: asked,
	}
	for list, into := range map[*types.List]*[]string{
		&m.AccountIDs: &query.AccountIDs, &m.Emails: &query.Emails, &m.GroupIDs: &query.GroupIDs, &m.RoleIDs: &query.RoleIDs, &m.ResourceIDs: &query.ResourceIDs,
		&m.EmailDomains: &query.EmailDomains, &m.DirectoryIDs: &query.DirectoryIDs, &m.Status: &query.Status, &m.AccountStatus: &query.AccountStatus,
		&m.MembershipStatus: &query.MembershipStatus,
	} {
		diags.Append(list.ElementsAs(ctx, into, false)...)
	}
	return query, diags
}

// Read searches.
func (d *usersDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model usersDataModel
	resp.Diagnostics.Append(base.Get(ctx, req.Config, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	query, diags := model.query(ctx)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(d.warnOfResources(ctx, query.ResourceIDs)...)
	found, err := d.Organization.People.Search(ctx, query)
	if err != nil {
		resp.Diagnostics.Append(base.Failed("Cannot search for users", err))
		return
	}
	model.Users = make([]foundUser, len(found.Accounts))
	for i, account := range found.Accounts {
		model.Users[i] = newFoundUser(account, query.UserExpansions)
	}
	model.NotFound = append([]string{}, found.Missing...)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
}
