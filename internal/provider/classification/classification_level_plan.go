// SPDX-License-Identifier: MPL-2.0

package classification

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-log/tflog"

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
		resp.Diagnostics.Append(r.nameIsFree(ctx, "", p.Planned)...)
		return
	}
	resp.Diagnostics.Append(planStatus(p.Prior, p.Planned)...)
	if !p.Planned.Name.Equal(p.Prior.Name) {
		resp.Diagnostics.Append(r.nameIsFree(ctx, p.Prior.ID.ValueString(), p.Planned)...)
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
// resource of the configuration creates: the object that ends may be deposed, or the resource may have another address.
func (r *levelResource) planEnd(ctx context.Context, prior *levelModel, private base.Private) diag.Diagnostics {
	subjects := []claims.Subject{levels.LevelSubject(prior.ID.ValueString()), levels.NewSubject(prior.Name.ValueString())}
	held := r.Organization.Claims.AwaitHeld(ctx, "classification levels", subjects...) || r.Organization.Claims.PlanLeave(prior.named(), subjects...)
	if !held {
		r.Organization.Claims.End(subjects[0])
	}
	diags := base.NoteEnd(ctx, private, r.Organization, held)
	if held || prior.Status.ValueString() == levels.Archived {
		return diags
	}
	diags.AddWarning("Content becomes unclassified", fmt.Sprintf(
		"Atlassian cannot delete a classification level, so applying archives %s. Content that has the level becomes unclassified, and data security policies for the level no longer restrict what people and apps can do with it. "+
			"The content regains the level if somebody restores and publishes it. To stop managing the level and leave it as it is, use a removed block with destroy = false.", prior.named()))
	return diags
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

// nameIsFree refuses a name that another level has. It refuses none of a level of the state, which may get another name, or be replaced or
// taken over by this one. A check that fails is no refusal: the apply checks again.
func (r *levelResource) nameIsFree(ctx context.Context, own string, planned *levelModel) diag.Diagnostics {
	if planned.Name.IsUnknown() {
		return nil
	}
	name := planned.Name.ValueString()
	if _, left := r.Organization.Levels.Left(name); left {
		return nil
	}
	found, taken, err := r.Organization.Levels.Namesake(ctx, name)
	if err != nil {
		tflog.Debug(ctx, "whether the name of the classification level is free stays unknown", map[string]any{"error": err.Error()})
	}
	if err != nil || !taken || found.ID == own || r.Organization.Claims.AwaitKnown(ctx, levels.LevelSubject(found.ID)) {
		return nil
	}
	refusal := existsAlready(found)
	if !r.Organization.Claims.AwaitRefreshed(ctx) {
		// This may be an apply, in which a refusal would keep a deposed object for good. The creation refuses then.
		return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(path.Root("name"), refusal.Summary(), "As it is, apply will fail. "+refusal.Detail())}
	}
	return diag.Diagnostics{refusal}
}

// existsAtApply is the refusal of an apply. Terraform does not say that the level is the one that a new object replaces.
func existsAtApply(found levels.Level) diag.Diagnostic {
	refusal := existsAlready(found)
	return diag.NewAttributeErrorDiagnostic(path.Root("name"), refusal.Summary(), refusal.Detail()+
		"\n\nIf this apply replaces that level, create_before_destroy is the cause: the level keeps its name until its old object ends. Nothing was changed. "+
		"Remove create_before_destroy from this resource, and from every resource that depends on it, because each of them forces it here as well.")
}

// existsAlready is the refusal to adopt a level. An archived one is offered.
func existsAlready(found levels.Level) diag.Diagnostic {
	advice := base.ImportAdvice(levelType, found.Name, found.ID)
	if levels.Status(found) == levels.Archived {
		return diag.NewAttributeErrorDiagnostic(path.Root("name"), "An archived level has the name", fmt.Sprintf(
			"An archived classification level is named %s. To use it again, import it: applying restores it, and content that had the level regains it once it is published.\n\n%s\n\n"+
				"For a new level, choose another name: whether Atlassian allows a second one of this name is not documented.", base.Quoted(found.Name), advice))
	}
	return diag.NewAttributeErrorDiagnostic(path.Root("name"), "It exists already", fmt.Sprintf(
		"A classification level named %s exists already. An object that exists is never adopted silently. To manage it from here, import it:\n\n%s", base.Quoted(found.Name), advice))
}
