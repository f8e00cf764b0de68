// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"context"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

var (
	_ resource.Resource                = (*ipAllowlistResource)(nil)
	_ resource.ResourceWithConfigure   = (*ipAllowlistResource)(nil)
	_ resource.ResourceWithIdentity    = (*ipAllowlistResource)(nil)
	_ resource.ResourceWithImportState = (*ipAllowlistResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*ipAllowlistResource)(nil)
)

// newIPAllowlistResource makes an atlassian_ip_allowlist.
func newIPAllowlistResource() resource.Resource { return &ipAllowlistResource{} }

// ipAllowlistResource is the resource atlassian_ip_allowlist.
type ipAllowlistResource struct{ base.Resource }

// allowlistTimeout is how long a change may take by default, the wait until Atlassian has applied it included.
const allowlistTimeout = 10 * time.Minute

// applicationLimit bounds the wait for the application of a change. It is more than any timeout, so that the timeout alone counts.
const applicationLimit = 24 * time.Hour

// Metadata names the type.
func (*ipAllowlistResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + allowlists.typeName
}

// Schema describes the attributes.
func (*ipAllowlistResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	const spelling = "addresses (`192.0.2.7`, `2001:db8::7`) and blocks (`192.0.2.0/24`, `2001:db8::/32`), in any order, each once. Every spelling of an address counts as the same"
	resp.Schema = schema.Schema{
		MarkdownDescription: ipAllowlistPage.Markdown(),
		Attributes: withReach("A product that is taken away becomes reachable from every address, unless another IP allowlist restricts it.", map[string]schema.Attribute{
			"id": schema.StringAttribute{
				MarkdownDescription: "ID of the policy.",
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"name": schema.StringAttribute{
				MarkdownDescription: "Name of the IP allowlist. A change is an update in place.",
				Required:            true,
				Validators:          []validator.String{policyName},
			},
			"addresses": addressList("IP addresses from which people can reach the products: "+spelling+", so another spelling is no change. "+
				"A block has to begin at its first address. The list must not be empty.", func(list *schema.ListAttribute) { list.Required = true }),
			"enabled": schema.BoolAttribute{
				MarkdownDescription: "Whether the IP allowlist is in force. `false` makes the products reachable from every address. Default `true`.",
				Optional:            true,
				Computed:            true,
				Default:             booldefault.StaticBool(true),
			},
			"allow_mobile_bypass": schema.BoolAttribute{
				MarkdownDescription: "Whether the mobile apps of Atlassian reach the products from every address (unverified). " +
					"Default: what Atlassian has, which is null if its answers do not say it. Taking the attribute out of the configuration leaves it as it is.",
				Optional:      true,
				Computed:      true,
				PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
			},
			"must_allow": addressList("Addresses that must never be shut out: "+spelling+". As long as `enabled` is true, each must lie wholly inside `addresses`, or the plan fails. "+
				"It is kept in Terraform's state alone. Taking an address out of it and shutting it out takes two applies. Default: none.", func(list *schema.ListAttribute) { list.Optional = true }),
			"warn_of_recent_addresses": schema.Int64Attribute{
				MarkdownDescription: "Number of days, from 1 to 30, of which the plan reads the audit log, to warn of addresses in it that the change would shut out. " +
					"It reads the log only if the plan turns the IP allowlist on, shrinks it, or applies it to more products. A log that cannot be read is a warning. Default: no such warning.",
				Optional:   true,
				Validators: []validator.Int64{int64validator.Between(1, maxRecentDays)},
			},
			"timeouts": base.Timeouts(ctx, timeouts.Opts{
				Create: true, CreateDescription: "How long the creation may take, the wait until Atlassian has applied the policy to every product included, as a duration such as `90s` or `1h`. Default `10m`.",
				Update: true, UpdateDescription: "How long a change may take, with the same wait. Default `10m`.",
				Delete: true, DeleteDescription: "How long the deletion may take, the wait until Atlassian does not show the policy any more included. Default `10m`.",
			}),
		}),
	}
}

// addressList is an attribute that lists addresses.
func addressList(description string, change func(*schema.ListAttribute)) schema.ListAttribute {
	list := schema.ListAttribute{
		MarkdownDescription: description,
		CustomType:          byAddress.NewType(),
		Validators:          []validator.List{listvalidator.SizeAtLeast(1), byAddress.NoDuplicates(), eachAddress},
		PlanModifiers:       []planmodifier.List{byAddress.KeepOrder()},
	}
	change(&list)
	return list
}

var eachAddress = unordered.EachChecked("an IP address or a block of them", checkAddress)

// policyName is the form of the name of a policy. How long it may be is not documented.
var policyName = base.Checking("a name without blanks around it", func(text string) bool { return text != "" && strings.TrimSpace(text) == text }, "")

// IdentitySchema describes the identity.
func (*ipAllowlistResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = policyIdentity.Schema()
}

// Create creates the policy, and waits until Atlassian has applied it. A creation that follows a deletion of the same resource takes over
// the policy that the deletion has left.
func (r *ipAllowlistResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan ipAllowlistModel
	resp.Diagnostics.Append(base.Get(ctx, req.Plan, &plan)...)
	ctx, cancel, ok := base.Within(ctx, plan.Timeouts.Create, allowlistTimeout, &resp.Diagnostics)
	if !ok {
		return
	}
	defer cancel()
	resp.Diagnostics.Append(plan.settle(ctx, r.Organization.Sites)...)
	resp.Diagnostics.Append(checkAddresses(&plan)...)
	resp.Diagnostics.Append(plan.refuseShuttingOut(nil, true)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if id := allowlists.left(r.Organization, plan.Name.ValueString()); id != "" {
		r.takeOver(ctx, id, &plan, resp)
		return
	}
	resp.Diagnostics.Append(r.refuseNamesake(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	created, err := r.Organization.OrganizationPolicies.Create(ctx, plan.draft())
	if err != nil {
		resp.Diagnostics.Append(base.Failed(allowlists.cannot("create"), err))
		return
	}
	plan.settled(created.ID)
	plan.NotApplied = notAppliedList(nil)
	resp.Diagnostics.Append(policyIdentity.Set(ctx, resp.Identity, r.Organization, created.ID)...)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &plan)...)
	resp.Diagnostics.Append(r.confirm(ctx, &plan, true)...)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &plan)...)
}

// takeOver changes a policy that was left for a creation into what is planned.
func (r *ipAllowlistResource) takeOver(ctx context.Context, id string, plan *ipAllowlistModel, resp *resource.CreateResponse) {
	plan.ID = types.StringValue(id)
	resp.Diagnostics.Append(policyIdentity.Set(ctx, resp.Identity, r.Organization, id)...)
	diags := r.change(ctx, plan, nil)
	plan.settled(id)
	if plan.NotApplied.IsUnknown() {
		plan.NotApplied = notAppliedList(nil)
	}
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, plan)...)
}

// Read refreshes the state. Many allowlists share the list of all policies.
func (r *ipAllowlistResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state ipAllowlistModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	r.Organization.Claims.NoteRefresh()
	read := base.Reading(ctx, r.Organization, resp.Private, state.subject())
	found, err := r.Organization.OrganizationPolicies.Get(ctx, state.ID.ValueString())
	if err != nil && !meaning.IsNotFound(err) {
		resp.Diagnostics.Append(base.Failed(allowlists.cannot("read"), err))
		return
	}
	resp.Diagnostics.Append(policyIdentity.Set(ctx, resp.Identity, r.Organization, state.ID.ValueString())...)
	if err != nil {
		resp.State.RemoveResource(ctx)
		return
	}
	if !state.AllowMobileBypass.IsNull() { // the list may leave it out, and somebody may have changed it
		if found, err = r.Organization.OrganizationPolicies.WithBypass(ctx, found); err != nil {
			resp.Diagnostics.Append(base.Failed(allowlists.cannot("read"), err))
			return
		}
		resp.Diagnostics.Append(warnOfUnsaidBypass(found)...)
	}
	resp.Diagnostics.Append(state.read(found)...)
	if resp.Diagnostics.HasError() {
		return
	}
	r.Organization.Claims.Know(state.subject())
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &state)...)
	resp.Diagnostics.Append(read(false)...)
}

// Update changes the policy first, and then what it applies to: no product is added while the policy still has the old addresses. Where the
// change shuts somebody out, the products that leave the policy leave it before, because the change is not meant for them.
func (r *ipAllowlistResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var prior, plan ipAllowlistModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &prior)...)
	resp.Diagnostics.Append(base.Get(ctx, req.Plan, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel, ok := base.Within(ctx, plan.Timeouts.Update, allowlistTimeout, &resp.Diagnostics)
	if !ok {
		return
	}
	defer cancel()
	resp.Diagnostics.Append(plan.settle(ctx, r.Organization.Sites)...)
	resp.Diagnostics.Append(checkAddresses(&plan)...)
	resp.Diagnostics.Append(plan.refuseShuttingOut(&prior, true)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(policyIdentity.Set(ctx, resp.Identity, r.Organization, plan.ID.ValueString())...)
	if plan.changes(&prior) || plan.guardsMore(&prior) || plan.AllowMobileBypass.IsUnknown() {
		resp.Diagnostics.Append(r.change(ctx, &plan, &prior)...)
	}
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &plan)...)
}

// change makes the policy what is planned. Prior is nil for a policy that the creation has taken over. After an error, the planned model is
// what the state is to say.
//
// Before anything is sent, what the plan leaves as it is must still be so, even if only products or must_allow change: somebody may have
// turned the allowlist off since the plan, or changed its addresses. The change must not undo that, and a product must not get a policy that
// shuts out what must_allow lists. A product that somebody has added since the plan stays: the plan has not said that it opens it, and the
// apply says that it is there.
func (r *ipAllowlistResource) change(ctx context.Context, plan, prior *ipAllowlistModel) diag.Diagnostics {
	policies, id := r.Organization.OrganizationPolicies, plan.ID.ValueString()
	wanted := plan.draft().Resources
	takeOff := func() (orgpolicies.Policy, error) { return policies.KeepResources(ctx, id, wanted) }
	set := func() (orgpolicies.Policy, error) { return policies.SetResources(ctx, id, wanted) }
	if prior != nil {
		_, removed, _ := plan.difference(&prior.reach)
		takeOff = func() (orgpolicies.Policy, error) { return policies.RemoveResources(ctx, id, removed) }
		set = func() (orgpolicies.Policy, error) { return policies.ChangeResources(ctx, id, wanted, removed) }
		if err := policies.Unchanged(ctx, id, began(prior.draft(), prior.Enabled), plan.draft()); err != nil {
			*plan = *prior
			return diag.Diagnostics{base.Failed(allowlists.cannot("change"), err)}
		}
		if !plan.changes(prior) { // must_allow is only in Terraform
			return r.confirm(ctx, plan, false)
		}
	}
	if plan.narrowsForLeaving(prior) {
		if seen, err := takeOff(); err != nil {
			return plan.unreached(prior, seen, err)
		}
	}
	seen, err := policies.Update(ctx, id, plan.draft())
	if err != nil {
		failed := plan.changeFailure(seen, err)
		if prior != nil {
			*plan = *prior
		}
		return diag.Diagnostics{failed}
	}
	plan.settled(id)
	if seen, err = set(); err != nil {
		if prior != nil {
			plan.reach = prior.reach
		}
		plan.seen(seen)
		return diag.Diagnostics{failedReach(err)}
	}
	return r.confirm(ctx, plan, prior == nil)
}

// unreached is the error of a change that went no further than taking the policy off products. The state stays as it was, apart from what
// the policy applies to.
func (m *ipAllowlistModel) unreached(prior *ipAllowlistModel, seen orgpolicies.Policy, err error) diag.Diagnostics {
	if prior != nil {
		*m = *prior
	}
	m.seen(seen)
	return diag.Diagnostics{failedReach(err)}
}

func failedReach(err error) diag.Diagnostic {
	return base.Failed("Cannot change what the IP allowlist applies to", err)
}

// Delete deletes the policy, unless another object of the configuration manages it: the one that replaces this one, or another resource.
func (r *ipAllowlistResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state ipAllowlistModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &state)...)
	ctx, cancel, ok := base.Within(ctx, state.Timeouts.Delete, allowlistTimeout, &resp.Diagnostics)
	if !ok {
		return
	}
	defer cancel()
	resp.Diagnostics.Append(allowlists.end(ctx, r.Organization, state.ID.ValueString(), req.Private)...)
}

// ImportState takes an ID or an identity.
func (r *ipAllowlistResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	policyIdentity.Import(ctx, r.Organization, req, resp, func(id string) ([]string, error) { return []string{id}, nil })
}
