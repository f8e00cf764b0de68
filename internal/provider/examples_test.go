// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// Examples of types are what users copy. Each is planned against the small company, as it stands in the repository and in the
// documentation. Whole configurations have tests of their own, see TestExamplesPassTheirTests.
func TestExamplesArePlanned(t *testing.T) {
	t.Parallel()
	for _, pattern := range []string{"provider/*.tf", "resources/*/resource*.tf", "data-sources/*/data-source*.tf", "functions/*/function*.tf"} {
		t.Run(path.Dir(pattern), func(t *testing.T) {
			t.Parallel()
			files, err := filepath.Glob(filepath.Join(repository, "examples", pattern))
			require.NoError(t, err)
			require.NotEmpty(t, files, "there is no example at %s", pattern)
			org := simulated.Start(t)
			w := cli.New(t, org).Keep()
			required, err := os.ReadFile(filepath.Join(w.Dir, "versions.tf"))
			require.NoError(t, err)
			for _, file := range files {
				t.Run(name(file), func(t *testing.T) {
					planned(t, w, org, file, string(required))
				})
			}
		})
	}
}

// name tells examples apart.
func name(file string) string {
	return strings.TrimPrefix(filepath.ToSlash(file), repository+"/examples/")
}

// changes is true of configurations whose first plan has something to do.
var changes = regexp.MustCompile(`(?m)^(resource|output) `)

// planned plans an example in a workspace that plans many, and never applies one.
func planned(t *testing.T, w *cli.Workspace, org *simulated.Organization, file, required string) {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	if strings.Contains(string(text), "required_providers") { // the example has its own
		required = ""
	}
	w.Write("versions.tf", required)
	w.Write("main.tf", acctest.Config(org, string(text)))
	plan := w.Run("plan", "-detailed-exitcode", "-no-color")
	want := 0
	if changes.Match(text) {
		want = 2
	}
	assert.Equal(t, want, plan.ExitCode, plan.Output)
}

// Import by identity and list blocks need a newer Terraform than every machine
// has. Their names and arguments can be checked without one.
func TestExamplesThatNeedANewerTerraform(t *testing.T) {
	t.Parallel()
	s := server(t)
	for name, schema := range inOrder(s.IdentitySchemas()) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			command, err := os.ReadFile(filepath.Join(repository, "examples/resources", name, "import.sh"))
			require.NoError(t, err)
			assert.Contains(t, string(command), "terraform import "+name+".")

			blocks := parsed(t, filepath.Join("resources", name, "import-by-identity.tf"), "import")
			require.NotEmpty(t, blocks)
			for _, block := range blocks {
				assert.Equal(t, name, root(t, block.Body.Attributes["to"]))
				given := keys(t, block.Body.Attributes["identity"])
				for _, attribute := range schema.IdentityAttributes {
					if attribute.RequiredForImport {
						assert.Contains(t, given, attribute.Name)
					}
					delete(given, attribute.Name)
				}
				assert.Empty(t, given, "the identity has no such attributes")
			}
		})
	}
	for name, schema := range inOrder(s.Schemas().ListResourceSchemas) {
		t.Run("list of "+name, func(t *testing.T) {
			t.Parallel()
			blocks := parsed(t, filepath.Join("list-resources", name, "list-resource.tfquery.hcl"), "list")
			require.NotEmpty(t, blocks)
			for _, block := range blocks {
				require.Len(t, block.Labels, 2)
				assert.Equal(t, name, block.Labels[0])
				assert.Contains(t, block.Body.Attributes, "provider")
				var configs []*hclsyntax.Body
				for _, config := range block.Body.Blocks {
					require.Equal(t, "config", config.Type)
					configs = append(configs, config.Body)
				}
				holdsTo(t, schema, configs...)
			}
		})
	}
}

// Actions need Terraform 1.14.
func TestExamplesOfActions(t *testing.T) {
	t.Parallel()
	for name, schema := range inOrder(server(t).Schemas().ActionSchemas) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			blocks := parsed(t, filepath.Join("actions", name, "action.tf"), "action")
			require.NotEmpty(t, blocks)
			for _, block := range blocks {
				require.Len(t, block.Labels, 2)
				assert.Equal(t, name, block.Labels[0])
				require.Len(t, block.Body.Blocks, 1)
				assert.Equal(t, "config", block.Body.Blocks[0].Type)
				holdsTo(t, schema.Schema, block.Body.Blocks[0].Body)
			}
		})
	}
}

// holdsTo checks that what is written has all that a schema requires, and nothing that it does not know.
func holdsTo(t *testing.T, schema *tfprotov6.Schema, bodies ...*hclsyntax.Body) {
	t.Helper()
	given := map[string]bool{}
	for _, body := range bodies {
		for attribute := range body.Attributes {
			given[attribute] = true
		}
	}
	for _, attribute := range schema.Block.Attributes {
		if attribute.Required {
			assert.Contains(t, given, attribute.Name)
		}
		delete(given, attribute.Name)
	}
	assert.Empty(t, given, "the schema has no such attributes")
}

// parsed are the blocks of a type in an example.
func parsed(t *testing.T, file, blockType string) hclsyntax.Blocks {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(repository, "examples", file))
	require.NoError(t, err)
	whole, diags := hclsyntax.ParseConfig(text, file, hcl.InitialPos)
	require.False(t, diags.HasErrors(), diags.Error())
	body, ok := whole.Body.(*hclsyntax.Body)
	require.True(t, ok)
	var blocks hclsyntax.Blocks
	for _, block := range body.Blocks {
		if block.Type == blockType {
			blocks = append(blocks, block)
		}
	}
	return blocks
}

func root(t *testing.T, attribute *hclsyntax.Attribute) string {
	t.Helper()
	require.NotNil(t, attribute)
	traversal, diags := hcl.AbsTraversalForExpr(attribute.Expr)
	require.False(t, diags.HasErrors(), diags.Error())
	return traversal.RootName()
}

func keys(t *testing.T, attribute *hclsyntax.Attribute) map[string]bool {
	t.Helper()
	require.NotNil(t, attribute)
	object, ok := attribute.Expr.(*hclsyntax.ObjectConsExpr)
	require.True(t, ok, "an identity is written as an object")
	keys := map[string]bool{}
	for _, item := range object.Items {
		keys[hcl.ExprAsKeyword(item.KeyExpr)] = true
	}
	return keys
}
