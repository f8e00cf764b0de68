// SPDX-License-Identifier: MPL-2.0

package account

import (
	"cmp"
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/accounts"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var (
	_ list.ListResource              = (*managedAccountList)(nil)
	_ list.ListResourceWithConfigure = (*managedAccountList)(nil)
)

// newManagedAccountList makes a list resource atlassian_managed_account.
func newManagedAccountList() list.ListResource { return &managedAccountList{} }

// managedAccountList is the list resource atlassian_managed_account.
type managedAccountList struct{ base.Resource }

type managedAccountListModel struct {
	Status types.List `tfsdk:"status"`
}

// Metadata names the type.
func (*managedAccountList) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + managedAccountName
}

// ListResourceConfigSchema describes the filters.
func (*managedAccountList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: managedAccountListPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"status": schema.ListAttribute{
				MarkdownDescription: "Only accounts with one of these statuses, such as `active` or `for_deletion`. Default: any status.",
				ElementType:         types.StringType,
				Optional:            true,
				Validators:          []validator.List{listvalidator.SizeAtLeast(1)},
			},
		},
	}
}

// List lists the accounts that the organization manages.
func (l *managedAccountList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var model managedAccountListModel
	if !base.BeginList(ctx, req, stream, &model) {
		return
	}
	var statuses []string
	if diags := model.Status.ElementsAs(ctx, &statuses, false); diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	wanted := make(map[string]bool, len(statuses))
	for _, status := range statuses {
		wanted[status] = true
	}
	managed := base.Lazy(func() ([]organization.Account, error) { return l.Organization.People.Managed(ctx) })
	stream.Results = base.Stream(req, "Cannot list the managed accounts", managed, func(found organization.Account) (list.ListResult, bool) {
		if len(wanted) > 0 && !wanted[found.Status] {
			return list.ListResult{}, false
		}
		result := req.NewListResult(ctx)
		result.DisplayName = cmp.Or(found.Email, found.Name, found.AccountID)
		result.Diagnostics.Append(managedAccountIdentity.Set(ctx, result.Identity, l.Organization, found.AccountID)...)
		if req.IncludeResource {
			result.Diagnostics.Append(result.Resource.Set(ctx, newManagedAccountModel(accounts.FromSearch(found)))...)
		}
		return result, true
	})
}
