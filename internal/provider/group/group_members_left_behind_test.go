// SPDX-License-Identifier: MPL-2.0

package group_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// Terraform deletes a list that is no longer in the configuration as its state was before the refresh. Nobody can be removed for an address
// that its person does not have any more. The refresh says so, and so does the deletion.
func TestNobodyIsLeftBehindInSilence(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	group := org.Simulator.GroupID("contractors")
	state := acctest.Server(t, org, nil).Converge(t, membersType, map[string]any{"group_id": group, "emails": []any{ada, bruno}})
	end := func() (planned, refreshed, deleted string) {
		planning := acctest.Server(t, org, nil)
		plan := planning.PlanResource(membersType, state, nil)
		require.NoError(t, plan.Diagnostics.Err())
		_, read := planning.ReadResource(state)
		require.NoError(t, read.Err())
		_, applied := acctest.Server(t, org, nil).ApplyResource(plan)
		require.NoError(t, applied.Err())
		return strings.Join(plan.Diagnostics.Warnings(), "\n"), strings.Join(read.Warnings(), "\n"), strings.Join(applied.Warnings(), "\n")
	}
	const renamed = "ada.adeyemi@acme.example"
	adaID := org.Simulator.AccountID(ada)
	readdress(t, org, ada, renamed, group)
	planned, refreshed, deleted := end()
	assert.Empty(t, planned)
	assert.Contains(t, refreshed, "Members who joined will stay: The list of the members of group "+group)
	assert.Contains(t, refreshed, "1 member joined elsewhere, or got another address, since the last apply, and will stay: "+renamed)
	said := "Somebody may have stayed in the group: The provider removes nobody from group " + group + " for 1 address of the list: " + ada + ". " +
		"The group has 1 member whom neither the list nor another resource names: " + renamed
	assert.Contains(t, deleted, said)
	assert.Equal(t, []string{adaID}, org.Simulator.Members(group))

	// The address is another account's by now, which the list never meant. It is in the group by a membership of its own or not at all.
	_, err := org.Simulator.AddUser(simulator.User{AccountID: "712020:another", Email: ada})
	require.NoError(t, err)
	require.NoError(t, org.Simulator.AddMember(group, bruno))
	_, _, deleted = end()
	assert.Contains(t, deleted, said)
	require.NoError(t, org.Simulator.AddMember(group, bruno))
	another := acctest.Server(t, org, nil)
	another.PlanCreate(membershipType, map[string]any{"group_id": group, "email": ada})
	plan := another.PlanResource(membersType, state, nil)
	require.NoError(t, plan.Diagnostics.Err())
	_, applied := acctest.Server(t, org, nil).ApplyResource(plan)
	require.NoError(t, applied.Err())
	assert.Contains(t, strings.Join(applied.Warnings(), "\n"), said)
	assert.Equal(t, []string{adaID}, org.Simulator.Members(group))

	// It says so, too, if the other account has joined by a membership of its own before.
	require.NoError(t, org.Simulator.AddMember(group, bruno))
	applying := acctest.Server(t, org, nil)
	_, applied = applying.ApplyResource(applying.PlanCreate(membershipType, map[string]any{"group_id": group, "email": ada}))
	require.NoError(t, applied.Err())
	_, applied = applying.ApplyResource(plan)
	require.NoError(t, applied.Err())
	assert.Contains(t, strings.Join(applied.Warnings(), "\n"), said)
	require.NoError(t, org.Simulator.RemoveMember(group, "712020:another"))

	// Who has left the group as well leaves nothing to say.
	require.NoError(t, org.Simulator.RemoveMember(group, adaID))
	_, _, deleted = end()
	assert.Empty(t, deleted)
}
