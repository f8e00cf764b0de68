// SPDX-License-Identifier: MPL-2.0

package classification

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/claims"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/levels"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// ModifyPlan refuses a second order, and warns of levels that the apply cannot order, or leaves where they are.
func (r *orderResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	p, ok := base.PlanOf[orderModel](ctx, req, resp)
	if !ok || r.Organization == nil {
		return
	}
	if p.Destroys() {
		held := r.Organization.Claims.AwaitHeld(ctx, "classification order", levels.OrderSubject())
		resp.Diagnostics.Append(base.NoteEnd(ctx, resp.Private, r.Organization, held)...)
		return
	}
	ctx, made := r.Organization.Claims.Plan(ctx)
	defer made()
	if p.Creates() {
		resp.Diagnostics.Append(base.NoteCreation(ctx, resp.Private, r.Organization.ID())...)
	}
	holder, diags := base.Holder(ctx, resp.Private)
	resp.Diagnostics.Append(diags...)
	conflicts := r.Organization.Claims.Claim(holder, claims.Claim{Of: levels.OrderSubject(), By: "the order of the classification levels"})
	resp.Diagnostics.Append(base.Conflicts(ctx, r.Organization, conflicts)...)
	ids, known := p.Planned.ids()
	resp.Diagnostics.Append(refuseRepeated(ids)...)
	if resp.Diagnostics.HasError() || p.Updates() && p.Planned.LevelIDs.Equal(p.Prior.LevelIDs) {
		return
	}
	resp.Diagnostics.Append(r.planOrder(ctx, ids, known, p.Creates())...)
}

// planOrder says what becomes of levels that are listed and cannot be ordered, and of those that are not listed. It leaves out what the same
// plan mends. If an ID is not known yet, it may be that of any level that is not listed.
func (r *orderResource) planOrder(ctx context.Context, ids []string, known, creates bool) diag.Diagnostics {
	var diags diag.Diagnostics
	mismatch, err := r.Organization.Levels.Compare(ctx, ids)
	if err != nil {
		tflog.Debug(ctx, "which levels there are stays unknown until apply", map[string]any{"error": err.Error()})
		return diags
	}
	mismatch.Archived = slices.DeleteFunc(mismatch.Archived, func(level levels.Level) bool {
		return r.Organization.Claims.AwaitHeld(ctx, "", levels.LevelSubject(level.ID))
	})
	if len(mismatch.Archived)+len(mismatch.Absent) > 0 {
		diags.AddAttributeWarning(path.Root("level_ids"), "Levels cannot be ordered", "As it is, apply will fail. "+cannotBeOrdered(mismatch))
	}
	if !known {
		return diags
	}
	mismatch.Unlisted = slices.DeleteFunc(mismatch.Unlisted, func(level levels.Level) bool {
		subject := levels.LevelSubject(level.ID)
		return r.Organization.Claims.AwaitFate(ctx, subject) && r.Organization.Claims.Ends(subject)
	})
	if len(mismatch.Unlisted) > 0 {
		diags.AddAttributeWarning(path.Root("level_ids"), "Levels are not listed", fmt.Sprintf(
			"level_ids lacks %s:%s\n\nApplying leaves each behind the level before it, and the next plan shows it as drift again. List it where it belongs, or archive it.",
			base.Quantity(len(mismatch.Unlisted), "classification level", "classification levels"), base.BulletList(lines(mismatch.Unlisted))))
	}
	if creates {
		diags.Append(r.planFirst(ctx, ids)...)
	}
	return diags
}

// planFirst says which order a creation changes, because the plan does not show it.
func (r *orderResource) planFirst(ctx context.Context, ids []string) diag.Diagnostics {
	present, err := r.Organization.Levels.Order(ctx)
	if err != nil {
		return nil
	}
	listed := slices.DeleteFunc(slices.Clone(present), func(level levels.Level) bool { return !slices.Contains(ids, level.ID) })
	there := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return !slices.Contains(levels.IDs(listed), id) })
	if slices.Equal(levels.IDs(listed), there) {
		return nil
	}
	return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(path.Root("level_ids"), "The order of the classification levels changes", fmt.Sprintf(
		"At present, the levels have this order, the most sensitive one first:%s\n\nApplying changes it to that of level_ids.", base.BulletList(lines(present))))}
}

// cannotBeOrdered says which levels of the list are archived or absent, and what to do.
func cannotBeOrdered(mismatch levels.Mismatch) string {
	var parts []string
	if n := len(mismatch.Archived); n > 0 {
		parts = append(parts, fmt.Sprintf("level_ids has %s that Atlassian has archived:%s\n\nRestore it, such as by an atlassian_classification_level that you import, or take it out of the list.",
			base.Quantity(n, "level", "levels"), base.BulletList(lines(mismatch.Archived))))
	}
	if n := len(mismatch.Absent); n > 0 {
		parts = append(parts, fmt.Sprintf("level_ids has %s that Atlassian does not list:%s\n\nCorrect the ID, or take it out of the list.", base.Quantity(n, "level", "levels"), base.BulletList(mismatch.Absent)))
	}
	return strings.Join(parts, "\n\n")
}

// lines are levels, one a line.
func lines(list []levels.Level) []string {
	found := make([]string, len(list))
	for i, level := range list {
		found[i] = level.ID
		if level.Name != "" {
			found[i] = base.Quoted(level.Name) + " (" + level.ID + ")"
		}
	}
	return found
}
