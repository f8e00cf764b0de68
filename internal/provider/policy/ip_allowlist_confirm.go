// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies/addresses"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// confirm waits until Atlassian is done with a change, takes over what it says of the resources then, and says what is not as planned. The
// deadline of the context bounds the wait.
func (r *ipAllowlistResource) confirm(ctx context.Context, plan *ipAllowlistModel, created bool) diag.Diagnostics {
	found, err := r.Organization.OrganizationPolicies.AwaitApplied(ctx, plan.ID.ValueString(), applicationLimit)
	var diags diag.Diagnostics
	var still *orgpolicies.StillApplyingError
	switch {
	case errors.As(err, &still):
		diags.Append(stillApplying(still))
	case err != nil && created:
		failed := base.Failed("The IP allowlist is created, but it is not known whether it is applied", err)
		plan.NotApplied = notAppliedList(nil)
		diags.AddWarning(failed.Summary(), failed.Detail()+"\n\nThe next plan looks again.")
		return diags
	case err != nil:
		diags.Append(base.Failed("The IP allowlist is changed, but it is not known whether it is applied", err))
		return diags
	}
	if created {
		diags.Append(notKept(found, plan.otherwise(found))...)
	}
	diags.Append(plan.confirm(found, created)...)
	diags.Append(plan.confirmBypass(found)...)
	return diags
}

// otherwise lists what Atlassian says of a new policy otherwise than planned, apart from its resources and the mobile bypass.
func (m *ipAllowlistModel) otherwise(found orgpolicies.Policy) []string {
	said := otherNameOrStatus(found, m.Name, m.Enabled)
	if found.Rule.In == nil {
		return append(said, "addresses: Atlassian does not tell them")
	}
	planned, _ := m.Addresses.Strings()
	missing, foreign := byAddress.Difference(planned, found.Rule.In)
	if len(missing) > 0 {
		said = append(said, "addresses: Atlassian lacks "+base.ShortList(missing))
	}
	if len(foreign) > 0 {
		said = append(said, "addresses: Atlassian has "+base.ShortList(foreign)+" besides")
	}
	has := m.guarded(nil)
	has.In = found.Rule.In
	for _, shut := range addresses.Guard(has).Shut {
		said = append(said, "must_allow: "+base.Word(shut.Text)+" may be shut out now")
	}
	return said
}

// stillApplying warns that the time was over before Atlassian was done. The state is true all the same: what is being applied is no drift.
func stillApplying(err *orgpolicies.StillApplyingError) diag.Diagnostic {
	resources := make([]string, len(err.Resources))
	for i, one := range err.Resources {
		resources[i] = fmt.Sprintf("%s: %s", base.Word(one.ID), base.Word(one.ApplicationStatus))
	}
	return diag.NewWarningDiagnostic("Atlassian is still applying the IP allowlist", fmt.Sprintf(
		"Atlassian has accepted the change of policy %s, and was not done with it everywhere when the time for that was over:%s\n\n"+
			"Until then, the products are as they were before. The next plan shows what fails in the end. timeouts says how long an apply waits.", base.Word(err.Policy.ID), base.BulletList(resources)))
}

// confirmBypass compares the mobile bypass with what Atlassian says after a change. Only the Control API documents it, so Atlassian may not
// keep what this one is sent.
func (m *ipAllowlistModel) confirmBypass(found orgpolicies.Policy) diag.Diagnostics {
	said, planned := found.Rule.AllowMobileBypass, m.AllowMobileBypass
	var diags diag.Diagnostics
	at := path.Root("allow_mobile_bypass")
	switch {
	case planned.IsUnknown() || planned.IsNull():
		m.AllowMobileBypass = types.BoolPointerValue(said)
	case said == nil:
		diags.AddAttributeWarning(at, "It is not known whether the mobile bypass is set", fmt.Sprintf(
			"Atlassian's answer about policy %s does not say whether mobile apps may bypass the IP allowlist. allow_mobile_bypass was sent as %t, and may have had no effect: only Atlassian's Control API documents it. "+
				"Check the policy in Atlassian Administration.", base.Word(found.ID), planned.ValueBool()))
	case *said != planned.ValueBool():
		m.AllowMobileBypass = types.BoolValue(*said)
		diags.Append(bypassNotKept(found.ID, planned.ValueBool()))
	}
	return diags
}

// warnOfUnsaidBypass warns where a refresh cannot tell what the state says of the mobile bypass: a plan without changes does not show it.
func warnOfUnsaidBypass(found orgpolicies.Policy) diag.Diagnostics {
	if found.Rule.AllowMobileBypass != nil {
		return nil
	}
	return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(path.Root("allow_mobile_bypass"), "It is not known whether the mobile bypass is set", fmt.Sprintf(
		"Atlassian does not say whether mobile apps may bypass IP allowlist %s, neither in the list of policies nor in the policy itself. The state keeps what it has, so the plan does not show it if somebody changes it. "+
			"Check the policy in Atlassian Administration.", base.Word(found.ID)))}
}

func bypassNotKept(id string, planned bool) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("allow_mobile_bypass"), "Atlassian did not keep the mobile bypass", fmt.Sprintf(
		"allow_mobile_bypass was sent as %t, and Atlassian accepted the change of policy %s, but does not say so now. Only Atlassian's Control API documents it, so this API may ignore it. "+
			"Take allow_mobile_bypass out of the configuration, and set it in Atlassian Administration.", planned, base.Word(id)))
}

// changeFailure is the error of an update. Seen is the policy as it was seen last, if it was.
func (m *ipAllowlistModel) changeFailure(seen orgpolicies.Policy, err error) diag.Diagnostic {
	if seen.ID != "" && !m.AllowMobileBypass.IsNull() && !m.AllowMobileBypass.IsUnknown() {
		now := *m
		unread := now.read(seen).HasError()
		kept := now.AllowMobileBypass.Equal(m.AllowMobileBypass) && seen.Rule.AllowMobileBypass != nil
		now.AllowMobileBypass = m.AllowMobileBypass
		if !unread && !kept && !m.writes(&now) { // all else is there
			return bypassNotKept(seen.ID, m.AllowMobileBypass.ValueBool())
		}
	}
	return base.Failed(allowlists.cannot("change"), err)
}

// seen takes over which resources an answer has, if there is one that says it.
func (m *ipAllowlistModel) seen(policy orgpolicies.Policy) {
	if policy.ID == "" {
		return
	}
	before := m.reach
	if m.reach.read(policy).HasError() {
		m.reach = before
	}
}
