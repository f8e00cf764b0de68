// SPDX-License-Identifier: MPL-2.0

package base_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

func TestForms(t *testing.T) {
	t.Parallel()
	const uuid = "8f24bad3-ba6f-5e36-bad9-3805e19ae032"
	for _, id := range []string{"712020:4b961e56-9af8-5741-9a85-fdcea79070a5", "5b10ac8d82e05b22cc7d4ef5", "qm:1d2b:a_b.c", uuid, strings.ToUpper(uuid), "a", strings.Repeat("a", 128)} {
		for _, form := range []base.Form{base.AccountID, base.PolicyID, base.DirectoryID, base.OrganizationID} {
			assert.NoError(t, form.Check(id))
		}
	}
	for _, id := range []string{"", ".", "..", "-", "_", "::", "a/b", `a\b`, "a%2fb", "a?b", "a#b", "a b", "a\nb", "a,b", "a@b", "ä", "a\u202eb", strings.Repeat("a", 129)} {
		assert.Error(t, base.AccountID.Check(id), "%q", id)
	}
	require.NoError(t, base.GroupID.Check(uuid))
	require.NoError(t, base.EmailAddress.Check("Ada.O'Kafor+x@acme.example"))

	for text, want := range map[string]string{
		" ada@acme.example\n": `" ada@acme.example\n" is not an e-mail address. It has blanks or line breaks around it: write "ada@acme.example", or wrap the expression in trimspace().`,
		"ada@@acme.example":   `"ada@@acme.example" is not an e-mail address.`,
	} {
		assert.EqualError(t, base.EmailAddress.Check(text), want)
	}
	require.ErrorContains(t, base.GroupID.Check(strings.ToUpper(uuid)), `in lower case: write "`+uuid+`".`)
	require.ErrorContains(t, base.AccountID.Check("a\u202eb"), `"a\u202eb" is not an account ID`)

	at := base.PolicyID.At(path.Root("policy_id"), strings.Repeat("a", 20_000))
	require.Len(t, at, 1)
	assert.Contains(t, at[0].Detail(), "policy_id must be the ID of an authentication policy, and \"aaa")
	assert.Contains(t, at[0].Detail(), "… (20000 characters) is not.")
}
