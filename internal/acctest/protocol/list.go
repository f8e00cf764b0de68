// SPDX-License-Identifier: MPL-2.0

package protocol

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Listed is one result of a list resource.
type Listed struct {
	DisplayName string
	Identity    map[string]any
	Resource    map[string]any // nil unless asked for
}

// ListOptions are what a list block has beside its configuration.
type ListOptions struct {
	Limit           int64 // 0 is Terraform's default of 100
	IncludeResource bool
}

// ListResource lists. Results with errors aren't results; their errors are in
// the diagnostics.
func (s *Server) ListResource(typeName string, config map[string]any, options ListOptions) ([]Listed, Diagnostics) {
	s.t.Helper()
	server, ok := s.server.(tfprotov6.ListResourceServer)
	if !ok {
		s.t.Fatal("the provider's server knows no list resources")
	}
	if options.Limit == 0 {
		options.Limit = 100
	}
	value := s.config(lookUp(s.t, "list resource", s.schemas.ListResourceSchemas, typeName), config, typeName)
	validated, err := server.ValidateListResourceConfig(s.ctx, &tfprotov6.ValidateListResourceConfigRequest{
		TypeName:              typeName,
		Config:                value,
		IncludeResourceObject: s.wire(tftypes.Bool, options.IncludeResource, "include_resource"),
		Limit:                 s.wire(tftypes.Number, options.Limit, "limit"),
	})
	s.must(err)
	diagnostics := Diagnostics(validated.Diagnostics)
	if diagnostics.Err() != nil {
		return nil, diagnostics
	}
	stream, err := server.ListResource(s.ctx, &tfprotov6.ListResourceRequest{
		TypeName:        typeName,
		Config:          value,
		IncludeResource: options.IncludeResource,
		Limit:           options.Limit,
	})
	s.must(err)
	var results []Listed
	for result := range stream.Results {
		diagnostics = append(diagnostics, result.Diagnostics...)
		if Diagnostics(result.Diagnostics).Err() != nil {
			continue
		}
		results = append(results, Listed{
			DisplayName: result.DisplayName,
			Identity:    s.plainIdentity(typeName, result.Identity),
			Resource:    s.plain(s.resourceSchema(typeName).ValueType(), result.Resource),
		})
		if int64(len(results)) > options.Limit {
			s.t.Errorf("%s: more than the %d results that were asked for", typeName, options.Limit)
			break
		}
	}
	return results, diagnostics
}
