// SPDX-License-Identifier: MPL-2.0

package group

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

var (
	_ resource.Resource                   = (*groupMembersResource)(nil)
	_ resource.ResourceWithConfigure      = (*groupMembersResource)(nil)
	_ resource.ResourceWithIdentity       = (*groupMembersResource)(nil)
	_ resource.ResourceWithImportState    = (*groupMembersResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*groupMembersResource)(nil)
	_ resource.ResourceWithValidateConfig = (*groupMembersResource)(nil)
)

// newGroupMembersResource makes an atlassian_group_members.
func newGroupMembersResource() resource.Resource { return &groupMembersResource{} }

// groupMembersResource is the resource atlassian_group_members.
type groupMembersResource struct{ base.Resource }

// membersTimeout is how long a change may take by default. Every member is a request, and a rate limit may slow down thousands of
// them.
const membersTimeout = 30 * time.Minute

var groupMembersIdentity = base.Identity{Parts: []base.IdentityPart{
	base.DirectoryPart,
	{Name: "group_id", Description: "ID of the group."},
}}

// Metadata names the type.
func (r *groupMembersResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_group_members"
	resp.ResourceBehavior.MutableIdentity = true // an update moves it to another group
}

// Schema describes the attributes.
func (r *groupMembersResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: groupMembersPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"directory_id": base.DirectoryOf("group"),
			"group_id": schema.StringAttribute{
				MarkdownDescription: "ID of the group, a UUID. A change is an update in place: the listed members join the new group first, then the members in the state leave the old group.",
				Required:            true,
				Validators:          []validator.String{base.GroupID},
			},
			"account_ids": schema.ListAttribute{
				MarkdownDescription: "Account IDs of all members, in any order, each once. Set exactly one of `account_ids` and `emails`. An empty list empties the group. The plan fails for it unless `max_removals` allows it.",
				Optional:            true,
				CustomType:          unordered.NewType(false),
				Validators:          base.AccountIDs(),
				PlanModifiers:       []planmodifier.List{unordered.KeepOrder(false)},
			},
			"emails": schema.ListAttribute{
				MarkdownDescription: "E-mail addresses of all members, in any order and case, each once. Set exactly one of `account_ids` and `emails`. If an address belongs to no account of the directory, the plan warns, because you may invite the person in the same run. " +
					"The apply fails for such an address before it changes anything. If Atlassian shows one address for several members, their account IDs stand in its place, and the plan fails: use `account_ids` then. An empty list empties the group. The plan fails for it unless `max_removals` allows it.",
				Optional:      true,
				CustomType:    unordered.NewType(true),
				Validators:    base.Emails(),
				PlanModifiers: []planmodifier.List{unordered.KeepOrder(true)},
			},
			"max_removals": schema.Int64Attribute{
				MarkdownDescription: "Number of members that one plan can remove from the group, 0 or more. A plan that removes more fails. The limit applies to a change of the list, to the creation of the resource, to a change of `group_id`, and to the destruction of the resource unless the same plan destroys the group. " +
					"Default: no limit, but the plan fails for an empty list.",
				Optional:   true,
				Validators: []validator.Int64{int64validator.AtLeast(0)},
			},
			"timeouts": base.Timeouts(ctx, timeouts.Opts{
				Create: true, Update: true, Delete: true,
				CreateDescription: "How long the creation may take, as a duration such as `90s` or `2h`. Default: `30m`.",
				UpdateDescription: "How long a change may take, as a duration such as `90s` or `2h`. Default: `30m`.",
				DeleteDescription: "How long the removal of all members may take, as a duration such as `90s` or `2h`. Default: `30m`. Apply a change of this value before you destroy the resource.",
			}),
		},
	}
}

// IdentitySchema describes the identity.
func (r *groupMembersResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = groupMembersIdentity.Schema()
}

// ValidateConfig requires one way to list the members.
func (r *groupMembersResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var model groupMembersModel
	resp.Diagnostics.Append(base.Get(ctx, req.Config, &model)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(exactlyOne("account_ids", "emails", model.AccountIDs, model.Emails)...)
	}
}

const cannotChangeMembers = "Cannot change the members of the group"

// Create brings the group to the listed members, whatever members it has.
func (r *groupMembersResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model groupMembersModel
	resp.Diagnostics.Append(base.Get(ctx, req.Plan, &model)...)
	ctx, cancel, ok := base.Within(ctx, model.Timeouts.Create, membersTimeout, &resp.Diagnostics)
	if !ok {
		return
	}
	defer cancel()

	directoryID, err := r.Organization.Directories.Resolve(ctx, model.DirectoryID.ValueString())
	if err != nil {
		resp.Diagnostics.Append(base.FailedAt(path.Root("directory_id"), cannotChangeMembers, err))
		return
	}
	model.DirectoryID = types.StringValue(directoryID)
	wanted := model.list()
	done, diags := r.takeGroup(ctx, &model, wanted)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		if done == nil {
			return
		}
		model.setList(done, wanted.byEmail)
	}
	resp.Diagnostics.Append(groupMembersIdentity.Set(ctx, resp.Identity, r.Organization, model.identity()...)...)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
	resp.Diagnostics.Append(r.noteOwnGroup(ctx, model.key(), resp.Private)...)
}

// Read lists the members of the group, in the words, the order and the spelling of the state.
func (r *groupMembersResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model groupMembersModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(base.WarnOfProtected(ctx, r.Organization)...)
	r.Organization.Claims.NoteRefresh()
	read := base.Reading(ctx, r.Organization, resp.Private, organization.MembersSubject(model.key()))
	before := model.list()
	members, err := r.Organization.Groups.StillMembers(ctx, model.key(), notAddresses(before.words), addresses(before.words))
	if err != nil && !meaning.IsNotFound(err) {
		resp.Diagnostics.Append(base.Failed("Cannot read the members of the group", err))
		return
	}
	resp.Diagnostics.Append(groupMembersIdentity.Set(ctx, resp.Identity, r.Organization, model.identity()...)...)
	if err != nil {
		resp.State.RemoveResource(ctx)
		return
	}
	model.setList(unordered.Arrange(before.words, organization.WordsFor(members, before.byEmail), before.byEmail), before.byEmail)
	goes := r.Organization.Claims.Ends(organization.GroupSubject(model.key())) // with all its members
	if !goes && base.EndPlanned(ctx, req.Private, r.Organization, organization.MembersSubject(model.key())) {
		_, joined := unordered.Difference(before.words, model.list().words, before.byEmail)
		how := "joined elsewhere"
		if before.byEmail {
			how += ", or got another address,"
		}
		resp.Diagnostics.Append(base.WarnOfNewcomers("group "+model.GroupID.ValueString(), how, joined)...)
	}
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
	resp.Diagnostics.Append(read(!model.MaxRemovals.IsNull() || len(r.Organization.People.ProtectedAccountIDs()) > 0)...)
	resp.Diagnostics.Append(r.noteOwnGroup(ctx, model.key(), resp.Private)...)
}

// Update changes what the plan shows, and nothing else. The next plan shows the members who joined or left since.
func (r *groupMembersResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var prior, model groupMembersModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &prior)...)
	resp.Diagnostics.Append(base.Get(ctx, req.Plan, &model)...)
	ctx, cancel, ok := base.Within(ctx, model.Timeouts.Update, membersTimeout, &resp.Diagnostics)
	if !ok {
		return
	}
	defer cancel()

	switch {
	case prior.elsewhere(&model):
		resp.Diagnostics.Append(r.moveGroup(ctx, &prior, &model, &resp.State)...)
		if resp.Diagnostics.HasError() {
			return
		}
	case !prior.sameMembers(&model):
		wanted := model.list()
		r.Organization.Claims.AwaitLeft(ctx, organization.MembersSubject(model.key()))
		change, diags := r.change(ctx, &prior, wanted)
		resp.Diagnostics.Append(diags...)
		if resp.Diagnostics.HasError() {
			return
		}
		done := r.Organization.Groups.ChangeMembers(ctx, model.key(), change.add, change.remove)
		resp.Diagnostics.Append(change.report(done)...)
		if resp.Diagnostics.HasError() {
			model.setList(change.after(wanted.words, done.Added, done.Removed), wanted.byEmail)
		}
	}
	resp.Diagnostics.Append(groupMembersIdentity.Set(ctx, resp.Identity, r.Organization, model.identity()...)...)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
}

// Delete removes the listed members, except for those whom another object of the configuration keeps in the group. If Terraform
// replaces the resource for the same group, Delete removes no member: the new object compares the members anyway, and listed
// members must not lose their access in between.
func (r *groupMembersResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model groupMembersModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &model)...)
	var group string
	ending, diags := base.ReadEnding(ctx, req.Private, r.Organization, &group, organization.MembersSubject(model.key()))
	resp.Diagnostics.Append(diags...)
	ctx, cancel, ok := base.Within(ctx, model.Timeouts.Delete, membersTimeout, &resp.Diagnostics)
	if !ok {
		return
	}
	defer cancel()

	key, list := model.key(), model.list()
	stays := base.WarnOfStaying(fmt.Sprintf("The members of group %s stay in it", key.GroupID), "remove them from the group by hand")
	switch {
	case ending.Replaced && group == "":
		resp.Diagnostics.Append(stays)
		return
	case ending.Replaced && strings.EqualFold(group, key.String()), ending.Held,
		r.Organization.Claims.AwaitHeld(ctx, key.String(), organization.MembersSubject(key)):
		return
	case ending.Deposed:
		if !ending.Twin && len(list.words) > 0 && !r.groupIsGone(ctx, key) {
			resp.Diagnostics.Append(stays)
		}
		return
	}
	leaving, _ := unordered.Difference(r.notKept(ctx, &model, list.words), ending.Kept, list.byEmail)
	end := removal{key: key, list: list, words: leaving, limit: model.MaxRemovals, ends: true}
	if isDissolving(ctx, req.Private) {
		resp.Diagnostics.Append(warnOfLeftToGroup(end)...)
		return
	}
	if ending.Open {
		resp.Diagnostics.Append(end.refusals()...)
	}
	resp.Diagnostics.Append(r.refuseProtected(ctx, end)...)
	if resp.Diagnostics.HasError() {
		return
	}
	stuck, diags := r.removeMembers(ctx, &model, ending.Kept...)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() && stuck != nil {
		model.setList(stuck, list.byEmail)
		resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
	}
}

// ImportState takes an ID or an identity.
func (r *groupMembersResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	groupMembersIdentity.Import(ctx, r.Organization, req, resp, parseGroupMembersID)
}
