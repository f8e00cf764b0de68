// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestADecisionKeepsWhoIsWrittenIntoIt(t *testing.T) {
	t.Parallel()

	shop := &workshop{directory: t.TempDir()}
	require.NoError(t, os.Mkdir(shop.audit(), 0o750))

	for keep, want := range map[string]string{"": "looked at elsewhere\n}\n", auditKeep: "elsewhere\n" + auditKeep + "}\n"} {
		require.NoError(t, shop.decide(keep))

		text, err := os.ReadFile(filepath.Join(shop.audit(), "decision.tf"))
		require.NoError(t, err)
		assert.Contains(t, string(text), want)
		assert.NotContains(t, string(text), "KEEP")
	}
}

func TestFindingsAreReadFromTheOutputs(t *testing.T) {
	t.Parallel()

	var found findings
	require.NoError(t, json.Unmarshal([]byte(`{
		"findings": {"sensitive": false, "type": ["object", {"dormant": "number"}], "value": {"dormant": 3}},
		"suspended_with_roles": {"value": ["gus: keeps a group"]},
		"failed_controls": {"value": ["two_step_verification"]}
	}`), &found))

	assert.Equal(t, map[string]int{"dormant": 3}, found.Counts.Value)
	assert.Equal(t, []string{"gus: keeps a group"}, found.Suspended.Value)
	assert.Equal(t, []string{"two_step_verification"}, found.Failed.Value)
}
