// SPDX-License-Identifier: MPL-2.0

package protocol

import "github.com/hashicorp/terraform-plugin-go/tfprotov6"

// GenerateConfig is the configuration that Terraform generates for an object, as after `terraform query`.
func (s *Server) GenerateConfig(typeName string, values map[string]any) (map[string]any, Diagnostics) {
	s.t.Helper()
	typ := s.resourceSchema(typeName).ValueType()
	answer, err := s.server.GenerateResourceConfig(s.ctx, &tfprotov6.GenerateResourceConfigRequest{
		TypeName: typeName,
		State:    s.object(typ, values, typeName+" state"),
	})
	s.must(err)
	return s.plain(typ, answer.Config), answer.Diagnostics
}
