// SPDX-License-Identifier: MPL-2.0

package role

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var (
	_ list.ListResource              = (*organizationAdminList)(nil)
	_ list.ListResourceWithConfigure = (*organizationAdminList)(nil)
)

// newOrganizationAdminList makes a list resource atlassian_organization_admin.
func newOrganizationAdminList() list.ListResource { return &organizationAdminList{} }

// organizationAdminList is the list resource atlassian_organization_admin.
type organizationAdminList struct{ base.Resource }

// Metadata names the type.
func (l *organizationAdminList) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_organization_admin"
}

// ListResourceConfigSchema describes the filters, of which there is none.
func (l *organizationAdminList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{MarkdownDescription: organizationAdminListPage.Markdown()}
}

// List lists those who are organization admins directly.
func (l *organizationAdminList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	if !base.BeginList(ctx, req, stream, &struct{}{}) {
		return
	}
	admins := base.Lazy(func() ([]organization.OrganizationAdmin, error) {
		admins, err := l.Organization.People.OrganizationAdminsByWay(ctx)
		if unclear := newPresentAdmins(admins).unclear; err == nil && len(unclear) > 0 {
			return nil, errors.New(describeUnclear(unclear))
		}
		return admins, err
	})
	stream.Results = base.Stream(req, "Cannot list the organization admins", admins, func(admin organization.OrganizationAdmin) (list.ListResult, bool) {
		if !admin.Ways.Direct() {
			return list.ListResult{}, false
		}
		return l.result(ctx, req, admin), true
	})
}

func (l *organizationAdminList) result(ctx context.Context, req list.ListRequest, admin organization.OrganizationAdmin) list.ListResult {
	model := newOrganizationAdminModel(admin.Account)
	result := req.NewListResult(ctx)
	result.DisplayName = nameOf(admin.Account)
	result.Diagnostics.Append(organizationAdminIdentity.Set(ctx, result.Identity, l.Organization, model.AccountID.ValueString())...)
	if req.IncludeResource {
		// Configuration that Terraform generates from this must name the account in one way only.
		model.Email = types.StringNull()
		result.Diagnostics.Append(result.Resource.Set(ctx, &model)...)
	}
	return result
}
