// SPDX-License-Identifier: MPL-2.0

package schemajson_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/rpc"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/schemajson"
)

func TestEveryKindOfType(t *testing.T) {
	t.Parallel()
	got, err := schemajson.JSONUnder(t.Context(), "registry.terraform.io/hashicorp/tiny", tinyServer(t))
	require.NoError(t, err)
	want, err := os.ReadFile(filepath.Join("testdata", "tiny.json"))
	require.NoError(t, err)
	assert.JSONEq(t, string(want), string(got))
	assert.Contains(t, string(got), "Secret <token> & more.", "text stays readable")
}

func TestTheSameEveryTime(t *testing.T) {
	t.Parallel()
	first, err := schemajson.JSON(t.Context(), tinyServer(t))
	require.NoError(t, err)
	second, err := schemajson.JSON(t.Context(), tinyServer(t))
	require.NoError(t, err)
	assert.Equal(t, string(first), string(second))
}

func TestUnderTheSourceAddress(t *testing.T) {
	t.Parallel()
	text, err := schemajson.JSON(t.Context(), tinyServer(t))
	require.NoError(t, err)
	var document struct {
		Schemas map[string]json.RawMessage `json:"provider_schemas"`
	}
	require.NoError(t, json.Unmarshal(text, &document))
	assert.Len(t, document.Schemas, 1)
	assert.Contains(t, document.Schemas, provider.Address)
}

func TestDiagnosticsAreErrors(t *testing.T) {
	t.Parallel()
	failed := []*tfprotov6.Diagnostic{
		{Severity: tfprotov6.DiagnosticSeverityWarning, Summary: "old", Detail: "never mind"},
		{Severity: tfprotov6.DiagnosticSeverityError, Summary: "broken", Detail: "two types share a name"},
	}
	for name, server := range map[string]brokenServer{
		"schema":   {ProviderServer: tinyServer(t), schema: failed},
		"identity": {ProviderServer: tinyServer(t), identity: failed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := schemajson.JSON(t.Context(), server)
			require.ErrorContains(t, err, "broken: two types share a name")
			assert.NotContains(t, err.Error(), "never mind")
		})
	}
}

func tinyServer(t *testing.T) tfprotov6.ProviderServer {
	t.Helper()
	return rpc.NewServer(tiny{})
}

type brokenServer struct {
	tfprotov6.ProviderServer
	schema, identity []*tfprotov6.Diagnostic
}

func (s brokenServer) GetProviderSchema(ctx context.Context, req *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	resp, err := s.ProviderServer.GetProviderSchema(ctx, req)
	resp.Diagnostics = append(resp.Diagnostics, s.schema...)
	return resp, err
}

func (s brokenServer) GetResourceIdentitySchemas(ctx context.Context, req *tfprotov6.GetResourceIdentitySchemasRequest) (*tfprotov6.GetResourceIdentitySchemasResponse, error) {
	resp, err := s.ProviderServer.GetResourceIdentitySchemas(ctx, req)
	resp.Diagnostics = append(resp.Diagnostics, s.identity...)
	return resp, err
}
