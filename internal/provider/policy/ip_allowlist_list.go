// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"cmp"
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var (
	_ list.ListResource              = (*ipAllowlistList)(nil)
	_ list.ListResourceWithConfigure = (*ipAllowlistList)(nil)
)

// newIPAllowlistList makes a list resource atlassian_ip_allowlist.
func newIPAllowlistList() list.ListResource { return &ipAllowlistList{} }

// ipAllowlistList is the list resource atlassian_ip_allowlist.
type ipAllowlistList struct{ base.Resource }

type ipAllowlistListModel struct{}

// Metadata names the type.
func (*ipAllowlistList) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + ipAllowlistName
}

// ListResourceConfigSchema describes that there are no filters.
func (*ipAllowlistList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{MarkdownDescription: ipAllowlistListPage.Markdown()}
}

// List lists the IP allowlists of the organization.
func (l *ipAllowlistList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var model ipAllowlistListModel
	if !base.BeginList(ctx, req, stream, &model) {
		return
	}
	policies := base.Lazy(func() ([]orgpolicies.Policy, error) { return l.Organization.OrganizationPolicies.List(ctx) })
	stream.Results = base.Stream(req, "Cannot list the IP allowlists", policies, func(found orgpolicies.Policy) (list.ListResult, bool) {
		if !strings.EqualFold(found.Type, orgpolicies.TypeIPAllowlist) {
			return list.ListResult{}, false
		}
		return l.result(ctx, req, found), true
	})
}

// result is one allowlist. The list of policies may leave out what a policy says, so the whole of it is read where it is asked for.
func (l *ipAllowlistList) result(ctx context.Context, req list.ListRequest, found orgpolicies.Policy) list.ListResult {
	result := req.NewListResult(ctx)
	result.DisplayName = cmp.Or(found.Name, found.ID)
	result.Diagnostics.Append(ipAllowlistIdentity.Set(ctx, result.Identity, l.Organization, found.ID)...)
	if !req.IncludeResource {
		return result
	}
	whole, err := l.Organization.OrganizationPolicies.Get(ctx, found.ID)
	if err != nil {
		result.Diagnostics.Append(base.Failed(cannotReadAllowlist, err))
		return result
	}
	state := newIPAllowlistModel(found.ID)
	result.Diagnostics.Append(state.read(whole)...)
	if !result.Diagnostics.HasError() {
		result.Diagnostics.Append(result.Resource.Set(ctx, &state)...)
	}
	return result
}
