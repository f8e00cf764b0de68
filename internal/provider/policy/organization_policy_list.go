// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"cmp"
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var (
	_ list.ListResource              = (*organizationPolicyList)(nil)
	_ list.ListResourceWithConfigure = (*organizationPolicyList)(nil)
)

// newIPAllowlistList makes a list resource atlassian_ip_allowlist.
func newIPAllowlistList() list.ListResource {
	return &organizationPolicyList{kind: allowlists, page: ipAllowlistListPage, state: func(policy orgpolicies.Policy) (any, diag.Diagnostics) {
		state := newIPAllowlistModel(policy.ID)
		diags := state.read(policy)
		return &state, diags
	}}
}

// newDataResidencyPolicyList makes a list resource atlassian_data_residency_policy.
func newDataResidencyPolicyList() list.ListResource {
	return &organizationPolicyList{kind: residencies, page: dataResidencyPolicyListPage, state: func(policy orgpolicies.Policy) (any, diag.Diagnostics) {
		state := newDataResidencyPolicyModel()
		diags := state.read(policy)
		return &state, diags
	}}
}

// organizationPolicyList is a list resource of one kind of policies.
type organizationPolicyList struct {
	base.Resource

	kind kind
	page base.Page
	// state is what an import of a policy begins with.
	state func(policy orgpolicies.Policy) (any, diag.Diagnostics)
}

type organizationPolicyListModel struct{}

// Metadata names the type.
func (l *organizationPolicyList) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + l.kind.typeName
}

// ListResourceConfigSchema describes that there are no filters.
func (l *organizationPolicyList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{MarkdownDescription: l.page.Markdown()}
}

// List lists the policies of the kind.
func (l *organizationPolicyList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var model organizationPolicyListModel
	if !base.BeginList(ctx, req, stream, &model) {
		return
	}
	policies := base.Lazy(func() ([]orgpolicies.Policy, error) { return l.Organization.OrganizationPolicies.List(ctx) })
	stream.Results = base.Stream(req, "Cannot list the "+l.kind.plural, policies, func(found orgpolicies.Policy) (list.ListResult, bool) {
		if !strings.EqualFold(found.Type, l.kind.policyType) {
			return list.ListResult{}, false
		}
		return l.result(ctx, req, found), true
	})
}

// result is one policy. The list of policies may leave out what a policy says, so the whole of it is read where it is asked for.
func (l *organizationPolicyList) result(ctx context.Context, req list.ListRequest, found orgpolicies.Policy) list.ListResult {
	result := req.NewListResult(ctx)
	result.DisplayName = cmp.Or(found.Name, found.ID)
	result.Diagnostics.Append(policyIdentity.Set(ctx, result.Identity, l.Organization, found.ID)...)
	if !req.IncludeResource {
		return result
	}
	whole, err := l.Organization.OrganizationPolicies.Get(ctx, found.ID)
	if err != nil {
		result.Diagnostics.Append(base.Failed(l.kind.cannot("read"), err))
		return result
	}
	state, diags := l.state(whole)
	result.Diagnostics.Append(diags...)
	if !result.Diagnostics.HasError() {
		result.Diagnostics.Append(result.Resource.Set(ctx, state)...)
	}
	return result
}
