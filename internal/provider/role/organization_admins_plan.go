// SPDX-License-Identifier: MPL-2.0

package role

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/claims"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

// ModifyPlan says who loses the role without the plan showing it, and refuses what the configuration forbids. An unchanged list costs no
// request.
func (r *organizationAdminsResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	p, ok := base.PlanOf[organizationAdminsModel](ctx, req, resp)
	if !ok || r.Organization == nil {
		return
	}
	if p.Destroys() {
		for _, subject := range p.Prior.subjects(r.Organization.People.OrganizationRole(), p.Prior.list().words) {
			r.Organization.Claims.Know(subject) // nobody loses the role, and a resource for one of them may take it over
		}
		held := r.Organization.Claims.AwaitHeld(ctx, organization.OrganizationAdminRole, organization.AdminsSubject())
		resp.Diagnostics.Append(base.NoteEnd(ctx, resp.Private, r.Organization, held)...)
		return
	}
	ctx, made := r.Organization.Claims.Plan(ctx)
	defer made()
	planned, before := p.Planned, adminList{}
	if p.Creates() {
		resp.Diagnostics.Append(base.NoteCreation(ctx, resp.Private, r.Organization.ID())...)
	} else {
		before = p.Prior.list()
		if p.Prior.same(planned) { // somebody who loses the direct role may stay one in another way
			resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("inherited"), p.Prior.Inherited)...)
		}
	}
	resp.Diagnostics.Append(r.claim(ctx, planned, resp.Private)...)
	if p.Updates() && p.Prior.same(planned) || resp.Diagnostics.HasError() || planned.list().unknown {
		return
	}
	resp.Diagnostics.Append(r.planChange(ctx, planned, before, p.Creates())...)
}

// claim notes that the configuration manages all organization admins. It is an error if another resource manages some of them.
func (r *organizationAdminsResource) claim(ctx context.Context, planned *organizationAdminsModel, private base.Private) diag.Diagnostics {
	holder, diags := base.Holder(ctx, private)
	list := []claims.Claim{{Of: organization.AdminsSubject(), By: planned.named()}}
	for _, subject := range planned.subjects(r.Organization.People.OrganizationRole(), planned.list().words) {
		list = append(list, claims.Claim{Of: subject, Shared: true, By: planned.named()})
	}
	diags.Append(base.Conflicts(ctx, r.Organization, r.Organization.Claims.Claim(holder, list...))...)
	return diags
}

// planChange refuses a change that takes the role from too many, or from somebody who must keep it. A creation warns of those who lose
// the role: they are in no state, so the plan does not show them.
func (r *organizationAdminsResource) planChange(ctx context.Context, planned *organizationAdminsModel, before adminList, creates bool) diag.Diagnostics {
	wanted := planned.list()
	present, failed := r.present(ctx, before)
	if failed.HasError() {
		tflog.Debug(ctx, "who is an organization admin stays unknown until apply", map[string]any{"errors": failed.Errors()})
		return nil
	}
	// With a refresh, the state has the IDs of those who share an address, so that these are in the plan.
	if refused := base.RefuseSharedAddresses(slices.Concat(wanted.words, before.words), present.direct); refused.HasError() {
		return refused
	}
	was := present.words(wanted.byEmail)
	if !creates {
		var diags diag.Diagnostics
		if was, diags = r.translated(ctx, present, before, wanted.byEmail); diags.HasError() {
			return nil
		}
	}
	missing, foreign := unordered.Difference(wanted.words, was, wanted.byEmail)
	diags := r.adviseOnEmails(ctx, wanted, missing)
	// An element that is not known yet may turn out to be one of those who seem foreign.
	certain := foreign[:max(0, len(foreign)-wanted.open)]
	diags.Append(refuseRemovals(certain, planned.MaxRemovals)...)
	if gains, unknown := r.accountIDs(ctx, present, missing, wanted.byEmail); !unknown.HasError() {
		r.Organization.People.GainInPlan(slices.Collect(maps.Values(gains))...) // they get the role before others lose it
	}
	ids, found := r.accountIDs(ctx, present, certain, wanted.byEmail)
	if !found.HasError() && len(certain) == len(foreign) && len(ids) > 0 {
		diags.Append(base.SparedInPlan(ctx, r.Organization, organization.LossOfOrganizationAdmin, slices.Sorted(maps.Values(ids))...)...)
	}
	if creates && len(foreign) > 0 && !diags.HasError() {
		diags.AddAttributeWarning(path.Root(wanted.attribute()), "Organization admins who are not listed will be removed", fmt.Sprintf(
			"Applying this takes the direct role from %s not listed in %s: %s. To keep one, add that person to the list.",
			base.UpTo(len(certain), len(foreign), "organization admin", "organization admins"), wanted.attribute(), base.ShortList(foreign)))
	}
	return diags
}

// refuseRemovals says that a change removes more than the configuration allows.
func refuseRemovals(words []string, limit types.Int64) diag.Diagnostics {
	var diags diag.Diagnostics
	if n := len(words); !limit.IsNull() && !limit.IsUnknown() && int64(n) > limit.ValueInt64() {
		diags.AddAttributeError(path.Root("max_removals"), "Too many organization admins would be removed", fmt.Sprintf(
			"This would take the role of an organization admin from %s, but max_removals allows %d: %s. If that is what you want, raise max_removals to at least %d.",
			base.Quantity(n, "person", "people"), limit.ValueInt64(), base.ShortList(words), n))
	}
	return diags
}

// adviseOnEmails warns of addresses that belong to no account. That is no error: the same run may invite a person.
func (r *organizationAdminsResource) adviseOnEmails(ctx context.Context, wanted adminList, missing []string) diag.Diagnostics {
	if !wanted.byEmail || len(missing) == 0 {
		return nil
	}
	people, err := r.Organization.People.Resolve(ctx, organization.InAnyDirectory(), missing, nil)
	if err != nil {
		tflog.Debug(ctx, "the accounts of the addresses stay unknown until apply", map[string]any{"error": err.Error()})
		return nil
	}
	strangers := slices.DeleteFunc(people, func(p organization.Person) bool { return p.Standing != organization.Nobody })
	if len(strangers) == 0 {
		return nil
	}
	return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(path.Root("emails"), "Addresses without an account", fmt.Sprintf(
		"The organization has no account for %s of emails: %s. Check the spelling. Unless this run invites these people before it changes the organization admins, the apply fails, and changes nobody.",
		base.Quantity(len(strangers), "address", "addresses"), organization.Words(organization.WordsOf(strangers))))}
}
