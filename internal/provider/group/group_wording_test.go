// SPDX-License-Identifier: MPL-2.0

package group_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// said insists on the whole text of the only error.
func said(t *testing.T, diagnostics protocol.Diagnostics, want string) {
	t.Helper()
	require.Equal(t, []string{want}, diagnostics.Errors())
}

func TestGroupMembersErrorsInFull(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	group := org.Simulator.GroupID("contractors")
	server := acctest.Server(t, org, nil)
	_, diagnostics := server.ApplyResource(server.PlanCreate(membersType, map[string]any{"group_id": group, "emails": []any{lena, "nobody@acme.example", "nemo@acme.example"}}))
	said(t, diagnostics, "Addresses without an account: Directory "+org.Credentials.DirectoryID+" has no account for 2 addresses of the list: nobody@acme.example, nemo@acme.example. "+
		`Invite these people to the organization first, or take them off the list. Nobody was added or removed. (at AttributeName("emails"))`)

	state := membersOf(org, group, milo, bruno)
	server.Walk()
	said(t, server.PlanUpdate(state, map[string]any{"group_id": group, "emails": []any{ada}, "max_removals": 1}).Diagnostics,
		"Too many members would be removed: This would remove 2 members from group "+group+", but max_removals allows 1: "+milo+", "+bruno+
			`. If that is what you want, raise max_removals to at least 2. (at AttributeName("max_removals"))`)
	server.Walk()
	said(t, server.PlanUpdate(state, map[string]any{"group_id": group, "emails": []any{}}).Diagnostics,
		"An empty list would empty the group: emails is empty, and this would remove 2 members from group "+group+": "+milo+", "+bruno+". An empty list is often a mistake, "+
			`such as a filter that finds nothing. If you want to remove all members, set max_removals to at least 2. (at AttributeName("emails"))`)
}

func TestGroupMembershipErrorsInFull(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	engineering, contractors := org.Simulator.GroupID("engineering"), org.Simulator.GroupID("contractors")
	server := acctest.Server(t, org, map[string]any{"protected_account_ids": []any{org.Simulator.AccountID(chen)}})
	_, diagnostics := server.ApplyResource(server.PlanCreate("atlassian_group_membership", map[string]any{"group_id": contractors, "email": "nobody@acme.example"}))
	said(t, diagnostics, "No account has this e-mail address: No account of directory "+org.Credentials.DirectoryID+
		` has the address nobody@acme.example. Invite the person to the organization first, or write account_id instead of email. (at AttributeName("email"))`)

	server.Walk()
	said(t, server.PlanUpdate(membership(org, engineering, org.Simulator.AccountID(bruno), bruno), map[string]any{"group_id": org.Simulator.GroupID("idp-employees"), "email": bruno}).Diagnostics,
		`The group is synced from an identity provider: Group "idp-employees" is synced from an identity provider (managed by "external"), `+
			`and Atlassian refuses changes to it and its members; change it in the identity provider. (at AttributeName("group_id"))`)
	said(t, server.PlanDelete(membership(org, engineering, org.Simulator.AccountID(chen), chen)).Diagnostics,
		"A protected account would be removed: This would remove account "+org.Simulator.AccountID(chen)+" from group "+engineering+
			", but protected_account_ids of the provider block lists it: no plan may remove such an account from a group. Keep it in the group, or take it out of protected_account_ids first. "+
			"To only stop managing it here, use a removed block with destroy = false.")
}

// ignored is what follows each import block.
const ignored = "Terraform ignores the block while the state has an object at that address. " +
	"If that object is gone, first run terraform apply -refresh-only, which removes it from the state."

func TestGroupErrorsInFull(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	id := org.Simulator.GroupID("engineering")
	server := acctest.Server(t, org, nil)
	state, diagnostics := server.ApplyResource(server.PlanCreate("atlassian_group", map[string]any{"name": "Engineering"}))
	assert.Nil(t, state, "it is never adopted")
	said(t, diagnostics, `It exists already: A group named "Engineering" exists already. An object that exists is never adopted silently. To manage it from here, import it:

import {
  to = atlassian_group.engineering # or this resource's own address
  id = "`+org.Credentials.DirectoryID+"/"+id+`"
}

`+ignored+`

If this apply replaces that group, create_before_destroy is the cause: the old group keeps the name until it is destroyed, so the new one cannot be created before. `+
		"Nothing was changed. Remove create_before_destroy from this resource, and from every resource that depends on it, because each of them forces it here as well. "+
		"Or keep the group, and change its name or description in place.")

	const protects = `The group is protected from deletion: The plan would destroy group "engineering", which has deletion_protection = true. ` +
		`If that is what you want, set deletion_protection = false and apply, without any other change to the group. Then destroy it. (at AttributeName("deletion_protection"))`
	guarded := groupState(org, "engineering", map[string]any{"deletion_protection": true})
	said(t, server.PlanDelete(guarded).Diagnostics, protects)
	// A group that was tainted, or given to -replace, is planned as a new one; its protections hold all the same.
	unplanned := server.PlanDelete(groupState(org, "engineering", nil))
	unplanned.Prior = guarded
	left, diagnostics := server.ApplyResource(unplanned)
	said(t, diagnostics, protects)
	assert.NotNil(t, left)
	assert.Equal(t, id, org.Simulator.GroupID("engineering"))

	for importID, want := range map[string]string{
		"engineering": "Invalid import ID: The import ID of a group is DIRECTORY_ID/GROUP_ID or GROUP_ID. GROUP_ID is a UUID in lower case. If you do not know the ID, " +
			"use name:NAME or DIRECTORY_ID/name:NAME. If you leave the directory out, the provider takes its own directory_id, else the organization's only directory.",
		"name:nobody":                          `Cannot import the group: Group "nobody" of directory ` + org.Credentials.DirectoryID + " does not exist.",
		"00000000-0000-4000-8000-00000000dead": "Cannot import non-existent remote object: atlassian_group 00000000-0000-4000-8000-00000000dead",
	} {
		_, diagnostics := server.ImportByID("atlassian_group", importID)
		said(t, diagnostics, want)
	}
}
