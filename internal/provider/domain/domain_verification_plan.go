// SPDX-License-Identifier: MPL-2.0

package domain

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/domains"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// ModifyPlan plans the domain as verified, and warns about everything that prevents it.
func (r *verification) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	p, ok := base.PlanOf[verificationModel](ctx, req, resp)
	if !ok {
		return
	}
	if p.Destroys() {
		resp.Diagnostics.Append(forgetWarning(*p.Prior, "will only forget"))
		return
	}
	var state verificationModel
	replaced := p.Updates() && !p.Planned.Domain.Equal(p.Prior.Domain) // Terraform is going to ask again, without the other domain's state
	if p.Updates() && !replaced {
		state = *p.Prior
	}
	plan := *p.Planned
	plan.planComputed(state)
	resp.Diagnostics.Append(base.Set(ctx, &resp.Plan, plan)...)
	switch {
	case replaced:
	case p.Creates():
		resp.Diagnostics.Append(r.warnOfCreation(ctx, plan)...)
	default:
		resp.Diagnostics.Append(warnOfDrift(ctx, plan, state)...)
	}
}

// warnOfCreation warns about a creation that is going to fail. It uses the listing that the whole run shares. If the listing
// cannot be read, the apply reports the error.
func (r *verification) warnOfCreation(ctx context.Context, plan verificationModel) diag.Diagnostics {
	if r.Organization == nil || plan.Domain.IsUnknown() || plan.WaitUntilListed.IsUnknown() {
		return nil
	}
	asked := plan.demand()
	found, err := r.Organization.Domains.ByName(ctx, asked.name)
	switch {
	case meaning.IsNotFound(err):
		if plan.WaitUntilListed.ValueBool() {
			return nil
		}
		return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(path.Root("domain"), "The domain is not listed yet", "As it is, apply will fail. "+notListed(asked.name))}
	case err != nil:
		tflog.Debug(ctx, "cannot tell whether the domain is listed", map[string]any{"domain": asked.name, "error": err.Error()})
		return nil
	case found.ClaimStatus == domains.Verified:
		return asked.warnOfClaimType(found.ClaimType)
	}
	return nil // it may well become verified during apply
}

// warnOfDrift warns about a domain that no longer matches the plan.
func warnOfDrift(ctx context.Context, plan, state verificationModel) diag.Diagnostics {
	status := state.Status.ValueString()
	if status == domains.Verified {
		return plan.demand().warnOfClaimType(state.ClaimType.ValueString())
	}
	allowed, diags := plan.Timeouts.Update(ctx, updateTimeout)
	if diags.HasError() {
		return diags
	}
	return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(path.Root("domain"), "The domain is not verified", fmt.Sprintf(
		"%s. Apply waits up to %s for it to be verified, and then fails. %s",
		describeClaim(state.Domain.ValueString(), status, state.ClaimType.ValueString()), formatDuration(allowed), advice(status)))}
}

func (d demand) warnOfClaimType(actual string) diag.Diagnostics {
	problem := d.otherClaimType(actual)
	if problem == "" {
		return nil
	}
	return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(path.Root("expected_claim_type"), "The domain is verified in another way", "As it is, apply will fail. "+problem)}
}

// forgetWarning warns that a destroyed resource leaves its domain alone.
func forgetWarning(state verificationModel, does string) diag.Diagnostic {
	return diag.NewWarningDiagnostic("The domain stays in Atlassian", fmt.Sprintf(
		"Terraform %s domain %s. Atlassian's API cannot remove or release a domain. To do that, use %s.", does, state.Domain.ValueString(), console))
}
