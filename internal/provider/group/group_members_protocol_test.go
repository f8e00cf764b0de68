// SPDX-License-Identifier: MPL-2.0

package group_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const membersType = "atlassian_group_members"

// membersOf is the state of a group's members, as an earlier run would have left it. Words with an @ are addresses.
func membersOf(org *simulated.Organization, groupID string, words ...string) *protocol.State {
	list := "account_ids"
	if slices.ContainsFunc(words, func(word string) bool { return strings.Contains(word, "@") }) {
		list = "emails"
	}
	return &protocol.State{
		TypeName: membersType, Identity: groupIdentity(org, groupID),
		Values: map[string]any{"directory_id": org.Credentials.DirectoryID, "group_id": groupID, list: anys(words)},
	}
}

func anys(texts []string) []any {
	values := make([]any, len(texts))
	for i, text := range texts {
		values[i] = text
	}
	return values
}

// accounts are the account IDs of people, in their order.
func accounts(org *simulated.Organization, emails ...string) []string {
	ids := make([]string, len(emails))
	for i, email := range emails {
		ids[i] = org.Simulator.AccountID(email)
	}
	return ids
}

func TestGroupMembersConverge(t *testing.T) {
	t.Parallel()
	for name, options := range map[string][]protocol.Option{"new Terraform": nil, "Terraform without identity": {protocol.WithoutIdentity()}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := simulated.Start(t)
			group := org.Simulator.GroupID("contractors")
			server := func() *protocol.Server { return acctest.Server(t, org, nil, options...) }
			state := server().Converge(t, membersType, map[string]any{"group_id": group, "emails": []any{"MILO.rossi@contractor.example", ada, lena}})
			assert.Equal(t, []any{"MILO.rossi@contractor.example", ada, lena}, state.Values["emails"], "order and spelling of the configuration")
			assert.Nil(t, state.Values["account_ids"])
			assert.ElementsMatch(t, accounts(org, milo, ada, lena), org.Simulator.Members(group))
			if options == nil {
				assert.Equal(t, groupIdentity(org, group), state.Identity)
			}

			// Other order, other case: nothing to do, and nothing to ask.
			org.Simulator.ResetRequests()
			plan := server().PlanUpdate(state, map[string]any{"group_id": group, "emails": []any{"Lena.Fischer@contractor.example", milo, ada}})
			require.NoError(t, plan.Diagnostics.Err())
			assert.Equal(t, protocol.NoOp, plan.Action)
			assert.Zero(t, org.Requests())

			state = server().ConvergeFrom(t, state, map[string]any{"group_id": group, "emails": []any{bruno, ada}, "max_removals": 2})
			assert.ElementsMatch(t, accounts(org, bruno, ada), org.Simulator.Members(group))

			// By account ID instead: an update that changes nobody.
			org.Simulator.ResetRequests()
			state = server().ConvergeFrom(t, state, map[string]any{"group_id": group, "account_ids": anys(accounts(org, ada, bruno)), "max_removals": 0})
			assert.Equal(t, anys(accounts(org, ada, bruno)), state.Values["account_ids"])
			assert.Nil(t, state.Values["emails"])
			state = server().ConvergeFrom(t, state, map[string]any{"group_id": group, "emails": []any{bruno, ada}, "max_removals": 0})
			assert.Zero(t, org.Simulator.Requests()[addMemberOperation]+org.Simulator.Requests()[removeMemberOperation])

			// Another way to say who is in the group, and a change at the same time.
			state = server().ConvergeFrom(t, state, map[string]any{"group_id": group, "account_ids": anys(accounts(org, chen, ada))})
			assert.ElementsMatch(t, accounts(org, chen, ada), org.Simulator.Members(group))
			state = server().ConvergeFrom(t, state, map[string]any{"group_id": group, "emails": []any{ada, dana}})
			assert.ElementsMatch(t, accounts(org, dana, ada), org.Simulator.Members(group))
			if options == nil {
				assert.Equal(t, groupIdentity(org, group), state.Identity)
			}

			one := server()
			_, diagnostics := one.ApplyResource(one.PlanDelete(state))
			require.NoError(t, diagnostics.Err())
			assert.Empty(t, org.Simulator.Members(group))
			assert.NotEmpty(t, org.Simulator.GroupID("contractors"), "the group stays")

			require.NoError(t, org.Simulator.DeleteGroup(group))
			gone, diagnostics := server().ReadResource(state)
			require.NoError(t, diagnostics.Err())
			assert.Nil(t, gone)
			one = server()
			_, diagnostics = one.ApplyResource(one.PlanDelete(state))
			require.NoError(t, diagnostics.Err(), "nothing is left to remove")
		})
	}
}

func TestGroupMembersImport(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	group := org.Simulator.GroupID("engineering")
	server := acctest.Server(t, org, nil)
	var states []*protocol.State
	for _, id := range []string{group, org.Credentials.DirectoryID + "/" + group} {
		state, diagnostics := server.ImportByID(membersType, id)
		require.NoError(t, diagnostics.Err())
		states = append(states, state)
	}
	for _, identity := range []map[string]any{{"group_id": group}, groupIdentity(org, group)} {
		state, diagnostics := server.ImportByIdentity(membersType, identity)
		require.NoError(t, diagnostics.Err())
		states = append(states, state)
	}
	for _, state := range states {
		assert.ElementsMatch(t, anys(accounts(org, chen, dana, gus)), state.Values["account_ids"])
		assert.Nil(t, state.Values["emails"])
		assert.Equal(t, groupIdentity(org, group), state.Identity)
		server.Walk()
		plan := server.PlanUpdate(state, map[string]any{"group_id": group, "account_ids": anys(accounts(org, gus, dana, chen))})
		require.NoError(t, plan.Diagnostics.Err())
		assert.Equal(t, protocol.NoOp, plan.Action)
	}
	// By address it is one update in place that changes nobody.
	server.Walk()
	plan := server.PlanUpdate(states[0], map[string]any{"group_id": group, "emails": []any{gus, dana, chen}, "max_removals": 0})
	require.NoError(t, plan.Diagnostics.Err())
	assert.Equal(t, protocol.Update, plan.Action)
	server.Walk()
	server.ConvergeFrom(t, states[0], map[string]any{"group_id": group, "emails": []any{gus, dana, chen}, "max_removals": 0})
	assert.Zero(t, org.Simulator.Requests()[addMemberOperation]+org.Simulator.Requests()[removeMemberOperation])

	for _, id := range []string{"engineering", "name:engineering", "/" + group, "a/b/" + group, group + "/"} {
		_, diagnostics := server.ImportByID(membersType, id)
		assert.ErrorContains(t, diagnostics.Err(), "DIRECTORY_ID/GROUP_ID or GROUP_ID", id)
	}
}

func TestGroupMembersShowStrangers(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	group := org.Simulator.GroupID("engineering")
	require.NoError(t, org.Simulator.AddMember(group, ada))
	require.NoError(t, org.Simulator.RemoveMember(group, dana))
	state, diagnostics := acctest.Server(t, org, nil).ReadResource(membersOf(org, group, gus, dana, "Chen.Li@acme.example"))
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, []any{gus, "Chen.Li@acme.example", ada}, state.Values["emails"])
	ids := accounts(org, gus, dana, chen, ada)
	state, diagnostics = acctest.Server(t, org, nil).ReadResource(membersOf(org, group, ids[:3]...))
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, []any{ids[0], ids[2], ids[3]}, state.Values["account_ids"])
}

func TestGroupMembersTakeOver(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	group := org.Simulator.GroupID("jira-users") // has seven members
	server := acctest.Server(t, org, nil)
	create := func(config map[string]any) *protocol.Plan {
		server.Walk()
		return server.PlanCreate(membersType, config)
	}
	for _, config := range []map[string]any{{"emails": []any{chen, milo}}, {"account_ids": anys(accounts(org, chen, milo))}} {
		config["group_id"] = group
		plan := create(config)
		require.NoError(t, plan.Diagnostics.Err())
		require.Len(t, plan.Diagnostics.Warnings(), 1)
		warning := plan.Diagnostics.Warnings()[0]
		assert.Contains(t, warning, "Members who are not listed will be removed: Group "+group+" has 6 members who are not listed in ")
		stranger := ada
		if config["emails"] == nil {
			stranger = org.Simulator.AccountID(ada)
		}
		assert.Contains(t, warning, stranger)
		assert.NotContains(t, warning, chen)

		plan = create(merged(config, map[string]any{"max_removals": 5}))
		require.ErrorContains(t, plan.Diagnostics.Err(), "Too many members would be removed: This would remove 6 members from group "+group+", but max_removals allows 5: ")
		require.ErrorContains(t, plan.Diagnostics.Err(), "raise max_removals to at least 6.")
		require.ErrorContains(t, plan.Diagnostics.Err(), stranger)
		require.ErrorContains(t, plan.Diagnostics.Err(), `(at AttributeName("max_removals"))`)
		assert.NoError(t, create(merged(config, map[string]any{"max_removals": 6})).Diagnostics.Err())
	}
	many := simulated.Start(t, simulated.WithStart(simulated.Large(simulated.Size{Members: 1200})))
	plan := acctest.Server(t, many, nil).PlanCreate(membersType, map[string]any{"group_id": simulated.CrowdID, "emails": []any{simulated.Email(1)}})
	require.Len(t, plan.Diagnostics.Warnings(), 1)
	assert.Contains(t, plan.Diagnostics.Warnings()[0], simulated.Email(11)+" and 1189 more.", "ten of them are named")

	// Between plan and apply somebody else joins: the limit still holds.
	config := map[string]any{"group_id": group, "emails": []any{chen}, "max_removals": 6}
	plan = create(config)
	require.NoError(t, plan.Diagnostics.Err())
	require.NoError(t, org.Simulator.AddMember(group, milo))
	state, diagnostics := acctest.Server(t, org, nil).ApplyResource(plan)
	require.ErrorContains(t, diagnostics.Err(), "This would remove 7 members")
	assert.Nil(t, state)
	assert.Len(t, org.Simulator.Members(group), 8)
	acctest.Server(t, org, nil).Converge(t, membersType, merged(config, map[string]any{"max_removals": 7}))
	assert.Equal(t, accounts(org, chen), org.Simulator.Members(group))
}

func TestGroupMembersUnknownAddresses(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	group := org.Simulator.GroupID("engineering")
	wanted := []any{chen, ada}
	nobody := make([]string, 25)
	for i := range nobody {
		nobody[i] = fmt.Sprintf("nobody-%d@acme.example", i)
		wanted = append(wanted, nobody[i])
	}
	config := map[string]any{"group_id": group, "emails": wanted}
	server := acctest.Server(t, org, nil)
	_, created := server.ApplyResource(server.PlanCreate(membersType, config))
	left, updated := server.ApplyResource(server.PlanUpdate(membersOf(org, group, chen, dana, gus), config))
	assert.Equal(t, []any{chen, dana, gus}, left.Values["emails"])
	for _, diagnostics := range []protocol.Diagnostics{created, updated} {
		require.Len(t, diagnostics.Errors(), 1)
		text := diagnostics.Errors()[0]
		assert.Contains(t, text, "Addresses without an account: ")
		assert.Contains(t, text, "has no account for 25 addresses of the list: ")
		for _, email := range nobody {
			assert.Contains(t, text, email)
		}
		assert.NotContains(t, text, ada)
	}
	assert.ElementsMatch(t, accounts(org, chen, dana, gus), org.Simulator.Members(group), "nobody was added or removed")
}

func TestGroupMembersValidation(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := acctest.Server(t, org, nil)
	group := org.Simulator.GroupID("contractors")
	for want, config := range map[string]map[string]any{
		"Missing account_ids or emails":                                            {},
		"Both account_ids and emails":                                              {"emails": []any{ada}, "account_ids": []any{"712020:a"}},
		`"712020:a" is not an e-mail address. Use the attribute account_ids`:       {"emails": []any{ada, "712020:a"}},
		`"ada.okafor@acme.example" is not an account ID. Use the attribute emails`: {"account_ids": []any{"712020:a", ada}},
		`"ADA.OKAFOR@acme.example" is at positions 0 and 1.`:                       {"emails": []any{ada, strings.Replace(ada, "ada.okafor", "ADA.OKAFOR", 1)}},
		`"712020:a" is at positions 0 and 2.`:                                      {"account_ids": []any{"712020:a", "712020:A", "712020:a"}},
		"Element 0 is null.":                                                       {"account_ids": []any{nil}},
		"Attribute max_removals value must be at least 0":                          {"account_ids": []any{}, "max_removals": -1},
		"(at AttributeName(\"emails\").ElementKeyInt(1))":                          {"emails": []any{ada, "712020:a"}},
		`wrap the expression in trimspace()`:                                       {"emails": []any{ada + " "}},
		`"" is not an account ID`:                                                  {"account_ids": []any{""}},
		"must be a string containing a sequence of decimal numbers":                {"account_ids": []any{}, "timeouts": map[string]any{"create": "soon"}},
	} {
		config["group_id"] = group
		assert.ErrorContains(t, server.ValidateResourceConfig(membersType, config).Err(), want)
	}
	for _, config := range []map[string]any{
		{"group_id": protocol.Unknown, "emails": protocol.Unknown},
		{"group_id": group, "emails": []any{protocol.Unknown, protocol.Unknown, ada}},
		{"group_id": group, "account_ids": []any{}, "emails": protocol.Unknown},
	} {
		assert.NoError(t, server.ValidateResourceConfig(membersType, config).Err())
	}
}

func TestGroupMembersOfAHiddenAddress(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	group := org.Simulator.GroupID("engineering")
	// An earlier run saw a member whose address Atlassian did not give.
	state := membersOf(org, group, gus, org.Simulator.AccountID(dana), chen)
	server := acctest.Server(t, org, nil)
	server.ConvergeFrom(t, state, map[string]any{"group_id": group, "emails": []any{gus, chen}})
	assert.ElementsMatch(t, accounts(org, gus, chen), org.Simulator.Members(group), "the account ID stands for itself")
}

func TestGroupMembersDataSource(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	group := org.Simulator.GroupID("contractors")
	require.NoError(t, org.Simulator.AddMember(group, ada))
	values, diagnostics := acctest.Server(t, org, nil).ReadDataSource(membersType, map[string]any{"group_id": group})
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, org.Credentials.DirectoryID, values["directory_id"])
	ids := accounts(org, ada, lena, milo)
	slices.Sort(ids)
	assert.Equal(t, anys(ids), values["account_ids"])
	members := values["members"].([]any)
	require.Len(t, members, 3)
	for i, member := range members {
		assert.Equal(t, ids[i], member.(map[string]any)["account_id"])
	}
	assert.Contains(t, members, map[string]any{"account_id": org.Simulator.AccountID(ada), "email": ada, "name": "Ada Okafor", "status": "active", "claim_status": "managed", "mfa_enabled": true})
	assert.Contains(t, members, map[string]any{"account_id": org.Simulator.AccountID(lena), "email": lena, "name": "Lena Fischer", "status": "active", "claim_status": "unmanaged", "mfa_enabled": nil})

	require.NoError(t, org.Simulator.DeleteGroup(group))
	_, diagnostics = acctest.Server(t, org, nil).ReadDataSource(membersType, map[string]any{"group_id": group})
	require.ErrorContains(t, diagnostics.Err(), "Cannot read the members of the group: ")
	require.ErrorContains(t, diagnostics.Err(), "does not exist")
}

func TestGroupMembersList(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := acctest.Server(t, org, nil)
	results, diagnostics := server.ListResource(membersType, nil, protocol.ListOptions{IncludeResource: true})
	require.NoError(t, diagnostics.Err())
	require.Len(t, results, 6)
	for _, result := range results {
		group := org.Simulator.GroupID(result.DisplayName)
		assert.Equal(t, groupIdentity(org, group), result.Identity)
		assert.ElementsMatch(t, anys(org.Simulator.Members(group)), result.Resource["account_ids"])
		imported, diagnostics := server.ImportByIdentity(membersType, result.Identity)
		require.NoError(t, diagnostics.Err())
		assert.Equal(t, imported.Values, result.Resource, "what is listed is what an import reads")
	}
	org.Simulator.ResetRequests()
	results, diagnostics = server.ListResource(membersType, map[string]any{"search_term": "users"}, protocol.ListOptions{Limit: 1})
	require.NoError(t, diagnostics.Err())
	require.Len(t, results, 1)
	assert.Equal(t, "confluence-users", results[0].DisplayName)
	assert.Nil(t, results[0].Resource)
	assert.Equal(t, 1, org.Requests(), "members are read only where they are asked for")

	org.Simulator.Inject(simulator.Fault{Operation: searchOperation, Status: 403})
	_, diagnostics = server.ListResource(membersType, nil, protocol.ListOptions{})
	require.ErrorContains(t, diagnostics.Err(), "Cannot list the groups: ")
	org.Simulator.Inject(simulator.Fault{Operation: searchUsersOperation, Status: 403})
	results, diagnostics = acctest.Server(t, org, nil).ListResource(membersType, nil, protocol.ListOptions{IncludeResource: true})
	require.ErrorContains(t, diagnostics.Err(), `Cannot list the members of group "confluence-users": `)
	assert.Len(t, results, 5)
}

// With an element that is not known yet, any of the members who are not listed may have to leave: the plan names them all.
func TestGroupMembersShowsWhoMayHaveToLeave(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	group := org.Simulator.GroupID("contractors")
	present := org.Simulator.Members(group)
	for open := range len(present) + 2 {
		config := map[string]any{"group_id": group, "account_ids": slices.Repeat([]any{protocol.Unknown}, open+1)}
		plan := acctest.Server(t, org, nil).PlanCreate(membersType, config)
		require.NoError(t, plan.Diagnostics.Err())
		require.Len(t, plan.Diagnostics.Warnings(), 1)
		assert.Contains(t, plan.Diagnostics.Warnings()[0], "Members who are not listed will be removed: Group "+group+" has up to "+base.Quantity(len(present), "member", "members"))
		for _, id := range present {
			assert.Contains(t, plan.Diagnostics.Warnings()[0], id)
		}
	}
}
