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
	_ list.ListResource              = (*dataResidencyPolicyList)(nil)
	_ list.ListResourceWithConfigure = (*dataResidencyPolicyList)(nil)
)

// newDataResidencyPolicyList makes a list resource atlassian_data_residency_policy.
func newDataResidencyPolicyList() list.ListResource { return &dataResidencyPolicyList{} }

// dataResidencyPolicyList is the list resource atlassian_data_residency_policy.
type dataResidencyPolicyList struct{ base.Resource }

type dataResidencyPolicyListModel struct{}

// Metadata names the type.
func (l *dataResidencyPolicyList) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + dataResidencyPolicyName
}

// ListResourceConfigSchema describes that there are no filters.
func (l *dataResidencyPolicyList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{MarkdownDescription: dataResidencyPolicyListPage.Markdown()}
}

// List lists the data residency policies of the organization.
func (l *dataResidencyPolicyList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var model dataResidencyPolicyListModel
	if !base.BeginList(ctx, req, stream, &model) {
		return
	}
	policies := base.Lazy(func() ([]orgpolicies.Policy, error) { return l.Organization.OrganizationPolicies.List(ctx) })
	stream.Results = base.Stream(req, "Cannot list the data residency policies", policies, func(found orgpolicies.Policy) (list.ListResult, bool) {
		if !strings.EqualFold(found.Type, orgpolicies.TypeDataResidency) {
			return list.ListResult{}, false
		}
		return l.result(ctx, req, found), true
	})
}

// result is one policy. The list of policies may leave out what a policy says, so the whole of it is read where it is asked for.
func (l *dataResidencyPolicyList) result(ctx context.Context, req list.ListRequest, found orgpolicies.Policy) list.ListResult {
	result := req.NewListResult(ctx)
	result.DisplayName = cmp.Or(found.Name, found.ID)
	result.Diagnostics.Append(dataResidencyPolicyIdentity.Set(ctx, result.Identity, l.Organization, found.ID)...)
	if !req.IncludeResource {
		return result
	}
	whole, err := l.Organization.OrganizationPolicies.Get(ctx, found.ID)
	if err != nil {
		result.Diagnostics.Append(base.Failed(cannotReadResidency, err))
		return result
	}
	state := newDataResidencyPolicyModel()
	result.Diagnostics.Append(state.read(whole)...)
	if !result.Diagnostics.HasError() {
		result.Diagnostics.Append(result.Resource.Set(ctx, &state)...)
	}
	return result
}
