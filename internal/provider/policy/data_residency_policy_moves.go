// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies/windows"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/site"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// moves are what a plan does to the data of products.
type moves struct {
	// region is where the data moves to. It is empty while that is not known.
	region string
	// to are the products whose data moves, with the window of each. A window is zero if there is none.
	to []move
	// unclear is set while the plan does not know which products there will be, or in which windows.
	unclear bool
	// freed are the products whose data the policy no longer keeps in a region, and from is that region.
	freed []string
	from  string
	// perhaps are those of which that is not known yet.
	perhaps []string
}

// move is the data of one product on its way.
type move struct {
	resource string
	window   windows.Window
}

// newMoves compares a plan with the state. Prior is nil where the plan creates the policy, planned is nil where it destroys it. A policy
// that is not in force moves nothing and keeps nothing.
func newMoves(prior, planned *dataResidencyPolicyModel) moves {
	var m moves
	var before, after []string
	known := true
	held, holds := prior != nil && prior.inForce(), planned != nil && planned.inForce()
	if held {
		m.from = prior.Region.ValueString()
		before, _ = prior.present()
	}
	if holds {
		m.region = planned.Region.ValueString()
		after, known = planned.present()
	}
	everywhere := !held || prior.Enabled.IsNull() || !strings.EqualFold(m.from, m.region) || m.region == ""
	for _, id := range after {
		if everywhere || !holdsFold(before, id) || prior.findsFault(id) {
			m.to = append(m.to, move{resource: id})
		}
	}
	if holds {
		wanted, windowsKnown := planned.configured(after)
		for i := range m.to {
			m.to[i].window = wanted[strings.ToLower(m.to[i].resource)]
		}
		m.unclear = !known || !windowsKnown && len(m.to) > 0
	}
	for _, id := range before {
		switch {
		case !known || holds && planned.Enabled.IsUnknown() && holdsFold(after, id):
			m.perhaps = append(m.perhaps, id)
		case !holdsFold(after, id):
			m.freed = append(m.freed, id)
		}
	}
	return m
}

// holdsFold reports whether a list has an ARI, in any case.
func holdsFold(list []string, id string) bool {
	return slices.ContainsFunc(list, func(one string) bool { return strings.EqualFold(one, id) })
}

// findsFault reports whether the state says that the policy is not applied to a resource. Then the apply asks for it again.
func (m *dataResidencyPolicyModel) findsFault(id string) bool {
	return slices.ContainsFunc(m.NotApplied.Elements(), func(one attr.Value) bool { return strings.EqualFold(findingOf(one).id, id) })
}

// has reports whether a state has a resource.
func (m *dataResidencyPolicyModel) has(id string) bool {
	resources, _ := m.present()
	return holdsFold(resources, id)
}

// movedAnew are the products that stay in the policy and whose data a change of the policy moves in a window.
func (m *dataResidencyPolicyModel) movedAnew(prior *dataResidencyPolicyModel) []orgpolicies.Resource {
	wanted, _ := windowsOf(m.Migrations)
	var found []orgpolicies.Resource
	for _, one := range newMoves(prior, m).to {
		if window := wanted[strings.ToLower(one.resource)]; prior.has(one.resource) && !prior.findsFault(one.resource) && !window.IsZero() {
			found = append(found, orgpolicies.Scheduled(one.resource, window))
		}
	}
	return found
}

// over reports windows that have passed, at their attributes, for products whose data the plan moves or whose window it changes. Atlassian
// would refuse them, or move the data at once (unverified).
func (m *dataResidencyPolicyModel) over(prior *dataResidencyPolicyModel, moving []move, now time.Time) diag.Diagnostics {
	var diags diag.Diagnostics
	resources, _ := m.present()
	before := make(map[string]windows.Window)
	if prior != nil {
		before, _ = windowsOf(prior.Migrations)
	}
	wanted, _ := m.configured(resources)
	own, _ := windowsOf(m.MigrationWindows)
	told := false
	for _, id := range resources {
		key := strings.ToLower(id)
		window := wanted[key]
		moves := slices.ContainsFunc(moving, func(one move) bool { return strings.EqualFold(one.resource, id) })
		if !window.Over(now) || !moves && window.SameAs(before[key]) {
			continue
		}
		at := path.Root("migration_window")
		if _, has := own[key]; has {
			at = path.Root("migration_windows")
		} else if told {
			continue // it is the same window for all of them
		} else {
			told = true
		}
		diags.AddAttributeError(at, "The migration window is over", fmt.Sprintf(
			"The window %s is over, and the plan would move the data of %s or change its window. "+
				"Atlassian might refuse the window, or move the data at once. Choose a window that is still to come, or take it out to let Atlassian choose the time.", window, base.Word(id)))
	}
	return diags
}

// places is what the organization's list of workspaces says of products.
type places []site.Workspace

// readPlaces reads the list. It is nil if the list cannot be read: then the plan says less of each product.
func readPlaces(ctx context.Context, o *organization.Organization) places {
	listed, err := o.Sites.Workspaces(ctx)
	if err != nil {
		tflog.Debug(ctx, "where the data of the products is stays unknown", map[string]any{"error": err.Error()})
		return nil
	}
	return listed
}

func (p places) find(id string) (site.Workspace, bool) {
	for _, one := range p {
		if strings.EqualFold(one.ID, id) {
			return one, true
		}
	}
	return site.Workspace{}, false
}

// name names a product to a person.
func (p places) name(id string) string {
	if found, ok := p.find(id); ok {
		return fmt.Sprintf("%s of %s (%s)", base.Word(site.ProductOf(found)), base.Quoted(found.Name), base.Word(id))
	}
	return base.Word(id)
}

// names names products to a person.
func (p places) names(ids []string) []string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = p.name(id)
	}
	return names
}

// now says where the data of a product is, as far as the list tells.
func (p places) now(id string) (regions []string) {
	found, _ := p.find(id)
	return found.Regions
}

// lines describe the moves to a region, a line for each product.
func (m moves) lines(p places) []string {
	lines := make([]string, 0, len(m.to))
	for _, one := range m.to {
		line := p.name(one.resource)
		regions := p.now(one.resource)
		switch {
		case len(regions) == 1 && strings.EqualFold(regions[0], m.region):
			line += ", which Atlassian lists in " + base.Word(regions[0]) + " already"
		case len(regions) > 0:
			line += ", now in " + base.ShortList(regions)
		}
		if one.window.IsZero() {
			line += "; no migration window, so Atlassian chooses the time"
		} else {
			line += "; " + one.window.String()
		}
		lines = append(lines, line)
	}
	return lines
}

const slow = "Moving data is slow. It can cost money and keep people from working, and the way back is another move. Look at the conditions in Atlassian Administration under Data residency before you apply."

// warnings are what a plan says of the moves.
func (m moves) warnings(p places) diag.Diagnostics {
	var diags diag.Diagnostics
	where := "to a region that is not known yet"
	if m.region != "" {
		where = "to " + base.Word(m.region)
	}
	if len(m.to) > 0 {
		diags.AddAttributeWarning(path.Root("region"), "Data is going to move", fmt.Sprintf(
			"Applying tells Atlassian to keep the data of %s in one region. It moves %s:%s\n\n%s%s",
			base.Quantity(len(m.to), "product", "products"), where, base.BulletList(m.lines(p)), m.rest(), slow))
	} else if m.unclear {
		diags.AddAttributeWarning(path.Root("region"), "Data may be going to move", fmt.Sprintf(
			"The plan does not know yet which products the policy applies to. Applying moves the data of those that it does not hold yet %s. "+
				"To see them first, apply what the products depend on, and plan again. %s", where, slow))
	}
	if len(m.freed) > 0 {
		diags.Append(m.freeing(p))
	}
	if len(m.perhaps) > 0 {
		diags.AddAttributeWarning(path.Root("resources"), "Data may no longer be kept in its region", fmt.Sprintf(
			"The plan does not know yet whether this policy stays enabled, or what it is going to apply to. If it is turned off, or no longer applies to these, it no longer keeps their data in %s:%s",
			base.Word(m.from), base.BulletList(p.names(m.perhaps))))
	}
	return diags
}

// rest says what the list of moves leaves out.
func (m moves) rest() string {
	if !m.unclear {
		return ""
	}
	return "More products, or their windows, are not known yet. "
}

// freeing warns that the policy no longer keeps the data of products in a region.
func (m moves) freeing(p places) diag.Diagnostic {
	return diag.NewAttributeWarningDiagnostic(path.Root("resources"), "Data is no longer kept in its region", fmt.Sprintf(
		"After the apply, this policy no longer keeps the data of %s in %s:%s\n\nAtlassian may store and move it elsewhere from then on. What has moved stays where it is at first (unverified).",
		base.Quantity(len(m.freed), "product", "products"), base.Word(m.from), base.BulletList(p.names(m.freed))))
}

// draft is what the organization is asked to make of a planned model.
func (m *dataResidencyPolicyModel) draft() orgpolicies.Draft {
	draft := orgpolicies.Draft{Type: orgpolicies.TypeDataResidency, Name: m.Name.ValueString(), Status: orgpolicies.StatusDisabled, In: []string{m.Region.ValueString()}}
	if m.Enabled.ValueBool() {
		draft.Status = orgpolicies.StatusEnabled
	}
	resources, _ := m.present()
	for _, id := range resources {
		draft.Resources = append(draft.Resources, m.draftOf(id))
	}
	return draft
}

// draftOf is a product with its window.
func (m *dataResidencyPolicyModel) draftOf(id string) orgpolicies.Resource {
	planned, _ := windowsOf(m.Migrations)
	return orgpolicies.Scheduled(id, planned[strings.ToLower(id)])
}

// writes reports whether a planned model changes what only the policy itself says, apart from its resources.
func (m *dataResidencyPolicyModel) writes(prior *dataResidencyPolicyModel) bool {
	return !m.Name.Equal(prior.Name) || !m.Region.Equal(prior.Region) || !m.Enabled.Equal(prior.Enabled)
}

// update is [dataResidencyPolicyResource.change] for a plan that a person has seen. If somebody has changed since what the plan leaves as it
// is, nothing is sent: the data would move back, or that of another product to another region than the plan has said.
func (r *dataResidencyPolicyResource) update(ctx context.Context, prior, plan *dataResidencyPolicyModel) error {
	if err := r.Organization.OrganizationPolicies.Unchanged(ctx, plan.ID.ValueString(), began(prior.draft(), prior.Enabled), plan.draft()); err != nil {
		return err
	}
	return r.change(ctx, prior, plan)
}

// change sends an update, in an order in which no data moves that need not, and none before its window: products leave first, those whose
// data moves anew get their windows then, the region changes, and the rest follows.
func (r *dataResidencyPolicyResource) change(ctx context.Context, prior, plan *dataResidencyPolicyModel) error {
	policies, id, draft := r.Organization.OrganizationPolicies, plan.ID.ValueString(), plan.draft()
	_, removed, _ := plan.difference(&prior.reach)
	if plan.writes(prior) && len(removed) > 0 {
		if _, err := policies.RemoveResources(ctx, id, removed); err != nil {
			return err
		}
	}
	if anew := plan.movedAnew(prior); len(anew) > 0 {
		if err := policies.Reschedule(ctx, id, anew); err != nil {
			return err
		}
	}
	if plan.writes(prior) {
		if _, err := policies.Update(ctx, id, draft); err != nil {
			return err
		}
	}
	_, err := policies.ChangeResources(ctx, id, draft.Resources, removed) // what somebody has added since the plan stays
	return err
}

// confirm sets the model to what Atlassian says after the change, and says what is not as planned. It waits until Atlassian has applied
// the policy, but not for moves that are scheduled, and not longer than the context allows.
func (r *dataResidencyPolicyResource) confirm(ctx context.Context, plan *dataResidencyPolicyModel, created bool) diag.Diagnostics {
	found, err := r.Organization.OrganizationPolicies.AwaitApplied(ctx, plan.ID.ValueString(), 0)
	if _, moving := errors.AsType[*orgpolicies.StillApplyingError](err); err != nil && !moving {
		failed := base.Failed(residencies.cannot("read"), err)
		if created {
			return diag.Diagnostics{diag.NewWarningDiagnostic(failed.Summary(), failed.Detail())}
		}
		return diag.Diagnostics{failed}
	}
	diags := stillMoving(found)
	if created {
		diags.Append(notKept(found, plan.otherwise(found))...)
	}
	planned := *plan
	diags.Append(plan.confirm(found, created)...)
	diags.Append(untoldWindows(plan.readMigrations(answersOf(found)))...)
	diags.Append(plan.otherWindows(&planned, created)...)
	return diags
}

// otherwise lists what Atlassian says of a new policy otherwise than planned, apart from its resources and their windows.
func (m *dataResidencyPolicyModel) otherwise(found orgpolicies.Policy) []string {
	said := otherNameOrStatus(found, m.Name, m.Enabled)
	switch in := found.Rule.In; {
	case in == nil:
		said = append(said, "region: Atlassian does not tell it")
	case len(in) == 0:
		said = append(said, "region: Atlassian has none")
	case len(in) > 1 || !strings.EqualFold(in[0], m.Region.ValueString()):
		said = append(said, "region: Atlassian has "+base.ShortList(in))
	}
	return said
}

// stillMoving warns of moves that take longer than the apply.
func stillMoving(policy orgpolicies.Policy) diag.Diagnostics {
	var moving []string
	for _, one := range policy.Resources.List {
		if orgpolicies.ApplicationOf(one.ApplicationStatus) == orgpolicies.Pending && !strings.EqualFold(one.ApplicationStatus, "scheduled") {
			moving = append(moving, base.Word(one.ID)+": "+base.Word(one.ApplicationStatus))
		}
	}
	if len(moving) == 0 {
		return nil
	}
	return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(path.Root("resources"), "Data is still moving", fmt.Sprintf(
		"Atlassian has accepted the change, and has not finished it for these products:%s\n\nMoving data can take days, so the apply does not wait for it. This is no drift. If a move fails, not_applied of a later plan shows it.", base.BulletList(moving)))}
}

// otherWindows reports windows that Atlassian has otherwise than planned. For a creation that is a warning, and the model keeps the planned
// ones, so that the next plan shows the others as drift: after an error, Terraform would replace the policy.
func (m *dataResidencyPolicyModel) otherWindows(planned *dataResidencyPolicyModel, created bool) diag.Diagnostics {
	want, _ := windowsOf(planned.Migrations)
	have, _ := windowsOf(m.Migrations)
	var other []string
	for _, key := range slices.Sorted(maps.Keys(want)) {
		switch window, has := have[key]; {
		case !has:
			other = append(other, base.Word(key)+": no window")
		case window != want[key]:
			other = append(other, base.Word(key)+": "+window.String())
		}
	}
	if len(other) == 0 {
		return nil
	}
	const summary = "Atlassian has other migration windows"
	detail := "Atlassian has accepted the change, but has these windows, which are not those of the configuration:" + base.BulletList(other) +
		"\n\nThe next plan shows them as drift. Look at the policy in Atlassian Administration."
	if created {
		m.Migrations = planned.Migrations
		return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(path.Root("migrations"), summary, detail)}
	}
	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("migrations"), summary, detail)}
}
