// SPDX-License-Identifier: MPL-2.0

package base_test

import (
	"testing"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/stretchr/testify/require"
	"github.com/zclconf/go-cty/cty"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/spoken"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// Whatever an object is called, its import block is HCL of one block that imports it.
func FuzzImportBlocks(f *testing.F) {
	for _, seed := range []string{"", "engineering", "Ärzte & \"Co\"", "${var.x} %{if true}", "$${x}", "name with\nbreak", "\x00\u202e\U000e0001\\", "%%{", "-1", "e\u0301", "\xff"} {
		f.Add(seed, seed)
	}
	f.Fuzz(func(t *testing.T, name, id string) {
		if !utf8.ValidString(id) {
			return // Terraform has no such string
		}
		require.True(t, hclsyntax.ValidIdentifier(base.Label(name)), "%q", base.Label(name))
		block := base.ImportBlock("atlassian_group", name, id)
		spoken.InLines(t, block, 200+10*len(name)+10*len(id))
		file, diags := hclsyntax.ParseConfig([]byte(block), "import.tf", hcl.InitialPos)
		require.False(t, diags.HasErrors(), "%s\n%s", diags.Error(), block)
		body, ok := file.Body.(*hclsyntax.Body)
		require.True(t, ok)
		require.Len(t, body.Blocks, 1)
		read, diags := body.Blocks[0].Body.Attributes["id"].Expr.Value(nil)
		require.False(t, diags.HasErrors(), diags.Error())
		require.Equal(t, cty.StringVal(id).AsString(), read.AsString())
	})
}
