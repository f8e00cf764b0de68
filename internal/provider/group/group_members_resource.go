// SPDX-License-Identifier: MPL-2.0

package group

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
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

// membersTimeout is how long a change may take unless the configuration says otherwise: every member is a request, and
// a rate limit may slow down thousands of them.
const membersTimeout = 30 * time.Minute

var groupMembersIdentity = base.Identity{Parts: []base.IdentityPart{
	base.DirectoryPart,
	{Name: "group_id", Description: "ID of the group."},
}}

var groupMembersPage = base.Page{
	Summary: "The members of a group, all of them.",
	Text: "The resource removes every member who is not in the list, including members that Terraform did not add. If other people manage members of the group as well, use `atlassian_group_membership`, " +
		"which manages single members. Using both for one group is an error of the plan, and so are two resources for the members of one group, as far as the plan knows which group they mean. " +
		"You can move from memberships to this resource, and back, in one apply: members who are in both configurations keep their access.\n\n" +
		"Set `account_ids` or `emails`. The order does not matter in either, and neither does case in `emails`. Groups of thousands work: a refresh takes one request for every 100 members, and a plan that changes `emails` takes one for every 100 addresses that are new.\n\n" +
		"Creating the resource for a group that has members already removes those who are not listed. The plan reads them, counts them against `max_removals`, and names them in a warning. The apply counts " +
		"once more, because others may have joined since. It adds members before it removes any, several at a time, and removes nobody if an addition failed. If a change fails in part, the state holds what was done, " +
		"and the error says who failed and why. If a creation fails in part, Terraform marks the resource as tainted. Its replacement continues where the creation stopped, and removes nobody who is listed.\n\n" +
		base.Replacement("A change of `group_id` is an update in place: the listed members join the new group first, and the members of the state leave the old one then. "+base.TakenOver,
			"A replacement for the same group removes nobody who is listed, with or without `create_before_destroy`: the new object takes the group over, and removes only members who are not listed. "+
				"Without `create_before_destroy`, a replacement that also changes the group removes the members from the old group before they join the new one: make such a change without `-replace`.",
			"the members stay in the group") + "\n\n" +
		"An import fills `account_ids`. With a configuration by `emails`, the plan then shows one update in place that swaps the lists. If the members are the same, applying it only looks the addresses up, and changes no membership.",
	Operations: []string{"searchDirectoryUsers", "addGroupMember", "removeGroupMember", "searchDirectoryGroups", "getGroup", "getDirectoryUsersCount", "getDirectoriesForOrg"},
	Drift: "Members who were added elsewhere appear in the list, so that the plan removes them. Members who were removed are missing, so that the plan adds them. With `emails`, a member whose address changed " +
		"appears with the new address, and a member whose address Atlassian does not show appears as account ID, with a warning that names them: list the members of such groups by `account_ids`. If the group was deleted, the resource is planned for creation.\n\n" +
		"A search may miss a member for a moment. So the provider looks at a missing member of the state once more before the plan shows a change. That takes one request for every 10 missing account IDs or " +
		"100 missing addresses, or one for every 100 members of the group where that is less, and none where no member is missing. A group that counts members while its search shows none is an error, never an empty group.\n\n" +
		"**What it cannot see.** A member who was added elsewhere and whom Atlassian's search leaves out: a search does not say how many members it leaves out.",
	Destroy: "Removes the listed members. The group itself stays, and so does every member that another resource of the configuration keeps in it. The plan fails where there are more of them than `max_removals` allows, unless the same plan destroys the group itself: then the limit has nothing to protect. " +
		"`terraform destroy` plans the members before their group. So if the group is a resource of the same configuration, it does not fail for the limit, but removes nobody and forgets the list, with a warning: the members go with the group. " +
		"With `-target` for the list alone, the group stays, and so do its members. " +
		"It also fails for an account that `protected_account_ids` of the provider block lists, and for a group that is synced from an identity provider. " +
		"If addresses are removed, and Atlassian's search does not show whether a protected account has one of them, the plan fails as well. " +
		"A removal that Atlassian acknowledges, but that its search does not show within 20 seconds, is an error, and the member stays in the state. This holds for a change of the list as well.",
	Unverified: []string{
		"Atlassian answers an addition with a conflict both for an account that is a member already and for a user limit that is reached, so the provider reads the group, twice if necessary, to see which.",
		"What Atlassian answers to the removal of an account that is not a member is not documented; \"not found\" is taken as done.",
		"How Atlassian refuses additions to the group of the organization's admins since its Units rollout: a refusal is explained by it where the group is named `org-admins` or `org-admin`.",
		"That the count of a group's details is up to date, and counts the members that the search shows, is assumed.",
		"Whether the search shows the address of every member to an organization admin. A warning names the members without one.",
	},
}

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
			"directory_id": directoryOfRelation(),
			"group_id": schema.StringAttribute{
				MarkdownDescription: "ID of the group, a UUID. A change is an update in place: the listed members join the new group first, and the members of the state leave the old one then.",
				Required:            true,
				Validators:          []validator.String{base.GroupID},
			},
			"account_ids": schema.ListAttribute{
				MarkdownDescription: "Account IDs of all members, in any order, each once. Exactly one of `account_ids` and `emails` must be given. An empty list empties the group, and is refused unless `max_removals` allows it.",
				Optional:            true,
				CustomType:          unordered.NewType(false),
				Validators:          base.AccountIDs(),
				PlanModifiers:       []planmodifier.List{unordered.KeepOrder(false)},
			},
			"emails": schema.ListAttribute{
				MarkdownDescription: "E-mail addresses of all members, in any order and case, each once. Exactly one of `account_ids` and `emails` must be given. The plan warns of an address that belongs to no account of the directory, because you may invite the person in the same run. " +
					"Apply fails for such an address before it changes anything. An empty list empties the group, and is refused unless `max_removals` allows it.",
				Optional:      true,
				CustomType:    unordered.NewType(true),
				Validators:    base.Emails(),
				PlanModifiers: []planmodifier.List{unordered.KeepOrder(true)},
			},
			"max_removals": schema.Int64Attribute{
				MarkdownDescription: "How many members one plan may remove from the group, 0 or more. A plan that removes more fails. This holds for a change of the list, the creation of the resource, a change of `group_id` and the destruction of the resource, unless the same plan destroys the group itself. " +
					"Default: no limit, except that an empty list is refused.",
				Optional:   true,
				Validators: []validator.Int64{int64validator.AtLeast(0)},
			},
			"timeouts": base.Timeouts(ctx, timeouts.Opts{
				Create: true, Update: true, Delete: true,
				CreateDescription: "How long the creation may take, as a duration such as `90s` or `2h`. Default `30m`.",
				UpdateDescription: "How long a change may take, as a duration such as `90s` or `2h`. Default `30m`.",
				DeleteDescription: "How long the removal of all members may take, as a duration such as `90s` or `2h`. Default `30m`. It has to be in the state before the resource is destroyed.",
			}),
		},
	}
}

// IdentitySchema describes the identity.
func (r *groupMembersResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = groupMembersIdentity.Schema()
}

// ValidateConfig demands one way to list the members.
func (r *groupMembersResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var model groupMembersModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(exactlyOne("account_ids", "emails", model.AccountIDs, model.Emails)...)
	}
}

// Read lists who is in the group, in the words, the order and the spelling of the state.
func (r *groupMembersResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model groupMembersModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(base.WarnOfProtected(ctx, r.Organization)...)
	r.Organization.Claims.NoteRefresh()
	read := base.Reading(ctx, r.Organization, resp.Private, organization.MembersSubject(model.key()))
	before := model.list()
	members, err := r.Organization.Groups.StillMembers(ctx, model.key(), notAddresses(before.words), addresses(before.words))
	if err != nil && !organization.IsNotFound(err) {
		resp.Diagnostics.Append(base.Failed("Cannot read the members of the group", err))
		return
	}
	resp.Diagnostics.Append(groupMembersIdentity.Set(ctx, resp.Identity, r.Organization, model.identity()...)...)
	if err != nil {
		resp.State.RemoveResource(ctx)
		return
	}
	model.setList(unordered.Arrange(before.words, organization.WordsFor(members, before.byEmail), before.byEmail), before.byEmail)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
	resp.Diagnostics.Append(read(!model.MaxRemovals.IsNull() || len(r.Organization.People.ProtectedAccountIDs()) > 0)...)
	resp.Diagnostics.Append(r.noteOwnGroup(ctx, model.key(), resp.Private)...)
}

// ImportState takes an ID or an identity.
func (r *groupMembersResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	groupMembersIdentity.Import(ctx, r.Organization, req, resp, parseGroupMembersID)
}
