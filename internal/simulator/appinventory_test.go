// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"fmt"
	"maps"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const inventoryQuery = `query($in: [ID!]!, $again: [ID!]!, $first: Int, $after: String, $filters: [EcosystemAppsInstalledInContextsFilter!],
	$options: EcosystemAppsInstalledInContextsOptions, $nested: Int, $nestedAfter: String) {
	ecosystem { appsInstalledInContexts(contextIds: $in, first: $first, after: $after, filters: $filters, options: $options) {
		totalCount pageInfo { hasNextPage endCursor }
		edges { node(contextIds: $again) { __typename
			... on App { id name vendorName distributionStatus
				installationsByContexts(contextIds: $again, first: $nested, after: $nestedAfter) {
					pageInfo { hasNextPage endCursor }
					nodes { id installationContext createdAt appEnvironment { key type }
						appEnvironmentVersion { version isLatest migrationKeys { jira confluence }
							permissions { scopes { key name } egress { type addresses category inScopeEUD } } }
						license { active type trialEndDate subscriptionEndDate } } } }
			... on EcosystemConnectApp { id name vendorName distributionStatus
				installations { installationContext license { active type }
					appVersion { version isSystemApp permissions { scopes { key name } egress { addresses } } } } } } } } } }`

// inventory asks for the apps in some contexts, private ones included.
func (b *bench) inventory(contexts []string, variables object) reply {
	b.t.Helper()

	all := object{"in": contexts, "again": contexts, "options": object{"shouldIncludePrivateApps": true}}
	maps.Copy(all, variables)

	return b.ask(inventoryQuery, all)
}

func (r reply) inventory(keys ...any) any {
	return r.at(append([]any{"data", "ecosystem", "appsInstalledInContexts"}, keys...)...)
}

// node is an app of an inventory, by its place.
func (r reply) node(i int, keys ...any) any {
	return r.inventory(append([]any{"edges", i, "node"}, keys...)...)
}

func (r reply) names() []string {
	found := []string{}

	edges, _ := r.inventory("edges").([]any)
	for i := range edges {
		found = append(found, fmt.Sprint(r.node(i, "name")))
	}

	return found
}

func TestInventory(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	got := b.inventory([]string{inJira, inConfluence}, nil)
	require.Equal(t, []string{"Acme Release Notes", "Atlassian Troubleshooting", "Calendar Bridge", "Orbit Boards", "Paperplane Forms"}, got.names())
	assert.InDelta(t, 5, got.inventory("totalCount"), 0)
	assert.Equal(t, false, got.inventory("pageInfo", "hasNextPage"))

	installation, _ := got.node(3, "installationsByContexts", "nodes", 0, "id").(string)
	assert.Contains(t, installation, "ari:cloud:ecosystem::installation/")
	assert.Equal(t, object{
		"__typename": "App", "id": "ari:cloud:ecosystem::app/2b6f0d1e-94c7-4a35-8e12-7d0c5b9fa364", "name": "Orbit Boards",
		"vendorName": "Orbit Apps", "distributionStatus": "PUBLIC",
		"installationsByContexts": object{
			"pageInfo": got.node(3, "installationsByContexts", "pageInfo"),
			"nodes": []any{object{
				"id": installation, "installationContext": inJira, "createdAt": "2026-01-15T09:00:00Z",
				"appEnvironment": object{"key": "production", "type": "PRODUCTION"},
				"appEnvironmentVersion": object{
					"version": "2.0.0", "isLatest": true, "migrationKeys": object{"jira": "com.orbit.boards", "confluence": "com.orbit.boards"},
					"permissions": []any{object{
						"scopes": []any{object{"key": "read:jira-work", "name": "read:jira-work"}, object{"key": "read:jira-user", "name": "read:jira-user"}},
						"egress": []any{object{"type": "FETCH_BACKEND_SIDE", "addresses": []any{"*.orbit.example"}, "category": nil, "inScopeEUD": nil}},
					}},
				},
				"license": object{"active": true, "type": "COMMERCIAL", "trialEndDate": nil, "subscriptionEndDate": nil},
			}},
		},
	}, got.node(3))
	assert.Equal(t, object{
		"__typename": "EcosystemConnectApp", "id": "ari:cloud:ecosystem::app/com.paperplane.forms", "name": "Paperplane Forms",
		"vendorName": "Paperplane", "distributionStatus": "PUBLIC",
		"installations": []any{object{
			"installationContext": inConfluence, "license": nil,
			"appVersion": object{"version": "1.4.2-AC", "isSystemApp": false, "permissions": []any{object{
				"scopes": []any{object{"key": "READ", "name": "READ"}, object{"key": "WRITE", "name": "WRITE"}},
				"egress": []any{object{"addresses": []any{"*"}}},
			}}},
		}},
	}, got.node(4))
	assert.Equal(t, true, got.node(1, "installations", 0, "appVersion", "isSystemApp"))
	assert.Equal(t, "App", got.node(2, "__typename"), "an app of 3lo")
	assert.Nil(t, got.node(2, "installationsByContexts", "nodes", 0, "appEnvironmentVersion"))
	assert.Equal(t, "DEVELOPMENT", got.node(0, "distributionStatus"))
	assert.Equal(t, []any{}, got.node(0, "installationsByContexts", "nodes", 0, "appEnvironmentVersion", "permissions", 0, "egress"))
	assert.Nil(t, got.node(0, "installationsByContexts", "nodes", 0, "appEnvironmentVersion", "migrationKeys"))

	assert.Equal(t, []string{"Paperplane Forms"}, b.inventory([]string{inConfluence}, nil).names())
	assert.Empty(t, b.inventory([]string{}, nil).names())
}

func TestInventorySelects(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	filter := func(kind string, values ...string) object {
		return object{"type": kind, "values": append([]string{}, values...)}
	}
	boards := "ari:cloud:ecosystem::app/2b6f0d1e-94c7-4a35-8e12-7d0c5b9fa364"

	for name, tt := range map[string]struct {
		options any
		filters any
		want    []string
	}{
		"public only":     {nil, nil, []string{"Atlassian Troubleshooting", "Calendar Bridge", "Orbit Boards"}},
		"also said":       {object{"shouldIncludePrivateApps": false, "groupByBaseApp": true}, nil, []string{"Atlassian Troubleshooting", "Calendar Bridge", "Orbit Boards"}},
		"not Atlassian's": {object{"shouldExcludeFirstPartyApps": true, "shouldIncludePrivateApps": true}, nil, []string{"Acme Release Notes", "Calendar Bridge", "Orbit Boards"}},
		"by name":         {nil, []object{filter("NAME", "BRIDGE")}, []string{"Calendar Bridge"}},
		"by ID":           {nil, []object{filter("ONLY_APP_IDS", boards, "x")}, []string{"Orbit Boards"}},
		"by no ID":        {nil, []object{filter("ONLY_APP_IDS")}, []string{}},
		"by both":         {nil, []object{filter("ONLY_APP_IDS", boards), filter("NAME", "bridge")}, []string{}},
		"by an absent ID": {nil, []object{filter("ONLY_APP_IDS", "ari:cloud:ecosystem::app/9d07f5a3-b8e2-4c61-8f39-1a6e4d2c705b")}, []string{}},
	} {
		got := b.inventory([]string{inJira}, object{"options": tt.options, "filters": tt.filters})
		assert.Equal(t, tt.want, got.names(), name)
		assert.InDelta(t, len(tt.want), got.inventory("totalCount"), 0, name)
	}
}

// many are so many apps on so many sites, the first of them a Connect app.
func many(apps, sites int) simulator.Organization {
	org := simulator.Organization{Name: "Many"}

	var installations []simulator.AppInstallation

	for i := range sites {
		id := fmt.Sprintf("ari:cloud:jira::site/%02d", i)
		org.Workspaces = append(org.Workspaces, simulator.Workspace{ID: id, Name: id})
		installations = append(installations, simulator.AppInstallation{Context: id})
	}

	for i := range apps {
		app := simulator.App{Name: fmt.Sprintf("App %02d", i), Installations: installations}
		if i == 0 {
			app.Framework, app.Key = "connect", "first"
		}

		org.Apps = append(org.Apps, app)
	}

	return org
}

func TestInventoryInPages(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{Organization: many(45, 1)})
	contexts := []string{"ari:cloud:jira::site/00"}

	var (
		names []string
		after any
	)

	for page, size := range []int{20, 20, 5} {
		got := b.inventory(contexts, object{"after": after})
		require.Len(t, got.names(), size)
		assert.InDelta(t, 45, got.inventory("totalCount"), 0)
		assert.Equal(t, page < 2, got.inventory("pageInfo", "hasNextPage"))

		names, after = append(names, got.names()...), got.inventory("pageInfo", "endCursor")
	}

	assert.Len(t, names, 45)
	assert.IsIncreasing(t, names)
	assert.Empty(t, b.inventory(contexts, object{"after": after}).names(), "after the last")
	assert.Len(t, b.inventory(contexts, object{"first": 100}).names(), 45)
	assert.Equal(t, []string{"App 00"}, b.inventory(contexts, object{"first": 1}).names())
}

func TestInstallationsInPages(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{Organization: many(2, 45)})

	var contexts []string
	for i := range 44 {
		contexts = append(contexts, fmt.Sprintf("ari:cloud:jira::site/%02d", i))
	}

	var (
		found []any
		after any
	)

	for page, size := range []int{20, 20, 4} {
		got := b.inventory(contexts, object{"nestedAfter": after, "filters": nil})
		assert.Len(t, got.node(0, "installations"), 45, "of Connect apps all, also the one elsewhere")

		nodes, _ := got.node(1, "installationsByContexts", "nodes").([]any)
		require.Len(t, nodes, size)
		assert.Equal(t, page < 2, got.node(1, "installationsByContexts", "pageInfo", "hasNextPage"))

		found, after = append(found, nodes...), got.node(1, "installationsByContexts", "pageInfo", "endCursor")
	}

	assert.Len(t, found, 44)
	assert.Len(t, b.inventory(contexts, object{"nested": 50}).node(1, "installationsByContexts", "nodes"), 44)
}

func TestInventoryMisused(t *testing.T) {
	t.Parallel()

	b := startAllowing(t, simulator.Options{Organization: many(45, 2)})
	contexts := []string{"ari:cloud:jira::site/00"}
	page := b.inventory(contexts, object{"first": 1})

	for violation, variables := range map[string]object{
		"first must be from 1 to 100, not 101":     {"first": 101},
		"first must be from 1 to 100, not 0":       {"first": 0},
		"the cursor was not given by this list":    {"after": "x"},
		"by this list":                             {"after": page.inventory("pageInfo", "endCursor"), "options": object{"groupByBaseApp": true}},
		"this list":                                {"after": page.node(0, "x"), "nestedAfter": page.inventory("pageInfo", "endCursor")},
		"NAME takes a single value, not 2":         {"filters": []object{{"type": "NAME", "values": []string{"a", "b"}}}},
		"node was asked for other contextIds than": {"again": []string{"ari:cloud:jira::site/01"}},
		"first must be from 1 to 100, not -1":      {"nested": -1},
	} {
		got := b.inventory(contexts, variables)
		assert.Contains(t, fmt.Sprint(b.Violations()), violation)
		b.ResetViolations()

		if variables["again"] == nil {
			assert.Equal(t, "BAD_REQUEST", got.at("errors", 0, "extensions", "errorType"), violation)
			assert.NotEmpty(t, got.at("errors", 0, "path"))
		}
	}
}

func TestContextsThatThePersonMayNotRead(t *testing.T) {
	t.Parallel()

	org := many(2, 2)
	org.UserAPIToken.Sites = []string{"01"}
	b := start(t, simulator.Options{Organization: org})

	assert.Len(t, b.inventory([]string{"ari:cloud:jira::site/01"}, nil).names(), 2)

	for _, contexts := range [][]string{{"ari:cloud:jira::site/00"}, {"ari:cloud:jira::site/01", "ari:cloud:confluence::site/01"}, {"x"}} {
		got := b.inventory(contexts, nil)
		assert.Nil(t, got.at("data", "ecosystem"))

		kind, status := got.refused(t)
		assert.Equal(t, "FORBIDDEN", kind)
		assert.InDelta(t, 403, status, 0)
		assert.Equal(t, []any{"ecosystem", "appsInstalledInContexts"}, got.at("errors", 0, "path"))
	}

	const nested = `{ ecosystem { appsInstalledInContexts(contextIds: ["ari:cloud:jira::site/01"], filters: [{type: NAME, values: ["App 01"]}]) { edges {
		node(contextIds: ["ari:cloud:jira::site/01"]) { ... on App { installationsByContexts(contextIds: ["ari:cloud:jira::site/00"]) { nodes { id } } } } } } } }`

	inside := b.ask(nested, nil)
	_, status := inside.refused(t)
	assert.InDelta(t, 403, status, 0)
	assert.Nil(t, inside.node(0, "installationsByContexts"))

	_, status = b.ask(rulesQuery, object{"site": "00"}).refused(t)
	assert.InDelta(t, 403, status, 0)
	assert.Equal(t, "allow", b.ask(rulesQuery, object{"site": "01"}).at("data", "ecosystem", "userInstallationRules", "rule"))
}
