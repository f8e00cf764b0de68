// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestOutcomesKeepWhatWasDone(t *testing.T) {
	t.Parallel()

	assert.Equal(t, "a.b: Modifications complete after 0s\nApply complete! Resources: 1 added.\n", outcomes(`
data.a.b: Read complete after 0s
a.b: Modifying...
a.b: Modifications complete after 0s

Apply complete! Resources: 1 added.

Outputs:
`))
}

func TestWarningsOfAPlan(t *testing.T) {
	t.Parallel()

	assert.Equal(t, "Warning: One\n\nwords\n\nWarning: Two\n\n", warnings(`
Plan: 0 to add, 1 to change, 0 to destroy.

Warning: One

words

Warning: Two

─────────────────────────────────────────────────────────────────────────────

Saved the plan to: x.tfplan
`))
	assert.Empty(t, warnings("Plan: 1 to add.\n\nSaved the plan to: x.tfplan\n"))
}

func TestMembersAreKnownByAddress(t *testing.T) {
	t.Parallel()

	var state overview
	require.NoError(t, json.Unmarshal([]byte(`{
		"users": [{"account_id": "1", "email": "ada@example.com"}, {"account_id": "2", "email": "ben@example.com"}],
		"groups": [{"name": "g", "members": ["1"]}, {"name": "h", "members": ["2"]}]
	}`), &state))

	assert.True(t, state.isMember("g", "ada@example.com"))
	assert.False(t, state.isMember("g", "ben@example.com"))
	assert.False(t, state.isMember("none", "ada@example.com"))
}

func TestEachCLILooksInItsOwnRegistry(t *testing.T) {
	t.Parallel()

	assert.Equal(t, "registry.terraform.io/orgsec/atlassian", address(false))
	assert.Equal(t, "registry.opentofu.org/orgsec/atlassian", address(true))
}
