// SPDX-License-Identifier: MPL-2.0

package role

import (
	"context"
	"fmt"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var (
	_ list.ListResource              = (*userRoleAssignmentList)(nil)
	_ list.ListResourceWithConfigure = (*userRoleAssignmentList)(nil)
)

// newUserRoleAssignmentList makes a list resource atlassian_user_role_assignment.
func newUserRoleAssignmentList() list.ListResource { return &userRoleAssignmentList{} }

// userRoleAssignmentList is the list resource atlassian_user_role_assignment.
type userRoleAssignmentList struct{ base.Resource }

type userRoleAssignmentListModel struct {
	AccountID  types.String `tfsdk:"account_id"`
	ResourceID types.String `tfsdk:"resource_id"`
}

// Metadata names the type.
func (l *userRoleAssignmentList) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_user_role_assignment"
}

// ListResourceConfigSchema describes the filters.
func (l *userRoleAssignmentList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: userRoleAssignmentListPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"account_id": schema.StringAttribute{
				MarkdownDescription: "ID of the account to list the roles of. Default: all accounts that have a role on `resource_id`, or on anything if `resource_id` is not set. This takes a request for each account.",
				Optional:            true,
				Validators:          []validator.String{base.AccountID},
			},
			"resource_id": schema.StringAttribute{
				MarkdownDescription: "Atlassian Resource Identifier (ARI) of the app or site to list roles on. Default: all apps and sites.",
				Optional:            true,
				Validators:          []validator.String{base.RoleResourceID{}},
			},
		},
	}
}

// List lists the direct roles, person by person.
func (l *userRoleAssignmentList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var model userRoleAssignmentListModel
	if !base.BeginList(ctx, req, stream, &model) {
		return
	}
	roles := l.roles(ctx, model.AccountID.ValueString(), model.ResourceID.ValueString())
	stream.Results = base.Stream(req, "Cannot list the roles of people", roles, func(found directRole) (list.ListResult, bool) {
		return l.result(ctx, req, found), true
	})
}

// directRole is a role that an account has directly.
type directRole struct {
	account organization.Account
	role    organization.UserRole
}

func (l *userRoleAssignmentList) roles(ctx context.Context, accountID, resourceID string) iter.Seq2[directRole, error] {
	return func(yield func(directRole, error) bool) {
		for account, err := range l.Organization.People.WithRoles(ctx, accountID, resourceID) {
			if err != nil {
				yield(directRole{}, err)
				return
			}
			roles, err := l.Organization.People.DirectRoles(ctx, account.AccountID)
			if err != nil {
				yield(directRole{}, fmt.Errorf("reading the roles of account %s: %w", base.Word(account.AccountID), err))
				return
			}
			for _, role := range roles {
				if organization.IsOrganizationAdminRole(role.Role) || resourceID != "" && role.ResourceID != resourceID {
					continue
				}
				if !yield(directRole{account, role}, nil) {
					return
				}
			}
		}
	}
}

func (l *userRoleAssignmentList) result(ctx context.Context, req list.ListRequest, found directRole) list.ListResult {
	model := newUserRoleAssignmentModel(found.account, found.role)
	result := req.NewListResult(ctx)
	result.DisplayName = fmt.Sprintf("%s: %s on %s", nameOf(found.account), found.role.Role, found.role.ResourceID)
	result.Diagnostics.Append(userRoleAssignmentIdentity.Set(ctx, result.Identity, l.Organization, model.identity()...)...)
	if req.IncludeResource {
		// Configuration that Terraform generates from this must name the account in one way only.
		model.Email = types.StringNull()
		result.Diagnostics.Append(result.Resource.Set(ctx, &model)...)
	}
	return result
}

// nameOf names an account for a person who reads a list.
func nameOf(account organization.Account) string {
	for _, name := range []string{account.Email, account.Name} {
		if name != "" {
			return name
		}
	}
	return account.AccountID
}
