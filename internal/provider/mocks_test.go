// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2/hclparse"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// mockFile is the file that users copy beside their tests.
const mockFile = repository + "/mocks/atlassian.tfmock.hcl"

// assertive are examples that fail if a list is empty, as all lists of the mocks are, or if all objects of a type have one ID, as they have
// there. Their types are written below, without the checks.
var assertive = []string{
	"resources/classification_order", "data-sources/access_review", "data-sources/audit_event_actions", "data-sources/audit_events",
	"data-sources/authentication_policies", "data-sources/authentication_policy_members", "data-sources/marketplace_app",
}

// With the mocks, an apply of every resource and data source works without the provider being asked, and what a module reads of them
// is of the right form.
func TestMocksStandInForEveryType(t *testing.T) {
	t.Parallel()
	w := cli.New(t, simulated.Start(t)).Keep()
	versions, err := os.ReadFile(filepath.Join(w.Dir, "versions.tf"))
	require.NoError(t, err)
	var modules strings.Builder
	for _, pattern := range []string{"resources/*/resource.tf", "data-sources/*/data-source.tf"} {
		files, err := filepath.Glob(filepath.Join(repository, "examples", pattern))
		require.NoError(t, err)
		require.NotEmpty(t, files)
		for _, file := range files {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			if strings.Contains(string(text), "\nprovider \"") || strings.HasPrefix(string(text), "provider \"") {
				continue // a module with a provider block cannot be mocked from outside
			}
			if slices.Contains(assertive, strings.Replace(name(filepath.Dir(file)), "atlassian_", "", 1)) {
				continue
			}
			module := strings.ReplaceAll(name(filepath.Dir(file)), "/", "_")
			folder := filepath.Join("types", module)
			require.NoError(t, os.MkdirAll(filepath.Join(w.Dir, folder), 0o700))
			w.Write(filepath.Join(folder, "versions.tf"), string(versions))
			w.Write(filepath.Join(folder, "main.tf"), string(text))
			fmt.Fprintf(&modules, "module %q {\n  source = \"./%s\"\n}\n\n", module, filepath.ToSlash(folder))
		}
	}
	w.Write("main.tf", modules.String()+`
data "atlassian_group" "reviewed" {
  name = "engineering"
}

data "atlassian_domain" "acme" {
  name = "acme.example"
}

data "atlassian_user" "chen" {
  email = "chen.li@acme.example"
}

data "atlassian_access_review" "all" {}

resource "atlassian_classification_order" "this" {
  level_ids = ["ari:cloud:platform::classification-tag/0b1f7c52-6d1e-4f8a-9c35-2e7a4d9b8c10"]
}

data "atlassian_audit_event_actions" "all" {}

data "atlassian_audit_events" "week" {
  last_days = 7
}

data "atlassian_authentication_policies" "all" {}

data "atlassian_authentication_policy_members" "staff" {
  policy_id = "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045"
}

data "atlassian_marketplace_app" "boards" {
  key = "com.orbit.boards"
}

resource "atlassian_group_membership" "chen" {
  group_id   = data.atlassian_group.reviewed.id
  account_id = data.atlassian_user.chen.account_id
}

output "verified" {
  value = data.atlassian_domain.acme.status == "verified"
}

output "seen" {
  value = timecmp(data.atlassian_user.chen.last_active, "2020-01-01T00:00:00Z") > 0
}
`)
	w.Write("mocked.tftest.hcl", withMocks(t, w, `
mock_provider "atlassian" {
  source = "./mocks"
}

run "applies" {
  assert {
    condition     = output.verified && output.seen
    error_message = "The mocks must have a status and a time."
  }
}
`))
	w.Setenv("ATLASSIAN_BASE_URL", nobodyListens) // nobody is asked
	w.MustRun("get", "-no-color")
	result := w.Run("test", "-no-color")
	require.Zero(t, result.ExitCode, result.Output)
	assert.Contains(t, result.Output, "1 passed, 0 failed")
}

// fromFolder is the block that takes the mocks from a folder.
const fromFolder = "mock_provider \"atlassian\" {\n  source = \"./mocks\"\n}\n"

// withMocks is a test file that takes the mocks from a folder, which it copies. OpenTofu cannot, so there the block of the other file takes
// the place of that one, as the guide on tests says.
func withMocks(t *testing.T, w *cli.Workspace, test string) string {
	t.Helper()
	copied(t, w, filepath.Dir(mockFile), "mocks")
	if !w.IsOpenTofu() {
		return test
	}
	mocks, err := os.ReadFile(repository + "/mocks/atlassian.tofumock.hcl")
	require.NoError(t, err)
	return strings.ReplaceAll(test, fromFolder, string(mocks))
}

// Each text that a type computes has a value in the file, so that none is made up of random letters.
func TestMocksHaveEveryText(t *testing.T) {
	t.Parallel()
	file, diags := hclparse.NewParser().ParseHCLFile(mockFile)
	require.False(t, diags.HasErrors(), diags.Error())
	mocked := make(map[string]map[string]bool)
	body, ok := file.Body.(*hclsyntax.Body)
	require.True(t, ok)
	for _, block := range body.Blocks {
		mocked[block.Type+" "+block.Labels[0]] = keys(t, block.Body.Attributes["defaults"])
	}
	schemas := server(t).Schemas()
	for block, types := range map[string]map[string]*tfprotov6.Schema{"mock_resource": schemas.ResourceSchemas, "mock_data": schemas.DataSourceSchemas} {
		for name, schema := range inOrder(types) {
			for _, attribute := range schema.Block.Attributes {
				if attribute.Computed && attribute.NestedType == nil && attribute.Type.Is(tftypes.String) {
					assert.True(t, mocked[block+" "+name][attribute.Name], "%s %s has no %s", block, name, attribute.Name)
				}
			}
		}
	}
}
