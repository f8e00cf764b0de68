// SPDX-License-Identifier: MPL-2.0

// Package rpc is the edge of the provider, where Terraform calls it by protocol 6. A panic anywhere behind it becomes a
// diagnostic that says where it happened, so that a bug does not end a plan with the stack trace of a crashed process.
package rpc

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// protocol is everything that Terraform can ask the provider. The provider has no state stores.
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

// server answers every RPC by calling the inner server. It embeds nothing, so that it does not compile when the protocol gets a
// new RPC.
type server struct{ inner protocol }

var _ protocol = (*server)(nil)

// diagnostics are the diagnostics of an answer.
type diagnostics = []*tfprotov6.Diagnostic

// answer calls an RPC, to which it lends the context. After a panic, failed makes the answer.
func answer[Request, Response any](
	ctx context.Context, name string, call func(context.Context, *Request) (*Response, error), req *Request, failed func(diagnostics) *Response,
) (*Response, error) {
	ctx, cancel := context.WithCancel(ctx)
	handed := lend(ctx)
	defer handed.takeBack() //nolint:contextcheck // it takes the context back
	defer cancel()
	return guarded(handed, name, call, req, failed) //nolint:contextcheck // it is the context, for a while
}

// guarded calls an RPC whose work may go on after it has returned, with the context itself. After a panic, failed makes the answer.
func guarded[Request, Response any](
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

// recovered returns the diagnostic of a panic; nil if there was none.
func recovered(name string, value any) *tfprotov6.Diagnostic {
	bug := base.Bug(name, value)
	if bug == nil {
		return nil
	}
	return &tfprotov6.Diagnostic{Severity: tfprotov6.DiagnosticSeverityError, Summary: bug.Summary(), Detail: bug.Detail()}
}
