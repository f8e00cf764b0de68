// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"cmp"
	"context"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/datasecurity"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var (
	_ list.ListResource              = (*dataSecurityList)(nil)
	_ list.ListResourceWithConfigure = (*dataSecurityList)(nil)
)

// newDataSecurityList makes a list resource atlassian_data_security_policy.
func newDataSecurityList() list.ListResource { return &dataSecurityList{} }

// dataSecurityList is the list resource atlassian_data_security_policy.
type dataSecurityList struct{ base.Resource }

type dataSecurityListModel struct{}

// Metadata names the type.
func (*dataSecurityList) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + dataSecurityName
}

// ListResourceConfigSchema describes that there are no filters.
func (*dataSecurityList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{MarkdownDescription: dataSecurityListPage.Markdown()}
}

// List lists the data security policies of the organization that are not deleted.
func (l *dataSecurityList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var model dataSecurityListModel
	if !base.BeginList(ctx, req, stream, &model) {
		return
	}
	policies := base.Lazy(func() ([]datasecurity.Policy, error) { return l.Organization.DataSecurity.Present(ctx) })
	stream.Results = base.Stream(req, "Cannot list the data security policies", policies, func(found datasecurity.Policy) (list.ListResult, bool) {
		return l.result(ctx, req, found), true
	})
}

// result is one policy. The list may leave out what a policy says, so it is read by itself then.
func (l *dataSecurityList) result(ctx context.Context, req list.ListRequest, found datasecurity.Policy) list.ListResult {
	result := req.NewListResult(ctx)
	result.DisplayName = cmp.Or(found.Name, found.ID)
	result.Diagnostics.Append(policyIdentity.Set(ctx, result.Identity, l.Organization, found.ID)...)
	if !req.IncludeResource {
		return result
	}
	whole, err := l.Organization.DataSecurity.Get(ctx, found.ID)
	if err != nil {
		result.Diagnostics.Append(base.Failed(cannotReadDataSecurity, err))
		return result
	}
	state := newDataSecurityModel(found.ID)
	state.show(whole)
	result.Diagnostics.Append(result.Resource.Set(ctx, &state)...)
	return result
}
