// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func TestWorkspaces(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	got := b.ok("POST", "{v2}/workspaces", nil)
	assert.Equal(t, []string{"jira-software", "confluence", "jira-servicedesk"}, got.column("attributes", "typeKey"))
	assert.Equal(t, object{"pageSize": 20.0, "startIndex": 0.0, "endIndex": 2.0, "total": 3.0}, got.at("meta"))
	assert.Equal(t, jiraSite, got.at("data", 0, "id"))
	assert.Equal(t, "https://acme.atlassian.net", got.at("data", 0, "attributes", "hostUrl"))
	assert.Equal(t, "online", got.at("data", 0, "attributes", "status"))
	assert.Nil(t, got.at("links", "next"))
	assert.Equal(t, []any{"eu"}, got.at("data", 0, "attributes", "regions"))
	assert.Equal(t, []any{}, got.at("data", 1, "attributes", "regions"))
	assert.Equal(t, object{"type": "NONE"}, got.at("data", 0, "attributes", "sandbox"))
	assert.Equal(t, object{"key": "jira-software", "plan": "Standard", "planKey": "standard"}, got.at("data", 0, "relationships", "entitlement", 0, "attributes"))
	assert.Equal(t, object{"key": "confluence", "plan": nil, "planKey": nil}, got.at("data", 1, "relationships", "entitlement", 0, "attributes"))
}

func TestQueryWorkspaces(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	field := func(name string, values ...string) object {
		return object{"field": object{"name": name, "values": values}}
	}

	tests := []struct {
		name  string
		query any
		want  []string
	}{
		{"by type", field("attributes.type", "confluence", "bitbucket"), []string{"confluence"}},
		{"without values", field("attributes.type"), []string{"jira-software", "confluence", "jira-servicedesk"}},
		{"by address", object{"searchWorkspaces": "/WIKI"}, []string{"confluence"}},
		{"and", object{"and": []any{object{"searchWorkspaces": "acme"}, field("attributes.status", "online"), field("attributes.typeKey", "jira-software")}}, []string{"jira-software"}},
		{"nor", object{"nor": []any{field("attributes.type", "confluence"), field("attributes.type", "jira-software")}}, []string{"jira-servicedesk"}},
		{"by feature", object{"features": []string{"x"}}, []string{}},
		{"null", nil, []string{"jira-software", "confluence", "jira-servicedesk"}},
	}

	for _, tt := range tests {
		assert.Equal(t, tt.want, b.ok("POST", "{v2}/workspaces", object{"query": tt.query}).column("attributes", "type"), tt.name)
	}

	sorted := b.ok("POST", "{v2}/workspaces", object{"sort": []object{{"field": "attributes.name", "order": "asc"}, {"field": "attributes.type", "order": "desc"}}})
	assert.Equal(t, []string{"jira-software", "jira-servicedesk", "confluence"}, sorted.column("attributes", "type"))
}

func TestWorkspacesInPages(t *testing.T) {
	t.Parallel()

	org := simulator.Organization{Name: "Many"}
	for i := range 45 {
		org.Workspaces = append(org.Workspaces, simulator.Workspace{Name: fmt.Sprintf("site-%02d", i)})
	}

	b := start(t, simulator.Options{Organization: org})

	assert.Len(t, b.collect("POST", "{v2}/workspaces", object{"limit": 20, "cursor": nil}, 3, "id"), 45)
	assert.Len(t, b.collect("POST", "{v2}/workspaces", object{"limit": 1000}, 1, "id"), 45)

	first := b.ok("POST", "{v2}/workspaces", object{"limit": 30})
	second := b.ok("POST", "{v2}/workspaces", object{"cursor": first.at("links", "next")})
	assert.Equal(t, object{"pageSize": 30.0, "startIndex": 30.0, "endIndex": 44.0, "total": 45.0}, second.at("meta"))
}
