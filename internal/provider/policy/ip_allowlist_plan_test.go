// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// What opens products is said in the plan.
func TestIPAllowlistPlanSaysWhatItOpens(t *testing.T) {
	t.Parallel()
	config := allowing("resource_ids", list(confluence, jira))
	const opens = "Products become reachable from every address: %s. Unless another IP allowlist restricts them, people can then reach these from every address:\n- %s"
	both := confluence + "\n- " + jira
	for name, test := range map[string]struct {
		config map[string]any // nil destroys
		warns  []string
	}{
		"turned off":      {allowing("resource_ids", list(confluence, jira), "enabled", false), []string{fmt.Sprintf(opens, `The plan turns off IP allowlist "Office"`, both)}},
		"a product less":  {allowing("resource_ids", list(jira)), []string{fmt.Sprintf(opens, `The plan takes products out of IP allowlist "Office"`, confluence)}},
		"perhaps off":     {allowing("resource_ids", list(confluence, jira), "enabled", protocol.Unknown), []string{fmt.Sprintf(opens, `The plan does not know yet whether IP allowlist "Office" stays enabled. If it does not, the apply turns it off`, both)}},
		"destroyed":       {nil, []string{fmt.Sprintf(opens, `The plan deletes IP allowlist "Office"`, both)}},
		"another name":    {allowing("resource_ids", list(confluence, jira), "name", "Headquarters"), nil},
		"an address less": {allowing("resource_ids", list(confluence, jira), "addresses", list("192.0.2.0/24")), nil},
		"no product": {allowing("resource_ids", nil), []string{
			fmt.Sprintf(opens, `The plan takes products out of IP allowlist "Office"`, both),
			`The IP allowlist applies to nothing: IP allowlist "Office" is enabled, but neither resource_ids nor products names anything, so it restricts nothing. (at AttributeName("resources"))`,
		}},
		"every address of IPv4": {allowing("resource_ids", list(confluence, jira), "addresses", list("0.0.0.0/1", "128.0.0.0/1")), []string{
			`The IP allowlist lets everybody in: The addresses of IP allowlist "Office" cover all of IPv4, so people can reach the products from each of these addresses. To restrict nothing on purpose, set enabled = false. (at AttributeName("addresses"))`,
		}},
		"mobile apps": {allowing("resource_ids", list(confluence, jira), "allow_mobile_bypass", true), []string{
			`Mobile apps reach products from every address: The plan lets the mobile apps of Atlassian bypass IP allowlist "Office". ` +
				"People can then reach these with them from every address:\n- " + both + ` (at AttributeName("allow_mobile_bypass"))`,
		}},
		"perhaps another product": {allowing("resource_ids", list(confluence, jira), "products", protocol.Unknown), []string{
			`The IP allowlist may stop applying to products: The plan does not know yet what IP allowlist "Office" is going to apply to. ` +
				"What the configuration does not name in the end becomes reachable from every address. It applies to these now:\n- " + both + " (at AttributeName(\"resources\"))",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := simulated.Start(t)
			state := acctest.Server(t, org, nil).Converge(t, allowlistType, config)
			server := acctest.Server(t, org, nil)
			var plan *protocol.Plan
			if test.config == nil {
				plan = server.PlanDelete(state)
			} else {
				plan = server.PlanUpdate(state, test.config)
			}
			require.NoError(t, plan.Diagnostics.Err())
			assert.Equal(t, test.warns, plan.Diagnostics.Warnings())
		})
	}
	t.Run("it was off", func(t *testing.T) {
		t.Parallel()
		org := simulated.Start(t)
		off := allowing("enabled", false)
		server := acctest.Server(t, org, nil)
		state := server.Converge(t, allowlistType, off)
		assert.Empty(t, server.PlanUpdate(state, allowing("enabled", false, "resource_ids", list(jira))).Diagnostics)
		assert.Empty(t, server.PlanDelete(state).Diagnostics)
	})
}

func TestIPAllowlistAddresses(t *testing.T) {
	t.Parallel()
	many := make([]any, 501)
	for i := range many {
		many[i] = fmt.Sprintf("10.0.%d.%d", i/250, i%250)
	}
	for name, test := range map[string]struct {
		addresses []any
		refuses   string
		warns     string
	}{
		"both kinds":        {list("192.0.2.1", "2001:db8::/32"), "", ""},
		"none":              {list(), "The IP allowlist has no address: An allowlist without any address would shut everybody out. To restrict nothing, set enabled = false. (at AttributeName(\"addresses\"))", ""},
		"not an address":    {list("office"), `Invalid element: "office" is not an address: write an address such as 192.0.2.1 or 2001:db8::1, or a block such as 192.0.2.0/24 or 2001:db8::/32. (at AttributeName("addresses").ElementKeyInt(0))`, ""},
		"within a block":    {list("192.0.2.5/24"), `Invalid element: "192.0.2.5/24" is not an address: the block begins at another address: write 192.0.2.0/24 for the whole block, or 192.0.2.5 for the one address. (at AttributeName("addresses").ElementKeyInt(0))`, ""},
		"twice":             {list("192.0.2.1", "::ffff:192.0.2.1"), `Duplicate element: "::ffff:192.0.2.1" is at positions 0 and 1. It is "192.0.2.1" at position 0, but both mean the same, and the order does not matter here. Remove one of them. (at AttributeName("addresses").ElementKeyInt(1))`, ""},
		"one in another":    {list("192.0.2.1", "192.0.2.0/24"), "", "Addresses of the IP allowlist overlap: These add nothing, because another block of the list has all their addresses:\n- 192.0.2.1 is in 192.0.2.0/24\n\nTo shut such an address out, it is not enough to remove it: the other block still lets it in. (at AttributeName(\"addresses\"))"},
		"every address":     {list("0.0.0.0/1", "128.0.0.0/1", "2001:db8::/32"), "", "The IP allowlist lets everybody in: The addresses of IP allowlist \"Office\" cover all of IPv4, so people can reach the products from each of these addresses. To restrict nothing on purpose, set enabled = false. (at AttributeName(\"addresses\"))"},
		"more than allowed": {many, "", "The IP allowlist has many addresses: It lists 501 addresses and blocks. Atlassian Administration allows up to 500 for an app. The limit of the API is not documented, so Atlassian may refuse the list. Join neighbouring addresses to blocks. (at AttributeName(\"addresses\"))"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := acctest.Server(t, simulated.Start(t), nil)
			config := allowing("addresses", test.addresses)
			plan := server.PlanCreate(allowlistType, config)
			switch {
			case test.refuses != "":
				assert.Contains(t, append(server.ValidateResourceConfig(allowlistType, config).Errors(), plan.Diagnostics.Errors()...), test.refuses)
				assert.Error(t, server.ValidateResourceConfig(allowlistType, config).Err())
				assert.Error(t, plan.Diagnostics.Err(), "a plan looks once more")
			case test.warns != "":
				require.NoError(t, plan.Diagnostics.Err())
				assert.Equal(t, []string{test.warns}, plan.Diagnostics.Warnings())
			default:
				assert.Empty(t, plan.Diagnostics)
			}
		})
	}
}

func TestIPAllowlistMustAllow(t *testing.T) {
	t.Parallel()
	guarded := allowing("addresses", list("192.0.2.0/24", "198.51.100.7"), "must_allow", list("198.51.100.7"))
	const outside = `The IP allowlist would shut out an address that has to stay inside: IP allowlist "Office" would be enabled, and its addresses do not cover 198.51.100.7`
	for name, test := range map[string]struct {
		config map[string]any
		says   string
	}{
		"shrinks":             {allowing("must_allow", list("198.51.100.7")), outside + " of must_allow. Add it to addresses, or take it out of must_allow if nobody needs it any more. (at AttributeName(\"must_allow\"))"},
		"let go and shut out": {allowing(), outside + ". must_allow had it until now. To let go of an address and to shut it out takes two applies: take it out of must_allow first, and apply that alone. Then change addresses or enabled. (at AttributeName(\"must_allow\"))"},
		"a part outside":      {allowing("must_allow", list("192.0.0.0/22")), `The IP allowlist would shut out an address that has to stay inside: IP allowlist "Office" would be enabled, and its addresses do not cover 192.0.0.0/22 of must_allow: they lack 192.0.0.0/23, 192.0.3.0/24. Add it to addresses, or take it out of must_allow if nobody needs it any more. (at AttributeName("must_allow"))`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := simulated.Start(t)
			state := acctest.Server(t, org, nil).Converge(t, allowlistType, guarded)
			org.Simulator.ResetRequests()
			server := acctest.Server(t, org, nil)
			plan := server.PlanUpdate(state, test.config)
			assert.Contains(t, plan.Diagnostics.Errors(), test.says)
			assert.Zero(t, org.Requests(), "the guard asks nobody")
			holds(t, org, "enabled", []string{"192.0.2.0/24", "198.51.100.7"}, confluence)
		})
	}
	t.Run("two applies", func(t *testing.T) {
		t.Parallel()
		org := simulated.Start(t)
		server := acctest.Server(t, org, nil)
		state := server.Converge(t, allowlistType, guarded)
		org.Simulator.ResetRequests()
		state = server.ConvergeFrom(t, state, allowing("addresses", list("192.0.2.0/24", "198.51.100.7")))
		assert.Zero(t, org.Simulator.Requests()[updatePolicy], "Atlassian knows nothing of must_allow")
		server.ConvergeFrom(t, state, allowing("addresses", list("192.0.2.0/24")))
		holds(t, org, "enabled", []string{"192.0.2.0/24"}, confluence)
	})
	t.Run("known in the apply", func(t *testing.T) {
		t.Parallel()
		org := simulated.Start(t)
		server := acctest.Server(t, org, nil)
		state := server.Converge(t, allowlistType, guarded)
		unknown := allowing("addresses", protocol.Unknown, "must_allow", list("198.51.100.7"))
		plan := server.PlanUpdate(state, unknown)
		require.NoError(t, plan.Diagnostics.Err())
		org.Simulator.ResetRequests()
		_, diagnostics := server.ApplyKnown(plan, allowing("must_allow", list("198.51.100.7")))
		require.Len(t, diagnostics.Errors(), 1)
		assert.Contains(t, diagnostics.Errors()[0], outside)
		assert.Zero(t, org.Simulator.Requests()[updatePolicy])
		holds(t, org, "enabled", []string{"192.0.2.0/24", "198.51.100.7"}, confluence)
	})
	t.Run("an apply that no plan has checked", func(t *testing.T) {
		t.Parallel()
		org := simulated.Start(t)
		server := acctest.Server(t, org, nil)
		state := server.Converge(t, allowlistType, guarded)
		server.Walk()
		plan := server.PlanUpdate(state, allowing("addresses", list("192.0.2.0/24", "198.51.100.0/28"), "must_allow", list("198.51.100.7")))
		require.NoError(t, plan.Diagnostics.Err())
		plan.Planned["addresses"] = list("192.0.2.0/24")
		org.Simulator.ResetRequests()
		_, diagnostics := server.ApplyResource(plan)
		require.Len(t, diagnostics.Errors(), 1)
		assert.Contains(t, diagnostics.Errors()[0], outside)
		assert.Zero(t, org.Requests())
	})
	t.Run("new", func(t *testing.T) {
		t.Parallel()
		org := simulated.Start(t)
		server := acctest.Server(t, org, nil)
		assert.Error(t, server.PlanCreate(allowlistType, allowing("must_allow", list("198.51.100.7"))).Diagnostics.Err())
		server.Walk()
		assert.NoError(t, server.PlanCreate(allowlistType, allowing("must_allow", list("198.51.100.7"), "enabled", false)).Diagnostics.Err())
		server.Walk()
		plan := server.PlanCreate(allowlistType, allowing("must_allow", protocol.Unknown))
		require.NoError(t, plan.Diagnostics.Err())
		_, diagnostics := server.ApplyKnown(plan, allowing("must_allow", list("198.51.100.7")))
		assert.Error(t, diagnostics.Err())
		assert.Empty(t, allowlists(org))
	})
}

// An allowlist that Terraform does not manage is never taken over, and never doubled.
func TestIPAllowlistThatExists(t *testing.T) {
	t.Parallel()
	existing := func() *simulated.Organization {
		start := simulator.SmallCompany()
		start.OrganizationPolicies = []simulator.OrganizationPolicy{{ID: "0ff1ce", Name: "Office", Type: simulator.PolicyIPAllowlist, In: []string{"203.0.113.1"}, Resources: []simulator.PolicyResource{{ID: confluence}}}}
		return simulated.Start(t, simulated.WithStart(start))
	}
	const exists = "It exists already: IP allowlist \"Office\" (0ff1ce) exists already. An object that exists is never adopted silently. To manage it from here, import it:\n\n" +
		"import {\n  to = atlassian_ip_allowlist.office # or this resource's own address\n  id = \"0ff1ce\"\n}\n\n" +
		"Terraform ignores the block while the state has an object at that address. " +
		"If that object is gone, first run terraform apply -refresh-only, which removes it from the state."
	org := existing()
	server := acctest.Server(t, org, nil)
	other := server.Converge(t, allowlistType, allowing("name", "Other"))
	server.Walk()
	_, diagnostics := server.ReadResource(other)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, []string{exists + " (at AttributeName(\"name\"))"}, server.PlanCreate(allowlistType, allowing()).Diagnostics.Errors())

	org = existing()
	server = acctest.Server(t, org, nil)
	plan := server.PlanCreate(allowlistType, allowing()) // a first plan has refreshed nothing
	assert.Equal(t, []string{exists + "\n\nThe apply fails as long as that policy has the name. (at AttributeName(\"name\"))"}, plan.Diagnostics.Warnings())
	server.Walk()
	state, diagnostics := server.ApplyResource(plan)
	assert.Nil(t, state)
	require.Len(t, diagnostics.Errors(), 1)
	assert.Contains(t, diagnostics.Errors()[0], exists)
	assert.Len(t, allowlists(org), 1)

	found, diagnostics := server.ImportByID(allowlistType, "0ff1ce")
	require.NoError(t, diagnostics.Err())
	after := server.ConvergeFrom(t, found, allowing())
	assert.Equal(t, "0ff1ce", after.Values["id"])
	holds(t, org, "enabled", []string{"192.0.2.0/24", "2001:db8::1"}, confluence)
}

func TestTwoIPAllowlists(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := acctest.Server(t, org, nil)
	require.NoError(t, server.PlanWalked(allowlistType, nil, allowing()).Diagnostics.Err())
	assert.ErrorContains(t, server.PlanWalked(allowlistType, nil, allowing()).Diagnostics.Err(), `Two resources for atlassian_ip_allowlist named "Office" are in this configuration.`)

	server.Walk()
	one := server.Converge(t, allowlistType, allowing())
	twin, diagnostics := server.ImportByID(allowlistType, one.Values["id"].(string))
	require.NoError(t, diagnostics.Err())
	server.Walk()
	require.NoError(t, server.PlanWalked(allowlistType, one, allowing()).Diagnostics.Err())
	assert.ErrorContains(t, server.PlanWalked(allowlistType, twin, allowing()).Diagnostics.Err(), "Two resources claim the same thing")

	server.Walk()
	require.NoError(t, server.PlanWalked(allowlistType, one, allowing()).Diagnostics.Err())
	assert.ErrorContains(t, server.PlanWalked(allowlistType, nil, allowing()).Diagnostics.Err(), "Two resources claim the same thing", "one exists, and another one is to get its name")
}

// Atlassian may allow a name twice. The plan of two allowlists that exist does not fail for that.
func TestTwoIPAllowlistsOfOneName(t *testing.T) {
	t.Parallel()
	server := acctest.Server(t, simulated.Start(t), nil)
	one := server.Converge(t, allowlistType, allowing())
	server.Walk()
	two := server.Converge(t, allowlistType, allowing("name", "VPN"))
	server.Walk()
	for _, prior := range []*protocol.State{one, two} {
		require.NoError(t, server.PlanWalked(allowlistType, prior, allowing()).Diagnostics.Err())
	}
}

// With recent addresses asked for, a plan that shuts one out says so.
func TestIPAllowlistWarnsOfRecentAddresses(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	const events = "GET /admin/v1/orgs/{orgId}/events-stream"
	asks := func(changes ...any) map[string]any {
		return allowing(append([]any{"warn_of_recent_addresses", 7}, changes...)...)
	}
	server := acctest.Server(t, org, nil)
	plan := server.PlanCreate(allowlistType, asks())
	require.NoError(t, plan.Diagnostics.Err())
	assert.Len(t, plan.Diagnostics.Warnings(), 1)
	assert.NotZero(t, org.Simulator.Requests()[events])

	state := acctest.Server(t, org, nil).Converge(t, allowlistType, asks())
	for name, test := range map[string]struct {
		config map[string]any
		reads  bool
	}{
		"nothing changes": {asks(), false},
		"grows":           {asks("addresses", list("192.0.2.0/24", "2001:db8::1", "198.51.100.7")), false},
		"turned off":      {asks("enabled", false), false},
		"shrinks":         {asks("addresses", list("192.0.2.0/24")), true},
		"reaches further": {asks("resource_ids", list(confluence, jira)), true},
		"not asked for":   {allowing("resource_ids", list(confluence, jira)), false},
	} {
		org.Simulator.ResetRequests()
		require.NoError(t, acctest.Server(t, org, nil).PlanUpdate(state, test.config).Diagnostics.Err(), name)
		assert.Equal(t, test.reads, org.Simulator.Requests()[events] > 0, name)
	}
}
