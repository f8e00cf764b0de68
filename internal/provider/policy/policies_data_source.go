// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var _ datasource.DataSourceWithConfigure = (*policiesDataSource)(nil)

func newPoliciesDataSource() datasource.DataSource { return &policiesDataSource{} }

// policiesDataSource is the data source atlassian_policies.
type policiesDataSource struct{ base.DataSource }

// Metadata names the type.
func (*policiesDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_policies"
}

// Schema describes the type.
func (*policiesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: policiesPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"types": schema.SetAttribute{
				MarkdownDescription: "Types of policies, such as `ip-allowlist`: only policies of these types are listed. Atlassian documents `ip-allowlist`, `data-residency` and `data-security`; other types are accepted. Default: all types.",
				ElementType:         types.StringType,
				Optional:            true,
				Validators:          []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(stringvalidator.LengthAtLeast(1))},
			},
			"policies": schema.ListNestedAttribute{
				MarkdownDescription: "The policies, sorted by type, name and ID. It is empty if none has one of the types.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: policyAttributes()},
			},
		},
	}
}

// policyAttributes are what Atlassian says of a policy.
func policyAttributes() map[string]schema.Attribute {
	text := func(description string) schema.Attribute {
		return schema.StringAttribute{MarkdownDescription: description, Computed: true}
	}
	return map[string]schema.Attribute{
		"id":     text("ID of the policy."),
		"name":   text("Name of the policy. It is null if Atlassian does not say it."),
		"type":   text("Type of the policy. Atlassian documents `ip-allowlist`, `data-residency` and `data-security`. Live answers have more types, such as `generative-ai` and `hipaa`."),
		"status": text("Status of the policy. Atlassian documents `enabled` and `disabled`; other values pass through. It is null if Atlassian does not say it, which means neither."),
		"in": schema.ListAttribute{
			MarkdownDescription: "Values that the rule allows, sorted: the addresses of an IP allowlist, or the places of a data residency policy. It is null if the rule has another form or Atlassian does not say it, and empty if the rule allows none.",
			ElementType:         types.StringType,
			Computed:            true,
		},
		"rule": text("Whole rule of the policy, as JSON with sorted names: use `jsondecode`. Its form depends on the type, and may be an object or a list. It is null if Atlassian does not say it."),
		"resources": schema.ListNestedAttribute{
			MarkdownDescription: "What the policy applies to, sorted. It is null if Atlassian does not say it, which does not mean that the policy applies to nothing.",
			Computed:            true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"id":     text("Atlassian Resource Identifier (ARI) of the resource, such as a Jira site. It is null if Atlassian does not say it."),
				"status": text("How far Atlassian has applied the policy to the resource. Atlassian documents `applying`, `applied`, `removing`, `failed` and `scheduled`; other values pass through. It is null if Atlassian does not say it."),
			}},
		},
	}
}

// Read lists the policies.
func (d *policiesDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model policiesModel
	resp.Diagnostics.Append(base.Get(ctx, req.Config, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	all, err := d.Organization.OrganizationPolicies.List(ctx)
	if err != nil {
		resp.Diagnostics.Append(base.Failed("Cannot list the policies", err))
		return
	}
	model.Policies = newPolicyModels(all, model.Types)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
}
