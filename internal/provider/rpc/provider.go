// SPDX-License-Identifier: MPL-2.0

package rpc

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
)

// GetMetadata lists the types.
func (s *server) GetMetadata(ctx context.Context, req *tfprotov6.GetMetadataRequest) (*tfprotov6.GetMetadataResponse, error) {
	return answer(ctx, "GetMetadata", s.inner.GetMetadata, req, func(found diagnostics) *tfprotov6.GetMetadataResponse {
		return &tfprotov6.GetMetadataResponse{Diagnostics: found}
	})
}

// GetProviderSchema describes all types.
func (s *server) GetProviderSchema(ctx context.Context, req *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	return answer(ctx, "GetProviderSchema", s.inner.GetProviderSchema, req, func(found diagnostics) *tfprotov6.GetProviderSchemaResponse {
		return &tfprotov6.GetProviderSchemaResponse{Diagnostics: found}
	})
}

// GetResourceIdentitySchemas describes the identities.
func (s *server) GetResourceIdentitySchemas(ctx context.Context, req *tfprotov6.GetResourceIdentitySchemasRequest) (*tfprotov6.GetResourceIdentitySchemasResponse, error) {
	return answer(ctx, "GetResourceIdentitySchemas", s.inner.GetResourceIdentitySchemas, req, func(found diagnostics) *tfprotov6.GetResourceIdentitySchemasResponse {
		return &tfprotov6.GetResourceIdentitySchemasResponse{Diagnostics: found}
	})
}

// ValidateProviderConfig validates the provider block.
func (s *server) ValidateProviderConfig(ctx context.Context, req *tfprotov6.ValidateProviderConfigRequest) (*tfprotov6.ValidateProviderConfigResponse, error) {
	return answer(ctx, "ValidateProviderConfig", s.inner.ValidateProviderConfig, req, func(found diagnostics) *tfprotov6.ValidateProviderConfigResponse {
		return &tfprotov6.ValidateProviderConfigResponse{Diagnostics: found}
	})
}

// ConfigureProvider configures the provider.
func (s *server) ConfigureProvider(ctx context.Context, req *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	return answer(ctx, "ConfigureProvider", s.inner.ConfigureProvider, req, func(found diagnostics) *tfprotov6.ConfigureProviderResponse {
		return &tfprotov6.ConfigureProviderResponse{Diagnostics: found}
	})
}

// StopProvider stops what is under way.
func (s *server) StopProvider(ctx context.Context, req *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	return answer(ctx, "StopProvider", s.inner.StopProvider, req, func(found diagnostics) *tfprotov6.StopProviderResponse {
		return &tfprotov6.StopProviderResponse{Error: found[0].Summary + ": " + found[0].Detail}
	})
}

// CallFunction calls a function.
func (s *server) CallFunction(ctx context.Context, req *tfprotov6.CallFunctionRequest) (*tfprotov6.CallFunctionResponse, error) {
	resp, err := answer(ctx, "CallFunction of "+req.Name, s.inner.CallFunction, req, func(found diagnostics) *tfprotov6.CallFunctionResponse {
		return &tfprotov6.CallFunctionResponse{Error: &tfprotov6.FunctionError{Text: found[0].Summary + ": " + found[0].Detail}}
	})
	if resp != nil && resp.Error != nil {
		resp.Error.Text = organization.Escaped(resp.Error.Text, oneBreak)
	}
	return resp, err
}

// GetFunctions describes the functions.
func (s *server) GetFunctions(ctx context.Context, req *tfprotov6.GetFunctionsRequest) (*tfprotov6.GetFunctionsResponse, error) {
	return answer(ctx, "GetFunctions", s.inner.GetFunctions, req, func(found diagnostics) *tfprotov6.GetFunctionsResponse {
		return &tfprotov6.GetFunctionsResponse{Diagnostics: found}
	})
}
