// SPDX-License-Identifier: MPL-2.0

package authpolicy_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const membersType = "atlassian_authentication_policy_members"

func TestMembersConverge(t *testing.T) {
	t.Parallel()
	for name, options := range map[string][]protocol.Option{"new Terraform": nil, "Terraform without identity": {protocol.WithoutIdentity()}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := simulated.Start(t)
			server := func() *protocol.Server { return acctest.Server(t, org, nil, options...) }
			state := server().Converge(t, membersType, map[string]any{"policy_id": staff, "emails": []any{"GUS.moreau@acme.dev", ada, emil}})
			assert.Equal(t, []any{"GUS.moreau@acme.dev", ada, emil}, state.Values["emails"], "order and spelling of the configuration")
			assert.Nil(t, state.Values["account_ids"])
			inPolicy(t, org, staff, ada, bruno, emil, gus)
			if options == nil {
				assert.Equal(t, identity(org, staff), state.Identity)
			}

			// Other order, other case: nothing to do, and nothing to ask.
			org.Simulator.ResetRequests()
			plan := server().PlanUpdate(state, map[string]any{"policy_id": staff, "emails": []any{emil, "gus.MOREAU@acme.dev", ada}})
			require.NoError(t, plan.Diagnostics.Err())
			assert.Equal(t, protocol.NoOp, plan.Action)
			assert.Zero(t, org.Requests())

			// A refresh knows the accounts behind the addresses.
			_, diagnostics := server().ReadResource(state)
			require.NoError(t, diagnostics.Err())
			assert.Equal(t, map[string]int{fetchOperation: 1}, org.Simulator.Requests())

			// A member who leaves goes to the fallback policy.
			state = server().ConvergeFrom(t, state, map[string]any{"policy_id": staff, "emails": []any{emil, fatima}, "fallback_policy_id": glass})
			inPolicy(t, org, staff, emil, fatima, bruno)
			inPolicy(t, org, glass, ada, gus)

			// By account ID instead, or by both: nobody moves.
			org.Simulator.ResetRequests()
			state = server().ConvergeFrom(t, state, map[string]any{"policy_id": staff, "account_ids": anys(accounts(org, fatima)), "emails": []any{emil}, "fallback_policy_id": glass, "max_removals": 0})
			assert.Equal(t, anys(accounts(org, fatima)), state.Values["account_ids"])
			assert.Equal(t, []any{emil}, state.Values["emails"])
			state = server().ConvergeFrom(t, state, map[string]any{"policy_id": staff, "account_ids": anys(accounts(org, emil, fatima)), "fallback_policy_id": glass, "max_removals": 0})
			assert.Nil(t, state.Values["emails"])
			assert.Zero(t, org.Simulator.Requests()[moveOperation])

			// Into another policy, without a stay in the fallback policy.
			plan = server().PlanUpdate(state, map[string]any{"policy_id": everyone, "account_ids": anys(accounts(org, emil)), "fallback_policy_id": glass, "max_removals": 1})
			require.NoError(t, plan.Diagnostics.Err())
			assert.Equal(t, protocol.Update, plan.Action)
			org.Simulator.ResetRequests()
			state, diagnostics = server().ApplyResource(plan)
			require.NoError(t, diagnostics.Err())
			inPolicy(t, org, everyone, emil)
			inPolicy(t, org, glass, fatima)
			assert.Equal(t, 2, org.Simulator.Requests()[moveOperation], "one away, one over: nobody goes by way of the fallback policy")
			if options == nil {
				assert.Equal(t, identity(org, everyone), state.Identity)
			}

			one := server()
			plan = one.PlanDelete(state)
			require.NoError(t, plan.Diagnostics.Err())
			assert.Contains(t, strings.Join(plan.Diagnostics.Warnings(), "\n"), "People go to the fallback policy")
			_, diagnostics = one.ApplyResource(plan)
			require.NoError(t, diagnostics.Err())
			inPolicy(t, org, glass, emil)
		})
	}
}

// Without another policy to go to, people stay, and Terraform says so.
func TestMembersAreForgottenWithoutAFallback(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := func() *protocol.Server { return acctest.Server(t, org, nil) }
	state := server().Converge(t, membersType, map[string]any{"policy_id": glass, "emails": []any{emil, gus}, "max_removals": 0})
	plan := server().PlanUpdate(state, map[string]any{"policy_id": glass, "emails": []any{gus}})
	require.NoError(t, plan.Diagnostics.Err())
	require.Len(t, plan.Diagnostics.Warnings(), 1)
	assert.Contains(t, plan.Diagnostics.Warnings()[0], "will only stop managing 1 person in policy "+glass+": "+emil)
	state, diagnostics := server().ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	assert.Contains(t, strings.Join(diagnostics.Warnings(), "\n"), "only stops managing")
	assert.Equal(t, []any{gus}, state.Values["emails"])
	inPolicy(t, org, glass, emil, gus)

	one := server()
	plan = one.PlanDelete(state)
	assert.Contains(t, strings.Join(plan.Diagnostics.Warnings(), "\n"), "will only stop managing 1 person in policy "+glass+": "+gus)
	org.Simulator.ResetRequests()
	gone, diagnostics := one.ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	assert.Nil(t, gone)
	assert.Zero(t, org.Simulator.Requests()[moveOperation])
	inPolicy(t, org, glass, emil, gus)
}

func TestMembersDrift(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := func() *protocol.Server { return acctest.Server(t, org, nil) }
	config := map[string]any{"policy_id": staff, "emails": []any{ada}, "account_ids": anys(accounts(org, bruno, chen))}
	state := server().Converge(t, membersType, config)
	require.NoError(t, org.Simulator.MoveToAuthenticationPolicy(everyone, ada))
	require.NoError(t, org.Simulator.MoveToAuthenticationPolicy(glass, chen))
	require.NoError(t, org.Simulator.MoveToAuthenticationPolicy(staff, emil), "somebody else, who is none of ours")
	state, diagnostics := server().ReadResource(state)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, []any{}, state.Values["emails"])
	assert.Equal(t, anys(accounts(org, bruno)), state.Values["account_ids"])
	state = server().ConvergeFrom(t, state, config)
	inPolicy(t, org, staff, ada, bruno, chen)

	// Who is not managed any more is in no policy, and cannot be put into one.
	unmanaged := "unmanaged"
	require.NoError(t, org.Simulator.ChangeUser(bruno, simulator.UserChange{ClaimStatus: &unmanaged}))
	state, diagnostics = server().ReadResource(state)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, anys(accounts(org, chen)), state.Values["account_ids"])
	require.ErrorContains(t, server().PlanUpdate(state, config).Diagnostics.Err(), "Accounts that are not managed")
}

func TestExclusiveMembers(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := func() *protocol.Server { return acctest.Server(t, org, nil) }
	config := map[string]any{"policy_id": staff, "emails": []any{ada, bruno, emil}, "exclusive": true, "fallback_policy_id": everyone}

	// Taking over a policy names who has to go, and counts them. It moves nobody yet: the next plan shows them.
	plan := server().PlanCreate(membersType, config)
	require.NoError(t, plan.Diagnostics.Err())
	require.Len(t, plan.Diagnostics.Warnings(), 1)
	assert.Contains(t, plan.Diagnostics.Warnings()[0], "Policy "+staff+" has 2 people who are not listed: "+dana+", "+chen+". This resource moves none of them in this apply.")
	config["max_removals"] = 1
	require.ErrorContains(t, server().PlanCreate(membersType, config).Diagnostics.Err(), "max_removals allows 1")
	config["max_removals"] = 2
	require.NoError(t, org.Simulator.MoveToAuthenticationPolicy(staff, gus)) // after the plan has looked
	state, diagnostics := server().ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	inPolicy(t, org, staff, ada, bruno, chen, dana, emil, gus)
	require.NoError(t, org.Simulator.MoveToAuthenticationPolicy(everyone, gus))
	state = shows(t, server(), state, ada, bruno, emil, chen, dana)
	state = server().ConvergeFrom(t, state, config)
	assert.ElementsMatch(t, accounts(org, ada, bruno, emil), org.Simulator.AuthenticationPolicyMembers(staff))
	inPolicy(t, org, everyone, chen, dana)

	org.Simulator.ResetRequests()
	plan = server().PlanUpdate(state, config)
	require.NoError(t, plan.Diagnostics.Err())
	assert.Equal(t, protocol.NoOp, plan.Action)
	assert.Zero(t, org.Requests(), "the refresh has looked for strangers, and the plan need not")

	// Somebody gets in: drift, and out again.
	require.NoError(t, org.Simulator.MoveToAuthenticationPolicy(staff, gus))
	state = shows(t, server(), state, ada, bruno, emil, gus)
	state = server().ConvergeFrom(t, state, config)
	inPolicy(t, org, everyone, gus)

	// A policy that is shared becomes exclusive: the plan tells what it does not show yet.
	config["exclusive"] = false
	state = server().ConvergeFrom(t, state, config)
	require.NoError(t, org.Simulator.MoveToAuthenticationPolicy(staff, gus))
	config["exclusive"] = true
	plan = server().PlanUpdate(state, config)
	require.NoError(t, plan.Diagnostics.Err())
	assert.Contains(t, strings.Join(plan.Diagnostics.Warnings(), "\n"), "Policy "+staff+" has 1 person who is not listed: "+gus)
	state, diagnostics = server().ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	inPolicy(t, org, staff, gus)
	server().ConvergeFrom(t, shows(t, server(), state, ada, bruno, emil, gus), config)
	inPolicy(t, org, everyone, gus)
}

// shows refreshes a list, which has these people then.
func shows(t *testing.T, server *protocol.Server, state *protocol.State, emails ...string) *protocol.State {
	t.Helper()
	state, diagnostics := server.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, anys(emails), state.Values["emails"])
	return state
}

func TestMembersImport(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := acctest.Server(t, org, nil)
	all := accounts(org, ada, bruno, chen, dana)
	slices.Sort(all)
	whole, diagnostics := server.ImportByID(membersType, staff)
	require.NoError(t, diagnostics.Err())
	byIdentity, diagnostics := server.ImportByIdentity(membersType, map[string]any{"policy_id": staff})
	require.NoError(t, diagnostics.Err())
	for _, state := range []*protocol.State{whole, byIdentity} {
		assert.Equal(t, anys(all), state.Values["account_ids"])
		assert.Nil(t, state.Values["emails"])
		assert.Equal(t, identity(org, staff), state.Identity)
		server.Walk()
		plan := server.PlanUpdate(state, map[string]any{"policy_id": staff, "account_ids": anys(accounts(org, dana, chen, bruno, ada))})
		require.NoError(t, plan.Diagnostics.Err())
		assert.Equal(t, protocol.NoOp, plan.Action)
	}
	some, diagnostics := server.ImportByID(membersType, staff+"/"+strings.Join(accounts(org, dana, ada, emil), ","))
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, anys(accounts(org, dana, ada)), some.Values["account_ids"], "who is in the policy of those that were named")

	for _, bad := range []string{"", "a b", staff + "/", staff + "/x,,y", staff + "/" + ada, staff + "/x/y"} {
		_, diagnostics := server.ImportByID(membersType, bad+" "[:min(1, 1-min(1, len(bad)))])
		require.Error(t, diagnostics.Err(), bad)
	}
	_, diagnostics = server.ImportByIdentity(membersType, map[string]any{"organization_id": everyone, "policy_id": staff})
	require.ErrorContains(t, diagnostics.Err(), "Another organization")
}

func TestMembersAreRefusedInThePlan(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	protected := accounts(org, fatima)
	protectedIn := accounts(org, ada)
	server := func() *protocol.Server {
		return acctest.Server(t, org, map[string]any{"protected_account_ids": anys(slices.Concat(protected, protectedIn))})
	}
	for name, test := range map[string]struct {
		config map[string]any
		want   []string
	}{
		"unknown address":       {map[string]any{"emails": []any{ada, "nobody@acme.example"}}, []string{"People without an account", "1 element of emails: nobody@acme.example"}},
		"unknown ID":            {map[string]any{"account_ids": []any{"712020:nobody"}}, []string{"People without an account", "1 element of account_ids: 712020:nobody"}},
		"unmanaged address":     {map[string]any{"emails": []any{lena}}, []string{"Accounts that are not managed", lena, "Verify the domain"}},
		"unmanaged ID":          {map[string]any{"account_ids": anys(accounts(org, lena))}, []string{"Accounts that are not managed", accounts(org, lena)[0]}},
		"protected address":     {map[string]any{"emails": []any{fatima}}, []string{"A protected account would be moved", fatima, protected[0]}},
		"protected ID":          {map[string]any{"account_ids": anys(protected)}, []string{"A protected account would be moved"}},
		"twice":                 {map[string]any{"emails": []any{bruno}, "account_ids": anys(accounts(org, bruno))}, []string{"An account is listed twice", bruno}},
		"protected, elsewhere":  {map[string]any{"policy_id": glass, "emails": []any{ada}}, []string{"A protected account would be moved", ada}},
		"protected would leave": {map[string]any{"emails": []any{bruno}, "exclusive": true, "fallback_policy_id": everyone}, []string{"A protected account would be moved", ada}},
		"nobody is to be left":  {map[string]any{"emails": []any{}, "exclusive": true, "fallback_policy_id": everyone}, []string{"An empty list would empty the policy", "set max_removals to at least 4"}},
	} {
		config := map[string]any{"policy_id": staff}
		maps.Copy(config, test.config)
		plan := server().PlanCreate(membersType, config)
		require.Error(t, plan.Diagnostics.Err(), name)
		for _, want := range test.want {
			require.ErrorContains(t, plan.Diagnostics.Err(), want, name)
		}
	}
	// A protected account that is there already is moved by nobody.
	server().Converge(t, membersType, map[string]any{"policy_id": staff, "emails": []any{ada}})
	assert.Zero(t, org.Simulator.Requests()[moveOperation])

	for name, test := range map[string]struct {
		config map[string]any
		want   string
	}{
		"no list":         {map[string]any{}, "Missing account_ids or emails"},
		"no fallback":     {map[string]any{"emails": []any{ada}, "exclusive": true}, "Missing fallback_policy_id"},
		"back to itself":  {map[string]any{"emails": []any{ada}, "fallback_policy_id": staff}, "The fallback policy is the policy itself"},
		"twice the same":  {map[string]any{"emails": []any{ada, strings.ToUpper(ada)}}, "Duplicate element"},
		"no address":      {map[string]any{"emails": []any{"ada"}}, "not an e-mail address"},
		"no account ID":   {map[string]any{"account_ids": []any{ada}}, "not an account ID"},
		"no policy":       {map[string]any{"policy_id": "a policy", "emails": []any{ada}}, "must be the ID of an authentication policy"},
		"negative number": {map[string]any{"emails": []any{ada}, "max_removals": -1}, "max_removals"},
	} {
		config := map[string]any{"policy_id": staff}
		maps.Copy(config, test.config)
		require.ErrorContains(t, server().ValidateResourceConfig(membersType, config).Err(), test.want, name)
	}
}

// An unreachable check is no refusal: the plan goes on, and apply tells.
func TestMembersArePlannedWithoutAnAnswer(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		org := simulated.Virtual(t)
		org.Simulator.Inject(simulator.Fault{Operation: fetchOperation, Status: 500, Count: -1})
		server := acctest.PacedServer(t, org, acctest.Impatient)
		plan := server.PlanCreate(membersType, map[string]any{"policy_id": glass, "account_ids": anys(accounts(org, emil))})
		require.NoError(t, plan.Diagnostics.Err())
		state, diagnostics := server.ApplyResource(plan)
		require.ErrorContains(t, diagnostics.Err(), "Cannot find out who is in which authentication policy")
		assert.Nil(t, state)

		_, diagnostics = server.ReadResource(&protocol.State{
			TypeName: membersType, Identity: identity(org, staff), Values: map[string]any{"policy_id": staff, "account_ids": anys(accounts(org, ada)), "exclusive": false},
		})
		require.ErrorContains(t, diagnostics.Err(), "Cannot read who is in the authentication policy", "no answer is not nobody")
	})
}

// A state that a plan without protection was made for does not get by the protection at apply.
func TestProtectedMembersStayWhateverThePlanSays(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	state := acctest.Server(t, org, nil).Converge(t, membersType, map[string]any{"policy_id": staff, "emails": []any{ada, emil}, "fallback_policy_id": everyone})
	plan := acctest.Server(t, org, nil).PlanDelete(state)
	require.NoError(t, plan.Diagnostics.Err())
	protecting := acctest.Server(t, org, map[string]any{"protected_account_ids": anys(accounts(org, ada))})
	left, diagnostics := protecting.ApplyResource(plan)
	require.ErrorContains(t, diagnostics.Err(), "A protected account would be moved")
	assert.NotNil(t, left)
	inPolicy(t, org, staff, ada, emil)
}

// What is not known in the plan is looked at when it is.
func TestUnknownMembers(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := acctest.Server(t, org, nil)
	config := map[string]any{"policy_id": protocol.Unknown, "emails": []any{emil, protocol.Unknown}, "exclusive": true, "fallback_policy_id": everyone}
	plan := server.PlanCreate(membersType, config)
	require.NoError(t, plan.Diagnostics.Err())
	config["policy_id"], config["emails"] = staff, []any{emil, ada}
	state, diagnostics := server.ApplyKnown(plan, config)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, []any{emil, ada}, state.Values["emails"])
	assert.ElementsMatch(t, accounts(org, emil, ada, bruno, chen, dana), org.Simulator.AuthenticationPolicyMembers(staff), "the plan has named nobody to leave")
	config["max_removals"] = 3
	state = server.ConvergeFrom(t, shows(t, server, state, emil, ada, bruno, chen, dana), config)
	assert.ElementsMatch(t, accounts(org, emil, ada), org.Simulator.AuthenticationPolicyMembers(staff))

	plan = server.PlanUpdate(state, map[string]any{"policy_id": staff, "emails": []any{ada, protocol.Unknown}, "exclusive": true, "fallback_policy_id": everyone, "max_removals": 0})
	require.NoError(t, plan.Diagnostics.Err(), "the unknown one may be who seems to leave")
}

// An address that changed belongs to the same person, who shows with the present one.
func TestAMemberWhoseAddressChanged(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	state := acctest.Server(t, org, nil).Converge(t, membersType, map[string]any{"policy_id": staff, "emails": []any{ada, emil}})

	moved := org.Simulator.Organization() // with account IDs everywhere
	for i, user := range moved.Users {
		if user.Email == emil {
			moved.Users[i].Email = "e.sorensen@acme.example"
		}
	}
	later := simulated.Start(t, simulated.WithStart(moved))
	state, diagnostics := acctest.Server(t, later, nil).ReadResource(state)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, []any{ada, "e.sorensen@acme.example"}, state.Values["emails"])
	require.ErrorContains(t, acctest.Server(t, later, nil).PlanUpdate(state, map[string]any{"policy_id": staff, "emails": []any{ada, emil}}).Diagnostics.Err(),
		"People without an account", "nobody has the old address")
	acctest.Server(t, later, nil).ConvergeFrom(t, state, map[string]any{"policy_id": staff, "emails": []any{ada, "e.sorensen@acme.example"}})
}

func TestListMembers(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := acctest.Server(t, org, nil)
	listed, diagnostics := server.ListResource("atlassian_authentication_policy_members", map[string]any{}, protocol.ListOptions{IncludeResource: true})
	require.NoError(t, diagnostics.Err())
	require.Len(t, listed, 2, "nobody is in the third policy, so that nothing shows it")
	assert.Equal(t, everyone+" (7 members)", listed[0].DisplayName)
	assert.Equal(t, identity(org, staff), listed[1].Identity)
	assert.ElementsMatch(t, anys(accounts(org, ada, bruno, chen, dana)), listed[1].Resource["account_ids"])
	assert.Equal(t, map[string]int{searchOperation: 1, countOperation: 1, fetchOperation: 1}, org.Simulator.Requests())
	first, diagnostics := server.ListResource("atlassian_authentication_policy_members", map[string]any{}, protocol.ListOptions{Limit: 1})
	require.NoError(t, diagnostics.Err())
	assert.Len(t, first, 1)

	org.Simulator.Inject(simulator.Fault{Operation: fetchOperation, Status: 403})
	_, diagnostics = acctest.Server(t, org, nil).ListResource("atlassian_authentication_policy_members", map[string]any{}, protocol.ListOptions{})
	require.ErrorContains(t, diagnostics.Err(), "Cannot list the authentication policies in use")
}
