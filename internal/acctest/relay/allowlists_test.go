// SPDX-License-Identifier: MPL-2.0

package relay_test

import (
	"slices"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const ipAllowlist = "atlassian_ip_allowlist"

// officeBecomes changes the one IP allowlist behind Terraform's back.
func officeBecomes(change func(*simulator.OrganizationPolicy)) func(w *world) error {
	return func(w *world) error {
		all := w.org.Simulator.Organization().OrganizationPolicies
		policy := all[slices.IndexFunc(all, func(p simulator.OrganizationPolicy) bool { return p.Type == simulator.PolicyIPAllowlist })]
		change(&policy)
		return w.org.Simulator.PutOrganizationPolicy(policy)
	}
}

func allowlistChecks() []check {
	office := always(map[string]any{"name": "Office", "addresses": []any{"192.0.2.0/24", "2001:db8::1"}, "resource_ids": []any{confluence, "ari:cloud:jira-software::site/" + site}})
	finds := func(what string, change func(*simulator.OrganizationPolicy)) check {
		return check{of: ipAllowlist, finds: what, start: company(), prepare: drifting(ipAllowlist, office, officeBecomes(change))}
	}
	return []check{
		finds("another name", func(p *simulator.OrganizationPolicy) { p.Name = "Open" }),
		finds("it is off", func(p *simulator.OrganizationPolicy) { p.Status = simulator.PolicyDisabled }),
		finds("an address more", func(p *simulator.OrganizationPolicy) { p.In = append(p.In, "0.0.0.0/0") }),
		finds("an address less", func(p *simulator.OrganizationPolicy) { p.In = p.In[:1] }),
		finds("a product less", func(p *simulator.OrganizationPolicy) { p.Resources = p.Resources[:1] }),
		finds("a product where it failed", func(p *simulator.OrganizationPolicy) { p.Resources[1].ApplicationStatus = simulator.ResourceFailed }),
		finds("a product from which it is removed", func(p *simulator.OrganizationPolicy) { p.Resources[1].ApplicationStatus = simulator.ResourceRemoving }),
	}
}
