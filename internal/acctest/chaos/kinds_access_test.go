// SPDX-License-Identifier: MPL-2.0

package chaos_test

import (
	"fmt"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// kinds draw the resources of each type. TestEveryTypeIsDrawn insists that none is missing.
var kinds = map[string]func(d *draft) []item{
	"atlassian_group":                             drawGroups,
	"atlassian_group_membership":                  drawMemberships,
	"atlassian_group_members":                     drawMembers,
	"atlassian_group_role_assignment":             drawGroupRoles,
	"atlassian_authentication_policy_members":     drawPolicyMembers,
	"atlassian_authentication_policy_attestation": drawAttestation,
	"atlassian_organization_admin":                drawAdmin,
	"atlassian_organization_admins":               drawAdmins,
	"atlassian_user":                              drawUsers,
	"atlassian_user_role_assignment":              drawUserRoles,
	"atlassian_managed_account":                   drawAccounts,
	"atlassian_classification_level":              drawLevels,
	"atlassian_classification_order":              drawOrder,
	"atlassian_data_residency_policy":             drawResidency,
	"atlassian_data_security_policy":              drawDataSecurity,
	"atlassian_ip_allowlist":                      drawAllowlists,
	"atlassian_domain_verification":               drawDomain,
	"atlassian_user_installed_apps":               drawUserInstalledApps,
	"atlassian_approved_apps":                     drawApprovedApps,
	"atlassian_access_review_decision":            drawDecision,
}

func drawGroups(d *draft) []item {
	var all []item
	for _, n := range d.some(1, 2, 1) {
		name, description := fmt.Sprintf("chaos-%d", n), pick(d, "Builds", "Runs", "")
		if !d.renames {
			description = "Builds"
		}
		i := resource("atlassian_group", name, map[string]any{"name": name}, "name")
		wants := facts{}
		if description != "" {
			i.Values["description"], wants["description"] = description, description
		}
		i.owner("groups/"+name, wants)
		all = append(all, i)
	}
	return all
}

func drawMemberships(d *draft) []item {
	var all []item
	for group := firstSingle; group < firstWhole; group++ {
		for _, person := range d.some(firstStaff, firstStaff+3, 0) {
			i := resource("atlassian_group_membership", fmt.Sprintf("g%d_p%d", group, person),
				with(d.person(person), map[string]any{"group_id": simulated.GroupID(group)}), "group_id", "account_id", "email")
			i.relation(memberPath(group, person))
			all = append(all, i)
		}
	}
	return all
}

func drawMembers(d *draft) []item {
	var all []item
	for group := firstWhole; group < firstRoles; group++ {
		if d.chance(40) {
			continue
		}
		// The list has everybody who must not leave: the outsider is managed from then on, the protected account is never taken out.
		listed := d.some(firstStaff, lastStaff, 1)
		if group > firstWhole {
			listed = append(listed, theProtected)
		}
		i := resource("atlassian_group_members", fmt.Sprintf("g%d", group), with(d.people(listed), map[string]any{"group_id": simulated.GroupID(group)}), "group_id")
		members := "groups/" + simulated.GroupName(group) + "/members"
		i.owns, i.whole, i.depth, i.stays = []string{members}, members, depth(members)+1, group > firstWhole
		for _, person := range listed {
			i.wants[memberPath(group, person)] = there
			i.ends[memberPath(group, person)] = ""
		}
		all = append(all, i)
	}
	return all
}

func drawGroupRoles(d *draft) []item {
	var all []item
	for group := firstRoles; group < untouched; group++ {
		for _, n := range d.some(0, len(roles)-2, 0) {
			role := roles[n]
			i := resource("atlassian_group_role_assignment", fmt.Sprintf("g%d_r%d", group, n),
				map[string]any{"group_id": simulated.GroupID(group), "resource_id": role[0], "role": role[1]}, "group_id", "resource_id", "role")
			i.relation("groups/" + simulated.GroupName(group) + "/roles/" + roleStep(role[0], role[1]))
			i.wants["groups/"+simulated.GroupName(group)+"/roles/"+roleStep(role[0], role[1])+"/role"] = step(role[1])
			all = append(all, i)
		}
	}
	return all
}

func drawPolicyMembers(d *draft) []item {
	var all []item
	people := d.some(firstStaff, lastStaff, 2)
	for policy := firstPolicy; policy <= lastPolicy && len(people) > 0; policy++ {
		count := 1 + d.random.IntN(len(people))
		listed := people[:count]
		people = people[count:]
		i := resource("atlassian_authentication_policy_members", fmt.Sprintf("policy%d", policy),
			with(d.people(listed), map[string]any{"policy_id": policyID(policy), "fallback_policy_id": simulated.DefaultPolicyID}), "policy_id")
		for _, person := range listed {
			member := "authentication_policies/" + policyName(policy) + "/members/" + simulated.Email(person)
			i.owns = append(i.owns, "authentication_policies/*/members/"+simulated.Email(person))
			i.wants[member], i.ends[member] = there, ""
		}
		all = append(all, i)
	}
	return all
}

func adminPath(person int) string {
	return "users/" + simulated.Email(person) + "/roles/" + roleStep(organizationARI, orgAdmin)
}

func drawAdmin(d *draft) []item {
	if d.admins {
		return nil
	}
	var all []item
	for _, person := range d.some(firstStaff, firstStaff+1, 1) {
		i := resource("atlassian_organization_admin", fmt.Sprintf("p%d", person), d.person(person), "account_id", "email")
		i.relation(adminPath(person))
		all = append(all, i)
	}
	return all
}

func drawAdmins(d *draft) []item {
	if !d.admins {
		return nil
	}
	listed := append(d.some(firstStaff, firstStaff+2, 0), theAdmin, theProtected)
	i := resource("atlassian_organization_admins", "all", d.people(listed))
	for _, person := range listed {
		i.wants[adminPath(person)] = there
	}
	role := "users/*/roles/" + roleStep(organizationARI, orgAdmin)
	i.owns, i.whole, i.depth = []string{role}, role, depth(role)
	return []item{i}
}
