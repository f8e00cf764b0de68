// SPDX-License-Identifier: MPL-2.0

package rpc

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// ValidateResourceConfig validates a resource.
func (s *server) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return answer(ctx, "ValidateResourceConfig of "+req.TypeName, s.inner.ValidateResourceConfig, req, func(found diagnostics) *tfprotov6.ValidateResourceConfigResponse {
		return &tfprotov6.ValidateResourceConfigResponse{Diagnostics: found}
	})
}

// UpgradeResourceState reads a state of another version.
func (s *server) UpgradeResourceState(ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	return answer(ctx, "UpgradeResourceState of "+req.TypeName, s.inner.UpgradeResourceState, req, func(found diagnostics) *tfprotov6.UpgradeResourceStateResponse {
		return &tfprotov6.UpgradeResourceStateResponse{Diagnostics: found}
	})
}

// ReadResource refreshes a resource. After a failure its state stays.
func (s *server) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return answer(ctx, "ReadResource of "+req.TypeName, s.inner.ReadResource, req, func(found diagnostics) *tfprotov6.ReadResourceResponse {
		return &tfprotov6.ReadResourceResponse{NewState: req.CurrentState, NewIdentity: req.CurrentIdentity, Private: req.Private, Diagnostics: found}
	})
}

// PlanResourceChange plans a change of a resource.
func (s *server) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	return answer(ctx, "PlanResourceChange of "+req.TypeName, s.inner.PlanResourceChange, req, func(found diagnostics) *tfprotov6.PlanResourceChangeResponse {
		return &tfprotov6.PlanResourceChangeResponse{Diagnostics: found}
	})
}

// ApplyResourceChange applies a change of a resource. After a failure its prior state stays.
func (s *server) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return answer(ctx, "ApplyResourceChange of "+req.TypeName, s.inner.ApplyResourceChange, req, func(found diagnostics) *tfprotov6.ApplyResourceChangeResponse {
		return &tfprotov6.ApplyResourceChangeResponse{NewState: req.PriorState, NewIdentity: req.PlannedIdentity, Private: req.PlannedPrivate, Diagnostics: found}
	})
}

// ImportResourceState imports a resource.
func (s *server) ImportResourceState(ctx context.Context, req *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	return answer(ctx, "ImportResourceState of "+req.TypeName, s.inner.ImportResourceState, req, func(found diagnostics) *tfprotov6.ImportResourceStateResponse {
		return &tfprotov6.ImportResourceStateResponse{Diagnostics: found}
	})
}

// MoveResourceState moves a resource from another type.
func (s *server) MoveResourceState(ctx context.Context, req *tfprotov6.MoveResourceStateRequest) (*tfprotov6.MoveResourceStateResponse, error) {
	return answer(ctx, "MoveResourceState of "+req.TargetTypeName, s.inner.MoveResourceState, req, func(found diagnostics) *tfprotov6.MoveResourceStateResponse {
		return &tfprotov6.MoveResourceStateResponse{Diagnostics: found}
	})
}

// UpgradeResourceIdentity reads an identity of another version.
func (s *server) UpgradeResourceIdentity(ctx context.Context, req *tfprotov6.UpgradeResourceIdentityRequest) (*tfprotov6.UpgradeResourceIdentityResponse, error) {
	return answer(ctx, "UpgradeResourceIdentity of "+req.TypeName, s.inner.UpgradeResourceIdentity, req, func(found diagnostics) *tfprotov6.UpgradeResourceIdentityResponse {
		return &tfprotov6.UpgradeResourceIdentityResponse{Diagnostics: found}
	})
}

// GenerateResourceConfig writes the configuration of a resource that is imported.
func (s *server) GenerateResourceConfig(ctx context.Context, req *tfprotov6.GenerateResourceConfigRequest) (*tfprotov6.GenerateResourceConfigResponse, error) {
	return answer(ctx, "GenerateResourceConfig of "+req.TypeName, s.inner.GenerateResourceConfig, req, func(found diagnostics) *tfprotov6.GenerateResourceConfigResponse {
		return &tfprotov6.GenerateResourceConfigResponse{Diagnostics: found}
	})
}
