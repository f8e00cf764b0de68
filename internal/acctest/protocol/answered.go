// SPDX-License-Identifier: MPL-2.0

package protocol

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Answering is a server that answers with the schemas of the first one that Terraform has asked. A test framework starts a server for each
// command, and each command asks.
func (k *Known) Answering(server tfprotov6.ProviderServer) tfprotov6.ProviderServer {
	if whole, ok := server.(everything); ok {
		return &answering{whole, k}
	}
	return server
}

type answering struct {
	everything

	known *Known
}

// GetProviderSchema answers with what is known.
func (a *answering) GetProviderSchema(ctx context.Context, req *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	a.known.mu.Lock()
	defer a.known.mu.Unlock()
	if a.known.schemas != nil {
		return a.known.schemas, nil
	}
	answer, err := a.everything.GetProviderSchema(ctx, req)
	if err == nil && Diagnostics(answer.Diagnostics).Err() == nil {
		a.known.schemas = answer
	}
	return answer, err
}
