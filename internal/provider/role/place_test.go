// SPDX-License-Identifier: MPL-2.0

package role_test

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const (
	otherSite          = "5a0e7c31-2b4d-4f68-9c1a-7e3d5f9b1a20"
	otherConfluenceARI = "ari:cloud:confluence::site/" + otherSite
)

// placed is a role on a product of a site.
func placed(org *simulated.Organization, group string, site, product any) map[string]any {
	return map[string]any{"group_id": org.Simulator.GroupID(group), "site": site, "product": product, "role": userRole}
}

// twoSites is the small company with a second site, which has Confluence alone.
func twoSites(t *testing.T) *simulated.Organization {
	t.Helper()
	start := simulator.SmallCompany()
	start.Workspaces = append(start.Workspaces,
		simulator.Workspace{ID: otherConfluenceARI, Name: "other", Type: "confluence", HostURL: "https://other.atlassian.net/wiki"})
	return simulated.Start(t, simulated.WithStart(start))
}

func TestARoleByEveryNameOfASite(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := acctest.Server(t, org, nil)
	for _, name := range []string{"acme", "Acme", "acme.atlassian.net", "https://acme.atlassian.net/wiki", "8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"} {
		for product, want := range map[string]string{"confluence": confluenceARI, "Jira-Software": jiraARI} {
			plan := server.PlanCreate(roleType, placed(org, "contractors", name, product))
			require.NoError(t, plan.Diagnostics.Err())
			assert.Empty(t, plan.Diagnostics.Warnings())
			assert.Equal(t, want, plan.Planned["resource_id"], "the plan shows it")
			assert.Equal(t, name, plan.Planned["site"], "the state keeps what the user wrote")
			assert.Equal(t, product, plan.Planned["product"])
			server.Walk()
		}
	}
	server = acctest.Server(t, org, nil)
	org.Simulator.ResetRequests()
	var plans sync.WaitGroup
	for i := range 20 {
		plans.Go(func() {
			config := placed(org, "contractors", "acme", "confluence")
			config["role"] = fmt.Sprintf("atlassian/role-%d", i)
			assert.NoError(t, server.PlanCreate(roleType, config).Diagnostics.Err())
		})
	}
	plans.Wait()
	assert.Equal(t, 1, org.Simulator.Requests()[workspacesOperation], "one read for all roles of a run")

	state := acctest.Server(t, org, nil).Converge(t, roleType, placed(org, "contractors", "acme", "confluence"))
	assert.True(t, hasRole(org, "contractors", confluenceARI, userRole))
	assert.Equal(t, roleIdentity(org, "contractors", confluenceARI, userRole), state.Identity)
}

func TestARoleOnNoPlace(t *testing.T) {
	t.Parallel()
	start := simulator.SmallCompany()
	for _, id := range []string{"1", "2"} {
		start.Workspaces = append(start.Workspaces, simulator.Workspace{ID: "ari:cloud:confluence::site/" + id, Name: "twin", Type: "confluence"})
	}
	start.Workspaces = append(start.Workspaces, simulator.Workspace{ID: confluenceARI + "/x", Name: "acme", Type: "confluence"})
	org := simulated.Start(t, simulated.WithStart(start))
	server := acctest.Server(t, org, nil)
	for want, config := range map[string]map[string]any{
		"There is no such site: The organization lists no site \"nowhere\". It lists these:\n- \"acme\"\n- \"twin\" (at AttributeName(\"site\"))":       placed(org, "contractors", "nowhere", "confluence"),
		"Several sites have this name: \"twin\" names several sites. Write the cloud ID of one of them:\n- \"1\"\n- \"2\" (at AttributeName(\"site\"))": placed(org, "contractors", "twin", "confluence"),
		"The site has no such product: Atlassian lists no product \"jira\" on site \"acme\". It lists these:\n- \"confluence\"\n- \"jira-servicedesk\"\n- \"jira-software\" " +
			"(at AttributeName(\"product\"))": placed(org, "contractors", "acme", "jira"),
		"The site has this product more than once: Site \"acme\" has \"confluence\" more than once. Write resource_id instead, with one of these:\n- " + confluenceARI + "\n- " + confluenceARI + "/x " +
			"(at AttributeName(\"product\"))": placed(org, "contractors", "acme", "confluence"),
	} {
		said(t, server.PlanCreate(roleType, config).Diagnostics, want)
		server.Walk()
	}

	const ways = "Write either resource_id, or site and product."
	group := org.Simulator.GroupID("contractors")
	for want, given := range map[string]map[string]any{
		`The resource is missing: A role needs an app or a site. ` + ways + ` (at AttributeName("resource_id"))`:                                 {},
		`The resource is named twice: resource_id and site both name what the role is on. ` + ways + ` (at AttributeName("site"))`:               {"resource_id": jiraARI, "site": "acme", "product": "confluence"},
		`The resource is named twice: resource_id and product both name what the role is on. ` + ways + ` (at AttributeName("product"))`:         {"resource_id": jiraARI, "product": "confluence"},
		`The product is missing: A role is on one product of a site. Add product, such as product = "jira-software". (at AttributeName("site"))`: {"site": "acme"},
		`The site is missing: A role is on a product of one site. Add site, such as site = "acme". (at AttributeName("product"))`:                {"product": "confluence"},
		`Invalid value: site must be the name (acme), host (acme.atlassian.net), URL (https://acme.atlassian.net) or cloud ID of a site, and "ari:cloud:confluence::site/1" is not. ` +
			`To name a product by its ARI, write resource_id instead of site and product. (at AttributeName("site"))`: {"site": "ari:cloud:confluence::site/1", "product": "confluence"},
		`Invalid value: product must be the type key of a product, such as jira-software or confluence, and "Jira Software" is not. (at AttributeName("product"))`: {"site": "acme", "product": "Jira Software"},
	} {
		config := map[string]any{"group_id": group, "role": userRole}
		maps.Copy(config, given)
		said(t, server.ValidateResourceConfig(roleType, config), want)
	}
	for _, open := range []map[string]any{
		{"resource_id": protocol.Unknown, "site": protocol.Unknown, "product": protocol.Unknown},
		{"resource_id": protocol.Unknown, "site": "acme", "product": "confluence"},
		{"site": "acme", "product": protocol.Unknown},
	} {
		config := map[string]any{"group_id": group, "role": userRole}
		maps.Copy(config, open)
		assert.Empty(t, server.ValidateResourceConfig(roleType, config), "what is unknown may turn out right")
	}
}

// What is not known yet, or cannot be read in the plan, is found in the apply; or refused there.
func TestARoleWhosePlaceIsNotKnownYet(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		org := simulated.Virtual(t)
		create := func(planned, known map[string]any, faults ...simulator.Fault) (*protocol.State, protocol.Diagnostics) {
			server := acctest.PacedServer(t, org, acctest.Impatient)
			for _, fault := range faults {
				org.Simulator.Inject(fault)
			}
			plan := server.PlanCreate(roleType, planned)
			require.NoError(t, plan.Diagnostics.Err())
			assert.Equal(t, protocol.Unknown, plan.Planned["resource_id"])
			org.Simulator.ClearFaults()
			return acctest.PacedServer(t, org, acctest.Impatient).ApplyKnown(plan, known)
		}
		known := placed(org, "contractors", "acme", "confluence")
		unread := simulator.Fault{Operation: workspacesOperation, Status: http.StatusForbidden, Count: -1}
		for name, given := range map[string]struct {
			planned map[string]any
			faults  []simulator.Fault
		}{
			"an unknown site":    {placed(org, "contractors", protocol.Unknown, "confluence"), nil},
			"an unknown product": {placed(org, "contractors", "acme", protocol.Unknown), nil},
			"no list":            {known, []simulator.Fault{unread}},
		} {
			state, diagnostics := create(given.planned, known, given.faults...)
			require.NoError(t, diagnostics.Err(), name)
			assert.Equal(t, confluenceARI, state.Values["resource_id"], name)
			assert.True(t, hasRole(org, "contractors", confluenceARI, userRole), name)
			require.NoError(t, org.Simulator.RevokeRole("contractors", confluenceARI, userRole))
		}
		state, diagnostics := create(placed(org, "contractors", protocol.Unknown, "confluence"), placed(org, "contractors", "nowhere", "confluence"))
		assert.Nil(t, state)
		require.ErrorContains(t, diagnostics.Err(), "There is no such site: The organization lists no site \"nowhere\"")
		assert.Zero(t, org.Simulator.Requests()[revokeOperation])
	})
}

// One role, whichever way it is named: going from one way to the other is an update in place that sends nothing.
func TestTheWayInWhichARoleIsNamed(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	bySite, byID := placed(org, "engineering", "acme", "jira-software"), roleValues(org, "engineering", jiraARI, userRole)
	upper := roleState(org, "engineering", "ari:cloud:jira-software::site/"+strings.ToUpper("8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"), userRole)
	unknownSite := placed(org, "engineering", protocol.Unknown, "jira-software")
	imported := imported(t, acctest.Server(t, org, nil), roleType, org.Simulator.GroupID("engineering")+"/"+jiraARI+"/"+userRole)
	assert.Nil(t, imported.Values["site"])
	server := acctest.Server(t, org, nil)
	named := server.ConvergeFrom(t, imported, bySite)
	assert.Equal(t, jiraARI, named.Values["resource_id"])
	assert.Equal(t, "acme", named.Values["site"])
	again := acctest.Server(t, org, nil).ConvergeFrom(t, named, byID)
	assert.Nil(t, again.Values["site"])

	renamed := maps.Clone(bySite)
	renamed["site"] = "https://acme.atlassian.net"
	server = acctest.Server(t, org, nil)
	plan := server.PlanUpdate(named, renamed)
	require.NoError(t, plan.Diagnostics.Err())
	assert.Equal(t, protocol.Update, plan.Action)
	assert.Equal(t, jiraARI, plan.Planned["resource_id"])

	server = acctest.Server(t, org, nil)
	plan = server.PlanUpdate(upper, bySite)
	require.NoError(t, plan.Diagnostics.Err())
	assert.Equal(t, upper.Values["resource_id"], plan.Planned["resource_id"], "another spelling is no other resource")

	server = acctest.Server(t, org, nil)
	plan = server.PlanUpdate(named, unknownSite)
	require.NoError(t, plan.Diagnostics.Err())
	assert.Equal(t, protocol.Update, plan.Action, "an unknown value never replaces")
	state, diagnostics := server.ApplyKnown(plan, renamed)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, jiraARI, state.Values["resource_id"])
	assert.Zero(t, org.Simulator.Requests()[assignOperation]+org.Simulator.Requests()[revokeOperation], "%v", org.Simulator.Requests())
}

// The same name means another site later: that is drift, and the role follows without a moment in which the group has none.
func TestASiteThatMoves(t *testing.T) {
	t.Parallel()
	org := twoSites(t)
	config := placed(org, "contractors", "acme", "confluence")
	state := acctest.Server(t, org, nil).Converge(t, roleType, config)
	moved := org.Edited(t, "/workspaces", func(body any) any {
		for _, one := range body.(map[string]any)["data"].([]any) {
			workspace := one.(map[string]any)
			attributes := workspace["attributes"].(map[string]any)
			host := "https://acme-old.atlassian.net"
			if workspace["id"] == otherConfluenceARI {
				host = "https://acme.atlassian.net/wiki"
			}
			attributes["hostUrl"] = host
		}
		return body
	})
	server := acctest.Server(t, moved, nil)
	refreshed, diagnostics := server.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	plan := server.PlanUpdate(refreshed, config)
	require.NoError(t, plan.Diagnostics.Err())
	assert.Equal(t, protocol.Update, plan.Action)
	assert.Equal(t, otherConfluenceARI, plan.Planned["resource_id"])
	after, diagnostics := server.ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, otherConfluenceARI, after.Values["resource_id"])
	assert.True(t, hasRole(org, "contractors", otherConfluenceARI, userRole))
	assert.False(t, hasRole(org, "contractors", confluenceARI, userRole))
}

// What the state holds changes nothing where the list cannot be read, and is looked for once more where one answer lacks it.
func TestAPlaceThatOneAnswerLacks(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	config := placed(org, "contractors", "acme", "confluence")
	state := acctest.Server(t, org, nil).Converge(t, roleType, config)

	org.Simulator.Inject(simulator.Fault{Operation: workspacesOperation, Status: http.StatusForbidden, Count: -1})
	plan := acctest.Server(t, org, nil).PlanUpdate(state, config)
	require.NoError(t, plan.Diagnostics.Err())
	assert.Equal(t, protocol.NoOp, plan.Action)
	org.Simulator.ClearFaults()

	lacking := func(answers int32) *simulated.Organization {
		var seen atomic.Int32
		return org.Edited(t, "/workspaces", func(body any) any {
			if seen.Add(1) <= answers {
				page := body.(map[string]any)
				page["data"], page["meta"] = []any{}, nil
			}
			return body
		})
	}
	plan = acctest.Server(t, lacking(1), nil).PlanUpdate(state, config)
	require.NoError(t, plan.Diagnostics.Err())
	assert.Equal(t, protocol.NoOp, plan.Action)
	plan = acctest.Server(t, lacking(2), nil).PlanUpdate(state, config)
	said(t, plan.Diagnostics, "There is no such site: The organization lists no site \"acme\". It lists no site at all. (at AttributeName(\"site\"))")
}

func TestARoleBySiteAndProductLife(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := twoSites(t)
	const this = roleType + ".this"
	config := func(site string) string {
		return acctest.Config(org, fmt.Sprintf(`
resource "atlassian_group_role_assignment" "this" {
  group_id = %q
  site     = %q
  product  = "confluence"
  role     = "atlassian/user"
}`, org.Simulator.GroupID("contractors"), site))
	}
	action := func(kind plancheck.ResourceActionType) resource.ConfigPlanChecks {
		return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(this, kind)}}
	}
	holds := func(ari string) resource.TestCheckFunc {
		return resource.ComposeTestCheckFunc(resource.TestCheckResourceAttr(this, "resource_id", ari), func(*terraform.State) error {
			assert.True(t, hasRole(org, "contractors", ari, userRole))
			assert.Len(t, org.Simulator.Roles("contractors"), 1)
			return nil
		})
	}
	acctest.Test(t, resource.TestCase{
		CheckDestroy: func(*terraform.State) error {
			assert.Empty(t, org.Simulator.Roles("contractors"), "it is revoked")
			return nil
		},
		Steps: []resource.TestStep{
			{ // imported by its ARI, and named by site and product: nothing changes but the names
				PreConfig: func() {
					require.NoError(t, org.Simulator.AssignRole("contractors", confluenceARI, userRole))
					org.Simulator.ResetRequests()
				},
				Config: config("acme") + fmt.Sprintf(`
import {
  to = atlassian_group_role_assignment.this
  id = "%s/%s/%s"
}`, org.Simulator.GroupID("contractors"), confluenceARI, userRole),
				ConfigPlanChecks: action(plancheck.ResourceActionUpdate), Check: resource.ComposeTestCheckFunc(holds(confluenceARI), func(*terraform.State) error {
					assert.Zero(t, org.Simulator.Requests()[assignOperation]+org.Simulator.Requests()[revokeOperation])
					return nil
				}),
			},
			{
				ResourceName: this, ImportState: true, ImportStateVerify: true, ImportStateVerifyIdentifierAttribute: "group_id", ImportStateVerifyIgnore: []string{"site", "product"},
				ImportStateId: org.Simulator.GroupID("contractors") + "/" + confluenceARI + "/" + userRole,
			},
			{Config: config("acme.atlassian.net"), ConfigPlanChecks: action(plancheck.ResourceActionUpdate), Check: holds(confluenceARI)},
			{Config: config("other"), ConfigPlanChecks: action(plancheck.ResourceActionUpdate), Check: holds(otherConfluenceARI)},
			{
				PreConfig: func() {
					require.NoError(t, org.Simulator.RevokeRole("contractors", otherConfluenceARI, userRole))
				},
				Config: config("other"), ConfigPlanChecks: action(plancheck.ResourceActionCreate), Check: holds(otherConfluenceARI),
			},
		},
	})
}
