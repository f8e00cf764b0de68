// SPDX-License-Identifier: MPL-2.0

package relay_test

import "github.com/orgsec/terraform-provider-atlassian/internal/simulator"

const dataSecurityPolicy = "atlassian_data_security_policy"

func dataSecurityChecks() []check {
	draft := always(map[string]any{"name": "No export", "coverage": "ORG", "rules": map[string]any{"export": "block"}})
	finds := func(what string, change func(*simulator.DataSecurityPolicy)) check {
		return check{of: dataSecurityPolicy, finds: what, start: company(), prepare: drifting(dataSecurityPolicy, draft, func(w *world) error {
			policy := w.org.Simulator.Organization().DataSecurityPolicies[0]
			change(&policy)
			return w.org.Simulator.PutDataSecurityPolicy(policy)
		})}
	}
	return []check{
		finds("another name", func(p *simulator.DataSecurityPolicy) { p.Name = "Open" }),
		finds("a rule that allows", func(p *simulator.DataSecurityPolicy) { p.Rules = map[string]string{"export": "allow"} }),
		finds("another rule", func(p *simulator.DataSecurityPolicy) { p.Rules = map[string]string{"publicLinks": "block"} }),
		finds("another coverage", func(p *simulator.DataSecurityPolicy) { p.Coverage = "UNASSIGNED" }),
	}
}
