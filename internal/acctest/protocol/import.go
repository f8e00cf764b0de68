// SPDX-License-Identifier: MPL-2.0

package protocol

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// ImportByID imports by the string that `terraform import` takes, and reads.
func (s *Server) ImportByID(typeName, id string) (*State, Diagnostics) {
	s.t.Helper()
	return s.importResource(&tfprotov6.ImportResourceStateRequest{TypeName: typeName, ID: id})
}

// ImportByIdentity imports by what an import block's identity holds, and reads.
func (s *Server) ImportByIdentity(typeName string, identity map[string]any) (*State, Diagnostics) {
	s.t.Helper()
	if s.withoutIdentity {
		s.t.Fatal("a Terraform without identities can't import by one")
	}
	lookUp(s.t, "resource with an identity", s.identities, typeName)
	return s.importResource(&tfprotov6.ImportResourceStateRequest{TypeName: typeName, Identity: s.identity(typeName, identity)})
}

func (s *Server) importResource(request *tfprotov6.ImportResourceStateRequest) (*State, Diagnostics) {
	s.t.Helper()
	schema := s.resourceSchema(request.TypeName)
	answer, err := s.server.ImportResourceState(s.ctx, request)
	s.must(err)
	diagnostics := Diagnostics(answer.Diagnostics)
	if diagnostics.Err() != nil {
		return nil, diagnostics
	}
	if len(answer.ImportedResources) != 1 {
		return nil, append(diagnostics, failure("Import gave no single resource", fmt.Sprintf("it gave %d", len(answer.ImportedResources))))
	}
	imported := answer.ImportedResources[0]
	state, read := s.ReadResource(&State{
		TypeName: imported.TypeName,
		Values:   s.plain(schema.ValueType(), imported.State),
		Identity: s.plainIdentity(imported.TypeName, imported.Identity),
		Private:  imported.Private,
	})
	diagnostics = append(diagnostics, read...)
	if state == nil && diagnostics.Err() == nil {
		diagnostics = append(diagnostics, failure("Cannot import non-existent remote object", request.TypeName+" "+request.ID))
	}
	return state, diagnostics
}
