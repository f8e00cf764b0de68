// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/contract/listing"
	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

func TestRun(t *testing.T) {
	t.Parallel()
	operations := listing.Used()
	require.NotEmpty(t, operations)
	write := func(folder string, operations []atlassian.Operation) {
		var lines bytes.Buffer
		for _, operation := range operations {
			fmt.Fprintf(&lines, "2 200 %s %s\n", operation.Method, operation.Path)
		}
		require.NoError(t, os.WriteFile(filepath.Join(folder, "operations-1.txt"), lines.Bytes(), 0o600))
	}
	all, some := t.TempDir(), t.TempDir()
	write(all, operations)
	write(some, operations[1:])

	var out bytes.Buffer
	require.NoError(t, run([]string{all}, "", &out))
	assert.Contains(t, out.String(), fmt.Sprintf("%d of the client's %d operations", len(operations), len(operations)))

	out.Reset()
	require.ErrorContains(t, run(nil, some, &out), fmt.Sprintf("1 of %d operations were never covered", len(operations)))
	assert.Contains(t, out.String(), operations[0].Path)

	require.ErrorContains(t, run(nil, "", &out), "name the folder")
	require.ErrorContains(t, run([]string{"a", "b"}, "", &out), "usage")
	require.ErrorContains(t, run([]string{filepath.Join(all, "missing")}, "", &out), "ATLASSIAN_CONTRACT_REPORT")
}
