// SPDX-License-Identifier: MPL-2.0

package group

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// ModifyPlan finds the directory of a new assignment, says whether the group has the role already, and refuses two resources for one
// role.
func (r *groupRoleAssignmentResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	destroys, creates := req.Plan.Raw.IsNull(), req.State.Raw.IsNull()
	resp.Diagnostics.Append(base.CheckIDs(req.Config)...)
	if resp.Diagnostics.HasError() || r.Organization == nil || destroys && creates {
		return
	}
	var prior, planned groupRoleAssignmentModel
	if !creates {
		resp.Diagnostics.Append(req.State.Get(ctx, &prior)...)
	}
	if destroys {
		if !resp.Diagnostics.HasError() {
			r.Organization.Claims.Know(prior.subject())
			held := r.leave(ctx, &prior)
			resp.Diagnostics.Append(base.NoteEnd(ctx, resp.Private, r.Organization, held)...)
		}
		return
	}
	ctx, made := r.Organization.Claims.Plan(ctx)
	defer made()
	if creates {
		planDirectory(ctx, r.Organization, req, resp)
	}
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.Plan.Get(ctx, &planned)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	moves := !creates && (planned.partial() || planned.subject() != prior.subject())
	resp.Diagnostics.Append(r.claim(ctx, &planned, resp.Private)...)
	switch { // after the claim: others wait for it while this one looks
	case creates:
		resp.Diagnostics.Append(base.NoteCreation(ctx, resp.Private, noteRole(&planned))...)
		resp.Diagnostics.Append(r.existing(ctx, &planned, resp.Private)...)
	case moves && r.Organization.Claims.Refreshed() && !resp.Diagnostics.HasError():
		r.planLeaving(ctx, &prior, resp)
	}
	resp.Diagnostics.Append(r.warnOfResource(ctx, req)...)
}

// leave notes that the plan takes the role away, and reports whether another resource of the configuration holds it.
func (r *groupRoleAssignmentResource) leave(ctx context.Context, prior *groupRoleAssignmentModel) (held bool) {
	return r.Organization.Claims.AwaitHeld(ctx, prior.key().String(), prior.subject()) || r.Organization.Claims.PlanLeave(prior.named(), prior.subject())
}

// planLeaving replaces an assignment that moves away from what another resource of the configuration takes over. Terraform does not
// tell an update what its plan has seen, so the update would revoke the role before that resource assigns it. It tells a deletion.
func (r *groupRoleAssignmentResource) planLeaving(ctx context.Context, prior *groupRoleAssignmentModel, resp *resource.ModifyPlanResponse) {
	held := r.leave(ctx, prior)
	resp.Diagnostics.Append(base.NoteLeaving(ctx, resp.Private, r.Organization, held)...)
	if held {
		resp.RequiresReplace.Append(path.Root("directory_id"), path.Root("group_id"), path.Root("resource_id"), path.Root("role"))
	}
}

// existing says that the group has the role already. In a run that has refreshed something, which is a plan, this is an error unless
// the state of this configuration holds the role. In other runs it is a warning, because the role may belong to the object that this
// one replaces: with create_before_destroy, Terraform does not say so in the apply.
func (r *groupRoleAssignmentResource) existing(ctx context.Context, planned *groupRoleAssignmentModel, private base.Private) diag.Diagnostics {
	if planned.partial() {
		return nil
	}
	moves, diags := base.Leaving(ctx, private, r.Organization) // as an update it would take the role over, too
	if moves || diags.HasError() {
		return diags
	}
	has, err := r.Organization.Groups.HasRole(ctx, planned.key(), planned.grant())
	if err != nil {
		tflog.Debug(ctx, "whether the group has the role stays unknown until apply", map[string]any{"error": err.Error()})
		return nil
	}
	if !has || r.Organization.Claims.AwaitKnown(ctx, planned.subject()) {
		return nil
	}
	exists := base.Exists("atlassian_group_role_assignment", organization.GroupRoleExists(planned.key(), planned.grant()))
	if r.Organization.Claims.Refreshed() {
		return diag.Diagnostics{exists}
	}
	return diag.Diagnostics{diag.NewWarningDiagnostic("The group has the role already", exists.Detail()+
		"\n\nWithout the import, applying takes the role over, and destroying this resource revokes it. "+
		"If this resource replaces one of this configuration that holds the role, you need to do nothing.")}
}

// claim notes that the configuration holds the role. It is an error if another resource holds it, too.
func (r *groupRoleAssignmentResource) claim(ctx context.Context, planned *groupRoleAssignmentModel, private base.Private) diag.Diagnostics {
	holder, diags := base.Holder(ctx, private)
	if planned.partial() {
		return diags
	}
	diags.Append(base.Conflicts(ctx, r.Organization, r.Organization.Claims.Claim(holder, organization.Claim{Of: planned.subject(), By: planned.named()}))...)
	return diags
}

// named is the assignment in a message.
func (m *groupRoleAssignmentModel) named() string {
	return fmt.Sprintf("atlassian_group_role_assignment of role %s to group %s on %s", base.Word(m.Role.ValueString()), m.GroupID.ValueString(), m.ResourceID.ValueString())
}

func (m *groupRoleAssignmentModel) subject() organization.Subject {
	return organization.GroupRoleSubject(m.key(), m.grant())
}

// partial reports whether a part of the assignment's key is not known yet.
func (m *groupRoleAssignmentModel) partial() bool {
	return m.DirectoryID.IsUnknown() || m.GroupID.IsUnknown() || m.ResourceID.IsUnknown() || m.Role.IsUnknown()
}

// roleNote says what a planned creation is for. A part that is not known yet is empty.
type roleNote struct {
	Directory string `json:"directory"`
	Group     string `json:"group"`
	Resource  string `json:"resource"`
	Role      string `json:"role"`
}

func noteRole(planned *groupRoleAssignmentModel) roleNote {
	return roleNote{planned.DirectoryID.ValueString(), planned.GroupID.ValueString(), planned.ResourceID.ValueString(), planned.Role.ValueString()}
}

// of reports whether the creation is for an assignment. A part that is not known yet counts as the same.
func (n roleNote) of(m *groupRoleAssignmentModel) bool {
	same := func(noted, present string) bool { return noted == "" || strings.EqualFold(noted, present) }
	return same(n.Directory, m.DirectoryID.ValueString()) && same(n.Group, m.GroupID.ValueString()) &&
		same(n.Resource, m.ResourceID.ValueString()) && same(n.Role, m.Role.ValueString())
}

func (n roleNote) partial() bool {
	return n.Directory == "" || n.Group == "" || n.Resource == "" || n.Role == ""
}
