// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
)

// A model and its schema are written apart and may disagree: a field that is
// missing, a type that can't hold null. Terraform finds out when a user does.
//
// A type may show its model to these tests, as a pointer to an empty one.
type modeled interface{ Model() any }

// nothing is an object with all attributes null, which is not a null object.
func nothing(t *testing.T, typ tftypes.Type) tftypes.Value {
	t.Helper()
	object, ok := typ.(tftypes.Object)
	require.True(t, ok)
	values := make(map[string]tftypes.Value, len(object.AttributeTypes))
	for name, typ := range object.AttributeTypes {
		values[name] = tftypes.NewValue(typ, nil)
	}
	return tftypes.NewValue(object, values)
}

func TestModelsFitTheirSchemas(t *testing.T) {
	t.Parallel()
	ctx, p := t.Context(), everything(t)
	for name, one := range inOrder(resources(ctx, p)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			with, ok := one.(modeled)
			if !ok {
				return // TestNullsDecode is all there is for it
			}
			var schema resource.SchemaResponse
			one.Schema(t.Context(), resource.SchemaRequest{}, &schema)
			state := tfsdk.State{Schema: schema.Schema, Raw: nothing(t, schema.Schema.Type().TerraformType(t.Context()))}
			model := with.Model()
			assert.Empty(t, state.Get(t.Context(), model))
			assert.Empty(t, state.Set(t.Context(), model))
		})
	}
	for name, one := range inOrder(dataSources(ctx, p)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			with, ok := one.(modeled)
			if !ok {
				return // TestNullsDecode is all there is for it
			}
			var schema datasource.SchemaResponse
			one.Schema(t.Context(), datasource.SchemaRequest{}, &schema)
			state := tfsdk.State{Schema: schema.Schema, Raw: nothing(t, schema.Schema.Type().TerraformType(t.Context()))}
			model := with.Model()
			assert.Empty(t, state.Get(t.Context(), model))
			assert.Empty(t, state.Set(t.Context(), model))
		})
	}
}

// TestNullsDecode asks every type to work on nothing at all, at an address where
// nobody answers. It can't succeed, but it has to get as far as the request: what
// it must not say is that a value couldn't be converted.
func TestNullsDecode(t *testing.T) {
	t.Parallel()
	s := server(t)
	require.NoError(t, s.Configure(map[string]any{
		"organization_id": "00000000-0000-4000-8000-000000000000",
		"api_key":         "key",
		"directory_id":    "00000000-0000-4000-8000-000000000001",
		"base_url":        nobodyListens,
		"max_retries":     0,
	}).Err())
	decoded := func(t *testing.T, diagnostics []*tfprotov6.Diagnostic) {
		t.Helper()
		for _, text := range protocol.Diagnostics(diagnostics).Errors() {
			assert.False(t, strings.HasPrefix(text, "Value Conversion Error"), text)
		}
	}
	wire := func(t *testing.T, typ tftypes.Type, value tftypes.Value) *tfprotov6.DynamicValue {
		t.Helper()
		encoded, err := tfprotov6.NewDynamicValue(typ, value)
		require.NoError(t, err)
		return &encoded
	}
	t.Run("resources", func(t *testing.T) {
		t.Parallel()
		for name, schema := range inOrder(s.Schemas().ResourceSchemas) {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				typ := schema.ValueType()
				absent, empty := wire(t, typ, tftypes.NewValue(typ, nil)), wire(t, typ, nothing(t, typ))

				read, err := s.Protocol().ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{TypeName: name, CurrentState: empty})
				require.NoError(t, err)
				decoded(t, read.Diagnostics)
				planned, err := s.Protocol().PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
					TypeName: name, PriorState: absent, ProposedNewState: empty, Config: empty,
				})
				require.NoError(t, err)
				decoded(t, planned.Diagnostics)
				applied, err := s.Protocol().ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
					TypeName: name, PriorState: empty, PlannedState: absent, Config: absent,
				})
				require.NoError(t, err)
				decoded(t, applied.Diagnostics)
			})
		}
	})
	t.Run("data sources", func(t *testing.T) {
		t.Parallel()
		for name, schema := range inOrder(s.Schemas().DataSourceSchemas) {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				typ := schema.ValueType()
				read, err := s.Protocol().ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: name, Config: wire(t, typ, nothing(t, typ))})
				require.NoError(t, err)
				decoded(t, read.Diagnostics)
			})
		}
	})
	t.Run("list resources", func(t *testing.T) {
		t.Parallel()
		for name, schema := range inOrder(s.Schemas().ListResourceSchemas) {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				lister, ok := s.Protocol().(tfprotov6.ListResourceServer)
				require.True(t, ok)
				typ := schema.ValueType()
				stream, err := lister.ListResource(t.Context(), &tfprotov6.ListResourceRequest{
					TypeName: name, Config: wire(t, typ, nothing(t, typ)), Limit: 1, IncludeResource: true,
				})
				require.NoError(t, err)
				for result := range stream.Results {
					decoded(t, result.Diagnostics)
				}
			})
		}
	})
}
