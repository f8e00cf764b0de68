// SPDX-License-Identifier: MPL-2.0

package authpolicy

import (
	"context"
	"fmt"
	"iter"

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

var membersListPage = base.Page{
	Summary: "Lists the authentication policies that somebody is in, to import the members of each.",
	Text: "Atlassian's API lists no policies. Those in use are found by a walk over all managed accounts: two requests for every 100 of them and one to count them, made whole before the first result. " +
		"Policies that nobody is in cannot be seen, nor can the names of any. A managed account that Atlassian names no policy for is an error.",
	Operations: []string{"searchDirectoryUsers", "getDirectoryUsersCount", "ControlCloudAPIs_bulkFetchAuthPolicy"},
	Unverified: []string{"What the answer of bulk-fetch holds beyond `email`; `policyId` and `accountId` are expected."},
}

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
	stream.Results = base.Stream(req, "Cannot list the authentication policies in use", l.policies(ctx), func(policy organization.AuthenticationPolicy) (list.ListResult, bool) {
		model := membersModel{
			PolicyID:   types.StringValue(policy.ID),
			AccountIDs: unordered.FromStrings(organization.WordsFor(policy.Members, false), false),
			Emails:     unordered.Null(true),
			Exclusive:  types.BoolValue(false),
			Timeouts:   base.NoTimeouts("create", "update", "delete"),
		}
		result := req.NewListResult(ctx)
		result.DisplayName = fmt.Sprintf("%s (%s)", policy.ID, base.Counted(len(policy.Members), "member", "members"))
		result.Diagnostics.Append(membersIdentity.Set(ctx, result.Identity, l.Organization, policy.ID)...)
		if req.IncludeResource {
			result.Diagnostics.Append(result.Resource.Set(ctx, &model)...)
		}
		return result, true
	})
}

// policies gives the policies of the walk one by one.
func (l *membersList) policies(ctx context.Context) iter.Seq2[organization.AuthenticationPolicy, error] {
	return func(yield func(organization.AuthenticationPolicy, error) bool) {
		all, err := l.Organization.Policies.List(ctx)
		if err != nil {
			yield(organization.AuthenticationPolicy{}, err)
			return
		}
		for _, policy := range all {
			if !yield(policy, nil) {
				return
			}
		}
	}
}
