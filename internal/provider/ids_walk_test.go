// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// noIDs are what nothing that is named like an ID may take: IDs go into the paths of requests.
var noIDs = map[string]string{
	"the folder above": "..", "a folder": "a/b", "an escaped slash": "a%2fb", "a line break": "a\nb", "a blank": "a ", "nothing": "", "a novel": strings.Repeat("a", 20_000),
}

// idAttributes are the attributes of a schema that are written by people and named like an ID, with how a value is written.
func idAttributes(schema *tfprotov6.Schema) map[string]func(text string) any {
	found := make(map[string]func(string) any)
	for _, attribute := range schema.Block.Attributes {
		readOnly := attribute.Computed && !attribute.Optional
		if readOnly || !strings.HasSuffix(attribute.Name, "_id") && !strings.HasSuffix(attribute.Name, "_ids") {
			continue
		}
		found[attribute.Name] = func(text string) any { return text }
		if !attribute.Type.Is(tftypes.String) {
			found[attribute.Name] = func(text string) any { return []any{text} }
		}
	}
	return found
}

// refusedAt requires an error at an attribute, short enough to be read and without a bare line break of the value.
func refusedAt(t *testing.T, attribute, what string, diagnostics protocol.Diagnostics) {
	t.Helper()
	at := slices.IndexFunc(diagnostics, func(one *tfprotov6.Diagnostic) bool {
		return one.Severity == tfprotov6.DiagnosticSeverityError && one.Attribute != nil && len(one.Attribute.Steps()) > 0 && one.Attribute.Steps()[0] == tftypes.AttributeName(attribute)
	})
	if assert.GreaterOrEqual(t, at, 0, "%s takes %s: %v", attribute, what, diagnostics.Errors()) {
		assert.Less(t, len(diagnostics[at].Detail), 1000, "the error shows all of it")
		assert.NotContains(t, diagnostics[at].Detail, "a\nb", "the value is not quoted")
	}
}

// Whatever is named like an ID takes nothing that cannot be one, in the configuration of every type. A plan looks once more:
// what is unknown while a configuration is validated is known then.
func TestIDsInConfigurations(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	s := acctest.Server(t, org, nil)
	walk := func(kind string, schemas map[string]*tfprotov6.Schema, validate func(name string, config map[string]any) protocol.Diagnostics) {
		checked := 0
		for name, schema := range inOrder(schemas) {
			for attribute, write := range idAttributes(schema) {
				checked++
				for what, text := range noIDs {
					refusedAt(t, attribute, what, validate(name, map[string]any{attribute: write(text)}))
				}
			}
		}
		assert.NotZero(t, checked, "no %s was looked at", kind)
	}
	walk("resources", s.Schemas().ResourceSchemas, s.ValidateResourceConfig)
	walk("plans", s.Schemas().ResourceSchemas, func(name string, config map[string]any) protocol.Diagnostics {
		return s.PlanCreate(name, config).Diagnostics
	})
	walk("data sources", s.Schemas().DataSourceSchemas, func(name string, config map[string]any) protocol.Diagnostics {
		_, diagnostics := s.ReadDataSource(name, config)
		return diagnostics
	})
	walk("list resources", s.Schemas().ListResourceSchemas, func(name string, config map[string]any) protocol.Diagnostics {
		_, diagnostics := s.ListResource(name, config, protocol.ListOptions{})
		return diagnostics
	})
	actions := make(map[string]*tfprotov6.Schema)
	for name, one := range s.Schemas().ActionSchemas {
		actions[name] = one.Schema
	}
	walk("actions", actions, func(name string, config map[string]any) protocol.Diagnostics {
		_, diagnostics := s.InvokeAction(name, config)
		return diagnostics
	})
	assert.Zero(t, org.Requests(), "%v", org.Simulator.Requests())

	for attribute, write := range idAttributes(s.Schemas().Provider) {
		for what, text := range noIDs {
			refusedAt(t, attribute, what, configure(t, fullBlock(map[string]any{attribute: write(text)})))
		}
	}
}

// parts are values of every part that an identity may have, each of its form.
var parts = map[string]any{
	"directory_id":  "b7d92e46-58c1-4f3a-8e20-91a4c6d3f5b8",
	"group_id":      "8f24bad3-ba6f-5e36-bad9-3805e19ae032",
	"account_id":    "712020:4b961e56-9af8-5741-9a85-fdcea79070a5",
	"policy_id":     "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045",
	"cloud_id":      "8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21",
	"resource_id":   "ari:cloud:jira-software::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21",
	"role":          "atlassian/user",
	"domain":        "acme.example",
	"sites":         "acme",
	"directory_ids": "all",
	"level_id":      "ari:cloud:platform::classification-tag/0b1f7c52-6d1e-4f8a-9c35-2e7a4d9b8c10",
}

// An import takes no such ID either, by an ID of its own or by identity.
func TestIDsInImports(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	s := acctest.Server(t, org, nil)
	for name, schema := range inOrder(s.IdentitySchemas()) {
		for what, text := range noIDs {
			if text == "" { // which stands for an import by identity
				continue
			}
			if what == "a folder" { // two parts have their meaning in some import IDs
				text = "../b"
			}
			_, diagnostics := s.ImportByID(name, text)
			if assert.Error(t, diagnostics.Err(), "%s is imported by %s", name, what) {
				assert.Less(t, len(diagnostics.Err().Error()), 1000, "%s: the error shows all of it", name)
			}
		}
		whole := make(map[string]any)
		for _, attribute := range schema.IdentityAttributes {
			if attribute.Name != "organization_id" {
				require.Contains(t, parts, attribute.Name, "say what %s looks like", attribute.Name)
				whole[attribute.Name] = parts[attribute.Name]
			}
		}
		for _, attribute := range schema.IdentityAttributes {
			if !strings.HasSuffix(attribute.Name, "_id") {
				continue
			}
			for what, text := range noIDs {
				if text == "" && !attribute.RequiredForImport { // it is left out
					continue
				}
				identity := maps.Clone(whole)
				identity[attribute.Name] = text
				org.Simulator.ResetRequests()
				_, diagnostics := s.ImportByIdentity(name, identity)
				if assert.ErrorContains(t, diagnostics.Err(), map[bool]string{true: "organization", false: attribute.Name}[attribute.Name == "organization_id"], "%s: %s", name, what) {
					assert.Less(t, len(diagnostics.Err().Error()), 1000, "%s: the error shows all of it", name)
					assert.NotContains(t, diagnostics.Err().Error(), "a\nb", "the value is not quoted")
				}
				assert.Zero(t, org.Requests(), "%s.%s: %v", name, attribute.Name, org.Simulator.Requests())
			}
		}
	}
}

func TestIDsInTheEnvironment(t *testing.T) { //nolint:paralleltest // environment calls t.Setenv
	for _, attribute := range []string{"organization_id", "directory_id"} {
		for what, text := range noIDs {
			if text == "" { // as good as not set
				continue
			}
			values := map[string]string{"organization_id": "an-organization", "api_key": "a-key", "base_url": nobodyListens}
			values[attribute] = text
			environment(t, values)
			diagnostics := configure(t, nil)
			refusedAt(t, attribute, what, diagnostics)
			assert.ErrorContains(t, diagnostics.Err(), "The environment variable "+variables[attribute]+" must be", what)
		}
	}
}

// Atlassian's IDs of groups are UUIDs in lower case. Another spelling would differ from what it answers for ever.
func TestGroupIDsInUpperCase(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	s := acctest.Server(t, org, nil)
	id := org.Simulator.GroupID("engineering")
	want := `It has letters in upper case, and Atlassian writes such an ID in lower case: write "` + id + `"`
	require.ErrorContains(t, s.ValidateResourceConfig("atlassian_group_members", map[string]any{"group_id": strings.ToUpper(id)}).Err(), want)
	require.ErrorContains(t, s.PlanCreate("atlassian_group_members", map[string]any{"group_id": strings.ToUpper(id), "emails": []any{}}).Diagnostics.Err(), want)
	_, diagnostics := s.ReadDataSource("atlassian_group", map[string]any{"id": strings.ToUpper(id)})
	require.ErrorContains(t, diagnostics.Err(), want)
	_, diagnostics = s.ImportByIdentity("atlassian_group", map[string]any{"group_id": strings.ToUpper(id)})
	require.ErrorContains(t, diagnostics.Err(), want)
	for _, typeName := range []string{"atlassian_group", "atlassian_group_members", "atlassian_group_membership", "atlassian_group_role_assignment"} {
		_, diagnostics = s.ImportByID(typeName, strings.ToUpper(id)+map[string]string{
			"atlassian_group_membership": "/712020:a", "atlassian_group_role_assignment": "/" + parts["resource_id"].(string) + "/atlassian/user",
		}[typeName])
		assert.ErrorContains(t, diagnostics.Err(), "lower case", typeName)
	}
}
