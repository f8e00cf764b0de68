// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/claims"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies/addresses"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// ModifyPlan finds what the allowlist applies to, refuses to shut out what must_allow lists, refuses a second allowlist of the same name,
// and says what the plan opens. An allowlist that does not change costs no request of its own.
func (r *ipAllowlistResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	p, ok := base.PlanOf[ipAllowlistModel](ctx, req, resp)
	if !ok || r.Organization == nil {
		return
	}
	if p.Destroys() {
		resp.Diagnostics.Append(r.planEnd(ctx, p.Prior, resp.Private)...)
		return
	}
	ctx, made := r.Organization.Claims.Plan(ctx)
	defer made()
	planned := p.Planned
	var before *reach
	if p.Updates() {
		before = &p.Prior.reach
	}
	resp.Diagnostics.Append(checkAddresses(planned)...)
	resp.Diagnostics.Append(planned.plan(ctx, r.Organization.Sites, before)...)
	resp.Diagnostics.Append(r.claim(ctx, planned, resp.Private)...)
	if p.Creates() {
		resp.Diagnostics.Append(base.NoteCreation(ctx, resp.Private, planned.Name.ValueString())...)
		resp.Diagnostics.Append(r.refuseExisting(ctx, planned)...)
	} else if planned.mayChange(p.Prior) {
		planned.planBypass(p.Config)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(base.Set(ctx, &resp.Plan, planned)...)
	resp.Diagnostics.Append(planned.refuseShuttingOut(p.Prior, false)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(planned.warnings(p.Prior)...)
	resp.Diagnostics.Append(r.warnOfRecent(ctx, planned, p.Prior)...)
}

// claim notes that the configuration manages the policy. It is an error if another resource manages it, too, or creates an allowlist of
// the name. Two policies that exist may have the same name.
func (r *ipAllowlistResource) claim(ctx context.Context, planned *ipAllowlistModel, private base.Private) diag.Diagnostics {
	holder, diags := base.Holder(ctx, private)
	var list []claims.Claim
	exists := planned.ID.ValueString() != ""
	if exists {
		list = append(list, claims.Claim{Of: planned.subject(), By: planned.named()})
	}
	if !planned.Name.IsUnknown() {
		list = append(list, claims.Claim{Of: allowlists.name(planned.Name.ValueString()), Weak: exists, By: planned.named()})
	}
	conflicts := slices.DeleteFunc(r.Organization.Claims.Claim(holder, list...), func(c claims.Conflict) bool { return c.Claim.Weak && c.Other.Weak })
	diags.Append(base.Conflicts(ctx, r.Organization, conflicts)...)
	return diags
}

// refuseExisting refuses to create an allowlist whose name another one has that the state of this configuration does not hold. In a run
// that may be an apply it only warns: there the other one may be the object that this one replaces. A check that fails is no refusal.
func (r *ipAllowlistResource) refuseExisting(ctx context.Context, planned *ipAllowlistModel) diag.Diagnostics {
	var diags diag.Diagnostics
	if planned.Name.IsUnknown() {
		return diags
	}
	found, taken, err := r.Organization.OrganizationPolicies.Namesake(ctx, orgpolicies.TypeIPAllowlist, planned.Name.ValueString())
	if err != nil {
		tflog.Debug(ctx, "whether there is an IP allowlist of the name stays unknown", map[string]any{"error": err.Error()})
		return diags
	}
	if taken && r.Organization.Claims.Ends(organization.OrgPolicySubject(found.ID)) {
		return diag.Diagnostics{refuseRecreation(found.Name, found.ID)}
	}
	if !taken || r.Organization.Claims.Known(organization.OrgPolicySubject(found.ID)) {
		return diags
	}
	exists := existingAllowlist(found)
	if r.Organization.Claims.Refreshed() {
		diags.AddAttributeError(path.Root("name"), exists.Summary(), exists.Detail())
	} else {
		diags.AddAttributeWarning(path.Root("name"), exists.Summary(), exists.Detail()+"\n\nThe apply fails as long as that policy has the name.")
	}
	return diags
}

// existingAllowlist is the refusal to create an allowlist beside one of the same name.
func existingAllowlist(found orgpolicies.Policy) diag.Diagnostic {
	return base.Exists("atlassian_ip_allowlist", &meaning.ExistsError{
		What: fmt.Sprintf("IP allowlist %s (%s)", base.Quoted(found.Name), base.Word(found.ID)), Name: found.Name, ImportID: found.ID,
	})
}

// refuseNamesake refuses to create an allowlist beside one of the same name, right before the creation. The plan has not refused it: the
// name was free then, or it belonged to the replaced object.
func (r *ipAllowlistResource) refuseNamesake(ctx context.Context, plan *ipAllowlistModel) diag.Diagnostics {
	found, taken, err := r.Organization.OrganizationPolicies.Namesake(ctx, orgpolicies.TypeIPAllowlist, plan.Name.ValueString())
	switch {
	case err != nil:
		return diag.Diagnostics{base.Failed(allowlists.cannot("create"), err)}
	case !taken:
		return nil
	}
	exists := existingAllowlist(found)
	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("name"), exists.Summary(), exists.Detail()+"\n\n"+
		"If this apply replaces that policy, create_before_destroy is the cause, and nothing was changed. Remove create_before_destroy from this resource, and from every resource that depends on it, "+
		"because each of them forces it here as well. Or change the policy in place, which every attribute allows.")}
}

// planEnd says what the end of the allowlist opens, unless another resource of the configuration manages the same policy.
func (r *ipAllowlistResource) planEnd(ctx context.Context, prior *ipAllowlistModel, private base.Private) diag.Diagnostics {
	former := allowlists.name(prior.Name.ValueString()) // which a resource at another address may still have
	prior, diags := base.UpToDate(prior.named(), prior, func(now *ipAllowlistModel) error {
		return readNow(ctx, r.Organization, now.ID, now.read)
	})
	known, name := r.Organization.Claims, allowlists.name(prior.Name.ValueString())
	known.Know(prior.subject())
	known.End(prior.subject())
	known.AwaitHeld(ctx, prior.ID.ValueString(), prior.subject(), name, former)
	_, held := known.Held(prior.subject())
	if held {
		return base.NoteEnd(ctx, private, r.Organization, held)
	}
	diags.Append(base.NoteEnd(ctx, private, r.Organization, held)...)
	// The run may also be an apply: Terraform plans to destroy what is no longer in the configuration before it refreshes it. That refuses no
	// deposed object: in an apply, every creation beside a policy of the same name fails, so nothing is deposed.
	if known.HeldStrongly(name, former) {
		diags.Append(refuseRecreation(prior.Name.ValueString(), prior.ID.ValueString()))
		return diags
	}
	resources, _ := prior.present()
	if prior.restricts() && len(resources) > 0 {
		diags.Append(opens("The plan deletes "+prior.inWords(), resources))
	}
	return diags
}

// refuseRecreation is the refusal to delete an allowlist and to create it again under another address of the configuration.
func refuseRecreation(name, id string) diag.Diagnostic {
	return diag.NewErrorDiagnostic("The IP allowlist would be deleted and made again", fmt.Sprintf(
		"The plan deletes IP allowlist %s (%s), and creates one of the same name for another resource of this configuration. The products would be reachable from every address in between. "+
			"If the resource has only changed its address, write a moved block, which keeps the policy:\n\n"+
			"moved {\n  from = atlassian_ip_allowlist.OLD_NAME\n  to   = atlassian_ip_allowlist.NEW_NAME\n}", base.Quoted(name), base.Word(id)))
}

// restricts reports whether the policy may restrict something: it is not known to be disabled.
func (m *ipAllowlistModel) restricts() bool { return m.Enabled.IsNull() || m.Enabled.ValueBool() }

// changes reports whether the plan sends anything to Atlassian.
func (m *ipAllowlistModel) changes(prior *ipAllowlistModel) bool {
	added, removed, known := m.difference(&prior.reach)
	return m.writes(prior) || !known || len(added)+len(removed) > 0 || !m.NotApplied.Equal(prior.NotApplied)
}

// mayChange reports whether the apply may send something to Atlassian, or look at the policy: what is not known yet may be a change.
func (m *ipAllowlistModel) mayChange(prior *ipAllowlistModel) bool {
	_, inKnown := m.Addresses.Strings()
	_, mustKnown := m.MustAllow.Strings()
	return !inKnown || !mustKnown || m.changes(prior) || m.guardsMore(prior)
}

// planBypass plans the mobile bypass of an allowlist that changes. Where the configuration does not say it, nothing of it is sent, and
// Atlassian's answer to the change says what it is: that of the state may be of old, because the list of policies may leave it out.
func (m *ipAllowlistModel) planBypass(config *ipAllowlistModel) {
	if config.AllowMobileBypass.IsNull() {
		m.AllowMobileBypass = types.BoolUnknown()
	}
}

// warnings says what the plan opens, and what is odd about it. Prior is the state; nil where the plan creates the allowlist. What does not
// change is not said again.
func (m *ipAllowlistModel) warnings(prior *ipAllowlistModel) diag.Diagnostics {
	var diags diag.Diagnostics
	diags.Append(m.openings(prior)...)
	fresh := prior == nil
	if fresh || !m.Addresses.Equal(prior.Addresses) {
		diags.Append(m.oddAddresses()...)
	}
	if fresh || m.writes(prior) {
		diags.Append(m.lettingEverybodyIn()...)
	}
	resources, known := m.present()
	if m.Enabled.ValueBool() && known && len(resources) == 0 && (fresh || m.changes(prior)) {
		diags.AddAttributeWarning(path.Root("resources"), "The IP allowlist applies to nothing",
			m.inWords()+" is enabled, but neither resource_ids nor products names anything, so it restricts nothing.")
	}
	return diags
}

// lettingEverybodyIn warns of a list that restricts nobody who comes by IPv4, or by IPv6, although the allowlist is on.
func (m *ipAllowlistModel) lettingEverybodyIn() diag.Diagnostics {
	if !m.Enabled.IsUnknown() && !m.Enabled.ValueBool() {
		return nil
	}
	texts, _ := m.Addresses.Strings()
	families := addresses.WholeFamilies(texts)
	if len(families) == 0 {
		return nil
	}
	return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(path.Root("addresses"), "The IP allowlist lets everybody in", fmt.Sprintf(
		"The addresses of %s cover all of %s, so people can reach the products from each of these addresses. To restrict nothing on purpose, set enabled = false.", m.inWords(), strings.Join(families, " and of ")))}
}

// openings warns of products that the plan takes out of reach of the allowlist.
func (m *ipAllowlistModel) openings(prior *ipAllowlistModel) diag.Diagnostics {
	if prior == nil || !prior.restricts() {
		return nil
	}
	before, _ := prior.present()
	_, removed, known := m.difference(&prior.reach)
	switch {
	case len(before) == 0:
		return nil
	case m.Enabled.IsUnknown():
		return diag.Diagnostics{opens("The plan does not know yet whether "+m.inWords()+" stays enabled. If it does not, the apply turns it off", before)}
	case !m.Enabled.ValueBool():
		return diag.Diagnostics{opens("The plan turns off "+m.inWords(), before)}
	case !known:
		return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(path.Root("resources"), "The IP allowlist may stop applying to products", fmt.Sprintf(
			"The plan does not know yet what %s is going to apply to. What the configuration does not name in the end becomes reachable from every address. It applies to these now:%s", m.inWords(), base.BulletList(before)))}
	}
	var diags diag.Diagnostics
	if len(removed) > 0 {
		diags.Append(opens("The plan takes products out of "+m.inWords(), removed))
	}
	if m.AllowMobileBypass.ValueBool() && !prior.AllowMobileBypass.ValueBool() {
		staying, _ := m.present()
		diags.AddAttributeWarning(path.Root("allow_mobile_bypass"), "Mobile apps reach products from every address", fmt.Sprintf(
			"The plan lets the mobile apps of Atlassian bypass %s. People can then reach these with them from every address:%s", m.inWords(), base.BulletList(staying)))
	}
	return diags
}

// opens warns that products become reachable from everywhere. What the plan does is a sentence without its full stop.
func opens(does string, resources []string) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Products become reachable from every address", fmt.Sprintf(
		"%s. Unless another IP allowlist restricts them, people can then reach these from every address:%s", does, base.BulletList(resources)))
}

// warnOfRecent warns of the addresses of recent events that the plan shuts out, if the configuration asks for it. A plan that applies the
// allowlist to nothing shuts nobody out.
func (r *ipAllowlistResource) warnOfRecent(ctx context.Context, planned, prior *ipAllowlistModel) diag.Diagnostics {
	resources, known := planned.present()
	if planned.WarnOfRecentAddresses.IsNull() || planned.WarnOfRecentAddresses.IsUnknown() || known && len(resources) == 0 {
		return nil
	}
	return warnOfRecentAddresses(ctx, r.Organization.Audit, planned.guarded(prior), int(planned.WarnOfRecentAddresses.ValueInt64()))
}
