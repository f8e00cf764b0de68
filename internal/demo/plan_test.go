// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestChangesOfAPlan(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		document string
		want     []string
	}{
		"nothing": {
			`{"resource_changes": [{"address": "a.b", "change": {"actions": ["no-op"], "before": {"x": 1}, "after": {"x": 1}}}],
			  "output_changes": {"o": {"actions": ["no-op"]}}}`,
			nil,
		},
		"a new object, whose attributes do not matter": {
			`{"resource_changes": [{"address": "a.b[\"c\"]", "change": {"actions": ["create"], "before": null, "after": {"x": 1}, "after_unknown": {"id": true}}}]}`,
			[]string{`create a.b["c"]`},
		},
		"a value": {
			`{"resource_changes": [{"address": "a.b", "change": {"actions": ["update"], "before": {"status": "missing_token", "x": 1}, "after": {"status": "verified", "x": 1}, "after_unknown": {}}}]}`,
			[]string{"update a.b: status missing_token -> verified"},
		},
		"a list, whatever its order": {
			`{"resource_changes": [{"address": "a.b", "change": {"actions": ["update"], "before": {"l": ["x", "y", "z"]}, "after": {"l": ["w", "z", "x"]}, "after_unknown": {"l": [false, false, false]}}}]}`,
			[]string{"update a.b: l -y +w"},
		},
		"a list in another order": {
			`{"resource_changes": [{"address": "a.b", "change": {"actions": ["update"], "before": {"l": ["x", "y"]}, "after": {"l": ["y", "x"]}}}]}`,
			[]string{"update a.b: l in another order"},
		},
		"an unknown value": {
			`{"resource_changes": [{"address": "a.b", "change": {"actions": ["update"], "before": {"x": "1"}, "after": {}, "after_unknown": {"x": true}}}]}`,
			[]string{"update a.b: x known after apply"},
		},
		"a replacement, an output and a read, sorted": {
			`{"resource_changes": [
			    {"address": "data.a.b", "change": {"actions": ["read"], "before": null, "after": {}}},
			    {"address": "a.b", "change": {"actions": ["delete", "create"], "before": {"x": 1}, "after": {"x": 2}}}],
			  "output_changes": {"o": {"actions": ["update"], "before": 1, "after": 2}}}`,
			[]string{"delete+create a.b: x 1 -> 2", "read data.a.b", "update output.o"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			var made plan
			require.NoError(t, json.Unmarshal([]byte(test.document), &made))

			changes, err := made.changes()
			require.NoError(t, err)
			assert.Equal(t, test.want, changes)
		})
	}
}

func TestListsOfObjectsAreCounted(t *testing.T) {
	t.Parallel()

	object := map[string]any{"time": "never the same"}
	assert.Equal(t, "2 -> 0 entries", difference([]any{object, object}, []any{}))
	assert.Equal(t, "0 -> 1 entries", difference([]any{}, []any{object}))
	assert.Equal(t, "-a +b", difference([]any{"a"}, []any{"b"}))
}

func TestExactlyNamesWhatDiffers(t *testing.T) {
	t.Parallel()

	require.NoError(t, exactly([]string{"b", "a"}, []string{"a", "b"}))

	require.EqualError(t, exactly([]string{"a", "c"}, []string{"a", "b"}),
		"the plan is not as told:\n  missing:    b\n  unexpected: c")
}

func TestExcerptLeavesOutThePreamble(t *testing.T) {
	t.Parallel()

	assert.Equal(t, "  # a.b will be updated\n  ~ x\n\nPlan: 1 to change.\n", excerpt(`
Terraform used the selected providers to generate the following execution
plan.

Terraform will perform the following actions:

  # a.b will be updated
  ~ x

Plan: 1 to change.

Warning: something else
`))
}

func TestCleanEnvironmentKeepsTheUsersSettingsOut(t *testing.T) {
	t.Parallel()

	clean := cleanEnvironment([]string{"HOME=/home/ada", "TF_WORKSPACE=x", "ATLASSIAN_ORG_API_KEY=real", "TFLINT=y"})
	assert.Contains(t, clean, "HOME=/home/ada")
	assert.Contains(t, clean, "TFLINT=y")
	assert.NotContains(t, clean, "TF_WORKSPACE=x")
	assert.NotContains(t, clean, "ATLASSIAN_ORG_API_KEY=real")
}
