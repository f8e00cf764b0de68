// SPDX-License-Identifier: MPL-2.0

// Package rpc is the edge of the provider, where Terraform calls it by protocol 6. Whatever panics behind it becomes a diagnostic
// that says where, so that one bug does not end a plan with the stack traces of a crashed process.
package rpc

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// protocol is everything that Terraform may ask the provider. It has no state stores.
type protocol interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
}

// NewServer serves a provider.
func NewServer(p provider.Provider) tfprotov6.ProviderServer {
	inner := providerserver.NewProtocol6(p)()
	whole, ok := inner.(protocol)
	if !ok {
		return inner // the framework has lost a part of the protocol; a test over all RPCs fails then
	}
	return &server{inner: whole}
}

// server answers every RPC by calling the inner one. It embeds nothing, so that a new RPC of the protocol does not compile until it is here.
type server struct{ inner protocol }

var _ protocol = (*server)(nil)

// diagnostics are what an answer carries.
type diagnostics = []*tfprotov6.Diagnostic

// answer calls an RPC. If that panics, failed makes the answer.
func answer[Request, Response any](
	ctx context.Context, name string, call func(context.Context, *Request) (*Response, error), req *Request, failed func(diagnostics) *Response,
) (resp *Response, err error) {
	defer func() {
		if found := recovered(name, recover()); found != nil {
			resp, err = failed(diagnostics{found}), nil
		}
	}()
	resp, err = call(ctx, req)
	printable(resp)
	return resp, err
}

// recovered is the diagnostic of a panic; nil where there is none.
func recovered(name string, value any) *tfprotov6.Diagnostic {
	bug := base.Bug(name, value)
	if bug == nil {
		return nil
	}
	return &tfprotov6.Diagnostic{Severity: tfprotov6.DiagnosticSeverityError, Summary: bug.Summary(), Detail: bug.Detail()}
}
