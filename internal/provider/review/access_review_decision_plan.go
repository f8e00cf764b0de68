// SPDX-License-Identifier: MPL-2.0

package review

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/decision"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// ModifyPlan plans a decision without findings, and warns about the present ones. Accounts that cannot be read are an error, because a
// plan without findings would look like a review without findings.
func (r *decisionResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	p, ok := base.PlanOf[decisionModel](ctx, req, resp)
	if !ok {
		return
	}
	now := time.Now()
	if p.Destroys() {
		resp.Diagnostics.Append(forgetWarning("will only forget"))
		if r.Organization != nil {
			resp.Diagnostics.Append(base.NoteEnd(ctx, resp.Private, r.Organization, false)...)
			resp.Diagnostics.Append(p.Prior.refuseEnd(r.Organization, now)...)
		}
		return
	}
	plan, prior, replaced := *p.Planned, p.Prior, len(resp.RequiresReplace) > 0
	resp.Diagnostics.Append(r.planSuccession(ctx, &plan, prior, p.Config.ReviewedAt, req, resp, now)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if replaced { // of a replacement, Terraform asks again, for a creation
		prior = nil
	}
	fresh := plan.isFresh(prior, p.Config.ReviewedAt)
	roles, known, diags := r.appRoles(ctx, &plan, prior, fresh)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	plan.planComputed(prior, p.Config.ReviewedAt, fresh, roles, known)
	resp.Diagnostics.Append(base.Set(ctx, &resp.Plan, &plan)...)
	if r.Organization == nil || replaced || resp.Diagnostics.HasError() || resp.Plan.Raw.Equal(req.State.Raw) {
		return
	}
	if fresh && !p.Config.ReviewedAt.IsNull() && !plan.ReviewedAt.IsUnknown() && !plan.ValidForDays.IsUnknown() {
		resp.Diagnostics.Append(plan.refuseTime(now)...)
	}
	if !fresh && plan.ends(prior, now) {
		resp.Diagnostics.Append(asWarning(plan.notRenewed(prior)))
	}
	if !known || !plan.inputsKnown() || resp.Diagnostics.HasError() {
		return
	}
	outcome, diags := r.evaluate(ctx, &plan, prior, roles, fresh, now)
	resp.Diagnostics.Append(diags...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(outcome.warnings(&plan)...)
	}
}

// isFresh reports whether the apply records a review of its own: for the first time, for another quarter, or at another time. Nothing else
// renews one. Prior is nil where there is no state.
func (m *decisionModel) isFresh(prior *decisionModel, configured types.String) bool {
	return prior == nil || !prior.isRecorded() || !m.Quarter.Equal(prior.Quarter) || newTime(configured, prior.ReviewedAt)
}

// newTime reports whether a configured time differs from the time of the state, however they are spelled. An unknown one may.
func newTime(configured, prior types.String) bool {
	if configured.IsNull() {
		return false
	}
	a, errA := time.Parse(time.RFC3339, configured.ValueString())
	b, errB := time.Parse(time.RFC3339, prior.ValueString())
	return errA != nil || errB != nil || !a.Equal(b)
}

// planComputed plans that nothing is found, so that every finding of a refresh shows as a change, and that what is recorded stays as far as
// nobody decides anew.
func (m *decisionModel) planComputed(prior *decisionModel, configured types.String, fresh bool, roles []decision.AppRole, known bool) {
	looks := m.KeyExpiryDays.IsUnknown()
	m.show(decision.Findings{})
	if looks {
		m.ExpiringAPIKeys = types.ListUnknown(keyType)
	}
	m.Expired = types.BoolValue(false)
	if m.ReviewedAt = configured; configured.IsNull() {
		m.ReviewedAt = types.StringUnknown()
	}
	m.NotRemoved = types.ListUnknown(personType)
	m.KeptAccounts, m.RemovedAccounts = types.MapUnknown(types.StringType), types.MapUnknown(types.StringType)
	m.GroupMembers, m.AppRoleHolders = types.MapUnknown(idsType), types.MapUnknown(idsType)
	m.WithoutAccess = types.ListUnknown(types.StringType)
	if fresh {
		return
	}
	if configured.IsNull() {
		m.ReviewedAt = prior.ReviewedAt
	}
	if m.Remove.Equal(prior.Remove) {
		m.RemovedAccounts, m.NotRemoved = prior.RemovedAccounts, peopleList(nil)
	}
	same := m.Keep.Equal(prior.Keep)
	if same {
		m.KeptAccounts = prior.KeptAccounts
	}
	if !m.Groups.IsUnknown() {
		m.GroupMembers = carried(prior.GroupMembers, keysOf(m.Groups))
	}
	if known {
		keys := make([]string, len(roles))
		for i, role := range roles {
			keys[i] = role.Key()
		}
		m.AppRoleHolders = carried(prior.AppRoleHolders, keys)
	}
	if same && m.GroupMembers.Equal(prior.GroupMembers) && m.AppRoleHolders.Equal(prior.AppRoleHolders) {
		m.WithoutAccess = prior.WithoutAccess
	}
}

// carried is what a state has recorded of some keys. What it has not recorded is to be recorded.
func carried(prior types.Map, keys []string) types.Map {
	before := prior.Elements()
	values := make(map[string]attr.Value, len(keys))
	for _, key := range keys {
		if values[key] = before[key]; values[key] == nil {
			values[key] = types.ListUnknown(types.StringType)
		}
	}
	return types.MapValueMust(idsType, values)
}

func keysOf(m types.Map) []string {
	keys := make([]string, 0, len(m.Elements()))
	for key := range m.Elements() {
		keys = append(keys, key)
	}
	return keys
}

// inputsKnown reports whether everything is known that a person has to write.
func (m *decisionModel) inputsKnown() bool {
	for _, words := range []types.Map{m.Keep, m.Remove, m.Groups, m.KeepSuspended, m.KeepAPIKeys} {
		if !knownMap(words) {
			return false
		}
	}
	_, known := m.DirectoryIDs.Strings()
	return known && !m.KeyExpiryDays.IsUnknown() && !m.ValidForDays.IsUnknown()
}

// refuseUnknown refuses values that are not known during the plan, where they would decide whether a review is renewed: timestamp() would
// renew it in every run.
func (m *decisionModel) refuseUnknown(configured types.String) diag.Diagnostics {
	var diags diag.Diagnostics
	_, known := m.DirectoryIDs.Strings()
	for _, one := range []struct {
		name    string
		unknown bool
	}{{"quarter", m.Quarter.IsUnknown()}, {"reviewed_at", configured.IsUnknown()}, {"reviewed_by", m.ReviewedBy.IsUnknown()}, {"directory_ids", !known}} {
		if one.unknown {
			diags.AddAttributeError(path.Root(one.name), "The review is not known", fmt.Sprintf(
				"%s is not known during the plan, as with timestamp() or an attribute of a resource that is still to be created. "+
					"So the plan cannot say whether an apply renews the review, and for whom. Write %s as a text.", one.name, one.name))
		}
	}
	return diags
}

// refuseTime refuses a time of a review that is not valid now.
func (m *decisionModel) refuseTime(now time.Time) diag.Diagnostics {
	at := m.reviewedAt()
	switch {
	case at.After(now):
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("reviewed_at"), "The review lies in the future", fmt.Sprintf(
			"reviewed_at is %s, which is ahead of now (%s), so nobody can have reviewed anything then. Write the time of the review, or leave reviewed_at out: then it is the time of the apply.",
			base.RFC3339(at), base.RFC3339(now)))}
	case m.lapsed(now):
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("reviewed_at"), "The review has expired", fmt.Sprintf(
			"reviewed_at is %s, and a review is good for %d days (valid_for_days), so this one has expired. Review the access again, and write the time when you did.",
			base.Quoted(m.ReviewedAt.ValueString()), m.ValidForDays.ValueInt64()))}
	}
	return nil
}

// ends reports whether the review of a state has expired, or would with fewer days.
func (m *decisionModel) ends(prior *decisionModel, now time.Time) bool {
	return prior.Expired.ValueBool() || prior.lapsed(now) || !m.ValidForDays.IsUnknown() && m.lapsed(now)
}

// notRenewed is the error of an apply that would leave an expired review.
func (m *decisionModel) notRenewed(prior *decisionModel) diag.Diagnostic {
	days := min(prior.ValidForDays.ValueInt64(), m.validDays(prior))
	return diag.NewAttributeErrorDiagnostic(path.Root("expired"), "The review has expired", fmt.Sprintf(
		"The access was reviewed at %s, for %d days (valid_for_days). A person has to review it again, and then to write another quarter (it is still %s), or the time of the new review into reviewed_at. Nothing else renews a review.",
		base.Quoted(prior.ReviewedAt.ValueString()), days, base.Quoted(prior.Quarter.ValueString())))
}

// validDays is how many days the review is planned to be good for, or those of the state where that is not known.
func (m *decisionModel) validDays(prior *decisionModel) int64 {
	if m.ValidForDays.IsUnknown() {
		return prior.ValidForDays.ValueInt64()
	}
	return m.ValidForDays.ValueInt64()
}

// forgetWarning warns that destroying a decision changes no access.
func forgetWarning(does string) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Access stays as it is",
		"Terraform "+does+" the decision: nobody is told any more when somebody has access that was not reviewed. No access is changed.")
}
