// SPDX-License-Identifier: MPL-2.0

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/contract"
)

const page = `{"operation":"getDomains","method":"GET","path":"/admin/v1/orgs/o/domains","status":200,"header":{"Content-Type":"application/json"},"form":"JSON","body":{"data":[],"links":{}}}`

func folder(t *testing.T, fixture string) string {
	t.Helper()
	name := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(name, "1.json"), []byte(fixture), 0o600))
	return name
}

func TestRun(t *testing.T) {
	t.Parallel()
	same := folder(t, page)
	var out strings.Builder
	require.NoError(t, run(t.Context(), []string{same, same}, "", &out))
	assert.Equal(t, "Not compared with Atlassian's OpenAPI documents: ATLASSIAN_OPENAPI_DIR names no folder.\n1 exchanges: 0 violations of the documents, 0 differences from the simulator.\n", out.String())

	other := folder(t, strings.Replace(page, `"links":{}`, `"links":null,"more":1`, 1))
	out.Reset()
	require.ErrorIs(t, run(t.Context(), []string{other, same}, "", &out), errDifferent)
	assert.Contains(t, out.String(), "getDomains 200 | links | live: null | simulator: object\ngetDomains 200 | more | live: number | simulator: absent\n")

	for _, arguments := range [][]string{nil, {same}, {same, t.TempDir()}, {t.TempDir(), same}} {
		require.Error(t, run(t.Context(), arguments, "", &out))
	}
	require.ErrorContains(t, run(t.Context(), []string{same, same}, t.TempDir(), &out), "organization.openapi.json")
}

func TestRunWithDocuments(t *testing.T) {
	t.Parallel()
	documents := os.Getenv(contract.FolderVariable)
	if documents == "" {
		t.Skip(contract.FolderVariable + " is not set")
	}
	more := folder(t, strings.Replace(page, `"links":{}`, `"links":{},"more":1`, 1))
	var out strings.Builder
	require.ErrorIs(t, run(t.Context(), []string{more, more}, documents, &out), errDifferent)
	assert.Contains(t, out.String(), "documents | GET /admin/v1/orgs/{orgId}/domains: answer 200: at /more: the schema has no such field (organization.openapi.json)\n")
}
