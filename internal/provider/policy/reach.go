// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

// reach is what a policy applies to. The models of atlassian_ip_allowlist and atlassian_data_residency_policy embed it.
//
// A configuration names resources in two ways, resource_ids and products. The plan turns both into resources: see [reach.plan]. A
// refresh reads resources and not_applied from Atlassian: see [reach.read]. So what somebody adds or removes in Atlassian shows as drift
// of resources, and what Atlassian could not apply as drift of not_applied, which is planned empty.
type reach struct {
	ResourceIDs unordered.ListValue `tfsdk:"resource_ids"`
	Products    types.Set           `tfsdk:"products"`
	Resources   unordered.ListValue `tfsdk:"resources"`
	NotApplied  types.List          `tfsdk:"not_applied"`
}

// foldARIs says that the case of an ARI has no meaning. Unverified: a cloud ID is a UUID, which others write in either case.
const foldARIs = true

// productType is the type of an element of products.
var productType = types.ObjectType{AttrTypes: map[string]attr.Type{"site": types.StringType, "product": types.StringType}}

// notAppliedType is the type of an element of not_applied.
var notAppliedType = types.ObjectType{AttrTypes: map[string]attr.Type{"resource_id": types.StringType, "status": types.StringType}}

// present returns the ARIs that a state or a plan has in resources. Known is false if the plan does not know them yet.
func (r *reach) present() (resources []string, known bool) { return r.Resources.Strings() }

// difference returns what a plan adds to the resources of a state and what it takes away, sorted. Known is false if the plan does not know
// its resources yet: then nothing can be told.
func (r *reach) difference(prior *reach) (added, removed []string, known bool) {
	var before []string
	if prior != nil {
		before, _ = prior.present()
	}
	after, known := r.present()
	if !known {
		return nil, nil, false
	}
	added, removed = unordered.Difference(after, before, foldARIs)
	slices.Sort(added)
	slices.Sort(removed)
	return added, removed, true
}

// read sets resources and not_applied to what Atlassian says, in a refresh. What the state had decides the order and the spelling, and
// whether a resource that Atlassian is taking off is a finding: it is one if the state had it, for then somebody else takes it off.
//
// After an import, which has no resources yet, resource_ids names all that there is, so that Terraform can write a configuration.
//
// An answer that does not say what the policy applies to is an error. It never means that the policy applies to nothing.
func (r *reach) read(policy orgpolicies.Policy) diag.Diagnostics {
	statuses, diags := statusesOf(policy)
	if diags.HasError() {
		return diags
	}
	imported := r.Resources.IsNull()
	before, _ := r.Resources.Strings()
	r.set(before, statuses)
	if imported {
		r.ResourceIDs = unordered.Null(foldARIs)
		if resources, _ := r.Resources.Strings(); len(resources) > 0 {
			r.ResourceIDs = r.Resources
		}
	}
	if r.Products.IsNull() {
		r.Products = types.SetNull(productType)
	}
	return nil
}

// confirm sets resources and not_applied of a planned model to what Atlassian says after the change, and says what is not as planned.
//
// That is an error, except for a creation: after an error Terraform would replace the policy, which takes it off everything for a
// moment. A creation keeps the planned resources and warns, and the next plan shows what is missing as drift.
func (r *reach) confirm(policy orgpolicies.Policy, created bool) diag.Diagnostics {
	statuses, diags := statusesOf(policy)
	if diags.HasError() {
		if created {
			r.NotApplied = notAppliedList(nil)
			return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(path.Root("resources"), diags[0].Summary(), diags[0].Detail())}
		}
		return diags
	}
	planned := *r
	wanted, _ := planned.present()
	r.set(wanted, statuses)
	var said []string
	added, missing, _ := r.difference(&planned)
	for _, id := range missing {
		if _, removing := statuses[strings.ToLower(id)]; !removing {
			said = append(said, base.Word(id)+": Atlassian does not list it among the resources of the policy")
		}
	}
	for _, id := range added {
		said = append(said, base.Word(id)+": Atlassian lists it among the resources of the policy, and the configuration does not name it")
	}
	for _, element := range r.NotApplied.Elements() {
		said = append(said, findingOf(element).String())
	}
	if len(said) == 0 {
		return nil
	}
	const summary = "The policy is not applied as planned"
	detail := fmt.Sprintf("Atlassian accepted the change of policy %s, but:%s\n\nThe state has what Atlassian says, and the next plan shows it as drift. "+
		"Look at the policy in Atlassian Administration, then apply again.", base.Word(policy.ID), base.BulletList(said))
	if created {
		r.Resources = planned.Resources
		return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(path.Root("not_applied"), summary, detail)}
	}
	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("not_applied"), summary, detail)}
}

// findingOf decodes an element of not_applied.
func findingOf(element attr.Value) resourceStatus {
	object, _ := element.(types.Object)
	text := func(name string) string {
		value, _ := object.Attributes()[name].(types.String)
		return value.ValueString()
	}
	return resourceStatus{text("resource_id"), text("status")}
}

// set writes what Atlassian says into the model. Before is what the state or the plan has.
func (r *reach) set(before []string, statuses map[string]resourceStatus) {
	var present []string
	notApplied := make([]resourceStatus, 0)
	had := make(map[string]bool, len(before))
	for _, id := range before {
		had[strings.ToLower(id)] = true
	}
	for _, key := range slices.Sorted(maps.Keys(statuses)) {
		one := statuses[key]
		application := orgpolicies.ApplicationOf(one.status)
		if application != orgpolicies.Removing {
			present = append(present, one.id)
		}
		switch application {
		case orgpolicies.Applied, orgpolicies.Pending:
		case orgpolicies.Removing:
			if had[key] {
				notApplied = append(notApplied, one)
			}
		default:
			notApplied = append(notApplied, one)
		}
	}
	r.Resources = unordered.FromStrings(unordered.Arrange(before, present, foldARIs), foldARIs)
	r.NotApplied = notAppliedList(notApplied)
}

// resourceStatus is what Atlassian says of one resource of a policy.
type resourceStatus struct{ id, status string }

// String says it to a person.
func (s resourceStatus) String() string {
	if s.status == "" {
		return base.Word(s.id) + ": Atlassian tells no status"
	}
	return base.Word(s.id) + ": " + base.Word(s.status)
}

// statusesOf returns the resources of a policy, by their ARIs in lower case. Of a resource that an answer has twice, the status that is not
// applied counts. It is an error if the answer does not say what the policy applies to, or names a resource without an ID.
func statusesOf(policy orgpolicies.Policy) (map[string]resourceStatus, diag.Diagnostics) {
	unsaid := func(what string) diag.Diagnostics {
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("resources"), "It is not known what the policy applies to", fmt.Sprintf(
			"Atlassian's answer about policy %s %s. That does not mean that the policy applies to nothing, so the state stays as it was. Try again later.", base.Word(policy.ID), what))}
	}
	if !policy.Resources.Known {
		return nil, unsaid("does not list its resources")
	}
	statuses := make(map[string]resourceStatus, len(policy.Resources.List))
	for _, resource := range policy.Resources.List {
		if resource.ID == "" {
			return nil, unsaid("names a resource without an ID")
		}
		key := strings.ToLower(resource.ID)
		if before, twice := statuses[key]; twice && better(orgpolicies.ApplicationOf(resource.ApplicationStatus), orgpolicies.ApplicationOf(before.status)) {
			continue
		}
		statuses[key] = resourceStatus{resource.ID, resource.ApplicationStatus}
	}
	return statuses, nil
}

// better reports whether one application is nearer to being in force than another, or as near.
func better(one, other orgpolicies.Application) bool {
	rank := map[orgpolicies.Application]int{orgpolicies.Applied: 2, orgpolicies.Pending: 1}
	return cmp.Compare(rank[one], rank[other]) >= 0
}

// notAppliedList makes a known value of not_applied.
func notAppliedList(found []resourceStatus) types.List {
	values := make([]attr.Value, len(found))
	for i, one := range found {
		values[i] = types.ObjectValueMust(notAppliedType.AttrTypes, map[string]attr.Value{
			"resource_id": types.StringValue(one.id), "status": base.StringOrNull(one.status),
		})
	}
	return types.ListValueMust(notAppliedType, values)
}
