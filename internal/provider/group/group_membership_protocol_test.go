// SPDX-License-Identifier: MPL-2.0

package group_test

import (
	"maps"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/thorough"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// Operations that tests count or disturb.
const (
	addMemberOperation    = "POST /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/{groupId}/memberships"
	removeMemberOperation = "DELETE /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/{groupId}/memberships/{accountId}"
	searchUsersOperation  = "POST /admin/v2/orgs/{orgId}/directories/{directoryId}/users/search"
	countUsersOperation   = "GET /admin/v2/orgs/{orgId}/directories/{directoryId}/users/count"
)

// People of the small company.
const (
	ada   = "ada.okafor@acme.example"
	bruno = "bruno.keller@acme.example"
	chen  = "chen.li@acme.example"
	dana  = "dana.novak@acme.example"
	emil  = "emil.sorensen@acme.example"
	gus   = "gus.moreau@acme.dev"
	lena  = "lena.fischer@contractor.example"
	milo  = "milo.rossi@contractor.example"
)

// membership is the state of a membership, as an earlier run would have left it.
func membership(org *simulated.Organization, groupID, accountID, email string) *protocol.State {
	identity := groupIdentity(org, groupID)
	identity["account_id"] = accountID
	return &protocol.State{
		TypeName: "atlassian_group_membership", Identity: identity,
		Values: map[string]any{"directory_id": org.Credentials.DirectoryID, "group_id": groupID, "account_id": accountID, "email": email},
	}
}

func TestGroupMembershipConverges(t *testing.T) {
	t.Parallel()
	for name, options := range map[string][]protocol.Option{"new Terraform": nil, "Terraform without identity": {protocol.WithoutIdentity()}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := simulated.Start(t)
			group := org.Simulator.GroupID("contractors")
			server := acctest.Server(t, org, nil, options...)
			state := server.Converge(t, "atlassian_group_membership", map[string]any{"group_id": group, "email": "Ada.Okafor@acme.example"})
			assert.Equal(t, "Ada.Okafor@acme.example", state.Values["email"], "the user's spelling stays")
			assert.Equal(t, org.Simulator.AccountID(ada), state.Values["account_id"])
			if options == nil {
				assert.Equal(t, membership(org, group, org.Simulator.AccountID(ada), "").Identity, state.Identity)
			}
			// Another spelling, or the account's ID, is the same member.
			for _, config := range []map[string]any{{"email": "ADA.OKAFOR@acme.example"}, {"account_id": org.Simulator.AccountID(ada)}} {
				config["group_id"] = group
				again := acctest.Server(t, org, nil, options...)
				org.Simulator.ResetRequests()
				plan := again.PlanUpdate(state, config)
				require.NoError(t, plan.Diagnostics.Err())
				assert.Equal(t, protocol.NoOp, plan.Action)
				assert.Zero(t, org.Requests(), "an unchanged membership costs no request")
			}
			// Somebody else removes the member, who has long been added.
			state.Private = nil
			require.NoError(t, org.Simulator.RemoveMember(group, ada))
			gone, diagnostics := acctest.Server(t, org, nil, options...).ReadResource(state)
			require.NoError(t, diagnostics.Err())
			assert.Nil(t, gone)
			// The whole group goes.
			state = acctest.Server(t, org, nil, options...).Converge(t, "atlassian_group_membership", map[string]any{"group_id": group, "account_id": org.Simulator.AccountID(bruno)})
			assert.Equal(t, bruno, state.Values["email"])
			state.Private = nil
			require.NoError(t, org.Simulator.DeleteGroup(group))
			gone, diagnostics = acctest.Server(t, org, nil, options...).ReadResource(state)
			require.NoError(t, diagnostics.Err())
			assert.Nil(t, gone)
		})
	}
}

func TestGroupMembershipImport(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	group, account := org.Simulator.GroupID("engineering"), org.Simulator.AccountID(chen)
	server := acctest.Server(t, org, nil)
	want := membership(org, group, account, chen)
	var states []*protocol.State
	for _, id := range []string{group + "/" + account, org.Credentials.DirectoryID + "/" + group + "/" + account} {
		state, diagnostics := server.ImportByID("atlassian_group_membership", id)
		require.NoError(t, diagnostics.Err())
		states = append(states, state)
	}
	for _, identity := range []map[string]any{{"group_id": group, "account_id": account}, want.Identity} {
		state, diagnostics := server.ImportByIdentity("atlassian_group_membership", identity)
		require.NoError(t, diagnostics.Err())
		states = append(states, state)
	}
	for _, state := range states {
		assert.Equal(t, want.Values, state.Values)
		assert.Equal(t, want.Identity, state.Identity)
		for _, config := range []map[string]any{{"email": "Chen.Li@acme.example"}, {"account_id": account}} {
			config["group_id"] = group
			assert.Equal(t, protocol.NoOp, server.PlanUpdate(state, config).Action)
		}
	}
	for _, id := range []string{"", "engineering", group, "a/b/c/d", "/" + group + "/" + account, group + "/ada@acme.example", group + "/"} {
		_, diagnostics := server.ImportByID("atlassian_group_membership", id)
		require.Error(t, diagnostics.Err(), id)
		if id != "" { // which is an import by an identity that is not there
			assert.Contains(t, diagnostics.Err().Error(), "DIRECTORY_ID/GROUP_ID/ACCOUNT_ID", id)
		}
	}
	_, diagnostics := server.ImportByID("atlassian_group_membership", group+"/"+org.Simulator.AccountID(ada))
	assert.ErrorContains(t, diagnostics.Err(), "non-existent")
}

func TestGroupMembershipPlansTheAccount(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	group := org.Simulator.GroupID("contractors")
	server := acctest.Server(t, org, nil)

	plan := server.PlanCreate("atlassian_group_membership", map[string]any{"group_id": group, "email": ada})
	require.NoError(t, plan.Diagnostics.Err())
	assert.Equal(t, org.Simulator.AccountID(ada), plan.Planned["account_id"])
	assert.Equal(t, org.Credentials.DirectoryID, plan.Planned["directory_id"])

	plan = server.PlanCreate("atlassian_group_membership", map[string]any{"group_id": protocol.Unknown, "email": ada})
	require.NoError(t, plan.Diagnostics.Err())
	assert.Equal(t, org.Simulator.AccountID(ada), plan.Planned["account_id"], "whatever the group")

	// An address that nobody has yet: the person is invited in the same run, or is not.
	config := map[string]any{"group_id": group, "email": "new@acme.example"}
	plan = server.PlanCreate("atlassian_group_membership", config)
	require.NoError(t, plan.Diagnostics.Err())
	assert.Equal(t, protocol.Unknown, plan.Planned["account_id"])
	state, diagnostics := acctest.Server(t, org, nil).ApplyResource(plan)
	assert.Nil(t, state)
	require.ErrorContains(t, diagnostics.Err(), "No account has this e-mail address: ")
	require.ErrorContains(t, diagnostics.Err(), "Invite the person to the organization first, or write account_id instead of email.")
	require.ErrorContains(t, diagnostics.Err(), `(at AttributeName("email"))`)
	invited, err := org.Simulator.AddUser(simulator.User{Email: "New@acme.example"})
	require.NoError(t, err)
	state, diagnostics = acctest.Server(t, org, nil).ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, invited, state.Values["account_id"])
	assert.Equal(t, "new@acme.example", state.Values["email"])
}

func TestGroupMembershipOfAMember(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := acctest.Server(t, org, nil)
	state, diagnostics := server.ApplyResource(server.PlanCreate("atlassian_group_membership", map[string]any{"group_id": org.Simulator.GroupID("engineering"), "email": chen}))
	require.NoError(t, diagnostics.Err())
	require.Len(t, diagnostics.Warnings(), 1)
	assert.Contains(t, diagnostics.Warnings()[0], "The account was a member already: ")
	assert.Contains(t, diagnostics.Warnings()[0], "This resource manages the membership now")
	assert.NotNil(t, state)
}

func TestGroupMembershipWithoutASeat(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	require.NoError(t, org.Simulator.SetSeats(jiraARI, len(org.Simulator.Members("jira-users"))))
	server := acctest.Server(t, org, nil)
	state, diagnostics := server.ApplyResource(server.PlanCreate("atlassian_group_membership", map[string]any{"group_id": org.Simulator.GroupID("engineering"), "email": milo}))
	require.ErrorContains(t, diagnostics.Err(), "Cannot add the member: ")
	require.ErrorContains(t, diagnostics.Err(), "the user limit of an app the group grants is reached; raise the limit, or free a seat first")
	assert.Nil(t, state)
}

func TestGroupMembershipValidation(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := acctest.Server(t, org, nil)
	group := org.Simulator.GroupID("contractors")
	for want, config := range map[string]map[string]any{
		"Missing account_id or email":                                {"group_id": group},
		"Both account_id and email":                                  {"group_id": group, "email": ada, "account_id": "712020:a"},
		"Use the attribute account_id for account IDs":               {"group_id": group, "email": "712020:a"},
		"Use the attribute email for e-mail addresses":               {"group_id": group, "account_id": ada},
		"use the data source atlassian_group to find":                {"group_id": "contractors", "email": ada},
		`directory_id must be the ID of a directory, and "-" is not`: {"group_id": group, "email": ada, "directory_id": "-"},
		`directory_id must be the ID of a directory, and "" is not`:  {"group_id": group, "email": ada, "directory_id": ""},
	} {
		assert.ErrorContains(t, server.ValidateResourceConfig("atlassian_group_membership", config).Err(), want)
	}
	for _, config := range []map[string]any{
		{"group_id": protocol.Unknown, "email": protocol.Unknown},
		{"group_id": group, "email": protocol.Unknown, "account_id": protocol.Unknown},
		{"group_id": group, "email": ada, "account_id": protocol.Unknown},
	} {
		assert.NoError(t, server.ValidateResourceConfig("atlassian_group_membership", config).Err())
	}
}

// readdress gives an account another address, as happens when a person's name changes.
func readdress(t *testing.T, org *simulated.Organization, from, to string, groups ...string) {
	t.Helper()
	id := org.Simulator.AccountID(from)
	require.NoError(t, org.Simulator.RemoveUser(id))
	_, err := org.Simulator.AddUser(simulator.User{AccountID: id, Email: to})
	require.NoError(t, err)
	for _, group := range groups {
		require.NoError(t, org.Simulator.AddMember(group, id))
	}
}

func TestGroupMembershipOfAChangedAddress(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	group, account := org.Simulator.GroupID("engineering"), org.Simulator.AccountID(chen)
	readdress(t, org, chen, "chen.wu@acme.example", "engineering")
	refresh := func() (*protocol.Server, *protocol.State) {
		server := acctest.Server(t, org, nil)
		state, diagnostics := server.ReadResource(membership(org, group, account, chen))
		require.NoError(t, diagnostics.Err())
		require.Equal(t, "chen.wu@acme.example", state.Values["email"], "drift")
		return server, state
	}
	server, state := refresh()
	byID := server.PlanUpdate(state, map[string]any{"group_id": group, "account_id": account})
	assert.Equal(t, protocol.NoOp, byID.Action, "who is a member has not changed")
	present := server.PlanUpdate(state, map[string]any{"group_id": group, "email": "chen.wu@acme.example"})
	assert.Equal(t, protocol.NoOp, present.Action)

	// Replacing would remove the member and then find nobody to add.
	former := server.PlanUpdate(state, map[string]any{"group_id": group, "email": chen})
	require.ErrorContains(t, former.Diagnostics.Err(), "account "+account+", has the address chen.wu@acme.example")
	require.ErrorContains(t, former.Diagnostics.Err(), "If the address of the same person has changed, write the new address.")

	// The former address belongs to somebody else by now: that is who the configuration names.
	successor, err := org.Simulator.AddUser(simulator.User{AccountID: "712020:successor", Email: chen})
	require.NoError(t, err)
	server, state = refresh()
	plan := server.PlanUpdate(state, map[string]any{"group_id": group, "email": chen})
	require.NoError(t, plan.Diagnostics.Err())
	assert.Equal(t, protocol.Update, plan.Action)
	assert.Equal(t, successor, plan.Planned["account_id"])
	_, diagnostics := server.ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	assert.NotContains(t, org.Simulator.Members("engineering"), account)
	assert.Contains(t, org.Simulator.Members("engineering"), successor)
}

// An address that the state does not know, as after an import of a member whose address was hidden, is looked up; the
// same account stays.
func TestGroupMembershipTakesAnAddressOver(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	group := org.Simulator.GroupID("engineering")
	state := membership(org, group, org.Simulator.AccountID(chen), "")
	state.Values["email"] = nil
	server := acctest.Server(t, org, nil)
	plan := server.PlanUpdate(state, map[string]any{"group_id": group, "email": chen})
	require.NoError(t, plan.Diagnostics.Err())
	assert.Equal(t, protocol.Update, plan.Action)
	server.Walk()
	server.ConvergeFrom(t, state, map[string]any{"group_id": group, "email": chen})
	assert.Zero(t, org.Simulator.Requests()[addMemberOperation]+org.Simulator.Requests()[removeMemberOperation])
}

func TestGroupMembershipRefreshRequests(t *testing.T) {
	t.Parallel()
	members := thorough.Part(2000, 300)
	org := simulated.Start(t, simulated.WithStart(simulated.Large(simulated.Size{Members: members})))
	server := acctest.Server(t, org, nil)
	var read atomic.Int64
	acctest.TenAtOnce(members, func(i int) {
		state, diagnostics := server.ReadResource(membership(org, simulated.CrowdID, simulated.AccountID(i+1), simulated.Email(i+1)))
		if assert.NoError(t, diagnostics.Err()) && assert.NotNil(t, state) {
			assert.Equal(t, simulated.Email(i+1), state.Values["email"])
			read.Add(1)
			// An unchanged membership is planned in the same walk.
			assert.Empty(t, server.PlanUpdate(state, map[string]any{"group_id": simulated.CrowdID, "email": simulated.Email(i + 1)}).Diagnostics)
		}
	})
	assert.EqualValues(t, members, read.Load())
	assert.LessOrEqual(t, org.Requests(), members/50+5, "%v", org.Simulator.Requests())
}

func TestGroupMembershipList(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := acctest.Server(t, org, nil)
	group := org.Simulator.GroupID("engineering")
	results, diagnostics := server.ListResource("atlassian_group_membership", map[string]any{"group_id": group}, protocol.ListOptions{IncludeResource: true})
	require.NoError(t, diagnostics.Err())
	require.Len(t, results, 3)
	for i, email := range []string{chen, dana, gus} {
		want := membership(org, group, org.Simulator.AccountID(email), email)
		assert.Equal(t, want.Identity, results[i].Identity)
		// What is generated from it says who the member is only once.
		assert.Equal(t, merged(want.Values, map[string]any{"email": nil}), results[i].Resource)
		assert.Contains(t, results[i].DisplayName, "("+email+")")
	}
	results, diagnostics = server.ListResource("atlassian_group_membership", map[string]any{"group_id": group}, protocol.ListOptions{Limit: 2})
	require.NoError(t, diagnostics.Err())
	require.Len(t, results, 2)
	assert.Nil(t, results[0].Resource)

	_, diagnostics = server.ListResource("atlassian_group_membership", map[string]any{"group_id": org.Credentials.DirectoryID}, protocol.ListOptions{})
	assert.ErrorContains(t, diagnostics.Err(), "Cannot list the members of the group: ")
}

func TestGroupMembershipListIsLazy(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t, simulated.WithStart(simulated.Large(simulated.Size{Members: 1000})))
	server := acctest.Server(t, org, nil)
	config := map[string]any{"group_id": simulated.CrowdID, "directory_id": org.Credentials.DirectoryID}
	results, diagnostics := server.ListResource("atlassian_group_membership", config, protocol.ListOptions{Limit: 150})
	require.NoError(t, diagnostics.Err())
	assert.Len(t, results, 150)
	assert.Equal(t, map[string]int{searchUsersOperation: 2}, org.Simulator.Requests())

	// An error on a later page ends the list, but keeps what came before.
	org.Simulator.Inject(simulator.Fault{Operation: searchUsersOperation, Status: 403, Skip: 1})
	results, diagnostics = server.ListResource("atlassian_group_membership", config, protocol.ListOptions{Limit: 150})
	require.ErrorContains(t, diagnostics.Err(), "Cannot list the members of the group: ")
	assert.Len(t, results, 100)
}

// merged is a configuration with more in it.
func merged(config, more map[string]any) map[string]any {
	all := maps.Clone(config)
	maps.Copy(all, more)
	return all
}
