// SPDX-License-Identifier: MPL-2.0

package account

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var (
	_ list.ListResource              = (*userList)(nil)
	_ list.ListResourceWithConfigure = (*userList)(nil)
)

// newUserList makes a list resource atlassian_user.
func newUserList() list.ListResource { return &userList{} }

// userList is the list resource atlassian_user.
type userList struct{ base.Resource }

type userListModel struct {
	DirectoryID types.String `tfsdk:"directory_id"`
}

// Metadata names the type.
func (l *userList) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_user"
}

// ListResourceConfigSchema describes the filters.
func (l *userList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: userListPage.Markdown(),
		Attributes:          map[string]schema.Attribute{"directory_id": base.DirectoryToList()},
	}
}

// List lists the people of the directory.
func (l *userList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var model userListModel
	directoryID, ok := base.BeginListOfDirectory(ctx, l.Organization, req, stream, &model, &model.DirectoryID)
	if !ok {
		return
	}
	stream.Results = base.Stream(req, "Cannot list the people", l.Organization.People.SearchDirectory(ctx, directoryID), func(account organization.Account) (list.ListResult, bool) {
		status := statusOf(account)
		if account.Email == "" || !slices.Contains([]string{organization.StatusActive, organization.StatusSuspended, ""}, status) {
			return list.ListResult{}, false // an app, or an account that no configuration can describe
		}
		return l.result(ctx, req, directoryID, account), true
	})
}

func (l *userList) result(ctx context.Context, req list.ListRequest, directoryID string, account organization.Account) list.ListResult {
	model := newUserModel(directoryID, account)
	result := req.NewListResult(ctx)
	result.DisplayName = account.Email
	if account.Name != "" {
		result.DisplayName = account.Name + " (" + account.Email + ")"
	}
	result.Diagnostics.Append(userIdentity.Set(ctx, result.Identity, l.Organization, model.identity()...)...)
	if req.IncludeResource {
		result.Diagnostics.Append(result.Resource.Set(ctx, &model)...)
	}
	return result
}
