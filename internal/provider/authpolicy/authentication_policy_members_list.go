// SPDX-License-Identifier: MPL-2.0

package authpolicy

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

var (
	_ list.ListResource              = (*membersList)(nil)
	_ list.ListResourceWithConfigure = (*membersList)(nil)
)

// newMembersList makes a list resource atlassian_authentication_policy_members.
func newMembersList() list.ListResource { return &membersList{} }

// membersList is the list resource atlassian_authentication_policy_members.
type membersList struct{ base.Resource }

// Metadata names the type.
func (l *membersList) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + membersName
}

// ListResourceConfigSchema describes the filters, of which there are none.
func (l *membersList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{MarkdownDescription: membersListPage.Markdown()}
}

// List lists the policies.
func (l *membersList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	policies := base.Lazy(func() ([]organization.AuthenticationPolicy, error) { return l.Organization.Policies.List(ctx) })
	stream.Results = base.Stream(req, "Cannot list the authentication policies in use", policies, func(policy organization.AuthenticationPolicy) (list.ListResult, bool) {
		model := membersModel{
			PolicyID:   types.StringValue(policy.ID),
			AccountIDs: unordered.FromStrings(organization.WordsFor(policy.Members, false), false),
			Emails:     unordered.Null(true),
			Exclusive:  types.BoolValue(false),
			Timeouts:   base.NoTimeouts("create", "update", "delete"),
		}
		result := req.NewListResult(ctx)
		result.DisplayName = fmt.Sprintf("%s (%s)", policy.ID, base.Quantity(len(policy.Members), "member", "members"))
		result.Diagnostics.Append(membersIdentity.Set(ctx, result.Identity, l.Organization, policy.ID)...)
		if req.IncludeResource {
			result.Diagnostics.Append(result.Resource.Set(ctx, &model)...)
		}
		return result, true
	})
}
