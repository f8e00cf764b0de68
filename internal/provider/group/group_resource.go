// SPDX-License-Identifier: MPL-2.0

package group

import (
	"context"
	"errors"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var (
	_ resource.Resource                = (*groupResource)(nil)
	_ resource.ResourceWithConfigure   = (*groupResource)(nil)
	_ resource.ResourceWithIdentity    = (*groupResource)(nil)
	_ resource.ResourceWithImportState = (*groupResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*groupResource)(nil)
)

// newGroupResource makes an atlassian_group.
func newGroupResource() resource.Resource { return &groupResource{} }

// groupResource is the resource atlassian_group.
type groupResource struct{ base.Resource }

// creationTimeout is how long a creation may take by default. Atlassian's search shows a new group after seconds, but requests
// may have to wait for a rate limit.
const creationTimeout = 5 * time.Minute

var groupIdentity = base.Identity{Parts: []base.IdentityPart{
	base.DirectoryPart,
	{Name: "group_id", Attribute: "id", Description: "ID of the group."},
}}

// Metadata names the type.
func (r *groupResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_group"
}

// Schema describes the attributes.
func (r *groupResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: groupPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				MarkdownDescription: "ID of the group, a UUID.",
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"directory_id": directoryAttribute(),
			"name": schema.StringAttribute{
				MarkdownDescription: "Name of the group, unique in its directory. Case does not matter: if only the case of a letter changes, the plan is empty and the present spelling stays. " +
					"Any other change is an update in place. The apply can make it only with `experimental = [\"group_update\"]` in the provider block.",
				Required:      true,
				Validators:    []validator.String{nameForm{}},
				PlanModifiers: []planmodifier.String{keepSpelling{}},
			},
			"description": schema.StringAttribute{
				MarkdownDescription: "Description of the group. A change is an update in place, with the same limits as for `name`. An empty text counts as none. Default: none.",
				Optional:            true,
			},
			"deletion_protection": schema.BoolAttribute{
				MarkdownDescription: "Whether a plan fails that would destroy or replace the group. Only Terraform's state has this value; Atlassian does not know it. " +
					"To delete a protected group, first set this to `false` and apply. Default: `false`.",
				Optional: true,
				Computed: true,
				Default:  booldefault.StaticBool(false),
			},
			"managed_by": schema.StringAttribute{
				MarkdownDescription: "How the group is managed. Atlassian documents `external`, `admins`, `team-members` and `open`.",
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"external_synced": schema.BoolAttribute{
				MarkdownDescription: "Whether the group is synced from an identity provider. Atlassian refuses to change such a group and its members.",
				Computed:            true,
				PlanModifiers:       []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
			},
			"timeouts": base.CreateTimeout(ctx, "How long the creation may take, as a duration such as `90s` or `10m`. It includes the wait until Atlassian's search shows the new group. Default: `5m`."),
		},
	}
}

// directoryAttribute is the attribute that names the directory of an object.
func directoryAttribute() schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: "ID of the group's directory. Default: the provider's `directory_id`, else the organization's only directory. " +
			"A change replaces the resource. A change of the provider's default does not move existing groups.",
		Optional:      true,
		Computed:      true,
		Validators:    []validator.String{base.DirectoryID},
		PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown(), stringplanmodifier.RequiresReplaceIf(anotherDirectory, anotherDirectoryText, anotherDirectoryText)},
	}
}

// IdentitySchema describes the identity.
func (r *groupResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = groupIdentity.Schema()
}

// Create creates the group and learns its ID.
func (r *groupResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model groupModel
	resp.Diagnostics.Append(base.Get(ctx, req.Plan, &model)...)
	ctx, cancel, ok := base.Within(ctx, model.Timeouts.Create, creationTimeout, &resp.Diagnostics)
	if !ok {
		return
	}
	defer cancel()

	const failed = "Cannot create the group"
	directoryID, err := r.Organization.Directories.Resolve(ctx, model.DirectoryID.ValueString())
	if err != nil {
		resp.Diagnostics.Append(base.FailedAt(path.Root("directory_id"), failed, err))
		return
	}
	model.DirectoryID = types.StringValue(directoryID)

	created, err := r.Organization.Groups.Create(ctx, directoryID, model.Name.ValueString(), model.Description.ValueString())
	var exists *meaning.ExistsError
	var unidentified *meaning.UnidentifiedError
	switch {
	case err == nil:
		model.setGroup(created.Group)
		if created.Again {
			resp.Diagnostics.Append(warnOfSecondCreation(&model))
		}
		r.Organization.Claims.Know(organization.GroupSubject(model.key()))
		resp.Diagnostics.Append(groupIdentity.Set(ctx, resp.Identity, r.Organization, directoryID, created.ID)...)
	case errors.As(err, &exists):
		resp.Diagnostics.Append(existsAtApply(exists))
		return
	case errors.As(err, &unidentified):
		// The state keeps the name of the group that may exist. It has no identity yet, because an identity must never change.
		model.forgetID()
		resp.Diagnostics.Append(cannotIdentify(unidentified))
		resp.Diagnostics.Append(writeUnconfirmed(ctx, resp.Private, unidentified.Lost)...)
	default:
		resp.Diagnostics.Append(base.Failed(failed, err))
		return
	}
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
}

// Read refreshes the state. It gives up a state that does not say which group it is about: see [groupResource.readNameless].
func (r *groupResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model groupModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(base.WarnOfProtected(ctx, r.Organization)...)
	r.Organization.Claims.NoteRefresh()
	if model.nameless() {
		r.readNameless(ctx, &model, req, resp)
		return
	}
	found, err := r.Organization.Groups.Get(ctx, model.key())
	switch {
	case meaning.IsNotFound(err):
		resp.Diagnostics.Append(groupIdentity.Set(ctx, resp.Identity, r.Organization, model.DirectoryID.ValueString(), model.ID.ValueString())...)
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		resp.Diagnostics.Append(base.Failed("Cannot read the group", err))
		return
	}
	model.setGroup(found)
	r.Organization.Claims.Know(organization.GroupSubject(model.key()))
	resp.Diagnostics.Append(groupIdentity.Set(ctx, resp.Identity, r.Organization, model.DirectoryID.ValueString(), found.ID)...)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
}

// Update renames the group or changes its description, where the configuration allows that. It stores what only Terraform knows.
func (r *groupResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var prior, model groupModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &prior)...)
	resp.Diagnostics.Append(base.Get(ctx, req.Plan, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if _, changes := prior.change(&model); changes {
		resp.Diagnostics.Append(r.rename(ctx, &prior, &model)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(groupIdentity.Set(ctx, resp.Identity, r.Organization, model.DirectoryID.ValueString(), model.ID.ValueString())...)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
}

// Delete deletes the group. It checks the protections once more, because Terraform plans the replacement of a tainted group, or
// of one given to -replace, as a creation.
func (r *groupResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model groupModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if model.nameless() {
		lost, diags := readUnconfirmed(ctx, req.Private)
		resp.Diagnostics.Append(diags...)
		resp.Diagnostics.Append(warnOfNamesake(ctx, r.Organization, &model, lost)...)
		return
	}
	const failed = "Cannot delete the group"
	if model.DeletionProtection.ValueBool() {
		resp.Diagnostics.Append(groupEnd{group: model}.protectedFromDeletion())
		return
	}
	resp.Diagnostics.Append(protectedMembers(ctx, r.Organization, &model, "delete", true)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if err := r.Organization.Groups.Delete(ctx, model.key()); err != nil {
		resp.Diagnostics.Append(base.Failed(failed, err))
	}
}

// ImportState takes an ID, a name, or an identity.
func (r *groupResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if ref, err := parseGroupReference(req.ID); err == nil && ref.name != "" {
		const failed = "Cannot import the group"
		directoryID, err := r.Organization.Directories.Resolve(ctx, ref.directoryID)
		if err != nil {
			resp.Diagnostics.Append(base.Failed(failed, err))
			return
		}
		found, err := r.Organization.Groups.ByName(ctx, directoryID, ref.name)
		if err != nil {
			resp.Diagnostics.Append(base.Failed(failed, err))
			return
		}
		req.ID = organization.GroupKey{DirectoryID: directoryID, GroupID: found.ID}.String()
	}
	groupIdentity.Import(ctx, r.Organization, req, resp, func(id string) ([]string, error) {
		ref, err := parseGroupReference(id)
		return []string{ref.directoryID, ref.groupID}, err
	})
}
