// SPDX-License-Identifier: MPL-2.0

package rpc

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// ValidateDataResourceConfig validates a data source.
func (s *server) ValidateDataResourceConfig(ctx context.Context, req *tfprotov6.ValidateDataResourceConfigRequest) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	return answer(ctx, "ValidateDataResourceConfig of "+req.TypeName, s.inner.ValidateDataResourceConfig, req, func(found diagnostics) *tfprotov6.ValidateDataResourceConfigResponse {
		return &tfprotov6.ValidateDataResourceConfigResponse{Diagnostics: found}
	})
}

// ReadDataSource reads a data source.
func (s *server) ReadDataSource(ctx context.Context, req *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	return answer(ctx, "ReadDataSource of "+req.TypeName, s.inner.ReadDataSource, req, func(found diagnostics) *tfprotov6.ReadDataSourceResponse {
		return &tfprotov6.ReadDataSourceResponse{Diagnostics: found}
	})
}

// ValidateEphemeralResourceConfig validates an ephemeral resource.
func (s *server) ValidateEphemeralResourceConfig(ctx context.Context, req *tfprotov6.ValidateEphemeralResourceConfigRequest) (*tfprotov6.ValidateEphemeralResourceConfigResponse, error) {
	return answer(ctx, "ValidateEphemeralResourceConfig of "+req.TypeName, s.inner.ValidateEphemeralResourceConfig, req, func(found diagnostics) *tfprotov6.ValidateEphemeralResourceConfigResponse {
		return &tfprotov6.ValidateEphemeralResourceConfigResponse{Diagnostics: found}
	})
}

// OpenEphemeralResource opens an ephemeral resource.
func (s *server) OpenEphemeralResource(ctx context.Context, req *tfprotov6.OpenEphemeralResourceRequest) (*tfprotov6.OpenEphemeralResourceResponse, error) {
	return answer(ctx, "OpenEphemeralResource of "+req.TypeName, s.inner.OpenEphemeralResource, req, func(found diagnostics) *tfprotov6.OpenEphemeralResourceResponse {
		return &tfprotov6.OpenEphemeralResourceResponse{Diagnostics: found}
	})
}

// RenewEphemeralResource renews an ephemeral resource.
func (s *server) RenewEphemeralResource(ctx context.Context, req *tfprotov6.RenewEphemeralResourceRequest) (*tfprotov6.RenewEphemeralResourceResponse, error) {
	return answer(ctx, "RenewEphemeralResource of "+req.TypeName, s.inner.RenewEphemeralResource, req, func(found diagnostics) *tfprotov6.RenewEphemeralResourceResponse {
		return &tfprotov6.RenewEphemeralResourceResponse{Diagnostics: found}
	})
}

// CloseEphemeralResource closes an ephemeral resource.
func (s *server) CloseEphemeralResource(ctx context.Context, req *tfprotov6.CloseEphemeralResourceRequest) (*tfprotov6.CloseEphemeralResourceResponse, error) {
	return answer(ctx, "CloseEphemeralResource of "+req.TypeName, s.inner.CloseEphemeralResource, req, func(found diagnostics) *tfprotov6.CloseEphemeralResourceResponse {
		return &tfprotov6.CloseEphemeralResourceResponse{Diagnostics: found}
	})
}

// ValidateListResourceConfig validates a list block.
func (s *server) ValidateListResourceConfig(ctx context.Context, req *tfprotov6.ValidateListResourceConfigRequest) (*tfprotov6.ValidateListResourceConfigResponse, error) {
	return answer(ctx, "ValidateListResourceConfig of "+req.TypeName, s.inner.ValidateListResourceConfig, req, func(found diagnostics) *tfprotov6.ValidateListResourceConfigResponse {
		return &tfprotov6.ValidateListResourceConfigResponse{Diagnostics: found}
	})
}

// ValidateActionConfig validates an action.
func (s *server) ValidateActionConfig(ctx context.Context, req *tfprotov6.ValidateActionConfigRequest) (*tfprotov6.ValidateActionConfigResponse, error) {
	return answer(ctx, "ValidateActionConfig of "+req.ActionType, s.inner.ValidateActionConfig, req, func(found diagnostics) *tfprotov6.ValidateActionConfigResponse {
		return &tfprotov6.ValidateActionConfigResponse{Diagnostics: found}
	})
}

// PlanAction plans an action.
func (s *server) PlanAction(ctx context.Context, req *tfprotov6.PlanActionRequest) (*tfprotov6.PlanActionResponse, error) {
	return answer(ctx, "PlanAction of "+req.ActionType, s.inner.PlanAction, req, func(found diagnostics) *tfprotov6.PlanActionResponse {
		return &tfprotov6.PlanActionResponse{Diagnostics: found}
	})
}
