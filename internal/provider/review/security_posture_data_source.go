// SPDX-License-Identifier: MPL-2.0

package review

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/posture"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var (
	_ datasource.DataSourceWithConfigure      = (*securityPosture)(nil)
	_ datasource.DataSourceWithValidateConfig = (*securityPosture)(nil)
)

func newSecurityPosture() datasource.DataSource { return &securityPosture{} }

// securityPosture is the data source atlassian_security_posture.
type securityPosture struct{ base.DataSource }

// Metadata names the type.
func (*securityPosture) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_security_posture"
}

// Schema describes the type.
func (*securityPosture) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{MarkdownDescription: securityPosturePage.Markdown(), Attributes: postureAttributes()}
}

// ValidateConfig refuses waivers of controls that there are not.
func (*securityPosture) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	var model securityPostureModel
	if resp.Diagnostics.Append(base.Get(ctx, req.Config, &model)...); !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(model.checkWaivers()...)
	}
}

// Read looks at all controls. A control that cannot be looked at is unknown, which is no error: the other controls are worth reading.
func (d *securityPosture) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model securityPostureModel
	resp.Diagnostics.Append(base.CheckIDs(req.Config)...)
	resp.Diagnostics.Append(base.Get(ctx, req.Config, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	parameters, diags := model.parameters(ctx)
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(model.checkWaivers()...)
	if resp.Diagnostics.HasError() {
		return
	}
	findings, err := d.Organization.Posture.Assess(ctx, parameters)
	if err != nil {
		resp.Diagnostics.Append(base.Failed("Cannot assess the security posture", err))
		return
	}
	model.show(findings)
	resp.Diagnostics.Append(expiredWaivers(findings)...)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
}

// expiredWaivers warns of waivers that count no more.
func expiredWaivers(findings []posture.Finding) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, finding := range findings {
		if finding.Waiver != nil && !finding.Waived {
			diags.AddAttributeWarning(path.Root("waive").AtMapKey(finding.ID), "A waiver has expired", fmt.Sprintf(
				"The waiver of the control %s has expired, so its status counts again: %s. Fix what it shows, or have somebody decide anew and write another until.", finding.ID, base.Word(string(finding.Status))))
		}
	}
	return diags
}

// checkWaivers refuses waivers of controls that there are not.
func (m *securityPostureModel) checkWaivers() diag.Diagnostics {
	var diags diag.Diagnostics
	for _, id := range slices.Sorted(mapKeys(m.Waive)) {
		if err := posture.CheckWaivers([]string{id}); err != nil {
			diags.AddAttributeError(path.Root("waive").AtMapKey(id), "There is no such control",
				base.Capitalized(err.Error())+". A waiver of another name would waive nothing: correct it, or remove it if the control is gone.")
		}
	}
	return diags
}
