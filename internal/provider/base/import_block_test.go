// SPDX-License-Identifier: MPL-2.0

package base_test

import (
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

func TestLabels(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"engineering":        "engineering",
		"Platform Team":      "platform_team",
		"jira-users":         "jira-users",
		"a/b (c) & d":        "a_b_c_d",
		" padded ":           "padded",
		"2024":               "_2024",
		"-x":                 "_-x",
		"_x":                 "_x",
		"Ärzte München":      "ärzte_münchen",
		"名前":                 "名前",
		"":                   "this",
		"!?":                 "this",
		"${x}\"\n":           "x",
		"x\u202ey\u0000z...": "x_y_z",
	} {
		label := base.Label(name)
		assert.Equal(t, want, label, "%q", name)
		assert.True(t, hclsyntax.ValidIdentifier(label), "%q of %q", label, name)
	}
}

func TestImportBlocksCanBeRead(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"", "engineering", "Ärzte & \"Co\"", "${var.x} %{if true}", "name with\nbreak", "\x00\u202e\U000e0001\\"} {
		block := base.ImportBlock("atlassian_group", name, "directory/name:"+name)
		file, diags := hclsyntax.ParseConfig([]byte(block), "import.tf", hcl.InitialPos)
		require.False(t, diags.HasErrors(), "%s\n%s", diags.Error(), block)
		body, ok := file.Body.(*hclsyntax.Body)
		require.True(t, ok)
		require.Len(t, body.Blocks, 1)
		id, diags := body.Blocks[0].Body.Attributes["id"].Expr.Value(nil)
		require.False(t, diags.HasErrors(), diags.Error())
		assert.Equal(t, "directory/name:"+name, id.AsString())
	}
	assert.Contains(t, base.ImportBlock("atlassian_group", "", "x"), "to = atlassian_group.NAME # this resource's name")
	assert.Contains(t, base.ImportBlock("atlassian_group", "A b", "x"), "to = atlassian_group.a_b # or this resource's own address")
}
