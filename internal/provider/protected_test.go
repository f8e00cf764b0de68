// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// An ID of another form protects nobody, and nothing else would tell.
func TestProtectedAccountIDsThatAreNone(t *testing.T) {
	t.Parallel()
	const id = "712020:4b961e56-9af8-5741-9a85-fdcea79070a5"
	for what, c := range map[string]struct{ text, says string }{
		"an address":            {"ada.okafor@acme.example", "An e-mail address or a name protects nobody"},
		"capitals":              {strings.ToUpper(id), `write "` + id + `"`},
		"one capital":           {"5b10ac8d82e05b22cc7d4eF5", `write "5b10ac8d82e05b22cc7d4ef5"`},
		"blanks around it":      {" " + id + "\n", `write "` + id + `"`},
		"a blank within":        {"712020: 4b961e56-9af8-5741-9a85-fdcea79070a5", "looks like"},
		"blanks alone":          {"   ", "looks like"},
		"a name":                {"Ada Okafor", "looks like"},
		"a word":                {"break-glass", "looks like"},
		"a word with a number":  {"admin:1", "looks like"},
		"half an ID":            {"712020:4b961e56-9af8-5741-9a85-fdcea790", "looks like"},
		"two IDs":               {id + "," + id, "looks like"},
		"an ARI":                {"ari:cloud:identity::user/" + id, "looks like"},
		"the address of a page": {"https://admin.atlassian.com/o/1/users/" + id, "looks like"},
	} {
		diagnostics := configure(t, fullBlock(map[string]any{"protected_account_ids": []any{id, c.text}}))
		refusedAt(t, "protected_account_ids", what, diagnostics)
		assert.ErrorContains(t, diagnostics.Err(), c.says, what)
	}
	for _, form := range []string{id, "557058:f58131cb-b67d-43c7-b30d-6b58d40bd077", "5b10ac8d82e05b22cc7d4ef5", "qm:4b961e56-9af8-5741-9a85-fdcea79070a5:4b961e56-9af8-5741-9a85-fdcea79070a5"} {
		require.NoError(t, configure(t, fullBlock(map[string]any{"protected_account_ids": []any{form}})).Err())
	}
}
