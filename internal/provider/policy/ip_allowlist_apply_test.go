// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// Atlassian cannot apply the allowlist to a product. A creation warns, so that the policy is not tainted; a change fails. The state is
// true both times, and the next plan shows the product.
func TestIPAllowlistThatFailsSomewhere(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	require.NoError(t, org.Simulator.EndPolicyResource(jira, simulator.ResourceFailed))
	config := allowing("resource_ids", list(confluence, jira))
	server := acctest.Server(t, org, nil)
	state, diagnostics := server.ApplyResource(server.PlanCreate(allowlistType, config))
	require.NoError(t, diagnostics.Err())
	require.Len(t, diagnostics.Warnings(), 1)
	assert.Contains(t, diagnostics.Warnings()[0], "The policy is not applied as planned: ")
	assert.Contains(t, diagnostics.Warnings()[0], "\n- "+jira+": failed")
	failed := []any{map[string]any{"resource_id": jira, "status": "failed"}}
	assert.Equal(t, failed, state.Values["not_applied"])

	server.Walk()
	read, diagnostics := server.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, state.Values, read.Values)
	plan := server.PlanUpdate(read, config)
	require.Equal(t, protocol.Update, plan.Action)
	assert.Equal(t, []any{}, plan.Planned["not_applied"])
	after, diagnostics := server.ApplyResource(plan)
	require.Len(t, diagnostics.Errors(), 1)
	assert.Contains(t, diagnostics.Errors()[0], jira+": failed")
	assert.Equal(t, failed, after.Values["not_applied"])

	require.NoError(t, org.Simulator.EndPolicyResource(jira, ""))
	mended := acctest.Server(t, org, nil).ConvergeFrom(t, after, config)
	assert.Equal(t, []any{}, mended.Values["not_applied"])
}

// Applying takes longer than the apply may. That is a warning, and no drift later.
func TestIPAllowlistThatIsAppliedForLong(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		org := simulated.Virtual(t)
		require.NoError(t, org.Simulator.EndPolicyResource(confluence, simulator.ResourceApplying))
		config := allowing("timeouts", map[string]any{"create": acctest.Soon, "update": acctest.Soon})
		server := acctest.PacedServer(t, org, acctest.Impatient)
		state, diagnostics := server.ApplyResource(server.PlanCreate(allowlistType, config))
		require.NoError(t, diagnostics.Err())
		require.Len(t, diagnostics.Warnings(), 1)
		assert.Contains(t, diagnostics.Warnings()[0], "Atlassian is still applying the IP allowlist: ")
		assert.Contains(t, diagnostics.Warnings()[0], "\n- "+confluence+": applying")
		server.Walk()
		read, diagnostics := server.ReadResource(state)
		require.NoError(t, diagnostics.Err())
		assert.Equal(t, state.Values, read.Values)
		assert.Equal(t, protocol.NoOp, server.PlanUpdate(read, config).Action)
	})
}

// The mobile bypass that Atlassian does not keep is an error, which says so.
func TestIPAllowlistWhoseMobileBypassIsNotKept(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		org := simulated.Virtual(t)
		org.Simulator.SetPolicyHabits(simulator.PolicyHabits{IgnoresMobileBypass: true})
		server := acctest.PacedServer(t, org, acctest.Impatient)
		state := server.Converge(t, allowlistType, allowing())
		assert.Nil(t, state.Values["allow_mobile_bypass"])
		bypass := allowing("allow_mobile_bypass", true)
		after, diagnostics := server.ApplyResource(server.PlanUpdate(state, bypass))
		require.Len(t, diagnostics.Errors(), 1)
		assert.Contains(t, diagnostics.Errors()[0], "Atlassian did not keep the mobile bypass: allow_mobile_bypass was sent as true, and Atlassian accepted the change of policy")
		assert.Nil(t, after.Values["allow_mobile_bypass"])
		server.Walk()
		assert.Equal(t, protocol.NoOp, server.PlanUpdate(after, allowing()).Action)

		created, diagnostics := server.ApplyResource(server.PlanCreate(allowlistType, allowing("name", "Lab", "allow_mobile_bypass", true)))
		require.NoError(t, diagnostics.Err())
		require.NotNil(t, created)
		require.Len(t, diagnostics.Warnings(), 1)
		assert.Contains(t, diagnostics.Warnings()[0], "It is not known whether the mobile bypass is set")
	})
}

// What Atlassian has of the mobile bypass stays where the configuration does not say it.
func TestIPAllowlistKeepsTheMobileBypass(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := acctest.Server(t, org, nil)
	state := server.Converge(t, allowlistType, allowing("allow_mobile_bypass", true))
	state = server.ConvergeFrom(t, state, allowing("name", "Headquarters"))
	assert.Equal(t, true, state.Values["allow_mobile_bypass"])
	assert.Equal(t, new(true), only(t, org).AllowMobileBypass)
}

// The list of policies does not say the mobile bypass, and somebody takes it away. A change that does not mention it does not bring it back.
func TestIPAllowlistDoesNotBringTheMobileBypassBack(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	state := acctest.Server(t, org, nil).Converge(t, allowlistType, allowing("allow_mobile_bypass", true))
	behind(t, org, func(p *simulator.OrganizationPolicy) { p.AllowMobileBypass = new(false) })
	edited := org.Edited(t, "/policies", func(body any) any {
		if whole, _ := body.(map[string]any); whole["data"] != nil {
			if _, is := whole["data"].([]any); !is {
				return body
			}
		}
		return attributesOf(body, func(a map[string]any) {
			rule, _ := a["rule"].(map[string]any)
			delete(rule, "allowMobileBypass")
		})
	})
	server := acctest.Server(t, edited, nil)
	read, diagnostics := server.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	after, diagnostics := server.ApplyResource(server.PlanUpdate(read, allowing("name", "Headquarters")))
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, new(false), only(t, org).AllowMobileBypass)
	assert.Equal(t, false, after.Values["allow_mobile_bypass"])

	read.Values["name"], read.Values["allow_mobile_bypass"] = "Headquarters", nil
	after, diagnostics = server.ApplyResource(server.PlanUpdate(read, allowing("name", "Headquarters", "must_allow", list("192.0.2.7"))))
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, false, after.Values["allow_mobile_bypass"])
}

// Whatever Atlassian does with the resources that an update leaves out, the products stay.
func TestIPAllowlistWhateverAnUpdateDoesToProducts(t *testing.T) {
	t.Parallel()
	for name, habits := range map[string]simulator.PolicyHabits{"removes": {}, "keeps": {KeepsResources: true}, "listed without": {ListsNoResources: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := simulated.Start(t)
			org.Simulator.SetPolicyHabits(habits)
			server := acctest.Server(t, org, nil)
			both := list(confluence, jira)
			state := server.Converge(t, allowlistType, allowing("resource_ids", both))
			org.Simulator.ResetRequests()
			state = server.ConvergeFrom(t, state, allowing("resource_ids", both, "addresses", list("192.0.2.7")))
			holds(t, org, "enabled", []string{"192.0.2.7"}, confluence, jira)
			assert.Zero(t, org.Simulator.Requests()[removeResource]+org.Simulator.Requests()[addResource])
			server.ConvergeFrom(t, state, allowing("resource_ids", list(jira), "addresses", list("192.0.2.8")))
			holds(t, org, "enabled", []string{"192.0.2.8"}, jira)
		})
	}
}

// Answers are lost, and connections break.
func TestIPAllowlistsInTrouble(t *testing.T) {
	t.Parallel()
	changed := allowing("name", "Headquarters", "resource_ids", list(jira))
	for name, test := range map[string]struct {
		fault   simulator.Fault
		creates bool
		says    string // empty where it works all the same
	}{
		"a lost creation":   {simulator.Fault{Operation: createPolicy, LoseAnswer: true}, true, ""},
		"a lost change":     {simulator.Fault{Operation: updatePolicy, LoseAnswer: true}, false, ""},
		"a lost addition":   {simulator.Fault{Operation: addResource, LoseAnswer: true}, false, ""},
		"a lost removal":    {simulator.Fault{Operation: removeResource, LoseAnswer: true}, false, ""},
		"a broken creation": {simulator.Fault{Operation: createPolicy, Status: 500}, true, "Cannot create the IP allowlist"},
		"a refused change":  {simulator.Fault{Operation: updatePolicy, Status: 400}, false, "Cannot change the IP allowlist"},
		"a refused product": {simulator.Fault{Operation: addResource, Status: 404}, false, "Cannot change what the IP allowlist applies to"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := simulated.Start(t)
			var state *protocol.State
			config := allowing()
			if !test.creates {
				state = acctest.Server(t, org, nil).Converge(t, allowlistType, config)
				config = changed
			}
			server := acctest.PacedServer(t, org, acctest.Impatient)
			plan := server.PlanResource(allowlistType, state, config)
			require.NoError(t, plan.Diagnostics.Err())
			org.Simulator.Inject(test.fault)
			after, diagnostics := server.ApplyResource(plan)
			if test.says != "" {
				require.Len(t, diagnostics.Errors(), 1)
				assert.Contains(t, diagnostics.Errors()[0], test.says)
				assert.Equal(t, test.creates, after == nil)
			} else {
				require.NoError(t, diagnostics.Err())
				assert.Len(t, allowlists(org), 1)
			}
			org.Simulator.ClearFaults()
			if after != nil { // what failed is shown, and mended
				read, diagnostics := acctest.Server(t, org, nil).ReadResource(after)
				require.NoError(t, diagnostics.Err())
				acctest.Server(t, org, nil).ConvergeFrom(t, read, config)
			}
		})
	}
}

// A policy that somebody deletes while Terraform does is no error.
func TestIPAllowlistThatIsGone(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := acctest.Server(t, org, nil)
	state := server.Converge(t, allowlistType, allowing())
	plan := server.PlanDelete(state)
	require.NoError(t, org.Simulator.RemoveOrganizationPolicy("Office"))
	gone, diagnostics := server.ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	assert.Nil(t, gone)

	state = acctest.Server(t, org, nil).Converge(t, allowlistType, allowing())
	require.NoError(t, org.Simulator.RemoveOrganizationPolicy("Office"))
	gone, diagnostics = acctest.Server(t, org, nil, protocol.WithoutIdentity()).ReadResource(state)
	require.NoError(t, diagnostics.Err())
	assert.Nil(t, gone)
}

// Atlassian applies and shows writes later.
func TestIPAllowlistWithALag(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		org := simulated.Virtual(t, simulated.WithLag(40*time.Millisecond))
		server := acctest.PacedServer(t, org, acctest.Impatient)
		state := server.Converge(t, allowlistType, allowing())
		state = server.ConvergeFrom(t, state, allowing("addresses", list("192.0.2.7"), "resource_ids", list(jira)))
		holds(t, org, "enabled", []string{"192.0.2.7"}, jira)
		gone, diagnostics := server.ApplyResource(server.PlanDelete(state))
		require.NoError(t, diagnostics.Err())
		assert.Nil(t, gone)
		assert.Empty(t, allowlists(org))
	})
}
