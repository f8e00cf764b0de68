// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// changesAfterImport are the resources whose first plan after an import has something to do whatever is written, each with the
// reason. What their plan may do all the same is an update in place.
var changesAfterImport = map[string]string{
	"atlassian_authentication_policy_attestation": "what a person attests is nowhere in Atlassian, so an import cannot know it, and the first apply attests",
	"atlassian_access_review_decision":            "what a person decides is nowhere in Atlassian, so the first apply records it",
	"atlassian_approved_apps":                     "what somebody approves is nowhere in Atlassian either",
}

// importCommand is a line of an import.sh.
var importCommand = regexp.MustCompile(`(?m)^terraform import (\w+)\.(\w+) (\S+)$`)

// importBlock is an import block with its name, and importID an ID in it, also one that is offered in a comment.
var (
	importBlock = regexp.MustCompile(`(?ms)^import \{\n  to = \w+\.(\w+)\n.*?^\}$`)
	importID    = regexp.MustCompile(`(?m)^  (?:# )?id = "(\S+)"$`)
)

// An import must change nothing: each example of one, by identity and by every ID, is planned with the configuration beside it
// to no change. Identities need a newer Terraform than every machine has, so that is done without one.
func TestExamplesOfImportsChangeNothing(t *testing.T) {
	t.Parallel()
	for typeName := range inOrder(server(t).IdentitySchemas()) {
		t.Run(typeName, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join("resources", typeName, "import-by-string-id.tf")
			configs := make(map[string]map[string]any) // by the resource's name
			for _, block := range parsed(t, file, "resource") {
				require.Equal(t, typeName, block.Labels[0])
				configs[block.Labels[1]] = plainBody(t, block.Body)
			}
			org := simulated.Start(t, simulated.WithStart(importable()))
			s := acctest.Server(t, org, nil)
			unchanged := func(how, name string, state *protocol.State, diagnostics protocol.Diagnostics) {
				t.Helper()
				require.NoError(t, diagnostics.Err(), how)
				require.Contains(t, configs, name, "%s: %s has no such resource", how, file)
				s.Walk()
				plan := s.PlanUpdate(state, configs[name])
				require.NoError(t, plan.Diagnostics.Err(), how)
				if reason, excused := changesAfterImport[typeName]; excused {
					assert.NotEmpty(t, reason)
					assert.Equal(t, protocol.Update, plan.Action, "%s: take it out of changesAfterImport", how)
					return
				}
				assert.Equal(t, protocol.NoOp, plan.Action, "%s: %v -> %v", how, state.Values, plan.Planned)
				assert.Empty(t, plan.Diagnostics, how)
			}
			for _, block := range parsed(t, filepath.Join("resources", typeName, "import-by-identity.tf"), "import") {
				to, diags := hcl.AbsTraversalForExpr(block.Body.Attributes["to"].Expr)
				require.False(t, diags.HasErrors(), diags.Error())
				name, ok := to[1].(hcl.TraverseAttr)
				require.True(t, ok)
				identity, ok := plainValue(t, block.Body.Attributes["identity"].Expr).(map[string]any)
				require.True(t, ok)
				state, diagnostics := s.ImportByIdentity(typeName, identity)
				unchanged("by identity", name.Name, state, diagnostics)
			}
			written, err := os.ReadFile(filepath.Join(repository, "examples", file))
			require.NoError(t, err)
			blocks := importBlock.FindAllStringSubmatch(string(written), -1)
			require.Len(t, blocks, len(parsed(t, file, "import")), "%s: an import block that the test does not understand", file)
			for _, block := range blocks {
				ids := importID.FindAllStringSubmatch(block[0], -1)
				require.NotEmpty(t, ids, block[0])
				for _, id := range ids {
					state, diagnostics := s.ImportByID(typeName, id[1])
					unchanged(id[0], block[1], state, diagnostics)
				}
			}
			text, err := os.ReadFile(filepath.Join(repository, "examples/resources", typeName, "import.sh"))
			require.NoError(t, err)
			commands := importCommand.FindAllStringSubmatch(string(text), -1)
			require.Len(t, commands, strings.Count("\n"+string(text), "\nterraform"), "a command that the test does not understand")
			for _, command := range commands {
				require.Equal(t, typeName, command[1])
				state, diagnostics := s.ImportByID(typeName, command[3])
				unchanged(command[0], command[2], state, diagnostics)
			}
		})
	}
}

// The lists and actions of the examples work on the small company as they are.
func TestExamplesOfListsAndActionsRun(t *testing.T) {
	t.Parallel()
	for typeName := range inOrder(server(t).Schemas().ListResourceSchemas) {
		t.Run("list of "+typeName, func(t *testing.T) {
			t.Parallel()
			s := acctest.Server(t, simulated.Start(t, simulated.WithStart(importable())), nil)
			for _, block := range parsed(t, filepath.Join("list-resources", typeName, "list-resource.tfquery.hcl"), "list") {
				var config map[string]any
				for _, written := range block.Body.Blocks {
					config = plainBody(t, written.Body)
				}
				found, diagnostics := s.ListResource(typeName, config, protocol.ListOptions{IncludeResource: true})
				require.NoError(t, diagnostics.Err())
				assert.NotEmpty(t, found, "the example finds nothing")
			}
		})
	}
	for typeName := range inOrder(server(t).Schemas().ActionSchemas) {
		t.Run(typeName, func(t *testing.T) {
			t.Parallel()
			s := acctest.Server(t, simulated.Start(t, simulated.WithStart(revocable())), map[string]any{"allow_app_uninstall": true})
			for _, block := range parsed(t, filepath.Join("actions", typeName, "action.tf"), "action") {
				_, diagnostics := s.InvokeAction(typeName, plainBody(t, block.Body.Blocks[0].Body))
				require.NoError(t, diagnostics.Err())
			}
		})
	}
}

// importable is the small company with what the examples import or list, and it has not.
func importable() simulator.Organization {
	start := simulator.SmallCompany()
	start.OrganizationPolicies = append(start.OrganizationPolicies, simulator.OrganizationPolicy{
		ID: "6f0c4a8e-2d17-4b95-9e3a-71c5d8f2b604", Name: "Headquarters", Type: simulator.PolicyIPAllowlist, In: []string{"203.0.113.0/24"},
		Resources: []simulator.PolicyResource{{ID: "ari:cloud:confluence::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"}},
	})
	start.DataSecurityPolicies = []simulator.DataSecurityPolicy{
		{ID: "0b7c52f1-93ad-4e68-8d24-5f6e1a3c9b70", Name: "Keep content inside", Rules: map[string]string{"export": "block"}},
	}
	start.ClassificationLevels = []simulator.ClassificationLevel{
		{ID: "ari:cloud:platform::classification-tag/0b1f7c52-6d1e-4f8a-9c35-2e7a4d9b8c10", Name: "Restricted", Definition: "Would harm customers or the company if it became public."},
		{ID: "ari:cloud:platform::classification-tag/5d8e3a96-1c47-4b2f-8f60-7a9c1e4d2b35", Name: "Public"},
	}
	return start
}

// revocable is the small company with the API key and the API token that the examples revoke.
func revocable() simulator.Organization {
	start := simulator.SmallCompany()
	start.APIKey.ID = "7f1d6a3e-9b52-4c08-8d7e-2f4b6c8a0e19"
	start.OtherAPIKeys = []simulator.APIKey{{ID: "0e5c2f4b-1c7d-5a57-9f61-5a0c1b6b3f10"}}
	start.APITokens = []simulator.APIToken{{ID: "6d0f1c52-3a84-4be9-9c77-1e5b2a8d4f63", User: "emil.sorensen@acme.example"}}
	return start
}

// A test here runs every file below examples/.
func TestEveryExampleIsRun(t *testing.T) {
	t.Parallel()
	run := regexp.MustCompile(`^(README\.md|provider/[^/]+\.tf|resources/[^/]+/(resource[^/]*\.tf|import-by-(identity|string-id)\.tf|import\.sh)|` +
		`data-sources/[^/]+/data-source[^/]*\.tf|functions/[^/]+/function[^/]*\.tf|list-resources/[^/]+/list-resource\.tfquery\.hcl|actions/[^/]+/action\.tf|` +
		`(` + strings.Join(starts(t), "|") + `)/(README\.md|[^/]+\.tf|modules/[^/]+/[^/]+\.tf|tests/([^/]+\.tftest\.hcl|look/main\.tf))|` +
		`(people-from-csv|secure-organization)/people\.csv|access-review/page\.html\.tftpl|off-boarding/before/main\.tf|` +
		`drift-detection/(\.gitignore|(drift|tell)\.sh|\.github/workflows/drift\.yml)|two-organizations/tests/(simulate\.sh|sandbox\.json))$`)
	require.NoError(t, filepath.WalkDir(filepath.Join(repository, "examples"), func(path string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			assert.Regexp(t, run, name(path), "no test runs this example")
		}
		return err
	}))
}

// plainBody is the attributes of a block, all of them written out.
func plainBody(t *testing.T, body *hclsyntax.Body) map[string]any {
	t.Helper()
	values := make(map[string]any, len(body.Attributes))
	for name, attribute := range body.Attributes {
		values[name] = plainValue(t, attribute.Expr)
	}
	return values
}

// plainValue is what an expression without references says.
func plainValue(t *testing.T, expression hcl.Expression) any {
	t.Helper()
	switch expression := expression.(type) {
	case *hclsyntax.TupleConsExpr:
		list := make([]any, len(expression.Exprs))
		for i, one := range expression.Exprs {
			list[i] = plainValue(t, one)
		}
		return list
	case *hclsyntax.ObjectConsExpr:
		object := make(map[string]any, len(expression.Items))
		for _, item := range expression.Items {
			key, diags := item.KeyExpr.Value(nil)
			require.False(t, diags.HasErrors(), diags.Error())
			object[key.AsString()] = plainValue(t, item.ValueExpr)
		}
		return object
	}
	value, diags := expression.Value(nil)
	require.False(t, diags.HasErrors(), "the example has a reference: %s", diags.Error())
	switch kind := value.Type().FriendlyName(); kind {
	case "string":
		return value.AsString()
	case "bool":
		return value.True()
	case "number":
		return value.AsBigFloat()
	default:
		t.Fatalf("an example has a %s, which this test does not understand", kind)
		return nil
	}
}
