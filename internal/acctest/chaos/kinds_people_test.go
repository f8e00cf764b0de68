// SPDX-License-Identifier: MPL-2.0

package chaos_test

import (
	"fmt"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// drawUsers draws people who are invited, suspended and restored.
func drawUsers(d *draft) []item {
	if d.reviewed { // whom a review has decided on
		return nil
	}
	var all []item
	for _, person := range d.some(firstSeat, lastSeat, 0) {
		status, end := pick(d, "active", "suspended"), pick(d, "forget", "suspend")
		i := resource("atlassian_user", fmt.Sprintf("p%d", person), map[string]any{"email": simulated.Email(person), "status": status, "on_destroy": end}, "email")
		path := "users/" + simulated.Email(person)
		i.owns = []string{path + "/status", path + "/suspended_in"}
		i.wants[path+"/status"] = status
		if end == "suspend" {
			i.ends[path+"/status"] = "suspended"
		}
		all = append(all, i)
	}
	for _, n := range d.some(1, 2, 0) {
		email := fmt.Sprintf("guest-%d@partner.example", n)
		group := firstSingle + n - 1
		i := resource("atlassian_user", fmt.Sprintf("guest%d", n), map[string]any{
			"email": email, "status": "active", "on_destroy": "remove", "groups": []any{simulated.GroupID(group)},
		}, "email")
		member := "groups/" + simulated.GroupName(group) + "/members/" + email
		i.owns = []string{"users/" + email, "groups/*/members/" + email, "authentication_policies/*/members/" + email}
		i.wants = facts{"users/" + email: there, member: there}
		i.ends = facts{member: ""}
		all = append(all, i)
	}
	return all
}

func drawUserRoles(d *draft) []item {
	var all []item
	for _, person := range d.some(firstStaff, firstStaff+3, 1) {
		n := d.random.IntN(len(roles) - 1)
		role := roles[n]
		i := resource("atlassian_user_role_assignment", fmt.Sprintf("p%d_r%d", person, n),
			with(d.person(person), map[string]any{"resource_id": role[0], "role": role[1]}), "account_id", "email", "resource_id", "role")
		i.relation("users/" + simulated.Email(person) + "/roles/" + roleStep(role[0], role[1]))
		all = append(all, i)
	}
	return all
}

func drawAccounts(d *draft) []item {
	if d.reviewed {
		return nil
	}
	var all []item
	for _, person := range d.some(firstAccount, lastAccount, 1) {
		active := d.chance(60)
		title := pick(d, "Engineer", "Lead Engineer")
		i := resource("atlassian_managed_account", fmt.Sprintf("p%d", person), map[string]any{"email": simulated.Email(person), "active": active, "job_title": title}, "email")
		path := "users/" + simulated.Email(person)
		i.owns = []string{path + "/status", path + "/job_title"}
		i.wants = facts{path + "/status": map[bool]string{true: "active", false: "deactivated"}[active], path + "/job_title": title}
		all = append(all, i)
	}
	return all
}
