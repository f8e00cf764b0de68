// SPDX-License-Identifier: MPL-2.0

package role

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var (
	_ resource.Resource                     = (*groupRoleAssignmentResource)(nil)
	_ resource.ResourceWithConfigure        = (*groupRoleAssignmentResource)(nil)
	_ resource.ResourceWithConfigValidators = (*groupRoleAssignmentResource)(nil)
	_ resource.ResourceWithIdentity         = (*groupRoleAssignmentResource)(nil)
	_ resource.ResourceWithImportState      = (*groupRoleAssignmentResource)(nil)
	_ resource.ResourceWithModifyPlan       = (*groupRoleAssignmentResource)(nil)
)

// newGroupRoleAssignmentResource makes an atlassian_group_role_assignment.
func newGroupRoleAssignmentResource() resource.Resource { return &groupRoleAssignmentResource{} }

// groupRoleAssignmentResource is the resource atlassian_group_role_assignment.
type groupRoleAssignmentResource struct{ base.Resource }

var groupRoleAssignmentIdentity = base.Identity{Parts: []base.IdentityPart{
	base.DirectoryPart,
	{Name: "group_id", Description: "ID of the group."},
	{Name: "resource_id", Description: "Atlassian Resource Identifier (ARI) of the app or site."},
	{Name: "role", Description: "ID of the role, such as atlassian/user.", Form: &base.RoleID},
}}

// Metadata names the type.
func (r *groupRoleAssignmentResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_group_role_assignment"
	resp.ResourceBehavior.MutableIdentity = true // an update moves it to another group, resource or role
}

// Schema describes the attributes.
func (r *groupRoleAssignmentResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: groupRoleAssignmentPage.Markdown(),
		Attributes: withPlace(changeInPlace, map[string]schema.Attribute{
			"directory_id": base.DirectoryOf("group"),
			"group_id": schema.StringAttribute{
				MarkdownDescription: "ID of the group, a UUID. " + changeInPlace,
				Required:            true,
				Validators:          []validator.String{base.GroupID},
			},
			"role": schema.StringAttribute{
				MarkdownDescription: "ID of the role. Atlassian documents `atlassian/user`, `atlassian/user-access-admin`, `atlassian/admin`, `atlassian/guest`, `atlassian/contributor`, " +
					"`atlassian/customer`, `atlassian/basic`, `atlassian/stakeholder` and `atlassian/viewer` for groups, and in other places `atlassian/org-admin`, `atlassian/site-admin` and `atlassian/ai-access`. " +
					"Each app has some of them. The provider accepts other IDs of the form `atlassian/…` as well. " + changeInPlace,
				Required:   true,
				Validators: []validator.String{base.RoleID},
			},
		}),
	}
}

// ConfigValidators are the rules that concern several attributes.
func (r *groupRoleAssignmentResource) ConfigValidators(context.Context) []resource.ConfigValidator {
	return []resource.ConfigValidator{onePlace{}}
}

const changeInPlace = "A change is an update in place: the apply assigns the new role first, then revokes the old one."

// IdentitySchema describes the identity.
func (r *groupRoleAssignmentResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = groupRoleAssignmentIdentity.Schema()
}

// Create assigns the role, and waits until the group has it.
func (r *groupRoleAssignmentResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model groupRoleAssignmentModel
	resp.Diagnostics.Append(base.Get(ctx, req.Plan, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	directoryID, err := r.Organization.Directories.Resolve(ctx, model.DirectoryID.ValueString())
	if err != nil {
		resp.Diagnostics.Append(base.FailedAt(path.Root("directory_id"), cannotAssign, err))
		return
	}
	model.DirectoryID = types.StringValue(directoryID)
	if !r.settle(ctx, &model, &resp.Diagnostics) {
		return
	}

	sent, diags := r.assign(ctx, &model)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() && !sent {
		return
	}
	resp.Diagnostics.Append(groupRoleAssignmentIdentity.Set(ctx, resp.Identity, r.Organization, model.identity()...)...)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
}

// settle finds the resource that the plan did not know, and returns false after an error.
func (r *groupRoleAssignmentResource) settle(ctx context.Context, model *groupRoleAssignmentModel, to *diag.Diagnostics) bool {
	resourceID, diags := model.place().settle(ctx, r.Organization, cannotAssign)
	to.Append(diags...)
	model.ResourceID = resourceID
	return !diags.HasError()
}

// assign assigns the role, unless the group has it, as the plan has said. Sent reports whether an error came after the request
// was sent: the assignment may take effect later, so the state keeps it.
func (r *groupRoleAssignmentResource) assign(ctx context.Context, model *groupRoleAssignmentModel) (sent bool, diags diag.Diagnostics) {
	r.Organization.Claims.AwaitLeft(ctx, model.subject())
	err := r.Organization.Groups.AssignRole(ctx, model.key(), model.grant())
	if _, exists := errors.AsType[*meaning.ExistsError](err); err == nil || exists {
		return true, nil
	}
	_, sent = errors.AsType[*organization.NotGrantedError](err)
	return sent, diag.Diagnostics{assignmentFailure(err)}
}

const cannotAssign = "Cannot assign the role"

// assignmentFailure describes a failed assignment. Atlassian answers a wrong resource with little more than a status.
func assignmentFailure(err error) diag.Diagnostic {
	var pending *organization.NotGrantedError
	switch {
	case errors.As(err, &pending):
		return base.Failed("The role is not granted yet", fmt.Errorf("%w; the assignment stays in the state, and the next plan looks again", err))
	case meaning.IsNotFound(err):
		return base.FailedAt(path.Root("group_id"), cannotAssign, err)
	}
	switch meaning.WhyRefused(err).Meaning {
	case meaning.Invalid, meaning.Missing, meaning.NotServed:
		return base.FailedAt(path.Root("resource_id"), cannotAssign,
			fmt.Errorf("%w; check that the organization has an app or site of this resource ID, and that the app has this role", err))
	case meaning.Conflicting:
		return base.Failed(cannotAssign, fmt.Errorf("%w; Atlassian documents this answer for an exceeded user limit of the app: raise the limit or free seats, then apply again", err))
	default:
		return base.Failed(cannotAssign, err)
	}
}

// Read checks whether the group still has the role.
func (r *groupRoleAssignmentResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model groupRoleAssignmentModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	r.Organization.Claims.NoteRefresh()
	read := base.Reading(ctx, r.Organization, resp.Private, model.subject())
	has, err := r.Organization.Groups.StillHasRole(ctx, model.key(), model.grant())
	if err != nil && !meaning.IsNotFound(err) {
		resp.Diagnostics.Append(base.Failed("Cannot read the roles of the group", err))
		return
	}
	resp.Diagnostics.Append(groupRoleAssignmentIdentity.Set(ctx, resp.Identity, r.Organization, model.identity()...)...)
	if !has {
		resp.State.RemoveResource(ctx)
		return
	}
	r.Organization.Claims.Know(model.subject())
	resp.Diagnostics.Append(read(false)...)
}

// Update moves the assignment to another group, resource or role. The new role is assigned before the old one is revoked.
// If the old one cannot be revoked, the state keeps it, and the next plan shows the same change again.
func (r *groupRoleAssignmentResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var prior, model groupRoleAssignmentModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &prior)...)
	resp.Diagnostics.Append(base.Get(ctx, req.Plan, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if !r.settle(ctx, &model, &resp.Diagnostics) {
		return
	}
	if prior.subject() != model.subject() {
		_, diags := r.assign(ctx, &model)
		resp.Diagnostics.Append(diags...)
		if resp.Diagnostics.HasError() {
			return
		}
		left, held := r.Organization.Claims.Leave(ctx, prior.key().String(), prior.subject())
		defer left()
		if !held {
			if err := r.Organization.Groups.RevokeRole(ctx, prior.key(), prior.grant()); err != nil {
				resp.Diagnostics.Append(base.Failed("Cannot revoke the old role", fmt.Errorf(
					"%w; role %s of group %s on %s is assigned, and the state keeps the old assignment, so that the next plan shows the change again",
					err, base.Word(model.Role.ValueString()), model.GroupID.ValueString(), model.ResourceID.ValueString())))
				return
			}
		}
	}
	resp.Diagnostics.Append(groupRoleAssignmentIdentity.Set(ctx, resp.Identity, r.Organization, model.identity()...)...)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
}

// Delete revokes the role, unless another object of the configuration keeps it: the one that replaces this one, or another
// resource.
func (r *groupRoleAssignmentResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model groupRoleAssignmentModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &model)...)
	var created roleNote
	ending, diags := base.ReadEnding(ctx, req.Private, r.Organization, &created, model.subject())
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	stays := base.WarnOfStaying(fmt.Sprintf("Group %s keeps role %s on %s", model.GroupID.ValueString(), base.Word(model.Role.ValueString()), model.ResourceID.ValueString()), "revoke the role by hand")
	switch {
	case ending.Replaced && created.of(&model):
		r.Organization.Claims.Know(model.subject())
		if created.partial() {
			resp.Diagnostics.Append(stays)
		}
		return
	case ending.Held:
		return
	}
	left, held := r.Organization.Claims.Leave(ctx, model.key().String(), model.subject())
	defer left()
	switch {
	case held, ending.Deposed && ending.Twin:
		return
	case ending.Deposed:
		if has, err := r.Organization.Groups.HasRole(ctx, model.key(), model.grant()); has || err != nil && !meaning.IsNotFound(err) {
			resp.Diagnostics.Append(stays)
		}
		return
	}
	if err := r.Organization.Groups.RevokeRole(ctx, model.key(), model.grant()); err != nil {
		resp.Diagnostics.Append(base.Failed("Cannot revoke the role", err))
	}
}

// ImportState takes an ID or an identity.
func (r *groupRoleAssignmentResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	groupRoleAssignmentIdentity.Import(ctx, r.Organization, req, resp, parseGroupRoleAssignmentID)
}
