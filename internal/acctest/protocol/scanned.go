// SPDX-License-Identifier: MPL-2.0

package protocol

import (
	"context"
	"fmt"
	"iter"
	"reflect"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/secrets"
)

// everything is all that Terraform asks a provider with lists and actions.
type everything interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
}

// Scanned is a provider of which no answer may have a key or a token of a simulated organization: an answer with one is an error instead.
func Scanned(server tfprotov6.ProviderServer) tfprotov6.ProviderServer {
	if whole, ok := server.(everything); ok {
		return &scanned{whole}
	}
	return server
}

// scanned passes everything on that is not below. What it does not look at are schemas, and the provider block, which has the keys.
type scanned struct{ everything }

// looked fails if an answer has a secret.
func looked[Response any](call string, response *Response, err error) (*Response, error) {
	if response != nil && err == nil {
		if found := secretIn(reflect.ValueOf(response)); found != "" {
			return nil, fmt.Errorf("the answer of %s shows a secret: %s", call, found)
		}
	}
	return response, err
}

// secretIn looks at every text of a value.
func secretIn(value reflect.Value) string {
	switch value.Kind() { //nolint:exhaustive // the others have no text
	case reflect.String:
		return secrets.In([]byte(value.String()))
	case reflect.Pointer, reflect.Interface:
		if !value.IsNil() {
			return secretIn(value.Elem())
		}
	case reflect.Struct:
		for _, field := range value.Fields() {
			if found := secretIn(field); found != "" {
				return found
			}
		}
	case reflect.Slice:
		if value.Type().Elem().Kind() == reflect.Uint8 {
			return secrets.In(value.Bytes())
		}
		for i := range value.Len() {
			if found := secretIn(value.Index(i)); found != "" {
				return found
			}
		}
	}
	return ""
}

func (s *scanned) ConfigureProvider(ctx context.Context, req *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	answer, err := s.everything.ConfigureProvider(ctx, req)
	return looked("ConfigureProvider", answer, err)
}

func (s *scanned) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	answer, err := s.everything.ValidateResourceConfig(ctx, req)
	return looked("ValidateResourceConfig", answer, err)
}

func (s *scanned) UpgradeResourceState(ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	answer, err := s.everything.UpgradeResourceState(ctx, req)
	return looked("UpgradeResourceState", answer, err)
}

func (s *scanned) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	answer, err := s.everything.ReadResource(ctx, req)
	return looked("ReadResource", answer, err)
}

func (s *scanned) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	answer, err := s.everything.PlanResourceChange(ctx, req)
	return looked("PlanResourceChange", answer, err)
}

func (s *scanned) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	answer, err := s.everything.ApplyResourceChange(ctx, req)
	return looked("ApplyResourceChange", answer, err)
}

func (s *scanned) ImportResourceState(ctx context.Context, req *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	answer, err := s.everything.ImportResourceState(ctx, req)
	return looked("ImportResourceState", answer, err)
}

func (s *scanned) ReadDataSource(ctx context.Context, req *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	answer, err := s.everything.ReadDataSource(ctx, req)
	return looked("ReadDataSource", answer, err)
}

func (s *scanned) CallFunction(ctx context.Context, req *tfprotov6.CallFunctionRequest) (*tfprotov6.CallFunctionResponse, error) {
	answer, err := s.everything.CallFunction(ctx, req)
	return looked("CallFunction", answer, err)
}

func (s *scanned) PlanAction(ctx context.Context, req *tfprotov6.PlanActionRequest) (*tfprotov6.PlanActionResponse, error) {
	answer, err := s.everything.PlanAction(ctx, req)
	return looked("PlanAction", answer, err)
}

// ListResource looks at each result. A result with a secret becomes an error.
func (s *scanned) ListResource(ctx context.Context, req *tfprotov6.ListResourceRequest) (*tfprotov6.ListResourceServerStream, error) {
	stream, err := s.everything.ListResource(ctx, req)
	if stream != nil && stream.Results != nil {
		stream.Results = each(stream.Results, func(found string) tfprotov6.ListResourceResult {
			return tfprotov6.ListResourceResult{Diagnostics: Diagnostics{failure("The answer of ListResource shows a secret", found)}}
		})
	}
	return stream, err
}

// InvokeAction looks at each event. An event with a secret becomes an error.
func (s *scanned) InvokeAction(ctx context.Context, req *tfprotov6.InvokeActionRequest) (*tfprotov6.InvokeActionServerStream, error) {
	stream, err := s.everything.InvokeAction(ctx, req)
	if stream != nil && stream.Events != nil {
		stream.Events = each(stream.Events, func(found string) tfprotov6.InvokeActionEvent {
			return tfprotov6.InvokeActionEvent{Type: tfprotov6.CompletedInvokeActionEventType{Diagnostics: Diagnostics{failure("The answer of InvokeAction shows a secret", found)}}}
		})
	}
	return stream, err
}

func each[V any](all iter.Seq[V], instead func(found string) V) iter.Seq[V] {
	return func(push func(V) bool) {
		for one := range all {
			if found := secretIn(reflect.ValueOf(one)); found != "" {
				one = instead(found)
			}
			if !push(one) {
				return
			}
		}
	}
}
