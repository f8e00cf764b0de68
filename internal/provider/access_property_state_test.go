// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"maps"
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/lifecycle"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// heeded does what the errors of a plan advise.
func (c *accessCase) heeded(configured configuration, errors string, replace *[]string) (heeded bool) {
	if strings.Contains(errors, "Access would be lost for a moment") {
		c.tally.refused.Add(1)
		c.terraform.Parallelism = 100
		heeded = true
	}
	if strings.Contains(errors, "It exists already") {
		if !c.imported(configured) { // what gives it is in the state, for something else: it can be updated, not created
			*replace = nil
			c.untaint(func(string) bool { return true })
		}
		heeded = true
	}
	return heeded
}

// imported imports the roles that were given by a process which was killed before it could write that down: the plan refuses to
// adopt them, and says how.
func (c *accessCase) imported(configured configuration) bool {
	truth := c.truth()
	found := false
	for _, r := range configured {
		if r.kind != aRole || !truth[r.accesses()[0]] {
			continue
		}
		instance := c.terraform.State[r.address()]
		if instance == nil {
			instance = &lifecycle.Instance{Deposed: map[int]*lifecycle.Object{}}
			c.terraform.State[r.address()] = instance
		}
		if instance.Current != nil {
			if held := c.recordedIn(lifecycle.State{r.address(): {Current: instance.Current}}); truth[slices.Collect(maps.Keys(held))[0]] {
				continue
			}
			instance.Current = nil // terraform state rm: it is gone
		}
		c.server.Walk()
		state, diagnostics := c.server.ImportByIdentity(string(aRole), map[string]any{
			"organization_id": c.org.Credentials.OrganizationID, "directory_id": c.org.Credentials.DirectoryID,
			"group_id": simulated.GroupID(r.group), "resource_id": accessRoles[r.role][0], "role": accessRoles[r.role][1],
		})
		if diagnostics.Err() != nil {
			c.note("import: %v", diagnostics.Err()) // a search that looks away; else the plan fails again
			return false
		}
		c.note("imported %s", r.address())
		instance.Current = &lifecycle.Object{State: state}
		found = true
	}
	return found
}

// knownWhereTakenOver makes known what takes over from another address: what the plan does not know, it cannot keep.
func (c *accessCase) knownWhereTakenOver(configured configuration) configuration {
	configured = slices.Clone(configured)
	for i, r := range configured {
		others := maps.Clone(c.terraform.State)
		delete(others, r.address())
		held := c.recordedIn(others)
		listed := slices.ContainsFunc(others.Objects(), func(o *lifecycle.Object) bool { // everybody who is in the group by then
			return o.TypeName == string(allMembers) && o.Values["group_id"] == r.container()
		})
		if listed || slices.ContainsFunc(r.accesses(), func(access string) bool { return held[access] }) {
			configured[i].unknown = nil
		}
	}
	return configured
}

// takenOver reports whether another address may take over what the current object of one has, as a state knows it: the same
// access or, where all members of the group are listed, any.
func (c *accessCase) takenOver(state lifecycle.State, address string, configured configuration) bool {
	object := state[address].Current
	group := object.Values["group_id"]
	held := c.recordedIn(lifecycle.State{address: {Current: object}})
	return slices.ContainsFunc(configured, func(r relation) bool {
		whole := r.kind == allMembers || object.TypeName == string(allMembers)
		return r.address() != address && (slices.ContainsFunc(r.accesses(), func(access string) bool { return held[access] }) ||
			whole && r.kind != aRole && object.TypeName != string(aRole) && r.container() == group)
	})
}

// taint taints some of the current objects.
func (c *accessCase) taint(draw func() bool) {
	for _, address := range slices.Sorted(maps.Keys(c.terraform.State)) {
		if instance := c.terraform.State[address]; instance.Current != nil && draw() {
			c.note("tainted: %s", address)
			instance.Current = &lifecycle.Object{State: instance.Current.State, Tainted: true}
		}
	}
}

// untaint takes that back. Nothing tells the end of a tainted object what its plan has seen, so those that something else takes
// over are spared: Terraform plans their creation as if nothing had been there.
func (c *accessCase) untaint(these func(address string) bool) {
	for address, instance := range c.terraform.State {
		if instance.Current != nil && instance.Current.Tainted && these(address) {
			c.note("untainted: %s", address)
			instance.Current = &lifecycle.Object{State: instance.Current.State}
		}
	}
}

// recorded are the accesses that the state knows of.
func (c *accessCase) recorded() map[string]bool { return c.recordedIn(c.terraform.State) }

func (c *accessCase) recordedIn(state lifecycle.State) map[string]bool {
	all := make(map[string]bool)
	for _, object := range state.Objects() {
		text := func(name string) string { value, _ := object.Values[name].(string); return value }
		group := text("group_id")
		switch relationType(object.TypeName) {
		case aMembership:
			all[accessOfMember(group, text("account_id"))] = true
		case aRole:
			all[accessOfRole(group, [2]string{text("resource_id"), text("role")})] = true
		case allMembers, inPolicy:
			if relationType(object.TypeName) == inPolicy {
				group = text("policy_id")
			}
			ids, _ := object.Values["account_ids"].([]any)
			emails, _ := object.Values["emails"].([]any)
			for _, word := range slices.Concat(ids, emails) {
				who, _ := word.(string)
				if strings.Contains(who, "@") {
					who = c.org.Simulator.AccountID(who)
				}
				all[accessOfMember(group, who)] = true
			}
		}
	}
	return all
}
