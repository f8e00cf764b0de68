// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/schemajson"
)

// A change of the schema is a change for users. The snapshot makes it a visible
// difference; `make generate` writes it, and a person looks at it.
func TestSchemaSnapshot(t *testing.T) {
	t.Parallel()
	now, err := schemajson.JSON(t.Context(), server(t).Protocol())
	require.NoError(t, err)
	snapshot, err := os.ReadFile("testdata/schema.json")
	require.NoError(t, err, "`make generate` writes the snapshot")
	assert.JSONEq(t, string(snapshot), string(now), "the schema has changed; `make generate` writes the snapshot anew: look at the difference")
}
