// SPDX-License-Identifier: MPL-2.0

package review

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/decision"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/site"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// appRoleModel is a role that was reviewed as a whole.
type appRoleModel struct {
	ResourceID types.String `tfsdk:"resource_id"`
	Site       types.String `tfsdk:"site"`
	Product    types.String `tfsdk:"product"`
	Role       types.String `tfsdk:"role"`
}

// appRoleModels decodes the roles of a configuration. Known is false if one of them is not known yet.
func (m *decisionModel) appRoleModels(ctx context.Context) (roles []appRoleModel, known bool, diags diag.Diagnostics) {
	if m.AppRoles.IsUnknown() {
		return nil, false, nil
	}
	for _, element := range m.AppRoles.Elements() {
		object, is := element.(types.Object)
		if !is || object.IsUnknown() {
			return nil, false, nil
		}
		var role appRoleModel
		diags.Append(object.As(ctx, &role, basetypes.ObjectAsOptions{})...)
		roles = append(roles, role)
	}
	return roles, !diags.HasError(), diags
}

// appRoles are the roles of a plan, each on its resource. Those of an earlier review stay the same resources as long as nobody writes
// anything else.
func (r *decisionResource) appRoles(ctx context.Context, plan, prior *decisionModel, fresh bool) (roles []decision.AppRole, known bool, diags diag.Diagnostics) {
	if !fresh && plan.AppRoles.Equal(prior.AppRoles) {
		return prior.written().AppRoles, true, nil
	}
	models, known, diags := plan.appRoleModels(ctx)
	if !known || diags.HasError() {
		return nil, false, diags
	}
	for i, model := range models {
		for _, part := range []types.String{model.ResourceID, model.Site, model.Product, model.Role} {
			known = known && !part.IsUnknown()
		}
		if !known || model.ResourceID.IsNull() && r.Organization == nil {
			return nil, false, diags
		}
		resourceID := model.ResourceID.ValueString()
		if model.ResourceID.IsNull() {
			at := path.Root("app_roles").AtListIndex(i)
			found, err := r.Organization.Sites.StillRoleResource(ctx, model.Site.ValueString(), model.Product.ValueString())
			if refused, is := errors.AsType[*site.RoleResourceError](err); is {
				diags.Append(base.RolePlace{Site: at.AtName("site"), Product: at.AtName("product"), ResourceID: at.AtName("resource_id")}.Refused(refused))
				continue
			} else if err != nil {
				diags.Append(base.FailedAt(at.AtName("site"), "Cannot tell which app the role is on", err))
				continue
			}
			resourceID = found
		}
		roles = append(roles, decision.AppRole{ResourceID: resourceID, Role: model.Role.ValueString()})
	}
	return roles, true, diags
}

// see reads what a decision is compared with.
func (r *decisionResource) see(ctx context.Context, m *decisionModel, written decision.Written, roles []decision.AppRole) (decision.Seen, diag.Diagnostics) {
	seen, err := r.Organization.Decisions.See(ctx, decision.Question{
		DirectoryIDs: m.directories(), Groups: slices.Sorted(maps.Keys(written.Groups)), AppRoles: roles, Keys: m.looksAtKeys(),
	})
	if keys, is := errors.AsType[*decision.KeysError](err); is {
		failed := base.Failed("Cannot read the API keys", keys.Err)
		return seen, diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("key_expiry_days"), failed.Summary(), failed.Detail()+
			"\n\nSo it is not known which keys are about to expire. To review access without API keys, set key_expiry_days = 0.")}
	}
	if holders, is := errors.AsType[*decision.HoldersError](err); is {
		failed := base.Failed("Cannot read who has a role", holders.Err)
		return seen, diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("app_roles"), failed.Summary(), failed.Detail()+fmt.Sprintf(
			"\n\nSo it is not known who has got the role %s on %s since the review. If the app or the role does not exist any more, take it out of app_roles, and apply that once with -refresh=false.",
			base.Word(holders.Role.Role), base.Word(holders.Role.ResourceID)))}
	}
	if err != nil {
		return seen, diag.Diagnostics{base.Failed("Cannot read who has access", err)}
	}
	return seen, nil
}

// outcome is what comes of a plan.
type outcome struct {
	seen   decision.Seen
	record decision.Record
	found  decision.Findings
	// covers are the lines about those whom the apply covers as part of a whole, and absent those about kept people without access.
	covers, absent []string
}

// evaluate records what is planned, and compares it with what is seen. Words that cannot be recorded are errors.
func (r *decisionResource) evaluate(ctx context.Context, plan, prior *decisionModel, roles []decision.AppRole, fresh bool, now time.Time) (outcome, diag.Diagnostics) {
	written := plan.written()
	written.AppRoles = roles
	var since *decision.Since
	var before decision.Record
	if !fresh {
		before = prior.recorded()
		since = &decision.Since{Record: before, Written: prior.written()}
	}
	seen, diags := r.see(ctx, plan, written, roles)
	if diags.HasError() {
		return outcome{}, diags
	}
	reviewed := time.Time{}
	if fresh && !plan.ReviewedAt.IsUnknown() {
		reviewed = plan.reviewedAt()
	}
	record, problems := decision.Take(seen, written, since, reviewed)
	diags.Append(problemErrors(problems, len(plan.directories()) > 0)...)
	if diags.HasError() {
		return outcome{}, diags
	}
	o := outcome{seen: seen, record: record, found: decision.Judge(seen, written, record, decision.Now{At: now, KeyDays: plan.KeyExpiryDays.ValueInt64()})}
	o.describe(written, before)
	return o, diags
}

// describe says who is covered as part of a whole that nothing has recorded before, and who is kept without having access.
func (o *outcome) describe(written decision.Written, before decision.Record) {
	labels := make(map[string]string, len(o.seen.Accounts))
	without := make(map[string]bool)
	for _, a := range o.seen.Accounts {
		labels[a.AccountID] = firstOf(a.Email, a.Name, a.AccountID)
		without[a.AccountID] = !decision.HasAccess(a)
	}
	line := func(what string, ids []string) {
		names := make([]string, len(ids))
		for i, id := range ids {
			names[i] = labels[id]
		}
		slices.Sort(names)
		text := what + ": nobody"
		if len(ids) > 0 {
			text = fmt.Sprintf("%s: %s: %s", what, base.Quantity(len(ids), "account", "accounts"), base.ShortList(names))
		}
		o.covers = append(o.covers, text)
	}
	for _, id := range slices.Sorted(maps.Keys(written.Groups)) {
		if _, recorded := before.Groups[id]; !recorded {
			line(fmt.Sprintf("group %s (%s)", base.Quoted(o.seen.Groups[id]), id), o.record.Groups[id])
		}
	}
	for _, role := range written.AppRoles {
		if _, recorded := before.AppRoles[role.Key()]; !recorded {
			line(fmt.Sprintf("role %s on %s", base.Word(role.Role), base.Word(role.ResourceID)), o.record.AppRoles[role.Key()])
		}
	}
	for _, word := range slices.Sorted(maps.Keys(o.record.Kept)) {
		if id := o.record.Kept[word]; without[id] && before.Kept[word] != id {
			o.absent = append(o.absent, base.Word(word))
		}
	}
}
