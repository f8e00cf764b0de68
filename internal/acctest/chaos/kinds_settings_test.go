// SPDX-License-Identifier: MPL-2.0

package chaos_test

import (
	"fmt"
	"slices"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func drawLevels(d *draft) []item {
	if d.ordered {
		return nil
	}
	var all []item
	for _, n := range d.some(1, 2, 1) {
		name, definition := fmt.Sprintf("Chaos %d", n), pick(d, "Harms customers.", "Harms the company.")
		i := resource("atlassian_classification_level", fmt.Sprintf("l%d", n), map[string]any{"name": name, "definition": definition}, "name")
		path := "classification_levels/" + name
		i.owner(path, facts{"definition": definition, "status": "PUBLISHED"})
		i.ends = facts{path + "/status": "ARCHIVED"} // Atlassian cannot delete it
		all = append(all, i)
	}
	return all
}

func drawOrder(d *draft) []item {
	if !d.ordered {
		return nil
	}
	order := slices.Clone(levels)
	d.random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	var ids []any
	for _, name := range order {
		ids = append(ids, levelTag+name)
	}
	i := resource("atlassian_classification_order", "this", map[string]any{"level_ids": ids})
	i.more = func(organization simulator.Organization) error {
		var found []string
		for _, level := range organization.ClassificationLevels {
			found = append(found, level.Name)
		}
		if !slices.Equal(found, order) {
			return fmt.Errorf("the levels are in the order %v, not %v", found, order)
		}
		return nil
	}
	return []item{i}
}

func drawResidency(d *draft) []item {
	region, name := pick(d, "EU", "AU"), "Chaos data"
	ids := []string{roles[0][0], roles[3][0]}[d.random.IntN(2):]
	i := resource("atlassian_data_residency_policy", "this", map[string]any{"name": name, "region": region, "resource_ids": words(ids)}, "name")
	i.owner("organization_policies/"+simulator.PolicyDataResidency+" "+name, policyFacts([]string{region}, ids))
	return []item{i}
}

func drawAllowlists(d *draft) []item {
	var all []item
	for _, n := range d.some(1, 2, 1) {
		name := fmt.Sprintf("Chaos office %d", n)
		addresses := []string{"192.0.2.0/24", "198.51.100.7", "198.51.100.8"}[d.random.IntN(3):]
		ids := []string{roles[2][0], roles[0][0]}[d.random.IntN(2):]
		i := resource("atlassian_ip_allowlist", fmt.Sprintf("a%d", n), map[string]any{"name": name, "addresses": words(addresses), "resource_ids": words(ids)}, "name")
		i.owner("organization_policies/"+simulator.PolicyIPAllowlist+" "+name, policyFacts(addresses, ids))
		all = append(all, i)
	}
	return all
}

func policyFacts(in, ids []string) facts {
	wants := facts{"status": simulator.PolicyEnabled}
	for _, value := range in {
		wants["in/"+step(value)] = there
	}
	for _, id := range ids {
		wants["resources/"+step(id)] = there
	}
	return wants
}

func words(texts []string) []any {
	all := make([]any, len(texts))
	for i, text := range texts {
		all[i] = text
	}
	return all
}

func drawDataSecurity(d *draft) []item {
	name, effect := "Chaos rule", pick(d, "block", "allow")
	i := resource("atlassian_data_security_policy", "this", map[string]any{"name": name, "coverage": "ORG", "rules": map[string]any{"export": effect}}, "name")
	if d.chance(50) {
		i.Values["description"] = "Agreed"
	}
	i.owner("data_security_policies/"+name, facts{"rules/export": effect})
	return []item{i}
}

func drawDomain(*draft) []item {
	return []item{resource("atlassian_domain_verification", "this", map[string]any{"domain": "large.example"})}
}

func drawUserInstalledApps(d *draft) []item {
	rule := pick(d, "allow", "deny")
	i := resource("atlassian_user_installed_apps", "this", map[string]any{"site": simulated.CloudID(1), "rule": rule, "on_destroy": "allow"})
	path := "user_installed_apps/" + simulated.CloudID(1)
	i.owns = []string{path}
	i.wants[path], i.ends[path] = rule, "allow"
	return []item{i}
}

func drawApprovedApps(d *draft) []item {
	approved := make(map[string]any)
	for n := range 4 {
		approved[simulated.AppID(n+1)] = map[string]any{"reviewed_by": "Ada", "reviewed_at": "1999-11-26", "required": false, "reason": pick(d, "SEC-1", "SEC-2")}
	}
	return []item{resource("atlassian_approved_apps", "this", map[string]any{"sites": []any{simulated.CloudID(1)}, "approved": approved})}
}

func drawAttestation(*draft) []item {
	return []item{resource("atlassian_authentication_policy_attestation", "this", map[string]any{
		"policy_id": policyID(attestedPolicy), "attested_by": "Ada", "settings": map[string]any{"two_step_verification": "required", "idle_session_minutes": 30},
	})}
}

func drawDecision(d *draft) []item {
	if !d.reviewed {
		return nil
	}
	keep := make(map[string]any)
	for n := range everybody {
		keep[simulated.Email(n+1)] = pick(d, "works here", "is needed")
	}
	return []item{resource("atlassian_access_review_decision", "this", map[string]any{
		"quarter": "1999-Q4", "reviewed_by": "Ada", "key_expiry_days": 0, "keep": keep,
	})}
}
