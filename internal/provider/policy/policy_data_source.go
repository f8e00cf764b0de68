// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var _ datasource.DataSourceWithConfigure = (*policyDataSource)(nil)

func newPolicyDataSource() datasource.DataSource { return &policyDataSource{} }

// policyDataSource is the data source atlassian_policy.
type policyDataSource struct{ base.DataSource }

// Metadata names the type.
func (*policyDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_policy"
}

// Schema describes the type.
func (*policyDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := policyAttributes()
	attributes["id"] = schema.StringAttribute{
		MarkdownDescription: "ID of the policy. Set either `id`, or `name` and `type`.",
		Optional:            true,
		Computed:            true,
		Validators: []validator.String{
			stringvalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("name")),
			stringvalidator.ConflictsWith(path.MatchRoot("type")),
			base.OrganizationPolicyID,
		},
	}
	attributes["name"] = schema.StringAttribute{
		MarkdownDescription: "Exact name of the policy, together with `type`. It is an error if no policy of the type has it, or several do. It is null if Atlassian does not say it.",
		Optional:            true,
		Computed:            true,
		Validators:          []validator.String{stringvalidator.LengthAtLeast(1), stringvalidator.AlsoRequires(path.MatchRoot("type"))},
	}
	attributes["type"] = schema.StringAttribute{
		MarkdownDescription: "Type of the policy, together with `name`. Atlassian documents `ip-allowlist`, `data-residency` and `data-security`; other types are accepted.",
		Optional:            true,
		Computed:            true,
		Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
	}
	resp.Schema = schema.Schema{MarkdownDescription: policyPage.Markdown(), Attributes: attributes}
}

// Read finds the policy.
func (d *policyDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model policyModel
	resp.Diagnostics.Append(base.Get(ctx, req.Config, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	const failed = "Cannot find the policy"
	at, policies := path.Root("name"), d.Organization.OrganizationPolicies
	var found orgpolicies.Policy
	var err error
	if model.ID.IsNull() {
		found, err = policies.FindNamed(ctx, model.Type.ValueString(), model.Name.ValueString())
	} else {
		at = path.Root("id")
		found, err = policies.Find(ctx, model.ID.ValueString())
	}
	_, ambiguous := errors.AsType[*orgpolicies.AmbiguousError](err)
	switch {
	case ambiguous, meaning.IsNotFound(err):
		resp.Diagnostics.Append(base.FailedAt(at, failed, err))
		return
	case err != nil:
		resp.Diagnostics.Append(base.Failed(failed, err))
		return
	}
	result := newPolicyModel(found)
	if !model.Type.IsNull() {
		result.Type = model.Type // in the spelling of the configuration
	}
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &result)...)
}
