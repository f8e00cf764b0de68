// SPDX-License-Identifier: MPL-2.0

package classification

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/claims"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/levels"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// createdLevel is what a planned creation tells the deletion of the replaced level.
type createdLevel struct {
	Name    string `json:"name"`
	Unknown bool   `json:"unknown"`
}

// ModifyPlan plans the status, refuses what Atlassian would refuse, and says what happens to content. An unchanged level costs no request.
func (r *levelResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	p, ok := base.PlanOf[levelModel](ctx, req, resp)
	if !ok {
		return
	}
	if p.Destroys() {
		if r.Organization != nil {
			resp.Diagnostics.Append(r.planEnd(ctx, p.Prior, resp.Private)...)
		}
		return
	}
	status := p.Planned.plannedStatus()
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("status"), status)...)
	if r.Organization == nil || resp.Diagnostics.HasError() {
		return
	}
	ctx, made := r.Organization.Claims.Plan(ctx)
	defer made()
	resp.Diagnostics.Append(r.claim(ctx, p.Planned, p.Creates(), resp.Private)...)
	if p.Creates() {
		resp.Diagnostics.Append(base.NoteCreation(ctx, resp.Private, createdLevel{Name: p.Planned.Name.ValueString(), Unknown: p.Planned.Name.IsUnknown()})...)
		resp.Diagnostics.Append(r.nameIsFree(ctx, p.Planned)...)
		return
	}
	resp.Diagnostics.Append(planStatus(p.Prior, p.Planned)...)
	if !p.Planned.Name.Equal(p.Prior.Name) {
		resp.Diagnostics.Append(r.planRename(ctx, p.Prior, p.Planned)...)
	}
}

// claim notes which level the configuration manages, and under which name. Another resource with one of them is an error.
func (r *levelResource) claim(ctx context.Context, planned *levelModel, creates bool, private base.Private) diag.Diagnostics {
	holder, diags := base.Holder(ctx, private)
	var list []claims.Claim
	if !planned.Name.IsUnknown() {
		list = append(list, claims.Claim{Of: levels.NameSubject(planned.Name.ValueString()), By: planned.named()})
	}
	if creates && !planned.Name.IsUnknown() {
		list = append(list, claims.Claim{Of: levels.NewSubject(planned.Name.ValueString()), By: planned.named()})
	}
	if id := planned.ID; !id.IsUnknown() && !id.IsNull() {
		list = append(list, claims.Claim{Of: levels.LevelSubject(id.ValueString()), By: planned.named()})
	}
	diags.Append(base.Conflicts(ctx, r.Organization, r.Organization.Claims.Claim(holder, list...))...)
	return diags
}

// planEnd says what archiving does to content. It leaves alone a level that another resource of the configuration holds, and one whose name a
// resource of the configuration creates: the object that ends may be deposed, or the resource may have another address. It refuses to end a
// level whose name another level of the configuration takes: see [levelResource.planRename]. It refuses as well to end a level that was renamed
// in Atlassian, if the configuration creates one of its former name.
func (r *levelResource) planEnd(ctx context.Context, prior *levelModel, private base.Private) diag.Diagnostics {
	before := prior // whose name a resource at another address may still have
	prior, unread := r.upToDate(ctx, prior)
	own := []claims.Subject{levels.LevelSubject(prior.ID.ValueString()), levels.NewSubject(prior.Name.ValueString())}
	subjects := append(slices.Clone(own), levels.NewSubject(before.Name.ValueString()))
	held := r.Organization.Claims.AwaitHeld(ctx, "classification levels", subjects...) || r.Organization.Claims.PlanLeave(prior.named(), subjects...)
	diags := base.NoteEnd(ctx, private, r.Organization, held)
	if held {
		if prior.Status.ValueString() != levels.Archived && !r.Organization.Claims.AwaitHeldLonger(ctx, own...) {
			diags.Append(base.RefuseEnd(ctx, private, r.Organization, diag.Diagnostics{renamedSince(before, prior)}, own[0])...)
		}
		return diags
	}
	diags.Append(unread...)
	name := levels.NameSubject(prior.Name.ValueString())
	r.Organization.Claims.End(own[0])
	r.Organization.Claims.End(name) // before the look: a rename claims the name before it looks for the end
	if prior.Status.ValueString() == levels.Archived {
		return diags
	}
	if _, taken := r.Organization.Claims.Held(name); taken {
		diags.Append(base.RefuseEnd(ctx, private, r.Organization, diag.Diagnostics{nameGoesOn(prior)}, own[0])...)
	}
	diags.AddWarning("Content becomes unclassified", fmt.Sprintf(
		"Atlassian cannot delete a classification level, so applying archives %s. Content that has the level becomes unclassified, and data security policies for the level no longer restrict what people and apps can do with it. "+
			"The content regains the level if somebody restores and publishes it. To stop managing the level and leave it as it is, use a removed block with destroy = false.", prior.named()))
	return diags
}

// upToDate is the level as it is now.
func (r *levelResource) upToDate(ctx context.Context, state *levelModel) (*levelModel, diag.Diagnostics) {
	return base.UpToDate(state.named(), state, func(now *levelModel) error {
		level, err := r.Organization.Levels.Get(ctx, now.ID.ValueString())
		if err == nil {
			now.show(level)
		}
		return err
	})
}

// planStatus says what applying does to a level whose status is another one than the planned.
func planStatus(prior, planned *levelModel) diag.Diagnostics {
	var diags diag.Diagnostics
	switch status := prior.Status.ValueString(); {
	case planned.Published.IsUnknown():
	case status == levels.Published && !planned.Published.ValueBool():
		diags.AddAttributeError(path.Root("published"), "The level is published", fmt.Sprintf(
			"Atlassian has no operation that makes a published classification level a draft again, and %s is published. Set published = true. "+
				"If people must not use the level any more, remove the resource, which archives the level: content that has it then becomes unclassified.", prior.named()))
	case status == levels.Archived && planned.Published.ValueBool():
		diags.AddAttributeWarning(path.Root("status"), "The level is archived",
			base.Capitalized(prior.named())+" is archived in Atlassian, so content that had the level is unclassified. Applying restores and publishes it, and the content regains the level.")
	case status == levels.Archived:
		diags.AddAttributeWarning(path.Root("status"), "The level is archived", base.Capitalized(prior.named())+" is archived in Atlassian. Applying restores it as a draft.")
	case status != levels.Published && status != levels.Draft:
		said := "Atlassian does not say its status"
		if status != "" {
			said = "its status is " + base.Word(status) + ", which is not known"
		}
		diags.AddAttributeWarning(path.Root("status"), "Whether the level is published is not known", fmt.Sprintf(
			"It is not known whether people can use %s: %s. As it is, apply will fail, and change nothing. Look at the level in Atlassian Administration, and plan again.", prior.named(), said))
	}
	return diags
}
