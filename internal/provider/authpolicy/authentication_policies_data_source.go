// SPDX-License-Identifier: MPL-2.0

package authpolicy

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var (
	_ datasource.DataSource              = (*policiesDataSource)(nil)
	_ datasource.DataSourceWithConfigure = (*policiesDataSource)(nil)
)

// newPoliciesDataSource makes a data source atlassian_authentication_policies.
func newPoliciesDataSource() datasource.DataSource { return &policiesDataSource{} }

// policiesDataSource is the data source atlassian_authentication_policies.
type policiesDataSource struct{ base.DataSource }

type policiesDataModel struct {
	Policies        []policyDataModel `tfsdk:"policies"`
	ManagedAccounts types.Int64       `tfsdk:"managed_accounts"`
}

type policyDataModel struct {
	ID             types.String  `tfsdk:"id"`
	Members        types.Int64   `tfsdk:"members"`
	Active         types.Int64   `tfsdk:"active_members"`
	With           types.Int64   `tfsdk:"with_two_step_verification"`
	Without        types.Int64   `tfsdk:"without_two_step_verification"`
	UnknownTwoStep types.Int64   `tfsdk:"two_step_unknown"`
	Coverage       types.Float64 `tfsdk:"two_step_coverage"`
}

// Metadata names the type.
func (d *policiesDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_authentication_policies"
}

// Schema describes the attributes.
func (d *policiesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	count := func(description string) schema.Attribute {
		return schema.Int64Attribute{MarkdownDescription: description, Computed: true}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: policiesDataPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"managed_accounts": count("Number of accounts that the organization manages, in any policy and with any status."),
			"policies": schema.ListNestedAttribute{
				MarkdownDescription: "Policies that have members, sorted by ID.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"id":                            schema.StringAttribute{MarkdownDescription: "ID of the policy.", Computed: true},
					"members":                       count("Number of accounts in the policy, with any status."),
					"active_members":                count("Number of members in use. These are members with any status except `suspended`, `deactivated`, `not_invited` and `for_deletion`. An account counts as in use if its status is not known, or if the status of the account or of the membership contradicts it."),
					"with_two_step_verification":    count("Number of active members with two-step verification on."),
					"without_two_step_verification": count("Number of active members with two-step verification off. People who sign in by single sign-on may be among them for a good reason."),
					"two_step_unknown":              count("Number of active members for whom Atlassian does not return whether two-step verification is on. `two_step_coverage` counts them as members without it."),
					"two_step_coverage": schema.Float64Attribute{
						MarkdownDescription: "Percentage of active members with two-step verification on, from 0 to 100 with one decimal. It is rounded down, so it is `100` only if every active member has it on. " +
							"Null if the policy has no active member.",
						Computed: true,
					},
				}},
			},
		},
	}
}

// Read finds the policies by their members.
func (d *policiesDataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	const failed = "Cannot find the authentication policies"
	policies, err := d.Organization.Policies.List(ctx)
	if err != nil {
		resp.Diagnostics.Append(base.Failed(failed, err))
		return
	}
	accounts, err := d.Organization.People.Managed(ctx) // the same read
	if err != nil {
		resp.Diagnostics.Append(base.Failed(failed, err))
		return
	}
	model := policiesDataModel{
		Policies:        make([]policyDataModel, len(policies)),
		ManagedAccounts: types.Int64Value(int64(len(accounts))),
	}
	placed := 0
	for i, policy := range policies {
		model.Policies[i] = newPolicyDataModel(policy)
		placed += len(policy.Members)
	}
	if placed != len(accounts) {
		resp.Diagnostics.AddError(failed, fmt.Sprintf("The policies have %d members, but the organization manages %d accounts, and each of them is in exactly one policy. So the provider cannot tell who is in which policy. Try again.", placed, len(accounts)))
		return
	}
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
}

func newPolicyDataModel(policy organization.AuthenticationPolicy) policyDataModel {
	var active, with, without int64
	for _, member := range policy.Members {
		if !organization.InUse(member) {
			continue
		}
		active++
		switch {
		case member.MFAEnabled == nil:
		case *member.MFAEnabled:
			with++
		default:
			without++
		}
	}
	return policyDataModel{
		ID:             types.StringValue(policy.ID),
		Members:        types.Int64Value(int64(len(policy.Members))),
		Active:         types.Int64Value(active),
		With:           types.Int64Value(with),
		Without:        types.Int64Value(without),
		UnknownTwoStep: types.Int64Value(active - with - without),
		Coverage:       percentage(with, active), // that Atlassian does not say so proves nothing
	}
}

// percentage returns a percentage with one decimal, rounded down, so that nearly all never looks like all. It is null for no
// members.
func percentage(part, whole int64) types.Float64 {
	if whole == 0 {
		return types.Float64Null()
	}
	return types.Float64Value(float64(part*1000/whole) / 10)
}
